//! x
pub mod fault;
pub mod expand;
pub mod filters;
pub mod language;
pub mod outs;
pub mod plan;
pub mod source;
pub mod values;
pub mod words;
