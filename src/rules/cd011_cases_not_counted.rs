//! CD011: Cases with errors could not be placed and are not in the report.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Cases not counted.
pub static RULE: Rule = Rule {
    code: "CD011",
    name: "cases-not-counted",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Có hồ sơ chưa được tính", en: "Cases not counted" },
    message: Text {
        vi: "{n} hồ sơ có lỗi chưa được tính vào báo cáo này: {list}. Hãy sửa các lỗi đó rồi chạy lại.",
        en: "{n} cases with errors are not counted in this report: {list}. Correct them and run again.",
    },
    why: Text {
        vi: "Báo cáo thiếu đúng những hồ sơ này.", en: "The report lacks exactly these cases."
    },
    source: "Nguyên tắc: không hồ sơ nào biến mất khỏi báo cáo mà không được nêu",
    example: Example {
        bad: "2 hồ sơ thiếu ngày tiếp nhận", good: "mọi hồ sơ có ngày tiếp nhận"
    },
    check: Check::Raised,
};
