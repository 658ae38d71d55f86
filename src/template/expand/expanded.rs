//! The outcome of expanding: where rows or columns go, and what each pass sees.

use minijinja::Value;

use super::super::lists::{self, List};
use crate::ooxml::axis::Axis;

/// Where the rows (or columns) go, and what each pass sees.
pub struct Expanded {
    /// The mapping.
    pub axis: Axis,
    /// What each instance sees. The scope is made when it is asked for.
    pub(super) scopes: Vec<Scopes>,
    pub(super) lists: Vec<List>,
}

/// What the instances from `inst` on see: the items of a list from `index` on.
pub(super) struct Scopes {
    pub(super) inst: u32,
    pub(super) list: u32,
    pub(super) index: u32,
    /// They only keep a place: their cells stay empty.
    pub(super) blank: bool,
}

impl Expanded {
    /// Nothing repeats.
    pub fn identity(max: u32) -> Self {
        Self::over(Axis::identity(max))
    }

    pub(super) fn over(axis: Axis) -> Self {
        Self { axis, scopes: Vec::new(), lists: Vec::new() }
    }

    fn seen(&self, inst: u32) -> Option<&Scopes> {
        self.scopes.get(self.scopes.partition_point(|run| run.inst <= inst).checked_sub(1)?)
    }

    /// The scope of an instance; none outside of every block.
    pub fn scope(&self, inst: Option<u32>) -> Option<Value> {
        let inst = inst?;
        let run = self.seen(inst)?;
        lists::scope(&self.lists, run.list as usize, (run.index + inst - run.inst) as usize)
    }

    /// Whether the cells of an instance stay empty.
    pub fn is_blank(&self, inst: Option<u32>) -> bool {
        inst.and_then(|inst| self.seen(inst)).is_some_and(|run| run.blank)
    }
}
