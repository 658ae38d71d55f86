//! CT013: A cell in use shows an Excel error value.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Cell shows a formula error.
pub static RULE: Rule = Rule {
    code: "CT013",
    name: "formula-error",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Ô báo lỗi công thức", en: "Cell shows a formula error" },
    message: Text {
        vi: "Ô báo lỗi công thức {err}. Hãy sửa công thức, hoặc nhập thẳng giá trị đúng.",
        en: "The cell shows the formula error {err}. Repair the formula, or enter the right value.",
    },
    why: Text {
        vi: "Ô lỗi được coi như không đọc được; các quy tắc dùng ô này không kiểm tra tiếp.",
        en: "An error cell counts as unreadable; other rules on it aren't checked.",
    },
    source: "Các giá trị lỗi của Excel: #REF!, #N/A, #VALUE!, #NAME?, #DIV/0!, #NUM!, #NULL!",
    example: Example { bad: "#N/A", good: "05/01/2023" },
    check: Check::Unreadable,
};
