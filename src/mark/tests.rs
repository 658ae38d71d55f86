//! Whole marked copies of small hand-made workbooks.
#![allow(clippy::unwrap_used)]
