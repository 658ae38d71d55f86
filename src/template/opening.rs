//! Start tags of cells: read once, written for every copy with its place and type. A tag of the template in, its text for a
//! cell of the result out; attributes other than `r` and `t` stay as they are.

use std::cell::OnceCell;

use super::content::{attrs, push_digits};
use crate::model::place::CellAt;
use crate::ooxml::sheet::{CellSpan, wide};

/// A start tag in pieces.
struct Opening {
    pieces: Vec<Piece>,
    /// Whether it has a `t`; otherwise one is added at its end.
    typed: bool,
}

enum Piece {
    Text(String),
    /// The value of `r`.
    Place,
    /// `t` with all that belongs to it: what stands before its value and behind it.
    Kind(String, String),
}

/// The start tags of the cells of a sheet, read as they are needed.
#[derive(Default)]
pub struct Openings(Vec<OnceCell<Opening>>);

impl Openings {
    /// For as many cells as a sheet has.
    pub fn new(cells: usize) -> Self {
        Self(std::iter::repeat_with(OnceCell::new).take(cells).collect())
    }

    /// Appends the start tag of the cell with this index; `empty` ends the element.
    pub fn push(
        &self,
        out: &mut String,
        (doc, prefix): (&str, &str),
        (index, cell): (u32, &CellSpan),
        (place, kind): (CellAt, Option<&str>),
        empty: bool,
    ) {
        let made;
        let opening = if let Some(slot) = self.0.get(index as usize) {
            slot.get_or_init(|| Opening::read(doc, prefix, cell))
        } else {
            made = Opening::read(doc, prefix, cell);
            &made
        };
        opening.push(out, place, kind);
        out.push_str(if empty { "/>" } else { ">" });
    }
}

impl Opening {
    fn read(doc: &str, prefix: &str, cell: &CellSpan) -> Self {
        let open = cell.span.start..cell.open_end;
        let tag = doc[wide(&open)].trim_end_matches('>').trim_end_matches('/').trim_end();
        let end = cell.span.start as usize + tag.len();
        let kind = attrs(doc, &open).find(|attr| attr.key == "t");
        let mut marks = Vec::new();
        if let Some(kind) = &kind {
            let before = doc[kind.whole.start..kind.span.start].to_owned();
            let after = doc[kind.span.end..kind.whole.end].to_owned();
            marks.push((kind.whole.clone(), vec![Piece::Kind(before, after)]));
        }
        if let Some(r) = &cell.r {
            marks.push((wide(r), vec![Piece::Place]));
        } else {
            let at = cell.span.start as usize + 1 + prefix.len() + 1;
            let added = vec![Piece::Text(" r=\"".to_owned()), Piece::Place, Piece::Text("\"".to_owned())];
            marks.push((at..at, added));
        }
        // What is inserted at the start of another mark stands before it.
        marks.sort_by_key(|(span, _)| (span.start, span.end));
        let mut pieces = Vec::new();
        let mut at = cell.span.start as usize;
        for (span, added) in marks {
            pieces.push(Piece::Text(doc.get(at..span.start).unwrap_or_default().to_owned()));
            pieces.extend(added);
            at = span.end;
        }
        pieces.push(Piece::Text(doc.get(at..end).unwrap_or_default().to_owned()));
        Self { pieces, typed: kind.is_some() }
    }

    fn push(&self, out: &mut String, place: CellAt, kind: Option<&str>) {
        for piece in &self.pieces {
            match (piece, kind) {
                (Piece::Text(text), _) => out.push_str(text),
                (Piece::Place, _) => push_place(out, place),
                (Piece::Kind(before, after), Some(kind)) => {
                    out.push_str(before);
                    out.push_str(kind);
                    out.push_str(after);
                }
                (Piece::Kind(..), None) => {}
            }
        }
        if let Some(kind) = kind.filter(|_| !self.typed) {
            out.push_str(" t=\"");
            out.push_str(kind);
            out.push('"');
        }
    }
}

/// Appends a reference like `B7`.
pub fn push_place(out: &mut String, place: CellAt) {
    let col = u32::from(place.col.0);
    let letter = |number: u32| char::from(b'A' + (number % 26) as u8);
    if col >= 702 {
        out.push(letter((col - 702) / 676));
    }
    if col >= 26 {
        out.push(letter((col - 26) / 26));
    }
    out.push(letter(col));
    push_digits(out, u64::from(place.row));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::Col;

    #[test]
    fn places_are_written_as_everywhere() {
        for col in (0..16_384).step_by(25).chain([25, 26, 51, 52, 701, 702, 703, 16_383]) {
            let place = CellAt { row: 1_048_576, col: Col(col) };
            let mut out = String::new();
            push_place(&mut out, place);
            assert_eq!(out, place.to_string());
        }
    }

    #[test]
    fn a_tag_keeps_what_is_neither_its_place_nor_its_type() {
        let place = CellAt { row: 12, col: Col(2) };
        for (tag, kind, expected) in [
            (r#"<c r="A1" s="3" t="s">"#, Some("b"), r#"<c r="C12" s="3" t="b">"#),
            (r#"<c r="A1" s="3" t="s">"#, None, r#"<c r="C12" s="3">"#),
            (r#"<c t='n' s="3" r="A1" />"#, Some("str"), r#"<c t='str' s="3" r="C12">"#),
            (r#"<c s="3"/>"#, Some("e"), r#"<c r="C12" s="3" t="e">"#),
            (r#"<c t="s">"#, Some("str"), r#"<c r="C12" t="str">"#),
            (r#"<c t="s" s="3">"#, None, r#"<c r="C12" s="3">"#),
            (r#"<c r="A1"/>"#, None, r#"<c r="C12">"#),
        ] {
            let r = tag.find("r=\"").map(|at| at as u32 + 3..at as u32 + 5);
            let cell =
                CellSpan { span: 0..tag.len() as u32, open_end: tag.len() as u32, r, ..CellSpan::default() };
            let mut out = String::new();
            Openings::new(1).push(&mut out, (tag, ""), (0, &cell), (place, kind), false);
            assert_eq!(out, expected);
        }
    }
}
