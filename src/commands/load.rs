//! Reads files from the disk into inputs, several at a time; their order is that of the list.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use sha2::{Digest as _, Sha256};

use super::folder::Source;
use crate::{
    flow::recognise::{self, Input},
    read::ReadFault,
    text::Text,
};

/// A larger file is no register: Excel's own limit of rows stays below half of it.
const LARGEST: u64 = 1 << 30;

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
    match bytes(&source.location) {
        Ok(bytes) => {
            recognise::input(source.path.clone(), source.area, source.sender.clone(), hash(&bytes), &bytes)
        }
        Err(fault) => Input {
            path: source.path.clone(),
            area: source.area,
            sender: source.sender.clone(),
            sha256: hash(&[]),
            content: Err(fault),
        },
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, ReadFault> {
    let damaged = |error: &io::Error| ReadFault::Damaged { detail: error.to_string() };
    let size = fs::metadata(path).map_err(|error| damaged(&error))?.len();
    if size > LARGEST {
        let what = Text { vi: "dung lượng tệp (byte)", en: "file size (bytes)" };
        return Err(ReadFault::TooBig { what, value: size, limit: LARGEST });
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| damaged(&error))?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
    Ok(bytes)
}

/// Lower-case hex SHA-256.
pub fn hash(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
