//! Columns of repeated rows that are kept after all, within a fixed limit: nine bytes for a value. Values in, values out.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use super::eval::Unknown;
use super::value::{Code, Scalar};

/// Most bytes of columns that are kept.
pub(super) const MOST: usize = 32 << 20;

/// Bytes of one value.
pub(super) const PLACE: usize = size_of::<Kind>() + size_of::<u64>();

type Out<T> = Result<T, Unknown>;

/// Sheet, rows and cell: a column of repeated rows. Each is an index.
pub(super) type Key = (usize, usize, usize);

/// The columns that are kept, the oldest going first when there are too many.
#[derive(Default)]
pub(super) struct Columns {
    kept: BTreeMap<Key, Rc<Column>>,
    order: VecDeque<Key>,
    size: usize,
    reads: BTreeMap<Key, u32>,
}

#[derive(Clone, Copy)]
enum Kind {
    Unknown,
    Empty,
    Number,
    Text,
    Bool,
    Error(Code),
}

/// A column; equal texts are kept once.
#[derive(Default)]
pub(super) struct Column {
    kinds: Vec<Kind>,
    bits: Vec<u64>,
    texts: Vec<Arc<str>>,
    known: HashMap<Arc<str>, u64>,
    size: usize,
}

impl Column {
    /// Adds the value of the next copy.
    pub(super) fn push(&mut self, value: Out<Scalar>) {
        let (kind, bits) = match value {
            Err(Unknown) | Ok(Scalar::Formula(_)) => (Kind::Unknown, 0),
            Ok(Scalar::Empty) => (Kind::Empty, 0),
            Ok(Scalar::Number(number)) => (Kind::Number, number.to_bits()),
            Ok(Scalar::Bool(value)) => (Kind::Bool, u64::from(value)),
            Ok(Scalar::Error(code)) => (Kind::Error(code), 0),
            Ok(Scalar::Text(text)) => (Kind::Text, self.text(text)),
        };
        self.kinds.push(kind);
        self.bits.push(bits);
        self.size += PLACE;
    }

    fn text(&mut self, text: Arc<str>) -> u64 {
        if let Some(known) = self.known.get(&text) {
            return *known;
        }
        // The text itself, two pointers to it and the place in the map.
        self.size += text.len() + 80;
        let index = self.texts.len() as u64;
        self.texts.push(text.clone());
        self.known.insert(text, index);
        index
    }

    /// The value of a copy, 0-based.
    pub(super) fn get(&self, copy: u32) -> Out<Scalar> {
        let at = copy as usize;
        let (Some(kind), Some(bits)) = (self.kinds.get(at), self.bits.get(at)) else { return Err(Unknown) };
        Ok(match kind {
            Kind::Unknown => return Err(Unknown),
            Kind::Empty => Scalar::Empty,
            Kind::Number => Scalar::Number(f64::from_bits(*bits)),
            Kind::Text => Scalar::Text(self.texts.get(*bits as usize).ok_or(Unknown)?.clone()),
            Kind::Bool => Scalar::Bool(*bits != 0),
            Kind::Error(code) => Scalar::Error(*code),
        })
    }
}

impl Column {
    /// How many bytes it takes.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// The same without what is only needed to add more.
    pub(super) fn closed(mut self) -> Self {
        self.known = HashMap::new();
        self
    }
}

impl Columns {
    /// A column that is kept.
    pub(super) fn get(&self, key: &Key) -> Option<Rc<Column>> {
        self.kept.get(key).cloned()
    }

    /// Counts one reading of a column; how many there were with it.
    pub(super) fn reading(&mut self, key: Key) -> u32 {
        let reads = self.reads.entry(key).or_default();
        *reads += 1;
        *reads
    }

    /// Keeps a column.
    pub(super) fn keep(&mut self, key: Key, column: Rc<Column>) {
        self.size += column.size;
        self.kept.insert(key, column);
        self.order.push_back(key);
        while self.size > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.size -= self.kept.remove(&oldest).map_or(0, |column| column.size);
        }
    }
}
