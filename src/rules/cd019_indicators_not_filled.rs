//! CD019: A sheet of indicators has not a single value: it was not filled in yet.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Sheet of indicators without any value.
pub static RULE: Rule = Rule {
    code: "CD019",
    name: "indicators-not-filled",
    severity: Severity::Info,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Phiếu chỉ tiêu chưa điền", en: "Sheet of indicators not filled in" },
    message: Text {
        vi: "Phiếu có {n} chỉ tiêu, cột “Số liệu” chưa điền ô nào; báo cáo để trống các chỉ tiêu này. Hãy điền (không phát sinh thì ghi 0), hoặc bỏ phiếu khỏi hop-thu nếu đơn vị không phải báo cáo.",
        en: "The sheet lists {n} indicators and its value column is all blank; the report leaves them open. Fill it in (0 if there was nothing), or take it out of hop-thu if the unit need not report them.",
    },
    why: Text {
        vi: "Phiếu chưa ai điền khác với phiếu điền thiếu: chưa có số nào để báo cáo.",
        en: "A sheet that nobody filled in differs from one with gaps: there is no figure to report yet.",
    },
    source: "Phiếu chỉ tiêu nhập tay của đơn vị",
    example: Example {
        bad: "cột “Số liệu” để trống cả cột",
        good: "ô nào cũng có số, không phát sinh thì ghi 0",
    },
    check: Check::Raised,
};
