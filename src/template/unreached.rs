//! Placeholders that no pass reached, since their list is empty or their block is left out. Plans in, faults out.

use super::build::Builder;
use super::fault::{Fault, FaultKind};
use super::language::Compiled;
use super::samples::Samples;
use super::tree::{Node, Origin, Plan};

impl Builder<'_, '_> {
    /// Placeholders that no pass reached (an empty list): the names in them must exist all the same, those of loop variables
    /// where it is known what the lists hold.
    pub(super) fn unseen(&mut self) {
        for src in 0..self.plans.len() {
            let plan = &self.plans[src];
            let mut samples = self.language.samples();
            if let Some(sheet) = &plan.sheet {
                let names = std::slice::from_ref(&sheet.name);
                samples = self.language.samples_in(&samples, names, Some(&sheet.list));
            }
            self.unseen_nodes(src, plan, &plan.nodes, &samples);
            // What stands in a block that is wrong itself is in no node.
            self.unseen_rows(src, plan, (1, u32::MAX), &Samples::default());
        }
    }

    fn unseen_nodes(&mut self, src: usize, plan: &Plan<'_>, nodes: &[Node<'_>], samples: &Samples) {
        for node in nodes {
            match node {
                Node::Rows { first, last } => self.unseen_rows(src, plan, (*first, *last), samples),
                Node::For { names, list, origin, body, other, .. } => {
                    self.unseen_name(src, plan, origin, list, samples);
                    let inner = self.language.samples_in(samples, names, Some(list));
                    self.unseen_nodes(src, plan, body, &inner);
                    self.unseen_nodes(src, plan, other, samples);
                }
                Node::If(branches) => {
                    for branch in branches {
                        if let Some((condition, origin)) = &branch.condition {
                            self.unseen_name(src, plan, origin, condition, samples);
                        }
                        self.unseen_nodes(src, plan, &branch.body, samples);
                    }
                }
            }
        }
    }

    fn unseen_rows(&mut self, src: usize, plan: &Plan<'_>, rows: (u32, u32), samples: &Samples) {
        for (index, placeholder) in &plan.cells {
            let at = placeholder.origin.at;
            if at.row < rows.0 || at.row > rows.1 || self.seen.contains(&(src, *index)) {
                continue;
            }
            self.seen.insert((src, *index));
            let column = placeholder.origin.column();
            let mut inner = samples.clone();
            for block in plan.cols.iter().filter(|block| (block.first..=block.last).contains(&column)) {
                inner = self.language.samples_in(&inner, &block.names, Some(&block.list));
            }
            for compiled in placeholder.expressions() {
                if let Some(kind) = self.language.unknown_below(compiled, &plan.vars, &inner) {
                    self.unseen_fault(src, &placeholder.origin, kind);
                }
            }
        }
    }

    /// A list or condition; whether it was evaluated is not kept, so only what is told nowhere else is a fault.
    fn unseen_name(
        &mut self,
        src: usize,
        plan: &Plan<'_>,
        origin: &Origin,
        name: &Compiled<'_>,
        samples: &Samples,
    ) {
        if samples.vars.is_empty() {
            return;
        }
        if let Some(kind) = self.language.unknown_below(name, &plan.vars, samples) {
            self.unseen_fault(src, origin, kind);
        }
    }

    fn unseen_fault(&mut self, src: usize, origin: &Origin, kind: FaultKind) {
        let Some(sheet) = &self.source.sheets[src] else { return };
        let (sheet, cell, text) = (sheet.name.clone(), origin.at.to_string(), origin.text.clone());
        if !self.faults.iter().any(|known| known.sheet == sheet && known.cell == cell) {
            self.faults.push(Fault { sheet, cell, text, kind });
        }
    }
}
