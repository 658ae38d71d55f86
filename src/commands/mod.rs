//! What a user can ask for, one command a file. The rim of the program: here files are read and results written.

mod arguments;
pub mod ask;
pub mod check;
pub mod console;
pub mod explain;
pub mod figures;
pub mod fill;
pub mod folder;
pub mod forms;
pub mod init;
pub mod load;
pub mod overview;
pub mod past;
pub mod returns;
pub mod run;
pub mod verdict;
pub mod watch;

mod beside;
mod contain;
mod usage;
mod whole;

use std::{
    env,
    io::{self, IsTerminal as _},
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Mutex,
};

use clap::Parser as _;

use crate::{
    cli::{Cli, Command, Format},
    error::{Error, shown},
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
    let arguments = arguments::ordered(env::args_os(), usage::is_command);
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage::end(&error),
    };
    let console = Console::new(&cli.common);
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| dispatch(&cli, &console)));
    let status = match outcome {
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
    };
    stay_open(&cli, &console);
    ExitCode::from(status)
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
    let counting = match &cli.command {
        Some(
            Command::Run { counting, .. } | Command::Watch { counting, .. } | Command::Check { counting, .. },
        ) => counting,
        _ => &cli.counting,
    };
    if let Some((from, to)) = counting.from.zip(counting.to).filter(|(from, to)| from > to) {
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
        Some(Command::Init { dir, catalogue }) => init::init(dir, catalogue.as_deref(), console)?,
        Some(Command::Run { dir, counting }) => run::run(dir, counting, console)?,
        Some(Command::Watch { dir, counting }) => watch::watch(dir, counting, console)?,
        Some(Command::Check { files, counting }) => check::check(files, counting, console)?,
        Some(Command::Fill { template, data, output, check }) => {
            return fill::fill(template, data.as_deref(), output.as_deref(), *check, console);
        }
        Some(Command::Explain { code }) => return Ok(explain(code.as_deref(), console)),
        Some(Command::Figures) => figures(console)?,
        Some(Command::ReadOne { name, memory }) => return contain::child::read_one(name, *memory, console),
        None => return dragged(cli, console),
    };
    Ok(Some(done))
}

/// Files and folders dragged onto the program: `run` for every folder, whose results lie in its own `ket-qua/`, then
/// `check` for the files together. What can't be done does not stop the rest.
fn dragged(cli: &Cli, console: &Console) -> Result<Option<Done>, Error> {
    let paths: Vec<PathBuf> = cli.paths.iter().map(|path| unquoted(path)).collect();
    if paths.is_empty() {
        console.usage(
            Text {
                vi: "Hãy kéo thư mục báo cáo thả vào chương trình, hoặc cho biết cần làm gì, ví dụ: tthc run THƯ_MỤC. \
                     Xem: tthc --help",
                en: "Drag a report folder onto the program, or say what to do, for example: tthc run FOLDER. \
                     See: tthc --help",
            },
            &[],
        );
        return Ok(None);
    }
    if usage::helps(&paths) {
        return Ok(Some(Done { errors: false }));
    }
    let missing: Vec<String> = paths.iter().filter(|path| !path.exists()).map(|path| shown(path)).collect();
    if !missing.is_empty() {
        let said = usage::unknown(&missing, console.lang);
        console.usage(Text { vi: "{said}", en: "{said}" }, &[("said", said)]);
        return Ok(None);
    }
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = paths.into_iter().partition(|path| path.is_dir());
    let mut outcomes: Vec<Result<Done, Error>> =
        folders.iter().map(|folder| run::run(folder, &cli.counting, console)).collect();
    if !files.is_empty() {
        outcomes.push(check::dropped(&files, &cli.counting, console));
    }
    let mut errors = false;
    let mut failed = None;
    for outcome in outcomes {
        match outcome {
            Ok(done) => errors |= done.errors,
            // The last one is told by the caller.
            Err(error) => {
                if let Some(earlier) = failed.replace(error) {
                    console.error(&earlier);
                }
            }
        }
    }
    failed.map_or(Ok(Some(Done { errors })), Err)
}

/// A dropped drive can arrive as `D:"`, by the rules of quoting on Windows.
fn unquoted(path: &Path) -> PathBuf {
    let text = path.to_string_lossy();
    match text.strip_suffix('"') {
        Some(drive) if drive.ends_with(':') => PathBuf::from(format!("{drive}\\")),
        Some(text) if !path.exists() => PathBuf::from(text),
        _ => path.to_owned(),
    }
}

/// A window that opened for this program alone closes with it, before anybody has read what it says; so it waits for
/// Enter. Which window that is can't be asked without unsafe code; it is one in which the program was started by paths
/// alone (dragged, or a double click) and not by a shell: cmd sets PROMPT, others SHELL. PowerShell sets nothing of its
/// own, so there one Enter is asked for too many, and never in a script, whose input is no terminal.
fn stay_open(cli: &Cli, console: &Console) {
    let by_shell = ["PROMPT", "SHELL"].iter().any(|name| env::var_os(name).is_some());
    let on_terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
    if cfg!(windows) && cli.command.is_none() && on_terminal && !by_shell {
        console.usage(
            Text {
                vi: "\nNhấn Enter để đóng cửa sổ này…", en: "\nPress Enter to close this window…"
            },
            &[],
        );
        let _ = io::stdin().read_line(&mut String::new());
    }
}

fn explain(code: Option<&str>, console: &Console) -> Option<Done> {
    let json = console.format == Format::Json;
    match code.map(|code| (code, rules::find(code))) {
        None if json => console.json(&explain::json_list()),
        None => console.text(&explain::list(console.lang)),
        Some((_, Some(rule))) if json => console.json(&explain::json(rule)),
        Some((_, Some(rule))) => console.text(&explain::text(rule, console.lang)),
        Some((code, None)) if explain::not_used(code).is_some() => {
            if let Some(old) = explain::not_used(code) {
                if json {
                    console.json(&explain::json_not_used(old));
                } else {
                    console.text(&explain::text_not_used(old, console.lang));
                }
            }
        }
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
