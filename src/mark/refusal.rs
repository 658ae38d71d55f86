//! Why a workbook is not given back marked, in words for the sender. The listing remains in every case.

use crate::ooxml::package::PackageFault;
use crate::text::{Lang, Text};

/// Why no marked copy is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The workbook carries a digital signature, which any change would break.
    Signed,
    /// Its structure is protected: no sheet may be added.
    StructureProtected,
    /// It is shared by several people at once and keeps a log of changes, which would no longer fit.
    Shared,
    /// It is no workbook that can be patched: damaged, encrypted, too large, or of another format.
    NotAWorkbook {
        /// What was found, in English.
        detail: String,
    },
    /// Something in it is not understood well enough to change it safely.
    NotUnderstood {
        /// The part and what is in it, in English.
        detail: String,
    },
    /// It has nearly as many cell formats as Excel takes.
    TooManyFormats,
    /// The fresh copy could not be written.
    NotWritten {
        /// What the writer said, in English.
        detail: String,
    },
}

impl Refusal {
    /// One sentence for the sender.
    pub fn message(&self, lang: Lang) -> String {
        let text = match self {
            Self::Signed => SIGNED,
            Self::StructureProtected => PROTECTED,
            Self::Shared => SHARED,
            Self::NotAWorkbook { .. } => NOT_A_WORKBOOK,
            Self::NotUnderstood { .. } => NOT_UNDERSTOOD,
            Self::TooManyFormats => TOO_MANY,
            Self::NotWritten { .. } => NOT_WRITTEN,
        };
        let detail = match self {
            Self::NotAWorkbook { detail } | Self::NotUnderstood { detail } | Self::NotWritten { detail } => {
                detail.as_str()
            }
            _ => "",
        };
        text.fill(lang, &[("detail", detail)])
    }

    pub(super) fn not_understood(part: &str, what: &str) -> Self {
        Self::NotUnderstood { detail: format!("{part}: {what}") }
    }
}

const SIGNED: Text = Text {
    vi: "Tệp có chữ ký số nên không tạo bản có đánh dấu (sẽ làm mất chữ ký). Hãy xem danh sách lỗi.",
    en: "The file is digitally signed, so no marked copy is made (it would break the signature). See the listing.",
};
const PROTECTED: Text = Text {
    vi: "Cấu trúc của tệp được bảo vệ nên không thêm được trang “Cần sửa”. Hãy xem danh sách lỗi, hoặc bỏ bảo vệ cấu trúc (Review → Protect Workbook) rồi nộp lại.",
    en: "The structure of the workbook is protected, so no sheet can be added. See the listing, or lift the protection (Review → Protect Workbook) and submit again.",
};
const SHARED: Text = Text {
    vi: "Tệp đang ở chế độ dùng chung có theo dõi thay đổi nên không tạo bản có đánh dấu. Hãy xem danh sách lỗi, hoặc tắt chế độ dùng chung rồi nộp lại.",
    en: "The workbook is shared and tracks changes, so no marked copy is made. See the listing, or stop sharing and submit again.",
};
const NOT_A_WORKBOOK: Text = Text {
    vi: "Không tạo được bản có đánh dấu vì không mở được tệp như một tệp Excel ({detail}). Hãy xem danh sách lỗi.",
    en: "No marked copy is made, since the file can't be opened as an Excel workbook ({detail}). See the listing.",
};
const NOT_UNDERSTOOD: Text = Text {
    vi: "Không tạo bản có đánh dấu vì tệp có chỗ không sửa được một cách an toàn ({detail}). Hãy xem danh sách lỗi, hoặc mở tệp bằng Excel, lưu lại rồi nộp lại.",
    en: "No marked copy is made, since something in the file can't be changed safely ({detail}). See the listing, or open the file in Excel, save it and submit again.",
};
const TOO_MANY: Text = Text {
    vi: "Không tạo bản có đánh dấu vì tệp đã dùng gần hết số định dạng ô mà Excel cho phép. Hãy xem danh sách lỗi.",
    en: "No marked copy is made, since the file uses nearly all cell formats that Excel allows. See the listing.",
};
const NOT_WRITTEN: Text = Text {
    vi: "Không ghi được bản có đánh dấu ({detail}). Hãy xem danh sách lỗi.",
    en: "The marked copy could not be written ({detail}). See the listing.",
};

impl From<PackageFault> for Refusal {
    fn from(fault: PackageFault) -> Self {
        match fault {
            PackageFault::Xml { .. } | PackageFault::Encoding(_) => {
                Self::NotUnderstood { detail: fault.to_string() }
            }
            _ => Self::NotAWorkbook { detail: fault.to_string() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_both_languages_and_fills_its_holes() {
        let detail = "xl/styles.xml".to_owned();
        for refusal in [
            Refusal::Signed,
            Refusal::StructureProtected,
            Refusal::Shared,
            Refusal::NotAWorkbook { detail: detail.clone() },
            Refusal::NotUnderstood { detail: detail.clone() },
            Refusal::TooManyFormats,
            Refusal::NotWritten { detail },
        ] {
            let (vi, en) = (refusal.message(Lang::Vi), refusal.message(Lang::En));
            assert_ne!(vi, en);
            assert!(!vi.contains('{') && !en.contains('{') && vi.contains("danh sách lỗi"), "{vi}");
        }
    }
}
