//! DG027: A whole column is read month/day on the word of a single date.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Order of a column by one date.
pub static RULE: Rule = Rule {
    code: "DG027",
    name: "order-by-one-date",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Cả cột đọc theo tháng/ngày chỉ vì một ngày", en: "A column is month/day by one date"
    },
    message: Text {
        vi: "Cột {c} có {n} ngày hiểu được hai cách; tất cả được đọc theo tháng/ngày/năm chỉ vì một ngày {where}. Nếu ngày đó gõ nhầm, cả cột bị đọc ngược. Hãy đối chiếu hồ sơ gốc: sửa ngày đó, hoặc giải trình.",
        en: "Column {c} has {n} dates that may be read both ways; all are read month/day/year by a single date {where}. If that date is a slip, the whole column is read the wrong way round. Look at the papers: correct that date, or explain.",
    },
    why: Text {
        vi: "Một ô gõ nhầm không nên làm đổi kỳ, đổi hạn của các hồ sơ khác mà không ai biết.",
        en: "One slip must not move the other cases to another period, or past their due date, without anybody knowing.",
    },
    source: "Thực tế sổ theo dõi (01/13/2023 gõ nhầm trong cột ngày/tháng)",
    example: Example {
        bad: "05/01/2023, 06/01/2023, 01/13/2023 dạng chữ",
        good: "05/01/2023, 06/01/2023, 13/01/2023",
    },
    check: Check::Raised,
};
