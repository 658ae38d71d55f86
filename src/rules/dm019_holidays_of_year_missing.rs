//! DM019: Due dates fall into a year of which the list of holidays knows nothing.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Holidays of a year missing.
pub static RULE: Rule = Rule {
    code: "DM019",
    name: "holidays-of-year-missing",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Chưa có ngày nghỉ của năm", en: "Holidays of a year missing" },
    message: Text {
        vi: "Danh sách ngày nghỉ {list} {has}, chưa có Tết của năm {year}. {n} hồ sơ không có ngày hẹn được tính hạn mà không trừ ngày nghỉ của năm này; {k} hồ sơ có ngày hẹn chưa được đối chiếu với thời hạn. Hãy thêm ngày nghỉ năm {year} {todo}, hoặc giải trình.",
        en: "The list of holidays {list} {has}, the lunar new year of {year} is missing. {n} cases without a due date got one that skips no holiday of that year; {k} due dates weren't checked against the limit. Add the holidays of {year} {todo}, or explain.",
    },
    why: Text {
        vi: "Thiếu ngày Tết thì hạn tính ra sớm hơn thật, hồ sơ bị tính quá hạn oan.",
        en: "Without the holidays due dates come out too early, and cases are called late that aren't.",
    },
    source: "Bộ luật Lao động 2019, Điều 112; thông báo lịch nghỉ Tết, lễ hằng năm",
    example: Example {
        bad: "danh sách đến hết năm 2026, hồ sơ tiếp nhận năm 2027",
        good: "danh sách có đủ ngày nghỉ năm 2027",
    },
    check: Check::Raised,
};
