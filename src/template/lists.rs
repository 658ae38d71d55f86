//! The lists that blocks are passed through for. A value of the expression language in, the scope of each pass out.

use std::sync::Arc;

use minijinja::Value;

use super::language::Scope;

/// A list that a block is passed through for, once for each item. There may be as many as groups of rows.
pub struct List {
    /// Its items.
    pub items: Items,
    /// Loop variables.
    pub names: Arc<[Arc<str>]>,
    /// The scope around the block.
    pub around: Around,
    /// How many passes there are.
    pub length: usize,
}

/// The scope around a block.
#[derive(Clone, Debug)]
pub enum Around {
    /// One that is at hand.
    Scope(Value),
    /// That of a pass through a list: the numbers of both.
    Pass(u32, u32),
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
    pub fn nothing(around: Around) -> Self {
        Self { items: Items::Nothing, names: [].into(), around, length: 0 }
    }

    /// An item, 0-based.
    pub fn item(&self, index: usize) -> Value {
        match &self.items {
            Items::Held(list) => list.get_item_by_index(index).unwrap_or_default(),
            Items::Read(items) => items.get(index).cloned().unwrap_or_default(),
            Items::Nothing => Value::UNDEFINED,
        }
    }

    /// What a pass sees, given what is seen around the block.
    pub fn scope(&self, index: usize, parent: Value) -> Value {
        let vars = match (&self.items, &*self.names) {
            (Items::Nothing, _) => return parent,
            (_, [name]) => vec![(name.clone(), self.item(index))],
            (_, names) => names.iter().cloned().zip(parts(&self.item(index))).collect(),
        };
        Value::from_object(Scope { vars, index, length: self.length, parent })
    }
}

/// What a pass through one of some lists sees.
pub fn scope(lists: &[List], list: usize, index: usize) -> Option<Value> {
    let list = lists.get(list)?;
    let parent = match &list.around {
        Around::Scope(scope) => scope.clone(),
        Around::Pass(outer, pass) => scope(lists, *outer as usize, *pass as usize)?,
    };
    Some(list.scope(index, parent))
}

/// The parts of an item that is a list itself.
pub fn parts(item: &Value) -> Vec<Value> {
    item.try_iter().map(Iterator::collect).unwrap_or_default()
}
