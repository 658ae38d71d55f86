//! TP016: What is headed as the unit are people: the column is not read as the unit.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Unit column names people.
pub static RULE: Rule = Rule {
    code: "TP016",
    name: "unit-column-names-people",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Cột đơn vị ghi người nộp", en: "Unit column names people" },
    message: Text {
        vi: "Cột {c} “{header}”: {n} trong {all} ô ghi số định danh hoặc tên của người (“ông”, “bà”), nên không được đọc là đơn vị; {use}. Hãy đổi tên cột thành “Người nộp”, hoặc ghi đơn vị vào cột.",
        en: "Column {c} “{header}”: {n} of {all} cells hold ID numbers or names of people, so it is not read as the unit; {use}. Rename the column “Người nộp”, or enter the units.",
    },
    why: Text {
        vi: "Đọc nhầm thì tên người nộp thành tên đơn vị trong báo cáo.",
        en: "Read as units, the names of applicants would stand in the report.",
    },
    source: "Nghị định 13/2023/NĐ-CP về bảo vệ dữ liệu cá nhân [M]",
    example: Example {
        bad: "cột “Đơn vị” ghi họ tên và số CCCD",
        good: "cột “Người nộp” và cột “Đơn vị” riêng",
    },
    check: Check::Raised,
};
