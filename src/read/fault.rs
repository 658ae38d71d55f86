//! Why a file as a whole cannot be read.

use crate::text::{Lang, Text};

/// Why a file as a whole cannot be read. Its `Display` is English, for logs; [`ReadFault::message`] is for staff.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    /// The content is broken or only partly copied (TP001).
    #[error("damaged or only partly copied: {detail}")]
    Damaged {
        /// What was found, in English, for whoever looks into it.
        detail: String,
    },
    /// The file has a password to open (TP002).
    #[error("password-protected")]
    Encrypted,
    /// The content is something else than a spreadsheet (TP003).
    #[error("not a spreadsheet but {}", .actual.en)]
    Foreign {
        /// What it is.
        actual: Text,
        /// The extension of its name, lower case, without the dot; may be empty.
        extension: String,
    },
    /// A limit on size, rows or expansion was exceeded (TP007).
    #[error("over a limit: {} {value} > {limit}", .what.en)]
    TooBig {
        /// What is limited.
        what: Text,
        /// The value found (where counting stopped, at least so much).
        value: u64,
        /// The limit.
        limit: u64,
    },
    /// It can be opened, but two ways of reading it disagree or its content contradicts itself.
    #[error("cannot be read reliably: {detail}")]
    Unreliable {
        /// What contradicts what, in English.
        detail: String,
    },
    /// The process that read it ended without an answer: out of memory, or the reader gave up (TP001).
    #[error("reading ended abruptly: {detail}")]
    Crashed {
        /// What was missing of the answer, in English.
        detail: String,
    },
    /// The file is there, but another program holds it or it may not be read (TP012).
    #[error("locked or not readable: {detail}")]
    Locked {
        /// What the operating system said, in English.
        detail: String,
    },
    /// The process that read it was stopped after this time (TP007).
    #[error("reading took more than {seconds} s")]
    TooSlow {
        /// The limit.
        seconds: u64,
    },
}

/// Limits that staff may read about.
pub(super) mod limit {
    use crate::text::Text;

    pub(crate) const ROWS: Text = Text { vi: "số dòng", en: "rows" };
    pub(crate) const COLUMNS: Text = Text { vi: "số cột", en: "columns" };
    pub(crate) const CELLS: Text = Text { vi: "số ô có dữ liệu", en: "cells with content" };
    pub(crate) const ENTRIES: Text =
        Text { vi: "số tệp con trong tệp nén", en: "entries in the archive" };
    pub(crate) const UNPACKED: Text =
        Text { vi: "dung lượng sau giải nén (byte)", en: "size when unpacked (bytes)" };
    pub(crate) const RATIO: Text = Text { vi: "tỷ lệ nén", en: "compression ratio" };
    pub(crate) const STRINGS: Text = Text { vi: "số chuỗi ký tự dùng chung", en: "shared strings" };
    pub(crate) const WORK: Text =
        Text { vi: "độ phức tạp của bảng", en: "complexity of the table" };

    /// All of them: a fault travels between processes as its place in this list.
    pub(crate) const ALL: [Text; 8] = [ROWS, COLUMNS, CELLS, ENTRIES, UNPACKED, RATIO, STRINGS, WORK];
}

impl ReadFault {
    #[expect(
        clippy::needless_pass_by_value,
        reason = "passed as a function to `map_err`, which gives values"
    )]
    pub(super) fn damaged(detail: impl ToString) -> Self {
        Self::Damaged { detail: detail.to_string() }
    }

    pub(super) fn unreliable(detail: impl Into<String>) -> Self {
        Self::Unreliable { detail: detail.into() }
    }

    pub(super) const fn foreign(actual: Text) -> Self {
        Self::Foreign { actual, extension: String::new() }
    }

    /// Fails if `value` is above `limit`.
    pub(super) fn check(what: Text, value: u64, limit: u64) -> Result<(), Self> {
        if value > limit { Err(Self::TooBig { what, value, limit }) } else { Ok(()) }
    }

    pub(super) fn with_extension(mut self, name: &str) -> Self {
        if let Self::Foreign { extension, .. } = &mut self {
            name.clone_into(extension);
        }
        self
    }

    /// One or two sentences for staff: what was found and what to do.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Damaged { .. } => Text {
                vi: "Không mở được tệp: nội dung bị hỏng hoặc chép chưa xong. Hãy mở tệp bằng Excel, lưu lại rồi nộp lại.",
                en: "The file can't be opened: damaged or only partly copied. Open it in Excel, save it and submit again.",
            }
            .get(lang)
            .to_owned(),
            Self::Encrypted => Text {
                vi: "Tệp đặt mật khẩu mở. Hãy bỏ mật khẩu mở tệp (mật khẩu khoá trang tính thì không cần bỏ).",
                en: "The file has an opening password. Remove it (sheet protection may stay).",
            }
            .get(lang)
            .to_owned(),
            Self::Foreign { actual, extension } if extension.is_empty() => Text {
                vi: "Tệp không phải bảng tính mà là {actual}. Hãy nộp bảng tính Excel (.xlsx).",
                en: "This is not a spreadsheet but {actual}. Submit an Excel workbook (.xlsx).",
            }
            .fill(lang, &[("actual", actual.get(lang))]),
            Self::Foreign { actual, extension } => Text {
                vi: "Tệp có đuôi .{ext} nhưng nội dung là {actual}. Hãy nộp bảng tính Excel (.xlsx).",
                en: "The extension is .{ext} but the content is {actual}. Submit an Excel workbook (.xlsx).",
            }
            .fill(lang, &[("ext", extension.as_str()), ("actual", actual.get(lang))]),
            Self::TooBig { what, value, limit } => Text {
                vi: "Tệp vượt giới hạn ({what}: {value} > {limit}). Hãy tách theo tháng hoặc xoá định dạng thừa cuối trang.",
                en: "Over the limit ({what}: {value} > {limit}). Split by month or clear unused formatting.",
            }
            .fill(
                lang,
                &[("what", what.get(lang)), ("value", &value.to_string()), ("limit", &limit.to_string())],
            ),
            Self::Unreliable { .. } => Text {
                vi: "Không đọc được tệp một cách chắc chắn: nội dung tự mâu thuẫn. Hãy mở tệp bằng Excel, lưu lại rồi nộp lại.",
                en: "The file can't be read reliably: its content contradicts itself. Open it in Excel, save it and submit again.",
            }
            .get(lang)
            .to_owned(),
            Self::Crashed { .. } => Text {
                vi: "Việc đọc tệp đã dừng đột ngột vì nội dung tệp bất thường, các tệp khác vẫn được đọc. Hãy mở tệp bằng Excel, lưu lại rồi nộp lại.",
                en: "Reading the file ended abruptly because its content is unusual; other files are read. Open it in Excel, save it and submit again.",
            }
            .get(lang)
            .to_owned(),
            Self::Locked { .. } => Text {
                vi: "Tệp đang được chương trình khác giữ hoặc không có quyền đọc. Hãy đóng tệp trong Excel (hoặc xin quyền đọc) rồi chạy lại.",
                en: "The file is held by another program, or you may not read it. Close it in Excel (or ask for permission to read it), then run again.",
            }
            .get(lang)
            .to_owned(),
            Self::TooSlow { seconds } => Text {
                vi: "Đọc tệp quá {seconds} giây nên đã dừng, các tệp khác vẫn được đọc. Hãy tách theo tháng hoặc mở bằng Excel, lưu lại rồi nộp lại.",
                en: "Reading the file took more than {seconds} s and was stopped; other files are read. Split by month, or open it in Excel, save it and submit again.",
            }
            .fill(lang, &[("seconds", seconds.to_string())]),
        }
    }
}
