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

/// A filled cell's type and content; text is written inline (see [`strings`]).
pub fn content(value: &Scalar, rich: Option<&[Run]>, prefix: &str) -> (Option<&'static str>, String) {
    match value {
        Scalar::Number(number) => (None, format!("<{prefix}v>{}</{prefix}v>", stored(*number))),
        Scalar::Bool(value) => (Some("b"), format!("<{prefix}v>{}</{prefix}v>", u8::from(*value))),
        Scalar::Text(text) => {
            let plain = [Run { properties: String::new(), text: text.to_string() }];
            let inner = strings::inline(if prefix.is_empty() { rich.unwrap_or(&plain) } else { &plain });
            let inner = if prefix.is_empty() {
                inner
            } else {
                inner.replace("<t", &format!("<{prefix}t")).replace("</t", &format!("</{prefix}t"))
            };
            (Some("inlineStr"), format!("<{prefix}is>{inner}</{prefix}is>"))
        }
        Scalar::Error(code) => (Some("e"), format!("<{prefix}v>{code}</{prefix}v>")),
        Scalar::Empty | Scalar::Formula(_) => (None, String::new()),
    }
}

/// A formula's stored result: type and `v` element.
pub fn formula_result(value: &Scalar, prefix: &str) -> (Option<&'static str>, String) {
    match value {
        Scalar::Text(text) => (Some("str"), format!("<{prefix}v>{}</{prefix}v>", escape::encode(text))),
        other => content(other, None, prefix),
    }
}
