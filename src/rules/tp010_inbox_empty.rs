//! TP010: There is no file to read in the inbox.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Inbox is empty.
pub static RULE: Rule = Rule {
    code: "TP010",
    name: "inbox-empty",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Hộp thư trống", en: "Inbox is empty" },
    message: Text {
        vi: "Chưa có tệp nào trong {folder}; mọi số liệu đếm từ sổ đều bằng 0. Hãy đặt sổ theo dõi của các đơn vị vào đó rồi chạy lại.",
        en: "There is no file in {folder}; every figure counted from registers is 0. Put the units' registers there and run again.",
    },
    why: Text {
        vi: "“Không phát sinh” và “chưa nộp sổ” là hai việc khác nhau; báo cáo toàn số 0 cần người lập xác nhận.",
        en: "“Nothing happened” and “nothing was submitted” differ; a report of zeros needs confirming.",
    },
    source: "Thực tế sổ theo dõi (đơn vị chưa nộp sổ)",
    example: Example { bad: "hop-thu/ trống", good: "hop-thu/phong-a/so.xlsx" },
    check: Check::Raised,
};
