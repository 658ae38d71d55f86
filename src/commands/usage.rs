//! Wrong usage in the two languages: what the argument parser found becomes one sentence with the way out.

use std::{env, error::Error as _, path::PathBuf, process::ExitCode};

use clap::{
    CommandFactory as _,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::{USAGE, console};
use crate::{
    cli::Cli,
    text::{Lang, Text},
};

/// Shows help and version as asked; tells anything else as wrong usage.
pub(super) fn end(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A closed pipe is no fault of ours.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let lang = language();
    let named = env::args().nth(1).filter(|first| names().any(|(name, _)| name == *first));
    let command = named.map(|name| format!("{name} ")).unwrap_or_default();
    let see = SEE.fill(lang, &[("command", command)]);
    console::raw(&format!("{}\n{see}", sentence(error, lang)));
    ExitCode::from(USAGE)
}

const SEE: Text = Text { vi: "Xem cách dùng: tthc {command}--help", en: "See how: tthc {command}--help" };

/// Names and Vietnamese names of the commands that people use, each with the name that stands in the help.
fn names() -> impl Iterator<Item = (String, String)> {
    let commands: Vec<clap::Command> = Cli::command().get_subcommands().cloned().collect();
    commands.into_iter().filter(|command| !command.is_hide_set()).flat_map(|command| {
        let own = command.get_name().to_owned();
        let all: Vec<String> = command.get_all_aliases().map(str::to_owned).chain([own.clone()]).collect();
        all.into_iter().map(move |name| (name, own.clone()))
    })
}

/// Whether a word is the name of a command.
pub(super) fn is_command(word: &str) -> bool {
    names().any(|(name, _)| name == word)
}

/// Whether help was asked for in a word (`help`, `help run`); shows it.
pub(super) fn helps(paths: &[PathBuf]) -> bool {
    let words: Vec<String> = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let Some((first, rest)) = words.split_first() else { return false };
    if !["help", "tro-giup"].contains(&first.as_str()) || paths.iter().any(|path| path.exists()) {
        return false;
    }
    let mut arguments = vec!["tthc"];
    arguments.extend(rest.iter().map(String::as_str));
    arguments.push("--help");
    match Cli::command().try_get_matches_from(arguments) {
        Err(error) if error.kind() == ErrorKind::DisplayHelp => error.print().is_ok(),
        _ => false,
    }
}

/// What to say of words that are neither commands nor files nor folders.
pub(super) fn unknown(missing: &[String], lang: Lang) -> String {
    let found = missing.join("”, “");
    let mut out = Text {
        vi: "“{found}” không phải là lệnh, cũng không có tệp hay thư mục tên này.",
        en: "“{found}” is no command, and there is no file or folder of that name.",
    }
    .fill(lang, &[("found", found)]);
    let first = missing.first().map_or("", String::as_str);
    let is_near = |name: &str| strsim::damerau_levenshtein(&first.to_lowercase(), name) <= 2;
    let near = names().find(|(name, _)| first.chars().count() > 3 && is_near(name));
    let misplaced = names().find(|(name, _)| missing.contains(name));
    let (text, name) = match (misplaced, near) {
        (Some((name, _)), _) => (
            Text {
                vi: " Tên lệnh phải đứng đầu: tthc {name} …",
                en: " The command comes first: tthc {name} …",
            },
            name,
        ),
        (None, Some((name, _))) => (Text { vi: " Có phải “{name}”?", en: " Did you mean “{name}”?" }, name),
        (None, None) => (
            Text {
                vi: " Đường dẫn có dấu cách thì đặt trong ngoặc kép.",
                en: " A path with spaces is put in quotation marks.",
            },
            String::new(),
        ),
    };
    out.push_str(&text.fill(lang, &[("name", name)]));
    format!("{out}\n{}", SEE.fill(lang, &[("command", "")]))
}

/// The arguments could not be read, so the language is looked for by hand.
fn language() -> Lang {
    let arguments: Vec<String> =
        env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let named = arguments.windows(2).rev().find(|pair| pair[0] == "--lang").map(|pair| pair[1].clone());
    let joined =
        arguments.iter().rev().find_map(|argument| argument.strip_prefix("--lang=").map(str::to_owned));
    let asked = named.or(joined).or_else(|| env::var("TTHC_LANG").ok());
    if asked.is_some_and(|word| word.eq_ignore_ascii_case("en")) { Lang::En } else { Lang::Vi }
}

/// What is wrong, and how it is done right.
fn sentence(error: &clap::Error, lang: Lang) -> String {
    let part = |kind| error.get(kind).map(plain).unwrap_or_default();
    let (argument, value) = (part(ContextKind::InvalidArg), part(ContextKind::InvalidValue));
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::SuggestedSubcommand];
    let mut near = near.into_iter().map(part).find(|found| !found.is_empty()).unwrap_or_default();
    let owners = owners(argument.split('=').next().unwrap_or_default());
    if !owners.is_empty() {
        near.clear();
    }
    let text = match error.kind() {
        ErrorKind::MissingRequiredArgument => {
            Text { vi: "Lệnh còn thiếu {argument}.", en: "The command lacks {argument}." }
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            Text { vi: "{argument} còn thiếu giá trị.", en: "{argument} lacks its value." }
        }
        ErrorKind::InvalidValue => Text {
            vi: "Giá trị “{value}” của {argument} không dùng được.",
            en: "“{value}” is no value for {argument}.",
        },
        ErrorKind::ValueValidation => Text {
            vi: "“{value}” ở {argument}: {cause}.",
            en: "“{value}” for {argument}: {cause}.",
        },
        ErrorKind::UnknownArgument if !argument.starts_with('-') => Text {
            vi: "Thừa “{argument}”: lệnh không nhận thêm gì ở chỗ này. Đường dẫn có dấu cách thì đặt trong ngoặc kép.",
            en: "“{argument}” is too much: nothing more is taken here. A path with spaces is put in quotation marks.",
        },
        ErrorKind::UnknownArgument if !owners.is_empty() => Text {
            vi: "Tuỳ chọn “{argument}” chỉ dùng với lệnh: {owners}; ví dụ: tthc {first} … {argument} …",
            en: "The option “{argument}” belongs to: {owners}; for example: tthc {first} … {argument} …",
        },
        ErrorKind::UnknownArgument => Text {
            vi: "Không có tuỳ chọn “{argument}”.",
            en: "There is no option “{argument}”.",
        },
        ErrorKind::TooManyValues => Text {
            vi: "{argument} không nhận giá trị, hãy bỏ “={value}”.",
            en: "{argument} takes no value, leave out “={value}”.",
        },
        ErrorKind::InvalidUtf8 => Text {
            vi: "Lệnh có ký tự không đọc được (không phải UTF-8). Hãy gõ lại.",
            en: "The command holds characters that can't be read (not UTF-8). Type it again.",
        },
        ErrorKind::ArgumentConflict => Text {
            vi: "{argument} không dùng cùng {other}.",
            en: "{argument} can't be used with {other}.",
        },
        _ => Text { vi: "Lệnh sai: {raw}", en: "Wrong usage: {raw}" },
    };
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    // Our own parsers say it in both languages.
    let cause = match (cause.split_once(" / "), lang) {
        (Some((vi, _)), Lang::Vi) => vi.to_owned(),
        (Some((_, en)), Lang::En) => en.to_owned(),
        (None, _) => cause,
    };
    let raw = error.to_string();
    let first = raw.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let mut out = text.fill(
        lang,
        &[
            ("argument", argument.trim_end_matches("...").to_owned()),
            ("first", owners.first().cloned().unwrap_or_default()),
            ("owners", owners.join(", ")),
            ("value", value),
            ("cause", cause),
            ("other", part(ContextKind::PriorArg)),
            ("raw", first),
        ],
    );
    let known = part(ContextKind::ValidValue);
    for (text, found) in [
        (Text { vi: " Có phải “{found}”?", en: " Did you mean “{found}”?" }, near),
        (Text { vi: " Chọn một trong: {found}.", en: " Choose one of: {found}." }, known),
    ] {
        if !found.is_empty() {
            out.push_str(&text.fill(lang, &[("found", found)]));
        }
    }
    out
}

/// The commands that have this option.
fn owners(option: &str) -> Vec<String> {
    let has = |command: &clap::Command| {
        command.get_arguments().any(|argument| {
            argument.get_long().is_some_and(|long| option.strip_prefix("--") == Some(long))
                || argument.get_short().is_some_and(|short| option == format!("-{short}"))
        })
    };
    let whole = Cli::command();
    let commands = whole.get_subcommands().filter(|command| !command.is_hide_set());
    commands.filter(|command| has(command)).map(|command| command.get_name().to_owned()).collect()
}

fn plain(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(list) => list.join(", "),
        ContextValue::StyledStrs(list) => list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::cli::Cli;
    use clap::Parser as _;

    fn said(arguments: &[&str], lang: Lang) -> String {
        sentence(&Cli::try_parse_from(arguments).unwrap_err(), lang)
    }

    #[test]
    fn what_is_wrong_is_told_in_the_language_asked_for() {
        assert_eq!(said(&["tthc", "run"], Lang::Vi), "Lệnh còn thiếu <THƯ_MỤC>.");
        assert_eq!(
            said(&["tthc", "run", "x", "--from", "2023-01-01"], Lang::En),
            "The command lacks --to <NGÀY>."
        );
        let period = said(&["tthc", "run", "x", "--period", "2023-Q9"], Lang::Vi);
        assert!(period.starts_with("“2023-Q9” ở --period <KỲ>: không phải kỳ báo cáo"), "{period}");
        assert!(!period.contains("reporting"), "{period}");
        let word = said(&["tthc", "run", "x", "--format", "xml"], Lang::Vi);
        assert_eq!(word, "Giá trị “xml” của --format <DẠNG> không dùng được. Chọn một trong: human, json.");
        let option = said(&["tthc", "run", "x", "--perid", "2023"], Lang::Vi);
        assert_eq!(option, "Không có tuỳ chọn “--perid”. Có phải “--period”?");
        let both = said(
            &["tthc", "run", "x", "--period", "2023", "--from", "2023-01-01", "--to", "2023-02-01"],
            Lang::En,
        );
        assert!(both.contains("can't be used with"), "{both}");
    }

    #[test]
    fn what_is_too_much_or_in_the_wrong_place_is_told_without_a_word_of_the_parsers_english() {
        let more = said(&["tthc", "run", "báo", "cáo"], Lang::Vi);
        assert!(more.starts_with("Thừa “cáo”") && more.contains("ngoặc kép"), "{more}");
        let elsewhere = said(&["tthc", "figures", "--period", "2023-Q1"], Lang::Vi);
        assert_eq!(
            elsewhere,
            "Tuỳ chọn “--period” chỉ dùng với lệnh: run, watch, check; ví dụ: tthc run … --period …"
        );
        assert!(said(&["tthc", "run", "s", "-o", "x"], Lang::En).contains("belongs to: fill"));
        let value = said(&["tthc", "run", "s", "--quiet=3"], Lang::Vi);
        assert_eq!(value, "--quiet không nhận giá trị, hãy bỏ “=3”.");
        assert_eq!(said(&["tthc", "check"], Lang::Vi), "Lệnh còn thiếu <TỆP>.");
        for arguments in
            [&["tthc", "fill"][..], &["tthc", "-x"], &["tthc", "run", "a", "--today"], &["tthc", "--color="]]
        {
            let vi = said(arguments, Lang::Vi);
            assert!(!vi.contains("error") && !vi.starts_with("Lệnh sai"), "{vi}");
        }
    }

    #[test]
    fn a_word_that_is_nearly_a_command_is_told_which() {
        let told = |words: &[&str], lang| {
            unknown(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>(), lang)
        };
        assert!(told(&["wach"], Lang::Vi).contains("Có phải “watch”?"));
        assert!(told(&["theo-doi-"], Lang::En).contains("Did you mean “theo-doi”?"));
        assert!(told(&["x", "run"], Lang::Vi).contains("Tên lệnh phải đứng đầu: tthc run"));
        assert!(told(&["foo"], Lang::Vi).contains("không phải là lệnh"));
        assert!(!told(&["__doc-te"], Lang::Vi).contains("__doc-tep"), "the hidden one is nobody's");
    }
}
