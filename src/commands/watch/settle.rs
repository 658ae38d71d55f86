//! When to run: a pure function of the looks taken and the time passed.
//!
//! A file whose size or time changes is waited for without limit; one that can't be opened or has no end for [`PATIENCE`]
//! after its last change, one that is open in Excel for [`PATIENCE_OPEN`]. Then the run goes ahead with it as it is, so
//! that one damaged file does not hold up everybody's results, and tells what is wrong with it; since what was seen is part
//! of every look, the run is done again as soon as the file is whole.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use super::look::{Look, Seen};
use crate::commands::whole::Hindrance;

/// Nothing may change for so long before a run.
const QUIET: Duration = Duration::from_secs(1);
/// Waiting for longer is worth a line.
const SLOW: Duration = Duration::from_secs(3);
/// How long a file that can't be read is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the saving of a file that is open is waited for.
const PATIENCE_OPEN: Duration = Duration::from_secs(10);

/// What to do now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing has changed since the last run.
    Idle,
    /// Look again soon; these files are the reason, as far as they are worth a line.
    Wait(Vec<(PathBuf, Hindrance)>),
    /// Everything is whole and quiet.
    Run,
}

/// The looks so far. Holds one entry for each file of the last look, so it does not grow.
#[derive(Debug, Default)]
pub(super) struct Settle {
    /// The look that the last run was made from.
    ran: Option<Look>,
    last: Option<Look>,
    /// When the files of the last look were first seen like this.
    since: BTreeMap<PathBuf, Duration>,
    /// When any of them was last seen to change, and when the present changes began.
    changed: Duration,
    began: Option<Duration>,
}

impl Settle {
    /// The last look.
    pub(super) fn last(&self) -> Option<&Look> {
        self.last.as_ref()
    }

    /// The look that the last run was made from.
    pub(super) fn ran(&self) -> Option<&Look> {
        self.ran.as_ref()
    }

    /// A run was made from this look.
    pub(super) fn has_run(&mut self, look: Look) {
        self.ran = Some(look);
        self.began = None;
    }

    /// Takes in a look at the time `now`, counted from any fixed moment.
    pub(super) fn step(&mut self, look: Look, now: Duration) -> Step {
        let before = |path: &PathBuf| self.last.as_ref().and_then(|last| last.files.get(path));
        let first_seen = |(path, seen): (&PathBuf, &Seen)| {
            let known = self.since.get(path).filter(|_| before(path) == Some(seen));
            (path.clone(), known.copied().unwrap_or(now))
        };
        let since: BTreeMap<PathBuf, Duration> = look.files.iter().map(first_seen).collect();
        if self.last.as_ref().is_none_or(|last| !last.reads_like(&look)) {
            self.changed = now;
        }
        let step = if self.ran.as_ref().is_some_and(|ran| ran.reads_like(&look)) {
            self.began = None;
            Step::Idle
        } else {
            let is_slow = now.saturating_sub(*self.began.get_or_insert(now)) >= SLOW;
            let waits: Vec<(PathBuf, Hindrance)> = look
                .files
                .iter()
                .filter_map(|(path, seen)| {
                    let still = now.saturating_sub(since.get(path).copied().unwrap_or(now));
                    let (reason, patience) = match seen.hindrance {
                        None => (Hindrance::Changing, QUIET),
                        Some(Hindrance::Open) => (Hindrance::Open, PATIENCE_OPEN),
                        Some(reason) => (reason, PATIENCE),
                    };
                    (still < patience).then(|| (path.clone(), reason))
                })
                .collect();
            if !waits.is_empty() || now.saturating_sub(self.changed) < QUIET {
                Step::Wait(if is_slow { waits } else { Vec::new() })
            } else {
                Step::Run
            }
        };
        self.since = since;
        self.last = Some(look);
        step
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::commands::whole::Stamp;

    fn look(files: &[(&str, u64, Option<Hindrance>)]) -> Look {
        let seen = |&(name, size, hindrance): &(&str, u64, Option<Hindrance>)| {
            (PathBuf::from(name), Seen { stamp: Stamp::sample(size), hindrance })
        };
        Look {
            day: chrono::NaiveDate::from_ymd_opt(2023, 3, 1).unwrap(),
            files: files.iter().map(seen).collect(),
            has_inbox: true,
        }
    }

    fn at(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    #[test]
    fn a_run_needs_a_second_without_a_change_and_is_made_once() {
        let mut settle = Settle::default();
        let whole = look(&[("a", 1, None)]);
        assert_eq!(settle.step(whole.clone(), at(0.0)), Step::Wait(vec![]));
        assert_eq!(settle.step(whole.clone(), at(0.9)), Step::Wait(vec![]));
        assert_eq!(settle.step(whole.clone(), at(1.0)), Step::Run);
        settle.has_run(whole.clone());
        assert_eq!(settle.step(whole.clone(), at(2.0)), Step::Idle);
        assert_eq!(settle.step(look(&[]), at(3.0)), Step::Wait(vec![]), "a file that went");
        assert_eq!(settle.step(look(&[]), at(4.0)), Step::Run);
    }

    #[test]
    fn a_file_that_keeps_changing_is_waited_for_without_limit() {
        let mut settle = Settle::default();
        for size in 0..400 {
            let step = settle.step(look(&[("a", size, None), ("b", 1, None)]), at(size as f64 / 2.0));
            let told = if size < 6 { vec![] } else { vec![(PathBuf::from("a"), Hindrance::Changing)] };
            assert_eq!(step, Step::Wait(told), "{size}");
        }
    }

    #[test]
    fn a_file_that_stays_unfinished_holds_up_the_others_only_for_a_while() {
        let mut settle = Settle::default();
        let half = look(&[("a", 1, Some(Hindrance::Unfinished)), ("b", 1, None)]);
        let waits = Step::Wait(vec![(PathBuf::from("a"), Hindrance::Unfinished)]);
        assert_eq!(settle.step(half.clone(), at(0.0)), Step::Wait(vec![]), "not yet worth a line");
        assert_eq!(settle.step(half.clone(), at(29.0)), waits);
        assert_eq!(settle.step(half.clone(), at(30.0)), Step::Run);
        settle.has_run(half);
        let other = look(&[("a", 1, Some(Hindrance::Unfinished)), ("b", 2, None)]);
        assert_eq!(settle.step(other.clone(), at(100.0)), Step::Wait(vec![]));
        assert_eq!(
            settle.step(other.clone(), at(101.0)),
            Step::Run,
            "another file does not wait for it again"
        );
        settle.has_run(other);
        let whole = look(&[("a", 1, None), ("b", 2, None)]);
        assert_eq!(settle.step(whole.clone(), at(102.0)), Step::Wait(vec![]));
        assert_eq!(settle.step(whole, at(103.0)), Step::Run, "and it is read once it is whole");
    }

    #[test]
    fn an_open_file_is_read_as_saved_last_and_closing_it_changes_nothing() {
        let mut settle = Settle::default();
        let open = look(&[("a", 1, Some(Hindrance::Open))]);
        assert!(matches!(settle.step(open.clone(), at(0.0)), Step::Wait(_)));
        assert!(matches!(settle.step(open.clone(), at(9.0)), Step::Wait(_)));
        assert_eq!(settle.step(open.clone(), at(10.0)), Step::Run);
        settle.has_run(open);
        assert_eq!(settle.step(look(&[("a", 1, None)]), at(20.0)), Step::Idle);
    }

    #[test]
    fn a_new_day_is_a_reason_to_run_and_nothing_is_kept_of_files_that_are_gone() {
        let mut settle = Settle::default();
        for number in 0..1_000 {
            let now = look(&[(&format!("{number}.xlsx"), 1, None)]);
            settle.step(now.clone(), at(f64::from(number)));
            settle.has_run(now);
            assert_eq!(settle.since.len(), 1);
        }
        let mut tomorrow = settle.last().unwrap().clone();
        tomorrow.day = tomorrow.day.succ_opt().unwrap();
        assert_eq!(settle.step(tomorrow.clone(), at(2_000.0)), Step::Wait(vec![]));
        assert_eq!(settle.step(tomorrow, at(2_001.0)), Step::Run);
    }
}
