//! CT008: A guard against a fault of the program: rows or cases without a class or fate.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Rows not accounted for.
pub static RULE: Rule = Rule {
    code: "CT008",
    name: "rows-not-accounted",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text {
        vi: "Số dòng đọc khác số dòng đã phân loại", en: "Rows read differ from rows classified"
    },
    message: Text {
        vi: "Lỗi của chương trình, không phải của sổ: đọc {seen}, phân loại được {counted}. Không ghi kết quả nào; hãy gửi tệp này cho người phụ trách phần mềm.",
        en: "A fault of the program, not of the register: {seen} read, {counted} accounted for. Nothing is written; send this file to whoever looks after the program.",
    },
    why: Text {
        vi: "Kết quả thiếu dòng mà không ai biết còn tệ hơn không có kết quả.",
        en: "A result that silently lacks rows is worse than none.",
    },
    source: "Nguyên tắc: không dòng nào biến mất",
    example: Example { bad: "đọc 22 dòng, phân loại 21", good: "đọc 22 dòng, phân loại 22" },
    check: Check::Guard,
};
