//! Elements around a sheet's rows that go with their cells, once for each copy or not at all: nothing that must not be empty
//! is left behind.

use std::collections::BTreeSet;

use super::area::{Area, areas, sqref};
use super::tail::Tail;
use crate::ooxml::xml;

/// Elements that say nothing, or are not allowed, without the ones in them.
const CONTAINERS: [&str; 17] = [
    "cellWatches",
    "colBreaks",
    "conditionalFormattings",
    "dataRefs",
    "dataValidations",
    "ext",
    "extLst",
    "hyperlinks",
    "ignoredErrors",
    "mergeCells",
    "protectedRanges",
    "rowBreaks",
    "scenario",
    "scenarios",
    "sortState",
    "sparklineGroups",
    "sparklines",
];

impl Tail<'_> {
    /// Cuts an element, and its container if nothing is left in that; otherwise the container's count is one less.
    pub(super) fn remove(&mut self, at: usize) {
        let mut at = at;
        loop {
            self.edits.remove(xml::element(self.tags, at));
            let new = self.removed.insert(at);
            let Some(parent) = xml::parent(self.tags, at).filter(|_| new) else { return };
            let name = self.tags[parent].name;
            let left = || self.children(parent).iter().any(|child| !self.removed.contains(child));
            // A group of sparklines has colours beside them.
            let bare = name == "sparklineGroup" && self.tags[at].name == "sparklines";
            if !bare && (!CONTAINERS.contains(&name) || left()) {
                if let Some(count) = self.tags[parent].attr("count") {
                    self.count_down(&count);
                }
                return;
            }
            at = parent;
        }
    }

    fn count_down(&mut self, count: &xml::Attr<'_>) {
        let before = self.edits.text_at(&count.span).unwrap_or_else(|| count.value().into_owned());
        if let Ok(number) = before.parse::<u32>() {
            self.edits.set(count.span.clone(), number.saturating_sub(1).to_string());
        }
    }

    /// An element whose `key` lists areas; it goes if none is left.
    pub(super) fn list(&mut self, at: usize, key: &str) {
        let Some(attr) = self.tags[at].attr(key) else { return };
        match sqref(self.out(), &attr.value()) {
            Some(value) => self.replace(&attr, &value),
            None => self.remove(at),
        }
    }

    /// An element whose `key` names one area: once for each copy of it, `most` at most; it goes if there is none.
    pub(super) fn each(&mut self, at: usize, key: &str, most: usize) {
        let Some(attr) = self.tags[at].attr(key) else { return };
        let Some(area) = Area::parse(&attr.value()) else { return };
        let mut found = areas(self.out(), area, false);
        found.truncate(most);
        match found.as_slice() {
            [] => self.remove(at),
            [one] => self.replace(&attr, &one.show()),
            many => self.copies(at, &attr, many),
        }
    }

    /// Writes an element once for each area.
    pub(super) fn copies(&mut self, at: usize, attr: &xml::Attr<'_>, found: &[Area]) {
        let span = xml::element(self.tags, at);
        // Only a link has something else that may have changed.
        let piece = |range: std::ops::Range<usize>| match self.tags[at].name {
            "hyperlink" => self.edits.apply(self.doc, range),
            _ => self.doc[range].to_owned(),
        };
        let (before, after) = (piece(span.start..attr.span.start), piece(attr.span.end..span.end));
        let mut text = String::new();
        for area in found {
            text.extend([before.as_str(), &area.show(), &after]);
        }
        if text != self.doc[span.clone()] {
            self.edits.replace(span, text);
        }
    }

    /// A source of consolidated data: on whatever sheet, it covers all copies of the first copy of its sheet.
    pub(super) fn data_ref(&mut self, at: usize) {
        let tag = &self.tags[at];
        let Some(attr) = tag.attr("ref").filter(|_| tag.attr_local("id").is_none()) else { return };
        let Some(area) = Area::parse(&attr.value()) else { return };
        let own = tag.attr("sheet");
        let outs = self.outs;
        let src = match &own {
            Some(name) => outs.names.get(&name.value().to_lowercase()).copied(),
            None => Some(self.out().src),
        };
        let Some(src) = src else { return };
        let target = match outs.by_src.get(&src).map(Vec::as_slice) {
            Some(_) if self.out().src == src => Some(self.number),
            Some([first, ..]) => Some(*first),
            _ => None,
        };
        let target = target.map(|target| &outs.list[target]);
        let Some((target, area)) = target.and_then(|target| Some((target, target.covered(area)?))) else {
            return self.remove(at);
        };
        self.replace(&attr, &area.show());
        if let Some(own) = own
            && own.value().to_lowercase() != target.name.to_lowercase()
        {
            self.replace(&own, &target.name);
        }
    }

    /// Page breaks set by hand; two at one place are one.
    pub(super) fn breaks(&mut self, at: usize, rows: bool) {
        let axis = if rows { self.out().rows.axis.clone() } else { self.out().cols.axis.clone() };
        if axis.is_identity() {
            return;
        }
        let mut seen = BTreeSet::new();
        for child in self.children(at) {
            let Some(attr) = self.tags[child].attr("id") else { continue };
            let Ok(id) = attr.value().parse::<u32>() else { continue };
            let mut to = axis.copies(id, axis.window(None));
            if to.is_empty() {
                to = vec![axis.at_or_after(id + 1).saturating_sub(1)];
            }
            // Excel takes at most 1,026 breaks by hand, and none before the first row.
            to.retain(|id| *id > 0 && seen.len() < 1_026 && seen.insert(*id));
            let span = xml::element(self.tags, child);
            let (before, after) =
                (&self.doc[span.start..attr.span.start], &self.doc[attr.span.end..span.end]);
            let mut text = String::new();
            for id in to {
                text.extend([before, &id.to_string(), after]);
            }
            self.edits.replace(span, text);
        }
        if seen.is_empty() {
            return self.remove(at);
        }
        for key in ["count", "manualBreakCount"] {
            if let Some(attr) = self.tags[at].attr(key) {
                self.replace(&attr, &seen.len().to_string());
            }
        }
    }
}
