//! CT003: Two columns of one table have headings that mean the same.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Two columns for one field.
pub static RULE: Rule = Rule {
    code: "CT003",
    name: "two-columns-for-one-field",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Hai cột cùng một nội dung", en: "Two columns for one field" },
    message: Text {
        vi: "Cột {c1} “{h1}” và cột {c2} “{h2}” đều được hiểu là “{field}”; chương trình dùng cột {c1}, vì {reason}. Hãy đổi tên một cột, hoặc ghi rõ trong tthc.toml.",
        en: "Columns {c1} “{h1}” and {c2} “{h2}” both read as “{field}”; column {c1} is used, because {reason}. Rename one of them, or state it in tthc.toml.",
    },
    why: Text {
        vi: "Chọn nhầm một trong hai cột ngày làm đổi kỳ và hạn của mọi hồ sơ trong sổ.",
        en: "Picking the wrong one of two date columns would move every case of the register.",
    },
    source: "Thực tế sổ theo dõi (xuất từ phần mềm, cột ghép thêm bằng tay)",
    example: Example {
        bad: "“Ngày nhận” và “Ngày tiếp nhận” trong một sổ",
        good: "một cột “Ngày tiếp nhận”",
    },
    check: Check::Raised,
};
