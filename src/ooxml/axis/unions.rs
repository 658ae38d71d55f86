//! Where the copies of a few positions are, apart from what stands between them; and what stands above a block.

use super::{Axis, Inst, Window, joined};

impl Axis {
    /// The new positions of `first..=last` inside `window` as stretches in ascending order. What lies within a block without
    /// filling it is a stretch in every copy, joined where they touch. No more than `most` stretches and one are made.
    pub fn stretches(&self, first: u32, last: u32, window: Window, most: usize) -> Vec<(u32, u32)> {
        let (mut low, mut high) = (first, last);
        let block = loop {
            let holds = |at: &usize| self.blocks[*at].first < low && high < self.blocks[*at].last;
            let size = |at: &usize| self.blocks[*at].last - self.blocks[*at].first;
            let Some(found) = (0..self.blocks.len()).filter(holds).min_by_key(size) else {
                return self.cover(first, last, window).into_iter().collect();
            };
            let block = &self.blocks[found];
            if self.any_leaf(block.first, low - 1) || self.any_leaf(high + 1, block.last) {
                break found;
            }
            (low, high) = (block.first, block.last);
        };
        let mut out: Vec<(u32, u32)> = Vec::new();
        for id in self.inside(block, window) {
            let pass = self.window(Some(id));
            let both = Window { first: pass.first.max(window.first), end: pass.end.min(window.end) };
            let Some(span) = self.cover(first, last, both) else { continue };
            out.push(span);
            if let [.., (_, end), (next, after)] = out.as_mut_slice()
                && *end + 1 >= *next
            {
                *end = (*end).max(*after);
                out.pop();
            }
            if out.len() > most {
                break;
            }
        }
        joined(&out)
    }

    /// The passes through the deepest block that holds all of `first..=last`, where anything of it is left.
    pub fn passes(&self, first: u32, last: u32) -> Vec<u32> {
        let holds = |at: &usize| self.blocks[*at].first < first && last < self.blocks[*at].last;
        let size = |at: &usize| self.blocks[*at].last - self.blocks[*at].first;
        let Some(block) = (0..self.blocks.len()).filter(holds).min_by_key(size) else { return Vec::new() };
        let ids = self.blocks[block].insts.iter().flat_map(|(id, count)| *id..*id + *count);
        ids.filter(|id| self.cover(first, last, self.window(Some(*id))).is_some()).collect()
    }

    /// The passes through a block that a window reaches.
    fn inside(&self, block: usize, window: Window) -> impl Iterator<Item = u32> {
        let runs = &self.blocks[block].insts;
        let before = move |id: u32| self.inst(id).end <= window.first;
        let from = runs.partition_point(|(id, count)| before(*id + *count - 1));
        let all = runs[from..].iter().flat_map(|(id, count)| *id..*id + *count);
        all.skip_while(move |id| before(*id)).take_while(move |id| self.inst(*id).first < window.end)
    }

    /// Whether any old position of `first..=last` can go somewhere.
    fn any_leaf(&self, first: u32, last: u32) -> bool {
        let at = self.leaves.partition_point(|leaf| leaf.last < first);
        self.leaves.get(at).is_some_and(|leaf| leaf.first <= last)
    }

    /// Whether `at` is the control position that begins the block `inst` is a pass of, or a control position next to it.
    pub fn begins(&self, inst: u32, at: u32) -> bool {
        let block = &self.blocks[self.inst(inst).block as usize];
        block.first > 0 && block.first <= at && at < block.last && !self.any_leaf(block.first, at)
    }

    /// The first old position of the block that `inst` is a pass of: a control position.
    pub fn opening(&self, inst: u32) -> u32 {
        self.blocks[self.inst(inst).block as usize].first
    }

    /// The first new position of an instance that left anything.
    pub fn starts_at(&self, inst: u32) -> Option<u32> {
        let Inst { first, end, .. } = self.inst(inst);
        (first < end).then_some(first)
    }

    /// The new position right before an instance; `None` if it begins at the first one.
    pub fn before(&self, inst: u32) -> Option<u32> {
        self.inst(inst).first.checked_sub(1).filter(|at| *at > 0)
    }

    /// The new position right before all passes through the block that stand beside `inst`.
    pub fn before_all(&self, inst: u32) -> Option<u32> {
        let block = &self.blocks[self.inst(inst).block as usize];
        let all = self.cover(block.first, block.last, self.window(self.parent(inst)))?;
        all.0.checked_sub(1).filter(|at| *at > 0)
    }

    /// The pass through the same block before `inst`, if one stands beside it that left anything.
    pub fn previous(&self, inst: u32) -> Option<u32> {
        let own = self.inst(inst);
        let runs = &self.blocks[own.block as usize].insts;
        let mut at = runs.partition_point(|(id, _)| *id <= inst).checked_sub(1)?;
        let mut id = inst;
        loop {
            id = if id > runs[at].0 {
                id - 1
            } else {
                at = at.checked_sub(1)?;
                runs[at].0 + runs[at].1 - 1
            };
            let found = self.inst(id);
            if found.parent != own.parent {
                return None;
            }
            if found.first < found.end {
                return Some(id);
            }
        }
    }
}
