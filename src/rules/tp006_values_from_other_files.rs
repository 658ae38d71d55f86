//! TP006: Cells in use take their values from another workbook.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Values taken from another workbook.
pub static RULE: Rule = Rule {
    code: "TP006",
    name: "values-from-other-files",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Số liệu lấy từ tệp khác", en: "Values taken from another workbook" },
    message: Text {
        vi: "{k} ô lấy số liệu từ tệp khác ({target}); chương trình chỉ dùng giá trị đã lưu, có thể đã cũ. Hãy cập nhật liên kết trong Excel rồi lưu lại, hoặc dán giá trị.",
        en: "{k} cells take their values from another workbook ({target}); only the saved values are used and may be stale. Update the links in Excel and save, or paste the values.",
    },
    why: Text {
        vi: "Giá trị lưu trong tệp có thể khác tệp nguồn hôm nay; người ký cần biết điều đó.",
        en: "The stored value may differ from the source file of today; whoever signs needs to know.",
    },
    source: "Thực tế sổ theo dõi (sổ tổng hợp liên kết sổ của từng phòng)",
    example: Example { bad: "='[so-phong-a.xlsx]Sheet1'!D9", good: "giá trị dán vào ô" },
    check: Check::Raised,
};
