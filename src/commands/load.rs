//! Reads files from the disk into inputs, several at a time; their order is that of the list.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    panic::{self, AssertUnwindSafe},
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use sha2::{Digest as _, Sha256};

use super::{contain, folder::Source};
use crate::{flow::recognise::Input, read::ReadFault, text::Text};

/// A larger file is no register: Excel's own limit of rows stays below half of it.
pub(super) const LARGEST: u64 = 1 << 30;

/// Reads every source; `done` is told the index of each file as it is finished, from any thread.
pub fn load(sources: &[Source], done: &(dyn Fn(usize) + Sync)) -> Vec<Input> {
    let next = AtomicUsize::new(0);
    let slots: Vec<Mutex<Option<Input>>> = sources.iter().map(|_| Mutex::new(None)).collect();
    let workers = thread::available_parallelism().map_or(1, usize::from).min(sources.len());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(source) = sources.get(index) else { break };
                    let input = read(source);
                    if let Ok(mut slot) = slots[index].lock() {
                        *slot = Some(input);
                    }
                    done(index);
                }
            });
        }
    });
    slots.into_iter().filter_map(|slot| slot.into_inner().ok().flatten()).collect()
}

fn read(source: &Source) -> Input {
    let (sha256, content) = match bytes(&source.location) {
        Ok(bytes) => {
            (hash(&bytes), contained(|| contain::workbook(&source.path, &bytes)).unwrap_or_else(Err))
        }
        Err(fault) => (hash(&[]), Err(fault)),
    };
    Input { path: source.path.clone(), area: source.area, sender: source.sender.clone(), sha256, content }
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
    // Windows: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION; std has no kind for them.
    let held = cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33));
    let kinds = [io::ErrorKind::PermissionDenied, io::ErrorKind::ResourceBusy, io::ErrorKind::WouldBlock];
    let detail = error.to_string();
    if held || kinds.contains(&error.kind()) {
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
    use super::*;

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
