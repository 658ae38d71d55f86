//! TP030: A result of ours was given to `check` (or dropped onto the program) as if it were a register.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// A result where a register was expected.
pub static RULE: Rule = Rule {
    code: "TP030",
    name: "own-result-checked",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text {
        vi: "Là kết quả của chương trình, không phải sổ",
        en: "A result of this program, no register",
    },
    message: Text {
        vi: "Tệp này do chương trình lập, không phải sổ theo dõi, nên không có gì để kiểm tra. Nếu đã ghi câu trả lời trong tệp, hãy thả tệp vào hop-thu rồi chạy lại thư mục báo cáo.",
        en: "This file was made by the program and is no register, so there is nothing to check. If it holds answers, drop it into hop-thu and run the report folder again.",
    },
    why: Text {
        vi: "Câu trả lời chỉ được dùng khi tệp nằm trong hộp thư, cùng các sổ mà nó nói tới.",
        en: "Answers are used only where the file lies in the inbox, with the registers it is about.",
    },
    source: "Nguyên tắc: không câu trả lời nào bị bỏ mà không nói",
    example: Example {
        bad: "thả danh-sach-loi.xlsx vào tthc.exe",
        good: "thả danh-sach-loi.xlsx vào hop-thu",
    },
    check: Check::Raised,
};
