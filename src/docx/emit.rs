//! Writes a part of a Word template over data: plan and values in, the part's new text or faults out.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::ValueKind;

use super::fault::Fault;
use super::inline;
use super::paragraph;
use super::scan::Scan;
use super::tree::{Body, Branch, Inner, Node, Paragraph, Part, Plan, Source};
use super::unreached;
use crate::template::fault::FaultKind;
use crate::template::filters::in_text;
use crate::template::language::{self, Language, Scope};

/// Most passes through all blocks of a part.
const MAX_PASSES: usize = 1_000_000;
/// Most bytes a part may have after filling.
const MAX_BYTES: usize = 128 << 20;

/// Faults after which nothing more is looked at.
const MAX_FAULTS: usize = 200;

/// A part as written.
pub struct Written {
    /// Its text.
    pub text: String,
    /// The bytes that repeat what stands before them: all passes of a block but the first.
    pub copies: Vec<Range<usize>>,
}

/// Writes a part; faults are added to `faults`.
pub fn write(
    scan: &Scan<'_>,
    plan: &Plan<'_>,
    language: &Language,
    scope: &Value,
    faults: &mut Vec<Fault>,
) -> Written {
    let seen = vec![false; plan.expressions.len()];
    let written = Written { text: String::with_capacity(scan.doc.len()), copies: Vec::new() };
    let mut emitter = Emitter {
        scan,
        plan,
        language,
        faults,
        seen,
        out: written,
        passes: 0,
        in_copy: false,
        stopped: false,
    };
    emitter.nodes(&plan.nodes, scope);
    let Emitter { seen, stopped, out, .. } = emitter;
    if !stopped {
        unreached::check(plan, language, &seen, faults);
    }
    out
}

struct Emitter<'p, 'e> {
    scan: &'p Scan<'p>,
    plan: &'p Plan<'e>,
    language: &'p Language,
    faults: &'p mut Vec<Fault>,
    seen: Vec<bool>,
    out: Written,
    passes: usize,
    in_copy: bool,
    stopped: bool,
}

impl Emitter<'_, '_> {
    fn fault(&mut self, site: usize, kind: FaultKind) {
        let site = &self.plan.sites[site];
        let fault = Fault { place: site.place, text: site.text.clone(), kind };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
            // One wrong filter over a long list would say the same of each of its items.
            self.stopped |= self.faults.len() > MAX_FAULTS;
        }
    }

    fn raw(&mut self, bytes: &Range<usize>) {
        self.out.text.push_str(&self.scan.doc[bytes.clone()]);
    }

    fn eval(&mut self, expression: usize, scope: &Value) -> Option<Value> {
        let known = &self.plan.expressions[expression];
        self.seen[expression] = true;
        match self.language.eval(&known.compiled, scope) {
            Ok(value) => Some(value),
            Err(kind) => {
                self.fault(known.site, kind);
                None
            }
        }
    }

    fn nodes(&mut self, nodes: &[Node], scope: &Value) {
        for node in nodes {
            if self.stopped {
                return;
            }
            match node {
                Node::Raw(bytes) => self.raw(bytes),
                Node::Paragraph(paragraph) => self.paragraph(paragraph, scope),
                Node::For { site, names, list, body, other } => {
                    self.repeat(*site, (names, *list), (body, other), scope);
                }
                Node::If(branches) => self.choose(branches, scope),
                Node::Table(inner) => self.table(inner, scope),
                Node::Container(inner) => {
                    self.raw(&inner.open);
                    let start = self.out.text.len();
                    self.nodes(&inner.nodes, scope);
                    let (prefix, made) = (self.scan.prefix, &self.out.text[start..]);
                    // A template that itself ends otherwise is left as it is, unless nothing is left at all.
                    let ended = ends_with_paragraph(&self.scan.doc[..inner.close.start], prefix);
                    if inner.changes
                        && !ends_with_paragraph(made, prefix)
                        && (ended || made.trim().is_empty())
                    {
                        self.empty_paragraph();
                    }
                    self.raw(&inner.close);
                }
            }
        }
    }

    fn choose(&mut self, branches: &[Branch], scope: &Value) {
        for branch in branches {
            let Some(condition) = branch.condition else { return self.nodes(&branch.body, scope) };
            if self.eval(condition, scope).is_some_and(|value| value.is_true()) {
                return self.nodes(&branch.body, scope);
            }
        }
    }

    fn repeat(
        &mut self,
        site: usize,
        (names, list): (&[String], usize),
        (body, other): (&[Node], &[Node]),
        scope: &Value,
    ) {
        let Some(value) = self.eval(list, scope) else { return };
        let items: Vec<Value> = match value.kind() {
            ValueKind::None => Vec::new(),
            ValueKind::Seq | ValueKind::Iterable => {
                value.try_iter().map(|items| items.take(MAX_PASSES + 1).collect()).unwrap_or_default()
            }
            kind => return self.fault(site, FaultKind::NotAList(kind.to_string())),
        };
        if items.is_empty() {
            return self.nodes(other, scope);
        }
        let names: Vec<Arc<str>> = names.iter().map(|name| name.as_str().into()).collect();
        let length = items.len();
        let outer = self.in_copy;
        for (index, item) in items.into_iter().enumerate() {
            self.passes += 1;
            if self.passes > MAX_PASSES || self.out.text.len() > MAX_BYTES {
                self.stopped = true;
                return self.fault(site, FaultKind::TooMany);
            }
            let parts = if names.len() > 1 { parts(&item) } else { vec![item.clone()] };
            if parts.len() != names.len() {
                return self.fault(site, FaultKind::NotAList(item.kind().to_string()));
            }
            let vars = names.iter().cloned().zip(parts).collect();
            let inner = Value::from_object(Scope { vars, index, length, parent: scope.clone() });
            let start = self.out.text.len();
            self.in_copy = outer || index > 0;
            self.nodes(body, &inner);
            self.in_copy = outer;
            if index > 0 && !outer {
                self.out.copies.push(start..self.out.text.len());
            }
        }
    }

    /// A table; two that did not follow each other in the template are kept apart, since Word would join them.
    fn table(&mut self, inner: &Inner, scope: &Value) {
        let end = format!("</{}tbl>", self.scan.prefix);
        let before = self.scan.doc[..inner.open.start].trim_end().ends_with(&end);
        if !before && self.out.text.trim_end().ends_with(&end) {
            self.empty_paragraph();
        }
        let start = self.out.text.len();
        self.raw(&inner.open);
        self.nodes(&inner.nodes, scope);
        if inner.changes && !has_row(&self.out.text[start..], self.scan.prefix) {
            self.out.text.truncate(start);
            self.out.copies.retain(|copy| copy.end <= start);
            return;
        }
        self.raw(&inner.close);
    }

    fn empty_paragraph(&mut self) {
        let _ = write!(self.out.text, "<{}p/>", self.scan.prefix);
    }

    fn paragraph(&mut self, paragraph: &Paragraph, scope: &Value) {
        let Some(texts) = self.texts(paragraph, scope) else { return };
        let gone: Vec<Range<usize>> = texts
            .iter()
            .zip(&paragraph.pieces)
            .filter(|(text, _)| text.is_none())
            .map(|(_, piece)| piece.element.clone())
            .collect();
        let is_gone = |byte: usize| gone.iter().any(|gone| gone.contains(&byte));
        let mut copies = Vec::new();
        for part in &paragraph.parts {
            match part {
                Part::Raw(bytes) => {
                    let mut from = bytes.start;
                    for gone in &gone {
                        if from < bytes.end && gone.start < bytes.end && from < gone.end {
                            self.raw(&(from..gone.start.max(from)));
                            from = gone.end;
                        }
                    }
                    self.raw(&(from.min(bytes.end)..bytes.end));
                }
                Part::Piece(piece) if is_gone(paragraph.pieces[*piece].element.start) => {}
                Part::Piece(piece) => {
                    let text = texts[*piece].as_deref().unwrap_or_default();
                    let out = &mut self.out.text;
                    paragraph::write(self.scan, &paragraph.pieces, *piece, text, out, &mut copies);
                }
                Part::Inside(start, _) if is_gone(*start) => {}
                Part::Inside(_, nodes) => self.nodes(nodes, scope),
            }
        }
        if !self.in_copy {
            let mut first = BTreeSet::new();
            self.out
                .copies
                .extend(copies.into_iter().filter(|(piece, _)| !first.insert(*piece)).map(|(_, copy)| copy));
        }
    }

    /// The new texts of the pieces; none after a fault.
    fn texts(&mut self, paragraph: &Paragraph, scope: &Value) -> Option<Vec<Option<String>>> {
        let pieces = &paragraph.pieces;
        let mut texts = vec![String::new(); pieces.len()];
        match &paragraph.body {
            Body::Inline(inline) => {
                let dealt = self
                    .language
                    .render(&inline.text, scope)
                    .and_then(|rendered| inline::deal(self.scan, &rendered, pieces, &inline.tracked));
                match dealt {
                    Ok(texts) => Some(texts),
                    Err(kind) => {
                        self.fault(paragraph.site, kind);
                        None
                    }
                }
            }
            Body::Parts(parts) => {
                let mut sound = true;
                for (piece, source) in parts {
                    match source {
                        Source::Literal(span) => {
                            let start = pieces[*piece].start;
                            let text = &pieces[*piece].text[span.start - start..span.end - start];
                            texts[*piece].push_str(text);
                        }
                        Source::Value(expression, year) => {
                            let Some(value) = self.eval(*expression, scope) else {
                                sound = false;
                                continue;
                            };
                            let shown = if *year { language::shown(&value) } else { in_text(&value) };
                            match shown {
                                Ok(shown) => texts[*piece].push_str(&shown),
                                Err(kind) => {
                                    sound = false;
                                    self.fault(paragraph.site, FaultKind::NotAValue(kind));
                                }
                            }
                        }
                    }
                }
                sound.then(|| texts.into_iter().map(Some).collect())
            }
        }
    }
}

fn parts(value: &Value) -> Vec<Value> {
    match value.kind() {
        ValueKind::Seq | ValueKind::Iterable => value.try_iter().map(Iterator::collect).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Whether a text ends with a paragraph, or with something around one.
fn ends_with_paragraph(text: &str, prefix: &str) -> bool {
    let mut text = text.trim_end();
    // Bookmarks and the like may stand behind it.
    while let Some((before, last)) = text.rsplit_once('<').filter(|_| text.ends_with("/>")) {
        let name = last.split([' ', '/']).next().unwrap_or_default();
        if !name.strip_prefix(prefix).is_some_and(|name| paragraph::MARKS.contains(&name)) {
            break;
        }
        text = before.trim_end();
    }
    if ["p", "sdt", "customXml"].iter().any(|name| text.ends_with(&format!("</{prefix}{name}>"))) {
        return true;
    }
    let last = text.rfind('<').map_or("", |at| &text[at..]);
    let paragraph = last.strip_prefix(&format!("<{prefix}p")).filter(|_| last.ends_with("/>"));
    paragraph.is_some_and(|rest| rest.starts_with([' ', '/']))
}

/// Whether a table's text holds a row.
fn has_row(text: &str, prefix: &str) -> bool {
    let tag = format!("<{prefix}tr");
    text.match_indices(&tag)
        .any(|(at, _)| text[at + tag.len()..].starts_with([' ', '>', '/', '\n', '\r', '\t']))
}
