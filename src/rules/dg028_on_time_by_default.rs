//! DG028: Cases count as on time only because nothing says until when they were due.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// On time by default.
pub static RULE: Rule = Rule {
    code: "DG028",
    name: "on-time-by-default",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Tính đúng hạn vì không biết hạn", en: "On time for want of a due date" },
    message: Text {
        vi: "{n} hồ sơ không có ngày hẹn, danh mục cũng không cho biết thời hạn: theo quy ước được tính đúng hạn hoặc trong hạn ({cells}). Hãy điền ngày hẹn, hoặc bổ sung thời hạn vào danh mục, hoặc giải trình.",
        en: "{n} cases have no due date and the catalogue gives no limit: by convention they count as on time or in time ({cells}). Enter the due dates, or the limits in the catalogue, or explain.",
    },
    why: Text {
        vi: "Số đúng hạn không có căn cứ; hồ sơ quá hạn có thể bị che.",
        en: "Such figures rest on nothing, and late cases may hide among them.",
    },
    source: "Chính sách đếm trong tthc.toml (khong_han)",
    example: Example {
        bad: "nhận 05/01/2023, không có ngày hẹn, xong 10/03/2023",
        good: "nhận 05/01/2023, hẹn 12/01/2023, xong 10/03/2023",
    },
    check: Check::Raised,
};
