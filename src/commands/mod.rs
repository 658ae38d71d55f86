//! What a user can ask for, one command a file. The rim of the program: here files are read and results written.

pub mod ask;
pub mod check;
pub mod console;
pub mod explain;
pub mod figures;
pub mod fill;
pub mod folder;
pub mod init;
pub mod load;
pub mod overview;
pub mod past;
pub mod returns;
pub mod run;
pub mod verdict;
pub mod watch;

mod contain;
mod usage;
mod whole;

use std::{
    panic::{self, AssertUnwindSafe},
    path::Path,
    process::ExitCode,
    sync::Mutex,
};

use clap::Parser as _;

use crate::{
    cli::{Cli, Command, Counting, Format},
    error::Error,
    rules,
    text::Text,
};
use console::Console;

/// How a command that did its work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Whether there are errors to correct: exit status 1.
    pub errors: bool,
}

/// Exit status of wrong usage.
const USAGE: u8 = 2;
/// Exit status when the work could not be done.
const FAILED: u8 = 3;

/// The whole program: arguments of the process in, exit status out.
pub fn main() -> ExitCode {
    panic::set_hook(Box::new(remember));
    contain::enable();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage::end(&error),
    };
    let console = Console::new(&cli.common);
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| dispatch(&cli, &console)));
    ExitCode::from(match outcome {
        Ok(Ok(Some(done))) => u8::from(done.errors),
        Ok(Ok(None)) => USAGE,
        Ok(Err(error)) => {
            console.error(&error);
            FAILED
        }
        Err(_) => {
            console.error(&internal());
            FAILED
        }
    })
}

/// Where the last panic happened.
static PANICKED_AT: Mutex<String> = Mutex::new(String::new());

/// Keeps the place of a panic and prints nothing: what a reader contains is a fault of one file and told as such; what
/// reaches [`main`] becomes one message there.
fn remember(info: &panic::PanicHookInfo<'_>) {
    // The standard library's own place («a scoped thread panicked») would hide the one that matters.
    if let (Some(at), Ok(mut place)) = (info.location(), PANICKED_AT.lock())
        && !at.file().contains("/library/std/")
    {
        *place = format!("{}:{}", at.file(), at.line());
    }
}

fn internal() -> Error {
    let place = PANICKED_AT.lock().map(|place| place.clone()).unwrap_or_default();
    Error::new(
        "internal",
        place,
        Text {
            vi: "Chương trình gặp lỗi của chính nó nên đã dừng; sổ và kết quả cũ còn nguyên. Hãy gửi dòng này, cùng tệp vừa \
                 thêm nếu được, cho người phụ trách phần mềm.",
            en: "The program met a fault of its own and stopped; inputs and earlier results are unchanged. Send this line, \
                 and the file added last if possible, to whoever looks after the program.",
        },
    )
}

/// `None`: wrong usage, which has been said.
fn dispatch(cli: &Cli, console: &Console) -> Result<Option<Done>, Error> {
    if let Some(
        Command::Run { counting, .. } | Command::Watch { counting, .. } | Command::Check { counting, .. },
    ) = &cli.command
        && let Some((from, to)) = counting.from.zip(counting.to).filter(|(from, to)| from > to)
    {
        console.usage(
            Text {
                vi: "Ngày đầu {from} sau ngày cuối {to}. Hãy đổi chỗ --from và --to.",
                en: "The first day {from} is after the last day {to}. Exchange --from and --to.",
            },
            &[("from", from.to_string()), ("to", to.to_string())],
        );
        return Ok(None);
    }
    let done = match &cli.command {
        Some(Command::Init { dir }) => init::init(dir, console)?,
        Some(Command::Run { dir, counting }) => run::run(dir, counting, console)?,
        Some(Command::Watch { dir, counting }) => watch::watch(dir, counting, console)?,
        Some(Command::Check { files, counting }) => check::check(files, counting, console)?,
        Some(Command::Fill { template, data, output, check }) => {
            fill::fill(template, data.as_deref(), output.as_deref(), *check, console)?
        }
        Some(Command::Explain { code }) => return Ok(explain(code.as_deref(), console)),
        Some(Command::Figures) => figures(console)?,
        Some(Command::ReadOne { name }) => return contain::child::read_one(name, console),
        None => return dragged(cli, console),
    };
    Ok(Some(done))
}

/// Files or a folder dragged onto the program: `run` for a folder, `check` for files.
fn dragged(cli: &Cli, console: &Console) -> Result<Option<Done>, Error> {
    let counting = Counting { period: None, from: None, to: None, catalogue: None, today: None };
    match cli.paths.as_slice() {
        [] => {
            console.usage(
                Text {
                    vi: "Hãy cho biết cần làm gì, ví dụ: tthc run THƯ_MỤC. Xem: tthc --help",
                    en: "Say what to do, for example: tthc run FOLDER. See: tthc --help",
                },
                &[],
            );
            Ok(None)
        }
        [folder] if folder.is_dir() => run::run(folder, &counting, console).map(Some),
        paths if paths.iter().all(|path| path.exists()) => check::check(paths, &counting, console).map(Some),
        paths => {
            let missing: Vec<String> =
                paths.iter().filter(|path| !path.exists()).map(|path| path.display().to_string()).collect();
            console.usage(
                Text {
                    vi: "“{found}” không phải là lệnh, cũng không có tệp hay thư mục tên này. Xem: tthc --help",
                    en: "“{found}” is no command, and there is no file or folder of that name. See: tthc --help",
                },
                &[("found", missing.join("”, “"))],
            );
            Ok(None)
        }
    }
}

fn explain(code: Option<&str>, console: &Console) -> Option<Done> {
    let json = console.format == Format::Json;
    match code.map(|code| (code, rules::find(code))) {
        None if json => console.json(&explain::json_list()),
        None => console.text(&explain::list(console.lang)),
        Some((_, Some(rule))) if json => console.json(&explain::json(rule)),
        Some((_, Some(rule))) => console.text(&explain::text(rule, console.lang)),
        Some((code, None)) => {
            let near = explain::nearest(code);
            let text = if near.is_empty() {
                Text {
                    vi: "Không có mã lỗi “{code}”. Liệt kê tất cả: tthc explain",
                    en: "There is no rule “{code}”. To list all: tthc explain",
                }
            } else {
                Text {
                    vi: "Không có mã lỗi “{code}”. Gần nhất: {nearest}. Liệt kê tất cả: tthc explain",
                    en: "There is no rule “{code}”. Nearest: {nearest}. To list all: tthc explain",
                }
            };
            console.usage(text, &[("code", code.to_owned()), ("nearest", near.join(", "))]);
            return None;
        }
    }
    Some(Done { errors: false })
}

fn figures(console: &Console) -> Result<Done, Error> {
    if console.format == Format::Json {
        console.json(&figures::json(console.lang)?);
    } else {
        console.text(&figures::text(console.lang)?);
    }
    Ok(Done { errors: false })
}

/// A path for messages.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}
