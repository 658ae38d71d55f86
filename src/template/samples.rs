//! The loop variables around an expression that is not evaluated, each with an element of its list where it is known what the
//! list holds. Values in, a scope out.

use std::sync::Arc;

use minijinja::Value;

use super::language::{Compiled, Language, Scope};

/// What loop variables would be.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    /// The data with an element in every list; none if nothing is known of it.
    shape: Option<Value>,
    /// The variables from outside to inside; none where nothing is known of the list.
    pub(super) vars: Vec<(Arc<str>, Option<Value>)>,
}

impl Samples {
    /// Whether it is known what a name is; none if it is no variable.
    pub(super) fn known(&self, name: &str) -> Option<bool> {
        let found = self.vars.iter().rev().find(|(var, _)| &**var == name);
        found.map(|(_, element)| element.is_some())
    }

    /// The variables that are known, and everything in `data` behind them.
    pub(super) fn scope(&self, data: Value) -> Value {
        let innermost_first = self.vars.iter().rev();
        let vars: Vec<(Arc<str>, Value)> =
            innermost_first.filter_map(|(name, element)| Some((name.clone(), element.clone()?))).collect();
        if vars.is_empty() {
            return data;
        }
        Value::from_object(Scope { vars, index: 0, length: 1, parent: data })
    }
}

impl Language {
    /// What the data is known to hold besides what there is in it.
    pub fn samples(&self) -> Samples {
        Samples { shape: super::data::shape_of(&self.data()), vars: Vec::new() }
    }

    /// The samples within a block: its variables are elements of the list.
    pub fn samples_in(&self, samples: &Samples, names: &[String], list: Option<&Compiled<'_>>) -> Samples {
        let element = samples.shape.as_ref().and_then(|shape| {
            let list = list?.expression.eval(samples.scope(shape.clone())).ok()?;
            list.try_iter().ok()?.next()
        });
        let mut inner = samples.clone();
        let element = element.filter(|_| names.len() == 1);
        inner.vars.extend(names.iter().map(|name| (name.as_str().into(), element.clone())));
        inner
    }
}
