//! Where rows stand among the blocks around them, and whether what a formula there reads is the same in every copy but for
//! the rows it stands on. A plan and a reference in, yes or no out.

use super::tree::{Node, Plan};
use crate::ooxml::formula::{Ref, Shape};

/// Rows that always travel together, and the blocks around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nest {
    /// First and last row.
    rows: (u32, u32),
    /// Control rows of the outermost block around.
    outer: (u32, u32),
    /// Whether the rows are all that the one block around them repeats.
    alone: bool,
}

impl Nest {
    /// The blocks around the rows of a plan that travel together; none if they do not repeat.
    pub fn of(plan: &Plan<'_>, rows: (u32, u32)) -> Option<Self> {
        let mut blocks = Vec::new();
        if !around(&plan.nodes, rows, &mut blocks) {
            return None;
        }
        // The innermost block comes first.
        let outer = *plan.blocks.get(blocks.last()?.0)?;
        Some(Self { rows, outer, alone: blocks.len() == 1 && blocks[0].1 })
    }

    /// Whether a reference to the own sheet means in every copy either the same cells, or such as stand in the copy itself, or
    /// those from the first copy to the own one.
    pub fn is_even(&self, found: &Ref) -> bool {
        if found.shape == Shape::Cols {
            return true;
        }
        let (first, last) = (found.first.row, found.last.row);
        let (low, high) = (first.min(last), first.max(last));
        if !(self.outer.0 < low && high < self.outer.1) {
            return true;
        }
        // A range with `$` means other copies, too; only of rows that stand by themselves are those easily told.
        let fixed = found.shape != Shape::Cell && (found.first.row_fixed || found.last.row_fixed);
        self.rows.0 <= low && high <= self.rows.1 && (!fixed || self.alone)
    }
}

/// Finds rows and lists the blocks around them with whether they are all that these repeat, the innermost first.
fn around(nodes: &[Node<'_>], rows: (u32, u32), blocks: &mut Vec<(usize, bool)>) -> bool {
    nodes.iter().any(|node| match node {
        Node::Rows { first, last } => (*first, *last) == rows,
        Node::For { block, body, other, .. } => {
            if around(body, rows, blocks) {
                blocks.push((*block, matches!(body.as_slice(), [Node::Rows { .. }])));
                return true;
            }
            // What stands in place of an empty list belongs to the block around.
            around(other, rows, blocks)
        }
        Node::If(branches) => branches.iter().any(|branch| around(&branch.body, rows, blocks)),
    })
}
