//! Text of cells: the `_xHHHH_` escapes for characters XML cannot hold, white space, and the longest text a cell takes.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::xml;

/// Most UTF-16 units the text of one cell may have (Excel's limit).
pub const MAX_TEXT: usize = 32_767;

/// Cuts `text` to what a cell can hold; `None` if it fits. A pair of surrogates is never split.
pub fn cut(text: &str) -> Option<&str> {
    if text.len() <= MAX_TEXT {
        return None;
    }
    let mut units = 0;
    for (at, ch) in text.char_indices() {
        units += ch.len_utf16();
        if units > MAX_TEXT {
            return Some(&text[..at]);
        }
    }
    None
}

/// Decodes `_x000D_` and its like, as stored in `<t>` and `<v>`.
pub fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        if let Some(ch) = escape_at(&rest[at..]) {
            out.push(ch);
            rest = &rest[at + 7..];
        } else {
            out.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character of an escape `_xHHHH_` at the start of `text`.
fn escape_at(text: &str) -> Option<char> {
    let digits = text.get(2..6)?;
    if text.as_bytes().get(6) != Some(&b'_') || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

/// Whether [`encode`] would leave a text as it is; where this says no, it may do so, too.
fn is_plain(text: &str) -> bool {
    let mut before = 0;
    text.bytes().all(|byte| {
        // U+FFFE and U+FFFF begin with 0xEF.
        let plain = match byte {
            b'\t' | b'\n' => true,
            0..0x20 | b'<' | b'>' | b'&' | 0xef => false,
            b'x' => before != b'_',
            _ => true,
        };
        before = byte;
        plain
    })
}

/// Appends what [`encode`] makes of a text.
pub fn push(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        out.push_str(&encode(text));
    }
}

/// Text ready to stand inside `<t>`: control characters as `_xHHHH_`, a literal escape protected, XML escaped.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, ch) in text.char_indices() {
        match ch {
            '_' if escape_at(&text[at..]).is_some() => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(ch),
            '\u{fffe}' | '\u{ffff}' => out.push_str(&hex(ch)),
            _ if ch.is_control() && u32::from(ch) < 0x20 => out.push_str(&hex(ch)),
            _ => out.push(ch),
        }
    }
    xml::escape_text(&out).into_owned()
}

fn hex(ch: char) -> String {
    let mut out = String::new();
    let _ = write!(out, "_x{:04X}_", u32::from(ch));
    out
}

/// Whether white space of a text must be marked to be kept: at the ends, doubled, or with line breaks.
fn keeps_space(text: &str) -> bool {
    let doubled = || {
        let mut before = 0;
        text.bytes().any(|byte| {
            let found = matches!(byte, b'\n' | b'\t') || byte == b' ' && before == b' ';
            before = byte;
            found
        })
    };
    text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) || doubled()
}

/// A whole `<t>` element; white space at the ends, doubled or with line breaks is marked to be kept.
pub fn t_element(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 7);
    push_t(&mut out, "", text);
    out
}

/// Appends a `<t>` element, its name with a prefix.
pub fn push_t(out: &mut String, prefix: &str, text: &str) {
    let space = if keeps_space(text) { " xml:space=\"preserve\"" } else { "" };
    for piece in ["<", prefix, "t", space, ">"] {
        out.push_str(piece);
    }
    push(out, text);
    for piece in ["</", prefix, "t>"] {
        out.push_str(piece);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn control_characters_and_literal_escapes_go_both_ways() {
        for text in [
            "a\u{1}b",
            "_x0041_",
            "a\rb",
            "tab\tnew\nline",
            "_x00",
            "x_x000D_y_",
            "_xd800_",
            "\u{ffff}",
            "ữ_y<&>",
        ] {
            let encoded = encode(text);
            assert_eq!(decode(&xml::unescape(&encoded)), text, "{encoded}");
            let mut pushed = String::new();
            push(&mut pushed, text);
            assert_eq!(pushed, encoded);
        }
        assert_eq!(encode("a\u{1}<"), "a_x0001_&lt;");
    }

    #[test]
    fn white_space_is_kept() {
        assert_eq!(t_element(" a"), "<t xml:space=\"preserve\"> a</t>");
        assert_eq!(t_element("a b"), "<t>a b</t>");
        assert_eq!(t_element("a  b"), "<t xml:space=\"preserve\">a  b</t>");
        assert_eq!(t_element("a\nb"), "<t xml:space=\"preserve\">a\nb</t>");
        assert_eq!(t_element("a\u{a0}"), "<t xml:space=\"preserve\">a\u{a0}</t>");
    }

    #[test]
    fn the_longest_text_is_counted_in_utf16_units() {
        assert_eq!(cut(&"ă".repeat(MAX_TEXT)), None);
        assert_eq!(cut(&"x".repeat(MAX_TEXT + 1)).unwrap().len(), MAX_TEXT);
        assert_eq!(cut(&"😀".repeat(16_384)).unwrap().chars().count(), 16_383);
    }
}
