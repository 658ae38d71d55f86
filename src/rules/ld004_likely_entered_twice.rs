//! LD004: Two codes of one unit for the same applicant, procedure and day of receipt.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Possibly entered twice.
pub static RULE: Rule = Rule {
    code: "LD004",
    name: "likely-entered-twice",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Có thể nhập hai lần", en: "Possibly entered twice" },
    message: Text {
        vi: "Có thể là một hồ sơ nhập hai lần: {v} và {w} ({cell}) cùng người nộp, thủ tục và ngày tiếp nhận. Hãy kiểm tra rồi xoá dòng thừa, hoặc giải trình.",
        en: "Possibly one case entered twice: {v} and {w} ({cell}) have the same applicant, procedure and day of receipt. Check and delete one, or explain.",
    },
    why: Text { vi: "Cả hai đang được tính.", en: "Both are counted." },
    source: "Thực tế sổ theo dõi (nhập lại khi phần mềm cấp mã mới)",
    example: Example {
        bad: "…-0001 và …-0002 cùng người, cùng ngày, cùng thủ tục",
        good: "hai người nộp khác nhau",
    },
    check: Check::Raised,
};
