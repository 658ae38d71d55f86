//! CT011: A sheet holds a further table that is not read.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Table not read.
pub static RULE: Rule = Rule {
    code: "CT011",
    name: "table-not-read",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Bảng không được đọc", en: "Table not read" },
    message: Text {
        vi: "Trang “{sheet}” có bảng {rows} dòng không được đọc. Nếu đó là sổ, hãy đặt tiêu đề cột như Mẫu số 06, hoặc khai báo tên cột trong tthc.toml.",
        en: "Sheet “{sheet}” holds a table of {rows} rows that isn't read. If it is a register, use headings as in form 06, or state them in tthc.toml.",
    },
    why: Text {
        vi: "Nếu là sổ thì hồ sơ trong đó chưa được tính.",
        en: "If it is a register, its cases aren't counted.",
    },
    source: "Thực tế sổ theo dõi (nhiều bảng trong một tệp)",
    example: Example {
        bad: "trang “Tháng 2” không có dòng tiêu đề", good: "mỗi trang có dòng tiêu đề"
    },
    check: Check::Raised,
};
