//! Whether a file is whole: nobody writes it, it can be opened, its archive has an end.
//!
//! In: paths. Out: what a file looked like, and what speaks against reading it now. Does not read contents; a file that
//! is damaged for good looks unfinished for ever, so whoever waits must have a limit.

use std::{
    fs::{self, File, Metadata},
    io::{self, Read as _, Seek as _, SeekFrom},
    path::Path,
    thread,
    time::{Duration, SystemTime},
};

use super::{console::Console, folder::Source};
use crate::{cli::Format, text::Text};

/// What a file looked like; equal stamps mean that nobody wrote in between. A copy can bring its old time with it, so
/// Unix adds the file's number and the time of its last change of any kind, Windows the time it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    changed: Option<SystemTime>,
    identity: (u64, i64, i64),
}

impl Stamp {
    /// Looks at a file.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let data = fs::metadata(path)?;
        Ok(Self { size: data.len(), changed: data.modified().ok(), identity: identity(&data) })
    }

    /// For tests of what is built on stamps.
    #[cfg(test)]
    pub(super) fn sample(size: u64) -> Self {
        Self { size, changed: None, identity: (0, 0, 0) }
    }
}

#[cfg(unix)]
fn identity(data: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt as _;
    (data.ino(), data.ctime(), data.ctime_nsec())
}

#[cfg(windows)]
fn identity(data: &Metadata) -> (u64, i64, i64) {
    use std::os::windows::fs::MetadataExt as _;
    (data.creation_time(), 0, 0)
}

#[cfg(not(any(unix, windows)))]
fn identity(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

/// What speaks against reading a file now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hindrance {
    /// Its size or time is changing.
    Changing,
    /// It can't be opened: another program holds it.
    Held,
    /// It is empty, or an archive without its end.
    Unfinished,
    /// An owner file beside it says that somebody has it open; what was saved last can be read.
    Open,
}

impl Hindrance {
    /// The reason in words.
    pub(super) const fn text(self) -> Text {
        match self {
            Self::Changing => Text {
                vi: "Đang chờ {file}: tệp đang được ghi.",
                en: "Waiting for {file}: it is being written.",
            },
            Self::Held => Text {
                vi: "Đang chờ {file}: chương trình khác đang giữ tệp, chưa mở được. Nếu tệp đang mở, hãy lưu và đóng lại.",
                en: "Waiting for {file}: another program holds it and it can't be opened. If it is open, save and close it.",
            },
            Self::Unfinished => Text {
                vi: "Đang chờ {file}: tệp chưa trọn vẹn, có thể đang chép dở. Nếu đã chép xong, hãy chép lại.",
                en: "Waiting for {file}: it is not complete, perhaps half copied. If the copying is done, copy it again.",
            },
            Self::Open => Text {
                vi: "Đang chờ {file}: tệp đang mở trong Excel. Lát nữa sẽ đọc bản đã lưu gần nhất.",
                en: "Waiting for {file}: it is open in Excel. What was saved last will be read in a moment.",
            },
        }
    }
}

/// The end of an archive: its record and the longest comment.
const TAIL: u64 = 22 + 0xFFFF;

/// What speaks against reading a file, as far as one look tells. A file that is gone is none to wait for.
pub(super) fn hindrance(path: &Path) -> Option<Hindrance> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(_) => return Some(Hindrance::Held),
    };
    match is_finished(&mut file, is_workbook(path)) {
        Ok(true) if is_open(path) => Some(Hindrance::Open),
        Ok(true) => None,
        Ok(false) => Some(Hindrance::Unfinished),
        // Windows: a range that another program has locked.
        Err(_) => Some(Hindrance::Held),
    }
}

/// An archive must end with its directory, whose record tells where it stands: a workbook embedded in a half-copied one
/// has an end too, but not at that place. A workbook without any content is one that is about to be written; of any
/// other file nothing is known.
fn is_finished(file: &mut File, is_workbook: bool) -> io::Result<bool> {
    let size = file.metadata()?.len();
    let mut start = Vec::new();
    file.by_ref().take(4).read_to_end(&mut start)?;
    if !start.starts_with(b"PK\x03\x04") {
        return Ok(size > 0 || !is_workbook);
    }
    let from = size.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    let number = |at: usize| {
        tail.get(at..at + 4)
            .map_or(0, |four| u64::from(u32::from_le_bytes([four[0], four[1], four[2], four[3]])))
    };
    let is_end = |at: usize| {
        let is_large = at >= 20 && tail[at - 20..].starts_with(b"PK\x06\x07");
        tail[at..].starts_with(b"PK\x05\x06")
            && tail.len() >= at + 22
            && (is_large || number(at + 12) + number(at + 16) == from + at as u64)
    };
    Ok((0..tail.len()).rev().any(is_end))
}

fn is_workbook(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    ["xlsx", "xlsm", "xlsb", "xls", "ods"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Owner files of Excel (`~$so.xlsx`) and LibreOffice (`.~lock.so.xlsx#`).
fn is_open(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else { return false };
    [format!("~${name}"), format!(".~lock.{name}#")].iter().any(|owner| path.with_file_name(owner).exists())
}

/// A file changed this recently may still be in the making.
const FRESH: Duration = Duration::from_secs(2);
/// A file without an end of its own counts as whole when it has not changed for so long.
const STILL: Duration = Duration::from_millis(500);
/// How long a single run waits at most.
const LONGEST: Duration = Duration::from_secs(10);
/// Between two looks.
const STEP: Duration = Duration::from_millis(100);

/// Waits until every file that was changed just now is whole, ten seconds at most. A file changed earlier costs one
/// look, and so does a fresh archive that has its end.
pub(super) fn wait(sources: &[Source], console: &Console) {
    let fresh = sources.iter().filter(|source| is_fresh(&source.location));
    let mut waiting: Vec<(&Source, Option<Stamp>, Duration)> =
        fresh.map(|source| (source, Stamp::of(&source.location).ok(), Duration::ZERO)).collect();
    let mut waited = Duration::ZERO;
    loop {
        waiting.retain(|(source, _, still)| !may_be_read(&source.location, *still));
        if waiting.is_empty() || waited >= LONGEST {
            break;
        }
        if waited == FRESH && console.format == Format::Human {
            for (source, ..) in &waiting {
                let why = hindrance(&source.location).unwrap_or(Hindrance::Changing);
                console.tell(why.text(), &[("file", source.path.to_string())]);
            }
        }
        thread::sleep(STEP);
        waited += STEP;
        for (source, stamp, still) in &mut waiting {
            let now = Stamp::of(&source.location).ok();
            *still = if now == *stamp { *still + STEP } else { Duration::ZERO };
            *stamp = now;
        }
    }
}

/// An archive with its end may be read at once, any other file after a short time without a change; what looks
/// unfinished and has not changed for long is damaged, and will be told as such.
fn may_be_read(path: &Path, still: Duration) -> bool {
    let is_archive = || {
        let mut start = Vec::new();
        let read = File::open(path).and_then(|file| file.take(4).read_to_end(&mut start));
        read.is_ok() && start.starts_with(b"PK\x03\x04")
    };
    match hindrance(path) {
        None | Some(Hindrance::Open) => still >= STILL || is_archive(),
        Some(_) => still >= FRESH,
    }
}

/// Whether a file was changed just now, by the clock of this machine; a time in the future says nothing.
#[allow(clippy::disallowed_methods)] // only how long to wait depends on it, never what is read
fn is_fresh(path: &Path) -> bool {
    let age = Stamp::of(path).ok().and_then(|stamp| SystemTime::now().duration_since(stamp.changed?).ok());
    age.is_some_and(|age| age < FRESH)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::files;

    fn archive(inner: &[u8]) -> Vec<u8> {
        use std::io::Write as _;
        let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        let stored =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file("a.bin", stored).unwrap();
        zip.write_all(inner).unwrap();
        zip.start_file("b.txt", stored).unwrap();
        zip.write_all(b"more").unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn an_archive_is_whole_when_its_own_end_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("so.xlsx");
        let told = |bytes: &[u8]| {
            files::write(&path, bytes).unwrap();
            hindrance(&path)
        };
        let whole = archive(&archive(b"inner"));
        assert_eq!(told(&whole), None);
        for cut in [0, 5, whole.len() / 2, whole.len() - 1] {
            assert_eq!(told(&whole[..cut]), Some(Hindrance::Unfinished), "cut at {cut}");
        }
        // Right behind the embedded workbook, which has an end of its own.
        let inner = 30 + "a.bin".len() + archive(b"inner").len();
        assert_eq!(told(&whole[..inner]), Some(Hindrance::Unfinished));
        let mut zeros = whole[..50].to_vec();
        zeros.resize(200_000, 0);
        assert_eq!(told(&zeros), Some(Hindrance::Unfinished), "a copy that has reserved its room");
        assert_eq!(told(b"a,b\n"), None, "a text has no end to look for");
        let settings = folder.path().join("tthc.toml");
        files::write(&settings, b"").unwrap();
        assert_eq!(hindrance(&settings), None, "empty settings are good settings");
    }

    #[test]
    fn an_owner_file_is_seen_and_a_file_that_is_gone_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sổ & a.csv");
        assert_eq!(hindrance(&path), None);
        files::write(&path, b"x").unwrap();
        files::write(&folder.path().join("~$sổ & a.csv"), b"x").unwrap();
        assert_eq!(hindrance(&path), Some(Hindrance::Open));
    }

    #[test]
    fn a_changed_file_has_another_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("so.csv");
        files::write(&path, b"x").unwrap();
        let before = Stamp::of(&path).unwrap();
        assert_eq!(Stamp::of(&path).unwrap(), before);
        files::write(&path, b"xy").unwrap();
        assert_ne!(Stamp::of(&path).unwrap(), before);
    }
}
