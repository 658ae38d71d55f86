//! Placeholders outside of cells: text boxes, chart titles, comments, headers and footers, the document's title and the
//! comments of defined names. They are text; what repeats is only their sheet.

use minijinja::Value;

use super::build::scope_of;
use super::fault::{Fault, FaultKind};
use super::language::{self, Language};
use super::outs::{OutSheet, Outs};
use super::parts;
use super::source::{SheetSource, Source};
use super::words::{self, Piece, Words};
use crate::model::place::CellAt;
use crate::ooxml::package::{Package, PackageFault};
use crate::ooxml::xml::{self, Edits, Kind, Tag};
use crate::ooxml::{escape, rels};

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

/// Fills the paragraphs of drawings and charts, and the texts of comments: every element `container` with its `t` elements.
pub fn paragraphs(
    doc: &str,
    tags: &[Tag<'_>],
    container: &str,
    edits: &mut Edits,
    mut render: impl FnMut(usize, &[String]) -> Option<Vec<String>>,
) {
    if !doc.contains('{') {
        return;
    }
    for at in (0..tags.len()).filter(|at| tags[*at].name == container && tags[*at].kind == Kind::Open) {
        let end = xml::closing(tags, at);
        let runs: Vec<usize> =
            (at + 1..end).filter(|at| tags[*at].name == "t" && tags[*at].kind == Kind::Open).collect();
        let texts: Vec<String> = runs
            .iter()
            .map(|at| escape::decode(&xml::text(&doc[xml::inside(tags, *at)])).into_owned())
            .collect();
        if texts.is_empty() {
            continue;
        }
        let Some(new) = render(at, &texts) else { continue };
        for ((at, old), new) in runs.iter().zip(&texts).zip(new) {
            if *old != new {
                edits.replace(xml::inside(tags, *at), escape::encode(&new));
            }
        }
    }
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
                out.push_str(&language::shown(&value).map_err(FaultKind::NotAValue)?.replace('&', "&&"));
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
        outs: &Outs,
    ) -> Result<(), PackageFault> {
        for out in &outs.list {
            let Some(sheet) = &source.sheets[out.src] else { continue };
            self.headers(sheet, out);
            for part in &out.related.comments {
                self.comments(package, part, out)?;
            }
            for part in out.related.drawings.iter().chain(&out.related.charts) {
                self.drawing(package, part, &out.name, &out.base)?;
            }
        }
        for (src, related) in &outs.charts {
            let name = &source.book.sheets[*src].name;
            for part in related.drawings.iter().chain(&related.charts) {
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

    /// Notes a placeholder and passes its text on, or its fault.
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
        self.found.push((sheet.to_owned(), place.to_owned(), text.to_owned()));
        self.filled += 1;
        match made {
            Ok(made) => made,
            Err(kind) => {
                let (sheet, cell, text) = (sheet.to_owned(), place.to_owned(), text.to_owned());
                let fault = Fault { sheet, cell, text, kind };
                if !self.faults.contains(&fault) {
                    self.faults.push(fault);
                }
                None
            }
        }
    }

    /// Headers are written with their sheet; here they are only tried.
    fn headers(&mut self, sheet: &SheetSource, out: &OutSheet) {
        let tail = &sheet.doc[sheet.scan.data.end..];
        let Some(start) = tail.find("eaderFooter").filter(|_| tail.contains("{{")) else { return };
        for piece in tail[start..].split(['<', '>']).filter(|piece| piece.contains("{{")) {
            let text = xml::unescape(piece).into_owned();
            let made = header(self.language, &out.base, &text);
            if piece.contains("&amp;") || !piece.contains('=') {
                self.take(&out.name, "@header", &text, made);
            }
        }
    }

    /// Comments of a sheet whose rows move are written with them; here they are only tried.
    fn comments(
        &mut self,
        package: &mut Package<'_>,
        part: &str,
        out: &OutSheet,
    ) -> Result<(), PackageFault> {
        let language = self.language;
        let stays = out.stays();
        parts::edit(package, part, |doc, tags, edits| {
            if !doc.contains('{') {
                return;
            }
            let mut scratch = xml::Edits::default();
            let edits = if stays { edits } else { &mut scratch };
            parts::comments(out, doc, tags, edits, |at, runs| {
                let made = comment(language, out, at, runs);
                self.take(&out.name, &format!("@comment {at}"), &runs.concat(), made)
            });
        })
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
            paragraphs(doc, tags, "p", edits, |_, runs| {
                self.take(sheet, "@drawing", &runs.concat(), render(language, scope, runs))
            });
        })
    }

    fn title(&mut self, package: &mut Package<'_>) -> Result<(), PackageFault> {
        let top = rels::of(package, "")?;
        let Some(part) = top.into_iter().find(|rel| rel.kind == "core-properties").map(|rel| rel.target)
        else {
            return Ok(());
        };
        if !package.has(&part) {
            return Ok(());
        }
        let language = self.language;
        parts::edit(package, &part, |doc, tags, edits| {
            let Some(at) = tags.iter().position(|tag| tag.name == "title" && tag.kind == Kind::Open) else {
                return;
            };
            let inside = xml::inside(tags, at);
            let text = xml::text(&doc[inside.clone()]).into_owned();
            let made = render(language, &language.data(), std::slice::from_ref(&text));
            if let Some(new) = self.take("", "@title", &text, made) {
                edits.replace(inside, xml::escape_text(&new.concat()).into_owned());
            }
        })
    }
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
