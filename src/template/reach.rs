//! Where a reference goes in one direction: the stretches of rows (or columns) that its copies are. A mapping and a reference
//! in, positions out.

use crate::ooxml::axis::Axis;
use crate::ooxml::formula::{Corner, Ref, Shape};
use crate::ooxml::refs::Takes;

/// More pieces than this fit into no formula.
pub const MOST: usize = 4_096;

/// Rows or columns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Rows.
    Row,
    /// Columns.
    Col,
}

/// What a reference reaches in one direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The stretches, ascending.
    pub spans: Vec<(u32, u32)>,
    /// Whether the one stretch takes in what stands between the copies.
    pub between: bool,
}

impl Reach {
    fn one(span: Option<(u32, u32)>) -> Self {
        Self { spans: span.into_iter().collect(), between: false }
    }
}

/// A position of the template and whether it is written with `$`.
type End = (u32, bool);

/// The stretches of one direction that a reference reaches; `many` if it may be several.
pub fn reach(
    axis: &Axis,
    inst: Option<u32>,
    found: &Ref,
    (takes, many): (Takes, bool),
    direction: Direction,
) -> Reach {
    let of = |corner: &Corner| match direction {
        Direction::Row => (corner.row, corner.row_fixed),
        Direction::Col => (corner.col, corner.col_fixed),
    };
    let (first, last) = (of(&found.first), of(&found.last));
    let whole = match direction {
        Direction::Row => found.shape == Shape::Cols,
        Direction::Col => found.shape == Shape::Rows,
    };
    if whole || axis.is_identity() {
        return Reach::one(Some((first.0, last.0)));
    }
    if found.shape != Shape::Cell {
        let turned = first.0 > last.0;
        let (low, high) = if turned { (last, first) } else { (first, last) };
        let mut out = range(axis, inst, low, high, many);
        if let (true, [span]) = (turned, out.spans.as_mut_slice()) {
            *span = (span.1, span.0);
        }
        return out;
    }
    if let Some(inst) = inst.filter(|inst| !first.1 && axis.begins(*inst, first.0)) {
        // The cell above the block in the first copy, and that of the copy above in the others.
        let above = axis.previous(inst).and_then(|previous| axis.starts_at(previous));
        return Reach::one(above.or_else(|| axis.before(inst)).map(|at| (at, at)));
    }
    let window = axis.window(axis.holder(inst, first.0, first.0));
    if takes == Takes::One {
        return Reach::one(axis.first(first.0, window).map(|at| (at, at)));
    }
    Reach { spans: axis.stretches(first.0, first.0, window, MOST), between: false }
}

/// Where a range goes. Inside its own block a range means the same copy; with `$` on both ends it means all copies, and with
/// `$` on one end only it runs from the first copy to its own, as it would if the row had been copied in Excel.
fn range(axis: &Axis, inst: Option<u32>, low: End, high: End, many: bool) -> Reach {
    if let Some(span) = up_to_the_row_above(axis, inst, low, high) {
        return Reach::one(span);
    }
    let holder = axis.holder(inst, low.0, high.0);
    if let Some(span) = to_own_copy(axis, inst, holder, low, high) {
        return Reach::one(Some(span));
    }
    let own = pieces(axis, holder, low.0, high.0, many);
    let (Some(id), true, true) = (holder, holder == inst, low.1 || high.1) else { return own };
    let mut all = pieces(axis, axis.parent(id), low.0, high.0, many);
    if low.1 && high.1 {
        return all;
    }
    let (Some(first), Some(last)) = (own.spans.first(), own.spans.last()) else { return Reach::default() };
    for span in &mut all.spans {
        *span = if low.1 { (span.0, span.1.min(last.1)) } else { (span.0.max(first.0), span.1) };
    }
    all.spans.retain(|span| span.0 <= span.1);
    all.between = all.between && own.spans != all.spans;
    all
}

/// Everything of `low..=high` in the pass `inst` and what is in it.
fn pieces(axis: &Axis, inst: Option<u32>, low: u32, high: u32, many: bool) -> Reach {
    let window = axis.window(inst);
    let spans = axis.stretches(low, high, window, if many { MOST } else { 1 });
    if many || spans.len() < 2 {
        return Reach { spans, between: false };
    }
    Reach { spans: axis.cover(low, high, window).into_iter().collect(), between: true }
}

/// A range that ends with the control row above the own block, without `$`, ends with the row above the own copy.
#[expect(clippy::option_option, reason = "not such a range, or one of which nothing is left")]
fn up_to_the_row_above(axis: &Axis, inst: Option<u32>, low: End, high: End) -> Option<Option<(u32, u32)>> {
    let inst = inst.filter(|inst| !high.1 && axis.begins(*inst, high.0))?;
    let Some(end) = axis.before(inst) else { return Some(None) };
    let start = if axis.begins(inst, low.0) {
        if low.1 { Some(axis.before_all(inst).unwrap_or(1)) } else { Some(end) }
    } else {
        let window = axis.window(axis.holder(Some(inst), low.0, high.0));
        axis.cover(low.0, high.0 - 1, window).map(|span| span.0)
    };
    Some(start.map(|start| (start.min(end), end)))
}

/// A range with `$` on the end that lies outside of the block and without on the end that lies in it runs to the own copy.
fn to_own_copy(
    axis: &Axis,
    inst: Option<u32>,
    holder: Option<u32>,
    low: End,
    high: End,
) -> Option<(u32, u32)> {
    let inner = |end: End| axis.holder(inst, end.0, end.0).filter(|inner| Some(*inner) != holder);
    let all = || axis.cover(low.0, high.0, axis.window(holder));
    match (low.1, high.1) {
        (true, false) => {
            let inst = inner(high)?;
            let end = axis.cover(axis.opening(inst), high.0, axis.window(Some(inst)))?.1;
            Some((all()?.0, end))
        }
        (false, true) => {
            let inst = inner(low)?;
            let start = axis.cover(low.0, high.0, axis.window(Some(inst)))?.0;
            Some((start, all()?.1))
        }
        _ => None,
    }
}
