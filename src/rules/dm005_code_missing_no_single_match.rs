//! DM005: There is no procedure code, and the name is that of several procedures or of none.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// No code, name does not decide.
pub static RULE: Rule = Rule {
    code: "DM005",
    name: "code-missing-no-single-match",
    severity: Severity::Error,
    fix: Fix::Choice,
    waivable: false,
    title: Text { vi: "Chưa có mã, tên không đủ xác định", en: "No code, name does not decide" },
    message: Text {
        vi: "Chưa có mã thủ tục và {what}: {candidates}. {do}.",
        en: "No procedure code, and {what}: {candidates}. {do}.",
    },
    why: Text {
        vi: "Hồ sơ vẫn được tính, nhưng nằm ở nhóm “Chưa xác định”.",
        en: "The case is still counted, but under “Chưa xác định”.",
    },
    source: "Cổng dịch vụ công quốc gia: có tên dùng chung cho nhiều mã",
    example: Example {
        bad: "“Cấp lại giấy phép”, ô mã trống", good: "“Cấp lại giấy phép”, 1.001770"
    },
    check: Check::Raised,
};
