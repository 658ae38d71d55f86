//! Placeholders that no pass reached, since their list is empty or their block is left out. Plans in, faults out.

use super::build::Builder;
use super::fault::Fault;

impl Builder<'_, '_> {
    /// Placeholders that no pass reached (an empty list): at least the roots of their names must exist.
    pub(super) fn unseen(&mut self) {
        for (src, plan) in self.plans.iter().enumerate() {
            let Some(sheet) = &self.source.sheets[src] else { continue };
            for (index, placeholder) in &plan.cells {
                if self.seen.contains(&(src, *index)) {
                    continue;
                }
                for compiled in placeholder.expressions() {
                    if let Some(kind) = self.language.unknown_root(compiled, &plan.vars) {
                        let origin = &placeholder.origin;
                        let (cell, text) = (origin.at.to_string(), origin.text.clone());
                        self.faults.push(Fault { sheet: sheet.name.clone(), cell, text, kind });
                    }
                }
            }
        }
    }
}
