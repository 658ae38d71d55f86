//! The copies that a rule stands in: its areas, and the passes of the blocks around them.

use super::{Area, MAX_AREAS, OutSheet};

/// The areas of a rule and the passes of the blocks around them.
pub(super) struct Passes {
    pub(super) areas: Vec<Area>,
    pub(super) rows: Vec<Option<u32>>,
    pub(super) cols: Vec<Option<u32>>,
}

impl Passes {
    pub(super) fn all(&self) -> impl Iterator<Item = (Option<u32>, Option<u32>)> {
        let rows = self.rows.clone();
        self.cols.clone().into_iter().flat_map(move |col| rows.clone().into_iter().map(move |row| (row, col)))
    }

    /// Where the areas are in one pass.
    pub(super) fn areas_in(&self, out: &OutSheet, row: Option<u32>, col: Option<u32>) -> Vec<Area> {
        let mut found = Vec::new();
        for area in &self.areas {
            let rows = &out.rows.axis;
            let rows = rows.stretches(area.rows.0, area.rows.1, rows.window(row), MAX_AREAS);
            let cols = &out.cols.axis;
            let cols = cols.stretches(area.cols.0, area.cols.1, cols.window(col), MAX_AREAS);
            for rows in rows {
                found.extend(cols.iter().map(|cols| area.with(rows, *cols)));
            }
        }
        found
    }
}

/// The first row and the first column of areas.
pub(super) fn corner(areas: &[Area]) -> Option<(u32, u32)> {
    let row = areas.iter().map(|area| area.rows.0).min()?;
    Some((row, areas.iter().map(|area| area.cols.0).min()?))
}
