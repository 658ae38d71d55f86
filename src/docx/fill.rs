//! The order of work: find the texts of the document, plan each, write each over the data.

use minijinja::Value;
use serde_json::Value as Json;

use super::emit;
use super::fault::Fault;
use super::left::{self, Left};
use super::place::{Place, Story};
use super::plan::plan;
use super::scan::Scan;
use super::tree::{Plan, Site};
use super::unique;
use crate::ooxml::package::{Package, PackageFault, without_bom};
use crate::ooxml::rels;
use crate::ooxml::xml::{self, Edits, Kind, XmlFault};
use crate::template::fault::FaultKind;
use crate::template::fill::is_signed;
use crate::template::language::Language;
use crate::template::{data, mentions as named, texts};

/// A placeholder or control tag found by [`check_values`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where.
    pub place: Place,
    /// The text of its paragraph.
    pub text: String,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

/// Whether a file is meant for this engine: a Word document by its content, or, where it cannot be opened, by its name.
pub fn is_word(name: &str, bytes: &[u8]) -> bool {
    let by_name = [".docx", ".docm", ".dotx", ".doc"].iter().any(|end| name.to_lowercase().ends_with(end));
    let Ok(mut package) = Package::open(bytes) else { return by_name };
    // Only of the main part: a workbook may hold Word documents.
    let main = ["wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml", "/vnd.ms-word."];
    package.text("[Content_Types].xml").map_or(by_name, |types| main.iter().any(|kind| types.contains(kind)))
}

/// Fills `template` with `context`; all faults are reported in one go, and nothing is produced if there is one.
pub fn fill(template: &[u8], context: &Json) -> Result<Vec<u8>, Vec<Fault>> {
    fill_values(template, &data::of(context))
}

/// Like [`fill`], with data that [`data::read`] has read.
pub fn fill_values(template: &[u8], data: &Value) -> Result<Vec<u8>, Vec<Fault>> {
    fill_noted(template, data).map(|(bytes, _)| bytes)
}

/// Like [`fill_values`], with what is worth telling about the result.
pub fn fill_noted(template: &[u8], data: &Value) -> Result<(Vec<u8>, Vec<Left>), Vec<Fault>> {
    let language = Language::for_text(data.clone());
    let mut faults = Vec::new();
    let mut package = Package::open(template).map_err(of_file)?;
    let mut left = Vec::new();
    let mut notes = unique::Notes::default();
    let mut stories = Vec::new();
    let mut work = |part: &Part, scan: &Scan<'_>, package: &mut Package<'_>| {
        stories.push(part.name.clone());
        let plan = plan(scan, part.place, &language, &mut faults);
        left::in_story(scan, part.place, &plan, &mut left);
        let mut written = emit::write(scan, &plan, &language, &language.data(), &mut faults);
        let fault = |fault| PackageFault::Xml { part: part.name.clone(), fault };
        if faults.is_empty() {
            match part.place.story {
                Story::Footnotes => notes.add("footnote", &mut written).map_err(fault)?,
                Story::Endnotes => notes.add("endnote", &mut written).map_err(fault)?,
                _ => {}
            }
        }
        if faults.is_empty() && written.text != scan.doc {
            let text = unique::tidy(scan, &written, &mut notes).map_err(fault)?;
            package.set(&part.name, if part.bom { format!("\u{feff}{text}") } else { text }.into_bytes());
        }
        Ok(())
    };
    let deep = each(&mut package, &mut work).map_err(of_file)?;
    faults.extend(deep);
    if let Some(fault) = title(&mut package, &language).map_err(of_file)? {
        faults.push(fault);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    left::in_others(&mut package, &stories, &mut left).map_err(of_file)?;
    Ok((package.write().map_err(of_file)?, left))
}

/// Lists every placeholder of `template`, and what is wrong with it if it were filled with `context`. A fault that belongs to
/// no placeholder (the file itself) comes with its own entry.
pub fn check_values(template: &[u8], context: &Value) -> Vec<Found> {
    let mut faults = fill_values(template, context).err().unwrap_or_default();
    let mut found = Vec::new();
    for Site { place, text, .. } in sites(template, context).into_iter().filter(|site| !site.fallback) {
        let mut own: Vec<Fault> =
            faults.extract_if(.., |fault| fault.place == place && fault.text == text).collect();
        let first = if own.is_empty() { None } else { Some(own.remove(0)) };
        found.push(Found { place, text: text.clone(), fault: first });
        found.extend(own.into_iter().map(|fault| Found { place, text: text.clone(), fault: Some(fault) }));
    }
    found.extend(faults.into_iter().map(|fault| Found {
        place: fault.place,
        text: fault.text.clone(),
        fault: Some(fault),
    }));
    found
}

/// Whether a placeholder or tag of the template names `name` by itself (see [`named::mentions`]).
pub fn mentions(template: &[u8], name: &str) -> bool {
    sites(template, &Value::from(())).iter().any(|site| named::names(&site.text, name))
}

/// All placeholders and tags, the document's title last.
fn sites(template: &[u8], context: &Value) -> Vec<Site> {
    let Ok(mut package) = Package::open(template) else { return Vec::new() };
    let language = Language::for_text(context.clone());
    let mut found = Vec::new();
    let work = &mut |part: &Part, scan: &Scan<'_>, _: &mut Package<'_>| {
        let Plan { sites, .. } = plan(scan, part.place, &language, &mut Vec::new());
        found.extend(sites);
        Ok(())
    };
    if each(&mut package, work).is_err() {
        return Vec::new();
    }
    let title = title_part(&mut package).ok().flatten().and_then(|part| package.text(&part).ok());
    let text = title.and_then(|doc| title_text(without_bom(&doc).0)).filter(|text| text.contains("{{"));
    found.extend(text.map(|text| Site { place: Place::of(Story::Title), text, fallback: false }));
    found
}

fn of_file(fault: PackageFault) -> Vec<Fault> {
    vec![Fault::of_file(fault)]
}

/// A part that holds text.
struct Part {
    name: String,
    place: Place,
    bom: bool,
}

type Work<'w> = dyn FnMut(&Part, &Scan<'_>, &mut Package<'_>) -> Result<(), PackageFault> + 'w;

/// Goes through all parts that hold text: the body first, then by kind. Gives a fault for each part that cannot be followed.
fn each(package: &mut Package<'_>, work: &mut Work<'_>) -> Result<Vec<Fault>, PackageFault> {
    refuse_document_types(package)?;
    let main = rels::of(package, "")?
        .into_iter()
        .find(|rel| rel.kind == "officeDocument" && !rel.external)
        .ok_or_else(|| PackageFault::Missing("word/document.xml".to_owned()))?
        .target;
    let mut parts = vec![(Story::Body, main.clone())];
    for rel in rels::of(package, &main)?.into_iter().filter(|rel| !rel.external) {
        let story = match rel.kind.as_str() {
            "header" => Story::Header,
            "footer" => Story::Footer,
            "footnotes" => Story::Footnotes,
            "endnotes" => Story::Endnotes,
            "comments" => Story::Comments,
            _ => continue,
        };
        if !parts.iter().any(|(_, known)| *known == rel.target) {
            parts.push((story, rel.target));
        }
    }
    parts[1..].sort_by_key(|(story, _)| *story as u8);
    let mut faults = Vec::new();
    if is_signed(package)? {
        let (place, text) = (Place::of(Story::File), String::new());
        faults.push(Fault { place, text, kind: FaultKind::Signed });
    }
    for (story, name) in parts {
        if !package.has(&name) {
            return Err(PackageFault::Missing(name));
        }
        let text = package.text(&name)?;
        let (doc, bom) = without_bom(&text);
        let scan = Scan::read(doc).map_err(|fault| PackageFault::Xml { part: name.clone(), fault })?;
        if story == Story::Body && !scan.is(0, "document") {
            return Err(PackageFault::NotAPackage);
        }
        let place = Place::of(story);
        if scan.is_too_deep() {
            faults.push(Fault { place, text: String::new(), kind: FaultKind::TooDeep });
            continue;
        }
        work(&Part { name, place, bom }, &scan, package)?;
    }
    Ok(faults)
}

/// No part of a document needs a document type, whether it is filled or not.
fn refuse_document_types(package: &mut Package<'_>) -> Result<(), PackageFault> {
    for part in package.all() {
        let is_xml = [".xml", ".rels"].iter().any(|end| part.to_lowercase().ends_with(end));
        if is_xml && package.bytes(&part)?.windows(9).any(|bytes| bytes == b"<!DOCTYPE") {
            return Err(PackageFault::Xml { part, fault: XmlFault::Doctype });
        }
    }
    Ok(())
}

/// The properties of a document that people write.
const PROPERTIES: [&str; 5] = ["title", "subject", "description", "keywords", "category"];

fn title_part(package: &mut Package<'_>) -> Result<Option<String>, PackageFault> {
    let top = rels::of(package, "")?;
    let part =
        top.into_iter().find(|rel| rel.kind == "core-properties" && !rel.external).map(|rel| rel.target);
    Ok(part.filter(|part| package.has(part)))
}

fn title_text(doc: &str) -> Option<String> {
    let tags = xml::tags(doc).ok()?;
    let at = tags.iter().position(|tag| tag.name == "title" && tag.kind == Kind::Open)?;
    Some(xml::text(&doc[xml::inside(&tags, at)]).into_owned())
}

/// Fills the title and its like among the document's properties.
fn title(package: &mut Package<'_>, language: &Language) -> Result<Option<Fault>, PackageFault> {
    let Some(part) = title_part(package)? else { return Ok(None) };
    let mut fault = None;
    rels::edit(package, &part, |doc, tags, edits: &mut Edits| {
        let known = |at: &usize| PROPERTIES.contains(&tags[*at].name) && tags[*at].kind == Kind::Open;
        for at in (0..tags.len()).filter(known) {
            let inside = xml::inside(tags, at);
            let text = xml::text(&doc[inside.clone()]).into_owned();
            match texts::render(language, &language.data(), std::slice::from_ref(&text)) {
                Ok(None) => {}
                Ok(Some(new)) => {
                    let clean: String = new.concat().chars().filter(|ch| u32::from(*ch) >= 0x20).collect();
                    edits.replace(inside, xml::escape_text(&clean).into_owned());
                }
                Err(kind) => fault = Some(Fault { place: Place::of(Story::Title), text, kind }),
            }
        }
    })?;
    Ok(fault)
}
