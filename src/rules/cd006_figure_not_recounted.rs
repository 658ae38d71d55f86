//! CD006: A guard against a fault of the program: a figure is not the number of its cases.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Figure differs from its cases.
pub static RULE: Rule = Rule {
    code: "CD006",
    name: "figure-not-recounted",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Số liệu khác số hồ sơ nguồn", en: "Figure differs from its cases" },
    message: Text {
        vi: "Lỗi của chương trình: {figure} là {a} nhưng có {b} hồ sơ nguồn. Không ghi kết quả nào; hãy báo người phụ trách phần mềm.",
        en: "A fault of the program: {figure} is {a}, but {b} cases feed it. Nothing is written; tell whoever looks after the program.",
    },
    why: Text {
        vi: "Mỗi số phải đếm lại được từ đúng các hồ sơ của nó.",
        en: "Every figure must be what its own cases count to.",
    },
    source: "Nguyên tắc: mỗi số liệu đếm lại được từ hồ sơ",
    example: Example { bad: "ghi 8, có 7 hồ sơ", good: "ghi 8, có 8 hồ sơ" },
    check: Check::Guard,
};
