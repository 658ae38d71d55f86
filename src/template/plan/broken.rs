//! Control tags that are written wrongly: they were told of, and are followed as they were meant, so that nothing else is said
//! to be wrong because of them.

use super::super::tree::{Node, Origin};
use super::super::words;
use super::{Opened, Planner};

impl<'e> Planner<'e, '_> {
    /// A tag that cannot be read opens and closes what its first word says.
    pub(super) fn meant(&mut self, row: u32, origin: Origin, tag: &str) {
        let names = words::loop_names(&format!("{{%{tag}")).unwrap_or_default();
        match tag.split_whitespace().next().unwrap_or_default() {
            "if" => self.open_if(origin, None),
            "endfor" => self.end(&origin, row, true),
            "endif" => self.end(&origin, row, false),
            "col" | "sheet" => self.out.lost.extend(names),
            "for" => self.open_for(row, origin, names, None),
            // A misspelt word.
            _ if tag.contains(" in ") => self.open_for(row, origin, names, None),
            _ => {}
        }
    }

    /// A tag without its end opens what it says, too.
    pub(super) fn without_end(&mut self, row: u32, origin: Origin) {
        if let Some(tag) = origin.text.trim().strip_prefix("{%").map(|tag| tag.trim().to_owned()) {
            self.close_rows(row);
            self.broken = true;
            self.meant(row, origin, &tag);
            self.broken = false;
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
