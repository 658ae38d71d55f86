//! Threaded comments: once for each copy of their cell, each copy a thread of its own with the note that stands for it in
//! older programs. The parts of a sheet in, edits out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::outs::OutSheet;
use super::parts::comment_cells;
use crate::model::place::CellAt;
use crate::ooxml::xml::{self, Edits, Kind, Tag};

/// The id of a copy of a thread: made from its own, and the same in every run.
fn fresh(id: &str, part: &str, copy: usize) -> String {
    let sum = Sha256::digest(format!("{} {part} {copy}", id.to_uppercase()).as_bytes());
    let mut hex = String::new();
    for byte in sum.iter().take(16) {
        let _ = write!(hex, "{byte:02X}");
    }
    format!("{{{}-{}-4{}-8{}-{}}}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}

/// Whether a copy needs ids of its own.
fn is_new(out: &OutSheet, copy: usize) -> bool {
    out.copy || copy > 0
}

/// Threaded comments with their texts, filled in the scope of each copy.
pub fn threads(
    out: &OutSheet,
    doc: &str,
    tags: &[Tag<'_>],
    edits: &mut Edits,
    mut render: impl FnMut(&str, CellAt, &[String]) -> Option<Vec<String>>,
) {
    for at in (0..tags.len()).filter(|at| tags[*at].name == "threadedComment" && tags[*at].starts()) {
        let Some(attr) = tags[at].attr("ref") else { continue };
        let span = xml::element(tags, at);
        let end = xml::closing(tags, at);
        let child = |name: &str| {
            (at + 1..end).find(|child| tags[*child].name == name && tags[*child].kind == Kind::Open)
        };
        let mut text = String::new();
        for (copy, cell) in comment_cells(out, &attr.value()).into_iter().enumerate() {
            let mut one = Edits::default();
            one.replace(attr.span.clone(), cell.to_string());
            for id in ["id", "parentId"].iter().filter_map(|key| tags[at].attr(key)) {
                if is_new(out, copy) {
                    one.replace(id.span.clone(), fresh(&id.value(), &out.part, copy));
                }
            }
            if let Some(content) = child("text") {
                let old = xml::text(&doc[xml::inside(tags, content)]).into_owned();
                if let Some(new) = render(&attr.value(), cell, &[old]) {
                    one.replace(xml::inside(tags, content), xml::escape_text(&new.concat()).into_owned());
                    // They count the characters of the text as it was.
                    if let Some(mentions) = child("mentions") {
                        one.remove(xml::element(tags, mentions));
                    }
                }
            }
            text.push_str(&one.apply(doc, span.clone()));
        }
        if text != doc[span.clone()] {
            edits.replace(span, text);
        }
    }
}

/// Authors of notes. The note of a thread names the thread as its author, so that of a copy has another.
pub struct Authors<'a> {
    doc: &'a str,
    tags: &'a [Tag<'a>],
    list: Vec<usize>,
    added: BTreeMap<(usize, usize), usize>,
    texts: String,
}

impl<'a> Authors<'a> {
    /// Those of a part with notes.
    pub fn of(doc: &'a str, tags: &'a [Tag<'a>]) -> Self {
        let list = (0..tags.len()).filter(|at| tags[*at].name == "author" && tags[*at].starts()).collect();
        Self { doc, tags, list, added: BTreeMap::new(), texts: String::new() }
    }

    /// The author of a copy of a note, if it is not the note's own.
    pub fn of_copy(&mut self, out: &OutSheet, author: usize, copy: usize) -> Option<usize> {
        let at = *self.list.get(author).filter(|_| is_new(out, copy))?;
        let inside = xml::inside(self.tags, at);
        let id = self.doc[inside.clone()].strip_prefix("tc=")?;
        if let Some(known) = self.added.get(&(author, copy)) {
            return Some(*known);
        }
        let mut one = Edits::default();
        one.replace(inside, format!("tc={}", fresh(id, &out.part, copy)));
        self.texts.push_str(&one.apply(self.doc, xml::element(self.tags, at)));
        let number = self.list.len() + self.added.len();
        self.added.insert((author, copy), number);
        Some(number)
    }

    /// Writes the added ones behind the others.
    pub fn write(self, edits: &mut Edits) {
        if let Some(last) = self.list.last().filter(|_| !self.texts.is_empty()) {
            edits.insert(xml::element(self.tags, *last).end, self.texts);
        }
    }
}
