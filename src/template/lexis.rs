//! The words and signs of an expression, where the expression language itself does not tell of them: which names are
//! guarded. Text in, spans and names out; nothing is evaluated.

use std::ops::Range;

/// What a lexeme is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword.
    Name,
    /// A number.
    Number,
    /// A quoted text.
    Text,
    /// Any other sign; two characters where they belong together.
    Sign,
}

/// A word or sign of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lexeme {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub span: Range<usize>,
}

/// The signs that are two characters long.
const DOUBLE: [&str; 6] = ["==", "!=", "<=", ">=", "**", "//"];

/// Takes an expression apart; spaces are left out.
pub fn lexemes(text: &str) -> Vec<Lexeme> {
    let is_name = |ch: char| ch.is_alphanumeric() || ch == '_';
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(ch) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = if ch.is_whitespace() {
            at += ch.len_utf8();
            continue;
        } else if ch.is_ascii_digit() {
            let end = rest.find(|ch: char| !is_name(ch) && ch != '.').unwrap_or(rest.len());
            (Kind::Number, end)
        } else if is_name(ch) {
            (Kind::Name, rest.find(|ch| !is_name(ch)).unwrap_or(rest.len()))
        } else if ch == '"' || ch == '\'' {
            (Kind::Text, quoted(rest, ch))
        } else if DOUBLE.iter().any(|sign| rest.starts_with(sign)) {
            (Kind::Sign, 2)
        } else {
            (Kind::Sign, ch.len_utf8())
        };
        found.push(Lexeme { kind, span: at..at + length });
        at += length;
    }
    found
}

/// How long a quoted text is, with its quotes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, ch) in text.char_indices().skip(1) {
        match ch {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if ch == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The names that an expression allows not to be there: `a.b | default(…)`, `a.b is defined`.
pub fn guarded(text: &str) -> Vec<String> {
    if !text.contains("def") && !text.contains('|') {
        return Vec::new();
    }
    let lexemes = lexemes(text);
    let word = |at: usize| lexemes.get(at).map_or("", |lexeme| &text[lexeme.span.clone()]);
    let is_name = |at: usize| lexemes.get(at).is_some_and(|lexeme| lexeme.kind == Kind::Name);
    let mut names = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        if !is_name(at) {
            at += 1;
            continue;
        }
        let start = at;
        while word(at + 1) == "." && is_name(at + 2) {
            at += 2;
        }
        let tested = if word(at + 2) == "not" { word(at + 3) } else { word(at + 2) };
        let guards = match word(at + 1) {
            "|" => matches!(word(at + 2), "default" | "d"),
            "is" => matches!(tested, "defined" | "undefined"),
            _ => false,
        };
        // Of `a[0].b` or `f(x).b` only a part is a name.
        let whole = start == 0 || !matches!(word(start - 1), "." | "|");
        if guards && whole {
            let steps = (start..=at).step_by(2).map(word);
            names.push(steps.collect::<Vec<_>>().join("."));
        }
        at += 1;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_taken_apart() {
        let text = "a.b1 ~ 'x \\' y'|f(2.5)>=-tên";
        let words: Vec<&str> = lexemes(text).into_iter().map(|lexeme| &text[lexeme.span]).collect();
        assert_eq!(words, ["a", ".", "b1", "~", "'x \\' y'", "|", "f", "(", "2.5", ")", ">=", "-", "tên"]);
        assert_eq!(lexemes("'không đóng").len(), 1);
    }

    #[test]
    fn names_that_may_be_missing_are_known_by_their_guard() {
        for (text, names) in [
            ("chi_tieu.qd | default('chưa có')", &["chi_tieu.qd"][..]),
            ("a|d(1) + b", &["a"]),
            ("a.b if a.b is defined else c", &["a.b"]),
            ("x is not defined and y is undefined", &["x", "y"]),
            ("a[0].b | default(1)", &[]),
            ("a | upper | default(b)", &[]),
            ("'a | default'", &[]),
        ] {
            assert_eq!(guarded(text), names, "{text}");
        }
    }
}
