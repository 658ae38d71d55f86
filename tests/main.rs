//! Integration tests: one module per subject.
mod fill; // the template engine by itself
mod guide; // the table of figures in the guide to templates
mod init; // `tthc init` and the folder it makes
mod outside; // exit statuses, messages, streams: what a user and a script rely on
mod sample; // the founding report, end to end, against its truth
mod schema; // the machine result, key by key
mod support; // a temporary folder, the program run in it, its results read back
mod tidy; // what a reader of the tree may rely on
