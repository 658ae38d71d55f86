//! Fills a Word template: Jinja expressions anywhere in its text, paragraphs or table rows that hold only a control tag and
//! repeat or leave out what stands between them. A template and data in, a document or all faults out. The template's own
//! parts are patched: whatever the filling does not concern keeps its bytes. It reads no file, and it does not fill charts,
//! SmartArt, equations, field codes (those are told of), or text that was deleted with changes tracked.

pub mod emit;
pub mod fault;
pub mod fill;
pub mod gaps;
pub mod inline;
pub mod left;
pub mod paragraph;
pub mod place;
pub mod plan;
pub mod scan;
pub mod straight;
pub mod tagged;
pub mod tree;
pub mod unique;
pub mod unreached;
pub mod whole;

pub use fault::Fault;
pub use fill::{Found, check_values, fill, fill_noted, fill_values, is_word, mentions};
pub use gaps::gaps;
pub use left::Left;
pub use place::Place;
