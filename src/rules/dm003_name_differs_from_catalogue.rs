//! DM003: The register's name of the procedure is not the catalogue's name for that code.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Name differs from the catalogue.
pub static RULE: Rule = Rule {
    code: "DM003",
    name: "name-differs-from-catalogue",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: true,
    title: Text { vi: "Tên thủ tục khác danh mục", en: "Name differs from the catalogue" },
    message: Text {
        vi: "Mã {v} trong danh mục là “{cat}”, sổ ghi “{name}”. Hãy kiểm tra sai mã hay sai tên rồi sửa.",
        en: "{v} is “{cat}” in the catalogue; the register says “{name}”. Check whether the code or the name is wrong, and correct it.",
    },
    why: Text {
        vi: "Báo cáo xếp theo mã; nếu mã sai thì hồ sơ nằm nhầm thủ tục, nhầm lĩnh vực.",
        en: "The report goes by the code; if the code is wrong the case stands under the wrong procedure.",
    },
    source: "Danh mục thủ tục hành chính công bố theo Thông tư 02/2017/TT-VPCP [M]",
    example: Example {
        bad: "1.001770, “Gia hạn giấy phép”", good: "1.001770 với đúng tên trong danh mục"
    },
    check: Check::Raised,
};
