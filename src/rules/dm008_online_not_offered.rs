//! DM008: The case was received online, but the catalogue does not offer the procedure online.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Received online though not offered online.
pub static RULE: Rule = Rule {
    code: "DM008",
    name: "online-not-offered",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Tiếp nhận trực tuyến nhưng thủ tục không cung cấp trực tuyến",
        en: "Received online though not offered online",
    },
    message: Text {
        vi: "Ghi tiếp nhận trực tuyến nhưng thủ tục {v} chỉ cung cấp thông tin trực tuyến. Hãy kiểm tra hình thức tiếp nhận, hoặc giải trình.",
        en: "Marked as received online, but {v} is only offered as information online. Check the channel, or explain.",
    },
    why: Text {
        vi: "Cột (4) của Biểu II.06a chỉ tính hồ sơ nộp trực tuyến thật.",
        en: "Column (4) of form II.06a counts only cases really submitted online.",
    },
    source: "Nghị định 42/2022/NĐ-CP (dịch vụ công trực tuyến toàn trình, một phần)",
    example: Example {
        bad: "trực tuyến, thủ tục chỉ cung cấp thông tin",
        good: "trực tuyến, thủ tục toàn trình",
    },
    check: Check::Raised,
};
