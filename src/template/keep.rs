//! What must not vanish altogether: rows and columns that names, charts, tables and pivot tables point to. Where nothing of
//! them would be left, the first block that holds one of them is passed through once, and its cells stay empty.

use std::collections::BTreeSet;

use super::tree::{Node, Plan};
use crate::ooxml::axis::Axis;
use crate::ooxml::formula::Formula;
use crate::ooxml::refs::names_sheet;

/// Rows and columns of one sheet of the template, each a range of which something must be left.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Rows.
    pub rows: Vec<(u32, u32)>,
    /// Columns.
    pub cols: Vec<(u32, u32)>,
}

impl Kept {
    /// Adds what a formula that stands on no sheet names of `sheet`.
    pub fn add(&mut self, formula: &str, sheet: &str) {
        let order = |a: u32, b: u32| (a.min(b), a.max(b));
        for found in Formula::read(formula).refs.iter().filter(|found| names_sheet(found, "", sheet)) {
            self.rows.push(order(found.first.row, found.last.row));
            self.cols.push(order(found.first.col, found.last.col));
        }
    }
}

/// What is passed through once although its list is empty or its condition does not hold.
#[derive(Debug, Default)]
pub struct Forced {
    /// Repeated blocks.
    pub blocks: BTreeSet<usize>,
    /// Branches of choices, by their first leaf.
    pub branches: BTreeSet<usize>,
}

/// The ranges that a mapping leaves nothing of.
pub fn lost(kept: &[(u32, u32)], axis: &Axis) -> Vec<(u32, u32)> {
    let gone = |(low, high): &(u32, u32)| axis.cover(*low, *high, axis.window(None)).is_none();
    kept.iter().copied().filter(gone).collect()
}

/// The blocks and branches around the first row of each range.
pub fn forced(plan: &Plan<'_>, lost: &[(u32, u32)]) -> Forced {
    let mut forced = Forced::default();
    for range in lost {
        let Some(row) = first_row(&plan.nodes, *range) else { continue };
        let around = |at: &usize| plan.blocks[*at].0 < row && row < plan.blocks[*at].1;
        forced.blocks.extend((0..plan.blocks.len()).filter(around));
        branches(&plan.nodes, row, &mut 0, &mut forced.branches);
    }
    forced
}

/// The first row of a range that is no control row.
fn first_row(nodes: &[Node<'_>], (low, high): (u32, u32)) -> Option<u32> {
    let of = |nodes: &[Node<'_>]| first_row(nodes, (low, high));
    nodes.iter().find_map(|node| match node {
        Node::Rows { first, last } => (*first <= high && low <= *last).then(|| low.max(*first)),
        Node::For { body, other, .. } => of(body).or_else(|| of(other)),
        Node::If(branches) => branches.iter().find_map(|branch| of(&branch.body)),
    })
}

/// Collects the branches that hold a row; whether any of the nodes does.
fn branches(nodes: &[Node<'_>], row: u32, leaf: &mut usize, found: &mut BTreeSet<usize>) -> bool {
    let mut holds = false;
    for node in nodes {
        match node {
            Node::Rows { first, last } => {
                *leaf += 1;
                holds |= (*first..=*last).contains(&row);
            }
            Node::For { body, other, .. } => {
                holds |= branches(body, row, leaf, found);
                holds |= branches(other, row, leaf, found);
            }
            Node::If(list) => {
                for branch in list {
                    let start = *leaf;
                    if branches(&branch.body, row, leaf, found) {
                        found.insert(start);
                        holds = true;
                    }
                }
            }
        }
    }
    holds
}
