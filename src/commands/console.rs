//! Words on the terminal: everything for people goes to stderr, results for machines to stdout.
#![allow(clippy::print_stderr, clippy::print_stdout)] // the one door to the terminal

use std::{
    collections::BTreeSet,
    io::{self, IsTerminal as _, Write as _},
    sync::Mutex,
};

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

use super::{folder::Source, load::Loaded};
use crate::{
    cli::{ColorArg, Common, Format},
    error::Error,
    flow::report::Report,
    model::finding::{Finding, Severity},
    rules,
    text::{Lang, Text},
};

/// How to talk.
#[derive(Debug)]
pub struct Console {
    /// Language.
    pub lang: Lang,
    /// Format of the result.
    pub format: Format,
    quiet: bool,
}

/// Characters of a folded line at most: longer ones are hard to read.
const WIDEST: usize = 118;
/// At least, however narrow the terminal is.
const NARROWEST: usize = 40;
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
            raw(line);
        }
    }

    /// A text in the language of the run.
    pub fn tell(&self, text: Text, values: &[(&str, String)]) {
        self.say(&text.fill(self.lang, values));
    }

    /// A result for machines, on stdout.
    pub fn json(&self, value: &impl Serialize) {
        let mut out = io::BufWriter::new(io::stdout().lock());
        // A closed pipe (`| head`) is no fault of ours.
        let _ = serde_json::to_writer_pretty(&mut out, value);
        let _ = writeln!(out);
    }

    /// A text that is itself the result (`explain`, `figures`), on stdout.
    pub fn text(&self, text: &str) {
        let _ = writeln!(io::stdout().lock(), "{}", text.trim_end());
    }

    /// An error that stops the work: one message with cause and remedy.
    pub fn error(&self, error: &Error) {
        if self.format == Format::Json {
            // Machine results have the same paths on every system.
            let place = if cfg!(windows) { error.place.replace('\\', "/") } else { error.place.clone() };
            self.json(&json!({
                "schema": 1,
                "error": {"code": error.code, "message": error.message(self.lang), "place": place},
            }));
        }
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let word = Text { vi: "Không làm được", en: "Could not do it" }.get(self.lang);
        let place = if error.place.is_empty() { String::new() } else { format!(" {}:", error.place) };
        for (at, line) in fold(&format!("{word}:{place} {}", error.message(self.lang)), 0, 0, width())
            .into_iter()
            .enumerate()
        {
            let rest = line.strip_prefix(word).filter(|_| at == 0);
            raw(&rest.map_or_else(|| line.clone(), |rest| format!("{red}{word}{red:#}{rest}")));
        }
    }

    /// Wrong usage, which is told even with `--quiet`.
    pub fn usage(&self, text: Text, values: &[(&str, String)]) {
        let message = text.fill(self.lang, values);
        if self.format == Format::Json {
            self.json(&json!({"schema": 1, "error": {"code": "usage", "message": message, "place": ""}}));
        }
        raw(&message);
    }

    /// Progress over a list of files: a bar on a terminal, otherwise one line a file.
    pub fn reading<'a>(&self, sources: &'a [Source]) -> Progress<'a> {
        let on_terminal = io::stderr().is_terminal() && !self.quiet && sources.len() > 1;
        let bar = ProgressBar::with_draw_target(
            Some(sources.len() as u64),
            if on_terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() },
        );
        if let Ok(style) = ProgressStyle::with_template("{bar:20} {pos}/{len} {wide_msg}") {
            bar.set_style(style);
        }
        let lines = !self.quiet && !on_terminal && self.format == Format::Human;
        Progress { bar, lines, lang: self.lang, count: Mutex::default(), sources }
    }

    /// The findings that ask for something, the gravest first, and what the program decided by itself for the whole
    /// report; the rest is only counted. `listing` is where all of them stand.
    pub fn findings(&self, findings: &[Finding], listing: Option<&str>) {
        let mut shown: Vec<&Finding> =
            findings.iter().filter(|finding| asks_for_something(finding)).collect();
        shown.sort_by_key(|finding| finding.severity);
        for finding in shown.iter().take(SHOWN) {
            self.finding(finding);
        }
        let rest = findings.len() - shown.len().min(SHOWN);
        if rest == 0 {
            return;
        }
        let text = match listing {
            Some(_) if shown.is_empty() => {
                Text { vi: "{n} mục để xem trong {listing}", en: "{n} to look at in {listing}" }
            }
            Some(_) => {
                Text { vi: "… và {n} mục nữa trong {listing}", en: "… and {n} more in {listing}" }
            }
            None => Text {
                vi: "… và {n} mục nữa; xem hết bằng --format json",
                en: "… and {n} more; --format json shows all",
            },
        };
        self.tell(text, &[("n", rest.to_string()), ("listing", listing.unwrap_or_default().to_owned())]);
    }

    /// One finding: level, code and place on a line, what was found and what to do below it.
    fn finding(&self, finding: &Finding) {
        let word = match finding.severity {
            Severity::Error => Text { vi: "LỖI", en: "ERROR" },
            Severity::Warning => Text { vi: "CẢNH BÁO", en: "WARNING" },
            Severity::Info => Text { vi: "THÔNG TIN", en: "INFO" },
        };
        let style = style(Some(finding.severity));
        let place = &finding.place;
        let mut at = vec![finding.rule.code.to_owned()];
        if !place.file.is_empty() {
            at.push(place.file.to_string());
        }
        at.extend(place.sheet.as_ref().map(|sheet| format!("[{sheet}]")));
        let row = |row| Text { vi: "dòng {row}", en: "row {row}" }.fill(self.lang, &[("row", row)]);
        at.extend(
            place.cell().map(|cell| cell.to_string()).or(place.row.map(|number| row(number.to_string()))),
        );
        self.say(&format!("{style}{}{style:#} {}", word.get(self.lang), at.join(" ")));
        let suggestion = match &finding.suggestion {
            Some(suggestion) => {
                Text { vi: " Đề xuất: {s}.", en: " Suggested: {s}." }.fill(self.lang, &[("s", suggestion)])
            }
            None => String::new(),
        };
        self.folded(&format!("{}{suggestion}", finding.message(self.lang)), 4, 4);
    }

    /// A long line: on a terminal folded at spaces, with these margins; in a file or pipe left whole.
    fn folded(&self, text: &str, first: usize, others: usize) {
        let width = width();
        for line in fold(text, first, others, width) {
            self.say(&line);
        }
    }

    /// The outcome in one sentence, coloured by the gravest finding.
    pub fn verdict(&self, report: &Report, sentence: &str) {
        let gravest = report.findings.iter().map(|finding| finding.severity).min();
        let style = style(gravest.filter(|severity| *severity != Severity::Info));
        let width = width();
        for line in fold(sentence, 0, 0, width) {
            self.say(&format!("{style}{line}{style:#}"));
        }
    }

    /// The ledger: both equations with their numbers.
    pub fn ledger(&self, report: &Report) {
        let (rows, fates) = (&report.rows, &report.fates);
        self.folded(
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
            0,
            10,
        );
        self.folded(
            &Text {
                vi: "{c} hồ sơ = {k} được tính + {o} ngoài kỳ + {n} không tính + {d} trùng + {s} đã thay thế + {u} không xếp được",
                en: "{c} cases = {k} counted + {o} outside the period + {n} never counted + {d} duplicate + {s} superseded + {u} unplaced",
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
            10,
            10,
        );
    }
}

/// A line on stderr whatever the options; a closed pipe (`2>&1 | head`) is no fault of ours.
pub(super) fn raw(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// Whether people see a finding on the terminal: CD017 says which period was taken because none was asked for, and why;
/// without any case there is no reason to give, and the verdict names the period.
fn asks_for_something(finding: &Finding) -> bool {
    let of_no_case = finding.values.iter().any(|(hole, value)| *hole == "n" && value == "0");
    let is_explained = finding.severity == Severity::Warning && finding.explanation.is_some();
    finding.severity != Severity::Info && !is_explained
        || (std::ptr::eq(finding.rule, rules::CD017) && !of_no_case)
}

/// Characters of a line: what the terminal has room for, so that words are not torn apart at its edge; no limit in a file
/// or pipe.
fn width() -> usize {
    let stderr = io::stderr();
    if !stderr.is_terminal() {
        return usize::MAX;
    }
    let columns = terminal_size::terminal_size_of(&stderr).map_or(80, |(columns, _)| usize::from(columns.0));
    columns.saturating_sub(1).clamp(NARROWEST, WIDEST)
}

/// Red, yellow, blue; green where nothing was found.
fn style(gravest: Option<Severity>) -> Style {
    let color = match gravest {
        Some(Severity::Error) => AnsiColor::Red,
        Some(Severity::Warning) => AnsiColor::Yellow,
        Some(Severity::Info) => AnsiColor::Cyan,
        None => AnsiColor::Green,
    };
    Style::new().bold().fg_color(Some(color.into()))
}

/// Breaks a text at spaces into lines of at most `width` characters, margins included; a longer word stays whole.
fn fold(text: &str, first: usize, others: usize, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = " ".repeat(first);
    let mut length = first;
    let mut empty = true;
    for word in text.split(' ') {
        let letters = word.chars().count();
        if !empty && length + 1 + letters > width {
            lines.push(std::mem::replace(&mut line, " ".repeat(others)));
            length = others;
            empty = true;
        }
        if !empty {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += letters;
        empty = false;
    }
    lines.push(line);
    lines
}

/// A name for a line that is drawn over: terminals do not agree on how wide other writings, pictures and marks apart from
/// their letters are, and a line that turns out longer than the window leaves its remains behind.
fn narrow(name: &str) -> String {
    let is_narrow =
        |ch: char| matches!(ch, ' '..='~' | '\u{a1}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && ch != '\u{ad}';
    name.nfc().map(|ch| if is_narrow(ch) { ch } else { '?' }).collect()
}

/// Progress over files. The bar stays until this is dropped, since what comes after the reading takes its time too.
#[derive(Debug)]
pub struct Progress<'a> {
    bar: ProgressBar,
    lines: bool,
    lang: Lang,
    count: Mutex<Reading>,
    sources: &'a [Source],
}

/// How far the reading is.
#[derive(Debug, Default)]
struct Reading {
    done: usize,
    /// The files that are being read, by index.
    now: BTreeSet<usize>,
}

impl Progress<'_> {
    /// A file is begun or there; only what is new gets a line. Called from any thread.
    pub fn done(&self, index: usize, loaded: Loaded) {
        // Held while the line is written, so that the numbers come in order.
        let Ok(mut reading) = self.count.lock() else { return };
        let name = |index: usize| self.sources.get(index).map_or("", |source| &*source.path);
        if loaded == Loaded::Begun {
            reading.now.insert(index);
        } else {
            reading.now.remove(&index);
            reading.done += 1;
            self.bar.inc(1);
        }
        // The one that takes longest; a narrow window shows the beginning of what stands here.
        if let Some(index) = reading.now.first() {
            self.bar.set_message(narrow(name(*index).rsplit('/').next().unwrap_or_default()));
        }
        if self.lines && loaded == Loaded::New {
            raw(&format!("[{}/{}] {}", reading.done, self.sources.len(), name(index)));
        }
        if reading.done == self.sources.len() {
            const COUNTS: Text = Text { vi: "đang kiểm tra, tính…", en: "checking, counting…" };
            // Drawn whatever the usual pause between two drawings.
            self.bar.abandon_with_message(COUNTS.get(self.lang));
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_beside_a_bar_has_one_column_for_each_character() {
        assert_eq!(narrow("so\u{302}\u{309} đã sửa (2).xlsx"), "sổ đã sửa (2).xlsx");
        assert_eq!(narrow("漢🙂\u{202e}\n\t\u{301}a"), "??????a");
    }

    #[test]
    fn a_long_line_is_folded_at_spaces_and_no_word_is_lost() {
        assert_eq!(fold("một hai ba", 2, 4, 9), ["  một hai", "    ba"]);
        assert_eq!(fold("rấtrấtdài x", 0, 1, 4), ["rấtrấtdài", " x"]);
        assert_eq!(fold("a b", 0, 0, usize::MAX), ["a b"]);
        assert_eq!(fold("", 3, 0, 10), ["   "]);
    }
}
