//! Paragraphs with `{% %}` tags of their own: their text as the expression language takes it, with a mark of each piece before
//! what belongs to it, and the rendered text dealt out to the pieces again. What is no text (a picture, a break, an end of a
//! field) is a mark by itself: it stays, goes or is repeated with the text around it.

use std::fmt::Write as _;

use super::paragraph::{is_year, literals, piece_at};
use super::scan::Scan;
use super::straight;
use super::tree::{Inline, Piece, PieceKind};
use crate::ooxml::xml;
use crate::template::fault::FaultKind;
use crate::template::filters::IN_TEXT;
use crate::template::words::{Token, TokenKind};
use crate::text::Text;

/// First of the characters that mark pieces within a text for the expression language (a private plane of Unicode).
const MARK: u32 = 0xf_0000;
const MARKED: u32 = 0xff00;

/// The piece that a character marks.
pub fn marked(ch: char) -> Option<usize> {
    u32::from(ch).checked_sub(MARK).filter(|piece| *piece < MARKED).map(|piece| piece as usize)
}

const REPEATED: Text = Text {
    vi: "hình có chữ, trường hoặc công thức toán trong một câu không lặp lại được. Hãy đưa vòng lặp thành các đoạn riêng: một đoạn chỉ ghi {% for %}, một đoạn chỉ ghi {% endfor %}.",
    en: "a picture with text, a field or an equation within a sentence cannot be repeated. Make the loop of paragraphs: one that holds only {% for %}, one that holds only {% endfor %}.",
};
const CUT_FIELD: Text = Text {
    vi: "một trường của Word (số trang, mục lục, liên kết …) nằm nửa trong nửa ngoài thẻ {% %}. Hãy đặt cả trường vào trong hoặc ra ngoài thẻ.",
    en: "a field of Word (a page number, contents, a link …) stands partly inside and partly outside of a {% %} tag. Put all of it inside or outside.",
};

/// A paragraph's text for the expression language: before each part of it stands a mark of its piece.
pub fn inline(text: &str, pieces: &[Piece], tokens: &[Token]) -> Inline {
    let free = !text.chars().any(|ch| u32::from(ch) >= MARK) && pieces.len() < MARKED as usize;
    let mark = |piece: usize| char::from_u32(MARK + piece as u32).filter(|_| free);
    let mut tracked = vec![false; pieces.len()];
    let mut waiting = (0..pieces.len()).filter(|at| follows(pieces, *at, tokens)).peekable();
    let mut out = String::new();
    for token in tokens {
        while let Some(at) = waiting.next_if(|at| pieces[*at].start <= token.span.start) {
            out.extend(mark(at));
            tracked[at] = free;
        }
        match token.kind {
            TokenKind::Literal => {
                for (piece, span) in literals(pieces, &token.span) {
                    while let Some(at) = waiting.next_if(|at| *at < piece) {
                        out.extend(mark(at));
                        tracked[at] = free;
                    }
                    out.extend(mark(piece));
                    tracked[piece] = free;
                    if !free || pieces[piece].is_text() {
                        out.push_str(&text[span]);
                    }
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
    for at in waiting {
        out.extend(mark(at));
        tracked[at] = free;
    }
    Inline { text: out, tracked }
}

/// Whether a piece is no text and stays or goes as a whole: not if a tag stands in it.
fn follows(pieces: &[Piece], at: usize, tokens: &[Token]) -> bool {
    let piece = &pieces[at];
    match piece.kind {
        PieceKind::Text | PieceKind::Space => false,
        PieceKind::Leaf => true,
        PieceKind::Around { .. } => {
            let inside = pieces[at..].iter().take_while(|inner| inner.element.start < piece.element.end);
            let end = inside.map(|inner| inner.start + inner.text.len()).max().unwrap_or(piece.start);
            let within = |token: &&Token| token.span.start >= piece.start && token.span.start < end;
            !tokens.iter().filter(within).any(|token| token.kind == TokenKind::Statement)
        }
    }
}

/// Deals a rendered text out to the pieces it came from; none for a piece that is left out. What is repeated, or stands before
/// something that stood before it, becomes a mark in the text of the piece that the text has got to.
pub fn deal(
    scan: &Scan<'_>,
    rendered: &str,
    pieces: &[Piece],
    tracked: &[bool],
) -> Result<Vec<Option<String>>, FaultKind> {
    let first = |piece: &Piece, tracked: bool| match piece.kind {
        PieceKind::Text => Some(String::new()),
        _ if tracked => None,
        // Within a tag a break is a part of the tag, and everything else is not touched.
        PieceKind::Space => Some(String::new()),
        PieceKind::Leaf | PieceKind::Around { .. } => Some(piece.text.clone()),
    };
    let mut texts: Vec<Option<String>> =
        pieces.iter().zip(tracked).map(|(piece, tracked)| first(piece, *tracked)).collect();
    let marks: Vec<usize> =
        rendered.chars().filter_map(marked).filter(|piece| *piece < pieces.len()).collect();
    let stays = in_place(&marks, pieces.len());
    // A loop comes back to an earlier piece: its text stays where the loop has got to, so that the order is kept.
    let mut at = pieces.iter().position(Piece::is_text).unwrap_or(0);
    let mut push = |at: usize, ch: char| {
        if let Some(Some(text)) = texts.get_mut(at) {
            text.push(ch);
        }
    };
    let mut whole = Vec::new();
    for ch in rendered.chars() {
        match marked(ch).filter(|piece| *piece < pieces.len()) {
            None => push(at, ch),
            Some(piece) => match pieces[piece].kind {
                PieceKind::Text => at = at.max(piece),
                _ if stays[piece] => whole.push(piece),
                PieceKind::Around { strict: true } => return Err(FaultKind::Told(REPEATED)),
                PieceKind::Around { strict: false } => whole.push(piece),
                PieceKind::Space | PieceKind::Leaf => push(at, ch),
            },
        }
    }
    for piece in whole {
        texts[piece] = Some(pieces[piece].text.clone());
    }
    let marks = marks.iter().map(|piece| &pieces[*piece]);
    let untracked = pieces.iter().zip(tracked).filter(|(_, tracked)| !**tracked).map(|(piece, _)| piece);
    if fields(scan, marks.chain(untracked)) != fields(scan, pieces.iter()) {
        return Err(FaultKind::Told(CUT_FIELD));
    }
    Ok(texts)
}

/// Which pieces come once, behind everything that stood before them and before everything that stood behind them.
fn in_place(marks: &[usize], count: usize) -> Vec<bool> {
    let mut times = vec![0_usize; count];
    let mut lowest_after = vec![usize::MAX; marks.len() + 1];
    for (at, piece) in marks.iter().enumerate().rev() {
        times[*piece] += 1;
        lowest_after[at] = lowest_after[at + 1].min(*piece);
    }
    let mut stays = vec![false; count];
    let mut highest = 0;
    for (at, piece) in marks.iter().enumerate() {
        stays[*piece] = times[*piece] == 1 && highest <= *piece && *piece <= lowest_after[at + 1];
        highest = highest.max(*piece);
    }
    stays
}

/// How many more fields begin than end.
fn fields<'p>(scan: &Scan<'_>, pieces: impl Iterator<Item = &'p Piece>) -> i64 {
    let kind = |piece: &Piece| {
        let mut attrs = xml::attrs_in(scan.doc, piece.tag.clone());
        attrs.find(|attr| xml::local(attr.key) == "fldCharType").map(|attr| attr.raw)
    };
    let one = |piece: &Piece| match kind(piece) {
        Some("begin") => 1,
        Some("end") => -1,
        _ => 0,
    };
    pieces.filter(|piece| piece.kind == PieceKind::Leaf).map(one).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_once_and_in_order_stays_in_its_place() {
        assert_eq!(in_place(&[0, 1, 2], 4), [true, true, true, false]);
        assert_eq!(in_place(&[0, 1, 0, 1, 2], 3), [false, false, true], "a loop");
        assert_eq!(in_place(&[0, 1, 0, 2], 3), [false, false, true], "text of a later pass stands behind it");
    }
}
