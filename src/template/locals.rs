//! Names that belong to a sheet, used with it (`Sheet!Name`): the sheet may have another name in the result, be there several
//! times, or be gone. A formula in, its text with the sheets of the result out.

use super::outs::{Outs, Site};
use crate::ooxml::formula::{Formula, Token};
use crate::ooxml::lexis::word_char;
use crate::ooxml::refs::{self, Change, RefFault, Takes, quote_sheet};

impl Outs {
    /// The text with such names on the sheets of the result, and whether they mean other cells; `None` if nothing changes.
    /// `formula` is the template's, `text` may have been rewritten already.
    pub(super) fn local_names(
        &self,
        site: Site,
        formula: &Formula,
        text: &str,
    ) -> Result<Option<(String, bool)>, RefFault> {
        let outside =
            |(token, span): &(Token, std::ops::Range<usize>)| *token == Token::Other && span.len() > 2;
        if !text.contains('!') || !formula.tokens.iter().any(outside) {
            return Ok(None);
        }
        let mut out = text.to_owned();
        let (mut from, mut reach) = (0, false);
        while let Some((span, src, name)) = self.next_local(&out, from) {
            let targets = match site.out {
                Some(own) if self.list[own].src == src => vec![own],
                _ => self.by_src.get(&src).cloned().unwrap_or_default(),
            };
            let named = |target: &usize| format!("{}!{name}", quote_sheet(&self.list[*target].name));
            // A cell in the place of the name tells how its argument takes it.
            let probe = format!("{}A1{}", &out[..span.end - name.len()], &out[span.end..]);
            let parsed = Formula::read(&probe);
            let here = parsed.refs.iter().find(|found| found.span.start == span.start);
            let all = here.is_some_and(|found| refs::takes(&parsed, found) == Takes::Many);
            let Some(first) = targets.first() else {
                let gone = refs::rewrite(&probe, &parsed, |found| {
                    Ok(if found.span.start == span.start { Change::Gone } else { Change::Keep })
                })?;
                (out, reach, from) = (gone.unwrap_or_default(), true, span.start);
                continue;
            };
            let new = if all && targets.len() > 1 {
                reach = true;
                targets.iter().map(named).collect::<Vec<_>>().join(",")
            } else {
                named(first)
            };
            from = span.start + new.len();
            out.replace_range(span, &new);
        }
        Ok((out != text).then_some((out, reach)))
    }

    /// The next such name behind byte `from`, of a sheet that is not the same in the result; with its sheet and without it.
    fn next_local(&self, text: &str, from: usize) -> Option<(std::ops::Range<usize>, usize, String)> {
        let formula = Formula::read(text);
        let mut found =
            formula.tokens.iter().filter(|(token, span)| *token == Token::Other && span.start >= from);
        found.find_map(|(_, span)| {
            let (sheet, name) = text[span.clone()].rsplit_once('!')?;
            let quoted = sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\''));
            let sheet = quoted.map_or_else(|| sheet.to_owned(), |sheet| sheet.replace("''", "'"));
            let src = *self.names.get(&sheet.to_lowercase())?;
            let same = match self.by_src.get(&src).map(Vec::as_slice) {
                Some([out]) => self.list[*out].name.to_lowercase() == sheet.to_lowercase(),
                None => true,
                Some(_) => false,
            };
            let plain = !name.is_empty() && name.chars().all(word_char);
            (plain && !same).then(|| (span.clone(), src, name.to_owned()))
        })
    }
}
