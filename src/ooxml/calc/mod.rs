//! Computes the results of formulas for a named set of functions, so that what a workbook stores beside its formulas is right
//! for readers that do not calculate. Cells in, results out; what is outside of the set is said to be unknown, never guessed.

pub mod collate;
pub mod columns;
pub mod criteria;
pub mod eval;
pub mod far;
pub mod functions;
pub mod lines;
pub mod lookup;
pub mod model;
pub mod numbers;
pub mod order;
pub mod parse;
pub mod reach;
pub mod rough;
pub mod tables;
pub mod text_format;
pub mod value;

#[cfg(test)]
mod tests;
