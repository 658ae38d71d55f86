//! DG024: What the register says about timeliness differs from what its dates say.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Stated timeliness differs from the dates.
pub static RULE: Rule = Rule {
    code: "DG024",
    name: "stated-timeliness-differs",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Sổ ghi trước/đúng/quá hạn khác ngày tháng",
        en: "Stated timeliness differs from the dates",
    },
    message: Text {
        vi: "Sổ ghi “{v}” nhưng theo ngày tháng là “{s}” (hẹn {h}, xong {r}). Báo cáo dùng “{used}”. Hãy sửa chỗ sai, hoặc giải trình.",
        en: "The register says “{v}”, the dates say “{s}” (due {h}, finished {r}). The report uses “{used}”. Correct what is wrong, or explain.",
    },
    why: Text {
        vi: "Báo cáo tính theo ngày; sổ và báo cáo sẽ không khớp nhau.",
        en: "The dates decide; register and report won't agree.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example {
        bad: "ghi “Đúng hạn”, hẹn 10/01, xong 12/01",
        good: "ghi “Quá hạn”, hẹn 10/01, xong 12/01",
    },
    check: Check::Raised,
};
