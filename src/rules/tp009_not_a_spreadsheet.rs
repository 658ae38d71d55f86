//! TP009: A file in the inbox is of a kind that holds no register (a document, a picture, an archive).

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Not a spreadsheet.
pub static RULE: Rule = Rule {
    code: "TP009",
    name: "not-a-spreadsheet",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Không phải bảng tính", en: "Not a spreadsheet" },
    message: Text {
        vi: "Tệp này là {actual}, không phải bảng tính nên không đọc được. Nếu trong đó có sổ, hãy nộp bản .xlsx; nếu không, hãy đưa tệp ra khỏi hộp thư.",
        en: "This file is {actual}, not a spreadsheet, and can't be read. If it holds a register, submit it as .xlsx; otherwise take it out of the inbox.",
    },
    why: Text {
        vi: "Sổ nằm trong tệp văn bản, ảnh hay tệp nén thì không hồ sơ nào được tính.",
        en: "A register inside a document, picture or archive isn't counted.",
    },
    source: "Các định dạng được đọc: .xlsx .xlsm .xlsb .xls .ods .csv .tsv và bảng HTML lưu thành .xls",
    example: Example { bad: "so-theo-doi.pdf", good: "so-theo-doi.xlsx" },
    check: Check::Raised,
};
