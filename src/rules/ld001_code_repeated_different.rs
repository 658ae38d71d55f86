//! LD001: One case code occurs on several rows of a unit with different content. Every row is marked.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Case code repeated with different content.
pub static RULE: Rule = Rule {
    code: "LD001",
    name: "code-repeated-different",
    severity: Severity::Error,
    fix: Fix::Choice,
    waivable: false,
    title: Text {
        vi: "Trùng mã hồ sơ, nội dung khác", en: "Case code repeated with different content"
    },
    message: Text {
        vi: "Mã hồ sơ {v} xuất hiện {n} lần với nội dung khác nhau; các dòng kia: {cells}. Hãy giữ một dòng, hoặc sửa mã sai.",
        en: "Case code {v} occurs {n} times with different content; the other rows: {cells}. Keep one row, or correct the wrong code.",
    },
    why: Text {
        vi: "Chỉ dòng có ngày muộn hơn được tính; nếu là hai hồ sơ thật thì báo cáo thiếu một.",
        en: "Only the row with the later dates is counted; if they are two cases, one is lacking.",
    },
    source: "Thông tư 01/2018/TT-VPCP, Điều 19 (mỗi hồ sơ một mã số)",
    example: Example {
        bad: "hai dòng H14.08-230105-0001, hai thủ tục", good: "mỗi hồ sơ một mã"
    },
    check: Check::Raised,
};
