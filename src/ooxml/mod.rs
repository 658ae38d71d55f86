//! The file format of a workbook, as far as patching a template needs it: the zip package, byte spans inside XML
//! parts, formulas and where their references go when rows repeat. Bytes in, bytes out. It knows nothing of placeholders,
//! cases or registers, and never parses a part into a tree that is written back: what is not edited stays as it was.

pub mod along;
pub mod axis;
pub mod book;
pub mod calc;
pub mod edits;
pub mod encoding;
pub mod escape;
pub mod formula;
pub mod gone;
pub mod lexis;
pub mod package;
pub mod refs;
pub mod rels;
pub mod sheet;
pub mod strings;
pub mod styles;
pub mod xml;
