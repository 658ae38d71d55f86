//! Tags of an XML part with their byte spans, and edits by span. Text in, spans and edited text out; no tree is built and
//! nothing is re-serialised. A document type declaration is refused: no part of a workbook needs one.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;
use thiserror::Error;

pub use super::edits::Edits;

/// Why a part cannot be read as XML.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum XmlFault {
    /// It declares a document type (entity tricks start there).
    #[error("a document type declaration is not allowed")]
    Doctype,
    /// Its rows or cells do not follow each other, or lie outside of a sheet; the byte offset says where.
    #[error("rows or cells out of order at byte {0}")]
    Disorder(usize),
    /// It is not well-formed; the byte offset says where.
    #[error("not well-formed at byte {0}")]
    Broken(usize),
}

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `<a>`
    Open,
    /// `<a/>`
    Empty,
    /// `</a>`
    Close,
}

/// One tag and where it stands.
#[derive(Clone, Debug)]
pub struct Tag<'a> {
    /// Opening, empty or closing.
    pub kind: Kind,
    /// Local name, without the prefix.
    pub name: &'a str,
    /// Bytes from `<` to behind `>`.
    pub span: Range<usize>,
    /// How many elements are open around it.
    pub depth: usize,
    doc: &'a str,
}

/// An attribute's value as written (still escaped), and where.
#[derive(Clone, Debug)]
pub struct Attr<'a> {
    /// The key with its prefix.
    pub key: &'a str,
    /// The value between the quotes, not unescaped.
    pub raw: &'a str,
    /// Bytes of `raw` in the part.
    pub span: Range<usize>,
    /// Bytes from the white space before the key to behind the closing quote: what to cut to remove it.
    pub whole: Range<usize>,
}

impl Attr<'_> {
    /// The value with its escapes resolved.
    pub fn value(&self) -> Cow<'_, str> {
        unescape(self.raw)
    }
}

impl<'a> Tag<'a> {
    /// Whether the tag opens an element or is an empty one.
    pub fn starts(&self) -> bool {
        self.kind != Kind::Close
    }

    /// The attribute with exactly this key, prefix included.
    pub fn attr(&self, key: &str) -> Option<Attr<'a>> {
        self.attrs().find(|attr| attr.key == key)
    }

    /// The unescaped value of an attribute.
    pub fn value(&self, key: &str) -> Option<String> {
        self.attr(key).map(|attr| attr.value().into_owned())
    }

    /// An attribute by its local name, whatever prefix it has.
    pub fn attr_local(&self, key: &str) -> Option<Attr<'a>> {
        self.attrs().find(|attr| local(attr.key) == key)
    }

    /// All attributes in their order.
    pub fn attrs(&self) -> impl Iterator<Item = Attr<'a>> {
        attrs_in(self.doc, self.span.clone())
    }
}

/// The attributes of the tag that stands at `span`.
pub fn attrs_in(doc: &str, span: Range<usize>) -> impl Iterator<Item = Attr<'_>> {
    let end = span.end;
    let mut at = span.start + 1;
    let bytes = doc.as_bytes();
    while at < end && !bytes[at].is_ascii_whitespace() && bytes[at] != b'>' && bytes[at] != b'/' {
        at += 1;
    }
    std::iter::from_fn(move || {
        let attr = next_attr(doc, at, end)?;
        at = attr.whole.end;
        Some(attr)
    })
}

fn next_attr(doc: &str, from: usize, end: usize) -> Option<Attr<'_>> {
    let bytes = doc.as_bytes();
    let mut key_start = from;
    while key_start < end && bytes[key_start].is_ascii_whitespace() {
        key_start += 1;
    }
    let equals = key_start + bytes.get(key_start..end)?.iter().position(|byte| *byte == b'=')?;
    let mut open = equals + 1;
    while open < end && bytes[open].is_ascii_whitespace() {
        open += 1;
    }
    let quote = *bytes.get(open)?;
    if quote != b'"' && quote != b'\'' {
        return None;
    }
    let close = open + 1 + bytes.get(open + 1..end)?.iter().position(|byte| *byte == quote)?;
    Some(Attr {
        key: doc.get(key_start..equals)?.trim_end(),
        raw: doc.get(open + 1..close)?,
        span: open + 1..close,
        whole: from..close + 1,
    })
}

/// The part of a qualified name behind its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Walks over the tags of a part; text, comments and processing instructions are passed over.
pub struct Walk<'a> {
    doc: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    done: bool,
}

impl<'a> Walk<'a> {
    /// Starts at the beginning of `doc`, which must not begin with a byte order mark.
    pub fn new(doc: &'a str) -> Self {
        Self { doc, reader: Reader::from_str(doc), depth: 0, done: false }
    }

    fn tag(&mut self, kind: Kind, start: usize) -> Result<Tag<'a>, XmlFault> {
        let end = usize::try_from(self.reader.buffer_position()).map_err(|_| XmlFault::Broken(start))?;
        if kind == Kind::Close {
            self.depth = self.depth.checked_sub(1).ok_or(XmlFault::Broken(start))?;
        }
        let depth = self.depth;
        if kind == Kind::Open {
            self.depth += 1;
        }
        let inner = self.doc.get(start + 1..end).ok_or(XmlFault::Broken(start))?;
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        let stop = inner
            .find(|ch: char| ch.is_ascii_whitespace() || ch == '>' || ch == '/')
            .ok_or(XmlFault::Broken(start))?;
        Ok(Tag { kind, name: local(&inner[..stop]), span: start..end, depth, doc: self.doc })
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Result<Tag<'a>, XmlFault>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let start = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
            let kind = match self.reader.read_event() {
                Ok(Event::Start(_)) => Kind::Open,
                Ok(Event::Empty(_)) => Kind::Empty,
                Ok(Event::End(_)) => Kind::Close,
                Ok(Event::Eof) => {
                    self.done = true;
                    return (self.depth > 0).then_some(Err(XmlFault::Broken(start)));
                }
                Ok(Event::DocType(_)) => {
                    self.done = true;
                    return Some(Err(XmlFault::Doctype));
                }
                Ok(_) => continue,
                Err(_) => {
                    self.done = true;
                    return Some(Err(XmlFault::Broken(start)));
                }
            };
            let tag = self.tag(kind, start);
            self.done = tag.is_err();
            return Some(tag);
        }
        None
    }
}

/// Reads every tag; the error is the first fault.
pub fn tags(doc: &str) -> Result<Vec<Tag<'_>>, XmlFault> {
    Walk::new(doc).collect()
}

/// The index of the tag that closes `tags[open]`; the same index for an empty element.
pub fn closing(tags: &[Tag<'_>], open: usize) -> usize {
    if tags[open].kind != Kind::Open {
        return open;
    }
    let depth = tags[open].depth;
    (open + 1..tags.len())
        .find(|at| tags[*at].kind == Kind::Close && tags[*at].depth == depth)
        .unwrap_or(tags.len() - 1)
}

/// The index of the element around `tags[at]`.
pub fn parent(tags: &[Tag<'_>], at: usize) -> Option<usize> {
    let depth = tags[at].depth.checked_sub(1)?;
    (0..at).rev().find(|before| tags[*before].depth == depth && tags[*before].kind == Kind::Open)
}

/// The bytes between an element's tags; empty for an empty element.
pub fn inside(tags: &[Tag<'_>], open: usize) -> Range<usize> {
    let close = closing(tags, open);
    if close == open {
        tags[open].span.end..tags[open].span.end
    } else {
        tags[open].span.end..tags[close].span.start
    }
}

/// The bytes of an element with its tags.
pub fn element(tags: &[Tag<'_>], open: usize) -> Range<usize> {
    tags[open].span.start..tags[closing(tags, open)].span.end
}

/// The text of an element's content: entities resolved, CDATA unwrapped, comments dropped.
pub fn text(raw: &str) -> Cow<'_, str> {
    if !raw.contains('<') {
        return unescape(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(&unescape(before));
        rest = if let Some(data) = after.strip_prefix("![CDATA[") {
            let (data, tail) = data.split_once("]]>").unwrap_or((data, ""));
            out.push_str(data);
            tail
        } else if let Some(comment) = after.strip_prefix("!--") {
            comment.split_once("-->").map_or("", |(_, tail)| tail)
        } else {
            after.split_once('>').map_or("", |(_, tail)| tail)
        };
    }
    out.push_str(&unescape(rest));
    Cow::Owned(out)
}

/// Resolves the five named entities and character references; text with an unknown one is returned as written.
pub fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') && !raw.contains('\r') {
        return Cow::Borrowed(raw);
    }
    let lines = raw.replace("\r\n", "\n").replace('\r', "\n");
    match quick_xml::escape::unescape(&lines) {
        Ok(text) => Cow::Owned(text.into_owned()),
        Err(_) => Cow::Owned(lines),
    }
}

/// Escapes text for an element's content.
pub fn escape_text(text: &str) -> Cow<'_, str> {
    quick_xml::escape::partial_escape(text)
}

/// Escapes text for an attribute's value between double or single quotes; line breaks become references.
pub fn escape_attr(text: &str) -> String {
    quick_xml::escape::escape(text).replace('\n', "&#10;").replace('\r', "&#13;").replace('\t', "&#9;")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn tags_know_their_bytes_and_attributes() {
        let doc = r#"<?xml version="1.0"?><x:a b = 'c&amp;d' e="f>"><g/>t</x:a>"#;
        let tags = tags(doc).unwrap();
        assert_eq!(tags.iter().map(|tag| tag.name).collect::<Vec<_>>(), ["a", "g", "a"]);
        assert_eq!(tags[0].value("b").unwrap(), "c&d");
        assert_eq!(&doc[tags[0].attr("e").unwrap().span], "f>");
        assert_eq!(&doc[inside(&tags, 0)], "<g/>t");
        assert_eq!((tags[1].kind, tags[1].depth), (Kind::Empty, 1));
    }

    #[test]
    fn a_document_type_and_broken_markup_are_refused() {
        assert_eq!(tags("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>").unwrap_err(), XmlFault::Doctype);
        for doc in ["<a><b></a>", "<a>", "<a", "</a>"] {
            assert!(matches!(tags(doc), Err(XmlFault::Broken(_))), "{doc}");
        }
    }

    #[test]
    fn text_resolves_entities_cdata_and_comments() {
        assert_eq!(text("a&lt;b<![CDATA[<c>]]><!-- d -->&#233;"), "a<b<c>é");
        assert_eq!(text("a &unknown; b"), "a &unknown; b");
    }

    #[test]
    fn edits_leave_everything_else_alone() {
        let doc = "0123456789";
        let mut edits = Edits::default();
        edits.replace(7..9, "x");
        edits.insert(2, "y");
        edits.remove(3..5);
        edits.replace(4..5, "swallowed");
        assert_eq!(edits.apply_all(doc), "01y256x9");
        assert_eq!(edits.apply(doc, 5..10), "56x9");
    }
}
