//! CT010: Rows that look like cases follow the signature block; they are not counted.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Cases after the signatures.
pub static RULE: Rule = Rule {
    code: "CT010",
    name: "cases-after-footer",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Hồ sơ sau phần ký tên", en: "Cases after the signatures" },
    message: Text {
        vi: "Sau phần ký tên còn {k} dòng giống hồ sơ (từ dòng {row}); các dòng này vẫn được tính. Nếu là hồ sơ, hãy chuyển lên trên dòng cộng; nếu không, hãy xoá.",
        en: "After the signatures there are {k} more rows that look like cases (from row {row}); they are counted. If they are cases, move them above the total row; if not, delete them.",
    },
    why: Text {
        vi: "Hồ sơ nhập sau khi đã kẻ phần ký tên thường không nằm trong dòng cộng mà người ký nhìn thấy.",
        en: "Cases entered below the signatures are usually missing from the total that was signed.",
    },
    source: "Thực tế sổ theo dõi (nhập tiếp dưới chữ ký)",
    example: Example {
        bad: "dòng hồ sơ dưới “Người lập biểu”", good: "hồ sơ nằm trên dòng “Cộng”"
    },
    check: Check::Raised,
};
