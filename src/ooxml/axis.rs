//! Where rows (or columns) go when blocks repeat or vanish: one function from old positions to new ones for a whole sheet,
//! built once from all blocks. Positions are 1-based for rows and columns alike. It knows nothing of cells or formulas.
//!
//! A *leaf* is a run of neighbouring old rows that always travel together; a *block* is a repeated region with its two
//! control rows; an *instance* is one pass through a block. Rows that lie in no leaf (control rows) go nowhere.

mod runs;
mod starts;
mod unions;

use runs::{NONE, Packed};
pub use runs::{Run, Seg};
use starts::{Starts, ends, inside};

/// Excel's last row.
pub const MAX_ROW: u32 = 1_048_576;
/// Excel's last column.
pub const MAX_COL: u32 = 16_384;

/// The mapping of one direction of one sheet.
#[derive(Clone, Debug)]
pub struct Axis {
    max: u32,
    leaves: Vec<Leaf>,
    blocks: Vec<Block>,
    insts: Vec<Insts>,
    made: u32,
    runs: Vec<Packed>,
    open: Vec<u32>,
    next: u32,
    identity: bool,
}

#[derive(Clone, Debug)]
struct Leaf {
    first: u32,
    last: u32,
    starts: Vec<Starts>,
}

#[derive(Clone, Debug)]
struct Block {
    first: u32,
    last: u32,
    /// First number and how many follow it.
    insts: Vec<(u32, u32)>,
}

/// Instances with consecutive numbers, each covering as many positions as the next.
#[derive(Clone, Copy, Debug)]
struct Insts {
    id: u32,
    block: u32,
    parent: Option<u32>,
    first: u32,
    step: u32,
    end: u32,
}

#[derive(Clone, Copy, Debug)]
struct Inst {
    block: u32,
    parent: Option<u32>,
    first: u32,
    end: u32,
}

/// New positions that count: `first..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    first: u32,
    end: u32,
}

const WHOLE: Window = Window { first: 0, end: u32::MAX };

impl Axis {
    /// Every position stays where it is.
    pub fn identity(max: u32) -> Self {
        let mut axis = Self::start(max);
        let leaf = axis.leaf(1, max);
        axis.emit(leaf);
        axis.identity = true;
        axis
    }

    /// An empty mapping, to be built from the first position on: leaves and blocks in their order, then instances.
    pub fn start(max: u32) -> Self {
        Self {
            max,
            leaves: Vec::new(),
            blocks: Vec::new(),
            insts: Vec::new(),
            made: 0,
            runs: Vec::new(),
            open: Vec::new(),
            next: 1,
            identity: false,
        }
    }

    /// Declares the old positions `first..=last` as one leaf; leaves are declared in ascending order.
    pub fn leaf(&mut self, first: u32, last: u32) -> usize {
        self.leaves.push(Leaf { first, last, starts: Vec::new() });
        self.leaves.len() - 1
    }

    /// Declares a repeated block from its first to its last control position.
    pub fn block(&mut self, first: u32, last: u32) -> usize {
        self.blocks.push(Block { first, last, insts: Vec::new() });
        self.blocks.len() - 1
    }

    /// Begins one pass through a block.
    pub fn enter(&mut self, block: usize) -> u32 {
        let id = self.instances(block, 1, 0, u32::MAX);
        self.open.push(id);
        id
    }

    fn instances(&mut self, block: usize, count: u32, step: u32, end: u32) -> u32 {
        let id = self.made;
        if count == 0 {
            return id;
        }
        let parent = self.open.last().copied();
        self.insts.push(Insts { id, block: block as u32, parent, first: self.next, step, end });
        match self.blocks[block].insts.last_mut() {
            Some((first, before)) if *first + *before == id => *before += count,
            _ => self.blocks[block].insts.push((id, count)),
        }
        self.made += count;
        id
    }

    /// Ends the pass begun last.
    pub fn leave(&mut self) {
        if let Some(id) = self.open.pop() {
            let at = self.insts.partition_point(|run| run.id <= id);
            self.insts[at - 1].end = self.next;
            if at == self.insts.len() {
                self.join_last();
            }
        }
    }

    /// Joins the instance that was closed last with those before it if it goes on where they end and is as long as they are.
    fn join_last(&mut self) {
        let [.., before, last] = self.insts.as_mut_slice() else { return };
        let size = last.end - last.first;
        let single = before.step == 0;
        let (count, step) =
            (last.id - before.id, if single { before.end - before.first } else { before.step });
        let goes_on = before.block == last.block
            && before.parent == last.parent
            && size == step
            && (!single || count == 1 || size == 0)
            && before.first.saturating_add(step.saturating_mul(count)) == last.first;
        if goes_on {
            before.step = step;
            before.end = last.end;
            self.insts.pop();
        }
    }

    /// Gives back memory that was taken in advance; nothing more is added then.
    pub fn close(&mut self) {
        self.insts.shrink_to_fit();
        self.runs.shrink_to_fit();
        self.leaves.iter_mut().for_each(|leaf| leaf.starts.shrink_to_fit());
        self.blocks.iter_mut().for_each(|block| block.insts.shrink_to_fit());
    }

    /// Puts one copy of a leaf behind what there is.
    pub fn emit(&mut self, leaf: usize) {
        let inst = self.open.last().copied();
        self.put(leaf, 1, inst);
    }

    fn put(&mut self, leaf: usize, count: u32, inst: Option<u32>) {
        let Leaf { first, last, starts } = &mut self.leaves[leaf];
        let step = *last - *first + 1;
        let (to, inst) = (self.next, inst.unwrap_or(NONE));
        match starts.last_mut() {
            Some(before) if before.at(before.count) == to => before.count += count,
            _ => starts.push(Starts { start: to, count, step }),
        }
        match self.runs.last_mut() {
            Some(before)
                if before.leaf == leaf as u32
                    && inst != NONE
                    && before.inst.checked_add(before.count) == Some(inst)
                    && before.to.saturating_add(step.saturating_mul(before.count)) == to =>
            {
                before.count += count;
            }
            _ => self.runs.push(Packed { leaf: leaf as u32, to, inst, count }),
        }
        self.next = self.next.saturating_add(step.saturating_mul(count));
    }

    /// Passes `count` times through a block that consists of one leaf; the number of the first pass, the others follow it.
    pub fn repeat(&mut self, block: usize, leaf: usize, count: u32) -> u32 {
        let step = self.leaves[leaf].last - self.leaves[leaf].first + 1;
        let end = self.next.saturating_add(step.saturating_mul(count));
        let id = self.instances(block, count, step, end);
        if count > 0 {
            self.put(leaf, count, Some(id));
        }
        id
    }

    /// Whether nothing moves.
    pub fn is_identity(&self) -> bool {
        self.identity
    }

    /// The copies in the order of the result.
    pub fn segs(&self) -> impl Iterator<Item = Seg> {
        self.runs().flat_map(Run::copies)
    }

    /// The same, those that follow each other evenly taken together.
    pub fn runs(&self) -> impl Iterator<Item = Run> {
        self.runs.iter().map(|run| self.run_of(*run))
    }

    /// The run with this number, 0-based, in the order of the result.
    pub fn run(&self, at: usize) -> Option<Run> {
        self.runs.get(at).map(|run| self.run_of(*run))
    }

    fn run_of(&self, run: Packed) -> Run {
        let Leaf { first, last, .. } = &self.leaves[run.leaf as usize];
        let inst = (run.inst != NONE).then_some(run.inst);
        Run { seg: Seg { first: *first, last: *last, to: run.to, inst }, count: run.count }
    }

    /// Whether all of `1..=last` stay where they are.
    pub fn keeps(&self, last: u32) -> bool {
        let stays = |leaf: &Leaf| matches!(leaf.starts.as_slice(), [Starts { start: 1, count: 1, .. }]);
        self.identity
            || self.leaves.first().is_some_and(|leaf| leaf.first == 1 && last <= leaf.last && stays(leaf))
    }

    /// Whether all of `first..=last` travels together.
    pub fn neighbours(&self, first: u32, last: u32) -> bool {
        let leaf = self.leaves.get(self.leaves.partition_point(|leaf| leaf.last < first));
        self.identity || leaf.is_some_and(|leaf| leaf.first <= first && last <= leaf.last)
    }

    fn inst(&self, id: u32) -> Inst {
        let run = self.insts[self.insts.partition_point(|run| run.id <= id) - 1];
        let Insts { block, parent, .. } = run;
        if run.step == 0 {
            return Inst { block, parent, first: run.first, end: run.end };
        }
        let first = run.first.saturating_add(run.step.saturating_mul(id - run.id));
        Inst { block, parent, first, end: first.saturating_add(run.step) }
    }

    fn body_contains(&self, inst: u32, first: u32, last: u32) -> bool {
        let block = &self.blocks[self.inst(inst).block as usize];
        block.first < first && last < block.last
    }

    /// The deepest instance around `inst` whose block holds all of `first..=last` between its control positions.
    pub fn holder(&self, inst: Option<u32>, first: u32, last: u32) -> Option<u32> {
        let mut at = inst;
        while let Some(id) = at {
            if self.body_contains(id, first, last) {
                return Some(id);
            }
            at = self.inst(id).parent;
        }
        None
    }

    /// The instance around `inst`.
    pub fn parent(&self, inst: u32) -> Option<u32> {
        self.inst(inst).parent
    }

    /// The new positions an instance covers; everything for `None`.
    pub fn window(&self, inst: Option<u32>) -> Window {
        inst.map_or(WHOLE, |id| {
            let inst = self.inst(id);
            Window { first: inst.first, end: inst.end }
        })
    }

    /// First and last new position of anything in `first..=last` inside `window`; `None` if nothing is left of it.
    pub fn cover(&self, first: u32, last: u32, window: Window) -> Option<(u32, u32)> {
        if self.identity {
            return Some((first, last));
        }
        let from = self.leaves.partition_point(|leaf| leaf.last < first);
        let mut found: Option<(u32, u32)> = None;
        for leaf in self.leaves[from..].iter().take_while(|leaf| leaf.first <= last) {
            let Some((low, high)) = ends(&leaf.starts, window) else { continue };
            let low = low.saturating_add(first.max(leaf.first) - leaf.first);
            let high = high.saturating_add(last.min(leaf.last) - leaf.first);
            found = Some(found.map_or((low, high), |(a, b)| (a.min(low), b.max(high))));
        }
        // What reaches to the very end still does where lines were left out before it.
        let end = |high: u32| if last >= self.max { self.max } else { high.min(self.max) };
        found.map(|(low, high)| (low.min(self.max), end(high)))
    }

    /// All new positions of one old position inside `window`, ascending.
    pub fn copies(&self, at: u32, window: Window) -> Vec<u32> {
        if self.identity {
            return vec![at];
        }
        let index = self.leaves.partition_point(|leaf| leaf.last < at);
        match self.leaves.get(index) {
            Some(leaf) if leaf.first <= at => inside(&leaf.starts, window)
                .map(|start| start.saturating_add(at - leaf.first).min(self.max))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The first new position of an old one inside `window`.
    pub fn first(&self, at: u32, window: Window) -> Option<u32> {
        self.cover(at, at, window).map(|(first, _)| first)
    }

    /// Where `first..=last` goes as one thing (a merge, a link, a rule): one span for each instance of the deepest block
    /// that holds all of it, or a single one.
    pub fn spans(&self, first: u32, last: u32) -> Vec<(u32, u32)> {
        let holder = self
            .blocks
            .iter()
            .filter(|block| block.first < first && last < block.last)
            .min_by_key(|block| block.last - block.first);
        match holder {
            Some(block) => block
                .insts
                .iter()
                .flat_map(|(id, count)| *id..*id + *count)
                .filter_map(|inst| self.cover(first, last, self.window(Some(inst))))
                .collect(),
            None => self.cover(first, last, WHOLE).into_iter().collect(),
        }
    }

    /// The new position of `at`, or of the next old position after it that still exists.
    pub fn at_or_after(&self, at: u32) -> u32 {
        self.cover(at, self.max, WHOLE).map_or(self.max, |(first, _)| first)
    }

    fn seg_at(&self, to: u32) -> Option<Seg> {
        let run = self.run(self.runs.partition_point(|run| run.to <= to).checked_sub(1)?)?;
        Some(run.copy(((to - run.seg.to) / run.step()).min(run.count - 1)))
    }

    /// The instance that the new position `to` was made in.
    pub fn inst_at(&self, to: u32) -> Option<u32> {
        self.seg_at(to)?.inst
    }

    /// The old position that the new position `to` is a copy of.
    pub fn source(&self, to: u32) -> Option<u32> {
        let seg = self.seg_at(to)?;
        (to - seg.to <= seg.last - seg.first).then_some(seg.first + to - seg.to)
    }

    /// Whether `first..=last` begins inside a block that is passed through more than once, and ends behind it: copies of
    /// it would overlap.
    pub fn straddles(&self, first: u32, last: u32) -> bool {
        self.blocks
            .iter()
            .any(|block| block.first < first && first < block.last && block.last <= last && passes(block) > 1)
    }
}

fn passes(block: &Block) -> u32 {
    block.insts.iter().fold(0, |sum: u32, (_, count)| sum.saturating_add(*count))
}

/// Joins spans that touch; they must be ascending.
pub fn joined(spans: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for (first, last) in spans.iter().copied() {
        match out.last_mut() {
            Some(before) if before.1 + 1 >= first => before.1 = before.1.max(last),
            _ => out.push((first, last)),
        }
    }
    out
}

#[cfg(test)]
mod tests;
