//! What a worksheet of a template asks for: placeholders and the tree of its blocks, as [`super::plan`] reads them.

use std::collections::BTreeMap;

use super::language::Compiled;
use crate::model::place::CellAt;
use crate::ooxml::axis::Axis;
use crate::ooxml::styles::Format;

/// What one worksheet asks for.
#[derive(Default)]
pub struct Plan<'e> {
    /// Placeholders by the index of their cell in the scan.
    pub cells: BTreeMap<u32, Placeholder<'e>>,
    /// Rows and blocks, covering the whole sheet but for control rows.
    pub nodes: Vec<Node<'e>>,
    /// How many leaves the nodes declare.
    pub leaves: usize,
    /// Control positions of the repeated blocks, in order of declaration.
    pub blocks: Vec<(u32, u32)>,
    /// Blocks of columns.
    pub cols: Vec<ColBlock<'e>>,
    /// Whether the whole sheet repeats.
    pub sheet: Option<SheetLoop<'e>>,
    /// Loop variables anywhere on the sheet.
    pub vars: Vec<String>,
    /// Those of blocks that are wrong themselves: that nothing is known by these names is no second fault.
    pub lost: Vec<String>,
}

impl Plan<'_> {
    /// Whether anything is repeated or left out.
    pub fn moves(&self) -> bool {
        self.moves_rows() || !self.cols.is_empty() || self.sheet.is_some()
    }

    /// Whether a name is that of a loop whose block is wrong itself.
    pub fn is_lost(&self, name: &str) -> bool {
        let root = name.split(['.', '[']).next().unwrap_or_default();
        !self.lost.is_empty() && (root == "loop" || self.lost.iter().any(|lost| lost == root))
    }

    /// Whether rows are repeated or left out.
    pub fn moves_rows(&self) -> bool {
        !matches!(self.nodes.as_slice(), [] | [Node::Rows { first: 1, .. }])
    }
}

/// Where an expression stands, for messages.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The cell.
    pub at: CellAt,
    /// Its text.
    pub text: String,
}

impl Origin {
    /// The cell's column, 1-based.
    pub fn column(&self) -> u32 {
        u32::from(self.at.col.0) + 1
    }
}

/// A run of rows or a block.
pub enum Node<'e> {
    /// Ordinary rows.
    Rows {
        /// First.
        first: u32,
        /// Last.
        last: u32,
    },
    /// A repeated block.
    For {
        /// Its number.
        block: usize,
        /// Loop variables.
        names: Vec<String>,
        /// What is repeated.
        list: Compiled<'e>,
        /// Where that is written.
        origin: Origin,
        /// What is repeated.
        body: Vec<Node<'e>>,
        /// What stands there if the list is empty.
        other: Vec<Node<'e>>,
    },
    /// A choice; the last branch may have no condition.
    If(Vec<Branch<'e>>),
}

/// One branch of a choice.
pub struct Branch<'e> {
    /// Its condition; none for `else`.
    pub condition: Option<(Compiled<'e>, Origin)>,
    /// Its rows.
    pub body: Vec<Node<'e>>,
}

/// A repeated block of columns, 1-based, both ends included.
pub struct ColBlock<'e> {
    /// First column.
    pub first: u32,
    /// Last column.
    pub last: u32,
    /// Loop variables.
    pub names: Vec<String>,
    /// What is repeated.
    pub list: Compiled<'e>,
    /// Where that is written.
    pub origin: Origin,
}

/// A repeated sheet.
pub struct SheetLoop<'e> {
    /// Loop variable.
    pub name: String,
    /// What is repeated.
    pub list: Compiled<'e>,
    /// The tab's name.
    pub named: Compiled<'e>,
    /// Where that is written.
    pub origin: Origin,
}

/// A cell with a placeholder.
pub struct Placeholder<'e> {
    /// Where and what.
    pub origin: Origin,
    /// What its style shows.
    pub format: Format,
    /// What to evaluate.
    pub body: Body<'e>,
    /// The runs' formatting; empty if the text has none of its own.
    pub runs: Vec<String>,
}

/// What a placeholder's cell holds.
pub enum Body<'e> {
    /// One expression: a typed value. The number is that of its run.
    Single(Compiled<'e>, usize),
    /// Text and expressions, each with the number of its run.
    Mixed(Vec<(usize, Part<'e>)>),
    /// Text with tags of its own.
    Inline,
}

/// A part of a mixed text.
pub enum Part<'e> {
    /// As it stands.
    Literal(String),
    /// To be evaluated.
    Expression(Compiled<'e>),
}

impl<'e> Placeholder<'e> {
    /// All its compiled expressions.
    pub fn expressions(&self) -> Vec<&Compiled<'e>> {
        match &self.body {
            Body::Single(compiled, _) => vec![compiled],
            Body::Mixed(parts) => parts
                .iter()
                .filter_map(|(_, part)| match part {
                    Part::Expression(compiled) => Some(compiled),
                    Part::Literal(_) => None,
                })
                .collect(),
            Body::Inline => Vec::new(),
        }
    }
}

/// Declares the rows of nodes to a mapping, in their order.
pub fn declare(nodes: &[Node<'_>], axis: &mut Axis) {
    for node in nodes {
        match node {
            Node::Rows { first, last } => {
                axis.leaf(*first, *last);
            }
            Node::For { body, other, .. } => {
                declare(body, axis);
                declare(other, axis);
            }
            Node::If(branches) => branches.iter().for_each(|branch| declare(&branch.body, axis)),
        }
    }
}

/// How many runs of rows nodes have.
pub fn leaves(nodes: &[Node<'_>]) -> usize {
    nodes
        .iter()
        .map(|node| match node {
            Node::Rows { .. } => 1,
            Node::For { body, other, .. } => leaves(body) + leaves(other),
            Node::If(branches) => branches.iter().map(|branch| leaves(&branch.body)).sum(),
        })
        .sum()
}
