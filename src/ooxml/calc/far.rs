//! Repeated rows of a long sheet that are not kept: what stands in each of their cells is told when it is asked for. What all
//! copies have in common in, positions out; values come from [`super::lines`].

use std::ops::Range;

use super::value::Scalar;
use crate::ooxml::along::Along;

/// Copies of some rows, in stretches of copies one below the other; between the stretches other rows may stand (a group's
/// heading, the other branch of a choice).
#[derive(Clone, Debug)]
pub struct Far {
    /// How many rows a copy has.
    pub height: u32,
    /// How many copies there are; at least one.
    pub count: u32,
    /// The cells of a copy that something may read, ascending by row and column.
    pub cells: Vec<FarCell>,
    /// First row of each stretch, 1-based, and the number of its first copy, 0-based.
    starts: Vec<(u32, u32)>,
}

/// Copies one below the other, as they stand on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// First row, 1-based.
    pub first: u32,
    /// Number of the first copy, 0-based.
    pub copy: u32,
    /// How many copies there are; at least one.
    pub count: u32,
    /// How many rows a copy has.
    pub height: u32,
    /// Index of their [`Far`] among those of the sheet.
    pub far: u32,
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
    /// What the filling makes of the copy's item; the number is the filler's own for such a cell.
    Filled(u32),
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
    /// Its text, which changes with the rows down from the first copy.
    pub text: Along,
}

impl Far {
    /// Rows of `height` with these cells, whose copies stand in stretches: first rows and numbers of copies, ascending.
    pub fn new(height: u32, cells: Vec<FarCell>, stretches: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut far = Self { height, count: 0, cells, starts: Vec::new() };
        for (first, count) in stretches {
            far.starts.push((first, far.count));
            far.count += count;
        }
        far.starts.shrink_to_fit();
        far
    }

    /// The first row of the first copy.
    pub fn first(&self) -> u32 {
        self.start(0)
    }

    /// The last row of the last copy.
    pub fn last(&self) -> u32 {
        self.start(self.count.saturating_sub(1)) + self.height - 1
    }

    /// How many copies stand one below the other from one on that is the first of its stretch.
    pub fn together(&self, copy: u32) -> u32 {
        let next = self.starts.partition_point(|(_, first)| *first <= copy);
        self.starts.get(next).map_or(self.count, |(_, first)| *first) - copy
    }

    /// The first row of a copy.
    pub fn start(&self, copy: u32) -> u32 {
        let at = match self.starts.len() {
            1 => 0,
            _ => self.starts.partition_point(|(_, first)| *first <= copy).saturating_sub(1),
        };
        self.starts.get(at).map_or(0, |(row, first)| row + (copy - first) * self.height)
    }

    /// How many rows a copy stands below the first one.
    pub fn down(&self, copy: u32) -> u32 {
        self.start(copy) - self.first()
    }

    /// The row of a cell in a copy.
    pub fn row(&self, cell: &FarCell, copy: u32) -> u32 {
        self.start(copy) + cell.offset
    }

    /// The index of a cell of a copy.
    pub fn find(&self, offset: u32, col: u32) -> Option<usize> {
        self.cells.binary_search_by_key(&(offset, col), |cell| (cell.offset, u32::from(cell.col))).ok()
    }
}

impl Stretch {
    /// The last row.
    pub fn last(&self) -> u32 {
        self.first + self.height * self.count - 1
    }

    /// The number of the copy that stands in a row, and the row within it.
    pub fn spot(&self, row: u32) -> Option<(u32, u32)> {
        let down = row.checked_sub(self.first)?;
        let copy = down / self.height;
        (copy < self.count).then_some((self.copy + copy, down % self.height))
    }

    /// The numbers of the copies that have any row among `rows`.
    pub fn copies(&self, rows: (u32, u32)) -> Range<u32> {
        let from = rows.0.saturating_sub(self.first) / self.height;
        let to = rows.1.saturating_add(1).saturating_sub(self.first).div_ceil(self.height);
        self.copy + from.min(self.count)..self.copy + to.min(self.count)
    }

    /// The row of a cell in one of its copies.
    pub fn row(&self, cell: &FarCell, copy: u32) -> u32 {
        self.first + (copy - self.copy) * self.height + cell.offset
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
        let cell = |offset| FarCell { offset, col: 2, value: FarValue::Filled(0) };
        let far = Far::new(2, vec![cell(0), cell(1)], [(5, 3), (20, 1), (23, 2)].into_iter());
        assert_eq!((far.first(), far.last(), far.count), (5, 26, 6));
        let rows: Vec<u32> = (0..6).map(|copy| far.start(copy)).collect();
        assert_eq!(rows, [5, 7, 9, 20, 23, 25]);
        assert_eq!((far.down(0), far.down(3), far.row(&far.cells[1], 5)), (0, 15, 26));
        assert_eq!((far.find(1, 2), far.find(1, 3)), (Some(1), None));
        assert_eq!((far.together(0), far.together(3), far.together(4)), (3, 1, 2));
        let stretch = Stretch { first: 5, copy: 7, count: 3, height: 2, far: 0 };
        assert_eq!(stretch.last(), 10);
        assert_eq!(
            (stretch.spot(4), stretch.spot(5), stretch.spot(10), stretch.spot(11)),
            (None, Some((7, 0)), Some((9, 1)), None)
        );
        assert_eq!(stretch.copies((1, 5)), 7..8);
        assert!(stretch.copies((1, 4)).is_empty() && stretch.copies((11, 99)).is_empty());
        assert_eq!(stretch.copies((6, 7)), 7..9);
        assert_eq!(stretch.copies((10, 99)), 9..10);
        assert!(
            stretch.meets(&far.cells[0], (6, 7))
                && !stretch.meets(&far.cells[0], (6, 6))
                && stretch.meets(&far.cells[1], (6, 6))
        );
    }
}
