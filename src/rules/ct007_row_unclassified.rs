//! CT007: A row that is neither clearly a case nor clearly something else.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Row neither case nor remark.
pub static RULE: Rule = Rule {
    code: "CT007",
    name: "row-unclassified",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Dòng không rõ là hồ sơ hay ghi chú", en: "Row neither case nor remark" },
    message: Text {
        vi: "Không xác định được dòng này là hồ sơ hay ghi chú: “{text}”. Nếu là hồ sơ, hãy điền mã hồ sơ và ngày tiếp nhận; nếu không, hãy đưa ghi chú ra ngoài bảng.",
        en: "Can't tell whether this row is a case or a remark: “{text}”. If it is a case, enter its code and receipt date; if not, move the remark out of the table.",
    },
    why: Text {
        vi: "Dòng này không được đếm; nếu là hồ sơ thì báo cáo thiếu.",
        en: "The row isn't counted; if it is a case, the report lacks it.",
    },
    source: "Thực tế sổ theo dõi (ghi chú viết giữa bảng)",
    example: Example {
        bad: "dòng chỉ có “chờ xác minh thêm”", good: "dòng có mã hồ sơ và ngày tiếp nhận"
    },
    check: Check::Raised,
};
