//! DM018: The limit of a procedure that cases use can't be read.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Limit unreadable.
pub static RULE: Rule = Rule {
    code: "DM018",
    name: "limit-unreadable",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Không đọc được thời hạn trong danh mục", en: "Limit of the catalogue unreadable"
    },
    message: Text {
        vi: "Không đọc được thời hạn “{v}” của thủ tục {code}. {n} hồ sơ của thủ tục này không được đối chiếu ngày hẹn; hồ sơ không có ngày hẹn được tính đúng hạn. Hãy ghi số và đơn vị, như “5 ngày làm việc”; nếu không có thời hạn thì ghi “Không quy định”.",
        en: "The limit “{v}” of procedure {code} can't be read. The due dates of its {n} cases aren't checked; those without one count as on time. Write number and unit, as in “5 ngày làm việc”, or “Không quy định” if there is no limit.",
    },
    why: Text {
        vi: "Không biết thời hạn thì không biết hồ sơ nào quá hạn.",
        en: "Without the limit nobody knows which cases are late.",
    },
    source: "Danh mục thủ tục hành chính công bố theo Thông tư 02/2017/TT-VPCP [M]",
    example: Example { bad: "Theo quy định của Luật", good: "5 ngày làm việc" },
    check: Check::Raised,
};
