//! Control tags that are written wrongly: they were told of, and are followed as they were meant, so that nothing else is said
//! to be wrong because of them.

use super::super::tree::{Node, Origin};
use super::super::words;
use super::{Opened, Planner};

impl<'e> Planner<'e, '_> {
    /// A tag that cannot be read opens and closes what its first word says.
    pub(super) fn meant(&mut self, row: u32, origin: Origin, tag: &str) {
        match words::meant(tag) {
            ("for", names) => self.open_for(row, origin, names, None),
            ("if", _) => self.open_if(origin, None),
            ("endfor", _) => self.end(&origin, row, true),
            ("endif", _) => self.end(&origin, row, false),
            (_, names) => self.out.lost.extend(names),
        }
    }

    /// The rows of a block that was told of when it was opened, and that nothing closes: they stand where they are.
    pub(super) fn unclosed(&mut self, kind: Opened<'e>, nodes: Vec<Node<'e>>) {
        match kind {
            Opened::Root => {}
            Opened::For { names, body, .. } => {
                self.out.lost.extend(names);
                body.into_iter().flatten().for_each(|node| self.push(node));
            }
            Opened::If { done, .. } => {
                done.into_iter().flat_map(|branch| branch.body).for_each(|node| self.push(node));
            }
        }
        for node in nodes {
            self.push(node);
        }
    }
}
