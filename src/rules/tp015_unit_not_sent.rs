//! TP015: No register of a unit of the settings was read.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Register of a unit is lacking.
pub static RULE: Rule = Rule {
    code: "TP015",
    name: "unit-not-sent",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Đơn vị phải gửi mà chưa gửi sổ", en: "Register of an expected unit is lacking"
    },
    message: Text {
        vi: "“{unit}” có trong danh sách đơn vị ở tthc.toml ([don_vi]) nhưng {what}; số liệu chưa có phần của đơn vị này. Hãy nhắc đơn vị gửi sổ (không phát sinh thì gửi sổ trống), hoặc giải trình.",
        en: "“{unit}” is one of the units in tthc.toml ([don_vi]), but {what}; the figures lack its part. Remind it to send its register (an empty register if nothing happened), or explain.",
    },
    why: Text {
        vi: "Thiếu sổ của một đơn vị thì mọi số tổng đều thiếu; “chưa gửi” khác với “không phát sinh”.",
        en: "Without a unit's register every total is short; “not sent” differs from “nothing happened”.",
    },
    source: "Nguyên tắc: phân biệt chưa nộp với không phát sinh",
    example: Example {
        bad: "[don_vi] kê phong-b, hop-thu không có sổ nào của phong-b",
        good: "hop-thu/phong-b/so.xlsx, dù không có hồ sơ",
    },
    check: Check::Raised,
};
