//! What the text of one cell means: Vietnamese text, dates, codes, words.
//!
//! Goes in: the text of a cell (or, for legacy encodings and the order of day and month, of a column). Comes out: a
//! value, or a named reason why there is none. Every function here is pure and accepts any text whatsoever; none of
//! them decides what a column is for or whether a case counts.

pub mod case_code;
pub mod date;
mod date_clock;
pub mod date_repair;
mod date_scan;
pub mod keyboard;
pub mod legacy;
pub mod procedure_code;
mod sections;
pub mod syllable;
pub mod text;
pub mod words;
mod words_file;
