//! DM007: The catalogue gives the procedure to another unit.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Procedure belongs to another unit.
pub static RULE: Rule = Rule {
    code: "DM007",
    name: "procedure-of-other-unit",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Thủ tục thuộc đơn vị khác", en: "Procedure belongs to another unit" },
    message: Text {
        vi: "Thủ tục {v} thuộc {owner}, không thuộc {unit}. Hãy kiểm tra mã thủ tục, hoặc chuyển hồ sơ sang sổ của {owner}.",
        en: "Procedure {v} belongs to {owner}, not to {unit}. Check the code, or move the case to {owner}'s register.",
    },
    why: Text {
        vi: "Hồ sơ được tính cho đơn vị gửi sổ; nếu nhầm thì số liệu hai đơn vị đều sai.",
        en: "The case counts for the sender; if that is wrong, two units' figures are.",
    },
    source: "Danh mục thủ tục hành chính công bố theo Thông tư 02/2017/TT-VPCP [M]",
    example: Example {
        bad: "thủ tục của Phòng B trong sổ của Phòng A",
        good: "thủ tục của Phòng A trong sổ của Phòng A",
    },
    check: Check::Raised,
};
