//! Names of units, each in the spelling that came first.

use std::{collections::BTreeMap, sync::Arc};

use crate::cells::text::{clean, key};

/// Names of units, each in the spelling that came first.
#[derive(Debug, Default)]
pub struct Units(BTreeMap<String, Arc<str>>);

impl Units {
    /// Makes `name` another name of `unit`: a sender's own spelling, the title that the settings give it.
    pub fn alias(&mut self, name: &str, unit: &Arc<str>) {
        if !name.is_empty() {
            self.0.entry(key(name)).or_insert_with(|| Arc::clone(unit));
        }
    }

    /// The unit of this name.
    pub fn named(&mut self, name: &str) -> Arc<str> {
        Arc::clone(self.0.entry(key(name)).or_insert_with(|| Arc::from(clean(name).as_str())))
    }
}
