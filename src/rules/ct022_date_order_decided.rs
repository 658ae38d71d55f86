//! CT022: The order of day and month in a column of text dates was decided, by this evidence.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Order of day and month in a column.
pub static RULE: Rule = Rule {
    code: "CT022",
    name: "date-order-decided",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text { vi: "Thứ tự ngày, tháng của cột", en: "Order of day and month in a column" },
    message: Text {
        vi: "Cột {column}: các ngày ghi dạng chữ được đọc theo {order}, vì {evidence}.",
        en: "Column {column}: dates written as text are read as {order}, because {evidence}.",
    },
    why: Text {
        vi: "Đọc nhầm ngày và tháng làm hồ sơ sang kỳ khác; quyết định một lần cho cả cột và nói rõ căn cứ.",
        en: "Day and month swapped would move cases to other periods; it is decided once per column, with its evidence.",
    },
    source: "Thực tế sổ theo dõi (ngày dạng chữ 05/01/2023, xuất từ phần mềm)",
    example: Example { bad: "05/01/2023 đọc là 1 tháng 5", good: "05/01/2023 đọc là 5 tháng 1" },
    check: Check::Raised,
};
