//! What is written into a cell: its type and its content. A value in, XML out.

use std::borrow::Cow;
use std::ops::Range;

use crate::ooxml::calc::value::{Scalar, stored};
use crate::ooxml::escape;
use crate::ooxml::sheet::wide;
use crate::ooxml::strings::{self, Run};
use crate::ooxml::xml;

/// A formula as it is written.
pub struct Written<'m> {
    /// Its text.
    pub text: Cow<'m, str>,
    /// Whether that differs from the template's.
    pub rewritten: bool,
    /// Its result.
    pub value: Option<Scalar>,
}

/// The attributes of a start tag.
pub fn attrs<'d>(doc: &'d str, open: &Range<u32>) -> impl Iterator<Item = xml::Attr<'d>> {
    xml::attrs_in(doc, wide(open))
}

/// Whether a stored result is the computed one; the last digits of other calculators are not held against it.
pub fn same(computed: &Scalar, stored: &Scalar) -> bool {
    match (computed, stored) {
        (Scalar::Number(a), Scalar::Number(b)) => (a - b).abs() <= a.abs().max(b.abs()) * 1e-12,
        (a, b) => a == b,
    }
}

/// A filled cell's type; none for numbers and for nothing.
pub fn kind(value: &Scalar) -> Option<&'static str> {
    match value {
        Scalar::Bool(_) => Some("b"),
        Scalar::Text(_) => Some("inlineStr"),
        Scalar::Error(_) => Some("e"),
        Scalar::Number(_) | Scalar::Empty | Scalar::Formula(_) => None,
    }
}

/// Whether a filled cell has no content at all.
pub fn is_empty(value: &Scalar) -> bool {
    matches!(value, Scalar::Empty | Scalar::Formula(_))
}

/// Appends a filled cell's content; text is written inline (see [`strings`]).
pub fn push(out: &mut String, value: &Scalar, rich: Option<&[Run]>, prefix: &str) {
    let Scalar::Text(text) = value else { return push_value(out, value, prefix) };
    let element = |out: &mut String, start: &str| {
        for piece in [start, prefix, "is>"] {
            out.push_str(piece);
        }
    };
    element(out, "<");
    match rich.filter(|_| prefix.is_empty()) {
        Some(runs) => out.push_str(&strings::inline(runs)),
        None => escape::push_t(out, prefix, text),
    }
    element(out, "</");
}

/// A formula's stored result has texts in `v`, too, and its own type for them.
pub fn result_kind(value: &Scalar) -> Option<&'static str> {
    if matches!(value, Scalar::Text(_)) { Some("str") } else { kind(value) }
}

/// Appends a `v` element with a formula's stored result, or any value that is no text; nothing for an empty one.
pub fn push_value(out: &mut String, value: &Scalar, prefix: &str) {
    if is_empty(value) {
        return;
    }
    for piece in ["<", prefix, "v>"] {
        out.push_str(piece);
    }
    match value {
        Scalar::Number(number) => push_stored(out, *number),
        Scalar::Bool(value) => out.push(if *value { '1' } else { '0' }),
        Scalar::Text(text) => escape::push(out, text),
        Scalar::Error(code) => out.push_str(&code.to_string()),
        Scalar::Empty | Scalar::Formula(_) => {}
    }
    for piece in ["</", prefix, "v>"] {
        out.push_str(piece);
    }
}

/// Appends a whole number in decimal digits.
pub fn push_digits(out: &mut String, number: u64) {
    let mut digits = [0_u8; 20];
    let (mut at, mut rest) = (digits.len(), number);
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.push_str(std::str::from_utf8(&digits[at..]).unwrap_or_default());
}

/// Appends a number as [`stored`] writes it; most are small and whole.
fn push_stored(out: &mut String, number: f64) {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        if number < 0.0 {
            out.push('-');
        }
        push_digits(out, number.abs() as u64);
    } else {
        out.push_str(&stored(number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_are_stored() {
        for number in [0.0, -0.0, 1.0, -1.0, 0.5, -2.25, 97.0, 1e15, -999_999_999_999_999.0, 1e300, 0.1 + 0.2]
        {
            let mut out = String::new();
            push_stored(&mut out, number);
            assert_eq!(out, stored(number));
        }
    }

    #[test]
    fn values_are_written_by_their_type() {
        let text = |text: &str| Scalar::Text(text.into());
        for (value, cell, result) in [
            (text("a<b"), "<x:is><x:t>a&lt;b</x:t></x:is>", "<x:v>a&lt;b</x:v>"),
            (Scalar::Number(7.0), "<x:v>7</x:v>", "<x:v>7</x:v>"),
            (Scalar::Bool(true), "<x:v>1</x:v>", "<x:v>1</x:v>"),
            (Scalar::Empty, "", ""),
        ] {
            let (mut filled, mut computed) = (String::new(), String::new());
            push(&mut filled, &value, None, "x:");
            push_value(&mut computed, &value, "x:");
            assert_eq!((filled.as_str(), computed.as_str()), (cell, result));
            assert_eq!(is_empty(&value), filled.is_empty());
        }
    }
}
