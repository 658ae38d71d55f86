//! How fast a watch's time passes: as on the clock. For tests alone, `TTHC_TEST_PACE=3` lets every wait (until files are
//! quiet, until a failure is tried again, between two looks) take a third of its time, so that they need not wait for what
//! is only patience. No result depends on it.

use std::{
    env,
    time::{Duration, Instant},
};

/// The variable, for tests only.
const VARIABLE: &str = "TTHC_TEST_PACE";
/// Beyond this a file that is being written could be taken for a quiet one.
const FASTEST: u32 = 5;

/// The clock that waiting is counted by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    started: Instant,
    times: u32,
}

impl Pace {
    /// Begins now.
    #[allow(clippy::disallowed_methods)] // the moment that waiting is counted from; no result depends on it
    pub(super) fn start() -> Self {
        Self { started: Instant::now(), times: times(env::var(VARIABLE).ok().as_deref()) }
    }

    /// The time passed.
    pub(super) fn now(self) -> Duration {
        self.started.elapsed() * self.times
    }

    /// How long to sleep for a wait.
    pub(super) fn nap(self, wait: Duration) -> Duration {
        wait / self.times
    }
}

fn times(asked: Option<&str>) -> u32 {
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(1).clamp(1, FASTEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_as_on_the_clock_unless_a_test_asks_for_more() {
        assert_eq!([None, Some(""), Some("0"), Some("x"), Some("-1"), Some("1")].map(times), [1; 6]);
        assert_eq!([Some("3"), Some("99")].map(times), [3, FASTEST]);
    }
}
