//! CT027: A row states more than one case and counts as one.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Several cases in a row.
pub static RULE: Rule = Rule {
    code: "CT027",
    name: "several-cases-in-a-row",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Một dòng ghi nhiều hồ sơ", en: "Several cases in one row" },
    message: Text {
        vi: "Cột “{header}” ghi {n}, nhưng mỗi dòng chỉ được tính là một hồ sơ. Nếu là {n} hồ sơ, hãy ghi mỗi hồ sơ một dòng. Nếu là số bộ của một hồ sơ, hãy đổi tiêu đề thành “Số bộ” hoặc giải trình.",
        en: "Column “{header}” says {n}, but each row counts as one case. If these are {n} cases, give each its own row. If it is the number of copies of one case, change the heading to “Số bộ”, or explain.",
    },
    why: Text {
        vi: "Báo cáo thiếu những hồ sơ ghi gộp.",
        en: "The report lacks the cases that were put together.",
    },
    source: "Sổ theo dõi hồ sơ, Mẫu số 06 kèm theo Thông tư 01/2018/TT-VPCP (mỗi hồ sơ một dòng)",
    example: Example {
        bad: "một dòng, Số lượng hồ sơ: 12", good: "12 dòng, mỗi dòng một mã hồ sơ"
    },
    check: Check::Raised,
};
