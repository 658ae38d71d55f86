//! Rules of a sheet after filling: conditional formats, validations and sparklines, whose areas grow or repeat and whose
//! formulas are relative to the first cell of their area.

use super::area::{Area, areas, sqref};
use super::outs::Site;
use super::tail::Tail;
use crate::ooxml::formula::Formula;
use crate::ooxml::refs;
use crate::ooxml::xml::{self, Edits};

impl Tail<'_> {
    /// A conditional format or a validation: its areas, and its formulas, which are relative to the first of them.
    pub(super) fn rule(&mut self, at: usize) {
        let end = xml::closing(self.tags, at);
        let own = self.tags[at].attr("sqref");
        let inner = (at..end).find(|child| self.tags[*child].starts() && self.tags[*child].name == "sqref");
        let (list, span) = match (&own, inner) {
            (Some(attr), _) => (attr.value().into_owned(), attr.span.clone()),
            (None, Some(child)) => {
                let span = xml::inside(self.tags, child);
                (xml::text(&self.doc[span.clone()]).into_owned(), span)
            }
            (None, None) => return,
        };
        let Some(new) = sqref(self.out(), &list) else { return self.remove(at) };
        if new != list {
            self.edits.replace(span, xml::escape_attr(&new));
        }
        let base = base_of(&list);
        for child in at + 1..end {
            let tag = &self.tags[child];
            if tag.kind == xml::Kind::Open && matches!(tag.name, "formula" | "formula1" | "formula2" | "f") {
                let inside = xml::inside(self.tags, child);
                if self.doc[inside.clone()].contains('<') {
                    continue;
                }
                let filled = self.edits.text_at(&inside);
                let text = xml::text(filled.as_deref().unwrap_or(&self.doc[inside.clone()])).into_owned();
                if let Some(new) = self.relative(&text, base) {
                    self.edits.set(inside, xml::escape_text(&new).into_owned());
                }
            } else if tag.name == "cfvo" && tag.starts() {
                let Some(attr) = tag.attr("val") else { continue };
                if let Some(new) = self.relative(&attr.value(), base) {
                    self.replace(&attr, &new);
                }
            }
        }
    }

    /// A formula relative to the cell `base`, after filling.
    fn relative(&self, text: &str, base: Option<(u32, u32)>) -> Option<String> {
        let out = self.out();
        let mut site = Site { out: Some(self.number), ..Site::default() };
        let mut shifted = text.to_owned();
        if let Some((row, col)) = base {
            let to_row = out.rows.axis.at_or_after(row);
            let to_col = out.cols.axis.at_or_after(col);
            site.row = out.rows.axis.inst_at(to_row);
            site.col = out.cols.axis.inst_at(to_col);
            let down = i64::from(out.rows.axis.source(to_row).unwrap_or(row)) - i64::from(row);
            let right = i64::from(out.cols.axis.source(to_col).unwrap_or(col)) - i64::from(col);
            if (down, right) != (0, 0) {
                shifted = refs::moved(text, down, right)?;
            }
        }
        let formula = Formula::read(&shifted);
        let rewritten = self.outs.rewrite(site, &shifted, &formula).ok()?;
        rewritten.text.or_else(|| (shifted != text).then_some(shifted))
    }

    /// The date axis of sparklines; without its dates there is none.
    pub(super) fn outer_formula(&mut self, at: usize) {
        let Some(child) = self.children(at).into_iter().find(|child| self.tags[*child].name == "f") else {
            return;
        };
        let inside = xml::inside(self.tags, child);
        let text = xml::text(&self.doc[inside.clone()]).into_owned();
        let site = Site { out: Some(self.number), all: true, ..Site::default() };
        let Ok(rewritten) = self.outs.rewrite(site, &text, &Formula::read(&text)) else { return };
        let Some(new) = rewritten.text else { return };
        if is_gone(&text, &new) {
            self.edits.remove(xml::element(self.tags, child));
            if let Some(axis) = self.tags[at].attr("dateAxis") {
                self.edits.remove(axis.whole);
            }
        } else {
            self.edits.replace(inside, xml::escape_text(&new).into_owned());
        }
    }

    /// A sparkline is repeated with its cell.
    pub(super) fn sparkline(&mut self, at: usize) {
        let children = self.children(at);
        let child = |name: &str| children.iter().copied().find(|child| self.tags[*child].name == name);
        let (Some(place), formula) = (child("sqref"), child("f")) else { return };
        let list = xml::text(&self.doc[xml::inside(self.tags, place)]).into_owned();
        let Some(area) = Area::parse(list.trim()) else { return };
        let found = areas(self.out(), area, false);
        if found.is_empty() {
            return self.remove(at);
        }
        let span = xml::element(self.tags, at);
        let mut text = String::new();
        for area in found {
            let mut edits = Edits::default();
            edits.replace(xml::inside(self.tags, place), area.show());
            if let Some(formula) = formula {
                let inside = xml::inside(self.tags, formula);
                let old = xml::text(&self.doc[inside.clone()]).into_owned();
                let site = Site {
                    out: Some(self.number),
                    row: self.out().rows.axis.inst_at(area.rows.0),
                    col: self.out().cols.axis.inst_at(area.cols.0),
                    ..Site::default()
                };
                if let Ok(rewritten) = self.outs.rewrite(site, &old, &Formula::read(&old)) {
                    let new = rewritten.text.unwrap_or_else(|| old.clone());
                    if is_gone(&old, &new) {
                        continue;
                    }
                    edits.replace(inside, xml::escape_text(&new).into_owned());
                }
            }
            text.push_str(&edits.apply(self.doc, span.clone()));
        }
        if text.is_empty() {
            self.remove(at);
        } else if text != self.doc[span.clone()] {
            self.edits.replace(span, text);
        }
    }
}

/// Whether a formula named cells and names none any more.
pub(super) fn is_gone(before: &str, after: &str) -> bool {
    !Formula::read(before).refs.is_empty() && Formula::read(after).refs.is_empty()
}

/// The cell that the formulas of a rule are relative to.
fn base_of(list: &str) -> Option<(u32, u32)> {
    let all: Vec<Area> = list.split_whitespace().filter_map(Area::parse).collect();
    let row = all.iter().map(|area| area.rows.0).min()?;
    let col = all.iter().map(|area| area.cols.0).min()?;
    Some((row, col))
}
