//! DM013: The catalogue has rows for one code that differ.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Catalogue contradicts itself.
pub static RULE: Rule = Rule {
    code: "DM013",
    name: "catalogue-contradicts-itself",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Danh mục tự mâu thuẫn", en: "Catalogue contradicts itself" },
    message: Text {
        vi: "Danh mục có {n} dòng cùng mã {v} với nội dung khác nhau (dòng {rows}). Đây là lỗi của danh mục, không phải của sổ. Hãy giữ một dòng, hoặc ghi ngày hiệu lực cho từng dòng.",
        en: "The catalogue has {n} rows for {v} that differ (rows {rows}). This is a fault of the catalogue, not of a register. Keep one, or give each its dates in force.",
    },
    why: Text {
        vi: "Tên, lĩnh vực, thời hạn của thủ tục này không chắc chắn; số thủ tục bị đếm thừa.",
        en: "Name, field and limit of the procedure are uncertain, and procedures are counted twice.",
    },
    source: "Danh mục thủ tục hành chính công bố theo Thông tư 02/2017/TT-VPCP [M]",
    example: Example { bad: "hai dòng 1.001770, thời hạn 5 và 10 ngày", good: "một dòng 1.001770" },
    check: Check::Raised,
};
