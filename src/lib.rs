//! tthc
pub mod model;
pub mod ooxml;
pub mod template;
pub mod text;
