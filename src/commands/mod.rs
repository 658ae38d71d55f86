//! What a user can ask for, one command a file. The rim of the program: here files are read and results written.

pub mod explain;
