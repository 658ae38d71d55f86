//! What travels between the stages: plain values, no input or output.

pub mod calendar;
pub mod limit;
pub mod place;
pub mod sheet;
