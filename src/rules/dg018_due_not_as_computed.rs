//! DG018: The due date differs by more than a day from receipt plus the catalogue's limit.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Due date differs from the limit.
pub static RULE: Rule = Rule {
    code: "DG018",
    name: "due-not-as-computed",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: true,
    title: Text { vi: "Ngày hẹn khác thời hạn quy định", en: "Due date differs from the limit" },
    message: Text {
        vi: "Hẹn trả {h}, trong khi tiếp nhận {t} cộng thời hạn {n} là {s}. Hãy sửa ngày hẹn, hoặc giải trình.",
        en: "Due on {h}, but receipt {t} plus the limit of {n} gives {s}. Correct the due date, or explain.",
    },
    why: Text {
        vi: "Hẹn xa hơn quy định che mất hồ sơ quá hạn; hẹn gần hơn làm hồ sơ bị tính quá hạn oan.",
        en: "A due date too far out hides late cases; one too near makes cases late that aren't.",
    },
    source: "Bộ luật Dân sự 2015, Điều 147, 148 (cách tính thời hạn); Bộ luật Lao động 2019, Điều 112 (ngày nghỉ)",
    example: Example {
        bad: "nhận 19/01/2023, 5 ngày làm việc, hẹn 26/01/2023",
        good: "nhận 19/01/2023, 5 ngày làm việc, hẹn 02/02/2023",
    },
    check: Check::Raised,
};
