//! DG009: A date that may be day/month or month/day where nothing decides; read as day/month. An error where the evidence
//! contradicts itself, or where the date stands alone with its order.

use chrono::NaiveDate;

use super::{Check, Example, Fix, Rule, Severity, Text, shown};
use crate::model::finding::Finding;

/// Ambiguous date.
pub static RULE: Rule = Rule {
    code: "DG009",
    name: "ambiguous-date",
    severity: Severity::Warning,
    fix: Fix::Choice,
    waivable: true,
    title: Text { vi: "Ngày hiểu được hai cách", en: "Ambiguous date" },
    message: Text {
        vi: "“{v}” {doubt}. Đang đọc là {r}. {todo} Trong sổ, ghi dạng năm-tháng-ngày ({iso}) thì chỉ hiểu được một cách.",
        en: "“{v}” {doubt}. It is read as {r}. {todo} In the register year-month-day ({iso}) can be read in one way only.",
    },
    why: Text {
        vi: "Hai cách đọc có thể rơi vào hai kỳ báo cáo khác nhau.",
        en: "The two readings may fall into different periods.",
    },
    source: "Thực tế sổ theo dõi (ngày dạng chữ)",
    example: Example {
        bad: "05/01/2023 dạng chữ, cả cột không có ngày nào trên 12",
        good: "05/01/2023 dạng ngày",
    },
    check: Check::Raised,
};

/// The finding on a date that is read as `used` and could be `other`.
pub(crate) fn either(
    finding: Finding,
    text: &str,
    used: NaiveDate,
    other: NaiveDate,
    contradicted: bool,
) -> Finding {
    let (day, else_day) = (shown(used), shown(other));
    let (vi, en) = if contradicted {
        ("các căn cứ về thứ tự ngày, tháng của cột mâu thuẫn nhau", "what tells the order contradicts itself")
    } else {
        ("cột này không cho biết", "the column doesn't tell")
    };
    let finding = finding.with_words(
        "doubt",
        format!("có thể là {day} hoặc {else_day}; {vi}"),
        format!("may be {day} or {else_day}; {en}"),
    );
    let days = vec![day, else_day];
    // Where the evidence contradicts itself, nothing speaks for either.
    let finding = if contradicted {
        finding.offer(days).as_severity(Severity::Error)
    } else {
        finding.choose(days).as_severity(Severity::Warning)
    };
    ask(finding, text, used)
}

/// The finding on a date that can only be month/day, in a column that is read day/month.
pub(crate) fn alone(finding: Finding, text: &str, day: NaiveDate) -> Finding {
    let finding = finding.with_words(
        "doubt",
        "chỉ đọc được theo tháng/ngày, còn các ngày khác của cột đọc theo ngày/tháng",
        "can only be month/day, while the other dates of the column are day/month",
    );
    ask(finding.offer(vec![shown(day)]).as_severity(Severity::Error), text, day)
}

fn ask(finding: Finding, text: &str, used: NaiveDate) -> Finding {
    let mut finding = finding.with("v", text).with("r", shown(used)).with("iso", used.to_string());
    say_what_to_do(&mut finding);
    finding
}

/// Says what to do in words that hold for the suggestion as it is now: there may be none any more once it was looked at
/// beside the other days of the row, or it may be the other day.
pub(crate) fn say_what_to_do(finding: &mut Finding) {
    let hole =
        |name: &str| finding.values.iter().find(|(hole, _)| *hole == name).map(|(_, text)| text.clone());
    let (used, suggested) = (hole("r").unwrap_or_default(), finding.suggestion.as_deref());
    let (vi, en) = match suggested {
        _ if finding.severity == Severity::Error => (
            "Hãy ghi ngày đúng vào cột Giá trị đúng, hoặc sửa trong sổ.".to_owned(),
            "Write the right day into the column Right value, or correct the register.".to_owned(),
        ),
        Some(day) if day == used => (
            "Nếu đúng, chọn Đồng ý hoặc giải trình; nếu không, ghi ngày đúng.".to_owned(),
            "If that is right, agree or explain; if not, give the right day.".to_owned(),
        ),
        Some(day) => (
            format!("Nếu đúng, hãy giải trình; nếu đúng ra là {day}, chọn Đồng ý; nếu không, ghi ngày đúng."),
            format!("If that is right, explain; if it should be {day}, agree; if not, give the right day."),
        ),
        None => (
            "Nếu đúng, hãy giải trình; nếu không, ghi ngày đúng.".to_owned(),
            "If that is right, explain; if not, give the right day.".to_owned(),
        ),
    };
    for (words, text) in [(&mut finding.values, vi), (&mut finding.english, en)] {
        words.retain(|(hole, _)| *hole != "todo");
        words.push(("todo", text));
    }
}
