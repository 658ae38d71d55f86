//! TP018: A group row names a person: the group has no name in the results.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Group row names a person.
pub static RULE: Rule = Rule {
    code: "TP018",
    name: "group-row-names-person",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Dòng nhóm ghi một người", en: "Group row names a person" },
    message: Text {
        vi: "Dòng nhóm này ghi tên hoặc số định danh của một người, nên trong báo cáo chỉ ghi là “{group}”. Hãy ghi lĩnh vực hoặc đơn vị, hoặc xoá dòng.",
        en: "This group row holds the name or ID number of a person, so the report only calls it “{group}”. Enter the field or the unit, or delete the row.",
    },
    why: Text {
        vi: "Tên người không được thành tên lĩnh vực trong báo cáo.",
        en: "The name of a person must not become a field of the report.",
    },
    source: "Nghị định 13/2023/NĐ-CP về bảo vệ dữ liệu cá nhân [M]",
    example: Example {
        bad: "dòng nhóm “I. Bà …, CCCD …”", good: "dòng nhóm “I. Đo lường”"
    },
    check: Check::Raised,
};
