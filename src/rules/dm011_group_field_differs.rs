//! DM011: The case stands under a group row of another field of work than its procedure's.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Group differs from the procedure's field.
pub static RULE: Rule = Rule {
    code: "DM011",
    name: "group-field-differs",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Nhóm lĩnh vực khác lĩnh vực của thủ tục",
        en: "Group differs from the procedure's field",
    },
    message: Text {
        vi: "Nằm dưới nhóm “{g}” nhưng thủ tục {v} thuộc lĩnh vực “{f}”. Báo cáo dùng “{f}”. Hãy chuyển dòng, hoặc kiểm tra mã.",
        en: "Under group “{g}”, but {v} belongs to “{f}”. The report uses “{f}”. Move the row, or check the code.",
    },
    why: Text {
        vi: "Biểu II.06a xếp theo lĩnh vực của thủ tục.",
        en: "Form II.06a goes by the procedure's field of work.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example {
        bad: "dưới nhóm “Đo lường”, thủ tục của lĩnh vực “Năng lượng nguyên tử”",
        good: "nhóm và thủ tục cùng lĩnh vực",
    },
    check: Check::Raised,
};
