//! CD017: No period was given; the quarter that most receipt dates fall in was taken.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Period taken from the data.
pub static RULE: Rule = Rule {
    code: "CD017",
    name: "period-from-data",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text { vi: "Kỳ báo cáo lấy theo dữ liệu", en: "Period taken from the data" },
    message: Text {
        vi: "Chưa khai báo kỳ báo cáo; lấy {period} vì {k} trong {n} hồ sơ được tiếp nhận trong kỳ này. Muốn chọn kỳ khác, hãy ghi vào tthc.toml hoặc dùng --period.",
        en: "No period was given; {period} was taken because {k} of {n} cases were received in it. To choose another, set it in tthc.toml or use --period.",
    },
    why: Text {
        vi: "Chọn nhầm kỳ thì mọi số liệu đều khác.",
        en: "Another period gives other figures throughout.",
    },
    source: "Nghị định 09/2019/NĐ-CP, Điều 12 (thời gian chốt số liệu)",
    example: Example { bad: "tthc.toml không ghi kỳ", good: "tthc.toml ghi kỳ 2023-Q1" },
    check: Check::Raised,
};
