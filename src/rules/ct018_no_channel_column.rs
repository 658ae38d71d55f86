//! CT018: The register has no column for the channel; every case gets the default.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// No channel column.
pub static RULE: Rule = Rule {
    code: "CT018",
    name: "no-channel-column",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Không có cột hình thức tiếp nhận", en: "No channel column" },
    message: Text {
        vi: "Sổ không có cột hình thức tiếp nhận; mọi hồ sơ được tính là {default}{declared}. Nếu có hồ sơ nộp cách khác, hãy thêm cột “Hình thức tiếp nhận”.",
        en: "The register has no column for the channel; every case counts as {default}{declared}. If some came another way, add a column “Hình thức tiếp nhận”.",
    },
    why: Text {
        vi: "Biểu II.06a tách hồ sơ trực tuyến (cột 4) và trực tiếp, bưu chính (cột 5).",
        en: "Form II.06a separates online (column 4) from in person and post (column 5).",
    },
    source: "Mẫu số 06 kèm theo Thông tư 01/2018/TT-VPCP không có cột kênh tiếp nhận [M]; Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example {
        bad: "sổ theo Mẫu số 06", good: "sổ có cột “Hình thức tiếp nhận”"
    },
    check: Check::Raised,
};
