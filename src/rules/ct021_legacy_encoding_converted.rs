//! CT021: Text typed in an encoding from before Unicode (TCVN3, VNI) was converted.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// TCVN3 or VNI text converted.
pub static RULE: Rule = Rule {
    code: "CT021",
    name: "legacy-encoding-converted",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text {
        vi: "Chữ TCVN3 hoặc VNI đã chuyển sang Unicode", en: "TCVN3 or VNI text converted"
    },
    message: Text {
        vi: "Chữ gõ bằng bảng mã {encoding} ({where}); đã đọc như Unicode. Khi có thể, hãy chuyển sổ sang phông Unicode (Times New Roman).",
        en: "Text typed in {encoding} ({where}) was read as Unicode. When convenient, convert the register to a Unicode font (Times New Roman).",
    },
    why: Text {
        vi: "Tên thủ tục gõ bằng bảng mã cũ không khớp danh mục nếu không chuyển.",
        en: "Procedure names in an old encoding wouldn't match the catalogue.",
    },
    source: "Bảng mã Unicode TCVN 6909:2001 theo Nghị định 30/2020/NĐ-CP, Phụ lục I",
    example: Example { bad: "hå s¬", good: "hồ sơ" },
    check: Check::Raised,
};
