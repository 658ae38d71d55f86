//! TP008: The workbook carries a digital signature, which any change would break.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// File is digitally signed.
pub static RULE: Rule = Rule {
    code: "TP008",
    name: "digitally-signed",
    severity: Severity::Info,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Tệp có chữ ký số", en: "File is digitally signed" },
    message: Text {
        vi: "Tệp có chữ ký số nên chương trình không tạo bản có đánh dấu (sẽ làm mất chữ ký). Các chỗ cần sửa xem ở danh-sach-loi.xlsx.",
        en: "The file is digitally signed, so no marked copy is made (it would break the signature). See danh-sach-loi.xlsx for what to correct.",
    },
    why: Text {
        vi: "Tệp vẫn được đọc và tính bình thường.", en: "The file is read and counted as usual."
    },
    source: "Gói Office có phần _xmlsignatures [M]",
    example: Example { bad: "so.xlsx đã ký số", good: "so.xlsx chưa ký" },
    check: Check::Raised,
};
