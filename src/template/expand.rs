//! Runs the blocks of a sheet over the data: how often each repeats, and with which values. A plan and data in, the mapping of
//! rows or columns and the scope of each pass out; no cell is looked at.

mod expanded;

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::ValueKind;

use super::copies::tab_name;
use super::fault::{Fault, FaultKind};
use super::keep::{self, Forced, Kept};
use super::language::{Compiled, Language};
use super::lists::{Around, Items, List, parts};
use super::tables::Extent;
use super::tree::{ColBlock, Node, Origin, Plan, SheetLoop, declare, leaves};
use crate::ooxml::axis::{Axis, MAX_COL, MAX_ROW};
pub use expanded::Expanded;
use expanded::Scopes;

/// Most passes through blocks on one sheet, empty ones included.
const MAX_PASSES: usize = 4_000_000;

/// Most copies of one sheet.
const MAX_SHEETS: usize = 1_000;

/// What expanding works with.
pub struct Expander<'a, 'e> {
    /// The expression language.
    pub language: &'e Language,
    /// Name of the sheet, for messages.
    pub sheet: &'a str,
    /// The scope outside of all blocks.
    pub base: Value,
    /// Rows and columns that must not vanish altogether.
    pub keep: &'a Kept,
    /// The tables: one row of their data must stay in every copy.
    pub tables: &'a [Extent],
}

struct Run<'a, 'e, 'f> {
    task: &'a Expander<'a, 'e>,
    out: Expanded,
    leaf: usize,
    passes: usize,
    forced: Forced,
    /// Blocks that must leave a row wherever they are empty.
    lasting: BTreeSet<usize>,
    faults: &'f mut Vec<Fault>,
    stopped: bool,
    /// Loop variables of the blocks so far, each shared by all lists of its block.
    names: Vec<Arc<[Arc<str>]>>,
}

impl<'e> Expander<'_, 'e> {
    /// Expands the rows of a plan.
    pub fn rows(&self, plan: &Plan<'e>, faults: &mut Vec<Fault>) -> Expanded {
        if !plan.moves_rows() {
            return Expanded::identity(MAX_ROW);
        }
        let before = faults.len();
        let first = self.run(plan, Forced::default(), faults);
        let lost = keep::lost(&self.keep.rows, &first.axis);
        if lost.is_empty() || faults.len() > before {
            return first;
        }
        self.run(plan, keep::forced(plan, &lost), faults)
    }

    fn run(&self, plan: &Plan<'e>, forced: Forced, faults: &mut Vec<Fault>) -> Expanded {
        let mut axis = Axis::start(MAX_ROW);
        declare(&plan.nodes, &mut axis);
        for (first, last) in &plan.blocks {
            axis.block(*first, *last);
        }
        let out = Expanded::over(axis);
        let holds_data = |(first, last): (u32, u32)| {
            self.tables
                .iter()
                .any(|Extent { area, data }| area.rows.0 <= first && first <= data.0 && data.1 <= last)
        };
        let mut run = self.start(out, faults);
        run.forced = forced;
        run.lasting = (0..plan.blocks.len()).filter(|at| holds_data(plan.blocks[*at])).collect();
        run.nodes(&plan.nodes, &(self.base.clone(), Around::Scope(self.base.clone())), false);
        run.out.axis.close();
        run.out.scopes.shrink_to_fit();
        run.out.lists.shrink_to_fit();
        run.out
    }

    fn start<'s, 'f>(&'s self, out: Expanded, faults: &'f mut Vec<Fault>) -> Run<'s, 'e, 'f> {
        let (forced, names) = (Forced::default(), Vec::new());
        Run {
            task: self,
            out,
            leaf: 0,
            passes: 0,
            forced,
            lasting: BTreeSet::new(),
            faults,
            stopped: false,
            names,
        }
    }

    /// The scopes and tab names of all copies of a repeated sheet.
    pub fn sheets(
        &self,
        repeated: &SheetLoop<'e>,
        taken: &mut BTreeSet<String>,
        faults: &mut Vec<Fault>,
    ) -> Vec<(String, Value)> {
        let out = Expanded::identity(MAX_ROW);
        let mut run = self.start(out, faults);
        let names = [repeated.name.clone()];
        let around = (self.base.clone(), Around::Scope(self.base.clone()));
        let list = run.passes(&repeated.list, &repeated.origin, &names, &around);
        let mut sheets = Vec::new();
        for index in 0..list.length {
            let scope = list.scope(index, self.base.clone());
            match self
                .language
                .eval(&repeated.named, &scope)
                .and_then(|name| super::language::shown(&name).map_err(FaultKind::NotAValue))
            {
                Ok(name) => sheets.push((tab_name(&name, taken), scope)),
                Err(kind) => run.fault(&repeated.origin, kind),
            }
        }
        if sheets.len() > MAX_SHEETS {
            run.fault(&repeated.origin, FaultKind::TooMany);
            sheets.clear();
        }
        sheets
    }

    /// Expands blocks of columns.
    pub fn cols(&self, blocks: &[ColBlock<'e>], faults: &mut Vec<Fault>) -> Expanded {
        if blocks.is_empty() {
            return Expanded::identity(MAX_COL);
        }
        let before = faults.len();
        let first = self.run_cols(blocks, &BTreeSet::new(), faults);
        let lost = keep::lost(&self.keep.cols, &first.axis);
        if lost.is_empty() || faults.len() > before {
            return first;
        }
        let holds =
            |(low, high): &(u32, u32)| blocks.iter().find(|block| block.first <= *high && *low <= block.last);
        self.run_cols(blocks, &lost.iter().filter_map(holds).map(|block| block.first).collect(), faults)
    }

    /// `forced` are the first columns of blocks that keep their place even if their list is empty.
    fn run_cols(&self, blocks: &[ColBlock<'e>], forced: &BTreeSet<u32>, faults: &mut Vec<Fault>) -> Expanded {
        let mut axis = Axis::start(MAX_COL);
        let mut next = 1;
        let mut steps = Vec::new();
        for block in blocks {
            if block.first < next {
                faults.push(self.fault(&block.origin, FaultKind::Unexpected("col".to_owned())));
                return Expanded::identity(MAX_COL);
            }
            if next < block.first {
                steps.push((axis.leaf(next, block.first - 1), None));
            }
            let leaf = axis.leaf(block.first, block.last);
            steps.push((leaf, Some((axis.block(block.first - 1, block.last + 1), block))));
            next = block.last + 1;
        }
        if next <= MAX_COL {
            steps.push((axis.leaf(next, MAX_COL), None));
        }
        let out = Expanded::over(axis);
        let mut run = self.start(out, faults);
        for (leaf, block) in steps {
            let Some((number, block)) = block else {
                run.out.axis.emit(leaf);
                continue;
            };
            let around = (self.base.clone(), Around::Scope(self.base.clone()));
            let list = run.passes(&block.list, &block.origin, &block.names, &around);
            let passes = list.length;
            let list = run.take(list);
            let blank = passes == 0 && forced.contains(&block.first);
            for index in 0..passes.max(usize::from(blank)) {
                run.enter(number, (list, index), blank);
                run.out.axis.emit(leaf);
                run.out.axis.leave();
            }
        }
        run.out
    }

    fn fault(&self, origin: &Origin, kind: FaultKind) -> Fault {
        let (cell, text) = (origin.at.to_string(), origin.text.clone());
        Fault { sheet: self.sheet.to_owned(), cell, text, kind }
    }
}

/// What is seen at some place, and how it is found again.
type Seen = (Value, Around);

impl<'e> Run<'_, 'e, '_> {
    /// Runs nodes whose leaves are numbered from `self.leaf` on, and leaves `self.leaf` behind them.
    fn nodes(&mut self, nodes: &[Node<'e>], scope: &Seen, blank: bool) {
        for node in nodes {
            if self.stopped {
                return;
            }
            match node {
                Node::Rows { first, last } => {
                    let wanted =
                        !blank || self.task.keep.rows.iter().any(|(low, high)| low <= last && first <= high);
                    if wanted {
                        self.out.axis.emit(self.leaf);
                    }
                    self.leaf += 1;
                }
                Node::For { block, names, list, origin, body, other } => {
                    let start = self.leaf;
                    let after = start + leaves(body) + leaves(other);
                    let list = if blank {
                        List::nothing(scope.1.clone())
                    } else {
                        self.passes(list, origin, names, scope)
                    };
                    let passes = list.length;
                    let empty = passes == 0;
                    let list = self.take(list);
                    // Plain rows need no scope while they are laid out.
                    let plain = matches!(body.as_slice(), [Node::Rows { .. }]);
                    if plain {
                        let inst = self.out.axis.repeat(*block, start, passes as u32);
                        self.sees(inst, (list, 0), false);
                    }
                    for index in 0..if plain { 0 } else { passes } {
                        self.enter(*block, (list, index), false);
                        self.leaf = start;
                        let inner = self.out.lists[list].scope(index, scope.0.clone());
                        self.nodes(body, &(inner, Around::Pass(list as u32, index as u32)), false);
                        self.out.axis.leave();
                    }
                    if empty && (self.forced.blocks.remove(block) || !blank && self.lasting.contains(block)) {
                        let nothing = self.take(List::nothing(scope.1.clone()));
                        self.enter(*block, (nothing, 0), true);
                        self.leaf = start;
                        self.nodes(body, scope, true);
                        self.out.axis.leave();
                    }
                    if empty && !blank && !other.is_empty() {
                        self.leaf = start + leaves(body);
                        self.nodes(other, scope, false);
                    }
                    self.leaf = after;
                }
                Node::If(branches) => {
                    let mut chosen = blank;
                    for branch in branches {
                        let start = self.leaf;
                        let holds = !chosen && self.holds(branch.condition.as_ref(), &scope.0);
                        if holds || (blank && start == self.leaf) {
                            chosen = true;
                            self.nodes(&branch.body, scope, blank);
                        } else if self.forced.branches.remove(&start) {
                            // A block of no rows of the template: references take no notice of it.
                            let block = self.out.axis.block(u32::MAX, 0);
                            let nothing = self.take(List::nothing(scope.1.clone()));
                            self.enter(block, (nothing, 0), true);
                            self.nodes(&branch.body, scope, true);
                            self.out.axis.leave();
                        }
                        self.leaf = start + leaves(&branch.body);
                    }
                }
            }
        }
    }

    fn holds(&mut self, condition: Option<&(Compiled<'e>, Origin)>, scope: &Value) -> bool {
        let Some((compiled, origin)) = condition else { return true };
        match self.task.language.eval(compiled, scope) {
            Ok(value) => value.is_true(),
            Err(kind) => {
                self.fault(origin, kind);
                false
            }
        }
    }

    /// The list that a block is passed through for; an empty one after a fault.
    fn passes(&mut self, list: &Compiled<'e>, origin: &Origin, names: &[String], scope: &Seen) -> List {
        let nothing = || List::nothing(scope.1.clone());
        let value = match self.task.language.eval(list, &scope.0) {
            Ok(value) => value,
            Err(kind) => {
                self.fault(origin, kind);
                return nothing();
            }
        };
        let (items, length) = match (value.kind(), value.len()) {
            (ValueKind::None, _) => return nothing(),
            (ValueKind::Seq, Some(length)) => (Items::Held(value), length),
            (ValueKind::Seq | ValueKind::Iterable, _) => {
                let items = parts(&value);
                let length = items.len();
                (Items::Read(items), length)
            }
            (kind, _) => {
                self.fault(origin, FaultKind::NotAList(kind.to_string()));
                return nothing();
            }
        };
        self.passes += length;
        if self.passes > MAX_PASSES || length > MAX_ROW as usize {
            self.fault(origin, FaultKind::TooMany);
            self.stopped = true;
            return nothing();
        }
        let list = List { items, names: self.shared(names), around: scope.1.clone(), length };
        let wrong = |index: &usize| parts(&list.item(*index)).len() != list.names.len();
        if list.names.len() > 1
            && let Some(index) = (0..length).find(wrong)
        {
            self.fault(origin, FaultKind::NotAList(list.item(index).kind().to_string()));
            return nothing();
        }
        list
    }

    fn shared(&mut self, names: &[String]) -> Arc<[Arc<str>]> {
        let same = |known: &&Arc<[Arc<str>]>| known.iter().map(|name| &**name).eq(names.iter());
        if let Some(known) = self.names.iter().find(same) {
            return known.clone();
        }
        let made: Arc<[Arc<str>]> = names.iter().map(|name| name.as_str().into()).collect();
        self.names.push(made.clone());
        made
    }

    /// Keeps a list for the scopes of its passes.
    fn take(&mut self, list: List) -> usize {
        self.out.lists.push(list);
        self.out.lists.len() - 1
    }

    fn enter(&mut self, block: usize, (list, index): (usize, usize), blank: bool) {
        let inst = self.out.axis.enter(block);
        self.sees(inst, (list, index), blank);
    }

    fn sees(&mut self, inst: u32, (list, index): (usize, usize), blank: bool) {
        let (list, index) = (list as u32, index as u32);
        let goes_on = |run: &Scopes| {
            run.list == list
                && run.blank == blank
                && inst.checked_sub(run.inst) == index.checked_sub(run.index)
        };
        if !self.out.scopes.last().is_some_and(goes_on) {
            self.out.scopes.push(Scopes { inst, list, index, blank });
        }
    }

    fn fault(&mut self, origin: &Origin, kind: FaultKind) {
        let fault = self.task.fault(origin, kind);
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}
