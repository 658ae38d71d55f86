//! The styles part: cell formats appended to it, never changed. Text in, indexes of formats and the edited text out.
//!
//! A marked cell gets a copy of its own format in which only the fill differs, so that its number format, borders and
//! protection stay. What is in the lists already is used again: marking a copy twice adds nothing.

use std::collections::BTreeMap;

use super::bits;
use super::refusal::Refusal;
use crate::model::finding::Severity;
use crate::ooxml::xml::{self, Edits, Kind, Tag};

/// Excel takes 65,490 cell formats; some room is left for the sender.
const MOST_FORMATS: usize = 65_000;

/// The lists of the part that formats point into, in schema order.
const LISTS: [(&str, &str); 5] = [
    ("fonts", "<font><sz val=\"11\"/><name val=\"Calibri\"/></font>"),
    (
        "fills",
        "<fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>",
    ),
    ("borders", "<border><left/><right/><top/><bottom/><diagonal/></border>"),
    ("cellStyleXfs", "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"),
    ("cellXfs", PLAIN_XF),
];
const PLAIN_XF: &str = "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>";
/// What stands behind `cellXfs`.
const AFTER: [&str; 6] = ["cellStyles", "dxfs", "tableStyles", "colors", "AlternateContent", "extLst"];

/// One of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Fonts = 0,
    Fills = 1,
    Borders = 2,
    Xfs = 4,
}

/// The styles part with what was added so far.
pub(super) struct Looks {
    doc: String,
    bom: bool,
    prefix: String,
    entries: [Vec<String>; 5],
    known: [BTreeMap<String, u32>; 5],
    before: [usize; 5],
}

/// The colour of a marker, as ARGB: near the usual light red and yellow, but not in any palette, so that it is known again.
pub(super) const fn marker_colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "FFF8CBAE",
        _ => "FFFFE69B",
    }
}

impl Looks {
    /// Reads the styles part; `doc` without a byte order mark.
    pub(super) fn read(part: &str, doc: String, bom: bool) -> Result<Self, Refusal> {
        let tags = xml::tags(&doc).map_err(|fault| bits::broken(part, fault))?;
        let root = tags.first().filter(|tag| tag.name == "styleSheet" && tag.kind == Kind::Open);
        let root = root.ok_or_else(|| Refusal::not_understood(part, "no styleSheet"))?;
        let prefix = bits::prefix(&doc, root).to_owned();
        let mut entries: [Vec<String>; 5] = Default::default();
        for (at, (name, default)) in LISTS.iter().enumerate() {
            entries[at] = if let Some(list) = list_at(&tags, name) {
                children(&doc, &tags, list)
            } else {
                let text = format!("<a>{default}</a>");
                let tags = xml::tags(&text).map_err(|fault| bits::broken(part, fault))?;
                children(&text, &tags, 0).iter().map(|entry| prefixed(entry, &prefix)).collect()
            };
        }
        let before = std::array::from_fn(|at| entries[at].len());
        let known = std::array::from_fn(|at| {
            let mut known = BTreeMap::new();
            for (index, entry) in entries[at].iter().enumerate() {
                known.entry(entry.clone()).or_insert(index as u32);
            }
            known
        });
        Ok(Self { doc, bom, prefix, entries, known, before })
    }

    /// An empty styles part, to be filled with the lists that every workbook has.
    pub(super) fn new(doc: String) -> Result<Self, Refusal> {
        Self::read("styles.xml", doc, false)
    }

    /// The index of `entry`, written without a prefix, in a list; it is appended if it is new.
    pub(super) fn add(&mut self, list: List, entry: &str) -> Result<u32, Refusal> {
        self.add_raw(list, prefixed(entry, &self.prefix))
    }

    fn add_raw(&mut self, list: List, entry: String) -> Result<u32, Refusal> {
        let at = list as usize;
        if let Some(index) = self.known[at].get(&entry) {
            return Ok(*index);
        }
        if self.entries[at].len() >= MOST_FORMATS {
            return Err(Refusal::TooManyFormats);
        }
        let index = self.entries[at].len() as u32;
        self.entries[at].push(entry.clone());
        self.known[at].insert(entry, index);
        Ok(index)
    }

    fn format(&self, style: u32) -> String {
        let xfs = &self.entries[List::Xfs as usize];
        let found = xfs.get(style as usize).or(xfs.first()).cloned();
        found.unwrap_or_else(|| prefixed(PLAIN_XF, &self.prefix))
    }

    /// The format `style` with the fill that marks `severity`.
    pub(super) fn marked(&mut self, style: u32, severity: Severity) -> Result<u32, Refusal> {
        let colour = marker_colour(severity);
        let fill = format!(
            "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"{colour}\"/><bgColor indexed=\"64\"/></patternFill></fill>"
        );
        let fill = self.add(List::Fills, &fill)?;
        let format = with_fill(&self.format(style), Some(fill));
        self.add_raw(List::Xfs, format)
    }

    /// The fill of format `style`, written without a prefix; `None` if it has none.
    pub(super) fn fill_of(&self, style: u32) -> Option<String> {
        let fill = self.entries[List::Fills as usize].get(fill_id(&self.format(style)))?;
        let tags = xml::tags(fill).ok()?;
        let pattern = tags.iter().find(|tag| tag.name == "patternFill");
        let none = pattern.is_some_and(|tag| tag.value("patternType").is_none_or(|kind| kind == "none"));
        (!none && tags.len() > 1).then(|| unprefixed(fill, &self.prefix))
    }

    /// Which formats carry a marker fill, by index.
    pub(super) fn are_marked(&self) -> Vec<bool> {
        let is_marker = |fill: &String| {
            let Ok(tags) = xml::tags(fill) else { return false };
            let solid = tags.iter().any(|tag| tag.value("patternType").is_some_and(|kind| kind == "solid"));
            let colour = tags.iter().find(|tag| tag.name == "fgColor").and_then(|tag| tag.value("rgb"));
            let is = |severity| {
                colour.as_deref().is_some_and(|rgb| rgb.eq_ignore_ascii_case(marker_colour(severity)))
            };
            solid && (is(Severity::Error) || is(Severity::Warning))
        };
        let markers: Vec<bool> = self.entries[List::Fills as usize].iter().map(is_marker).collect();
        let xfs = self.entries[List::Xfs as usize].iter();
        xfs.map(|xf| markers.get(fill_id(xf)).copied().unwrap_or(false)).collect()
    }

    /// The format `style` with this fill (written without a prefix) or none: one of the part that differs in nothing else,
    /// or a new one. A fill that is no well-formed `fill` element counts as none.
    pub(super) fn restored(&mut self, style: u32, fill: Option<&str>) -> Result<u32, Refusal> {
        let fill = match fill.filter(|fill| is_fill(fill)) {
            Some(fill) => Some(self.add(List::Fills, fill)?),
            None => None,
        };
        let format = self.format(style);
        let wanted = essence(&format);
        let xfs = &self.entries[List::Xfs as usize];
        let id = fill.map_or(0, |fill| fill as usize);
        let found = xfs.iter().position(|xf| fill_id(xf) == id && essence(xf) == wanted);
        match found {
            Some(found) => Ok(found as u32),
            None => self.add_raw(List::Xfs, with_fill(&format, fill)),
        }
    }

    /// The edited part; `None` if nothing was added.
    pub(super) fn write(&self, part: &str) -> Result<Option<(String, bool)>, Refusal> {
        let tags = xml::tags(&self.doc).map_err(|fault| bits::broken(part, fault))?;
        let mut edits = Edits::default();
        for (at, (name, _)) in LISTS.iter().enumerate() {
            let added = &self.entries[at][self.before[at]..];
            if let Some(list) = list_at(&tags, name) {
                if added.is_empty() {
                    continue;
                }
                if let Some(count) = tags[list].attr("count") {
                    edits.replace(count.span, self.entries[at].len().to_string());
                }
                bits::append(&self.doc, &tags, list, &added.concat(), &mut edits);
            } else if self.changed() {
                let prefix = &self.prefix;
                let all = self.entries[at].concat();
                let text =
                    format!("<{prefix}{name} count=\"{}\">{all}</{prefix}{name}>", self.entries[at].len());
                let later: Vec<&str> = LISTS[at + 1..].iter().map(|(name, _)| *name).chain(AFTER).collect();
                bits::insert_before(&self.doc, &tags, &later, &text, &mut edits);
            }
        }
        Ok((!edits.is_empty()).then(|| (edits.apply_all(&self.doc), self.bom)))
    }

    fn changed(&self) -> bool {
        (0..LISTS.len()).any(|at| self.entries[at].len() > self.before[at])
    }
}

fn list_at(tags: &[Tag<'_>], name: &str) -> Option<usize> {
    tags.iter().position(|tag| tag.depth == 1 && tag.starts() && tag.name == name)
}

fn children(doc: &str, tags: &[Tag<'_>], list: usize) -> Vec<String> {
    let depth = tags[list].depth + 1;
    (list + 1..xml::closing(tags, list))
        .filter(|at| tags[*at].depth == depth && tags[*at].starts())
        .map(|at| doc[xml::element(tags, at)].to_owned())
        .collect()
}

fn prefixed(entry: &str, prefix: &str) -> String {
    if prefix.is_empty() {
        return entry.to_owned();
    }
    entry.replace('<', &format!("<{prefix}")).replace(&format!("<{prefix}/"), &format!("</{prefix}"))
}

fn unprefixed(entry: &str, prefix: &str) -> String {
    if prefix.is_empty() {
        return entry.to_owned();
    }
    entry.replace(&format!("<{prefix}"), "<").replace(&format!("</{prefix}"), "</")
}

fn fill_id(xf: &str) -> usize {
    let id =
        xml::attrs_in(xf, 0..xf.find('>').map_or(xf.len(), |end| end + 1)).find(|attr| attr.key == "fillId");
    id.and_then(|attr| attr.raw.trim().parse().ok()).unwrap_or(0)
}

/// A format without what says which fill it has.
fn essence(xf: &str) -> (Vec<(&str, &str)>, &str) {
    let end = xf.find('>').map_or(xf.len(), |end| end + 1);
    let mut attrs: Vec<(&str, &str)> = xml::attrs_in(xf, 0..end)
        .map(|attr| (attr.key, attr.raw))
        .filter(|(key, _)| !matches!(*key, "fillId" | "applyFill"))
        .collect();
    attrs.sort_unstable();
    (attrs, &xf[end..])
}

fn with_fill(xf: &str, fill: Option<u32>) -> String {
    let Ok(tags) = xml::tags(xf) else { return xf.to_owned() };
    let Some(tag) = tags.first() else { return xf.to_owned() };
    let mut edits = Edits::default();
    bits::set_attr(xf, tag, "fillId", &fill.unwrap_or(0).to_string(), &mut edits);
    if fill.is_some() {
        bits::set_attr(xf, tag, "applyFill", "1", &mut edits);
    } else if let Some(attr) = tag.attr("applyFill") {
        edits.remove(attr.whole);
    }
    edits.apply_all(xf)
}

/// Whether a text is one whole `fill` element of the default namespace.
fn is_fill(text: &str) -> bool {
    const NAMES: [&str; 6] = ["fill", "patternFill", "gradientFill", "fgColor", "bgColor", "color"];
    let Ok(tags) = xml::tags(text) else { return false };
    let known = |tag: &Tag<'_>| {
        bits::prefix(text, tag).is_empty()
            && (NAMES.contains(&tag.name) || tag.name == "stop")
            && tag.attrs().all(|attr| !attr.key.contains(':'))
    };
    tags.first().is_some_and(|tag| tag.name == "fill" && tag.span.start == 0)
        && xml::element(&tags, 0).end == text.len()
        && tags.iter().all(known)
        && !text.contains(['&', '!', '?'])
}
