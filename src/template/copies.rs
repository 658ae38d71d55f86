//! Repeated sheets on the level of the package: new parts for the copies and for what hangs on them, their relationships and
//! content types, the list of sheets in the workbook part, and the list of titles in the document's properties.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::outs::{NamedTable, Outs};
use super::source::Source;
use super::tables::TableNames;
use crate::ooxml::package::{Package, PackageFault, without_bom};
use crate::ooxml::{rels, xml};

/// Kinds of parts that belong to one sheet alone and are copied with it; all others (pictures, printers) are shared.
const OWNED: [&str; 13] = [
    "drawing",
    "chart",
    "chartEx",
    "comments",
    "vmlDrawing",
    "table",
    "ctrlProp",
    "threadedComment",
    "chartStyle",
    "chartColorStyle",
    "chartUserShapes",
    "diagramData",
    "diagramDrawing",
];

/// A copied part, and the tables that got new names with it.
#[derive(Debug, Default)]
pub struct Copied {
    /// Name of the new part.
    pub part: String,
    /// Its tables, which have new names.
    pub tables: Vec<NamedTable>,
}

/// Copies a sheet's part with everything that is its own.
pub fn copy_part(package: &mut Package<'_>, part: &str) -> Result<Copied, PackageFault> {
    let mut tables = Vec::new();
    let part = copy(package, part, 0, &mut tables)?;
    Ok(Copied { part, tables })
}

/// Copies a part that belongs to no other, with what is its own.
pub fn copy_owned(package: &mut Package<'_>, part: &str) -> Result<String, PackageFault> {
    copy(package, part, 0, &mut Vec::new())
}

fn copy(
    package: &mut Package<'_>,
    part: &str,
    depth: usize,
    tables: &mut Vec<NamedTable>,
) -> Result<String, PackageFault> {
    let name = fresh(package, part);
    let bytes = package.bytes(part)?;
    package.set(&name, bytes);
    add_content_type(package, part, &name)?;
    let links = rels::rels_part(part);
    if package.has(&links) && depth < 4 {
        let text = package.text(&links)?;
        let (doc, bom) = without_bom(&text);
        let tags = xml::tags(doc).map_err(|fault| PackageFault::Xml { part: links.clone(), fault })?;
        let mut edits = xml::Edits::default();
        let starts = |(_, tag): &(usize, &xml::Tag<'_>)| tag.name == "Relationship" && tag.starts();
        for (at, tag) in tags.iter().enumerate().filter(starts) {
            let kind = tag.value("Type").unwrap_or_default();
            let kind = kind.rsplit('/').next().unwrap_or_default();
            let Some(target) = tag.attr("Target") else { continue };
            let old = rels::resolve(part, &target.value());
            if kind == "pivotTable" {
                edits.remove(xml::element(&tags, at));
            } else if OWNED.contains(&kind) && package.has(&old) {
                let new = copy(package, &old, depth + 1, tables)?;
                if kind == "table" {
                    let mut names = TableNames::of(package, &new);
                    let old = names.rename(package, &new)?;
                    tables.push(NamedTable { part: new.clone(), inst: None, ..old });
                }
                edits.replace(target.span, format!("/{}", xml::escape_attr(&new)));
            }
        }
        let edited = edits.apply_all(doc);
        let edited = if bom { format!("\u{feff}{edited}") } else { edited };
        package.set(&rels::rels_part(&name), edited.into_bytes());
    }
    Ok(name)
}

/// A name of a part that is not taken yet: the next free number in place of the part's own.
fn fresh(package: &Package<'_>, part: &str) -> String {
    let (stem, extension) = part.rsplit_once('.').unwrap_or((part, "xml"));
    let base = stem.trim_end_matches(|ch: char| ch.is_ascii_digit());
    (1..u32::MAX)
        .map(|number| format!("{base}{number}.{extension}"))
        .find(|name| !package.has(name))
        .unwrap_or_default()
}

fn add_content_type(package: &mut Package<'_>, part: &str, name: &str) -> Result<(), PackageFault> {
    rels::edit(package, "[Content_Types].xml", |_, tags, edits| {
        let own = |tag: &&xml::Tag<'_>| {
            tag.name == "Override"
                && tag.value("PartName").is_some_and(|name| name.trim_start_matches('/') == part)
        };
        let Some(tag) = tags.iter().find(own) else { return };
        let kind = xml::escape_attr(&tag.value("ContentType").unwrap_or_default());
        let name = xml::escape_attr(name);
        edits.insert(tag.span.end, format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>"));
    })
}

/// Makes a name legal for a tab and different from all in `taken` (lower case), and adds it there.
pub fn tab_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let legal: String =
        wanted
            .chars()
            .map(|ch| {
                if matches!(ch, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || ch.is_control() {
                    '-'
                } else {
                    ch
                }
            })
            .collect();
    let legal = legal.trim().trim_matches('\'');
    let legal = if legal.is_empty() { "-" } else { legal };
    let legal = if legal.eq_ignore_ascii_case("history") { "History-" } else { legal };
    let mut name = short(legal, 31);
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        let ending = format!(" ({number})");
        name = short(legal, 31 - ending.len()) + &ending;
        number += 1;
    }
    name
}

/// At most `units` UTF-16 units of a text.
fn short(text: &str, units: usize) -> String {
    let mut left = units;
    text.chars()
        .take_while(|ch| {
            let fits = left >= ch.len_utf16();
            left = left.saturating_sub(ch.len_utf16());
            fits
        })
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// Whether the list of sheets differs from the template's.
pub fn changed(source: &Source, outs: &Outs) -> bool {
    outs.by_src.iter().any(|(src, list)| {
        list.len() != 1 || list.iter().any(|out| outs.list[*out].name != source.book.sheets[*src].name)
    })
}

/// For each sheet of the template the position of its first copy in the result; of a removed one, that of the next.
pub fn positions(source: &Source, outs: &Outs) -> Vec<usize> {
    let mut next = 0;
    (0..source.book.sheets.len())
        .map(|src| {
            let at = next;
            next += outs.by_src.get(&src).map_or(1, Vec::len);
            at
        })
        .collect()
}

/// Names and relationship ids of the additional copies of each sheet of the template.
pub type Extra = Vec<Vec<(String, String)>>;

/// Relates the copies to the workbook part and drops removed sheets. The sheets are then listed by [`list_sheets`].
pub fn link(package: &mut Package<'_>, source: &Source, outs: &Outs) -> Result<Extra, PackageFault> {
    let book = &source.book;
    let mut used: BTreeSet<String> = rels::of(package, &book.part)?.into_iter().map(|rel| rel.id).collect();
    let kind = relationship_type(package, &book.part)?;
    let mut links = String::new();
    let mut extra: Extra = vec![Vec::new(); book.sheets.len()];
    for (src, list) in &outs.by_src {
        for out in list.iter().skip(1) {
            let id =
                (1..u32::MAX).map(|n| format!("rIdS{n}")).find(|id| !used.contains(id)).unwrap_or_default();
            used.insert(id.clone());
            let part = xml::escape_attr(&outs.list[*out].part);
            let _ = write!(links, "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{part}\"/>");
            extra[*src].push((outs.list[*out].name.clone(), id));
        }
    }
    if !links.is_empty() {
        rels::edit(package, &rels::rels_part(&book.part), |_, tags, edits| {
            if let Some(tag) = tags.last() {
                edits.insert(tag.span.start, links);
            }
        })?;
    }
    for (src, list) in &outs.by_src {
        if list.is_empty() {
            let part = book.sheets[*src].part.clone();
            drop_owned(package, &part, 0)?;
            rels::drop_part(package, &book.part, &part)?;
        }
    }
    titles(package, source, outs)?;
    Ok(extra)
}

/// Removes what belongs to a part that is removed, and its relationships.
fn drop_owned(package: &mut Package<'_>, part: &str, depth: usize) -> Result<(), PackageFault> {
    let links = rels::rels_part(part);
    if depth < 4 && package.has(&links) {
        for rel in rels::of(package, part)? {
            if !rel.external && OWNED.contains(&rel.kind.as_str()) && package.has(&rel.target) {
                drop_owned(package, &rel.target, depth + 1)?;
                rels::drop_part(package, part, &rel.target)?;
            }
        }
        package.remove(&links);
    }
    Ok(())
}

fn relationship_type(package: &mut Package<'_>, part: &str) -> Result<String, PackageFault> {
    let text = package.text(&rels::rels_part(part))?;
    let tags = xml::tags(without_bom(&text).0).unwrap_or_default();
    let kinds = tags.iter().filter_map(|tag| tag.value("Type"));
    let found = kinds.into_iter().find(|kind| kind.ends_with("/worksheet"));
    Ok(xml::escape_attr(&found.unwrap_or_default()))
}

/// Lists the copies in the workbook part.
pub fn list_sheets(
    source: &Source,
    outs: &Outs,
    extra: &Extra,
    doc: &str,
    tags: &[xml::Tag<'_>],
    edits: &mut xml::Edits,
) {
    let ids = tags.iter().filter(|tag| tag.name == "sheet").filter_map(|tag| tag.value("sheetId"));
    let mut next = ids.filter_map(|id| id.parse::<u32>().ok()).max().unwrap_or(0);
    for (src, info) in source.book.sheets.iter().enumerate() {
        let Some(tag) = tags.iter().find(|tag| tag.span.start == info.span.start) else { continue };
        let list = outs.by_src.get(&src);
        let Some(first) = list.map_or(Some(None), |list| list.first().map(|out| Some(*out))) else {
            edits.remove(info.span.clone());
            continue;
        };
        if let (Some(out), Some(attr)) = (first, tag.attr("name")) {
            let name = &outs.list[out].name;
            if *name != info.name {
                edits.replace(attr.span, xml::escape_attr(name));
            }
        }
        for (name, rel) in &extra[src] {
            next += 1;
            let mut copy = xml::Edits::default();
            let id = tag.attr_local("id").map(|attr| attr.span);
            for (span, value) in [
                (tag.attr("name").map(|attr| attr.span), xml::escape_attr(name)),
                (tag.attr("sheetId").map(|attr| attr.span), next.to_string()),
                (id, rel.clone()),
            ] {
                if let Some(span) = span {
                    copy.replace(span, value);
                }
            }
            edits.insert(info.span.end, copy.apply(doc, info.span.clone()));
        }
    }
    let positions = positions(source, outs);
    for tag in tags.iter().filter(|tag| tag.name == "workbookView" && tag.starts()) {
        for key in ["activeTab", "firstSheet"] {
            let Some(attr) = tag.attr(key) else { continue };
            let old = attr.value().parse::<usize>().ok();
            if let Some(new) = old.and_then(|old| positions.get(old)) {
                edits.replace(attr.span, new.to_string());
            }
        }
    }
}

/// The names of the worksheets in `docProps/app.xml`; a list that does not fit the workbook is left alone.
fn titles(package: &mut Package<'_>, source: &Source, outs: &Outs) -> Result<(), PackageFault> {
    let top = rels::of(package, "")?;
    let Some(part) = top.into_iter().find(|rel| rel.kind == "extended-properties").map(|rel| rel.target)
    else {
        return Ok(());
    };
    if !package.has(&part) {
        return Ok(());
    }
    let before = source.book.sheets.iter().filter(|sheet| sheet.worksheet).count();
    rels::edit(package, &part, |_, tags, edits| {
        let find = |name: &str, from: usize| {
            (from..tags.len()).find(|at| tags[*at].name == name && tags[*at].starts())
        };
        let Some(pairs) = find("HeadingPairs", 0) else { return };
        let Some(number) = find("i4", pairs) else { return };
        let Some(vector) = find("TitlesOfParts", 0).and_then(|at| find("vector", at)) else { return };
        let end = xml::closing(tags, vector);
        let listed: Vec<usize> =
            (vector..end).filter(|at| tags[*at].name == "lpstr" && tags[*at].starts()).collect();
        let size = tags[vector].attr("size").map(|attr| (attr.span.clone(), attr.value().parse::<usize>()));
        let (Some(first), Some(last), Some((span, Ok(size)))) =
            (listed.first(), listed.get(before.saturating_sub(1)), size)
        else {
            return;
        };
        let whole = tags[*first].span.start..xml::element(tags, *last).end;
        let mut names = String::new();
        for out in &outs.list {
            let _ = write!(names, "<vt:lpstr>{}</vt:lpstr>", xml::escape_text(&out.name));
        }
        edits.replace(whole, names);
        edits.replace(span, (size + outs.list.len()).saturating_sub(before).to_string());
        edits.replace(xml::inside(tags, number), outs.list.len().to_string());
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_tabs_are_legal_and_different() {
        let mut taken = BTreeSet::from(["biểu".to_owned()]);
        assert_eq!(tab_name("BIỂU", &mut taken), "BIỂU (2)");
        assert_eq!(tab_name("Quận 1/2: [a]?*\\", &mut taken), "Quận 1-2- -a----");
        assert_eq!(tab_name("''", &mut taken), "-");
        assert_eq!(tab_name("history", &mut taken), "History-");
        let long = "Ủy ban nhân dân xã Hòa Bình, huyện Cao Lộc";
        assert_eq!(tab_name(long, &mut taken), "Ủy ban nhân dân xã Hòa Bình, hu");
        assert_eq!(tab_name(long, &mut taken), "Ủy ban nhân dân xã Hòa Bình (2)");
        assert_eq!(tab_name("😀".repeat(20).as_str(), &mut taken).encode_utf16().count(), 30);
    }
}
