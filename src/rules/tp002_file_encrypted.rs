//! TP002: The file needs a password to open.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// File needs a password.
pub static RULE: Rule = Rule {
    code: "TP002",
    name: "file-encrypted",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Tệp đặt mật khẩu mở", en: "File needs a password" },
    message: Text {
        vi: "Tệp đặt mật khẩu mở nên không đọc được. Hãy bỏ mật khẩu mở tệp rồi nộp lại (mật khẩu khoá trang tính thì không cần bỏ).",
        en: "The file has an opening password and can't be read. Remove it and submit again (a sheet-protection password may stay).",
    },
    why: Text {
        vi: "Chương trình không hỏi và không giữ mật khẩu của ai; tệp khoá thì không hồ sơ nào được tính.",
        en: "The program neither asks for nor keeps passwords; no case of a locked file is counted.",
    },
    source: "Thực tế sổ theo dõi (tệp Office mã hoá nằm trong hộp OLE “EncryptedPackage”)",
    example: Example { bad: "so.xlsx có mật khẩu mở", good: "so.xlsx chỉ khoá trang tính" },
    check: Check::Raised,
};
