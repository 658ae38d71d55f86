//! `tthc` reads the registers of administrative-procedure cases (hồ sơ TTHC) that departments keep in spreadsheets,
//! checks every row against the procedure catalogue, fills the report template with the period's figures and gives each
//! sender a listing of errors.
//!
//! Data flows one way: files → sheets → rows → cases → findings and figures → workbooks. [`commands`] is what a user can
//! ask; [`flow`] holds the stages; [`model`] what travels between them; [`rules`] one file for each rule; [`read`] the
//! file formats; [`cells`] the meaning of single cells; [`ooxml`] patches workbook parts and
//! [`template`] fills templates with it, [`docx`] Word templates with the same language. [`files`] is the only place that writes.

pub mod cells;
pub mod cli;
pub mod commands;
pub mod docx;
pub mod error;
pub mod files;
pub mod flow;
pub mod mark;
pub mod model;
pub mod ooxml;
pub mod read;
pub mod rules;
pub mod settings;
pub mod template;
pub mod text;
