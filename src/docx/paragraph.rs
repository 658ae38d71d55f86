//! The text of a paragraph: its text elements joined, what the placeholders in it become, and the elements written again. A
//! value takes the formatting of the run where its `{{` stands.

use std::fmt::Write as _;
use std::ops::Range;

use super::scan::Scan;
use super::straight;
use super::tree::{Piece, Source};
use crate::ooxml::xml::{self, Kind};
use crate::template::filters::IN_TEXT;
use crate::template::words::{Token, TokenKind};

/// What stands in a paragraph.
#[derive(Default)]
pub struct Collected {
    /// Its text: breaks are `\n`, tabs `\t`.
    pub text: String,
    /// Where the text stands.
    pub pieces: Vec<Piece>,
    /// Its text boxes, and whether each is only for readers that do not know the one before.
    pub boxes: Vec<(usize, bool)>,
    /// Whether there is something besides text: a picture, a note, a field, the end of a section or page.
    pub solid: bool,
    /// Bookmarks, ranges of comments and the like.
    pub marks: Vec<Range<usize>>,
}

const SKIPPED: [&str; 5] = ["pPr", "rPr", "del", "moveFrom", "sdtPr"];
const SOLID: [&str; 7] =
    ["drawing", "pict", "object", "footnoteReference", "endnoteReference", "fldChar", "fldSimple"];
/// Elements that stand in pairs and are no content.
pub const MARKS: [&str; 6] =
    ["bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd"];

/// Reads the paragraph that opens at `open`.
pub fn collect(scan: &Scan<'_>, open: usize) -> Collected {
    let mut found = Collected::default();
    let end = scan.close(open);
    let mut fallback = 0;
    let mut at = open + 1;
    while at < end {
        let tag = &scan.tags[at];
        if tag.kind == Kind::Close {
            at += 1;
            continue;
        }
        let mut next = at + 1;
        if tag.name == "Fallback" {
            fallback = scan.close(at);
        } else if scan.is_any(at, &SKIPPED) {
            next = scan.close(at) + 1;
            found.solid |= (at..next).any(|at| scan.is(at, "sectPr"));
        } else if scan.is(at, "txbxContent") {
            next = scan.close(at) + 1;
            found.boxes.push((at, at < fallback));
        } else if scan.is_any(at, &MARKS) {
            found.marks.push(scan.element(at));
        } else if scan.is_any(at, &SOLID) || tag.name == "oMath" {
            found.solid = true;
        } else if at >= fallback {
            piece(scan, at, &mut found);
        }
        at = next;
    }
    found
}

fn piece(scan: &Scan<'_>, at: usize, found: &mut Collected) {
    let tag = &scan.tags[at];
    let (text, is_text) = if scan.is(at, "t") && tag.kind == Kind::Open {
        (xml::text(&scan.doc[scan.inside(at)]).into_owned(), true)
    } else if scan.is(at, "tab") {
        ("\t".to_owned(), false)
    } else if scan.is_any(at, &["br", "cr"]) {
        found.solid |= tag.attr_local("type").is_some_and(|kind| kind.raw != "textWrapping");
        ("\n".to_owned(), false)
    } else if scan.is(at, "noBreakHyphen") {
        ("-".to_owned(), false)
    } else {
        return;
    };
    let (tag, element, start) = (tag.span.clone(), scan.element(at), found.text.len());
    found.text.push_str(&text);
    found.pieces.push(Piece { tag, element, text, start, is_text });
}

/// The piece that the byte of the paragraph's text belongs to.
pub fn piece_at(pieces: &[Piece], byte: usize) -> usize {
    pieces.iter().rposition(|piece| piece.start <= byte && piece.is_text).unwrap_or(0)
}

/// The parts of a literal text, each with its piece.
pub fn literals<'p>(
    pieces: &'p [Piece],
    span: &'p Range<usize>,
) -> impl Iterator<Item = (usize, Range<usize>)> + 'p {
    pieces.iter().enumerate().filter_map(move |(number, piece)| {
        let (from, to) = (span.start.max(piece.start), span.end.min(piece.start + piece.text.len()));
        (from < to).then_some((number, from..to))
    })
}

/// Whether an expression is the plain name of a year, which is written without a dot.
pub fn is_year(inner: &str) -> bool {
    inner.rsplit('.').next() == Some("nam")
        && inner.chars().all(|ch| ch.is_ascii_alphanumeric() || "._".contains(ch))
}

/// First of the characters that mark pieces within a text for the expression language (a private plane of Unicode).
const MARK: u32 = 0xf_0000;
const MARKED: u32 = 0xff00;

/// A text with `{% %}` tags within one paragraph: before each part of it stands a mark of its piece.
pub fn inline(text: &str, pieces: &[Piece], tokens: &[Token]) -> String {
    let free = !text.chars().any(|ch| u32::from(ch) >= MARK) && pieces.len() < MARKED as usize;
    let mark = |piece: usize| char::from_u32(MARK + piece as u32).filter(|_| free);
    let mut out = String::new();
    for token in tokens {
        match token.kind {
            TokenKind::Literal => {
                for (piece, span) in literals(pieces, &token.span) {
                    out.extend(mark(piece).filter(|_| pieces[piece].is_text));
                    out.push_str(&text[span]);
                }
            }
            TokenKind::Expression => {
                out.extend(mark(piece_at(pieces, token.span.start)));
                let inner = straight::straight(&token.inner);
                let _ = if is_year(&inner) {
                    write!(out, "{{{{ {inner} }}}}")
                } else {
                    write!(out, "{{{{ ({inner}) | {IN_TEXT} }}}}")
                };
            }
            TokenKind::Statement => {
                let _ = write!(out, "{{% {} %}}", straight::straight(&token.inner));
            }
            TokenKind::Comment => {}
        }
    }
    out
}

/// Deals a rendered text out to the pieces it came from.
pub fn deal(rendered: &str, count: usize, first: usize) -> Vec<String> {
    let mut texts = vec![String::new(); count];
    let mut at = first;
    for ch in rendered.chars() {
        match u32::from(ch).checked_sub(MARK).map(|piece| piece as usize) {
            // A loop comes back to an earlier piece: its text stays where the loop has got to, so that the order is kept.
            Some(piece) if piece < count => at = at.max(piece),
            _ => {
                if let Some(text) = texts.get_mut(at) {
                    text.push(ch);
                }
            }
        }
    }
    texts
}

/// The parts of a paragraph without `{% %}`: literals stay in their piece, a value goes to the piece of its `{{`.
pub fn sources(
    pieces: &[Piece],
    tokens: &[Token],
    mut value: impl FnMut(&str) -> Option<usize>,
) -> Vec<(usize, Source)> {
    let mut out = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Literal => {
                out.extend(literals(pieces, &token.span).map(|(piece, span)| (piece, Source::Literal(span))));
            }
            TokenKind::Expression => {
                if let Some(expression) = value(&token.inner) {
                    let piece = piece_at(pieces, token.span.start);
                    out.push((piece, Source::Value(expression, is_year(&token.inner))));
                }
            }
            TokenKind::Statement | TokenKind::Comment => {}
        }
    }
    out
}

/// Writes a piece with its new text; the same bytes where nothing changed.
pub fn write(scan: &Scan<'_>, piece: &Piece, new: &str, out: &mut String) {
    if new == piece.text {
        out.push_str(&scan.doc[piece.element.clone()]);
        return;
    }
    if !piece.is_text {
        return;
    }
    let opening = &scan.doc[piece.tag.clone()];
    let kept = xml::attrs_in(scan.doc, piece.tag.clone()).any(|attr| attr.key == "xml:space");
    out.push_str(opening.trim_end_matches('>'));
    out.push_str(if kept { ">" } else { " xml:space=\"preserve\">" });
    encode(new, scan.prefix, out);
    let _ = write!(out, "</{}t>", scan.prefix);
}

/// Text ready to stand inside a text element: line breaks and tabs become elements, characters that XML cannot hold are
/// left out.
fn encode(text: &str, prefix: &str, out: &mut String) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for ch in text.chars() {
        match ch {
            '\n' | '\u{b}' | '\u{2028}' => between(prefix, "br", out),
            '\t' => between(prefix, "tab", out),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if u32::from(ch) < 0x20 => {}
            _ => out.push(ch),
        }
    }
}

fn between(prefix: &str, name: &str, out: &mut String) {
    let _ = write!(out, "</{prefix}t><{prefix}{name}/><{prefix}t xml:space=\"preserve\">");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_paragraph_is_read_over_runs_marks_and_proofing() {
        let doc = "<w:p xmlns:w='x'><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>{{ </w:t></w:r><w:bookmarkStart/>\
                   <w:proofErr/><w:hyperlink><w:r><w:t>a &amp; b</w:t><w:br/></w:r></w:hyperlink>\
                   <w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:r><w:t> }}</w:t></w:r></w:p>";
        let scan = Scan::read(doc).unwrap();
        let found = collect(&scan, 0);
        assert_eq!(found.text, "{{ a & b\n }}");
        assert_eq!((found.pieces.len(), found.marks.len(), found.solid), (4, 1, false));
        assert_eq!(piece_at(&found.pieces, 0), 0);
        assert_eq!(piece_at(&found.pieces, 4), 1);
    }

    #[test]
    fn texts_of_data_are_escaped_and_broken_into_lines() {
        let mut out = String::new();
        encode("a<b>&\r\nc\td\u{1}\u{ffff}", "w:", &mut out);
        let next = "<w:t xml:space=\"preserve\">";
        assert_eq!(out, format!("a&lt;b&gt;&amp;</w:t><w:br/>{next}c</w:t><w:tab/>{next}d"));
    }

    #[test]
    fn years_are_known_by_their_name() {
        assert!(is_year("ky.nam") && is_year("nam"));
        assert!(!is_year("ky.namm") && !is_year("a + ky.nam") && !is_year("tiep_nhan.tong"));
    }

    #[test]
    fn a_loop_within_a_paragraph_keeps_the_order_of_its_text() {
        let marked = |piece: u32| char::from_u32(MARK + piece).unwrap();
        let (a, b) = (marked(0), marked(1));
        assert_eq!(deal(&format!("{a}x{b}y{a}z"), 2, 0), ["x", "yz"]);
    }
}
