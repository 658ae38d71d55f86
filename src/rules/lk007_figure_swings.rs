//! LK007: A figure differs a lot from the period before.

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// Figure swings.
pub static RULE: Rule = Rule {
    code: "LK007",
    name: "figure-swings",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Số liệu tăng, giảm bất thường", en: "Figure differs a lot from the period before"
    },
    message: Text {
        vi: "“{figure}”: {a} kỳ {prev}, {b} kỳ này ({p} %). Hãy kiểm tra sổ có thiếu hoặc lặp dòng không, hoặc giải trình.",
        en: "“{figure}”: {a} in {prev}, {b} now ({p} %). Check the registers for missing or repeated rows, or explain.",
    },
    why: Text {
        vi: "Biến động lớn thường do thiếu một sổ hoặc tính hai lần.",
        en: "A large swing often is a missing register or one counted twice.",
    },
    source: "Thực tế kiểm tra số liệu giữa các kỳ; ngưỡng do cơ quan đặt",
    example: Example { bad: "kỳ trước 200, kỳ này 20", good: "kỳ trước 200, kỳ này 190" },
    check: Check::Later(Needs::OtherPeriod),
};
