//! Reads the text of a cell: which parts are placeholders, whether it is one expression, and which control tag it is. Text in,
//! structure out; expressions are not compiled here.

use std::ops::Range;

use super::lexis;
use crate::text::Text;

/// What the text of a cell is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// No placeholder.
    Plain,
    /// One expression and nothing else.
    Single(String, usize),
    /// Text with expressions.
    Mixed(Vec<Piece>),
    /// Text with `{% %}` tags of its own, closed within the cell: left to the expression language.
    Inline,
    /// One control tag and nothing else: its inner text.
    Control(String),
    /// `{{`, `{%` or `{#` without its end.
    Unclosed,
}

/// A part of a mixed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text as it stands, by its bytes.
    Literal(Range<usize>),
    /// An expression, and the byte its `{{` stands at.
    Expression(String, usize),
}

/// A control tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    /// `for a, b in EXPR`
    For {
        /// Loop variables.
        names: Vec<String>,
        /// What is repeated.
        list: String,
    },
    /// `endfor`
    EndFor,
    /// `if EXPR`
    If(String),
    /// `elif EXPR`
    Elif(String),
    /// `else`
    Else,
    /// `endif`
    EndIf,
    /// `sheet x in EXPR named EXPR`
    Sheet {
        /// Loop variable.
        name: String,
        /// What is repeated.
        list: String,
        /// The tab's name.
        named: String,
    },
    /// `col x in EXPR`
    Col {
        /// Loop variables.
        names: Vec<String>,
        /// What is repeated.
        list: String,
    },
    /// `endcol`
    EndCol,
}

/// A part of a text, in the order of the text and without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes, with the braces.
    pub span: Range<usize>,
    /// What stands between the braces; empty for text as it stands.
    pub inner: String,
}

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Text as it stands.
    Literal,
    /// `{{ … }}`
    Expression,
    /// `{% … %}`
    Statement,
    /// `{# … #}`
    Comment,
}

/// Takes a text apart; none where a brace is opened and not closed.
pub fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let literal = |span: Range<usize>| Token { kind: TokenKind::Literal, span, inner: String::new() };
    let mut at = 0;
    while let Some((kind, start)) = next_open(text, at) {
        let end = close_of(text, start + 2, kind)?;
        if at < start {
            tokens.push(literal(at..start));
        }
        let inner = text[start + 2..end - 2].trim_matches(['-', '+']).trim().to_owned();
        let kind = match kind {
            b'{' => TokenKind::Expression,
            b'%' => TokenKind::Statement,
            _ => TokenKind::Comment,
        };
        tokens.push(Token { kind, span: start..end, inner });
        at = end;
    }
    if at < text.len() {
        tokens.push(literal(at..text.len()));
    }
    Some(tokens)
}

/// Reads a cell's text.
pub fn read(text: &str) -> Words {
    if !text.contains("{{") && !text.contains("{%") {
        return Words::Plain;
    }
    let Some(tokens) = tokens(text) else { return Words::Unclosed };
    let mut pieces = Vec::new();
    let mut statements = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Literal => pieces.push(Piece::Literal(token.span)),
            TokenKind::Expression => pieces.push(Piece::Expression(token.inner, token.span.start)),
            TokenKind::Statement => statements.push(token.inner),
            TokenKind::Comment => {}
        }
    }
    let blank = |piece: &Piece| matches!(piece, Piece::Literal(span) if text[span.clone()].trim().is_empty());
    let solid: Vec<&Piece> = pieces.iter().filter(|piece| !blank(piece)).collect();
    match (statements.as_mut_slice(), solid.as_slice()) {
        ([], [Piece::Expression(inner, start)]) => Words::Single(inner.clone(), *start),
        ([], _) => Words::Mixed(pieces),
        ([statement], []) => Words::Control(std::mem::take(statement)),
        _ => Words::Inline,
    }
}

fn next_open(text: &str, from: usize) -> Option<(u8, usize)> {
    let bytes = text.as_bytes();
    (from..bytes.len().saturating_sub(1))
        .find(|at| bytes[*at] == b'{' && matches!(bytes[*at + 1], b'{' | b'%' | b'#'))
        .map(|at| (bytes[at + 1], at))
}

/// The byte behind the `}}`, `%}` or `#}` that ends what begins at `from`; quoted text is passed over.
fn close_of(text: &str, from: usize, kind: u8) -> Option<usize> {
    let end = match kind {
        b'{' => b"}}",
        b'%' => b"%}",
        _ => b"#}",
    };
    let bytes = text.as_bytes();
    let mut quote = None;
    let mut braces = 0_usize;
    let mut at = from;
    while at + 1 < bytes.len() {
        let byte = bytes[at];
        match quote {
            Some(_) if byte == b'\\' => at += 1,
            Some(open) if byte == open => quote = None,
            None if braces == 0 && bytes[at..].starts_with(end) => return Some(at + 2),
            // In a comment neither quotes nor braces mean anything.
            None if kind == b'#' => {}
            None if byte == b'"' || byte == b'\'' => quote = Some(byte),
            None if byte == b'{' => braces += 1,
            None if byte == b'}' => braces = braces.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

impl Control {
    /// Reads the inner text of a tag; the error is its first word.
    pub fn read(inner: &str) -> Result<Self, String> {
        let (word, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let rest = rest.trim();
        let list = || {
            let (names, list) = split_in(rest)?;
            let names: Vec<String> = names.split(',').map(|name| name.trim().to_owned()).collect();
            names.iter().all(|name| is_name(name)).then(|| (names, list.trim().to_owned()))
        };
        let wrong = || inner.to_owned();
        match word {
            "for" => list().map(|(names, list)| Self::For { names, list }).ok_or_else(wrong),
            "col" => list().map(|(names, list)| Self::Col { names, list }).ok_or_else(wrong),
            "sheet" => {
                let (mut vars, rest) = list().ok_or_else(wrong)?;
                let (list, named) = rest.rsplit_once(" named ").ok_or_else(wrong)?;
                let name = vars.pop().filter(|_| vars.is_empty()).ok_or_else(wrong)?;
                Ok(Self::Sheet { name, list: list.trim().to_owned(), named: named.trim().to_owned() })
            }
            "if" if !rest.is_empty() => Ok(Self::If(rest.to_owned())),
            "elif" if !rest.is_empty() => Ok(Self::Elif(rest.to_owned())),
            "else" if rest.is_empty() => Ok(Self::Else),
            "endfor" if rest.is_empty() => Ok(Self::EndFor),
            "endif" if rest.is_empty() => Ok(Self::EndIf),
            "endcol" if rest.is_empty() => Ok(Self::EndCol),
            _ => Err(wrong()),
        }
    }
}

/// Whether what a loop goes through has a condition of its own (`ds if x.so > 1`); a choice (`a if c else b`) has none.
pub fn is_conditional(list: &str) -> bool {
    let mut depth = 0_usize;
    let mut conditional = false;
    for lexeme in lexis::lexemes(list) {
        match &list[lexeme.span] {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            "if" if depth == 0 => conditional = true,
            "else" if depth == 0 => return false,
            _ => {}
        }
    }
    conditional
}

/// What is said of a loop with a condition.
pub const CONDITIONAL: Text = Text {
    vi: "thẻ “for” không kèm được “if”. Hãy lặp cả danh sách và đặt thẻ {% if … %} … {% endif %} bên trong vòng lặp.",
    en: "“for” can't have an “if” of its own. Repeat the whole list and put {% if … %} … {% endif %} inside the loop.",
};

fn split_in(text: &str) -> Option<(&str, &str)> {
    let at = text.find(" in ")?;
    Some((&text[..at], &text[at + 4..]))
}

fn is_name(name: &str) -> bool {
    name.starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '_')
        && name.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_')
}

/// The opening tag of a block of one column, written as `{% col x in y %}{% endcol %}` in its only cell.
pub fn one_column(text: &str) -> Option<String> {
    let (first, second) = text.trim().split_once("%}")?;
    let inner = first.strip_prefix("{%")?.trim();
    let end = second.trim().strip_prefix("{%")?.strip_suffix("%}")?.trim();
    (inner.starts_with("col ") && end == "endcol").then(|| inner.to_owned())
}

/// The loop variables that a control tag would have, however it is written wrong; none if it opens no block.
pub fn loop_names(text: &str) -> Option<Vec<String>> {
    let inner = text.trim().strip_prefix("{%")?.trim_end_matches("%}");
    let apart = |ch: char| ch.is_whitespace() || matches!(ch, ',' | '(' | ')' | '-');
    let mut words = inner.split(apart).filter(|word| !word.is_empty());
    let tag = words.next()?;
    if tag.starts_with("end") || tag.starts_with("el") {
        return None;
    }
    let all: Vec<&str> = words.collect();
    let count = all.iter().position(|word| *word == "in").unwrap_or(1);
    let count = if tag == "if" { 0 } else { count };
    Some(all.into_iter().take(count).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_expression_is_told_from_text_around_it() {
        assert_eq!(read("Quý I"), Words::Plain);
        assert_eq!(read(" {{ ky.quy }} "), Words::Single("ky.quy".to_owned(), 1));
        assert_eq!(read("{{ '}}' }}"), Words::Single("'}}'".to_owned(), 0));
        let text = "Quý {{ ky.quy }}/{{ky.nam}}";
        assert!(matches!(read(text), Words::Mixed(pieces) if pieces.len() == 4));
        assert_eq!(read("{% if a %}x{% endif %}"), Words::Inline);
        assert_eq!(read("{%- for x in y -%}"), Words::Control("for x in y".to_owned()));
        for text in ["{{ a", "{% for", "{{ '}}", "a {{ b }} {% c"] {
            assert_eq!(read(text), Words::Unclosed, "{text}");
        }
    }

    #[test]
    fn control_tags_are_read_by_their_words() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            Control::read("for t in lv.tthc"),
            Ok(Control::For { names: names(&["t"]), list: "lv.tthc".to_owned() })
        );
        assert_eq!(
            Control::read("for k, v in a|items"),
            Ok(Control::For { names: names(&["k", "v"]), list: "a|items".to_owned() })
        );
        assert_eq!(
            Control::read("sheet d in don_vi named d.ten"),
            Ok(Control::Sheet { name: "d".to_owned(), list: "don_vi".to_owned(), named: "d.ten".to_owned() })
        );
        assert!(is_conditional("ds if x.so > 1") && is_conditional("f(a if b else c) if x"));
        assert!(
            !is_conditional("ds") && !is_conditional("a if b else c") && !is_conditional("ds | map('if')")
        );
        for wrong in ["for", "for x", "for 1 in y", "endfor x", "while", "", "if", "sheet d in e"] {
            assert!(Control::read(wrong).is_err(), "{wrong}");
        }
    }
}
