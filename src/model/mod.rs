//! What travels between the stages: plain values, no input or output.

pub mod place;
pub mod sheet;
