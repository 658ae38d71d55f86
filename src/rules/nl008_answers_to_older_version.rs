//! NL008: A returned file was made from an older version of the data.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Listing of an earlier run.
pub static RULE: Rule = Rule {
    code: "NL008",
    name: "answers-to-older-version",
    severity: Severity::Info,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Bảng kê của lần lập trước", en: "Listing of an earlier run" },
    message: Text {
        vi: "Tệp này được lập từ dữ liệu cũ hơn: {k}/{t} trả lời còn khớp và đã được dùng.",
        en: "This file was made from older data: {k} of {t} answers still match and were used.",
    },
    why: Text {
        vi: "Người nộp cần biết câu trả lời nào còn hiệu lực.",
        en: "Whoever returned it has to know which answers still hold.",
    },
    source: "Quy ước của chương trình (bảng kê và bản đánh dấu trả về) [M]",
    example: Example { bad: "bảng kê quý trước", good: "bảng kê mới nhất" },
    check: Check::Raised,
};
