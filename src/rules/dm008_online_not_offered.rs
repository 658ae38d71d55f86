//! DM008: The case was received online, but the catalogue does not offer the procedure online.

use super::{Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text};
use crate::cells::words::{Channel, Level};

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
    check: Check::Case(check),
};

fn check(case: &Case, facts: &Facts<'_>) -> Option<Hit> {
    let online = case.channel.get() == Some(Channel::Online);
    let procedure = facts.procedure(case).filter(|_| online)?;
    matches!(procedure.level, Some(Level::Information | Level::None))
        .then(|| Hit::new(ColumnKind::Channel, ONLINE).with("v", &procedure.code))
}

const ONLINE: &str = "trực tuyến";

#[cfg(test)]
mod tests {
    use super::{super::sample::*, *};
    use crate::rules::Entry;

    #[test]
    fn only_an_online_case_of_a_procedure_not_offered_online_is_reported() {
        let mut case = case();
        let mut procedure = procedure("1.001770", "Cấp giấy phép");
        for (channel, level, reported) in [
            (Channel::Online, Some(Level::Information), true),
            (Channel::Online, Some(Level::None), true),
            (Channel::Online, Some(Level::Partial), false),
            (Channel::Online, None, false),
            (Channel::Post, Some(Level::Information), false),
        ] {
            case.channel = Entry::Value(channel);
            procedure.level = level;
            assert_eq!(
                hit_with(&RULE, &case, procedure.clone()).is_some(),
                reported,
                "{channel:?} {level:?}"
            );
        }
    }
}
