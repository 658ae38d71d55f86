//! NL012: The row of an answer can't be seen this time; the answer is kept.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Answer that waits.
pub static RULE: Rule = Rule {
    code: "NL012",
    name: "answer-waits",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Câu trả lời chưa dùng được", en: "Answer that waits" },
    message: Text {
        vi: "Chưa dùng được câu trả lời cho {code}: không thấy dòng này, vì thiếu tệp, tệp không đọc được hoặc thiếu danh mục. Câu trả lời được giữ trong danh sách lỗi mới (trang “Đã áp dụng”); hãy nộp lại tệp, hoặc xoá câu trả lời ở trang đó nếu không còn cần.",
        en: "The answer to {code} can't be used: its row isn't to be seen, since the file is missing or unreadable or there is no catalogue. It is kept in the new listing (sheet “Applied”); submit the file again, or clear the answer there if it is no longer needed.",
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
