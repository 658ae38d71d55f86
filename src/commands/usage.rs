//! Wrong usage in the two languages: what the argument parser found becomes one sentence with the way out.

use std::{env, error::Error as _, process::ExitCode};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{USAGE, console};
use crate::text::{Lang, Text};

/// Shows help and version as asked; tells anything else as wrong usage.
pub(super) fn end(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A closed pipe is no fault of ours.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    console::raw(&sentence(error, language()));
    ExitCode::from(USAGE)
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
    let near = near.into_iter().map(part).find(|found| !found.is_empty()).unwrap_or_default();
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
        ErrorKind::UnknownArgument => Text {
            vi: "Không có tuỳ chọn “{argument}”.",
            en: "There is no option “{argument}”.",
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
            ("argument", argument),
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
    out + Text { vi: "\nXem cách dùng: tthc --help", en: "\nSee how: tthc --help" }.get(lang)
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
        sentence(&Cli::try_parse_from(arguments).unwrap_err(), lang).lines().next().unwrap().to_owned()
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
}
