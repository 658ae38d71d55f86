//! CT019: The register is readable but lacks a column that some figures or checks need; said once for the sheet.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Useful column missing.
pub static RULE: Rule = Rule {
    code: "CT019",
    name: "useful-column-missing",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Thiếu cột cần cho một số chỉ tiêu", en: "Useful column missing" },
    message: Text {
        vi: "Sổ không có cột {columns}; những chỉ tiêu và kiểm tra dùng cột này dựa vào giá trị thay thế hoặc không thực hiện được. Nếu có số liệu, hãy thêm cột.{ticks}{more}",
        en: "The register has no column {columns}; figures and checks that need it use a substitute or aren't possible. Add the column if you have the data.{ticks}{more}",
    },
    why: Text {
        vi: "Thiếu ngày hẹn thì không so được trước hạn, đúng hạn, quá hạn; thiếu ngày kết thúc thì hồ sơ bị coi là đang giải quyết.",
        en: "Without due dates nothing can be early or late; without finish dates cases look pending.",
    },
    source: "Sổ theo dõi hồ sơ, Mẫu số 06 kèm theo Thông tư 01/2018/TT-VPCP",
    example: Example {
        bad: "sổ không có cột “Ngày hẹn trả”", good: "sổ có cột “Ngày hẹn trả”"
    },
    check: Check::Raised,
};
