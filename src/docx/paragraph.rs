//! The text of a paragraph: its text elements joined, what the placeholders in it become, and the elements written again. A
//! value takes the formatting of the run where its `{{` stands.

use std::fmt::Write as _;
use std::ops::Range;

use super::inline::marked;
use super::scan::Scan;
use super::tree::{Piece, PieceKind, Source};
use crate::ooxml::xml::{self, Kind};
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

/// What a run holds besides its text elements and that is no piece.
const BESIDE: [&str; 4] = ["rPr", "commentReference", "annotationRef", "lastRenderedPageBreak"];
/// What stands around runs and goes with them, but does not keep text from being passed on.
const AROUND: [&str; 2] = ["hyperlink", "sdt"];
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
    let mut run = (0, 0);
    let mut at = open + 1;
    while at < end {
        let tag = &scan.tags[at];
        if tag.kind == Kind::Close {
            at += 1;
            continue;
        }
        let mut next = at + 1;
        if at >= fallback {
            let in_run = at < run.0 && tag.depth == run.1;
            solid(scan, at, in_run, &mut found);
        }
        if scan.is(at, "r") {
            run = (scan.close(at), tag.depth + 1);
        }
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

/// Notes an element that is no text: what a run holds, or what stands around runs.
fn solid(scan: &Scan<'_>, at: usize, in_run: bool, found: &mut Collected) {
    let kind = if in_run {
        let text = scan.is_any(at, &["t", "tab", "br", "cr", "noBreakHyphen"]);
        if text || scan.is_any(at, &BESIDE) || scan.is_any(at, &MARKS) {
            return;
        }
        let holds = (at..scan.close(at)).any(|inner| scan.is_any(inner, &["r", "txbxContent"]));
        if holds { PieceKind::Around { strict: true } } else { PieceKind::Leaf }
    } else if scan.is(at, "fldSimple") || matches!(scan.tags[at].name, "oMath" | "oMathPara") {
        PieceKind::Around { strict: true }
    } else if scan.is_any(at, &AROUND) {
        PieceKind::Around { strict: false }
    } else {
        return;
    };
    let (tag, element, start) = (scan.tags[at].span.clone(), scan.element(at), found.text.len());
    found.pieces.push(Piece { tag, element, text: String::new(), start, kind });
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
    let kind = if is_text { PieceKind::Text } else { PieceKind::Space };
    found.pieces.push(Piece { tag, element, text, start, kind });
}

/// The piece that the byte of the paragraph's text belongs to.
pub fn piece_at(pieces: &[Piece], byte: usize) -> usize {
    pieces.iter().rposition(|piece| piece.start <= byte && piece.is_text()).unwrap_or(0)
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

/// Writes a piece with its new text; the same bytes where nothing changed. The elements that stand in its text
/// are added to `copies` with their piece.
pub fn write(
    scan: &Scan<'_>,
    pieces: &[Piece],
    number: usize,
    new: &str,
    out: &mut String,
    copies: &mut Vec<(usize, Range<usize>)>,
) {
    let piece = &pieces[number];
    if new == piece.text {
        out.push_str(&scan.doc[piece.element.clone()]);
        return;
    }
    if !piece.is_text() {
        return;
    }
    let opening = &scan.doc[piece.tag.clone()];
    let kept = xml::attrs_in(scan.doc, piece.tag.clone()).any(|attr| attr.key == "xml:space");
    out.push_str(opening.trim_end_matches('>'));
    out.push_str(if kept { ">" } else { " xml:space=\"preserve\">" });
    let mut from = 0;
    for (at, ch) in new.char_indices() {
        let Some((number, other)) = marked(ch).and_then(|number| Some((number, pieces.get(number)?))) else {
            continue;
        };
        encode(&new[from..at], scan.prefix, out);
        let _ = write!(out, "</{}t>", scan.prefix);
        let start = out.len();
        out.push_str(&scan.doc[other.element.clone()]);
        copies.push((number, start..out.len()));
        let _ = write!(out, "<{}t xml:space=\"preserve\">", scan.prefix);
        from = at + ch.len_utf8();
    }
    encode(&new[from..], scan.prefix, out);
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
        assert_eq!((found.pieces.len(), found.marks.len(), found.solid), (5, 1, false));
        assert_eq!(piece_at(&found.pieces, 0), 0);
        assert_eq!(piece_at(&found.pieces, 4), 2);
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
}
