//! DM017: A catalogue lies in the inbox while there is one in its own folder; it is not used.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Catalogue of the inbox not used.
pub static RULE: Rule = Rule {
    code: "DM017",
    name: "catalogue-not-used",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Danh mục trong hộp thư không dùng đến", en: "Catalogue of the inbox not used"
    },
    message: Text {
        vi: "Trang “{sheet}” của tệp này ({n} dòng) được hiểu là danh mục thủ tục và không được dùng, vì đã có danh mục {used}. Nếu đây là sổ theo dõi, hãy ghi tiêu đề cột như Mẫu số 06. Nếu là danh mục, hãy chuyển vào danh-muc/ hoặc đưa ra khỏi hộp thư.",
        en: "Sheet “{sheet}” of this file ({n} rows) was taken for a procedure catalogue and isn't used, since there is {used}. If it is a register, use headings as in form 06. If it is a catalogue, move it into danh-muc/ or out of the inbox.",
    },
    why: Text {
        vi: "Các dòng của trang không được tính là hồ sơ và cũng không bổ sung danh mục.",
        en: "The rows count as no cases, and complete no catalogue either.",
    },
    source: "Thực tế thư mục báo cáo (danh mục để chung với sổ)",
    example: Example {
        bad: "hop-thu/phong-a/danh-muc.xlsx khi đã có danh-muc/danh-muc-tthc.xlsx",
        good: "chỉ một danh mục trong danh-muc/",
    },
    check: Check::Raised,
};
