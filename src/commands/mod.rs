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
pub mod run;
pub mod verdict;

use std::{path::Path, process::ExitCode};

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
    let cli = Cli::parse();
    let console = Console::new(&cli.common);
    match dispatch(&cli, &console) {
        Ok(Some(done)) => ExitCode::from(u8::from(done.errors)),
        Ok(None) => ExitCode::from(USAGE),
        Err(error) => {
            console.error(&error);
            ExitCode::from(FAILED)
        }
    }
}

/// `None`: wrong usage, which has been said.
fn dispatch(cli: &Cli, console: &Console) -> Result<Option<Done>, Error> {
    let done = match &cli.command {
        Some(Command::Init { dir }) => init::init(dir, console)?,
        Some(Command::Run { dir, counting }) => run::run(dir, counting, console)?,
        Some(Command::Check { files, counting }) => check::check(files, counting, console)?,
        Some(Command::Fill { template, data, output, check }) => {
            fill::fill(template, data.as_deref(), output.as_deref(), *check, console)?
        }
        Some(Command::Explain { code }) => return explain(code.as_deref(), console),
        Some(Command::Figures) => figures(console)?,
        None => return dragged(cli, console),
    };
    Ok(Some(done))
}

/// Files or a folder dragged onto the program: `run` for a folder, `check` for files.
fn dragged(cli: &Cli, console: &Console) -> Result<Option<Done>, Error> {
    let counting = Counting { period: None, from: None, to: None, catalogue: None, today: None };
    match cli.paths.as_slice() {
        [] => {
            console.tell(
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
            console.tell(
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

fn explain(code: Option<&str>, console: &Console) -> Result<Option<Done>, Error> {
    let json = console.format == Format::Json;
    match code.map(|code| (code, rules::find(code))) {
        None if json => console.json(&explain::json_list()),
        None => console.text(&explain::list(console.lang)),
        Some((_, Some(rule))) if json => console.json(&explain::json(rule)),
        Some((_, Some(rule))) => console.text(&explain::text(rule, console.lang)),
        Some((code, None)) => {
            console.tell(
                Text {
                    vi: "Không có mã lỗi “{code}”. Gần nhất: {nearest}. Liệt kê tất cả: tthc explain",
                    en: "There is no rule “{code}”. Nearest: {nearest}. To list all: tthc explain",
                },
                &[("code", code.to_owned()), ("nearest", explain::nearest(code).join(", "))],
            );
            return Ok(None);
        }
    }
    Ok(Some(Done { errors: false }))
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
