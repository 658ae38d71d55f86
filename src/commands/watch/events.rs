//! Wakes the watch when something changes. Events only wake: what has changed is found by looking, since network shares
//! lose events and some give none. Where none come, the watch looks more often by itself.

use std::{
    path::{Path, absolute},
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender},
    time::Duration,
};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::commands::folder::{RESULTS, is_passed_over};

/// Between two looks while events come.
const RESCAN: Duration = Duration::from_secs(15);
/// Between two looks where they do not.
const POLL: Duration = Duration::from_secs(3);
/// So many changes without an event: none will come.
const MISSED: u32 = 2;

/// What hears events, and how far it can be trusted.
#[derive(Debug)]
pub(super) struct Ears {
    /// Dropping it ends the events.
    watcher: Option<RecommendedWatcher>,
    bell: SyncSender<()>,
    missed: u32,
}

impl Ears {
    /// Begins to listen. The bell holds one stroke, so that any number of events takes no room.
    pub(super) fn new(root: &Path, bell: SyncSender<()>) -> Self {
        let mut ears = Self { watcher: None, bell, missed: 0 };
        ears.listen(root);
        ears
    }

    /// Begins anew, after the folder was away.
    pub(super) fn listen(&mut self, root: &Path) {
        // Events come with absolute paths.
        let root = absolute(root).unwrap_or_else(|_| root.to_owned());
        let (bell, results) = (self.bell.clone(), root.join(RESULTS));
        let hear = move |event: notify::Result<Event>| {
            let is_news = event.map_or(true, |event| {
                let is_ours = |path: &Path| path.starts_with(&results) || is_temporary(path);
                let all_ours = !event.paths.is_empty() && event.paths.iter().all(|path| is_ours(path));
                !matches!(event.kind, EventKind::Access(_)) && (event.need_rescan() || !all_ours)
            });
            if is_news {
                // Full: it is going to ring anyway.
                let _ = bell.try_send(());
            }
        };
        self.watcher = notify::recommended_watcher(hear)
            .and_then(|mut watcher| watcher.watch(&root, RecursiveMode::Recursive).map(|()| watcher))
            .ok();
    }

    /// Whether events can be relied on to wake the watch.
    pub(super) fn can_be_trusted(&self) -> bool {
        self.watcher.is_some() && self.missed < MISSED
    }

    /// A change was found that no event had told of.
    pub(super) fn missed(&mut self) {
        self.missed = self.missed.saturating_add(1);
    }

    /// Sleeps until something happens, `at_most` so long; whether something happened.
    pub(super) fn sleep(&self, ring: &Receiver<()>, at_most: Option<Duration>) -> bool {
        let usual = if self.can_be_trusted() { RESCAN } else { POLL };
        match ring.recv_timeout(at_most.map_or(usual, |at_most| at_most.min(usual))) {
            Ok(()) => true,
            // The bell lives as long as this value.
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        }
    }
}

/// Owner and temporary files change nothing by themselves; that an owner file is gone is seen when it matters.
fn is_temporary(path: &Path) -> bool {
    path.file_name().is_some_and(|name| is_passed_over(&name.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::mpsc;

    use super::*;
    use crate::files;

    #[test]
    fn a_change_wakes_and_results_and_temporary_files_do_not() {
        let folder = tempfile::tempdir().unwrap();
        files::write(&folder.path().join("ket-qua/a.json"), b"x").unwrap();
        let (bell, ring) = mpsc::sync_channel(1);
        let ears = Ears::new(folder.path(), bell);
        assert!(ears.can_be_trusted());
        files::write(&folder.path().join("ket-qua/a.json"), b"y").unwrap();
        files::write(&folder.path().join("ket-qua/tra-lai/a.xlsx"), b"y").unwrap();
        let short = Some(Duration::from_millis(300));
        assert!(!ears.sleep(&ring, short), "our own results");
        files::write(&folder.path().join("so.csv"), b"x").unwrap();
        assert!(ears.sleep(&ring, Some(Duration::from_secs(10))));
    }

    #[test]
    fn where_events_do_not_come_they_are_no_longer_trusted() {
        let (bell, _ring) = mpsc::sync_channel(1);
        let mut ears = Ears::new(Path::new("khong-co-thu-muc-nay"), bell);
        assert!(!ears.can_be_trusted());
        let folder = tempfile::tempdir().unwrap();
        ears.listen(folder.path());
        assert!(ears.can_be_trusted());
        ears.missed();
        ears.missed();
        assert!(!ears.can_be_trusted());
    }
}
