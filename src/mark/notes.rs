//! Notes (classic comments) on marked cells: appended to the sheet's comments part and its legacy drawing, or in new ones.
//! Existing notes keep their bytes, cells that carry one get no second; threaded comments are never touched.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::bits;
use super::links::{self, Words};
use super::marks::Marks;
use super::refusal::Refusal;
use super::sheet::Sheet;
use super::vml::{self, Clusters, Note};
use crate::model::place::CellAt;
use crate::ooxml::package::Package;
use crate::ooxml::xml::{self, Edits};
use crate::ooxml::{escape, rels, strings};
use crate::text::Lang;

/// The author of our notes.
pub(super) const AUTHOR: &str = "tthc";
/// How they begin, as Excel begins a note with its author. LibreOffice forgets authors: a note without one that begins so
/// is ours.
const BEGINNING: &str = "tthc:\n";
/// Most notes that a sheet gets: Excel draws each as a shape and becomes slow.
pub(super) const MOST_NOTES: usize = 2_000;

/// What all sheets share.
pub(super) struct Context<'c> {
    /// Namespaces.
    pub(super) words: &'c Words,
    /// The workbook part.
    pub(super) book: &'c str,
    /// The language of the notes.
    pub(super) lang: Lang,
}

/// Adds the notes of a sheet; how many cells got none for lack of room.
pub(super) fn add(
    package: &mut Package<'_>,
    context: &Context<'_>,
    part: &str,
    sheet: &Sheet<'_>,
    marks: &Marks,
    free: &mut Clusters,
    edits: &mut Edits,
) -> Result<usize, Refusal> {
    let mut comments = None;
    let mut taken: BTreeSet<CellAt> = BTreeSet::new();
    for rel in rels::of(package, part)? {
        if !rel.external
            && package.has(&rel.target)
            && matches!(rel.kind.as_str(), "comments" | "threadedComment")
        {
            taken.extend(cells_of(package, &rel.target)?);
            if rel.kind == "comments" {
                comments = Some(rel.target);
            }
        }
    }
    let open: Vec<Note> = marks
        .iter()
        .filter(|(cell, _)| !taken.contains(cell))
        .take(MOST_NOTES)
        .map(|(cell, mark)| (*cell, mark.note(context.lang)))
        .collect();
    let left = marks.keys().filter(|cell| !taken.contains(cell)).count() - open.len();
    if open.is_empty() {
        return Ok(left);
    }
    match &comments {
        Some(comments) => append(package, comments, &open)?,
        None => add_part(package, context, part, &open)?,
    }
    if let Some((id, _)) = sheet.legacy()?.first() {
        let drawing = vml::part_of(package, part, id)?;
        let drawing = drawing.ok_or_else(|| Refusal::not_understood(part, "legacyDrawing"))?;
        let (doc, bom) = bits::part(package, &drawing)?;
        let edited = vml::append(&doc, &open, free);
        let edited = edited.ok_or_else(|| Refusal::not_understood(&drawing, "no end"))?;
        bits::set_part(package, &drawing, &edited, bom);
    } else {
        let text = vml::new(&open, free);
        let id = vml::add_part(package, context.words, part, context.book, text)?;
        sheet.add_legacy(&id, &context.words.relationships, edits)?;
    }
    Ok(left)
}

/// The cells that a comments part or a part of threaded comments speaks of.
fn cells_of(package: &mut Package<'_>, part: &str) -> Result<Vec<CellAt>, Refusal> {
    let (doc, _) = bits::part(package, part)?;
    let tags = xml::tags(&doc).map_err(|fault| bits::broken(part, fault))?;
    let found = tags.iter().filter(|tag| tag.starts() && matches!(tag.name, "comment" | "threadedComment"));
    Ok(found.filter_map(|tag| CellAt::parse(&tag.value("ref")?)).collect())
}

fn comment(cell: CellAt, author: usize, text: &str, prefix: &str) -> String {
    let text = format!("{BEGINNING}{text}");
    let text = escape::encode(escape::cut(&text).unwrap_or(&text));
    let p = prefix;
    format!(
        "<{p}comment ref=\"{cell}\" authorId=\"{author}\"><{p}text><{p}r><{p}rPr><{p}sz val=\"9\"/><{p}color indexed=\"81\"/><{p}rFont val=\"Tahoma\"/></{p}rPr><{p}t xml:space=\"preserve\">{text}</{p}t></{p}r></{p}text></{p}comment>"
    )
}

fn append(package: &mut Package<'_>, part: &str, notes: &[Note]) -> Result<(), Refusal> {
    let (doc, bom) = bits::part(package, part)?;
    let tags = xml::tags(&doc).map_err(|fault| bits::broken(part, fault))?;
    let find = |name: &str| tags.iter().position(|tag| tag.starts() && tag.name == name && tag.depth == 1);
    let (Some(authors), Some(list)) = (find("authors"), find("commentList")) else {
        return Err(Refusal::not_understood(part, "no commentList"));
    };
    let prefix = bits::prefix(&doc, &tags[list]);
    let names = names(&doc, &tags);
    let mut edits = Edits::default();
    let author = names.iter().position(|name| name == AUTHOR).unwrap_or_else(|| {
        bits::append(&doc, &tags, authors, &format!("<{prefix}author>{AUTHOR}</{prefix}author>"), &mut edits);
        names.len()
    });
    let mut text = String::new();
    for (cell, note) in notes {
        text.push_str(&comment(*cell, author, note, prefix));
    }
    bits::append(&doc, &tags, list, &text, &mut edits);
    bits::set_part(package, part, &edits.apply_all(&doc), bom);
    Ok(())
}

/// The authors of a comments part, in their order.
fn names(doc: &str, tags: &[xml::Tag<'_>]) -> Vec<String> {
    let found = (0..tags.len()).filter(|at| tags[*at].starts() && tags[*at].name == "author");
    found.map(|at| xml::text(&doc[xml::inside(tags, at)]).into_owned()).collect()
}

fn add_part(
    package: &mut Package<'_>,
    context: &Context<'_>,
    sheet: &str,
    notes: &[Note],
) -> Result<(), Refusal> {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{}\"><authors><author>{AUTHOR}</author></authors><commentList>",
        context.words.main
    );
    for (cell, note) in notes {
        let _ = write!(text, "{}", comment(*cell, 0, note, ""));
    }
    text.push_str("</commentList></comments>");
    let part = links::fresh(package, &format!("{}comments", links::folder(context.book)), "xml");
    package.set(&part, text.into_bytes());
    links::add_type(package, &part, links::COMMENTS)?;
    links::relate(package, context.words, sheet, "comments", &part)?;
    Ok(())
}

/// Takes our notes off a sheet; parts that hold nothing else are removed with them.
pub(super) fn remove(
    package: &mut Package<'_>,
    part: &str,
    sheet: &Sheet<'_>,
    edits: &mut Edits,
) -> Result<(), Refusal> {
    let links = rels::of(package, part)?;
    let found = links.into_iter().find(|rel| rel.kind == "comments" && !rel.external);
    let Some(comments) = found.map(|rel| rel.target).filter(|name| package.has(name)) else {
        return Ok(());
    };
    let legacy = sheet.legacy()?;
    let drawing = match legacy.first() {
        Some((id, _)) => vml::part_of(package, part, id)?,
        None => None,
    };
    let drawn = match &drawing {
        Some(drawing) => Some(bits::part(package, drawing)?),
        None => None,
    };
    // A note whose shape is not found stays: a shape without a note would be drawn for ever.
    let known = drawn.as_ref().map(|(doc, _)| vml::cells(doc));
    let ours = take_off(package, part, &comments, known.as_ref())?;
    if let (Some(drawing), Some((doc, bom)), false) = (&drawing, &drawn, ours.is_empty()) {
        let (edited, left) = vml::without(doc, &ours);
        if left {
            bits::set_part(package, drawing, &edited, *bom);
        } else {
            rels::drop_part(package, part, drawing)?;
            edits.remove(legacy[0].1.clone());
        }
    }
    Ok(())
}

/// Whether the content of a comment begins like ours.
fn begins(content: &str) -> bool {
    let text = strings::plain(content).unwrap_or_default();
    text.replace('\r', "").starts_with(BEGINNING)
}

/// Removes our comments from a comments part and tells their cells.
fn take_off(
    package: &mut Package<'_>,
    sheet: &str,
    part: &str,
    known: Option<&BTreeSet<CellAt>>,
) -> Result<BTreeSet<CellAt>, Refusal> {
    let (doc, bom) = bits::part(package, part)?;
    let tags = xml::tags(&doc).map_err(|fault| bits::broken(part, fault))?;
    let names = names(&doc, &tags);
    let mut edits = Edits::default();
    let mut ours = BTreeSet::new();
    let (mut others, mut author_stays) = (0, false);
    for at in (0..tags.len()).filter(|at| tags[*at].starts() && tags[*at].name == "comment") {
        let author = tags[at].value("authorId").and_then(|id| id.trim().parse::<usize>().ok());
        let author = author.and_then(|id| names.get(id)).map_or("", |name| name.trim());
        let is_ours = match author {
            AUTHOR => true,
            "" => begins(&doc[xml::inside(&tags, at)]),
            _ => false,
        };
        let cell = tags[at].value("ref").and_then(|cell| CellAt::parse(&cell));
        let cell = cell.filter(|cell| is_ours && known.is_none_or(|known| known.contains(cell)));
        if let Some(cell) = cell {
            ours.insert(cell);
            edits.remove(xml::element(&tags, at));
        } else {
            others += 1;
            author_stays |= is_ours;
        }
    }
    if ours.is_empty() {
        return Ok(ours);
    }
    if others == 0 {
        rels::drop_part(package, sheet, part)?;
        return Ok(ours);
    }
    // Authors are known by their place: only the last can go.
    let last = (0..tags.len()).rfind(|at| tags[*at].starts() && tags[*at].name == "author");
    let is_last = names.last().is_some_and(|name| name == AUTHOR) && !author_stays;
    if let Some(last) = last.filter(|_| is_last) {
        edits.remove(xml::element(&tags, last));
    }
    bits::set_part(package, part, &edits.apply_all(&doc), bom);
    Ok(ours)
}
