//! CT004: A heading was recognised only because it is similar to a known one.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Heading recognised by similarity.
pub static RULE: Rule = Rule {
    code: "CT004",
    name: "heading-by-similarity",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Tiêu đề cột hiểu theo độ giống", en: "Heading recognised by similarity" },
    message: Text {
        vi: "Cột {c} “{header}” được hiểu là “{field}” (giống {score} %). Nếu đúng, hãy thêm tên cột này vào tthc.toml; nếu sai, hãy sửa tiêu đề cột.",
        en: "Column {c} “{header}” was taken as “{field}” ({score} % alike). If right, add the heading to tthc.toml; if not, correct the heading.",
    },
    why: Text {
        vi: "Hiểu sai một cột là sai cả sổ; người lập cần xem lại một lần.",
        en: "One misread column spoils the whole register; someone should look once.",
    },
    source: "Thực tế sổ theo dõi (tiêu đề gõ sai, viết tắt)",
    example: Example { bad: "“Ngày tiêp nhận hs”", good: "“Ngày tiếp nhận”" },
    check: Check::Raised,
};
