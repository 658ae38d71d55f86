//! Reads one file in a process of its own, so that a parser that crashes, never ends or eats memory costs that file
//! alone. The process is this program again with a hidden command (`child`): the file's bytes go in on stdin, since they
//! were hashed already and must not change meanwhile; the outcome comes back on stdout (`read::wire`).
//!
//! In: name and bytes. Out: the workbook or why there is none. Where no process can be started, and in a program that is
//! not ours (a test, a library's user), the file is read here.

pub(super) mod child;

use std::{
    env,
    io::{self, Read, Write as _},
    path::PathBuf,
    process::{Command, Stdio},
    sync::{
        OnceLock,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use crate::{
    cli::READ_ONE,
    model::sheet::Workbook,
    read::{self, ReadFault, wire},
};

const GIB: u64 = 1 << 30;

/// What a reading process may use.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Wall-clock time; also its processor time, should this process be gone before it.
    time: Duration,
    /// Bytes of memory, and so of its answer: address space on Unix, what is allocated on Windows.
    memory: u64,
}

impl Limits {
    /// For a file of so many bytes. A cell takes up to 72 bytes in memory and, at the least, some 6 in a text file; an
    /// archive of many cells is over 12 MB. The time is over ten times what a slow machine needs.
    fn of(size: usize) -> Self {
        let size = size as u64;
        Self {
            time: Duration::from_secs(30 + size / 2_000_000),
            memory: (2 * GIB).saturating_add(size.saturating_mul(12)).min(6 * GIB),
        }
    }
}

/// This program, if it is one that knows the hidden command.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Said by `main`: the running program is ours and can be started again.
pub(super) fn enable() {
    if let Ok(program) = env::current_exe() {
        let _ = PROGRAM.set(program);
    }
}

/// The same as [`read::workbook`], contained if possible.
pub(super) fn workbook(name: &str, bytes: &[u8]) -> Result<Workbook, ReadFault> {
    PROGRAM
        .get()
        .and_then(|program| {
            let limits = Limits::of(bytes.len());
            let mut command = Command::new(program);
            command.args([READ_ONE, "--memory", &limits.memory.to_string(), "--", name]);
            supervise(&mut command, bytes, limits)
        })
        .unwrap_or_else(|| read::workbook(name, bytes))
}

/// Runs the command on the bytes within the limit of time. `None`: it could not be started, or ended without the word
/// that a reading process says first, so it has not seen the file.
fn supervise(command: &mut Command, bytes: &[u8], limits: Limits) -> Option<Result<Workbook, ReadFault>> {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    thread::scope(|scope| {
        scope.spawn(move || {
            // A process that is gone does not want the rest; closing the pipe ends the input.
            let _ = stdin.map(|mut stdin| stdin.write_all(bytes));
        });
        let (done, wait) = mpsc::channel();
        scope.spawn(move || {
            let answer = stdout.and_then(|stdout| answer(stdout.take(limits.memory)));
            let _ = done.send(answer);
        });
        let answer = wait.recv_timeout(limits.time);
        // A whole answer ends with its checksum, so how the process ends does not matter any more.
        let _ = child.kill();
        let _ = child.wait();
        match answer {
            Ok(None) => None,
            Ok(Some(Ok(outcome))) => Some(outcome),
            Ok(Some(Err(error))) => Some(Err(ReadFault::Crashed { detail: error.to_string() })),
            Err(RecvTimeoutError::Timeout) => {
                Some(Err(ReadFault::TooSlow { seconds: limits.time.as_secs() }))
            }
            Err(RecvTimeoutError::Disconnected) => {
                Some(Err(ReadFault::Crashed { detail: "the answer was not understood".to_owned() }))
            }
        }
    })
}

/// What the process says; `None` if it is none of ours.
fn answer(mut stdout: impl Read) -> Option<io::Result<Result<Workbook, ReadFault>>> {
    let mut hello = [0; wire::HELLO.len()];
    stdout.read_exact(&mut hello).ok()?;
    (hello == wire::HELLO).then(|| wire::decode(stdout))
}

#[cfg(test)]
mod tests;
