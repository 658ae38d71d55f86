//! CT006: The account of a sheet's rows: every row has exactly one class.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Account of the rows.
pub static RULE: Rule = Rule {
    code: "CT006",
    name: "row-accounting",
    severity: Severity::Info,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Kết toán số dòng", en: "Account of the rows" },
    message: Text {
        vi: "{total} dòng = {data} hồ sơ + {group} dòng nhóm + {sum} dòng cộng + {other} dòng tiêu đề, trống, ghi chú, ký tên.",
        en: "{total} rows = {data} cases + {group} group rows + {sum} total rows + {other} title, blank, note and signature rows.",
    },
    why: Text {
        vi: "Không dòng nào biến mất mà không ai biết.", en: "No row vanishes unnoticed."
    },
    source: "Thực tế sổ theo dõi (dòng nhóm lĩnh vực, dòng cộng, phần ký tên xen giữa hồ sơ)",
    example: Example { bad: "đếm thiếu dòng cuối sổ", good: "22 = 8 + 1 + 1 + 12" },
    check: Check::Raised,
};
