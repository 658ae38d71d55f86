//! The workbook part and the document's properties: sheets listed and taken off, local names and the active tab moved along.
//! Everything else keeps its bytes.

use std::fmt::Write as _;

use super::bits;
use super::refusal::Refusal;
use crate::ooxml::book::Book;
use crate::ooxml::package::{Package, PackageFault};
use crate::ooxml::rels;
use crate::ooxml::xml::{self, Edits, Tag};

/// A sheet to be listed.
pub(super) struct NewSheet {
    /// Its name.
    pub(super) name: String,
    /// Id of the relationship to its part.
    pub(super) rel: String,
}

/// Why the workbook may not be changed, if so.
pub(super) fn guard(package: &mut Package<'_>, book: &Book) -> Result<(), Refusal> {
    if package.names().iter().any(|name| name.to_ascii_lowercase().starts_with("_xmlsignatures/")) {
        return Err(Refusal::Signed);
    }
    if rels::of(package, "")?.iter().any(|rel| rel.kind == "origin") {
        return Err(Refusal::Signed);
    }
    if rels::of(package, &book.part)?.iter().any(|rel| rel.kind == "revisionHeaders") {
        return Err(Refusal::Shared);
    }
    let (doc, _) = bits::part(package, &book.part)?;
    let tags = xml::tags(&doc).map_err(|fault| bits::broken(&book.part, fault))?;
    let locked = |tag: &Tag<'_>| tag.name == "workbookProtection" && bits::is_on(tag, "lockStructure");
    if tags.iter().any(|tag| tag.starts() && locked(tag)) {
        return Err(Refusal::StructureProtected);
    }
    if book.sheets.is_empty() || !tags.iter().any(|tag| tag.starts() && tag.name == "sheet") {
        return Err(Refusal::not_understood(&book.part, "sheets"));
    }
    Ok(())
}

/// How many windows the workbook is shown in: each sheet has a view for each.
pub(super) fn windows(package: &mut Package<'_>, book: &Book) -> Result<usize, Refusal> {
    let (doc, _) = bits::part(package, &book.part)?;
    let tags = xml::tags(&doc).map_err(|fault| bits::broken(&book.part, fault))?;
    Ok(tags.iter().filter(|tag| tag.starts() && tag.name == "workbookView").count().clamp(1, 16))
}

/// Lists `first` before all sheets and `last`, very hidden, behind them; `names` are `definedName` elements of the first
/// sheet, written without a prefix.
pub(super) fn list(
    package: &mut Package<'_>,
    book: &Book,
    first: &NewSheet,
    last: &NewSheet,
    names: &[(&str, String)],
    namespace: &str,
) -> Result<(), PackageFault> {
    rels::edit(package, &book.part, |doc, tags, edits| {
        let sheets: Vec<&Tag<'_>> = tags.iter().filter(|tag| tag.starts() && tag.name == "sheet").collect();
        let last_at = tags.iter().rposition(|tag| tag.starts() && tag.name == "sheet");
        let (Some(front), Some(back)) = (sheets.first(), last_at) else { return };
        let prefix = bits::prefix(doc, front);
        let key = front.attr_local("id").map_or("r:id", |attr| attr.key);
        // Some writers declare the prefix of `r:id` on each sheet.
        let own = key.split_once(':').map(|(prefix, _)| format!("xmlns:{prefix}"));
        let own = own.filter(|own| tags.first().is_none_or(|root| root.attr(own).is_none()));
        let own = own.map_or(String::new(), |own| format!(" {own}=\"{namespace}\""));
        let ids = sheets.iter().filter_map(|tag| tag.value("sheetId")?.trim().parse::<u32>().ok());
        let next = ids.max().unwrap_or(0) + 1;
        let sheet = |sheet: &NewSheet, id: u32, state: &str| {
            let name = xml::escape_attr(&sheet.name);
            format!("<{prefix}sheet name=\"{name}\" sheetId=\"{id}\"{state}{own} {key}=\"{}\"/>", sheet.rel)
        };
        edits.insert(front.span.start, sheet(first, next, ""));
        edits.insert(xml::element(tags, back).end, sheet(last, next + 1, " state=\"veryHidden\""));
        move_names(tags, |index| Some(index + 1), edits);
        for tag in tags.iter().filter(|tag| tag.starts() && tag.name == "workbookView") {
            for key in ["activeTab", "firstSheet"] {
                if let Some(attr) = tag.attr(key).filter(|attr| attr.raw != "0") {
                    edits.replace(attr.span, "0");
                }
            }
        }
        add_names(doc, tags, prefix, names, edits);
    })
}

fn add_names(doc: &str, tags: &[Tag<'_>], prefix: &str, names: &[(&str, String)], edits: &mut Edits) {
    let mut text = String::new();
    for (attrs, formula) in names {
        let formula = xml::escape_text(formula);
        let _ =
            write!(text, "<{prefix}definedName {attrs} localSheetId=\"0\">{formula}</{prefix}definedName>");
    }
    let at = |name: &str| tags.iter().position(|tag| tag.depth == 1 && tag.starts() && tag.name == name);
    if let Some(list) = at("definedNames") {
        bits::append(doc, tags, list, &text, edits);
        return;
    }
    let after = ["externalReferences", "functionGroups", "sheets"].into_iter().find_map(at);
    if let Some(after) = after {
        let text = format!("<{prefix}definedNames>{text}</{prefix}definedNames>");
        edits.insert(xml::element(tags, after).end, text);
    }
}

fn move_names(tags: &[Tag<'_>], to: impl Fn(usize) -> Option<usize>, edits: &mut Edits) {
    for at in (0..tags.len()).filter(|at| tags[*at].starts() && tags[*at].name == "definedName") {
        let Some(attr) = tags[at].attr("localSheetId") else { continue };
        let Ok(index) = attr.raw.trim().parse::<usize>() else { continue };
        match to(index) {
            Some(new) => edits.replace(attr.span, new.to_string()),
            None => edits.remove(xml::element(tags, at)),
        }
    }
}

/// Takes sheets off the list, with their local names. Local names count all listed sheets, also those without a part (left
/// behind by old macro sheets), which the book does not know.
pub(super) fn unlist(package: &mut Package<'_>, book: &Book, gone: &[usize]) -> Result<(), PackageFault> {
    rels::edit(package, &book.part, |_, tags, edits| {
        let sheets: Vec<&Tag<'_>> = tags.iter().filter(|tag| tag.starts() && tag.name == "sheet").collect();
        let mut positions = Vec::new();
        for index in gone {
            let span = &book.sheets[*index].span;
            edits.remove(span.clone());
            positions.extend(sheets.iter().position(|tag| tag.span.start == span.start));
        }
        let gone = positions;
        let to = |index: usize| {
            (!gone.contains(&index)).then(|| index - gone.iter().filter(|gone| **gone < index).count())
        };
        move_names(tags, to, edits);
        let lists = (0..tags.len()).filter(|at| tags[*at].starts() && tags[*at].name == "definedNames");
        for at in lists {
            let mut names = (at + 1..xml::closing(tags, at))
                .filter(|at| tags[*at].starts() && tags[*at].name == "definedName");
            let left = |at: usize| {
                let local = tags[at].attr("localSheetId").and_then(|attr| attr.raw.trim().parse().ok());
                local.is_none_or(|index: usize| !gone.contains(&index))
            };
            if !names.any(left) {
                edits.remove(xml::element(tags, at));
            }
        }
        let shown = |tag: &Tag<'_>| tag.value("state").is_none_or(|state| state == "visible");
        let visible = (0..sheets.len()).find(|at| !gone.contains(at) && shown(sheets[*at]));
        for tag in tags.iter().filter(|tag| tag.starts() && tag.name == "workbookView") {
            for key in ["activeTab", "firstSheet"] {
                let Some(attr) = tag.attr(key) else { continue };
                let old = attr.raw.trim().parse().ok().and_then(to);
                let new = old.or(visible.and_then(to)).unwrap_or(0);
                edits.replace(attr.span, new.to_string());
            }
        }
    })
}

/// Keeps the list of sheets in `docProps/app.xml`: `names` are those before, `after` those now. A list that does not fit the
/// workbook is left alone.
pub(super) fn titles(package: &mut Package<'_>, names: &[String], after: &[String]) -> Result<(), Refusal> {
    let top = rels::of(package, "")?;
    let part = top
        .into_iter()
        .find(|rel| matches!(rel.kind.as_str(), "extended-properties" | "extendedProperties"))
        .map(|rel| rel.target);
    let Some(part) = part.filter(|part| package.has(part)) else { return Ok(()) };
    rels::edit(package, &part, |doc, tags, edits| {
        let find = |name: &str, from: usize| {
            (from..tags.len()).find(|at| tags[*at].name == name && tags[*at].starts())
        };
        let Some(number) = find("HeadingPairs", 0).and_then(|at| find("i4", at)) else { return };
        let Some(vector) = find("TitlesOfParts", 0).and_then(|at| find("vector", at)) else { return };
        let listed: Vec<usize> = (vector..xml::closing(tags, vector))
            .filter(|at| tags[*at].name == "lpstr" && tags[*at].starts())
            .take(names.len())
            .collect();
        let fits = listed.len() == names.len()
            && listed.iter().zip(names).all(|(at, name)| xml::text(&doc[xml::inside(tags, *at)]) == *name);
        let size = tags[vector].attr("size").map(|attr| (attr.span.clone(), attr.raw.parse::<usize>()));
        let (true, Some(first), Some(last), Some((span, Ok(size)))) =
            (fits, listed.first(), listed.last(), size)
        else {
            return;
        };
        let prefix = bits::prefix(doc, &tags[*first]);
        let mut text = String::new();
        for name in after {
            let _ = write!(text, "<{prefix}lpstr>{}</{prefix}lpstr>", xml::escape_text(name));
        }
        edits.replace(tags[*first].span.start..xml::element(tags, *last).end, text);
        edits.replace(span, (size + after.len()).saturating_sub(names.len()).to_string());
        edits.replace(xml::inside(tags, number), after.len().to_string());
    })?;
    Ok(())
}
