//! NL013: Lines were filled in that can't be read.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Answers that can't be read.
pub static RULE: Rule = Rule {
    code: "NL013",
    name: "answers-unreadable",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Có câu trả lời không đọc được", en: "Answers that can't be read" },
    message: Text {
        vi: "Có {n} dòng đã điền nhưng không dùng được: cột ẩn “Khoá” đã bị xoá, hoặc ô trả lời là công thức chưa có kết quả. Hãy điền vào danh sách lỗi mới nhất, giữ nguyên các cột.",
        en: "{n} lines were filled in but can't be used: the hidden column “Key” was deleted, or the answer is a formula without a result. Fill in the newest listing and leave its columns as they are.",
    },
    why: Text {
        vi: "Người điền tưởng đã trả lời xong.", en: "Whoever filled them in thinks it is done."
    },
    source: "Quy ước của chương trình (bảng kê và bản đánh dấu trả về) [M]",
    example: Example { bad: "xoá cột “Khoá” rồi điền", good: "giữ nguyên các cột" },
    check: Check::Raised,
};
