//! The new positions of a run of old ones that travels together, evenly spaced ones taken together.

use super::Window;

/// New positions of a leaf: `start`, `start + step` and so on, `count` of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Starts {
    pub start: u32,
    pub count: u32,
    pub step: u32,
}

impl Starts {
    pub(super) fn at(&self, copy: u32) -> u32 {
        self.start.saturating_add(self.step.saturating_mul(copy))
    }
}

/// Which of the copies of a run start inside a window: from the first to before the last of these numbers.
fn numbers(run: Starts, window: Window) -> (u32, u32) {
    let before = |end: u32| end.saturating_sub(run.start).div_ceil(run.step).min(run.count);
    (before(window.first), before(window.end))
}

fn runs_inside(starts: &[Starts], window: Window) -> &[Starts] {
    let last = |run: &Starts| run.at(run.count - 1);
    let from = starts.partition_point(|run| last(run) < window.first);
    let to = starts.partition_point(|run| run.start < window.end);
    &starts[from..to.max(from)]
}

/// The starts inside a window, ascending.
pub(super) fn inside(starts: &[Starts], window: Window) -> impl Iterator<Item = u32> {
    runs_inside(starts, window).iter().flat_map(move |run| {
        let (from, to) = numbers(*run, window);
        (from..to).map(|at| run.at(at))
    })
}

/// The first and the last start inside a window.
pub(super) fn ends(starts: &[Starts], window: Window) -> Option<(u32, u32)> {
    let runs = runs_inside(starts, window);
    let low = runs.iter().find_map(|run| {
        let (from, to) = numbers(*run, window);
        (from < to).then(|| run.at(from))
    })?;
    let high = runs.iter().rev().find_map(|run| {
        let (from, to) = numbers(*run, window);
        (from < to).then(|| run.at(to - 1))
    })?;
    Some((low, high))
}
