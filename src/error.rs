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
            shown(path),
            Text {
                vi: "Không đọc được ({cause}). Hãy kiểm tra đường dẫn và quyền truy cập, rồi chạy lại.",
                en: "It can't be read ({cause}). Check the path and its permissions, then run again.",
            },
        )
        .with_cause(error)
    }

    /// A result that could not be written.
    pub fn writing(path: &Path, error: &io::Error) -> Self {
        // Windows refuses to replace an open file with «access denied».
        let may_be_open = is_in_use(error) || cfg!(windows) && error.raw_os_error() == Some(5);
        let message = if may_be_open { HELD } else { NOT_WRITTEN };
        Self::new("write", shown(path), message).with_cause(error)
    }

    fn with_cause(self, error: &io::Error) -> Self {
        let (vi, en) = cause(error);
        self.with_words("cause", vi, en)
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

const NOT_WRITTEN: Text = Text {
    vi: "Không ghi được kết quả ({cause}). Nếu tệp đang mở trong Excel, hãy đóng lại; kiểm tra ổ đĩa còn chỗ và quyền ghi, rồi \
         chạy lại.",
    en: "The result can't be written ({cause}). If it is open in Excel, close it; check free space and write permission, then \
         run again.",
};
const HELD: Text = Text {
    vi: "Không ghi được kết quả ({cause}). Hãy đóng tệp trong Excel rồi chạy lại; nếu tệp không mở ở đâu, hãy kiểm tra quyền \
         ghi và thuộc tính chỉ đọc của tệp.",
    en: "The result can't be written ({cause}). Close it in Excel and run again; if it is open nowhere, check write \
         permission and whether the file is read-only.",
};

/// A path for people: where `\` separates folders, it does so all along, also where parts of it come from a machine result.
pub(crate) fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    if cfg!(windows) { text.replace('/', "\\") } else { text }
}

/// Whether another program holds the file. Windows: sharing and lock violation, and a file that a program has mapped; the
/// standard library has no kind for them.
pub(crate) fn is_in_use(error: &io::Error) -> bool {
    let kinds = [io::ErrorKind::ResourceBusy, io::ErrorKind::ExecutableFileBusy];
    kinds.contains(&error.kind()) || cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33 | 1224))
}

/// The operating system's reason, (Vietnamese, English); its own words where there are none here.
fn cause(error: &io::Error) -> (String, String) {
    let known = error.raw_os_error().filter(|_| cfg!(windows)).and_then(cause_on_windows);
    if let Some(known) = known {
        return (known.vi.to_owned(), known.en.to_owned());
    }
    let known = match error.kind() {
        io::ErrorKind::NotFound => "không có tệp hay thư mục này",
        io::ErrorKind::PermissionDenied => "không có quyền truy cập",
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => "đã có tệp trùng tên với thư mục",
        io::ErrorKind::IsADirectory => "đã có thư mục trùng tên với tệp",
        io::ErrorKind::StorageFull => "ổ đĩa đầy",
        io::ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
        io::ErrorKind::ResourceBusy => "tệp đang được chương trình khác mở",
        _ => return (format!("hệ điều hành báo: {error}"), error.to_string()),
    };
    (known.to_owned(), error.to_string())
}

/// Windows tells its errors in its own language, so those that an office meets have words here, by number.
const fn cause_on_windows(code: i32) -> Option<Text> {
    Some(match code {
        2 | 3 => Text { vi: "không có tệp hay thư mục này", en: "there is no such file or folder" },
        5 => Text {
            vi: "Windows từ chối: tệp đang mở, chỉ cho đọc, trùng tên với một thư mục, hoặc không có quyền",
            en: "Windows refuses: the file is open, read-only, named like a folder, or there is no permission",
        },
        19 => Text { vi: "ổ đĩa chỉ cho đọc", en: "the drive is read-only" },
        32 | 33 | 1224 => Text {
            vi: "tệp đang được chương trình khác mở",
            en: "another program has the file open",
        },
        39 | 112 => Text { vi: "ổ đĩa đầy", en: "the drive is full" },
        53 | 59 | 64 | 67 | 1231 => Text {
            vi: "không nối được với máy giữ thư mục mạng",
            en: "the computer with the shared folder can't be reached",
        },
        123 => Text {
            vi: "tên có ký tự mà Windows không cho dùng trong tên tệp",
            en: "the name has a character that Windows does not allow in names of files",
        },
        206 => Text { vi: "đường dẫn quá dài", en: "the path is too long" },
        225 => Text {
            vi: "phần mềm diệt vi-rút chặn tệp này", en: "the virus scanner blocks this file"
        },
        1392 => Text {
            vi: "tệp hay thư mục bị hỏng trên ổ đĩa",
            en: "the file or folder is damaged on the drive",
        },
        _ => return None,
    })
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
    fn errors_of_windows_have_words_of_ours() {
        for code in [2, 3, 5, 32, 33, 112, 123, 206] {
            let text = cause_on_windows(code).map(|text| (text.vi, text.en));
            assert!(text.is_some_and(|(vi, en)| vi != en && !vi.is_empty() && en.is_ascii()), "{code}");
        }
        assert!(cause_on_windows(0).is_none(), "success is no cause");
    }

    #[cfg(windows)]
    #[test]
    fn a_result_that_is_open_says_to_close_it_in_excel() {
        for code in [5, 32, 33, 1224] {
            let error = Error::writing(Path::new("bc/ket-qua/a.xlsx"), &io::Error::from_raw_os_error(code));
            assert!(error.message(Lang::Vi).contains("Hãy đóng tệp trong Excel"), "{error}");
            assert_eq!(error.place, "bc\\ket-qua\\a.xlsx");
        }
        let full = Error::writing(Path::new("a.xlsx"), &io::Error::from_raw_os_error(112));
        assert!(full.message(Lang::Vi).contains("(ổ đĩa đầy)"), "{full}");
    }

    #[test]
    fn every_fault_stands_on_a_line_of_its_own() {
        let lines = ["một", "hai"].map(|line| (line.to_owned(), "x".to_owned()));
        let error =
            Error::new("template", "a", Text { vi: "Sai {n} chỗ:", en: "{n} faults:" }).with("n", "2");
        assert_eq!(error.and(lines).message(Lang::Vi), "Sai 2 chỗ:\n  một\n  hai");
    }
}
