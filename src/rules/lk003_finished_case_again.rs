//! LK003: A case reported as finished in an earlier period counts again.

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// Finished case counts again.
pub static RULE: Rule = Rule {
    code: "LK003",
    name: "finished-case-again",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text {
        vi: "Hồ sơ đã báo cáo giải quyết nay được tính lại",
        en: "Case reported as finished counts again",
    },
    message: Text {
        vi: "Hồ sơ {v} đã được báo cáo giải quyết ở kỳ {prev}, nay lại được tính. Hãy kiểm tra ngày kết thúc; nếu là hồ sơ mới, hãy ghi mã mới.",
        en: "Case {v} was reported as finished for {prev} and counts again. Check its finish date; a new case needs a code of its own.",
    },
    why: Text {
        vi: "Một hồ sơ chỉ được giải quyết một lần.", en: "A case is finished once."
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example {
        bad: "xong 10/03/2023 đã báo cáo quý I, nay ghi xong 10/04/2023",
        good: "ngày kết thúc giữ nguyên 10/03/2023",
    },
    check: Check::Later(Needs::OtherPeriod),
};
