//! Reads what a worksheet of a template asks for. A scanned sheet in, a plan or faults out; no data is looked at.

use super::fault::{Fault, FaultKind};
use super::language::{Compiled, Language};
use super::source::{SheetSource, Source};
use super::tree::{Body, Branch, ColBlock, Node, Origin, Part, Placeholder, Plan, SheetLoop};
use super::words::{self, Control, Piece, Words, one_column};
use crate::model::place::{CellAt, Col};
use crate::ooxml::axis::MAX_ROW;
use crate::ooxml::sheet::{CellKind, CellSpan, RowSpan};
use crate::ooxml::strings::Run;

mod broken;

/// Deepest nesting of blocks.
const MAX_DEPTH: usize = 32;

/// Plans one sheet; faults are added to `faults`.
pub fn plan<'e>(
    source: &Source,
    sheet: &SheetSource,
    language: &'e Language,
    faults: &mut Vec<Fault>,
) -> Plan<'e> {
    let mut planner = Planner {
        source,
        sheet,
        language,
        faults,
        out: Plan::default(),
        frames: vec![Frame::root()],
        next: 1,
        broken: false,
    };
    for row in &sheet.scan.rows {
        planner.row(row);
    }
    planner.finish()
}

struct Planner<'e, 's> {
    source: &'s Source,
    sheet: &'s SheetSource,
    language: &'e Language,
    faults: &'s mut Vec<Fault>,
    out: Plan<'e>,
    frames: Vec<Frame<'e>>,
    next: u32,
    /// Whether something is wrong with the control row at hand: it is followed as it was meant, so that nothing else is said
    /// to be wrong because of it.
    broken: bool,
}

struct Frame<'e> {
    kind: Opened<'e>,
    origin: Option<Origin>,
    nodes: Vec<Node<'e>>,
    broken: bool,
}

enum Opened<'e> {
    Root,
    For { block: usize, names: Vec<String>, list: Option<Compiled<'e>>, body: Option<Vec<Node<'e>>> },
    If { done: Vec<Branch<'e>>, condition: Option<(Compiled<'e>, Origin)>, last: bool },
}

impl Frame<'_> {
    fn root() -> Self {
        Self { kind: Opened::Root, origin: None, nodes: Vec::new(), broken: false }
    }
}

impl<'e> Planner<'e, '_> {
    fn fault(&mut self, origin: &Origin, kind: FaultKind) {
        let (sheet, cell, text) = (self.sheet.name.clone(), origin.at.to_string(), origin.text.clone());
        let fault = Fault { sheet, cell, text, kind };
        let told = |known: &Fault| {
            *known == fault || self.broken && known.sheet == fault.sheet && known.cell == fault.cell
        };
        if !self.faults.iter().any(told) {
            self.faults.push(fault);
        }
    }

    fn compile(&mut self, origin: &Origin, text: &str) -> Option<Compiled<'e>> {
        match self.language.compile(text) {
            Ok(compiled) => Some(compiled),
            Err(kind) => {
                self.fault(origin, kind);
                None
            }
        }
    }

    fn compile_list(&mut self, origin: &Origin, text: &str) -> Option<Compiled<'e>> {
        if words::is_conditional(text) {
            self.fault(origin, FaultKind::Told(words::CONDITIONAL));
            return None;
        }
        self.compile(origin, text)
    }

    fn row(&mut self, row: &RowSpan) {
        let mut controls = Vec::new();
        let mut others = 0;
        for index in row.cells.clone() {
            let cell = &self.sheet.scan.cells[index as usize];
            let Some(runs) = self.source.marked(self.sheet, cell) else {
                others += usize::from(self.stands(cell));
                continue;
            };
            let text: String = runs.iter().map(|run| run.text.as_str()).collect();
            let at = CellAt { row: row.number, col: Col(cell.col) };
            let origin = Origin { at, text: text.clone() };
            match words::read(&text) {
                Words::Plain => others += 1,
                Words::Unclosed => {
                    self.fault(&origin, FaultKind::Unclosed);
                    self.without_end(row.number, origin);
                }
                Words::Control(inner) => controls.push((origin, inner)),
                Words::Inline if one_column(&text).is_some() => {
                    controls.push((origin.clone(), one_column(&text).unwrap_or_default()));
                    controls.push((origin, "endcol".to_owned()));
                }
                words => {
                    others += 1;
                    let style = cell.style;
                    self.placeholder(index, origin, style, runs, words);
                }
            }
        }
        if !controls.is_empty() {
            self.controls(row.number, controls, others > 0);
        }
    }

    /// Whether an unmarked cell holds something that people see.
    fn stands(&self, cell: &CellSpan) -> bool {
        if cell.formula.is_some() {
            return true;
        }
        match cell.kind {
            CellKind::Shared | CellKind::Inline => !self.source.text(self.sheet, cell).trim().is_empty(),
            _ => cell.value.as_ref().is_some_and(|value| !value.is_empty()),
        }
    }

    fn placeholder(&mut self, index: u32, origin: Origin, style: u32, runs: Vec<Run>, words: Words) {
        let run_at = |byte: usize| {
            let mut end = 0;
            runs.iter().position(|run| {
                end += run.text.len();
                byte < end
            })
        };
        let body = match words {
            Words::Single(text, start) => {
                let run = run_at(start).unwrap_or(0);
                self.compile(&origin, &text).map(|compiled| Body::Single(compiled, run))
            }
            Words::Mixed(pieces) => self.mixed(&origin, &runs, pieces, run_at).map(Body::Mixed),
            _ => Some(Body::Inline),
        };
        let plain = runs.iter().all(|run| run.properties.is_empty());
        let runs = if plain { Vec::new() } else { runs.into_iter().map(|run| run.properties).collect() };
        if let Some(body) = body {
            let format = self.source.styles.format(style);
            self.out.cells.insert(index, Placeholder { origin, format, body, runs });
        }
    }

    fn mixed(
        &mut self,
        origin: &Origin,
        runs: &[Run],
        pieces: Vec<Piece>,
        run_at: impl Fn(usize) -> Option<usize>,
    ) -> Option<Vec<(usize, Part<'e>)>> {
        let mut parts = Vec::new();
        let mut sound = true;
        for piece in pieces {
            match piece {
                Piece::Literal(span) => {
                    let mut start = 0;
                    for (number, run) in runs.iter().enumerate() {
                        let end = start + run.text.len();
                        let (from, to) = (span.start.max(start), span.end.min(end));
                        if from < to {
                            parts.push((number, Part::Literal(origin.text[from..to].to_owned())));
                        }
                        start = end;
                    }
                }
                Piece::Expression(text, start) => match self.compile(origin, &text) {
                    Some(compiled) => parts.push((run_at(start).unwrap_or(0), Part::Expression(compiled))),
                    None => sound = false,
                },
            }
        }
        sound.then_some(parts)
    }

    fn controls(&mut self, row: u32, controls: Vec<(Origin, String)>, others: bool) {
        let read: Vec<(Origin, Result<Control, String>)> =
            controls.into_iter().map(|(origin, inner)| (origin, Control::read(&inner))).collect();
        let columns =
            read.iter().any(|(_, control)| matches!(control, Ok(Control::Col { .. } | Control::EndCol)));
        let crowded = others || !columns && read.len() > 1;
        for (origin, control) in &read {
            match control {
                _ if crowded => self.fault(origin, FaultKind::NotAlone),
                Ok(_) => {}
                Err(tag) => self.fault(origin, FaultKind::UnknownTag(tag.clone())),
            }
        }
        self.close_rows(row);
        self.broken = crowded || read.iter().any(|(_, control)| control.is_err());
        let mut known = Vec::new();
        for (origin, control) in read {
            match control {
                Ok(control) if columns => known.push((origin, control)),
                Ok(control) => self.control(row, origin, control),
                Err(tag) => self.meant(row, origin, &tag),
            }
        }
        if columns {
            self.columns(known);
        }
        self.broken = false;
    }

    fn open_for(&mut self, row: u32, origin: Origin, names: Vec<String>, list: Option<Compiled<'e>>) {
        self.out.vars.extend(names.iter().cloned());
        let block = self.out.blocks.len();
        self.out.blocks.push((row, MAX_ROW));
        let kind = Opened::For { block, names, list, body: None };
        self.frames.push(Frame { kind, origin: Some(origin), nodes: Vec::new(), broken: self.broken });
    }

    fn open_if(&mut self, origin: Origin, condition: Option<(Compiled<'e>, Origin)>) {
        let kind = Opened::If { done: Vec::new(), condition, last: false };
        self.frames.push(Frame { kind, origin: Some(origin), nodes: Vec::new(), broken: self.broken });
    }

    /// Ends the run of ordinary rows before the control row `row`.
    fn close_rows(&mut self, row: u32) {
        if self.next < row {
            let node = Node::Rows { first: self.next, last: row - 1 };
            self.out.leaves += 1;
            self.push(node);
        }
        self.next = row + 1;
    }

    fn push(&mut self, node: Node<'e>) {
        if let Some(frame) = self.frames.last_mut() {
            frame.nodes.push(node);
        }
    }

    fn control(&mut self, row: u32, origin: Origin, control: Control) {
        match control {
            Control::For { .. } | Control::If(_) if self.frames.len() > MAX_DEPTH => {
                self.fault(&origin, FaultKind::TooDeep);
            }
            Control::For { names, list } => {
                let list = self.compile_list(&origin, &list);
                self.open_for(row, origin, names, list);
            }
            Control::If(condition) => {
                let condition = self.compile(&origin, &condition).map(|compiled| (compiled, origin.clone()));
                self.open_if(origin, condition);
            }
            Control::Elif(condition) => {
                let condition = self.compile(&origin, &condition).map(|compiled| (compiled, origin.clone()));
                self.next_branch(&origin, condition, false);
            }
            Control::Else => self.otherwise(&origin, row),
            Control::EndFor => self.end(&origin, row, true),
            Control::EndIf => self.end(&origin, row, false),
            Control::Sheet { name, list, named } => self.sheet_loop(origin, name, &list, &named),
            Control::Col { .. } | Control::EndCol => {}
        }
    }

    fn sheet_loop(&mut self, origin: Origin, name: String, list: &str, named: &str) {
        if origin.at != (CellAt { row: 1, col: Col(0) }) {
            return self.fault(&origin, FaultKind::UnknownTag("sheet".to_owned()));
        }
        let (list, named) = (self.compile_list(&origin, list), self.compile(&origin, named));
        self.out.vars.push(name.clone());
        if let (Some(list), Some(named)) = (list, named) {
            self.out.sheet = Some(SheetLoop { name, list, named, origin });
        }
    }

    fn next_branch(&mut self, origin: &Origin, next: Option<(Compiled<'e>, Origin)>, is_last: bool) {
        if let Some(Frame { kind: Opened::If { done, condition, last }, nodes, .. }) = self.frames.last_mut()
            && !*last
        {
            done.push(Branch { condition: condition.take(), body: std::mem::take(nodes) });
            *condition = next;
            *last = is_last;
            return;
        }
        self.fault(origin, FaultKind::Unexpected(if is_last { "else" } else { "elif" }.to_owned()));
    }

    fn otherwise(&mut self, origin: &Origin, row: u32) {
        if let Some(Frame { kind: Opened::For { body: body @ None, block, .. }, nodes, .. }) =
            self.frames.last_mut()
        {
            *body = Some(std::mem::take(nodes));
            self.out.blocks[*block].1 = row;
            return;
        }
        self.next_branch(origin, None, true);
    }

    fn end(&mut self, origin: &Origin, row: u32, ends_for: bool) {
        let fits = self.frames.last().is_some_and(|frame| match frame.kind {
            Opened::Root => false,
            Opened::For { .. } => ends_for,
            Opened::If { .. } => !ends_for,
        });
        let tag = if ends_for { "endfor" } else { "endif" };
        let Some(frame) = self.frames.pop_if(|_| fits) else {
            return self.fault(origin, FaultKind::Unexpected(tag.to_owned()));
        };
        match frame.kind {
            Opened::Root => {}
            Opened::For { block, names, list, body } => {
                let (body, other) = if let Some(body) = body {
                    (body, frame.nodes)
                } else {
                    self.out.blocks[block].1 = row;
                    (frame.nodes, Vec::new())
                };
                if let (Some(list), Some(origin)) = (list, frame.origin) {
                    self.push(Node::For { block, names, list, origin, body, other });
                }
            }
            Opened::If { mut done, condition, .. } => {
                done.push(Branch { condition, body: frame.nodes });
                self.push(Node::If(done));
            }
        }
    }

    fn columns(&mut self, controls: Vec<(Origin, Control)>) {
        let mut open: Option<(Origin, Vec<String>, String)> = None;
        for (origin, control) in controls {
            match control {
                Control::Col { names, list } if open.is_none() => open = Some((origin, names, list)),
                Control::EndCol => match open.take() {
                    Some((start, vars, text)) => {
                        self.out.vars.extend(vars.iter().cloned());
                        let last = origin.column();
                        if let Some(list) = self.compile(&start, &text) {
                            let first = start.column();
                            self.out.cols.push(ColBlock { first, last, names: vars, list, origin: start });
                        }
                    }
                    None => self.fault(&origin, FaultKind::Unexpected("endcol".to_owned())),
                },
                _ => self.fault(&origin, FaultKind::NotAlone),
            }
        }
        if let Some((origin, ..)) = open {
            self.fault(&origin, FaultKind::Open("col".to_owned()));
        }
    }

    fn finish(mut self) -> Plan<'e> {
        let next = self.next;
        if next <= MAX_ROW {
            self.out.leaves += 1;
            self.push(Node::Rows { first: next, last: MAX_ROW });
        }
        while self.frames.len() > 1 {
            let Some(Frame { kind, origin, nodes, broken }) = self.frames.pop() else { break };
            match (kind, origin) {
                (kind, _) if broken => self.unclosed(kind, nodes),
                (Opened::For { .. }, Some(origin)) => self.fault(&origin, FaultKind::Open("for".to_owned())),
                (_, Some(origin)) => self.fault(&origin, FaultKind::Open("if".to_owned())),
                (_, None) => {}
            }
        }
        self.out.nodes = self.frames.pop().map(|frame| frame.nodes).unwrap_or_default();
        self.out.cols.sort_by_key(|block| block.first);
        self.out
    }
}
