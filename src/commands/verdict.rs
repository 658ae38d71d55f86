//! The outcome of a run or a check in one sentence.

use chrono::NaiveDate;

use crate::{
    flow::{page::grouped, report::Report},
    model::{
        finding::Severity,
        period::{Period, PeriodKind},
    },
    rules,
    text::{Lang, Text},
};

/// The verdict of a run: what was read, whether the report can be signed, how much is left to correct.
pub fn sentence(report: &Report, lang: Lang) -> String {
    let errors = report.count(Severity::Error);
    let (warnings, explained) = (report.open_warnings(), report.explained_warnings());
    let text = if errors > 0 {
        Text {
            vi: "{period}: đã đọc {registers} sổ, {cases} hồ sơ{apart}, {counted} hồ sơ được tính; còn {errors} lỗi phải sửa và {warnings} cảnh báo{explained}, báo cáo mới là dự thảo.",
            en: "{period}: {registers} read, {cases}{apart}, {counted} counted; {errors} to correct and {warnings}{explained}, so the report is a draft.",
        }
    } else if report.rows.cases == 0 {
        Text {
            vi: "{period}: đã đọc {registers} sổ, chưa có hồ sơ nào nên mọi số liệu đếm từ sổ đều bằng 0; không có lỗi, {warnings} cảnh báo{explained}.",
            en: "{period}: {registers} read without any case, so every figure counted from registers is 0; no errors, {warnings}{explained}.",
        }
    } else if warnings > 0 {
        Text {
            vi: "{period}: đã đọc {registers} sổ, {cases} hồ sơ{apart}, {counted} hồ sơ được tính; không có lỗi, còn {warnings} cảnh báo cần sửa hoặc giải trình trước khi ký{explained}.",
            en: "{period}: {registers} read, {cases}{apart}, {counted} counted; no errors, {warnings} to correct or explain before signing{explained}.",
        }
    } else if explained > 0 {
        Text {
            vi: "{period}: đã đọc {registers} sổ, {cases} hồ sơ{apart}, {counted} hồ sơ được tính; không có lỗi, {all} cảnh báo đều đã giải trình{end}.",
            en: "{period}: {registers} read, {cases}{apart}, {counted} counted; no errors, every warning is explained ({all}){end}.",
        }
    } else {
        Text {
            vi: "{period}: đã đọc {registers} sổ, {cases} hồ sơ{apart}, {counted} hồ sơ được tính; không có lỗi{end}.",
            en: "{period}: {registers} read, {cases}{apart}, {counted} counted; no errors{end}.",
        }
    };
    let mut said = fill(text, report, lang);
    if !report.is_over() {
        const SO_FAR: Text = Text {
            vi: " Kỳ báo cáo đến hết ngày {to} mới kết thúc: số liệu mới tính đến ngày {today}, chưa phải của cả kỳ.",
            en: " The period ends on {to} and is not over on {today}: the figures are those so far.",
        };
        let shown = |day| shown(day, lang);
        said += &SO_FAR.fill(lang, &[("to", shown(report.period.to)), ("today", shown(report.today))]);
    }
    said
}

/// How the sentence ends where nothing is left to correct: whether the report can be signed, or what people fill in
/// before. No more is promised than is known: nothing while the period lasts, or as long as the templates are not filled.
fn end(report: &Report, lang: Lang) -> String {
    const READY: Text =
        Text { vi: ", báo cáo sẵn sàng để ký", en: ", the report is ready to be signed" };
    const ONCE_FILLED: Text = Text {
        vi: "; báo cáo sẵn sàng để ký sau khi điền tay: {left}",
        en: "; the report is ready to be signed once these are filled in by hand: {left}",
    };
    const AGENCY: Text =
        Text { vi: "tên cơ quan (chưa ghi trong tthc.toml)", en: "the agency's name (not in tthc.toml)" };
    const PLACES: Text = Text { vi: "{n} chỗ tô vàng trong {name}", en: "{n} yellow places of {name}" };
    let Some(to_fill) = report.to_fill.as_ref().filter(|_| report.is_over()) else { return String::new() };
    let agency = report.agency.name.is_empty().then(|| AGENCY.get(lang).to_owned());
    let places = to_fill
        .iter()
        .map(|(name, n)| PLACES.fill(lang, &[("n", grouped(*n as u64, lang)), ("name", name.clone())]));
    let left: Vec<String> = agency.into_iter().chain(places).collect();
    if left.is_empty() {
        READY.get(lang).to_owned()
    } else {
        ONCE_FILLED.fill(lang, &[("left", left.join(", "))])
    }
}

/// The verdict of a check: what was checked and how much is left to correct. Nothing was counted for a report.
pub fn checked(report: &Report, lang: Lang) -> String {
    let text = if report.count(Severity::Error) > 0 {
        Text {
            vi: "Đã kiểm tra {registers} sổ, {cases} hồ sơ{apart}: có {errors} lỗi phải sửa và {warnings} cảnh báo.",
            en: "Checked {registers}, {cases}{apart}: {errors} to correct and {warnings}.",
        }
    } else if report.open_warnings() > 0 {
        Text {
            vi: "Đã kiểm tra {registers} sổ, {cases} hồ sơ{apart}: không có lỗi, có {warnings} cảnh báo cần xem.",
            en: "Checked {registers}, {cases}{apart}: no errors, {warnings} to look at.",
        }
    } else {
        Text {
            vi: "Đã kiểm tra {registers} sổ, {cases} hồ sơ{apart}: không có lỗi.",
            en: "Checked {registers}, {cases}{apart}: no errors.",
        }
    };
    fill(text, report, lang)
}

fn fill(text: Text, report: &Report, lang: Lang) -> String {
    let registers =
        report.files.iter().filter(|file| !file.sheets.is_empty() && file.replaced_by.is_none()).count()
            as u64;
    // Vietnamese has no plural; English counts with its noun.
    let number = |number: u64, noun: &str| match (lang, number) {
        (Lang::Vi, _) => grouped(number, lang),
        (Lang::En, 1) => format!("1 {noun}"),
        (Lang::En, _) => format!("{} {noun}s", grouped(number, lang)),
    };
    let explained = report.explained_warnings() as u64;
    let beside = match (lang, explained) {
        (_, 0) => String::new(),
        (Lang::Vi, _) => format!(" (ngoài ra {} cảnh báo đã giải trình)", grouped(explained, lang)),
        (Lang::En, _) => format!(" ({} more explained)", grouped(explained, lang)),
    };
    // A register that a later one replaces is not among the registers either.
    let superseded = report.fates.superseded;
    let apart = match (lang, superseded) {
        (_, 0) => String::new(),
        (Lang::Vi, _) => format!(" (không kể {} hồ sơ trong sổ đã được thay thế)", grouped(superseded, lang)),
        (Lang::En, _) => format!(" (and {} more in replaced registers)", grouped(superseded, lang)),
    };
    text.fill(
        lang,
        &[
            ("period", title(&report.period, lang)),
            ("registers", number(registers, "register")),
            ("cases", number(report.rows.cases.saturating_sub(superseded), "case")),
            ("apart", apart),
            ("counted", grouped(report.fates.counted, lang)),
            ("errors", number(report.count(Severity::Error) as u64, "error")),
            ("warnings", number(report.open_warnings() as u64, "warning")),
            ("explained", beside),
            ("end", end(report, lang)),
            ("all", grouped(explained, lang)),
        ],
    )
}

/// The period's name: `Quý I năm 2023`, `Quarter 1 of 2023`.
pub fn title(period: &Period, lang: Lang) -> String {
    if lang == Lang::Vi {
        return period.title();
    }
    match period.kind {
        PeriodKind::Month(year, month) => format!("Month {month} of {year}"),
        PeriodKind::Quarter(year, quarter) => format!("Quarter {quarter} of {year}"),
        PeriodKind::Half(year, 1) => format!("First half of {year}"),
        PeriodKind::Half(year, _) => format!("Second half of {year}"),
        PeriodKind::NineMonths(year) => format!("Nine months of {year}"),
        PeriodKind::Year(year) => format!("Year {year}"),
        PeriodKind::Window => format!("From {} to {}", period.from, period.to),
    }
}

/// The period's name with its first and last day; a window's name holds them already.
pub fn dated_title(period: &Period, lang: Lang) -> String {
    if period.kind == PeriodKind::Window {
        return title(period, lang);
    }
    format!("{} ({} – {})", title(period, lang), shown(period.from, lang), shown(period.to, lang))
}

fn shown(day: NaiveDate, lang: Lang) -> String {
    if lang == Lang::Vi { rules::shown(day) } else { day.to_string() }
}
