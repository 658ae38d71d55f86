//! What may stand only once in a Word document, put right after blocks were repeated or left out: bookmarks and ranges of
//! comments stay in the first copy, numbers of drawings are given anew, identities of paragraphs and controls are dropped.
//! Without this Word offers to repair the document.

use std::collections::{BTreeMap, BTreeSet};

use super::emit::Written;
use super::paragraph::MARKS;
use super::scan::Scan;
use super::whole;
use crate::ooxml::xml::{self, Edits, Kind, Tag, XmlFault};

/// Elements of tracked changes, each with a number of its own.
const CHANGES: [&str; 7] = ["ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"];
/// The numbers of copied notes are above this one; those of templates are counted from 1.
const FIRST_NOTE: u32 = 1 << 20;

/// The notes that repeated references need copies of.
#[derive(Default)]
pub struct Notes {
    /// The kind of the note (`footnote`), its number, and that of the copy.
    copies: Vec<(String, String, u32)>,
    /// The highest number that a reference has.
    highest: u32,
}

impl Notes {
    fn copy(&mut self, kind: &str, id: &str) -> u32 {
        let new = self.highest.max(FIRST_NOTE) + 1;
        self.highest = new;
        self.copies.push((kind.to_owned(), id.to_owned(), new));
        new
    }

    /// Adds the copies to the part that holds the notes of this kind.
    pub fn add(&self, kind: &str, written: &mut Written) -> Result<(), XmlFault> {
        let tags = xml::tags(&written.text)?;
        let Some(last) = tags.last().filter(|_| self.copies.iter().any(|(own, ..)| own == kind)) else {
            return Ok(());
        };
        let mut added = String::new();
        let mut ranges = Vec::new();
        let end = last.span.start;
        let notes: BTreeMap<String, usize> = (0..tags.len())
            .filter(|at| tags[*at].name == kind && tags[*at].starts())
            .map(|at| (id(&tags[at]), at))
            .collect();
        for (_, old, new) in self.copies.iter().filter(|(own, ..)| own == kind) {
            let Some(at) = notes.get(old) else { continue };
            let element = xml::element(&tags, *at);
            let Some(number) = tags[*at].attr_local("id") else { continue };
            let start = end + added.len();
            added.push_str(&written.text[element.start..number.span.start]);
            added.push_str(&new.to_string());
            added.push_str(&written.text[number.span.end..element.end]);
            ranges.push(start..end + added.len());
        }
        written.text.insert_str(end, &added);
        written.copies.extend(ranges);
        Ok(())
    }
}

/// Numbers that are given anew in copies.
struct Numbers {
    drawing: u32,
    change: u32,
    shape: u32,
}

impl Numbers {
    fn of(tags: &[Tag<'_>]) -> Self {
        let starts = || tags.iter().filter(|tag| tag.starts());
        let changes = starts().filter(|tag| is_change(tag) || is_mark(tag));
        let shapes = starts().filter_map(|tag| tag.attr("id")?.raw.strip_prefix(SHAPE)?.parse().ok());
        Self {
            drawing: starts().filter(|tag| tag.name == "docPr").filter_map(number).max().unwrap_or(0),
            change: changes
                .filter_map(|tag| id(tag).parse().ok())
                .filter(|id| *id < 1 << 30)
                .max()
                .unwrap_or(0),
            shape: shapes.filter(|id| *id < 1 << 30).max().unwrap_or(1024),
        }
    }

    /// Gives an element new numbers.
    fn renew(&mut self, tag: &Tag<'_>, edits: &mut Edits) {
        if tag.name == "docPr"
            && let Some(id) = tag.attr("id")
        {
            self.drawing += 1;
            edits.replace(id.span, self.drawing.to_string());
        } else if is_change(tag)
            && let Some(id) = tag.attr_local("id")
        {
            self.change += 1;
            edits.replace(id.span, self.change.to_string());
        } else if VML.contains(&tag.name)
            && let Some(id) = tag.attr("id")
        {
            self.shape += 1;
            edits.replace(id.span, format!("{SHAPE}{}", self.shape));
            if let Some(spid) = tag.attr_local("spid") {
                edits.replace(spid.span, format!("{SHAPE}{}", self.shape));
            }
        }
    }
}

/// How shapes of VML are named, and what they are.
const SHAPE: &str = "_x0000_s";
const VML: [&str; 8] = ["shape", "rect", "roundrect", "oval", "line", "group", "polyline", "arc"];

fn is_change(tag: &Tag<'_>) -> bool {
    CHANGES.contains(&tag.name) || tag.name.ends_with("PrChange")
}

/// The written part with nothing twice; `source` is the template's part. References to notes that are repeated are noted in
/// `notes`.
pub fn tidy(source: &Scan<'_>, written: &Written, notes: &mut Notes) -> Result<String, XmlFault> {
    let doc = &written.text;
    let tags = xml::tags(doc)?;
    let mut edits = Edits::default();
    let mut copies = written.copies.iter().peekable();
    let mut numbers = Numbers::of(&tags);
    let references = tags.iter().filter(|tag| tag.name.ends_with("noteReference"));
    let highest = references.filter_map(|tag| id(tag).parse().ok()).filter(|id| *id < 1 << 30).max();
    notes.highest = notes.highest.max(highest.unwrap_or(0));
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
        if let Some(kind) =
            tag.name.strip_suffix("Reference").filter(|kind| matches!(*kind, "footnote" | "endnote"))
            && let Some(id) = tag.attr_local("id")
        {
            edits.replace(id.span.clone(), notes.copy(kind, id.raw).to_string());
        }
        numbers.renew(tag, &mut edits);
    }
    let text = edits.apply_all(doc);
    let tags = xml::tags(&text)?;
    let (before, after) = (without_partner(&source.tags), without_partner(&tags));
    let mut edits = Edits::default();
    whole::mend_merges(source, &text, &tags, &mut edits);
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
