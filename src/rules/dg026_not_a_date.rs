//! DG026: a date column holds something that is no date.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// The rule.
pub const RULE: Rule = Rule {
    code: "DG026",
    name: "not-a-date",
    severity: Severity::Error,
    fix: Fix::Choice,
    waivable: false,
    title: Text { vi: "Ô ngày không đọc được", en: "A date cell can't be read" },
    message: Text {
        vi: "“{v}” không đọc được là một ngày. Hãy nhập lại đúng một ngày dạng ngày/tháng/năm, ví dụ 05/01/2023; không có thì để trống.",
        en: "“{v}” can't be read as one day. Enter one date as day/month/year, such as 05/01/2023; leave it blank if there is none.",
    },
    why: Text {
        vi: "Ngày tháng quyết định hồ sơ thuộc kỳ nào và đúng hạn hay quá hạn; đoán một ngày là đoán một con số của báo cáo.",
        en: "Dates decide which period a case belongs to and whether it is on time; a guessed date is a guessed figure.",
    },
    source: "Thông tư 01/2018/TT-VPCP, Mẫu số 06 (cột ngày, tháng, năm)",
    example: Example { bad: "đầu tháng 1", good: "05/01/2023" },
    check: Check::Unreadable,
};
