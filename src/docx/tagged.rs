//! Paragraphs and table rows that hold only a control tag. A scanned part in, the tag out.

use std::ops::Range;

use super::paragraph::{self, Collected};
use super::scan::Scan;
use crate::template::words::{self, Words};

/// A paragraph or row that is a control tag.
pub struct Tagged {
    /// What stands between its braces.
    pub inner: String,
    /// Its text.
    pub text: String,
    /// Whether nothing else stands there.
    pub alone: bool,
    /// In a row: the number of its cell.
    pub cell: u32,
    /// The bookmarks and the like that stand there.
    pub marks: Vec<Range<usize>>,
}

/// What a paragraph or row holds if it is a control tag.
pub fn read(scan: &Scan<'_>, at: usize) -> Option<Tagged> {
    if scan.is(at, "p") {
        let Collected { text, boxes, solid, marks, .. } = paragraph::collect(scan, at);
        let Words::Control(inner) = words::read(&text) else { return None };
        return Some(Tagged { inner, text, alone: !solid && boxes.is_empty(), cell: 0, marks });
    }
    if !scan.is(at, "tr") {
        return None;
    }
    let mut found: Option<Tagged> = None;
    let (mut others, mut cell, mut all_marks) = (0, 0, Vec::new());
    let mut next = at + 1;
    while next < scan.close(at) {
        if scan.is(next, "tc") && scan.tags[next].starts() {
            cell += 1;
            let (text, solid, marks) = cell_text(scan, next);
            all_marks.extend(marks);
            match words::read(&text) {
                Words::Control(inner) if found.is_none() => {
                    found = Some(Tagged { inner, text, alone: !solid, cell, marks: Vec::new() });
                }
                _ if text.trim().is_empty() && !solid => {}
                _ => others += 1,
            }
            next = scan.close(next);
        }
        next += 1;
    }
    found.map(|found| Tagged { alone: found.alone && others == 0, marks: all_marks, ..found })
}

/// The text of a cell, whether it holds more than text, and its bookmarks and the like.
fn cell_text(scan: &Scan<'_>, at: usize) -> (String, bool, Vec<Range<usize>>) {
    let (mut text, mut solid, mut marks) = (String::new(), false, Vec::new());
    for inner in at + 1..scan.close(at) {
        solid |= scan.is(inner, "tbl");
        if scan.is(inner, "p") && scan.tags[inner].starts() {
            let found = paragraph::collect(scan, inner);
            text.push_str(&found.text);
            solid |= found.solid;
            marks.extend(found.marks);
        }
    }
    (text, solid, marks)
}
