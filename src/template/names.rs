//! The workbook part after filling: defined names follow the rows, and a full calculation is asked for where a result is
//! missing.

use std::collections::{BTreeMap, BTreeSet};

use super::copies::{self, Extra};
use super::fault::{Fault, FaultKind};
use super::keep::Kept;
use super::language::Language;
use super::outs::{Outs, Site};
use super::source::Source;
use super::spread::single_reference;
use super::texts;
use crate::ooxml::calc::parse::is_relative;
use crate::ooxml::formula::{Formula, Token};
use crate::ooxml::package::{Package, PackageFault};
use crate::ooxml::refs::RefFault;
use crate::ooxml::{rels, xml};

/// Names within names are followed so deep.
const DEPTH: usize = 10;

/// What a defined name means after filling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Its index in the book.
    pub name: usize,
    /// The sheet of the result it belongs to, if it is a local one.
    pub out: Option<usize>,
    /// Its formula; none if it has become empty or its sheet was removed.
    pub formula: Option<String>,
}

/// All defined names after filling; a local one comes once for each copy of its sheet. One that cannot follow is a fault.
pub fn rewritten(source: &Source, outs: &Outs, faults: &mut Vec<Fault>) -> Vec<Meaning> {
    let mut meanings = Vec::new();
    for (index, name) in source.book.names.iter().enumerate() {
        let formula = Formula::read(&name.formula);
        let own = name.local.and_then(|sheet| outs.by_src.get(&sheet));
        let sites: Vec<Option<usize>> =
            own.map_or(vec![None], |outs| outs.iter().copied().map(Some).collect());
        if sites.is_empty() {
            meanings.push(Meaning { name: index, out: None, formula: None });
        }
        for out in sites {
            let site = Site { out, ..Site::default() };
            // A name with relative references means something else in every cell: there is nothing to follow.
            let relative = formula.refs.iter().any(is_relative);
            let rewritten = if outs.crossed(&source.book, &name.formula, &formula) {
                Err(RefFault::ThreeD)
            } else {
                outs.rewrite(site, &name.formula, &formula)
            };
            let text = match rewritten {
                Ok(rewritten) if !relative => rewritten.text.unwrap_or_else(|| name.formula.clone()),
                Err(fault) if !name.name.starts_with("_xlnm.") => {
                    let (cell, text) = (format!("@defined {}", name.name), name.formula.clone());
                    let kind = FaultKind::Formula(fault);
                    let fault = Fault { sheet: String::new(), cell, text, kind };
                    if !faults.contains(&fault) {
                        faults.push(fault);
                    }
                    name.formula.clone()
                }
                _ => name.formula.clone(),
            };
            let gone = !formula.refs.is_empty() && Formula::read(&text).refs.is_empty();
            let formula = (!(gone && name.name.starts_with("_xlnm."))).then_some(text);
            meanings.push(Meaning { name: index, out, formula });
        }
    }
    meanings
}

/// What of a sheet names point to and must not vanish altogether.
pub fn kept(source: &Source, sheet: usize) -> Kept {
    let own = source.book.sheets.get(sheet).map(|info| info.name.as_str()).unwrap_or_default();
    let mut kept = Kept::default();
    for name in source.book.names.iter().filter(|name| !name.name.starts_with("_xlnm.")) {
        kept.add(&name.formula, own);
    }
    kept
}

/// The words of a formula, in lower case, that may be defined names: with a sheet, called like a function, or by themselves.
pub fn used<'f>(text: &'f str, formula: &'f Formula) -> impl Iterator<Item = String> + 'f {
    formula.tokens.iter().filter_map(|(token, span)| match token {
        Token::Name(name) => Some(name.to_lowercase()),
        Token::Call(call) => Some(formula.calls[*call].name.to_lowercase()),
        Token::Other => text[span.clone()].rsplit_once('!').map(|(_, name)| name.to_lowercase()),
        _ => None,
    })
}

/// Names in lower case whose references are relative, themselves or by another name.
pub fn relative(source: &Source) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let mut others = Vec::new();
    for name in &source.book.names {
        let formula = Formula::read(&name.formula);
        let inner: Vec<String> = used(&name.formula, &formula).collect();
        if formula.refs.iter().any(is_relative) {
            known.insert(name.name.to_lowercase());
        } else if !inner.is_empty() {
            others.push((name.name.to_lowercase(), inner));
        }
    }
    // As deep as names are followed.
    for _ in 0..DEPTH {
        let before = known.len();
        for (name, inner) in &others {
            if inner.iter().any(|name| known.contains(name)) {
                known.insert(name.clone());
            }
        }
        if known.len() == before {
            break;
        }
    }
    known
}

/// What defined names of one reference mean, by lower-case name and the sheet they belong to.
pub fn single_references(source: &Source) -> BTreeMap<(String, Option<usize>), String> {
    let named = source.book.names.iter().filter(|name| single_reference(&name.formula).is_some());
    named.map(|name| ((name.name.to_lowercase(), name.local), name.formula.clone())).collect()
}

/// What all defined names mean.
pub fn named_areas(source: &Source) -> impl Iterator<Item = &str> {
    source.book.names.iter().map(|name| name.formula.as_str())
}

/// Edits the workbook part: names, the list of sheets if it changed, and the request for a full calculation.
pub fn edit(
    package: &mut Package<'_>,
    source: &Source,
    outs: &Outs,
    meanings: &[Meaning],
    extra: Option<&Extra>,
    language: &Language,
    recalculate: bool,
) -> Result<(), PackageFault> {
    let book = &source.book;
    let positions = copies::positions(source, outs);
    rels::edit(package, &book.part, |doc, tags, edits| {
        let (mut before, mut offset) = (None, 0);
        for meaning in meanings {
            let name = &book.names[meaning.name];
            // The copies of a local name follow each other.
            offset = if before == Some(meaning.name) { offset + 1 } else { 0 };
            before = Some(meaning.name);
            let Some(text) = &meaning.formula else {
                edits.remove(name.element.clone());
                continue;
            };
            let position = name.local.and_then(|sheet| positions.get(sheet)).map(|first| first + offset);
            let element = tags.binary_search_by_key(&name.element.start, |tag| tag.span.start).ok();
            let element = element.map(|at| &tags[at]);
            let id = element.and_then(|tag| tag.attr("localSheetId"));
            let mut own = xml::Edits::default();
            if *text != name.formula {
                own.replace(name.span.clone(), xml::escape_text(text).into_owned());
            }
            let comment = element.and_then(|tag| tag.attr("comment"));
            if let (Some(attr), true) = (comment, name.comment.contains("{{"))
                && let Ok(Some(new)) =
                    texts::render(language, &language.data(), std::slice::from_ref(&name.comment))
            {
                own.replace(attr.span, xml::escape_attr(&new.concat()));
            }
            if let (Some(id), Some(position)) = (id, position)
                && id.value() != position.to_string()
            {
                own.replace(id.span, position.to_string());
            }
            if offset > 0 {
                edits.insert(name.element.end, own.apply(doc, name.element.clone()));
            } else {
                edits.extend(own);
            }
        }
        // A list of names is not allowed to be empty.
        if meanings.iter().all(|meaning| meaning.formula.is_none())
            && let Some(list) = tags.iter().position(|tag| tag.name == "definedNames" && tag.starts())
            && !meanings.is_empty()
        {
            edits.remove(xml::element(tags, list));
        }
        if let Some(extra) = extra {
            copies::list_sheets(source, outs, extra, doc, tags, edits);
        }
        if recalculate {
            ask_for_calculation(tags, edits);
        }
    })
}

/// Sets `fullCalcOnLoad`.
fn ask_for_calculation(tags: &[xml::Tag<'_>], edits: &mut xml::Edits) {
    let found = tags.iter().find(|tag| tag.starts() && tag.name == "calcPr");
    if let Some(tag) = found {
        if let Some(attr) = tag.attr("fullCalcOnLoad") {
            edits.replace(attr.span, "1");
        } else {
            let end = if tag.kind == xml::Kind::Empty { 2 } else { 1 };
            edits.insert(tag.span.end - end, " fullCalcOnLoad=\"1\"");
        }
        return;
    }
    // calcPr stands behind definedNames, which stand behind externalReferences, functionGroups and sheets.
    let before = ["definedNames", "externalReferences", "functionGroups", "sheets"];
    let after = before
        .iter()
        .find_map(|name| (0..tags.len()).find(|at| tags[*at].starts() && tags[*at].name == *name));
    if let Some(at) = after {
        edits.insert(xml::element(tags, at).end, "<calcPr fullCalcOnLoad=\"1\"/>");
    }
}
