//! Series whose points lie side by side in one repeated row: one for each copy of the row.

use super::{Charts, Rewritten, Site};
use crate::ooxml::formula::{Formula, Ref};
use crate::ooxml::refs;
use crate::ooxml::xml::{self, Edits, Tag};

/// Most series of a chart.
const MAX_SERIES: usize = 255;

impl Charts<'_> {
    /// The sheet and the passes of a block that a series belongs to: its points lie side by side in one repeated row.
    pub(super) fn rows_of_series(&self, doc: &str, tags: &[Tag<'_>], at: usize) -> Option<(usize, Vec<u32>)> {
        let end = xml::closing(tags, at);
        let values =
            (at + 1..end).find(|at| matches!(tags[*at].name, "val" | "yVal") && tags[*at].starts())?;
        let found = (values + 1..xml::closing(tags, values)).find(|at| tags[*at].name == "f")?;
        let text = xml::text(&doc[xml::inside(tags, found)]).into_owned();
        let formula = Formula::read(&text);
        let [found] = formula.refs.as_slice() else { return None };
        let across = found.first.row == found.last.row && found.first.col != found.last.col;
        let site = Site { out: self.out, ..Site::default() };
        let out =
            *self.outs.targets(site, found).0.first().filter(|_| across && found.span == (0..text.len()))?;
        let axis = &self.outs.list[out].rows.axis;
        let mut passes = axis.passes(found.first.row, found.last.row);
        passes.truncate(MAX_SERIES);
        (passes.len() > 1).then_some((out, passes))
    }

    /// A series in one pass of the block it belongs to; `number` is that of a further copy.
    pub(super) fn series(
        &self,
        doc: &str,
        tags: &[Tag<'_>],
        at: usize,
        (out, pass): (usize, u32),
        number: Option<usize>,
    ) -> String {
        let mut edits = Edits::default();
        let end = xml::closing(tags, at);
        let site = Site { out: Some(out), row: Some(pass), ..Site::default() };
        let axis = &self.outs.list[out].rows.axis;
        let mut skip = at;
        for child in at + 1..end {
            let tag = &tags[child];
            if child <= skip || !tag.starts() {
                continue;
            }
            let direct = tag.depth == tags[at].depth + 1;
            match (tag.name, number) {
                // Further series have colours of their own.
                ("spPr" | "extLst", Some(_)) if direct => {
                    edits.remove(xml::element(tags, child));
                    skip = xml::closing(tags, child);
                }
                ("idx" | "order", Some(number)) if direct => {
                    if let Some(attr) = tag.attr("val") {
                        edits.replace(attr.span, number.to_string());
                    }
                }
                ("f", _) if tag.kind == xml::Kind::Open => {
                    let old = xml::text(&doc[xml::inside(tags, child)]).into_owned();
                    let formula = Formula::read(&old);
                    // Without `$` a row of the block is that of the same copy.
                    let own =
                        |found: &Ref| axis.holder(Some(pass), found.first.row, found.last.row) == Some(pass);
                    let text =
                        refs::with_rows_fixed(&old, &formula, |found| own(found).then_some((false, false)));
                    let Ok(new) = self.outs.rewrite(site, &text, &Formula::read(&text)) else { continue };
                    let new = new.text.unwrap_or(text);
                    let new = refs::with_rows_fixed(&new, &Formula::read(&new), |_| Some((true, true)));
                    let rewritten = Rewritten { text: Some(new), ..Rewritten::default() };
                    self.reference((doc, tags, child), &old, rewritten, &mut edits);
                }
                _ => {}
            }
        }
        edits.apply(doc, xml::element(tags, at))
    }
}

/// A number that no series of a chart has yet, nor any after it.
pub(super) fn next_series(tags: &[Tag<'_>]) -> usize {
    let numbers =
        tags.iter().filter(|tag| matches!(tag.name, "idx" | "order")).filter_map(|tag| tag.value("val"));
    numbers.filter_map(|number| number.parse::<usize>().ok()).max().map_or(0, |last| last + 1)
}
