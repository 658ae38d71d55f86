//! When work that failed for reasons outside the inbox (a full disk, results that may not be written or are open in Excel)
//! is tried again although nothing has changed: soon at first, then ever less often, since a disk can stay full for a
//! weekend. A pure function of the moments it is told.

use std::time::Duration;

/// Until the second try.
const FIRST: Duration = Duration::from_secs(5);
/// Between two tries at most.
const LONGEST: Duration = Duration::from_mins(5);

/// The next try, if there is to be one. Moments are counted from any fixed one.
#[derive(Debug, Default)]
pub(super) struct Retry(Option<Next>);

#[derive(Clone, Copy, Debug)]
struct Next {
    at: Duration,
    pause: Duration,
}

impl Retry {
    /// To be tried again. `is_news`: not the same thing failing once more, so the pauses begin anew.
    pub(super) fn later(&mut self, now: Duration, is_news: bool) {
        let pause = match self.0 {
            Some(last) if !is_news => (last.pause * 2).min(LONGEST),
            _ => FIRST,
        };
        self.0 = Some(Next { at: now + pause, pause });
    }

    /// There is nothing to try.
    pub(super) fn never(&mut self) {
        self.0 = None;
    }

    /// Whether to try now.
    pub(super) fn is_due(&self, now: Duration) -> bool {
        self.0.is_some_and(|next| next.at <= now)
    }

    /// How long until then; `None` where nothing is to be tried.
    pub(super) fn left(&self, now: Duration) -> Option<Duration> {
        self.0.map(|next| next.at.saturating_sub(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn the_same_failure_is_tried_ever_less_often_up_to_a_limit() {
        let mut retry = Retry::default();
        assert!(!retry.is_due(at(1_000)) && retry.left(at(0)).is_none());
        let mut now = at(100);
        for pause in [5, 10, 20, 40, 80, 160, 300, 300] {
            retry.later(now, false);
            assert_eq!(retry.left(now), Some(at(pause)));
            assert!(!retry.is_due(now + at(pause - 1)));
            now += at(pause);
            assert!(retry.is_due(now));
        }
        assert_eq!(retry.left(now + at(9)), Some(at(0)), "late is at once");
    }

    #[test]
    fn another_failure_and_a_success_begin_anew() {
        let mut retry = Retry::default();
        for _ in 0..9 {
            retry.later(at(0), false);
        }
        retry.later(at(50), true);
        assert_eq!(retry.left(at(50)), Some(at(5)));
        retry.later(at(55), false);
        retry.never();
        assert!(!retry.is_due(at(9_999)));
        retry.later(at(60), false);
        assert_eq!(retry.left(at(60)), Some(at(5)));
    }
}
