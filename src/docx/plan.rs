//! Reads what a part of a Word template asks for. A scanned part in, a plan or faults out; no data is looked at.

use std::ops::Range;

use super::fault::Fault;
use super::inline;
use super::paragraph::{self, Collected};
use super::place::Place;
use super::scan::Scan;
use super::straight;
use super::tagged::{self, Tagged};
use super::tree::{
    Body, Branch, Expression, Inner, Node, Paragraph, Part, PieceKind, Plan, Site, changes, push_raw,
};
use super::whole;
use crate::template::fault::FaultKind;
use crate::template::language::Language;
use crate::template::words::{self, Control, Words};

/// Deepest nesting of blocks.
const MAX_BLOCKS: usize = 32;

/// Elements that hold paragraphs and tables and must end with a paragraph.
const CONTAINERS: [&str; 8] = ["body", "tc", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent"];
/// Elements around paragraphs, tables, rows or cells that mean nothing by themselves.
const AROUND: [&str; 7] = ["document", "footnotes", "endnotes", "comments", "sdt", "sdtContent", "customXml"];

/// Plans one part; faults are added to `faults`.
pub fn plan<'e>(scan: &Scan<'_>, place: Place, language: &'e Language, faults: &mut Vec<Fault>) -> Plan<'e> {
    let out = Plan::default();
    let mut planner =
        Planner { scan, language, faults, out, here: place, paragraphs: 0, tables: 0, fallback: false };
    let mut nodes = Vec::new();
    push_raw(&mut nodes, 0..scan.tags[0].span.start);
    planner.element(0, &mut nodes);
    push_raw(&mut nodes, scan.element(0).end..scan.doc.len());
    planner.out.nodes = nodes;
    planner.out
}

struct Planner<'e, 's> {
    scan: &'s Scan<'s>,
    language: &'e Language,
    faults: &'s mut Vec<Fault>,
    out: Plan<'e>,
    here: Place,
    paragraphs: u32,
    tables: u32,
    fallback: bool,
}

struct Frame {
    kind: Opened,
    site: usize,
    nodes: Vec<Node>,
    /// The byte that the branch at hand begins at.
    start: usize,
}

enum Opened {
    Root,
    For { names: Vec<String>, list: Option<usize>, body: Option<Vec<Node>> },
    If { done: Vec<Branch>, condition: Option<usize>, last: bool },
}

impl Planner<'_, '_> {
    fn fault(&mut self, site: usize, kind: FaultKind) {
        let Site { place, text, .. } = self.out.sites[site].clone();
        let fault = Fault { place, text, kind };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn site(&mut self, place: Place, text: &str) -> usize {
        self.out.sites.push(Site { place, text: text.trim().to_owned(), fallback: self.fallback });
        self.out.sites.len() - 1
    }

    fn compile(&mut self, site: usize, text: &str) -> Option<usize> {
        match straight::compile(self.language, text) {
            Ok(compiled) => {
                self.out.expressions.push(Expression { compiled, site });
                Some(self.out.expressions.len() - 1)
            }
            Err(kind) => {
                self.fault(site, kind);
                None
            }
        }
    }

    /// Plans an element and adds it to `nodes`.
    fn element(&mut self, at: usize, nodes: &mut Vec<Node>) {
        let scan = self.scan;
        let (element, inside) = (scan.element(at), scan.inside(at));
        let outer = self.here;
        if scan.is(at, "p") {
            self.count_paragraph();
            return self.paragraph(at, nodes);
        }
        let is_table = scan.is(at, "tbl");
        if is_table {
            self.tables += 1;
            self.here.cell = (self.tables, 0, 0);
        } else if scan.is(at, "tr") {
            self.here.cell.1 += 1;
            self.here.cell.2 = 0;
        } else if scan.is(at, "tc") {
            self.here.cell.2 += 1;
        } else if !scan.is_any(at, &AROUND) && !scan.is_any(at, &CONTAINERS) {
            return push_raw(nodes, element);
        }
        let mut children = scan.children(at);
        // The section's own properties stand behind the last paragraph of a body.
        let last = children.pop_if(|last| scan.is(*last, "sectPr"));
        let inside = inside.start..last.map_or(inside.end, |last| scan.tags[last].span.start);
        let (open, close) = (element.start..inside.start, inside.end..element.end);
        let inner = self.siblings(&children, inside);
        if is_table || scan.is_any(at, &CONTAINERS) {
            let changes = changes(&inner);
            let inner = Inner { open, nodes: inner, close, changes };
            nodes.push(if is_table { Node::Table(inner) } else { Node::Container(inner) });
        } else {
            push_raw(nodes, open);
            extend(nodes, inner);
            push_raw(nodes, close);
        }
        // Rows go on counting in their table, cells in their row.
        let (_, row, cell) = self.here.cell;
        self.here.cell = match () {
            () if is_table => outer.cell,
            () if scan.is(at, "tr") => (outer.cell.0, row, outer.cell.2),
            () if scan.is(at, "tc") => (outer.cell.0, outer.cell.1, outer.cell.2 + 1),
            () => (outer.cell.0, row, cell),
        };
    }

    fn count_paragraph(&mut self) {
        if self.here.cell.0 == 0 && !self.here.in_box {
            self.paragraphs += 1;
            self.here.paragraph = self.paragraphs;
        }
    }

    /// Plans what stands side by side, blocks among it.
    fn siblings(&mut self, items: &[usize], inside: Range<usize>) -> Vec<Node> {
        let mut frames = vec![Frame { kind: Opened::Root, site: 0, nodes: Vec::new(), start: 0 }];
        let mut at = inside.start;
        for item in items {
            let element = self.scan.element(*item);
            let tagged = tagged::read(self.scan, *item);
            let Some(frame) = frames.last_mut() else { break };
            push_raw(&mut frame.nodes, at..element.start);
            at = element.end;
            let Some(tagged) = tagged else {
                self.element(*item, &mut frame.nodes);
                continue;
            };
            // Marks at the end of a block stand behind it, so that what goes around the block goes around all of it.
            let ends = tagged.inner.trim_start().starts_with("end");
            let marks = |frame: &mut Frame| frame.nodes.extend(tagged.marks.iter().cloned().map(Node::Raw));
            if !ends {
                marks(frame);
            }
            self.control(*item, &tagged, &mut frames);
            if let Some(frame) = frames.last_mut().filter(|_| ends) {
                marks(frame);
            }
        }
        if let Some(frame) = frames.last_mut() {
            push_raw(&mut frame.nodes, at..inside.end);
        }
        while frames.len() > 1 {
            if let Some(frame) = frames.pop() {
                let tag = if matches!(frame.kind, Opened::For { .. }) { "for" } else { "if" };
                self.fault(frame.site, FaultKind::Open(tag.to_owned()));
            }
        }
        frames.pop().map(|frame| frame.nodes).unwrap_or_default()
    }

    fn control(&mut self, at: usize, tagged: &Tagged, frames: &mut Vec<Frame>) {
        if self.scan.is(at, "tr") {
            self.here.cell.1 += 1;
        } else {
            self.count_paragraph();
        }
        let mut place = self.here;
        if tagged.cell > 0 {
            place.cell.2 = tagged.cell;
        }
        let site = self.site(place, &tagged.text);
        if !tagged.alone {
            return self.fault(site, FaultKind::NotAlone);
        }
        let control = straight::control(&tagged.inner);
        let start = self.scan.element(at).end;
        if let Ok(Control::Elif(_) | Control::Else | Control::EndFor | Control::EndIf) = &control
            && let Some(frame) = frames.last_mut()
        {
            let branch = std::mem::replace(&mut frame.start, start)..self.scan.element(at).start;
            let site = frame.site;
            if frames.len() > 1 && whole::cuts_field(self.scan, branch) {
                self.fault(site, FaultKind::Told(whole::CUT_FIELD));
            }
        }
        match control {
            Ok(Control::For { .. } | Control::If(_)) if frames.len() > MAX_BLOCKS => {
                self.fault(site, FaultKind::TooDeep);
            }
            Ok(Control::For { names, list }) => {
                let list = if words::is_conditional(&straight::straight(&list)) {
                    self.fault(site, FaultKind::Told(words::CONDITIONAL));
                    None
                } else {
                    self.compile(site, &list)
                };
                self.out.vars.extend(names.iter().cloned());
                let kind = Opened::For { names, list, body: None };
                frames.push(Frame { kind, site, nodes: Vec::new(), start });
            }
            Ok(Control::If(condition)) => {
                let condition = self.compile(site, &condition);
                let kind = Opened::If { done: Vec::new(), condition, last: false };
                frames.push(Frame { kind, site, nodes: Vec::new(), start });
            }
            Ok(Control::Elif(condition)) => {
                let condition = self.compile(site, &condition);
                self.next_branch(site, condition, false, frames);
            }
            Ok(Control::Else) => self.otherwise(site, frames),
            Ok(Control::EndFor) => self.end(site, true, frames),
            Ok(Control::EndIf) => self.end(site, false, frames),
            Ok(Control::Sheet { .. } | Control::Col { .. } | Control::EndCol) => {
                self.fault(site, FaultKind::UnknownTag(tagged.inner.clone()));
            }
            Err(tag) => self.fault(site, FaultKind::UnknownTag(tag)),
        }
    }

    fn next_branch(&mut self, site: usize, next: Option<usize>, is_last: bool, frames: &mut [Frame]) {
        if let Some(Frame { kind: Opened::If { done, condition, last }, nodes, .. }) = frames.last_mut()
            && !*last
        {
            done.push(Branch { condition: condition.take(), body: std::mem::take(nodes) });
            *condition = next;
            *last = is_last;
            return;
        }
        self.fault(site, FaultKind::Unexpected(if is_last { "else" } else { "elif" }.to_owned()));
    }

    fn otherwise(&mut self, site: usize, frames: &mut [Frame]) {
        if let Some(Frame { kind: Opened::For { body: body @ None, .. }, nodes, .. }) = frames.last_mut() {
            *body = Some(std::mem::take(nodes));
            return;
        }
        self.next_branch(site, None, true, frames);
    }

    fn end(&mut self, site: usize, ends_for: bool, frames: &mut Vec<Frame>) {
        let fits = frames.last().is_some_and(|frame| match frame.kind {
            Opened::Root => false,
            Opened::For { .. } => ends_for,
            Opened::If { .. } => !ends_for,
        });
        let tag = if ends_for { "endfor" } else { "endif" };
        let Some(frame) = frames.pop_if(|_| fits) else {
            return self.fault(site, FaultKind::Unexpected(tag.to_owned()));
        };
        let node = match frame.kind {
            Opened::Root => return,
            Opened::For { names, list, body } => {
                let (body, other) = match body {
                    Some(body) => (body, frame.nodes),
                    None => (frame.nodes, Vec::new()),
                };
                let Some(list) = list else { return };
                Node::For { site: frame.site, names, list, body, other }
            }
            Opened::If { mut done, condition, .. } => {
                done.push(Branch { condition, body: frame.nodes });
                Node::If(done)
            }
        };
        if let Some(outer) = frames.last_mut() {
            outer.nodes.push(node);
        }
    }

    /// Plans a paragraph that is no control tag: its placeholders, and what stands in its text boxes.
    fn paragraph(&mut self, at: usize, nodes: &mut Vec<Node>) {
        let Collected { text, pieces, boxes, .. } = paragraph::collect(self.scan, at);
        let place = self.here;
        let mut inside = Vec::new();
        for (open, fallback) in boxes {
            let outer = (self.here, self.fallback);
            (self.here.in_box, self.fallback) = (true, fallback);
            let mut planned = Vec::new();
            self.element(open, &mut planned);
            (self.here, self.fallback) = outer;
            inside.push((self.scan.element(open), planned));
        }
        let whole = self.scan.element(at);
        let body = self.body(place, &text, &pieces);
        let Some((site, body)) = body else {
            let mut from = whole.start;
            for (element, planned) in inside {
                push_raw(nodes, from..element.start);
                from = element.end;
                extend(nodes, planned);
            }
            return push_raw(nodes, from..whole.end);
        };
        let leaves =
            pieces.iter().enumerate().filter(|(_, piece)| !matches!(piece.kind, PieceKind::Around { .. }));
        let mut stops: Vec<(Range<usize>, Part)> =
            leaves.map(|(n, piece)| (piece.element.clone(), Part::Piece(n))).collect();
        stops.extend(inside.into_iter().map(|(element, planned)| {
            let start = element.start;
            (element, Part::Inside(start, planned))
        }));
        stops.sort_by_key(|(element, _)| element.start);
        let (mut parts, mut from) = (Vec::new(), whole.start);
        for (element, part) in stops {
            parts.push(Part::Raw(from..element.start));
            from = element.end;
            parts.push(part);
        }
        parts.push(Part::Raw(from..whole.end));
        nodes.push(Node::Paragraph(Box::new(Paragraph { site, pieces, body, parts })));
    }

    /// What the text of a paragraph becomes; none if there is no placeholder in it or it cannot be read.
    fn body(&mut self, place: Place, text: &str, pieces: &[super::tree::Piece]) -> Option<(usize, Body)> {
        let words = words::read(text);
        if words == Words::Plain {
            if text.contains("}}") || text.contains("%}") {
                self.out.strays.push((place, text.trim().to_owned()));
            }
            return None;
        }
        let site = self.site(place, text);
        let Some(tokens) = words::tokens(text).filter(|_| words != Words::Unclosed) else {
            self.fault(site, FaultKind::Unclosed);
            return None;
        };
        if words == Words::Inline {
            return Some((site, Body::Inline(inline::inline(text, pieces, &tokens))));
        }
        let parts = paragraph::sources(pieces, &tokens, |inner| self.compile(site, inner));
        Some((site, Body::Parts(parts)))
    }
}

/// Adds nodes, joining bytes that follow each other.
fn extend(nodes: &mut Vec<Node>, more: Vec<Node>) {
    for node in more {
        match node {
            Node::Raw(bytes) => push_raw(nodes, bytes),
            node => nodes.push(node),
        }
    }
}
