//! CT012: A cell in use holds a formula whose result is not stored.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Formula without a stored result.
pub static RULE: Rule = Rule {
    code: "CT012",
    name: "formula-without-result",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Công thức chưa có kết quả", en: "Formula without a stored result" },
    message: Text {
        vi: "Ô có công thức chưa được tính nên không có giá trị để đọc. Hãy mở tệp bằng Excel, bấm F9, lưu lại; hoặc dán giá trị.",
        en: "The cell's formula has no stored result, so there is nothing to read. Open the file in Excel, press F9 and save; or paste the value.",
    },
    why: Text {
        vi: "Chương trình không tự tính công thức trong sổ; ô trống kết quả có thể làm hồ sơ không xếp được kỳ.",
        en: "Formulas in registers are never computed here; a missing result may leave the case unplaced.",
    },
    source: "Thực tế sổ theo dõi (tệp do phần mềm xuất, chưa mở bằng Excel lần nào)",
    example: Example { bad: "=H9+5 chưa tính", good: "05/01/2023" },
    check: Check::Unreadable,
};
