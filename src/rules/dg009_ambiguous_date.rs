//! DG009: A date that may be day/month or month/day where nothing decides; read as day/month. An error where the evidence contradicts itself.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Ambiguous date.
pub static RULE: Rule = Rule {
    code: "DG009",
    name: "ambiguous-date",
    severity: Severity::Warning,
    fix: Fix::Choice,
    waivable: true,
    title: Text { vi: "Ngày hiểu được hai cách", en: "Ambiguous date" },
    message: Text {
        vi: "“{v}” có thể là {a} hoặc {b}; cột này không cho biết. Đang đọc là {a}. Nếu đúng, chọn Đồng ý hoặc giải trình; nếu không, ghi ngày đúng. Trong sổ, ghi dạng năm-tháng-ngày ({iso}) thì chỉ hiểu được một cách.",
        en: "“{v}” may be {a} or {b}; the column doesn't tell. It is read as {a}. If that is right, agree or explain; if not, give the right day. In the register year-month-day ({iso}) can be read in one way only.",
    },
    why: Text {
        vi: "Hai cách đọc có thể rơi vào hai kỳ báo cáo khác nhau.",
        en: "The two readings may fall into different periods.",
    },
    source: "Thực tế sổ theo dõi (ngày dạng chữ)",
    example: Example {
        bad: "05/01/2023 dạng chữ, cả cột không có ngày nào trên 12",
        good: "05/01/2023 dạng ngày",
    },
    check: Check::Raised,
};
