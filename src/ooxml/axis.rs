//! Where rows (or columns) go when blocks repeat or vanish: one function from old positions to new ones for a whole sheet,
//! built once from all blocks. Positions are 1-based for rows and columns alike. It knows nothing of cells or formulas.
//!
//! A *leaf* is a run of neighbouring old rows that always travel together; a *block* is a repeated region with its two
//! control rows; an *instance* is one pass through a block. Rows that lie in no leaf (control rows) go nowhere.

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
    insts: Vec<Inst>,
    segs: Vec<Seg>,
    open: Vec<u32>,
    next: u32,
    identity: bool,
}

#[derive(Clone, Debug)]
struct Leaf {
    first: u32,
    last: u32,
    starts: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Block {
    first: u32,
    last: u32,
    insts: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Inst {
    block: u32,
    parent: Option<u32>,
    first: u32,
    end: u32,
}

/// One copy of a leaf in the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seg {
    /// First old position.
    pub first: u32,
    /// Last old position.
    pub last: u32,
    /// First new position.
    pub to: u32,
    /// The instance it was made in.
    pub inst: Option<u32>,
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
            segs: Vec::new(),
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
        let id = self.insts.len() as u32;
        let parent = self.open.last().copied();
        self.insts.push(Inst { block: block as u32, parent, first: self.next, end: u32::MAX });
        self.blocks[block].insts.push(id);
        self.open.push(id);
        id
    }

    /// Ends the pass begun last.
    pub fn leave(&mut self) {
        if let Some(id) = self.open.pop() {
            self.insts[id as usize].end = self.next;
        }
    }

    /// Puts one copy of a leaf behind what there is.
    pub fn emit(&mut self, leaf: usize) {
        let Leaf { first, last, starts } = &mut self.leaves[leaf];
        starts.push(self.next);
        self.segs.push(Seg { first: *first, last: *last, to: self.next, inst: self.open.last().copied() });
        self.next = self.next.saturating_add(*last - *first + 1);
    }

    /// Whether nothing moves.
    pub fn is_identity(&self) -> bool {
        self.identity
    }

    /// The copies in the order of the result.
    pub fn segs(&self) -> &[Seg] {
        &self.segs
    }

    /// Whether all of `1..=last` stay where they are.
    pub fn keeps(&self, last: u32) -> bool {
        self.identity
            || self
                .leaves
                .first()
                .is_some_and(|leaf| leaf.first == 1 && last <= leaf.last && leaf.starts == [1])
    }

    fn body_contains(&self, inst: u32, first: u32, last: u32) -> bool {
        let block = &self.blocks[self.insts[inst as usize].block as usize];
        block.first < first && last < block.last
    }

    /// The deepest instance around `inst` whose block holds all of `first..=last` between its control positions.
    pub fn holder(&self, inst: Option<u32>, first: u32, last: u32) -> Option<u32> {
        let mut at = inst;
        while let Some(id) = at {
            if self.body_contains(id, first, last) {
                return Some(id);
            }
            at = self.insts[id as usize].parent;
        }
        None
    }

    /// The instance around `inst`.
    pub fn parent(&self, inst: u32) -> Option<u32> {
        self.insts[inst as usize].parent
    }

    /// The new positions an instance covers; everything for `None`.
    pub fn window(&self, inst: Option<u32>) -> Window {
        inst.map_or(WHOLE, |id| {
            let inst = &self.insts[id as usize];
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
            let starts = inside(&leaf.starts, window);
            let (Some(low), Some(high)) = (starts.first(), starts.last()) else { continue };
            let low = low + (first.max(leaf.first) - leaf.first);
            let high = high + (last.min(leaf.last) - leaf.first);
            found = Some(found.map_or((low, high), |(a, b)| (a.min(low), b.max(high))));
        }
        found.map(|(low, high)| (low.min(self.max), high.min(self.max)))
    }

    /// All new positions of one old position inside `window`, ascending.
    pub fn copies(&self, at: u32, window: Window) -> Vec<u32> {
        if self.identity {
            return vec![at];
        }
        let index = self.leaves.partition_point(|leaf| leaf.last < at);
        match self.leaves.get(index) {
            Some(leaf) if leaf.first <= at => inside(&leaf.starts, window)
                .iter()
                .map(|start| (start + at - leaf.first).min(self.max))
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
                .filter_map(|inst| self.cover(first, last, self.window(Some(*inst))))
                .collect(),
            None => self.cover(first, last, WHOLE).into_iter().collect(),
        }
    }

    /// The new position of `at`, or of the next old position after it that still exists.
    pub fn at_or_after(&self, at: u32) -> u32 {
        self.cover(at, self.max, WHOLE).map_or(self.max, |(first, _)| first)
    }

    /// The instance that the new position `to` was made in.
    pub fn inst_at(&self, to: u32) -> Option<u32> {
        let index = self.segs.partition_point(|seg| seg.to <= to);
        index.checked_sub(1).and_then(|index| self.segs[index].inst)
    }

    /// The old position that the new position `to` is a copy of.
    pub fn source(&self, to: u32) -> Option<u32> {
        let index = self.segs.partition_point(|seg| seg.to <= to).checked_sub(1)?;
        let seg = self.segs[index];
        (to - seg.to <= seg.last - seg.first).then_some(seg.first + to - seg.to)
    }

    /// Whether `first..=last` begins inside a block that is passed through more than once, and ends behind it: copies of
    /// it would overlap.
    pub fn straddles(&self, first: u32, last: u32) -> bool {
        self.blocks.iter().any(|block| {
            block.first < first && first < block.last && block.last <= last && block.insts.len() > 1
        })
    }
}

fn inside(starts: &[u32], window: Window) -> &[u32] {
    let from = starts.partition_point(|start| *start < window.first);
    let to = starts.partition_point(|start| *start < window.end);
    &starts[from..to.max(from)]
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
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Rows 1–7, `for` 8, row 9, `for` 10, row 11, `endfor` 12, `endfor` 13, the rest; inner counts per outer pass.
    fn nested(counts: &[u32]) -> Axis {
        let mut axis = Axis::start(MAX_ROW);
        let head = axis.leaf(1, 7);
        let outer = axis.block(8, 13);
        let title = axis.leaf(9, 9);
        let inner = axis.block(10, 12);
        let line = axis.leaf(11, 11);
        let tail = axis.leaf(14, MAX_ROW);
        axis.emit(head);
        for count in counts {
            axis.enter(outer);
            axis.emit(title);
            for _ in 0..*count {
                axis.enter(inner);
                axis.emit(line);
                axis.leave();
            }
            axis.leave();
        }
        axis.emit(tail);
        axis
    }

    #[test]
    fn a_range_over_any_row_of_a_block_covers_all_copies() {
        let axis = nested(&[2, 0, 1]);
        let whole = axis.window(None);
        assert_eq!(axis.cover(9, 9, whole), Some((8, 12)));
        assert_eq!(axis.cover(8, 13, whole), Some((8, 13)));
        assert_eq!(axis.cover(11, 11, whole), Some((9, 13)));
        assert_eq!(axis.cover(14, 14, whole), Some((14, 14)));
        assert_eq!(axis.copies(9, whole), [8, 11, 12]);
        assert_eq!(axis.cover(1, MAX_ROW, whole), Some((1, MAX_ROW)));
    }

    #[test]
    fn inside_an_instance_only_its_own_copies_count() {
        let axis = nested(&[2, 0, 1]);
        let second_line = axis.inst_at(10);
        let field = axis.holder(second_line, 9, 9);
        assert_eq!(axis.cover(9, 9, axis.window(field)), Some((8, 8)));
        assert_eq!(axis.cover(11, 11, axis.window(axis.holder(second_line, 11, 11))), Some((10, 10)));
        assert_eq!(axis.cover(10, 12, axis.window(field)), Some((9, 10)));
        let empty_field = axis.inst_at(11);
        assert_eq!(axis.cover(10, 12, axis.window(axis.holder(empty_field, 10, 12))), None);
    }

    #[test]
    fn an_empty_collection_leaves_nothing_but_the_rest_moves_up() {
        let axis = nested(&[]);
        assert_eq!(axis.cover(8, 13, axis.window(None)), None);
        assert_eq!(axis.cover(7, 14, axis.window(None)), Some((7, 8)));
        assert_eq!(axis.spans(9, 9), []);
        assert_eq!(axis.at_or_after(9), 8);
    }

    #[test]
    fn things_inside_a_block_are_repeated_and_things_around_it_grow() {
        let axis = nested(&[2, 1]);
        assert_eq!(axis.spans(11, 11), [(9, 9), (10, 10), (12, 12)]);
        assert_eq!(axis.spans(9, 11), [(8, 10), (11, 12)]);
        assert_eq!(axis.spans(5, 14), [(5, 13)]);
        assert_eq!(axis.source(12), Some(11));
        assert!(axis.keeps(7) && !axis.keeps(8));
    }

    #[test]
    fn touching_spans_become_one() {
        assert_eq!(joined(&[(1, 2), (3, 3), (5, 6)]), [(1, 3), (5, 6)]);
    }
}
