//! Words on the terminal: everything for people goes to stderr, results for machines to stdout.
#![allow(clippy::print_stderr, clippy::print_stdout)] // the one door to the terminal

use std::{
    io::{self, IsTerminal as _, Write as _},
    sync::atomic::{AtomicUsize, Ordering},
};

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value as Json, json};

use super::folder::Source;
use crate::{
    cli::{ColorArg, Common, Format},
    error::Error,
    flow::report::Report,
    model::finding::{Finding, Severity},
    text::{Lang, Text},
};

/// How to talk.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    /// Language.
    pub lang: Lang,
    /// Format of the result.
    pub format: Format,
    quiet: bool,
}

/// How many findings are shown on the terminal; the listing holds all.
const SHOWN: usize = 20;

impl Console {
    /// From the common options; sets the colour choice of the process.
    pub fn new(common: &Common) -> Self {
        match common.color {
            ColorArg::Auto => anstream::ColorChoice::Auto,
            ColorArg::Always => anstream::ColorChoice::Always,
            ColorArg::Never => anstream::ColorChoice::Never,
        }
        .write_global();
        Self { lang: common.lang.into(), format: common.format, quiet: common.quiet }
    }

    /// A line for people, unless `--quiet`.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            anstream::eprintln!("{line}");
        }
    }

    /// A text in the language of the run.
    pub fn tell(&self, text: Text, values: &[(&str, String)]) {
        self.say(&text.fill(self.lang, values));
    }

    /// A result for machines, on stdout.
    pub fn json(&self, value: &Json) {
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        // A closed pipe (`| head`) is no fault of ours.
        let _ = writeln!(io::stdout().lock(), "{text}");
    }

    /// A text that is itself the result (`explain`, `figures`), on stdout.
    pub fn text(&self, text: &str) {
        let _ = writeln!(io::stdout().lock(), "{}", text.trim_end());
    }

    /// An error that stops the work: one message with cause and remedy.
    pub fn error(&self, error: &Error) {
        if self.format == Format::Json {
            self.json(&json!({
                "schema": 1,
                "error": {"code": error.code, "message": error.message(self.lang), "place": error.place},
            }));
        }
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let word = Text { vi: "Không làm được", en: "Could not do it" }.get(self.lang);
        anstream::eprintln!("{red}{word}{red:#}: {}: {}", error.place, error.message(self.lang));
    }

    /// Progress over a list of files: a bar on a terminal, otherwise one line a file.
    pub fn reading<'a>(&self, sources: &'a [Source]) -> Progress<'a> {
        let on_terminal = io::stderr().is_terminal() && !self.quiet && sources.len() > 1;
        let bar = ProgressBar::with_draw_target(
            Some(sources.len() as u64),
            if on_terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() },
        );
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        let lines = !self.quiet && !on_terminal && self.format == Format::Human;
        Progress { bar, lines, count: AtomicUsize::new(0), sources }
    }

    /// The findings that need somebody, errors first.
    pub fn findings(&self, findings: &[Finding]) {
        let mut shown: Vec<&Finding> =
            findings.iter().filter(|finding| finding.severity != Severity::Info).collect();
        shown.sort_by_key(|finding| finding.severity);
        for finding in shown.iter().take(SHOWN) {
            self.say(&self.line(finding));
        }
        if shown.len() > SHOWN {
            self.tell(
                Text { vi: "… và {n} mục nữa.", en: "… and {n} more." },
                &[("n", (shown.len() - SHOWN).to_string())],
            );
        }
    }

    fn line(&self, finding: &Finding) -> String {
        let (color, word) = match finding.severity {
            Severity::Error => (AnsiColor::Red, Text { vi: "LỖI", en: "ERROR" }),
            Severity::Warning => (AnsiColor::Yellow, Text { vi: "CẢNH BÁO", en: "WARNING" }),
            Severity::Info => (AnsiColor::Cyan, Text { vi: "THÔNG TIN", en: "INFO" }),
        };
        let style = Style::new().bold().fg_color(Some(color.into()));
        let place = &finding.place;
        let mut at: Vec<String> = Vec::new();
        if !place.file.is_empty() {
            at.push(place.file.to_string());
        }
        at.extend(place.sheet.as_ref().map(|sheet| format!("[{sheet}]")));
        at.extend(place.cell().map(|cell| cell.to_string()).or(place.row.map(|row| row.to_string())));
        let suggestion = match &finding.suggestion {
            Some(suggestion) => {
                Text { vi: " Đề xuất: {s}.", en: " Suggested: {s}." }.fill(self.lang, &[("s", suggestion)])
            }
            None => String::new(),
        };
        let at = if at.is_empty() { String::new() } else { format!("{}: ", at.join(" ")) };
        format!(
            "{style}{}{style:#} {} {at}{}{suggestion}",
            word.get(self.lang),
            finding.rule.code,
            finding.message(self.lang)
        )
    }

    /// The ledger: both equations with their numbers.
    pub fn ledger(&self, report: &Report) {
        let (rows, fates) = (&report.rows, &report.fates);
        self.say(
            &Text {
                vi: "Đối soát: {r} dòng = {b} trống + {t} tiêu đề + {h} đầu cột + {n} số cột + {g} nhóm + {s} cộng + {f} chân trang + {o} ghi chú + {u} chưa rõ + {c} hồ sơ",
                en: "Ledger: {r} rows = {b} blank + {t} title + {h} header + {n} number + {g} group + {s} total + {f} footer + {o} note + {u} unclassified + {c} cases",
            }
            .fill(
                self.lang,
                &[
                    ("r", rows.read.to_string()),
                    ("b", rows.blank.to_string()),
                    ("t", rows.title.to_string()),
                    ("h", rows.header.to_string()),
                    ("n", rows.number.to_string()),
                    ("g", rows.group.to_string()),
                    ("s", rows.total.to_string()),
                    ("f", rows.footer.to_string()),
                    ("o", rows.note.to_string()),
                    ("u", rows.unclassified.to_string()),
                    ("c", rows.cases.to_string()),
                ],
            ),
        );
        self.say(
            &Text {
                vi: "          {c} hồ sơ = {k} được tính + {o} ngoài kỳ + {n} không tính + {d} trùng + {s} đã thay thế + {u} không xếp được",
                en: "        {c} cases = {k} counted + {o} outside the period + {n} never counted + {d} duplicate + {s} superseded + {u} unplaced",
            }
            .fill(
                self.lang,
                &[
                    ("c", rows.cases.to_string()),
                    ("k", fates.counted.to_string()),
                    ("o", fates.outside_period.to_string()),
                    ("n", fates.never_counted.to_string()),
                    ("d", fates.duplicate.to_string()),
                    ("s", fates.superseded.to_string()),
                    ("u", fates.unplaced.to_string()),
                ],
            ),
        );
    }
}

/// Progress over files.
#[derive(Debug)]
pub struct Progress<'a> {
    bar: ProgressBar,
    lines: bool,
    count: AtomicUsize,
    sources: &'a [Source],
}

impl Progress<'_> {
    /// One file has been read; called from any thread.
    pub fn done(&self, index: usize) {
        let count = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let name = self.sources.get(index).map_or("", |source| &*source.path);
        self.bar.set_message(name.to_owned());
        self.bar.inc(1);
        if self.lines {
            anstream::eprintln!("[{count}/{}] {name}", self.sources.len());
        }
        if count == self.sources.len() {
            self.bar.finish_and_clear();
        }
    }
}
