//! Small edits of XML by span that all parts need: children appended, attributes set, names of a part's own prefix. Text in,
//! edits or text out.

use crate::ooxml::package::{Package, PackageFault, without_bom};
use crate::ooxml::xml::{self, Edits, Kind, Tag};

/// The prefix an element is written with, colon included; empty for the default namespace.
pub(super) fn prefix<'a>(doc: &'a str, tag: &Tag<'_>) -> &'a str {
    let name = qualified(doc, tag);
    name.find(':').map_or("", |at| &name[..=at])
}

/// The name of an element as written.
pub(super) fn qualified<'a>(doc: &'a str, tag: &Tag<'_>) -> &'a str {
    let name = &doc[tag.span.start + 1..tag.span.end];
    let name = name.strip_prefix('/').unwrap_or(name);
    let end = name.find(|ch: char| ch.is_ascii_whitespace() || ch == '>' || ch == '/');
    &name[..end.unwrap_or(name.len())]
}

/// Appends `text` to the content of `tags[at]`; an empty element is opened for it. Once for each element.
pub(super) fn append(doc: &str, tags: &[Tag<'_>], at: usize, text: &str, edits: &mut Edits) {
    let tag = &tags[at];
    if tag.kind == Kind::Open {
        edits.insert(tags[xml::closing(tags, at)].span.start, text);
    } else {
        let slash = slash(doc, tag.span.end);
        edits.replace(slash..tag.span.end, format!(">{text}</{}>", qualified(doc, tag)));
    }
}

/// Where the `/` of an empty element stands that ends at `end`.
pub(super) fn slash(doc: &str, end: usize) -> usize {
    doc[..end].rfind('/').unwrap_or(end)
}

/// Where a further attribute can be inserted into the start tag.
pub(super) fn attr_end(doc: &str, tag: &Tag<'_>) -> usize {
    if tag.kind == Kind::Empty { slash(doc, tag.span.end) } else { tag.span.end - 1 }
}

/// Sets an attribute of the start tag; `value` is escaped already.
pub(super) fn set_attr(doc: &str, tag: &Tag<'_>, key: &str, value: &str, edits: &mut Edits) {
    match tag.attr(key) {
        Some(attr) if attr.raw == value => {}
        Some(attr) => edits.replace(attr.span, value),
        None => edits.insert(attr_end(doc, tag), format!(" {key}=\"{value}\"")),
    }
}

/// Inserts `text` before the first element of depth 1 that is named in `later`, or at the end of the root.
pub(super) fn insert_before(doc: &str, tags: &[Tag<'_>], later: &[&str], text: &str, edits: &mut Edits) {
    let next = tags.iter().find(|tag| tag.depth == 1 && tag.starts() && later.contains(&tag.name));
    match next {
        Some(tag) => edits.insert(tag.span.start, text),
        None if tags.is_empty() => {}
        None => append(doc, tags, 0, text, edits),
    }
}

/// Whether an attribute says yes.
pub(super) fn is_on(tag: &Tag<'_>, key: &str) -> bool {
    tag.value(key).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
}

/// The text of a part and whether it begins with a byte order mark, which is taken off.
pub(super) fn part(package: &mut Package<'_>, name: &str) -> Result<(String, bool), PackageFault> {
    let text = package.text(name)?;
    let (doc, bom) = without_bom(&text);
    if bom { Ok((doc.to_owned(), true)) } else { Ok((text, false)) }
}

/// Sets the text of a part, its byte order mark put back.
pub(super) fn set_part(package: &mut Package<'_>, name: &str, text: &str, bom: bool) {
    let bytes = if bom { format!("\u{feff}{text}").into_bytes() } else { text.as_bytes().to_vec() };
    package.set(name, bytes);
}

/// A text for an attribute or a header: characters that XML forbids and line breaks become spaces.
pub(super) fn legal(text: &str) -> String {
    let forbidden = |ch: char| ch.is_control() || matches!(ch, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|ch| if forbidden(ch) { ' ' } else { ch }).collect()
}

/// The fault of a part that is not acceptable XML.
pub(super) fn broken(part: &str, fault: xml::XmlFault) -> PackageFault {
    PackageFault::Xml { part: part.to_owned(), fault }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn children_are_appended_to_open_and_to_empty_elements_of_any_prefix() {
        for (doc, after) in [("<a><b/></a>", "<a><b/>+</a>"), ("<x:a k='/' />", "<x:a k='/' >+</x:a>")] {
            let tags = xml::tags(doc).unwrap();
            let mut edits = Edits::default();
            append(doc, &tags, 0, "+", &mut edits);
            assert_eq!(edits.apply_all(doc), after);
        }
        let doc = "<x:a><x:b/></x:a>";
        let tags = xml::tags(doc).unwrap();
        assert_eq!((prefix(doc, &tags[1]), qualified(doc, &tags[2])), ("x:", "x:a"));
    }

    #[test]
    fn an_attribute_is_replaced_or_added() {
        for (doc, after) in [
            ("<a s='1'/>", "<a s='7'/>"),
            ("<a />", "<a  s=\"7\"/>"),
            ("<a r=\"/\">x</a>", "<a r=\"/\" s=\"7\">x</a>"),
        ] {
            let tags = xml::tags(doc).unwrap();
            let mut edits = Edits::default();
            set_attr(doc, &tags[0], "s", "7", &mut edits);
            assert_eq!(edits.apply_all(doc), after);
        }
    }

    #[test]
    fn elements_are_inserted_in_their_order() {
        let doc = "<a><b/><d/></a>";
        let tags = xml::tags(doc).unwrap();
        let mut edits = Edits::default();
        insert_before(doc, &tags, &["d", "e"], "<c/>", &mut edits);
        insert_before(doc, &tags, &["e"], "<f/>", &mut edits);
        assert_eq!(edits.apply_all(doc), "<a><b/><c/><d/><f/></a>");
    }
}
