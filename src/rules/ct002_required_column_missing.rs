//! CT002: A register lacks a column without which its cases cannot be placed: a receipt date, and a case code or a procedure.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Required column missing.
pub static RULE: Rule = Rule {
    code: "CT002",
    name: "required-column-missing",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Thiếu cột bắt buộc", en: "Required column missing" },
    message: Text {
        vi: "Thiếu cột bắt buộc “{field}”. Cột gần giống: {candidates}. Hãy thêm cột, hoặc sửa lại tiêu đề cột cho đúng.",
        en: "Required column “{field}” is missing. Similar columns: {candidates}. Add the column, or correct its heading.",
    },
    why: Text {
        vi: "Không có ngày tiếp nhận thì không biết hồ sơ thuộc kỳ nào.",
        en: "Without a receipt date nobody can tell which period a case belongs to.",
    },
    source: "Sổ theo dõi hồ sơ, Mẫu số 06 kèm theo Thông tư 01/2018/TT-VPCP",
    example: Example {
        bad: "sổ không có cột “Ngày tiếp nhận”", good: "cột “Ngày tiếp nhận”"
    },
    check: Check::Raised,
};
