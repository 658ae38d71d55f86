//! A workbook as the evaluator sees it: values by sheet, row and column, and the formulas among them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::far::{Far, Line, Stretch};
use super::tables::Table;
use super::value::{Code, Scalar};

/// One cell of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// 1-based column.
    pub col: u16,
    /// Whether the filling wrote it, so that what depends on it must be computed anew.
    pub fresh: bool,
    /// Its value.
    pub value: Scalar,
}

/// A cell as it is kept: twelve bytes, since a sheet may have millions. `bits` is a number's, or an index.
#[derive(Clone, Copy, Debug)]
struct Packed {
    bits: [u32; 2],
    col: u16,
    kind: Kind,
    fresh: bool,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Empty,
    Number,
    Text,
    Bool,
    Error(Code),
    Formula,
}

/// The cells of a sheet, by row. Equal texts are kept once.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// Whether some of its rows are hidden, by hand or by a filter.
    pub hides: bool,
    /// Whether some of its cells were left out because nothing was seen to read them.
    pub partial: bool,
    /// Repeated rows that are not kept.
    pub far: Vec<Far>,
    /// Where they stand, ascending: first row, number of the first copy there, and their index in `far`.
    stretches: Vec<(u32, u32, u32)>,
    /// Number of each row, and where its cells begin.
    rows: Vec<(u32, u32)>,
    cells: Vec<Packed>,
    texts: Vec<Arc<str>>,
    known: HashMap<Arc<str>, u32>,
    last: u32,
}

/// The cells of one row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'g> {
    grid: &'g Grid,
    cells: &'g [Packed],
}

impl Grid {
    /// Adds a row below all others; its entries must be ascending. Those that `kept` does not want are left out.
    pub fn push(&mut self, row: u32, entries: &[Entry], kept: impl Fn(&Entry) -> bool) {
        if entries.is_empty() {
            return;
        }
        self.last = row;
        let start = self.cells.len();
        for entry in entries.iter().filter(|entry| kept(entry)) {
            let packed = self.packed(entry);
            self.cells.push(packed);
        }
        self.partial |= self.cells.len() - start < entries.len();
        if self.cells.len() > start {
            self.rows.push((row, start as u32));
        }
    }

    fn packed(&mut self, entry: &Entry) -> Packed {
        let (kind, bits) = match &entry.value {
            Scalar::Empty => (Kind::Empty, 0),
            Scalar::Number(number) => (Kind::Number, number.to_bits()),
            Scalar::Text(text) => (Kind::Text, u64::from(self.text(text))),
            Scalar::Bool(value) => (Kind::Bool, u64::from(*value)),
            Scalar::Error(code) => (Kind::Error(*code), 0),
            Scalar::Formula(id) => (Kind::Formula, u64::from(*id)),
        };
        Packed { bits: [bits as u32, (bits >> 32) as u32], col: entry.col, kind, fresh: entry.fresh }
    }

    fn text(&mut self, text: &Arc<str>) -> u32 {
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        let index = self.texts.len() as u32;
        self.texts.push(text.clone());
        self.known.insert(text.clone(), index);
        index
    }

    fn entry(&self, packed: &Packed) -> Entry {
        let bits = u64::from(packed.bits[0]) | u64::from(packed.bits[1]) << 32;
        let value = match packed.kind {
            Kind::Empty => Scalar::Empty,
            Kind::Number => Scalar::Number(f64::from_bits(bits)),
            Kind::Text => {
                self.texts.get(bits as usize).map_or(Scalar::Empty, |text| Scalar::Text(text.clone()))
            }
            Kind::Bool => Scalar::Bool(bits != 0),
            Kind::Error(code) => Scalar::Error(code),
            Kind::Formula => Scalar::Formula(packed.bits[0]),
        };
        Entry { col: packed.col, fresh: packed.fresh, value }
    }

    fn cells_of(&self, at: usize) -> Row<'_> {
        let start = self.rows[at].1 as usize;
        let end = self.rows.get(at + 1).map_or(self.cells.len(), |(_, start)| *start as usize);
        Row { grid: self, cells: &self.cells[start..end] }
    }

    /// The cells of a row.
    pub fn row(&self, row: u32) -> Row<'_> {
        let found = self.rows.binary_search_by_key(&row, |(number, _)| *number);
        found.map_or(Row { grid: self, cells: &[] }, |at| self.cells_of(at))
    }

    /// A cell that is not empty.
    pub fn get(&self, row: u32, col: u32) -> Option<Entry> {
        self.row(row).get(col)
    }

    /// The rows that have cells among `first..=last`.
    pub fn rows(&self, first: u32, last: u32) -> impl Iterator<Item = (u32, Row<'_>)> {
        let from = self.rows.partition_point(|(row, _)| *row < first);
        let to = self.rows.partition_point(|(row, _)| *row <= last);
        (from..to).map(|at| (self.rows[at].0, self.cells_of(at)))
    }

    /// The last row with a cell, 0 for none; cells that were left out count.
    pub fn last_row(&self) -> u32 {
        self.last
    }

    /// Adds copies of repeated rows below all others, which are not kept.
    pub fn push_far(&mut self, stretch: Stretch) {
        self.last = stretch.last();
        self.partial = true;
        self.stretches.push((stretch.first, stretch.copy, stretch.far));
    }

    fn stretch(&self, (first, copy, far): (u32, u32, u32)) -> Stretch {
        let rows = &self.far[far as usize];
        Stretch { first, copy, count: rows.together(copy), height: rows.height, far }
    }

    /// The stretches of repeated rows that have some among `first..=last`.
    pub fn far_rows(&self, first: u32, last: u32) -> impl Iterator<Item = Stretch> {
        let from = self.stretches.partition_point(|stretch| stretch.0 <= first).saturating_sub(1);
        let found = self.stretches[from..].iter().map(|stretch| self.stretch(*stretch));
        found
            .skip_while(move |stretch| stretch.last() < first)
            .take_while(move |stretch| stretch.first <= last)
    }

    /// The repeated rows of which one stands in `row`, with the number of the copy and the row within it.
    pub fn far_at(&self, row: u32) -> Option<(Stretch, u32, u32)> {
        let stretch = self.far_rows(row, row).next()?;
        stretch.spot(row).map(|(copy, offset)| (stretch, copy, offset))
    }
}

impl<'g> Row<'g> {
    /// The cells whose columns are among `first..=last`.
    #[must_use]
    pub fn among(self, first: u32, last: u32) -> Self {
        let from = self.cells.partition_point(|cell| u32::from(cell.col) < first);
        let to = self.cells.partition_point(|cell| u32::from(cell.col) <= last);
        Self { cells: &self.cells[from..to.max(from)], ..self }
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.cells.len()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.cells.is_empty()
    }

    /// All of them, ascending.
    pub fn entries(self) -> impl Iterator<Item = Entry> + 'g {
        self.cells.iter().map(move |cell| self.grid.entry(cell))
    }

    /// The one in this column.
    pub fn get(self, col: u32) -> Option<Entry> {
        let at = self.cells.binary_search_by_key(&col, |cell| u32::from(cell.col)).ok()?;
        Some(self.grid.entry(&self.cells[at]))
    }
}

/// A formula of the template; its copies share it.
#[derive(Clone, Debug)]
pub struct FormulaSource {
    /// Its text without `=`.
    pub text: Box<str>,
    /// Whether it is evaluated as an array formula of one cell.
    pub array: bool,
    /// Whether it cannot be evaluated at all (a what-if table, an array over several cells).
    pub opaque: bool,
    /// The result stored in the template.
    pub cached: Scalar,
}

/// A formula and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct FormulaCell {
    /// Index of its sheet.
    pub sheet: u32,
    /// 1-based row.
    pub row: u32,
    /// 1-based column.
    pub col: u16,
    /// What it is a copy of: index into [`Model::sources`].
    pub source: u32,
    /// Whether its text differs from its source's.
    pub rewritten: bool,
    /// Whether its references reach other cells than before, so that its result may have changed.
    pub changed: bool,
    /// Whether it is a subtotal, which other subtotals leave out.
    pub subtotal: bool,
}

/// Tells the text of a formula that differs from its source's. It is made anew whenever it is needed: a hundred thousand
/// copies are not kept.
pub type Texts<'t> = dyn Fn(&FormulaCell) -> Option<String> + 't;

/// Everything the evaluator needs.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Sheet names in lower case, with their cells.
    pub sheets: Vec<(String, Grid)>,
    /// All formulas.
    pub formulas: Vec<FormulaCell>,
    /// The formulas of the template.
    pub sources: Vec<FormulaSource>,
    /// Defined names in lower case, with the sheet they belong to, and what they mean.
    pub names: BTreeMap<(String, Option<usize>), String>,
    /// Formulas of repeated rows that are not kept, by their index in [`Model::formulas`].
    pub lines: BTreeMap<u32, Line>,
    /// Formulas whose results take as many cells as they need (dynamic arrays), by their index in [`Model::formulas`].
    pub spills: Vec<u32>,
    /// Tables on the sheets.
    pub tables: Vec<Table>,
    /// Whether dates count from 1904.
    pub date1904: bool,
    /// By sheet, whether nothing of it is filled and nothing moves: results that come from the time stay as they are stored.
    pub at_rest: Vec<bool>,
}

impl Model {
    /// What a formula is a copy of.
    pub fn source(&self, cell: &FormulaCell) -> &FormulaSource {
        &self.sources[cell.source as usize]
    }

    /// The text of a formula.
    pub fn text(&self, cell: &FormulaCell, texts: &Texts<'_>) -> Cow<'_, str> {
        let own = if cell.rewritten { texts(cell) } else { None };
        own.map_or_else(|| Cow::Borrowed(&*self.source(cell).text), Cow::Owned)
    }

    /// The index of a sheet by its name.
    pub fn sheet(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        self.sheets.iter().position(|(known, _)| *known == name)
    }

    /// What a defined name means on a sheet.
    pub fn name(&self, name: &str, sheet: usize) -> Option<&str> {
        let name = name.to_lowercase();
        let own = self.names.get(&(name.clone(), Some(sheet)));
        own.or_else(|| self.names.get(&(name, None))).map(String::as_str)
    }
}
