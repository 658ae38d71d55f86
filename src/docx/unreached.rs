//! Names in what was never written, since its list is empty or its block is left out. A plan in, faults out.

use super::fault::Fault;
use super::tree::{Body, Node, Part, Plan, Source};
use crate::template::language::Language;
use crate::template::samples::Samples;

/// Adds a fault for each expression that was not evaluated and names something that is not there; loop variables are known
/// where it is known what the lists hold.
pub fn check(plan: &Plan<'_>, language: &Language, seen: &[bool], faults: &mut Vec<Fault>) {
    let mut check = Check { plan, language, seen: seen.to_vec(), faults };
    check.nodes(&plan.nodes, &language.samples());
    // What stands in a block that is wrong itself is in no node.
    for at in 0..plan.expressions.len() {
        check.expression(at, &Samples::default());
    }
}

struct Check<'p, 'e> {
    plan: &'p Plan<'e>,
    language: &'p Language,
    seen: Vec<bool>,
    faults: &'p mut Vec<Fault>,
}

impl Check<'_, '_> {
    fn nodes(&mut self, nodes: &[Node], samples: &Samples) {
        for node in nodes {
            match node {
                Node::Raw(_) => {}
                Node::Paragraph(paragraph) => {
                    if let Body::Parts(parts) = &paragraph.body {
                        for (_, source) in parts {
                            if let Source::Value(expression, _) = source {
                                self.expression(*expression, samples);
                            }
                        }
                    }
                    for part in &paragraph.parts {
                        if let Part::Inside(_, nodes) = part {
                            self.nodes(nodes, samples);
                        }
                    }
                }
                Node::For { names, list, body, other, .. } => {
                    self.expression(*list, samples);
                    let list = &self.plan.expressions[*list].compiled;
                    let inner = self.language.samples_in(samples, names, Some(list));
                    self.nodes(body, &inner);
                    self.nodes(other, samples);
                }
                Node::If(branches) => {
                    for branch in branches {
                        if let Some(condition) = branch.condition {
                            self.expression(condition, samples);
                        }
                        self.nodes(&branch.body, samples);
                    }
                }
                Node::Table(inner) | Node::Container(inner) => self.nodes(&inner.nodes, samples),
            }
        }
    }

    fn expression(&mut self, at: usize, samples: &Samples) {
        let expression = &self.plan.expressions[at];
        if std::mem::replace(&mut self.seen[at], true) {
            return;
        }
        let Some(kind) = self.language.unknown_below(&expression.compiled, &self.plan.vars, samples) else {
            return;
        };
        let site = &self.plan.sites[expression.site];
        let fault = Fault { place: site.place, text: site.text.clone(), kind };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}
