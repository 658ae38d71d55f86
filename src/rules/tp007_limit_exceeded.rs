//! TP007: The file exceeds a limit of size, rows or expansion that protects the machine.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// File over the limit.
pub static RULE: Rule = Rule {
    code: "TP007",
    name: "limit-exceeded",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Tệp vượt giới hạn", en: "File over the limit" },
    message: Text {
        vi: "Tệp vượt giới hạn ({what}: {value}, tối đa {limit}). Hãy tách sổ theo tháng, hoặc xoá các dòng và định dạng thừa ở cuối trang.",
        en: "The file is over a limit ({what}: {value}, at most {limit}). Split the register by month, or clear unused rows and formatting at the end of the sheet.",
    },
    why: Text {
        vi: "Tệp quá lớn hoặc nén bất thường có thể làm treo máy; hồ sơ trong tệp chưa được tính.",
        en: "Oversized or strangely compressed files can stall the machine; their cases aren't counted.",
    },
    source: "Giới hạn của Excel (1.048.576 dòng, 16.384 cột một trang) và giới hạn an toàn khi giải nén",
    example: Example {
        bad: "trang tính định dạng đến dòng 1.048.576", good: "sổ của một tháng"
    },
    check: Check::Raised,
};
