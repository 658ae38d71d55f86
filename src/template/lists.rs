//! The lists that blocks are passed through for. A value of the expression language in, the scope of each pass out.

use std::sync::Arc;

use minijinja::Value;

use super::language::Scope;

/// A list that a block is passed through for, once for each item.
pub struct List {
    /// Its items.
    pub items: Items,
    /// Loop variables.
    pub names: Vec<Arc<str>>,
    /// The scope around the block.
    pub parent: Value,
    /// How many passes there are.
    pub length: usize,
}

/// The items of a list.
pub enum Items {
    /// A list that gives its items by position.
    Held(Value),
    /// Items that could only be read once.
    Read(Vec<Value>),
    /// No item: the pass only keeps a place.
    Nothing,
}

impl List {
    /// No pass at all.
    pub fn nothing(parent: &Value) -> Self {
        Self { items: Items::Nothing, names: Vec::new(), parent: parent.clone(), length: 0 }
    }

    /// An item, 0-based.
    pub fn item(&self, index: usize) -> Value {
        match &self.items {
            Items::Held(list) => list.get_item_by_index(index).unwrap_or_default(),
            Items::Read(items) => items.get(index).cloned().unwrap_or_default(),
            Items::Nothing => Value::UNDEFINED,
        }
    }

    /// What a pass sees.
    pub fn scope(&self, index: usize) -> Value {
        let vars = match (&self.items, self.names.as_slice()) {
            (Items::Nothing, _) => return self.parent.clone(),
            (_, [name]) => vec![(name.clone(), self.item(index))],
            (_, names) => names.iter().cloned().zip(parts(&self.item(index))).collect(),
        };
        Value::from_object(Scope { vars, index, length: self.length, parent: self.parent.clone() })
    }
}

/// The parts of an item that is a list itself.
pub fn parts(item: &Value) -> Vec<Value> {
    item.try_iter().map(Iterator::collect).unwrap_or_default()
}
