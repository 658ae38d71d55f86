//! CT001: No sheet of the file has a table with enough known headings, or a sheet has the headings of a catalogue and rows
//! that are cases.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// No register table found.
pub static RULE: Rule = Rule {
    code: "CT001",
    name: "no-register-table",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Không tìm thấy bảng sổ theo dõi", en: "No register table found" },
    message: Text {
        vi: "Không tìm thấy bảng {what} nào trong tệp hoặc trang này. Trang giống nhất: “{sheet}” (có {found}; thiếu {missing}). Hãy bổ sung tiêu đề cột, hoặc {way}.{more}",
        en: "No table of a {what} was found in this file or sheet. Closest sheet: “{sheet}” (has {found}; lacks {missing}). Add the column headings, or {way}.{more}",
    },
    why: Text {
        vi: "Không biết cột nào là gì thì không hồ sơ nào trong tệp được tính.",
        en: "Without knowing which column is which, no case of the file is counted.",
    },
    source: "Sổ theo dõi hồ sơ, Mẫu số 06 kèm theo Thông tư 01/2018/TT-VPCP",
    example: Example {
        bad: "bảng không có dòng tiêu đề",
        good: "STT | Mã hồ sơ | Tên TTHC | Ngày tiếp nhận | Ngày hẹn trả | Ngày trả kết quả",
    },
    check: Check::Raised,
};
