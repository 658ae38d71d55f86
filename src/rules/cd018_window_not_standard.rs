//! CD018: The report's window differs from the standard window of its quarter.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Window differs from the standard one.
pub static RULE: Rule = Rule {
    code: "CD018",
    name: "window-not-standard",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Khoảng thời gian khác kỳ chuẩn", en: "Window differs from the standard one" },
    message: Text {
        vi: "Báo cáo lấy số liệu {window}, trong khi kỳ chuẩn là {standard}. Hãy dùng kỳ chuẩn, hoặc giải trình.",
        en: "The report covers {window}; the standard window is {standard}. Use the standard window, or explain.",
    },
    why: Text {
        vi: "Các kỳ lệch nhau thì hồ sơ bị tính hai lần hoặc bị bỏ sót giữa hai quý.",
        en: "With shifted windows cases are counted twice or fall between two quarters.",
    },
    source: "Nghị định 09/2019/NĐ-CP, Điều 12 (quý I: 15/12 đến 14/3)",
    example: Example { bad: "05/12/2022–04/3/2023", good: "15/12/2022–14/3/2023" },
    check: Check::Raised,
};
