//! tthc
pub mod cells;
pub mod model;
pub mod text;
