//! What may stand only once in a Word document, put right after blocks were repeated or left out: bookmarks and ranges of
//! comments stay in the first copy, numbers of drawings are given anew, identities of paragraphs and controls are dropped.
//! Without this Word offers to repair the document.

use std::collections::BTreeSet;

use super::emit::Written;
use super::paragraph::MARKS;
use crate::ooxml::xml::{self, Edits, Kind, Tag, XmlFault};

/// The written part with nothing twice; `source` is the template's part.
pub fn tidy(source: &[Tag<'_>], written: &Written) -> Result<String, XmlFault> {
    let doc = &written.text;
    let tags = xml::tags(doc)?;
    let mut edits = Edits::default();
    let mut copies = written.copies.iter().peekable();
    let mut drawing = tags.iter().filter(|tag| tag.name == "docPr").filter_map(number).max().unwrap_or(0);
    for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.starts()) {
        while copies.next_if(|copy| copy.end <= tag.span.start).is_some() {}
        if copies.peek().is_none_or(|copy| copy.start > tag.span.start) {
            continue;
        }
        if is_mark(tag) || tag.name == "commentReference" || is_control_id(&tags, at) {
            edits.remove(xml::element(&tags, at));
            continue;
        }
        for attr in tag.attrs().filter(|attr| matches!(xml::local(attr.key), "paraId" | "textId")) {
            edits.remove(attr.whole);
        }
        if tag.name == "docPr"
            && let Some(id) = tag.attr("id")
        {
            drawing += 1;
            edits.replace(id.span, drawing.to_string());
        }
    }
    let text = edits.apply_all(doc);
    let tags = xml::tags(&text)?;
    let (before, after) = (without_partner(source), without_partner(&tags));
    let mut edits = Edits::default();
    for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.starts() && is_mark(tag)) {
        let key = (pair(tag.name), id(tag));
        if after.contains(&key) && !before.contains(&key) {
            edits.remove(xml::element(&tags, at));
        }
    }
    Ok(edits.apply_all(&text))
}

fn number(tag: &Tag<'_>) -> Option<u32> {
    tag.attr("id")?.raw.parse().ok().filter(|id| *id < 1 << 30)
}

fn is_mark(tag: &Tag<'_>) -> bool {
    MARKS.contains(&tag.name)
}

/// Whether the element is the identity of a content control.
fn is_control_id(tags: &[Tag<'_>], at: usize) -> bool {
    tags[at].name == "id" && xml::parent(tags, at).is_some_and(|parent| tags[parent].name == "sdtPr")
}

fn pair(name: &str) -> &str {
    name.trim_end_matches("Start").trim_end_matches("End")
}

fn id(tag: &Tag<'_>) -> String {
    tag.attr_local("id").map(|id| id.raw.to_owned()).unwrap_or_default()
}

/// The marks of which only one end is there: (kind, id).
fn without_partner<'t>(tags: &[Tag<'t>]) -> BTreeSet<(&'t str, String)> {
    let ends = |end: &str| -> BTreeSet<(&'t str, String)> {
        let marks =
            tags.iter().filter(|tag| tag.kind != Kind::Close && is_mark(tag) && tag.name.ends_with(end));
        marks.map(|tag| (pair(tag.name), id(tag))).collect()
    };
    ends("Start").symmetric_difference(&ends("End")).cloned().collect()
}
