//! Reads files from the disk into inputs, several at a time; their order is that of the list.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read as _},
    panic::{self, AssertUnwindSafe},
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use sha2::{Digest as _, Sha256};

use super::{contain, folder::Source};
use crate::{error::is_in_use, flow::recognise::Input, model::sheet::Workbook, read::ReadFault, text::Text};

/// A larger file is no register: Excel's own limit of rows stays below half of it.
pub(super) const LARGEST: u64 = 1 << 30;

/// The contents of the files that the last call of [`load`] read, by path and SHA-256, so that only what changed is read
/// again. Never larger than one run: what is no longer among the sources is dropped. A file that could not be read is not
/// kept, since another program may have held it; only that it was is known.
#[derive(Debug, Default)]
pub struct Cache {
    files: Mutex<BTreeMap<Arc<str>, (String, Workbook)>>,
    unreadable: Mutex<BTreeMap<Arc<str>, String>>,
}

/// What a run of [`load`] did with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// It is being read now; what came of it is told later.
    Begun,
    /// Its content was known.
    Known,
    /// It was read once more: the same bytes could not be read before.
    Again,
    /// It was read.
    New,
}

impl Cache {
    fn get(&self, path: &str, sha256: &str) -> Option<Workbook> {
        let files = self.files.lock().ok()?;
        files.get(path).filter(|(known, _)| known == sha256).map(|(_, workbook)| workbook.clone())
    }

    fn is_unreadable(&self, path: &str, sha256: &str) -> bool {
        self.unreadable.lock().is_ok_and(|files| files.get(path).is_some_and(|known| known == sha256))
    }

    fn keep(&self, inputs: &[Input]) {
        if let Ok(mut unreadable) = self.unreadable.lock() {
            let faulty = inputs.iter().filter(|input| input.content.is_err());
            *unreadable = faulty.map(|input| (Arc::clone(&input.path), input.sha256.clone())).collect();
        }

        let Ok(mut files) = self.files.lock() else { return };
        let mut kept = BTreeMap::new();
        for input in inputs {
            let Ok(workbook) = &input.content else { continue };
            let known = files.remove(&input.path).filter(|(sha256, _)| *sha256 == input.sha256);
            kept.insert(
                Arc::clone(&input.path),
                known.unwrap_or_else(|| (input.sha256.clone(), workbook.clone())),
            );
        }
        *files = kept;
    }
}

/// Reads every source that the cache does not hold; `done` is told the index of each file as it is begun, and again as it is
/// finished with what was done, from any thread.
pub fn load(sources: &[Source], cache: Option<&Cache>, done: &(dyn Fn(usize, Loaded) + Sync)) -> Vec<Input> {
    let next = AtomicUsize::new(0);
    let slots: Vec<Mutex<Option<Input>>> = sources.iter().map(|_| Mutex::new(None)).collect();
    let workers = thread::available_parallelism().map_or(1, usize::from).min(sources.len());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(source) = sources.get(index) else { break };
                    done(index, Loaded::Begun);
                    let (input, loaded) = read(source, cache);
                    if let Ok(mut slot) = slots[index].lock() {
                        *slot = Some(input);
                    }
                    done(index, loaded);
                }
            });
        }
    });
    let inputs: Vec<Input> = slots.into_iter().filter_map(|slot| slot.into_inner().ok().flatten()).collect();
    if let Some(cache) = cache {
        cache.keep(&inputs);
    }
    inputs
}

fn read(source: &Source, cache: Option<&Cache>) -> (Input, Loaded) {
    let mut loaded = Loaded::New;
    let (sha256, content) = match bytes(&source.location) {
        Ok(bytes) => {
            let sha256 = hash(&bytes);
            let known = cache.and_then(|cache| cache.get(&source.path, &sha256));
            if known.is_some() {
                loaded = Loaded::Known;
            }
            let content = known.map_or_else(
                || contained(|| contain::workbook(&source.path, &bytes)).unwrap_or_else(Err),
                Ok,
            );
            (sha256, content)
        }
        Err(fault) => (hash(&[]), Err(fault)),
    };
    if content.is_err() && cache.is_some_and(|cache| cache.is_unreadable(&source.path, &sha256)) {
        loaded = Loaded::Again;
    }
    let (path, sender) = (Arc::clone(&source.path), Arc::clone(&source.sender));
    (Input { path, area: source.area, sender, sha256, content }, loaded)
}

/// One file that brings the reader down must not take the others with it.
fn contained<T>(work: impl FnOnce() -> T) -> Result<T, ReadFault> {
    panic::catch_unwind(AssertUnwindSafe(work))
        .map_err(|_| ReadFault::Damaged { detail: "the reader gave up".to_owned() })
}

fn bytes(path: &Path) -> Result<Vec<u8>, ReadFault> {
    let size = fs::metadata(path).map_err(|error| fault(&error))?.len();
    if size > LARGEST {
        let what = Text { vi: "dung lượng tệp (byte)", en: "file size (bytes)" };
        return Err(ReadFault::TooBig { what, value: size, limit: LARGEST });
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| fault(&error))?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| fault(&error))?;
    Ok(bytes)
}

/// A file that another program holds, or that may not be read, is not a damaged one.
fn fault(error: &io::Error) -> ReadFault {
    let kinds = [io::ErrorKind::PermissionDenied, io::ErrorKind::WouldBlock];
    let detail = error.to_string();
    if is_in_use(error) || kinds.contains(&error.kind()) {
        ReadFault::Locked { detail }
    } else {
        ReadFault::Damaged { detail }
    }
}

/// Lower-case hex SHA-256.
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hex.
pub fn hex(digest: &[u8]) -> String {
    use std::fmt::Write as _;
    digest.iter().fold(String::with_capacity(digest.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::cell::RefCell;

    use super::*;
    use crate::{commands::folder, files};

    #[test]
    fn only_what_changed_is_read_again_and_what_is_gone_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let write = |name: &str, text: &str| files::write(&path(name), text.as_bytes()).unwrap();
        write("a.csv", "Mã hồ sơ,Ngày nhận\n1,02/01/2023\n");
        write("b.csv", "x,y\n1,2\n");
        files::write(&path("c.xlsx"), b"PK\x03\x04 no archive").unwrap();
        let cache = Cache::default();
        let told_again = RefCell::new(Vec::new());
        let read = |names: &[&str]| {
            let sources: Vec<Source> = names.iter().map(|name| folder::single(&path(name))).collect();
            let (new, again) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
            let inputs = load(&sources, Some(&cache), &|index, loaded| {
                if !matches!(loaded, Loaded::Known | Loaded::Begun) {
                    new.lock().unwrap().push(names[index].to_owned());
                }
                if loaded == Loaded::Again {
                    again.lock().unwrap().push(names[index].to_owned());
                }
            });
            let mut new = new.into_inner().unwrap();
            new.sort();
            let told = format!("{inputs:?}");
            assert_eq!(told, format!("{:?}", load(&sources, None, &|_, _| {})), "the same as read anew");
            told_again.replace(again.into_inner().unwrap());
            (new, cache.files.lock().unwrap().len())
        };
        assert_eq!(
            read(&["a.csv", "b.csv", "c.xlsx"]),
            (["a.csv", "b.csv", "c.xlsx"].map(String::from).to_vec(), 2)
        );
        assert_eq!(
            read(&["a.csv", "b.csv", "c.xlsx"]),
            (vec!["c.xlsx".to_owned()], 2),
            "a fault is not kept"
        );
        assert_eq!(told_again.take(), ["c.xlsx"], "but that it is no news is known");
        write("a.csv", "Mã hồ sơ,Ngày nhận\n1,03/01/2023\n");
        assert_eq!(read(&["a.csv", "b.csv"]), (vec!["a.csv".to_owned()], 2));
        assert_eq!(read(&["b.csv"]), (vec![], 1));
        assert_eq!(read(&[]), (vec![], 0));
    }

    #[test]
    fn a_file_that_may_not_be_read_is_locked_and_no_other_is() {
        for (kind, locked) in [
            (io::ErrorKind::PermissionDenied, true),
            (io::ErrorKind::ResourceBusy, true),
            (io::ErrorKind::NotFound, false),
            (io::ErrorKind::UnexpectedEof, false),
        ] {
            let found = fault(&io::Error::from(kind));
            assert_eq!(matches!(found, ReadFault::Locked { .. }), locked, "{kind}");
        }
    }

    #[test]
    fn a_reader_that_gives_up_is_a_fault_of_that_file() {
        let text: Option<&str> = None;
        assert_eq!(contained(|| 1), Ok(1));
        assert!(matches!(
            contained(|| text.map_or_else(|| panic!("no"), str::len)),
            Err(ReadFault::Damaged { .. })
        ));
    }
}
