//! Fills a workbook template: Jinja expressions in its cells, control rows that repeat or leave out what stands between them.
//! A template and data in, a workbook or all faults out. The template's own parts are patched; whatever the filling does not
//! concern keeps its bytes. It knows nothing of cases or registers, and reads no file.

pub mod area;
pub mod build;
pub mod charts;
pub mod content;
pub mod copies;
pub mod cuts;
pub mod data;
pub mod details;
pub mod emit;
pub mod expand;
pub mod fault;
pub mod fill;
pub mod fillings;
pub mod filters;
pub mod formulas;
pub mod headings;
pub mod keep;
pub mod language;
pub mod links;
pub mod lists;
pub mod locals;
pub mod mentions;
pub mod names;
pub mod nest;
pub mod opening;
pub mod outs;
pub mod parts;
pub mod pivots;
pub mod plan;
pub mod prompts;
pub mod reach;
pub mod reads;
pub mod related;
pub mod rules;
pub mod runs;
pub mod shapes;
pub mod source;
pub mod sources;
pub mod spread;
pub mod stale;
pub mod steps;
pub mod stored;
pub mod tables;
pub mod tail;
pub mod texts;
pub mod threads;
pub mod tree;
pub mod unreached;
pub mod values;
pub mod words;
pub mod write;

pub use fault::{Fault, FaultKind, Note, NoteKind};
pub use fill::{Filled, Found, Options, check, check_values, fill, fill_values, fill_with};
pub use mentions::mentions;
