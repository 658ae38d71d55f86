//! Placeholders outside of cells: text boxes, chart titles, comments, headers and footers, the document's title and the
//! comments of defined names. They are text; what repeats is only their sheet.

use minijinja::Value;

use super::build::scope_of;
use super::fault::{Fault, FaultKind};
use super::language::{self, Language};
use super::outs::{OutSheet, Outs};
use super::parts;
use super::prompts;
use super::shapes;
use super::source::{SheetSource, Source};
use super::threads;
use super::tree::Plan;
use super::words::{self, Piece, Words};
use crate::model::place::CellAt;
use crate::ooxml::package::{Package, PackageFault};
use crate::ooxml::rels;
use crate::ooxml::xml::{self, Edits, Kind, Tag};

/// Renders text that is split into runs: literal text stays in its run, a value goes to the run its `{{` stands in. `None` if
/// there is no placeholder.
pub fn render(language: &Language, scope: &Value, runs: &[String]) -> Result<Option<Vec<String>>, FaultKind> {
    let text: String = runs.concat();
    let run_at = |byte: usize| {
        let mut end = 0;
        runs.iter()
            .position(|run| {
                end += run.len();
                byte < end
            })
            .unwrap_or(0)
    };
    let shown = |inner: &str| {
        let value = language.eval(&language.compile(inner)?, scope)?;
        language::shown(&value).map_err(FaultKind::NotAValue)
    };
    let mut out = vec![String::new(); runs.len()];
    match words::read(&text) {
        Words::Plain => return Ok(None),
        Words::Unclosed => return Err(FaultKind::Unclosed),
        Words::Control(inner) => return Err(FaultKind::UnknownTag(inner)),
        Words::Inline => out[0] = language.render(&text, scope)?,
        Words::Single(inner, start) => out[run_at(start)] = shown(&inner)?,
        Words::Mixed(pieces) => {
            for piece in pieces {
                match piece {
                    Piece::Expression(inner, start) => out[run_at(start)].push_str(&shown(&inner)?),
                    Piece::Literal(span) => {
                        let mut start = 0;
                        for (run, text) in runs.iter().zip(&mut out) {
                            let (from, to) = (span.start.max(start), span.end.min(start + run.len()));
                            if from < to {
                                text.push_str(&run[from - start..to - start]);
                            }
                            start += run.len();
                        }
                    }
                }
            }
        }
    }
    Ok(Some(out))
}

/// Fills headers and footers; `&` in a value is doubled, since it introduces a code there.
pub fn headers(
    doc: &str,
    tags: &[Tag<'_>],
    edits: &mut Edits,
    mut render: impl FnMut(&str) -> Option<String>,
) {
    const NAMES: [&str; 6] =
        ["oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"];
    for at in (0..tags.len()).filter(|at| NAMES.contains(&tags[*at].name) && tags[*at].kind == Kind::Open) {
        let inside = xml::inside(tags, at);
        let text = xml::text(&doc[inside.clone()]).into_owned();
        if let Some(new) = render(&text) {
            edits.replace(inside, xml::escape_text(&new).into_owned());
        }
    }
}

/// Renders a header or footer.
pub fn header(language: &Language, scope: &Value, text: &str) -> Result<Option<String>, FaultKind> {
    joined(language, scope, text, |value| value.replace('&', "&&"))
}

/// Renders a text with values that are written in their own way.
pub(super) fn joined(
    language: &Language,
    scope: &Value,
    text: &str,
    written: impl Fn(String) -> String,
) -> Result<Option<String>, FaultKind> {
    let pieces = match words::read(text) {
        Words::Plain => return Ok(None),
        Words::Unclosed => return Err(FaultKind::Unclosed),
        Words::Control(inner) => return Err(FaultKind::UnknownTag(inner)),
        Words::Inline => return language.render(text, scope).map(Some),
        Words::Single(inner, start) => vec![Piece::Expression(inner, start)],
        Words::Mixed(pieces) => pieces,
    };
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Literal(span) => out.push_str(&text[span]),
            Piece::Expression(inner, _) => {
                let value = language.eval(&language.compile(&inner)?, scope)?;
                out.push_str(&written(language::shown(&value).map_err(FaultKind::NotAValue)?));
            }
        }
    }
    Ok(Some(out))
}

/// Renders the runs of a comment on the cell `at` of the result, in the scope of its row and column.
pub fn comment(
    language: &Language,
    out: &OutSheet,
    at: CellAt,
    runs: &[String],
) -> Result<Option<Vec<String>>, FaultKind> {
    let row = out.rows.axis.inst_at(at.row);
    let col = out.cols.axis.inst_at(u32::from(at.col.0) + 1);
    if out.rows.is_blank(row) {
        return Ok(Some(vec![String::new(); runs.len()]));
    }
    render(language, &scope_of(out, row, col), runs)
}

/// Fills all texts outside of cells that do not wait for the rows to be written, and collects what is wrong with any.
pub struct Texts<'a> {
    /// The expression language.
    pub language: &'a Language,
    /// Faults found.
    pub faults: &'a mut Vec<Fault>,
    /// Sheet, place and text of every placeholder found.
    pub found: Vec<(String, String, String)>,
    /// How many were filled.
    pub filled: usize,
}

impl Texts<'_> {
    /// Goes through all sheets, the document's title and the comments of names.
    pub fn run(
        &mut self,
        package: &mut Package<'_>,
        source: &Source,
        plans: &[Plan<'_>],
        outs: &Outs,
    ) -> Result<(), PackageFault> {
        for out in &outs.list {
            let Some(sheet) = &source.sheets[out.src] else { continue };
            self.around(sheet, out);
            self.comments(package, sheet, out, &plans[out.src].vars)?;
            let related = &out.related;
            for part in related.drawings.iter().chain(&related.charts).chain(&related.texts) {
                self.drawing(package, part, &sheet.name, &out.base)?;
            }
        }
        for (src, related) in &outs.charts {
            let name = &source.book.sheets[*src].name;
            for part in related.drawings.iter().chain(&related.charts).chain(&related.texts) {
                self.drawing(package, part, name, &self.language.data())?;
            }
        }
        self.title(package)?;
        for name in source.book.names.iter().filter(|name| name.comment.contains("{{")) {
            let data = self.language.data();
            let place = format!("@name {}", name.name);
            self.take(
                "",
                &place,
                &name.comment,
                render(self.language, &data, std::slice::from_ref(&name.comment)),
            );
        }
        Ok(())
    }

    /// Notes a placeholder and passes its text on, or its fault. What repeats is noted once.
    fn take<T>(
        &mut self,
        sheet: &str,
        place: &str,
        text: &str,
        made: Result<Option<T>, FaultKind>,
    ) -> Option<T> {
        if matches!(made, Ok(None)) {
            return None;
        }
        let found = (sheet.to_owned(), place.to_owned(), text.to_owned());
        if !self.found.contains(&found) {
            self.found.push(found);
        }
        self.filled += 1;
        match made {
            Ok(made) => made,
            Err(kind) => {
                let told = |fault: &Fault| fault.sheet == sheet && fault.cell == place && fault.text == text;
                if !self.faults.iter().any(told) {
                    let (sheet, cell, text) = (sheet.to_owned(), place.to_owned(), text.to_owned());
                    self.faults.push(Fault { sheet, cell, text, kind });
                }
                None
            }
        }
    }

    /// Headers and texts of rules are written with their sheet; here they are only tried.
    fn around(&mut self, sheet: &SheetSource, out: &OutSheet) {
        let tail = &sheet.doc[sheet.scan.data.end..];
        if !tail.contains("{{") && !tail.contains("{%") {
            return;
        }
        let around = format!("{}{tail}", &sheet.doc[..sheet.scan.data.start]);
        let Ok(tags) = xml::tags(&around) else { return };
        let language = self.language;
        headers(&around, &tags, &mut Edits::default(), |text| {
            self.take(&sheet.name, "@header", text, header(language, &out.base, text))
        });
        prompts::fill(&around, &tags, &mut Edits::default(), |cells, text, within| {
            let made = prompts::prompt(language, &out.base, text, within);
            self.take(&sheet.name, &format!("@rule {cells}"), text, made)
        });
    }

    /// Comments of a sheet whose rows move are written with them; here they are only tried. Faults name the template's cell;
    /// of a comment whose cell is left out, the roots of its names must exist.
    fn comments(
        &mut self,
        package: &mut Package<'_>,
        sheet: &SheetSource,
        out: &OutSheet,
        vars: &[String],
    ) -> Result<(), PackageFault> {
        let language = self.language;
        let stays = out.stays();
        let parts = out.related.comments.iter().map(|part| (part, false));
        for (part, threaded) in parts.chain(out.related.threads.iter().map(|part| (part, true))) {
            parts::edit(package, part, |doc, tags, edits| {
                if !doc.contains('{') {
                    return;
                }
                let mut scratch = Edits::default();
                let edits = if stays { edits } else { &mut scratch };
                let mut seen = std::collections::BTreeSet::new();
                let render = |from: &str, at, runs: &[String]| {
                    seen.insert(from.to_owned());
                    let made = comment(language, out, at, runs);
                    self.take(&sheet.name, &format!("@comment {from}"), &runs.concat(), made)
                };
                if threaded {
                    threads::threads(out, doc, tags, edits, render);
                } else {
                    parts::comments(out, doc, tags, edits, render);
                }
                for (from, text) in parts::comment_texts(doc, tags) {
                    if !seen.contains(&from) && words::read(&text) != Words::Plain {
                        let made = roots(language, &text, vars).map_or(Ok(Some(())), Err);
                        self.take(&sheet.name, &format!("@comment {from}"), &text, made);
                    }
                }
            })?;
        }
        Ok(())
    }

    fn drawing(
        &mut self,
        package: &mut Package<'_>,
        part: &str,
        sheet: &str,
        scope: &Value,
    ) -> Result<(), PackageFault> {
        let language = self.language;
        parts::edit(package, part, |doc, tags, edits| {
            let mut take =
                |runs: &[String]| self.take(sheet, "@drawing", &runs.concat(), render(language, scope, runs));
            shapes::paragraphs(doc, tags, "p", edits, |_, runs| take(runs));
            shapes::literals(doc, tags, edits, |text| Some(take(&[text.to_owned()])?.concat()));
        })
    }

    /// The document's title, and what else is said of it.
    fn title(&mut self, package: &mut Package<'_>) -> Result<(), PackageFault> {
        const KINDS: [&str; 3] = ["core-properties", "extended-properties", "custom-properties"];
        const NAMES: [&str; 10] = [
            "title",
            "subject",
            "creator",
            "lastModifiedBy",
            "keywords",
            "description",
            "category",
            "Company",
            "Manager",
            "lpwstr",
        ];
        let top = rels::of(package, "")?.into_iter().filter(|rel| KINDS.contains(&rel.kind.as_str()));
        let listed: Vec<String> = top.map(|rel| rel.target).collect();
        for part in listed.iter().filter(|part| package.has(part)).collect::<Vec<_>>() {
            let language = self.language;
            parts::edit(package, part, |doc, tags, edits| {
                let known = |at: &usize| NAMES.contains(&tags[*at].name) && tags[*at].kind == Kind::Open;
                for at in (0..tags.len()).filter(known) {
                    let inside = xml::inside(tags, at);
                    let text = xml::text(&doc[inside.clone()]).into_owned();
                    let made = render(language, &language.data(), std::slice::from_ref(&text));
                    if let Some(new) = self.take("", "@title", &text, made) {
                        edits.replace(inside, xml::escape_text(&new.concat()).into_owned());
                    }
                }
            })?;
        }
        Ok(())
    }
}

/// The first fault of the names in a text that is not evaluated.
fn roots(language: &Language, text: &str, vars: &[String]) -> Option<FaultKind> {
    let pieces = match words::read(text) {
        Words::Plain | Words::Inline => return None,
        Words::Unclosed => return Some(FaultKind::Unclosed),
        Words::Control(inner) => return Some(FaultKind::UnknownTag(inner)),
        Words::Single(inner, start) => vec![Piece::Expression(inner, start)],
        Words::Mixed(pieces) => pieces,
    };
    pieces.iter().find_map(|piece| match piece {
        Piece::Literal(_) => None,
        Piece::Expression(inner, _) => match language.compile(inner) {
            Ok(compiled) => language.unknown_root(&compiled, vars),
            Err(kind) => Some(kind),
        },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_placeholder_split_over_runs_takes_the_first_ones_place() {
        let language = Language::new(&json!({"a": "x", "b": "R&D"}));
        let runs = ["Số {{ ".to_owned(), "a }} và".to_owned(), " {{b}}.".to_owned()];
        let out = render(&language, &language.data(), &runs).unwrap().unwrap();
        assert_eq!(out, ["Số x", " và", " R&D."]);
        assert_eq!(header(&language, &language.data(), "&L{{ b }}&R&P").unwrap().unwrap(), "&LR&&D&R&P");
    }
}
