//! CT026: Rows that look like cases stand under no heading, on a sheet without one or above the first one.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Cases without heading.
pub static RULE: Rule = Rule {
    code: "CT026",
    name: "rows-without-heading",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Hồ sơ không có dòng tiêu đề cột", en: "Cases without a heading row" },
    message: Text {
        vi: "Trang “{sheet}” có {n} dòng giống hồ sơ (dòng {from} đến {to}) nhưng phía trên không có dòng tiêu đề cột nhận ra được, nên chưa được tính. Hãy chép dòng tiêu đề cột của sổ vào ngay trên các dòng này, hoặc chuyển các dòng xuống dưới bảng của sổ. Nếu không phải hồ sơ, hãy chuyển trang sang tệp khác.",
        en: "Sheet “{sheet}” has {n} rows that look like cases (rows {from} to {to}) under no known heading, so they aren't counted. Copy the register's heading row right above them, or move them under its table. If they are no cases, move the sheet to another file.",
    },
    why: Text {
        vi: "Không biết cột nào là gì thì các hồ sơ này vắng mặt trong báo cáo.",
        en: "Without knowing which column is which, these cases are missing from the report.",
    },
    source: "Thực tế sổ theo dõi (trang nối tiếp không lặp dòng tiêu đề)",
    example: Example {
        bad: "trang “Tháng 2” bắt đầu ngay bằng hồ sơ số 11",
        good: "trang “Tháng 2” có dòng tiêu đề",
    },
    check: Check::Raised,
};
