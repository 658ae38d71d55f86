//! NL012: The row of an answer can't be seen this time; the answer is kept.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Answer that waits.
pub static RULE: Rule = Rule {
    code: "NL012",
    name: "answer-waits",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Câu trả lời chưa dùng được", en: "Answer that waits" },
    message: Text {
        vi: "Chưa dùng được {n} câu trả lời (cho {codes}): {why}. Câu trả lời được giữ trong danh sách lỗi mới (trang “Đã áp dụng”); hãy nộp lại tệp còn thiếu, hoặc xoá câu trả lời ở trang đó nếu không còn cần.",
        en: "{n} answers (to {codes}) can't be used: {why}. They are kept in the new listing (sheet “Applied”); submit what is lacking again, or clear the answers there if they are no longer needed.",
    },
    why: Text {
        vi: "Một tệp đọc hỏng một lần không được làm mất câu trả lời đã ghi.",
        en: "A file that fails once must not cost the answers that were given.",
    },
    source: "Quy ước của chương trình (bảng kê và bản đánh dấu trả về) [M]",
    example: Example {
        bad: "sổ của đơn vị bị lỗi khi chép", good: "sổ đọc được, câu trả lời được áp dụng"
    },
    check: Check::Raised,
};
