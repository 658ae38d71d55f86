//! CT015: The title of a register names another period than the one of the report.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Title names another period.
pub static RULE: Rule = Rule {
    code: "CT015",
    name: "title-names-other-period",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Tiêu đề ghi kỳ khác", en: "Title names another period" },
    message: Text {
        vi: "Tiêu đề ghi kỳ {title}, đang lập báo cáo kỳ {run}. Hãy kiểm tra xem có nộp nhầm sổ kỳ khác không.",
        en: "The title says {title}; the report is for {run}. Check that this isn't the register of another period.",
    },
    why: Text {
        vi: "Hồ sơ được tính theo ngày tiếp nhận, nhưng sổ của kỳ khác thường thiếu hồ sơ của kỳ này.",
        en: "Cases are counted by their dates, but another period's register usually lacks this period's cases.",
    },
    source: "Thực tế sổ theo dõi (chép sổ kỳ trước, quên sửa tiêu đề)",
    example: Example {
        bad: "“Quý IV năm 2022” trong báo cáo quý I năm 2023", good: "“Quý I năm 2023”"
    },
    check: Check::Raised,
};
