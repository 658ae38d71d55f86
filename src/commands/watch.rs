//! `tthc watch DIR`: the same as `run`, again after every change, until stopped.
//!
//! What is true is what a look at the folder shows (`look`); events only wake (`events`), and when a change is ready to be
//! read is decided by a pure function of looks and time (`settle`). One run at a time; files whose content has not changed
//! are not read again. Faults that stop a run are told once and the watch goes on; what may be over without a change in
//! the folder is tried again ever less often (`retry`). Writes nothing by itself but the lock (`lock`).

mod events;
mod lock;
mod look;
mod pace;
mod retry;
mod settle;

use std::{
    collections::BTreeSet,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver},
    },
    time::Duration,
};

use chrono::Local;

use super::{
    Done, ask,
    console::Console,
    folder::{self, Folder},
    internal,
    load::Cache,
    run::{self, Ran, Watched},
    whole::Hindrance,
};
use crate::{
    cli::Counting,
    error::{Error, shown},
    files, rules,
    text::Text,
};
use events::Ears;
use lock::Held;
use look::Look;
use pace::Pace;
use retry::Retry;
use settle::{Settle, Step};

/// Between two looks while something is changing.
const SOON: Duration = Duration::from_millis(300);
/// Between two looks at a result that is open in another program.
const HELD: Duration = Duration::from_secs(5);
/// After an event without a change: a file can be written into a new folder before events from there are heard.
const ECHOES: [Duration; 3] = [SOON, Duration::from_millis(600), Duration::from_millis(1_200)];
/// While the folder is away.
const AWAY: Duration = Duration::from_secs(3);
/// How many changed files are named in a line.
const NAMED: usize = 3;

/// Watches the folder until Ctrl-C or SIGTERM.
pub fn watch(dir: &Path, counting: &Counting, console: &Console) -> Result<Done, Error> {
    let dir = &run::meant(dir, console)?;
    let folder = Folder::open(dir)?;
    let held = Held::take(dir, &now(SINCE), console)?;
    let (bell, ring) = mpsc::sync_channel(1);
    let stop = Arc::new(AtomicBool::new(false));
    let (told, rung) = (Arc::clone(&stop), bell.clone());
    ctrlc::set_handler(move || {
        told.store(true, Ordering::SeqCst);
        let _ = rung.try_send(());
    })
    .map_err(|error| Error::new("internal", "", NO_SIGNALS).with("cause", error.to_string()))?;
    console.tell(BEGINS, &[("dir", shown(dir)), ("inbox", shown(&folder.inbox))]);
    let ears = Ears::new(dir, bell);
    if !ears.can_be_trusted() {
        console.tell(POLLS, &[]);
    }
    let mut watch = Watch {
        dir,
        counting,
        console,
        stop: &stop,
        pace: Pace::start(),
        cache: Cache::default(),
        settle: Settle::default(),
        had_inbox: folder.inbox != folder.root && folder.inbox.is_dir(),
        said: BTreeSet::new(),
        away: false,
        failure: None,
        retry: Retry::default(),
        waits_for: Vec::new(),
        made: Vec::new(),
        held,
    };
    watch.watch(ears, &ring)?;
    drop(watch);
    console.tell(ENDS, &[]);
    Ok(Done { errors: false })
}

/// Everything a watch remembers; nothing of it grows with time.
struct Watch<'a> {
    dir: &'a Path,
    counting: &'a Counting,
    console: &'a Console,
    stop: &'a AtomicBool,
    pace: Pace,
    cache: Cache,
    settle: Settle,
    had_inbox: bool,
    /// What was said about files that are waited for; only of files that still are.
    said: BTreeSet<(PathBuf, Hindrance)>,
    away: bool,
    /// The last failure as told, so that it is told once.
    failure: Option<String>,
    /// When the last run is to be tried again without a change in the folder.
    retry: Retry,
    /// Results that were held by another program.
    waits_for: Vec<PathBuf>,
    /// The results of the last run.
    made: Vec<PathBuf>,
    /// The lock, which may be thrown away together with the results.
    held: Held,
}

impl Watch<'_> {
    /// Until stopped; an error where somebody else watches the folder now.
    fn watch(&mut self, mut ears: Ears, ring: &Receiver<()>) -> Result<(), Error> {
        let (mut woken, mut echoes) = (true, ECHOES.iter());
        while !self.is_stopped() {
            let Some(look) = self.look() else {
                ears.sleep(ring, Some(self.pace.nap(AWAY)));
                continue;
            };
            if std::mem::take(&mut self.away) {
                self.stamped(BACK, &[]);
                ears.listen(self.dir);
            }
            let is_news = self.settle.last().is_some_and(|last| !last.has_same_files(&look));
            let step = self.settle.step(look.clone(), self.pace.now());
            let nap = match step {
                Step::Idle if self.is_due() => self.run(look),
                Step::Idle if self.are_lost() => {
                    self.held.keep(self.dir, &now(SINCE), self.console)?;
                    self.stamped(LOST, &[]);
                    self.run(look)
                }
                Step::Run => self.run(look),
                Step::Idle => {
                    self.said.clear();
                    echoes.next().copied().or_else(|| self.until_retry())
                }
                Step::Wait(files) => {
                    if is_news && !woken && ears.can_be_trusted() {
                        ears.missed();
                        if !ears.can_be_trusted() {
                            self.console.tell(POLLS, &[]);
                        }
                    }
                    self.say_waits(&files);
                    Some(SOON)
                }
            };
            let is_rung = ears.sleep(ring, nap.map(|nap| self.pace.nap(nap)));
            if is_rung {
                echoes = ECHOES.iter();
            }
            // While something is going on, a look that comes before its event proves nothing.
            woken = is_rung || nap.is_some();
        }
        Ok(())
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    /// A look at the folder; `None`, told once, while it is away.
    fn look(&mut self) -> Option<Look> {
        let missing = match self.take_look() {
            Ok(look) if look.has_inbox || !self.had_inbox => {
                self.had_inbox |= look.has_inbox;
                return Some(look);
            }
            Ok(_) => Folder::open(self.dir).map(|folder| folder.root.join(folder::INBOX)).ok(),
            Err(error) => Some(PathBuf::from(error.place)),
        };
        if !std::mem::replace(&mut self.away, true) {
            let missing = missing.unwrap_or_else(|| self.dir.to_owned());
            self.stamped(GONE, &[("dir", shown(&missing))]);
        }
        None
    }

    fn take_look(&self) -> Result<Look, Error> {
        let day = self.counting.today.unwrap_or_else(ask::today);
        Look::take(self.dir, self.counting.catalogue.as_deref(), day, self.settle.last())
    }

    /// Whether to run again although nothing in the folder has changed: a failure that may be over, a held result that is
    /// free.
    fn is_due(&self) -> bool {
        self.retry.is_due(self.pace.now())
            && (self.waits_for.is_empty() || self.waits_for.iter().any(|path| !files::is_held(path)))
    }

    /// Whether a result was thrown away or taken elsewhere. A run that failed is tried again by itself.
    fn are_lost(&self) -> bool {
        self.failure.is_none() && self.made.iter().any(|path| !path.exists())
    }

    /// How long to sleep where only a retry is waited for. Whether a result is still held is cheap to ask.
    fn until_retry(&self) -> Option<Duration> {
        let left = self.retry.left(self.pace.now())?;
        Some(if self.waits_for.is_empty() { left } else { left.max(HELD) })
    }

    /// Runs on what `look` saw; how long to sleep afterwards.
    fn run(&mut self, look: Look) -> Option<Duration> {
        let is_news = self.settle.ran().is_none_or(|ran| !ran.reads_like(&look));
        self.say_changes(&look);
        let may_write = || !self.is_stopped() && self.take_look().is_ok_and(|now| now.reads_like(&look));
        let is_first = self.settle.ran().is_none();
        let watched = Watched { cache: &self.cache, may_write: &may_write, is_first };
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| {
            run::run_with(&Folder::open(self.dir)?, self.counting, self.console, Some(&watched))
        }))
        .unwrap_or_else(|_| Err(internal()));
        match outcome {
            Ok(Some(Ran { held, made, .. })) => {
                if !is_news && self.failure.is_some() {
                    self.stamped(OVER, &[]);
                }
                if !is_news && held.len() < self.waits_for.len() {
                    self.stamped(FREED, &[]);
                }
                self.failure = None;
                self.try_again(!held.is_empty(), is_news || held != self.waits_for);
                self.waits_for = held;
                self.made = made;
            }
            // Changed while it was read, or stopped: look again.
            Ok(None) => return Some(SOON),
            // A file or folder went while it was read: no fault to tell.
            Err(_) if !may_write() => return Some(SOON),
            Err(error) => {
                let may_pass = matches!(error.code, "read" | "write" | "no-folder" | "no-file");
                let message = format!("{} {}", error.place, error.message(self.console.lang));
                if self.failure.as_ref() != Some(&message) {
                    self.console.error(&error);
                    self.console.tell(if may_pass { TRIES_AGAIN } else { GOES_ON }, &[]);
                    self.failure = Some(message);
                }
                self.try_again(may_pass, is_news);
                self.waits_for.clear();
            }
        }
        self.settle.has_run(look);
        self.until_retry()
    }

    fn try_again(&mut self, is_wanted: bool, is_news: bool) {
        if is_wanted {
            self.retry.later(self.pace.now(), is_news);
        } else {
            self.retry.never();
        }
    }

    /// One line for each file and reason, however long it takes.
    fn say_waits(&mut self, files: &[(PathBuf, Hindrance)]) {
        self.said.retain(|(said, _)| files.iter().any(|(path, _)| path == said));
        for (path, hindrance) in files {
            let is_after_another = *hindrance == Hindrance::Changing
                && self
                    .said
                    .range((path.clone(), Hindrance::Changing)..)
                    .next()
                    .is_some_and(|(said, _)| said == path);
            if !is_after_another && self.said.insert((path.clone(), *hindrance)) {
                self.stamped(hindrance.text(), &[("file", self.shown(path))]);
            }
        }
    }

    /// What is new since the last run.
    fn say_changes(&self, look: &Look) {
        let Some(ran) = self.settle.ran() else { return };
        let paths = look.differing(ran);
        let mut named: Vec<String> = paths.iter().take(NAMED).map(|path| self.shown(path)).collect();
        if paths.len() > NAMED {
            named.push(format!("… (+{})", paths.len() - NAMED));
        }
        if look.day != ran.day {
            self.console.say("");
            self.stamped(NEW_DAY, &[("day", rules::shown(look.day))]);
        }
        if !named.is_empty() {
            self.console.say("");
            self.stamped(CHANGED, &[("files", named.join(", "))]);
        }
    }

    /// A line with the time of day before it: people look at it hours later.
    fn stamped(&self, text: Text, values: &[(&str, String)]) {
        self.console.say(&format!("[{}] {}", now("%H:%M"), text.fill(self.console.lang, values)));
    }

    fn shown(&self, path: &Path) -> String {
        shown(path.strip_prefix(self.dir).unwrap_or(path))
    }
}

/// The time of day, for people at the terminal; no result depends on it.
#[allow(clippy::disallowed_methods)]
fn now(format: &str) -> String {
    Local::now().format(format).to_string()
}

const BEGINS: Text = Text {
    vi: "Đang theo dõi {dir}. Hãy thả sổ vào {inbox}; mỗi khi có thay đổi, kết quả được lập lại. Dừng: Ctrl-C.",
    en: "Watching {dir}. Drop registers into {inbox}; results are made again after every change. To stop: Ctrl-C.",
};
const ENDS: Text = Text {
    vi: "Đã dừng theo dõi. Kết quả đã ghi vẫn còn nguyên.",
    en: "Watching has stopped. The results that were written stay.",
};
const POLLS: Text = Text {
    vi: "Ổ đĩa này không báo khi tệp thay đổi (thường gặp ở ổ mạng), nên chương trình tự xem lại vài giây một lần.",
    en: "This drive does not tell when files change (as network drives often don't), so it is looked at every few seconds.",
};
const GONE: Text = Text {
    vi: "Không thấy {dir} (mất mạng, hay thư mục bị đổi tên?). Đang chờ thư mục trở lại; kết quả cũ giữ nguyên.",
    en: "{dir} is not there (network down, or the folder renamed?). Waiting for it; earlier results stay.",
};
const BACK: Text = Text { vi: "Đã thấy lại thư mục.", en: "The folder is back." };
const GOES_ON: Text = Text {
    vi: "Vẫn đang theo dõi: sửa xong, kết quả sẽ được lập lại.",
    en: "Still watching: results will be made again once this is put right.",
};
const TRIES_AGAIN: Text = Text {
    vi: "Vẫn đang theo dõi: chương trình tự thử lại sau 5 giây rồi thưa dần, chậm nhất 5 phút một lần; có thay đổi thì thử ngay.",
    en: "Still watching: it is tried again after 5 seconds, then less often, every 5 minutes at least; at once after a change.",
};
const OVER: Text = Text {
    vi: "Đã lập lại được kết quả, không còn vướng.",
    en: "The results could be made again.",
};
const FREED: Text = Text {
    vi: "Tệp kết quả đã được đóng; trong ket-qua nay là bản mới.",
    en: "A result was closed; ket-qua now holds the new ones.",
};
const LOST: Text = Text {
    vi: "Kết quả trong ket-qua bị xoá hoặc chuyển đi: lập lại.",
    en: "Results in ket-qua were deleted or moved away: they are made again.",
};
/// Since when a folder is watched, as others are told.
const SINCE: &str = "%H:%M ngày %d/%m/%Y";
const CHANGED: Text = Text { vi: "Có thay đổi: {files}", en: "Changed: {files}" };
const NEW_DAY: Text = Text { vi: "Sang ngày {day}.", en: "A new day: {day}." };
const NO_SIGNALS: Text = Text {
    vi: "Không đặt được cách dừng bằng Ctrl-C ({cause}).",
    en: "Stopping with Ctrl-C can't be set up ({cause}).",
};
