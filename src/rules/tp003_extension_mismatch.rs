//! TP003: The extension does not fit the content. Readable content (an HTML table or text saved as .xls) is information; content that cannot be read is an error.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Extension does not fit the content.
pub static RULE: Rule = Rule {
    code: "TP003",
    name: "extension-mismatch",
    severity: Severity::Info,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Đuôi tệp không khớp nội dung", en: "Extension does not fit the content" },
    message: Text {
        vi: "Tệp có đuôi {ext} nhưng nội dung là {actual}. Khi có thể, hãy mở bằng Excel rồi chọn Lưu thành → Excel Workbook (.xlsx).",
        en: "The extension is {ext} but the content is {actual}. When convenient, open it in Excel and choose Save as → Excel Workbook (.xlsx).",
    },
    why: Text {
        vi: "Chương trình đọc theo nội dung, không theo đuôi tệp; nội dung không đọc được thì hồ sơ trong tệp không được tính.",
        en: "Files are read by content, not by extension; where the content can't be read, its cases aren't counted.",
    },
    source: "Thực tế sổ theo dõi (phần mềm một cửa xuất bảng HTML thành tệp .xls)",
    example: Example { bad: "so.xls chứa bảng HTML", good: "so.xlsx" },
    check: Check::Raised,
};
