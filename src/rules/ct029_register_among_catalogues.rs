//! CT029: A register lies among the catalogue files, where no case is read.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Register among the catalogue files.
pub static RULE: Rule = Rule {
    code: "CT029",
    name: "register-among-catalogues",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Sổ để trong danh-muc/", en: "Register among the catalogue files" },
    message: Text {
        vi: "Trang “{sheet}” có {n} dòng giống hồ sơ nhưng tệp nằm trong danh-muc/, nên không hồ sơ nào ở đây được tính. Nếu là sổ của kỳ này, hãy chuyển tệp vào hộp thư.",
        en: "Sheet “{sheet}” has {n} rows that look like cases, but the file lies in danh-muc/, so none of them is counted. If it is a register of this period, move it into the inbox.",
    },
    why: Text {
        vi: "Hồ sơ chỉ được đọc từ hộp thư; sổ để nhầm chỗ vắng mặt trong báo cáo.",
        en: "Cases are read from the inbox only; a register in the wrong place is missing from the report.",
    },
    source: "Thực tế thư mục báo cáo (sổ để nhầm thư mục)",
    example: Example { bad: "danh-muc/so-phong-a.xlsx", good: "hop-thu/phong-a/so.xlsx" },
    check: Check::Raised,
};
