//! The reading process: limits itself, reads the bytes on stdin as one file, writes the outcome to stdout.

use std::io::{self, IsTerminal as _, Read as _, Write as _};
#[cfg(windows)]
use std::{alloc, process, thread, time::Duration};

use super::Limits;
use crate::{
    commands::{Done, console::Console, load::LARGEST},
    error::Error,
    read::{self, wire},
    text::Text,
};

/// Reads one file called `name` within so many bytes of memory; `None` if a person called it.
pub(in crate::commands) fn read_one(
    name: &str,
    memory: Option<u64>,
    console: &Console,
) -> Result<Option<Done>, Error> {
    if io::stdin().is_terminal() || io::stdout().is_terminal() {
        console.usage(
            Text {
                vi: "Lệnh này chỉ chương trình tự dùng. Để kiểm tra một tệp: tthc check TỆP",
                en: "This command is for the program itself. To check a file: tthc check FILE",
            },
            &[],
        );
        return Ok(None);
    }
    exchange(name, memory).map(|()| Some(Done { errors: false })).map_err(|error| {
        Error::new(
            "pipe",
            name,
            Text {
                vi: "Không trao đổi được dữ liệu: {cause}.", en: "Data could not be exchanged: {cause}."
            },
        )
        .with("cause", error.to_string())
    })
}

fn exchange(name: &str, memory: Option<u64>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(wire::HELLO)?;
    out.flush()?;
    let mut bytes = Vec::new();
    io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)?;
    let limits = Limits::of(bytes.len());
    restrict(Limits { memory: memory.unwrap_or(limits.memory), ..limits });
    wire::encode(&read::workbook(name, &bytes), out)
}

/// What the system refuses is left as it is: the parent's clock holds anyway.
#[cfg(unix)]
fn restrict(limits: Limits) {
    use rlimit::Resource;
    // A few seconds more, so that the parent is the one who says it; this is for a process whose parent is gone.
    let time = limits.time.as_secs() + 5;
    // A memory image would hold personal data.
    for (resource, value) in [(Resource::AS, limits.memory), (Resource::CPU, time), (Resource::CORE, 0)] {
        let value = resource.get_hard().map_or(value, |hard| hard.min(value));
        let _ = resource.set(value, value);
    }
}

/// Windows' own limit, a job object, has no safe door to its memory that is known (`win32job` limits the working set, which
/// only moves pages out), so the allocator counts. A refused allocation ends the process, as on Unix. What outlives its
/// parent ends by its own clock.
#[cfg(windows)]
fn restrict(limits: Limits) {
    let _ = MEMORY.set_limit(usize::try_from(limits.memory).unwrap_or(usize::MAX));
    let time = limits.time + Duration::from_secs(5);
    thread::spawn(move || {
        thread::sleep(time);
        #[allow(clippy::disallowed_methods)] // the thread that reads will never return
        process::exit(1);
    });
}

#[cfg(windows)]
#[global_allocator]
static MEMORY: cap::Cap<alloc::System> = cap::Cap::new(alloc::System, usize::MAX);

#[cfg(not(any(unix, windows)))]
fn restrict(_: Limits) {}
