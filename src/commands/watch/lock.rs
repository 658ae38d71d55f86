//! One watch a folder. The lock is the operating system's, so nothing stale is left by a crash; who holds it stands in a
//! file of its own, since Windows lets nobody read a locked one. Both lie in `ket-qua/`, hidden, and go when the watch
//! ends.

use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process,
};

use crate::{
    commands::{console::Console, folder::RESULTS},
    error::{Error, shown},
    files::{self, Lock},
    text::Text,
};

/// The locked file.
const LOCK: &str = ".theo-doi.khoa";
/// Who holds the lock.
const WHO: &str = ".theo-doi.txt";

/// The right to watch a folder, given back when dropped.
#[derive(Debug)]
pub(super) struct Held {
    file: Option<File>,
    folder: PathBuf,
    /// Whether somebody else has it now.
    is_lost: bool,
}

impl Held {
    /// Takes the lock; an error that says who has it. `now` is the time to tell others. Where a share knows no locks, a
    /// line says so and the watch goes on.
    pub(super) fn take(root: &Path, now: &str, console: &Console) -> Result<Self, Error> {
        let folder = root.join(RESULTS);
        let file = Self::lock(root, &folder, now, console)?;
        Ok(Self { file, folder, is_lost: false })
    }

    /// Takes the lock again where it was thrown away together with the results; an error if somebody else was faster.
    pub(super) fn keep(&mut self, root: &Path, now: &str, console: &Console) -> Result<(), Error> {
        let path = self.folder.join(LOCK);
        let is_there = self.file.as_ref().map_or(path.exists(), |file| files::is_at(file, &path));
        if !is_there {
            self.is_lost = true;
            self.file = Self::lock(root, &self.folder, now, console)?;
            self.is_lost = false;
        }
        Ok(())
    }

    fn lock(root: &Path, folder: &Path, now: &str, console: &Console) -> Result<Option<File>, Error> {
        let who = || fs::read_to_string(folder.join(WHO)).unwrap_or_default().trim().to_owned();
        let file = match files::lock(&folder.join(LOCK))? {
            Lock::Taken(file) => Some(file),
            Lock::Busy => return Err(busy(root, &who())),
            Lock::Unknown(cause) => {
                let other = who();
                console.tell(NO_LOCKS, &[("cause", cause.to_string()), ("who", other)]);
                None
            }
        };
        let (id, host) = (process::id().to_string(), host());
        let words = Text {
            vi: "tiến trình {id} trên máy {host}, từ {now}",
            en: "process {id} on {host}, since {now}",
        };
        let told = words.fill(console.lang, &[("id", id), ("host", host), ("now", now.to_owned())]);
        files::write(&folder.join(WHO), format!("{told}\n").as_bytes())?;
        Ok(file)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // Somebody else's, where the own ones were thrown away.
        if self.is_lost {
            return;
        }
        // Still locked while they go, so they are nobody else's; what can't be removed does no harm.
        let _ = files::remove_stale(&self.folder.join(WHO));
        let _ = files::remove_stale(&self.folder.join(LOCK));
        self.file = None;
    }
}

const NO_LOCKS: Text = Text {
    vi: "Ổ đĩa này không khoá được tệp ({cause}): không biết được máy khác có đang theo dõi cùng thư mục hay không. Chỉ nên \
         theo dõi ở một máy. {who}",
    en: "This drive can't lock files ({cause}), so it can't be known whether another computer watches the same folder. \
         Watch it on one computer only. {who}",
};

fn busy(root: &Path, who: &str) -> Error {
    let unknown = Text { vi: "một chương trình khác", en: "another program" };
    let (vi, en) = if who.is_empty() { (unknown.vi, unknown.en) } else { (who, who) };
    Error::new(
        "busy",
        shown(root),
        Text {
            vi: "Thư mục này đang được theo dõi ({who}), không cần theo dõi hai lần. Kết quả nằm ở ket-qua như thường lệ; muốn \
                 theo dõi ở đây thì dừng bên kia trước (Ctrl-C).",
            en: "This folder is being watched already ({who}); once is enough. Results are in ket-qua as always; to watch it \
                 here, stop the other one first (Ctrl-C).",
        },
    )
    .with_words("who", vi, en)
}

/// The computer's name, for people.
fn host() -> String {
    let kernel = || fs::read_to_string("/proc/sys/kernel/hostname").ok().map(|name| name.trim().to_owned());
    ["COMPUTERNAME", "HOSTNAME"]
        .into_iter()
        .find_map(|name| env::var(name).ok())
        .or_else(kernel)
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "?".to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::cli::{Cli, Format};
    use clap::Parser as _;

    #[test]
    fn the_second_watch_is_told_who_has_the_first_and_nothing_is_left_behind() {
        let console = Console::new(&Cli::parse_from(["tthc", "--quiet", "figures"]).common);
        assert_eq!(console.format, Format::Human);
        let folder = tempfile::tempdir().unwrap();
        #[cfg_attr(not(unix), allow(unused_mut))]
        let mut first = Held::take(folder.path(), "08:00 ngày 01/03/2023", &console).unwrap();
        let error = Held::take(folder.path(), "09:00", &console).unwrap_err();
        assert_eq!(error.code, "busy");
        let told = error.message(console.lang);
        assert!(told.contains(&format!("tiến trình {} trên máy ", process::id())), "{told}");
        assert!(told.contains("từ 08:00 ngày 01/03/2023"), "{told}");
        // Thrown away with the results, which Windows does not let happen: whoever takes it first has it.
        #[cfg(unix)]
        let second = {
            let throw_away = || files::remove_stale(&folder.path().join(RESULTS).join(LOCK)).unwrap();
            throw_away();
            first.keep(folder.path(), "10:00 ngày 01/03/2023", &console).unwrap();
            assert_eq!(Held::take(folder.path(), "11:00", &console).unwrap_err().code, "busy");
            throw_away();
            let second = Held::take(folder.path(), "12:00", &console).unwrap();
            assert_eq!(first.keep(folder.path(), "13:00", &console).unwrap_err().code, "busy");
            drop(first);
            assert_eq!(
                Held::take(folder.path(), "14:00", &console).unwrap_err().code,
                "busy",
                "not taken away"
            );
            second
        };
        #[cfg(not(unix))]
        let second = first;
        drop(second);
        assert_eq!(fs::read_dir(folder.path().join(RESULTS)).unwrap().count(), 0);
        Held::take(folder.path(), "10:00", &console).unwrap();
    }
}
