//! What travels between the stages: plain values, no input or output.

pub mod calendar;
pub mod case;
pub mod catalogue;
pub mod column;
pub mod figure;
pub mod finding;
pub mod limit;
pub mod period;
pub mod place;
pub mod sheet;
