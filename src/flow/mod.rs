//! The stages, in the order in which data flows: files → sheets → rows → cases → findings and figures → workbooks.
//! Each takes values and gives values; none reads a file or the clock.

mod caselike;
pub mod catalogue;
pub mod context;
pub mod count;
pub mod dates;
pub mod effect;
pub mod expected;
pub mod files;
pub mod headings;
pub mod history;
pub mod identify;
pub mod indicators;
pub mod judge;
pub mod limits;
pub mod lines;
pub mod list;
pub mod locate;
pub mod log;
pub mod machine;
pub mod matching;
pub mod own;
pub mod page;
pub mod parse;
pub mod person;
pub mod previous;
pub mod recognise;
pub mod recount;
pub mod register;
pub mod report;
pub mod returned;
pub mod rows;
pub mod simulate;
pub mod survey;
pub mod table;
pub mod units;
pub mod versions;
pub mod vet;
pub mod worklist;

#[cfg(test)]
mod privacy;
#[cfg(test)]
mod stories;
#[cfg(test)]
pub(crate) mod testing;
