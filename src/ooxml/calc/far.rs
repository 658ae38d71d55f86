//! Repeated rows of a long sheet that are not kept: what stands in each of their cells is told when it is asked for. What all
//! copies have in common in, positions out; values come from [`super::lines`].

use std::ops::Range;

use super::value::Scalar;
use crate::ooxml::along::Along;

/// Copies of some rows, one below the other.
#[derive(Clone, Debug)]
pub struct Far {
    /// The first row of the first copy, 1-based.
    pub first: u32,
    /// How many rows a copy has.
    pub height: u32,
    /// How many copies there are; at least one.
    pub count: u32,
    /// The cells of a copy that something may read, ascending by row and column.
    pub cells: Vec<FarCell>,
}

/// A cell of such rows.
#[derive(Clone, Debug)]
pub struct FarCell {
    /// Its row within the copy, 0-based.
    pub offset: u32,
    /// 1-based column.
    pub col: u16,
    /// What stands there.
    pub value: FarValue,
}

/// What stands in a cell of every copy.
#[derive(Clone, Debug)]
pub enum FarValue {
    /// The same value.
    Same(Scalar),
    /// What the filling makes of the copy's item.
    Filled,
    /// A formula of the model, which has a [`Line`].
    Formula(u32),
}

/// A formula that stands in every copy.
#[derive(Clone, Debug)]
pub struct Line {
    /// Index of its sheet.
    pub sheet: u32,
    /// Index of its rows among those of the sheet that are not kept.
    pub far: u32,
    /// Index of its cell there.
    pub at: u32,
    /// Its text in each copy.
    pub text: Along,
}

impl Far {
    /// The last row.
    pub fn last(&self) -> u32 {
        self.first + self.height * self.count - 1
    }

    /// The copy and the row within it.
    pub fn spot(&self, row: u32) -> Option<(u32, u32)> {
        let down = row.checked_sub(self.first)?;
        (down / self.height < self.count).then_some((down / self.height, down % self.height))
    }

    /// The row of a cell in a copy.
    pub fn row(&self, cell: &FarCell, copy: u32) -> u32 {
        self.first + copy * self.height + cell.offset
    }

    /// The index of a cell of a copy.
    pub fn find(&self, offset: u32, col: u32) -> Option<usize> {
        self.cells.binary_search_by_key(&(offset, col), |cell| (cell.offset, u32::from(cell.col))).ok()
    }

    /// The copies that have any row among `rows`.
    pub fn copies(&self, rows: (u32, u32)) -> Range<u32> {
        let from = rows.0.saturating_sub(self.first) / self.height;
        let to = rows.1.saturating_add(1).saturating_sub(self.first).div_ceil(self.height);
        from.min(self.count)..to.min(self.count)
    }

    /// Whether any copy of a cell lies in a row of `rows`.
    pub fn meets(&self, cell: &FarCell, rows: (u32, u32)) -> bool {
        let copies = self.copies(rows);
        let ends = [copies.start, copies.start + 1, copies.end.saturating_sub(1)];
        ends.into_iter()
            .filter(|copy| copies.contains(copy))
            .any(|copy| (rows.0..=rows.1).contains(&self.row(cell, copy)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_at_the_ends() {
        let cell = |offset| FarCell { offset, col: 2, value: FarValue::Filled };
        let far = Far { first: 5, height: 2, count: 3, cells: vec![cell(0), cell(1)] };
        assert_eq!(far.last(), 10);
        assert_eq!(
            (far.spot(4), far.spot(5), far.spot(10), far.spot(11)),
            (None, Some((0, 0)), Some((2, 1)), None)
        );
        assert_eq!(far.copies((1, 4)), 0..0);
        assert_eq!(far.copies((1, 5)), 0..1);
        assert_eq!(far.copies((6, 7)), 0..2);
        assert_eq!(far.copies((10, 99)), 2..3);
        assert!(far.copies((11, 99)).is_empty());
        assert!(
            far.meets(&far.cells[0], (6, 7))
                && !far.meets(&far.cells[0], (6, 6))
                && far.meets(&far.cells[1], (6, 6))
        );
        assert_eq!((far.find(1, 2), far.find(1, 3)), (Some(1), None));
    }
}
