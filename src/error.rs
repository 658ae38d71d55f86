//! What stops the work: one message with cause and remedy. Faults in data are findings, never this.

use std::{fmt, io, path::Path};

use crate::text::{Lang, Text};

/// Why the work could not be done; exit status 3.
#[derive(Debug)]
pub struct Error {
    /// A stable word for scripts: `no-folder`, `no-file`, `settings`, `template`, `read`, `write`, `catalogue`, `data`,
    /// `vocabulary`, `busy`, `internal`; with exit status 2 `usage`.
    pub code: &'static str,
    /// File, and line or cell where there is one.
    pub place: String,
    message: Text,
    /// What fills the holes: (hole, in Vietnamese, in English).
    values: Vec<(&'static str, String, String)>,
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
    pub fn with(self, hole: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        self.with_words(hole, value.clone(), value)
    }

    /// Fills one hole of the message with words of its language.
    #[must_use]
    pub fn with_words(mut self, hole: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        self.values.push((hole, vi.into(), en.into()));
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
        .with_cause(error)
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
        .with_cause(error)
    }

    fn with_cause(self, error: &io::Error) -> Self {
        self.with_words("cause", cause(error), error.to_string())
    }

    /// What fills a hole, for whoever looks for the place of the fault.
    pub(crate) fn value(&self, hole: &str) -> Option<&str> {
        self.values.iter().find(|(name, ..)| *name == hole).map(|(_, value, _)| value.as_str())
    }

    /// The message in `lang`, without its place, further faults on lines of their own.
    pub fn message(&self, lang: Lang) -> String {
        let values: Vec<(&str, &str)> = self
            .values
            .iter()
            .map(|(hole, vi, en)| (*hole, if lang == Lang::Vi { vi.as_str() } else { en.as_str() }))
            .collect();
        let mut text = self.message.fill(lang, &values);
        for (vi, en) in &self.more {
            text.push_str("\n  ");
            text.push_str(if lang == Lang::Vi { vi } else { en });
        }
        text
    }
}

/// The operating system's reason in Vietnamese; its own words where there is none.
fn cause(error: &io::Error) -> String {
    let known = match error.kind() {
        io::ErrorKind::NotFound => "không có tệp hay thư mục này",
        io::ErrorKind::PermissionDenied => "không có quyền truy cập",
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => "đã có tệp trùng tên với thư mục",
        io::ErrorKind::IsADirectory => "đã có thư mục trùng tên với tệp",
        io::ErrorKind::StorageFull => "ổ đĩa đầy",
        io::ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
        io::ErrorKind::ResourceBusy => "tệp đang được chương trình khác mở",
        // 32 and 33: sharing and lock violation, which is what Excel's open file gives.
        _ if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) => {
            "tệp đang được chương trình khác mở"
        }
        _ => return format!("hệ điều hành báo: {error}"),
    };
    known.to_owned()
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message(Lang::En))
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_is_told_in_the_language_of_the_message() {
        let error = Error::writing(Path::new("a.xlsx"), &io::Error::from(io::ErrorKind::StorageFull));
        assert!(error.message(Lang::Vi).contains("(ổ đĩa đầy)"), "{}", error.message(Lang::Vi));
        assert!(!error.message(Lang::En).contains("đĩa"), "{}", error.message(Lang::En));
    }

    #[test]
    fn every_fault_stands_on_a_line_of_its_own() {
        let lines = ["một", "hai"].map(|line| (line.to_owned(), "x".to_owned()));
        let error =
            Error::new("template", "a", Text { vi: "Sai {n} chỗ:", en: "{n} faults:" }).with("n", "2");
        assert_eq!(error.and(lines).message(Lang::Vi), "Sai 2 chỗ:\n  một\n  hai");
    }
}
