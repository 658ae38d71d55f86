//! TP011: A result of this program lies in the inbox without anything filled in; it is ignored.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// A result of this program, ignored.
pub static RULE: Rule = Rule {
    code: "TP011",
    name: "own-result-ignored",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text {
        vi: "Kết quả của chương trình, bỏ qua", en: "A result of this program, ignored"
    },
    message: Text {
        vi: "Tệp này do chương trình tạo ra và chưa được điền hay sửa gì; không tính.",
        en: "This file was made by the program and nothing was filled in or changed; it isn't counted.",
    },
    why: Text {
        vi: "Đọc lại kết quả của chính mình như một cuốn sổ thì hồ sơ bị tính hai lần.",
        en: "Reading our own result as a register would count cases twice.",
    },
    source: "Thực tế sổ theo dõi (kết quả chép nhầm vào hộp thư)",
    example: Example { bad: "danh-sach-loi.xlsx chưa điền", good: "sổ theo dõi của đơn vị" },
    check: Check::Raised,
};
