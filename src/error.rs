//! What stops the work: one message with cause and remedy. Faults in data are findings, never this.

use std::{fmt, io, path::Path};

use crate::text::{Lang, Text};

/// Why the work could not be done; exit status 3.
#[derive(Debug)]
pub struct Error {
    /// A stable word for scripts: `no-folder`, `settings`, `template`, `write`, `catalogue`, `vocabulary`.
    pub code: &'static str,
    /// File, and line or cell where there is one.
    pub place: String,
    message: Text,
    values: Vec<(&'static str, String)>,
    /// Further faults of the same kind, one line each, already in both languages.
    pub more: Vec<(String, String)>,
}

impl Error {
    /// An error of this kind at `place`.
    pub fn new(code: &'static str, place: impl Into<String>, message: Text) -> Self {
        Self { code, place: place.into(), message, values: Vec::new(), more: Vec::new() }
    }

    /// Fills one hole of the message.
    #[must_use]
    pub fn with(mut self, hole: &'static str, value: impl Into<String>) -> Self {
        self.values.push((hole, value.into()));
        self
    }

    /// Adds further lines, (Vietnamese, English) each.
    #[must_use]
    pub fn and(mut self, lines: impl IntoIterator<Item = (String, String)>) -> Self {
        self.more.extend(lines);
        self
    }

    /// A file that could not be read.
    pub fn reading(path: &Path, error: &io::Error) -> Self {
        Self::new(
            "read",
            path.display().to_string(),
            Text {
                vi: "Không đọc được ({cause}). Hãy kiểm tra đường dẫn và quyền truy cập, rồi chạy lại.",
                en: "It can't be read ({cause}). Check the path and its permissions, then run again.",
            },
        )
        .with("cause", error.to_string())
    }

    /// A result that could not be written.
    pub fn writing(path: &Path, error: &io::Error) -> Self {
        Self::new(
            "write",
            path.display().to_string(),
            Text {
                vi: "Không ghi được kết quả ({cause}). Nếu tệp đang mở trong Excel, hãy đóng lại; kiểm tra ổ đĩa còn chỗ và \
                     quyền ghi, rồi chạy lại.",
                en: "The result can't be written ({cause}). If it is open in Excel, close it; check free space and write \
                     permission, then run again.",
            },
        )
        .with("cause", error.to_string())
    }

    /// The message in `lang`, without its place, further faults on lines of their own.
    pub fn message(&self, lang: Lang) -> String {
        let mut text = self.message.fill(lang, &self.values);
        for (vi, en) in &self.more {
            text.push_str("\n  ");
            text.push_str(if lang == Lang::Vi { vi } else { en });
        }
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message(Lang::En))
    }
}

impl std::error::Error for Error {}
