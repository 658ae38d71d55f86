//! What a formula names that is several things after filling, where a list of references will not do: copies of a sheet in a
//! function that takes one range, copies of a table, and defined names in aggregates. A formula and its site in, the new text
//! of pieces of it out.

use std::ops::Range;

use super::outs::{NamedTable, Outs, Site};
use crate::ooxml::formula::{Formula, Ref, Shape, SheetName, Token};
use crate::ooxml::refs::{self, Change, RefFault, Takes};

/// Functions whose results over several areas add up to that over all of them.
const ADDITIVE: [&str; 6] = ["COUNTIF", "COUNTIFS", "SUMIF", "SUMIFS", "SUMPRODUCT", "COUNTBLANK"];

/// Most copies of a table in one call.
const MAX_TABLES: usize = 200;

/// Pieces of a formula with their new texts.
#[derive(Debug, Default)]
pub struct Spread {
    /// Where they are, and what stands there afterwards.
    pub known: Vec<(Range<usize>, String)>,
    /// Whether one of them reaches more cells than before.
    pub reach: bool,
    /// Whether one of them takes in what stands between copies.
    pub between: bool,
}

impl Spread {
    fn holds(&self, span: &Range<usize>) -> bool {
        self.known.iter().any(|(known, _)| known.start <= span.start && span.end <= known.end)
    }
}

impl Outs {
    /// The pieces of a formula at `site` that are not just references with a new place.
    pub fn spread(&self, site: Site, text: &str, formula: &Formula) -> Result<Spread, RefFault> {
        let mut out = Spread::default();
        if site.strict && site.meant.is_none() && self.by_src.values().any(|list| list.len() > 1) {
            self.sums(site, text, formula, &mut out)?;
        }
        for (at, (token, span)) in formula.tokens.iter().enumerate() {
            if !matches!(token, Token::Other | Token::Name(_)) || out.holds(span) {
                continue;
            }
            let word = &text[span.clone()];
            let argument = formula.argument(at);
            let takes =
                argument.map_or(Takes::One, |(call, at)| refs::takes_at(&formula.calls[call].name, at));
            if let Some(new) = self.table(site, word, takes)? {
                out.reach |= new.1;
                out.known.push((span.clone(), new.0));
            } else if let (Token::Name(name), Takes::Many | Takes::Union) = (token, takes)
                && let Some(new) = self.written_out(site, name, takes)
            {
                out.reach = true;
                out.known.push((span.clone(), new));
            }
        }
        Ok(out)
    }

    /// Calls over a repeated sheet that become a sum of one call for each copy.
    fn sums(&self, site: Site, text: &str, formula: &Formula, out: &mut Spread) -> Result<(), RefFault> {
        let mut calls: Vec<(usize, usize)> = Vec::new();
        for found in &formula.refs {
            let (targets, ..) = self.targets(site, found);
            let takes = refs::takes(formula, found);
            if targets.len() < 2 || matches!(takes, Takes::Many | Takes::Union) {
                continue;
            }
            let Some(call) = additive(formula, &found.span) else { continue };
            if takes != Takes::Range && formula.calls[call].name != "SUMPRODUCT" {
                return Err(RefFault::Several);
            }
            calls.push((call, self.list[targets[0]].src));
        }
        for (at, (token, span)) in formula.tokens.iter().enumerate() {
            let several = matches!(token, Token::Other | Token::Name(_)) && formula.argument(at).is_some();
            let Some(call) = additive(formula, span).filter(|_| several) else { continue };
            let copies = self.tables_seen(site, table_name(&text[span.clone()]));
            if let [(first, table), (second, _), ..] = copies.as_slice()
                && first != second
                && table.inst.is_none()
            {
                calls.push((call, self.list[*first].src));
            }
        }
        calls.sort_by_key(|(call, _)| *call);
        calls.dedup();
        for (at, (call, src)) in calls.iter().enumerate() {
            let span = formula.calls[*call].span.clone();
            if calls.iter().enumerate().any(|(other, (same, _))| other != at && same == call) {
                return Err(RefFault::Several);
            }
            let inner = &text[span.clone()];
            let parsed = Formula::read(inner);
            let mut sum: Vec<String> = Vec::new();
            for target in &self.by_src[src] {
                let one = self.rewrite(Site { meant: Some(*target), ..site }, inner, &parsed)?;
                out.between |= one.between;
                sum.push(one.text.unwrap_or_else(|| inner.to_owned()));
            }
            let sum = sum.join("+");
            out.known.push((span.clone(), if span == (0..text.len()) { sum } else { format!("({sum})") }));
            out.reach = true;
        }
        Ok(())
    }

    /// A table's name, alone or with brackets, as it reads at `site`, and whether it is several tables now.
    fn table(&self, site: Site, word: &str, takes: Takes) -> Result<Option<(String, bool)>, RefFault> {
        let name = table_name(word);
        let copies = self.tables_seen(site, name);
        let written = |table: &NamedTable| format!("{}{}", table.new, &word[name.len()..]);
        match copies.as_slice() {
            [] => Ok(None),
            [(_, table)] => Ok((table.new != table.old).then(|| (written(table), false))),
            all if takes == Takes::Many && all.len() <= MAX_TABLES => {
                let list: Vec<String> = all.iter().map(|(_, table)| written(table)).collect();
                Ok(Some((list.join(","), true)))
            }
            _ if site.strict => Err(RefFault::Several),
            [(_, table), ..] => Ok((table.new != table.old).then(|| (written(table), false))),
        }
    }

    /// The copies of a table that its name means at `site`, with their sheets: those of the innermost pass around the site
    /// that has any, those of its own sheet, or all.
    fn tables_seen(&self, site: Site, name: &str) -> Vec<(usize, &NamedTable)> {
        let all: Vec<(usize, &NamedTable)> = self
            .list
            .iter()
            .enumerate()
            .flat_map(|(out, sheet)| sheet.tables.iter().map(move |table| (out, table)))
            .filter(|(_, table)| table.old.eq_ignore_ascii_case(name))
            .collect();
        if all.len() < 2 {
            return all;
        }
        let meant = site.meant.filter(|meant| all.iter().any(|(out, _)| out == meant));
        let Some(own) = meant.or(site.out.filter(|own| all.iter().any(|(out, _)| out == own))) else {
            return all;
        };
        let axis = &self.list[own].rows.axis;
        let mut level = site.row.filter(|_| site.out == Some(own));
        loop {
            let within = |inst: Option<u32>| {
                let mut at = inst;
                while at.is_some() && at != level {
                    at = at.and_then(|id| axis.parent(id));
                }
                level.is_none() || at == level
            };
            let seen: Vec<_> =
                all.iter().copied().filter(|(out, table)| *out == own && within(table.inst)).collect();
            match level {
                Some(id) if seen.is_empty() => level = axis.parent(id),
                _ => return seen,
            }
        }
    }

    /// The cells that a defined name means in an aggregate, where those are others than the name itself means.
    fn written_out(&self, site: Site, name: &str, takes: Takes) -> Option<String> {
        let own = site.out.map(|out| self.list[out].src);
        let known = |sheet: Option<usize>| self.defined.get(&(name.to_lowercase(), sheet));
        let meaning = own.and_then(|own| known(Some(own))).or_else(|| known(None))?;
        let site = Site { out: site.out, ..Site::default() };
        let call = if takes == Takes::Union { "LARGE(" } else { "SUM(" };
        let text = format!("{call}{meaning})");
        let formula = Formula::read(&text);
        let found = formula.refs.first()?;
        let plain = Formula::read(meaning);
        let (all, _) = self.resolve(site, &formula, found).ok()?;
        let (alone, between) = self.resolve(site, &plain, plain.refs.first()?).ok()?;
        if all == alone && !between || all == Change::Gone {
            return None;
        }
        let new = self.rewrite(site, &text, &formula).ok()?.text?;
        Some(new.strip_prefix(call)?.strip_suffix(')')?.to_owned())
    }
}

/// The innermost call around a piece of a formula, if its results add up.
fn additive(formula: &Formula, span: &Range<usize>) -> Option<usize> {
    let around = |call: &usize| {
        let whole = &formula.calls[*call].span;
        whole.start < span.start && span.end < whole.end
    };
    let call = (0..formula.calls.len()).rev().find(around)?;
    ADDITIVE.contains(&formula.calls[call].name.as_str()).then_some(call)
}

fn table_name(word: &str) -> &str {
    word.split('[').next().unwrap_or_default()
}

/// The meaning of a defined name if it is a single reference to a sheet, and does not move with the cell it is used in.
pub fn single_reference(meaning: &str) -> Option<Ref> {
    let formula = Formula::read(meaning);
    let [found] = formula.refs.as_slice() else { return None };
    let Ref { span, sheet, first, last, shape, .. } = found;
    let fixed = first.row_fixed && first.col_fixed && last.row_fixed && last.col_fixed;
    let area = *span == (0..meaning.len()) && matches!(shape, Shape::Cell | Shape::Range);
    (fixed && area && *sheet != SheetName::Own).then(|| found.clone())
}
