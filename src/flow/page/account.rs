//! What the figures rest on: the comparison with an earlier period, the account of every row, the counting policy.

use super::{
    figures::of_the_form,
    html::{
        Breakable, Escaped, Out, cell, close_section, close_table, grouped, named, number, open_section,
        open_table, put,
    },
};
use crate::{
    flow::{
        previous::{Earlier, Search},
        report::Report,
    },
    model::figure::Figure,
    text::{Lang, Text},
};

/// The comparison with the previous period, or one muted line.
pub(super) fn comparison(out: &mut Out, report: &Report, search: &Search, lang: Lang) {
    const TITLE: Text = Text { vi: "So với kỳ trước", en: "Against the previous period" };
    const NONE: Text = Text {
        vi: "Chưa có kết quả kỳ trước. Muốn so sánh, chép ket-qua.json của kỳ trước vào thư mục danh-muc.",
        en: "There is no earlier result. To compare, copy ket-qua.json of the previous period into danh-muc.",
    };
    open_section(out, "ky-truoc", TITLE.get(lang));
    match &search.chosen {
        Some(earlier) => compared(out, report, earlier, search.adjoins, lang),
        None => put!(out, "<p class=\"muted\">{}</p>\n", NONE.get(lang)),
    }
    if !search.passed.is_empty() {
        put!(out, "<p class=\"muted\">");
        for (at, (path, why)) in search.passed.iter().enumerate() {
            let gap = if at == 0 { "" } else { "; " };
            put!(out, "{gap}{}: {}", Breakable(path), Escaped(&search.why(*why, lang)));
        }
        put!(out, ".</p>\n");
    }
    close_section(out);
}

fn compared(out: &mut Out, report: &Report, earlier: &Earlier, adjoins: bool, lang: Lang) {
    const LEAD: Text =
        Text { vi: "Kỳ trước: {period}, theo {path}.", en: "Previous period: {period}, from {path}." };
    const DRAFT: Text = Text { vi: "Kết quả đó là dự thảo.", en: "That result was a draft." };
    const APART: Text = Text {
        vi: "Kỳ đó không liền trước kỳ này: không có kết quả nào kết thúc ngay trước ngày đầu kỳ.",
        en: "It does not adjoin this period: no result ends on the day before this one begins.",
    };
    const LENGTHS: Text = Text {
        vi: "Hai kỳ dài khác nhau: {there} ngày và {here} ngày.",
        en: "The periods differ in length: {there} and {here} days.",
    };
    let days = |from: chrono::NaiveDate, to: chrono::NaiveDate| (to - from).num_days() + 1;
    let (there, here) =
        (days(earlier.period.from, earlier.period.to), days(report.period.from, report.period.to));
    let period = named(&earlier.period, lang);
    let (period, path) = (Escaped(&period).to_string(), Breakable(&earlier.path).to_string());
    put!(out, "<p>{}", LEAD.fill(lang, &[("period", &period), ("path", &path)]));
    if earlier.draft {
        put!(out, " {}", DRAFT.get(lang));
    }
    if !adjoins {
        put!(out, " {}", APART.get(lang));
    }
    // Quarters differ by a day or two; more changes what the figures mean.
    if (there - here).abs() > 3 {
        let (there, here) = (there.to_string(), here.to_string());
        put!(out, " {}", LENGTHS.fill(lang, &[("there", there), ("here", here)]));
    }
    put!(out, "</p>\n");
    table(out, report, earlier, lang);
}

fn table(out: &mut Out, report: &Report, earlier: &Earlier, lang: Lang) {
    const CAPTION: Text =
        Text { vi: "Kỳ trước, kỳ này và chênh lệch", en: "Previous, now, difference" };
    const HEADS: [Text; 4] = [
        Text { vi: "Chỉ tiêu", en: "Figure" },
        Text { vi: "Kỳ trước", en: "Previous" },
        Text { vi: "Kỳ này", en: "Now" },
        Text { vi: "Chênh lệch", en: "Difference" },
    ];
    let [figure, before, now, difference] = HEADS.map(|head| head.get(lang));
    open_table(
        out,
        CAPTION.get(lang),
        of_the_form().count(),
        &[("", figure), ("n", before), ("n", now), ("n", difference)],
    );
    put!(out, "<tbody>");
    for known in of_the_form() {
        let here = report.counted.total[known];
        put!(out, "<tr><th scope=\"row\">{} {}</th>", known.meaning().get(lang), known.form_column());
        let there = earlier.figures.get(known.key()).copied();
        match there {
            Some(there) => cell(out, before, &number(&format!("ky_truoc.{}", known.key()), there, lang)),
            None => cell(out, before, "–"),
        }
        cell(out, now, &number(known.key(), here, lang));
        cell(
            out,
            difference,
            &there.map_or_else(|| "–".to_owned(), |there| signed(known, there, here, lang)),
        );
        put!(out, "</tr>\n");
    }
    put!(out, "</tbody>");
    close_table(out);
}

/// `+3`, `−2`, `0`.
fn signed(figure: Figure, there: u64, here: u64, lang: Lang) -> String {
    let (sign, minus) = match here.cmp(&there) {
        std::cmp::Ordering::Greater => ("+", ""),
        std::cmp::Ordering::Equal => ("", ""),
        std::cmp::Ordering::Less => ("−", "-"),
    };
    let size = here.abs_diff(there);
    format!(
        "<data data-key=\"chenh.{}\" value=\"{minus}{size}\">{sign}{}</data>",
        figure.key(),
        grouped(size, lang)
    )
}

/// Every row and every case in words; parts that are nothing are left out.
pub(super) fn ledger(out: &mut Out, report: &Report, lang: Lang) {
    const TITLE: Text = Text { vi: "Đối soát", en: "Ledger" };
    const ROWS: Text = Text {
        vi: "Các sổ có {all} dòng, mỗi dòng thuộc đúng một loại:",
        en: "Rows in all registers: {all}. Each is of exactly one class:",
    };
    const CASES: Text = Text {
        vi: "Trong {all} hồ sơ, mỗi hồ sơ được xếp vào đúng một chỗ:",
        en: "Cases: {all}. Each has exactly one fate:",
    };
    let (rows, fates) = (&report.rows, &report.fates);
    let text = |vi, en| Text { vi, en };
    open_section(out, "doi-soat", TITLE.get(lang));
    sum(
        out,
        &ROWS.fill(lang, &[("all", number("ledger.rows", rows.read, lang))]),
        &[
            ("rows.cases", rows.cases, text("hồ sơ", "cases")),
            ("rows.blank", rows.blank, text("trống", "blank")),
            ("rows.title", rows.title, text("tiêu đề", "title")),
            ("rows.header", rows.header, text("đầu cột", "header")),
            ("rows.number", rows.number, text("số cột", "column numbers")),
            ("rows.group", rows.group, text("dòng nhóm", "group")),
            ("rows.total", rows.total, text("dòng cộng", "total")),
            ("rows.footer", rows.footer, text("chân trang", "footer")),
            ("rows.note", rows.note, text("ghi chú", "note")),
            ("rows.unclassified", rows.unclassified, text("chưa rõ là gì", "unclassified")),
        ],
        lang,
    );
    sum(
        out,
        &CASES.fill(lang, &[("all", number("ledger.cases", rows.cases, lang))]),
        &[
            ("ledger.counted", fates.counted, text("được tính", "counted")),
            ("ledger.outside_period", fates.outside_period, text("ngoài kỳ", "outside the period")),
            ("ledger.never_counted", fates.never_counted, text("không tính", "never counted")),
            ("ledger.duplicate", fates.duplicate, text("trùng", "duplicate")),
            ("ledger.superseded", fates.superseded, text("đã thay thế", "superseded")),
            ("ledger.unplaced", fates.unplaced, text("không xếp được", "unplaced")),
        ],
        lang,
    );
    close_section(out);
}

fn sum(out: &mut Out, lead: &str, parts: &[(&str, u64, Text)], lang: Lang) {
    const NOTHING: Text = Text { vi: "không có gì", en: "nothing" };
    put!(out, "<p>{lead} ");
    let mut some = parts.iter().filter(|(_, value, _)| *value > 0).peekable();
    if some.peek().is_none() {
        put!(out, "{}", NOTHING.get(lang));
    }
    for (at, (key, value, name)) in some.enumerate() {
        let gap = if at == 0 { "" } else { ", " };
        put!(out, "{gap}<b>{}</b> {}", number(key, *value, lang), name.get(lang));
    }
    put!(out, ".</p>\n");
}

/// How was counted.
pub(super) fn policy(out: &mut Out, report: &Report, lang: Lang) {
    const TITLE: Text = Text { vi: "Cách tính", en: "How was counted" };
    const WINDOW: Text = Text {
        vi: "Theo ngày tháng, từ {from} đến hết {to}.",
        en: "By dates, from {from} to the end of {to}.",
    };
    open_section(out, "cach-tinh", TITLE.get(lang));
    let shown = |day| super::shown(day, lang);
    let window = WINDOW.fill(lang, &[("from", shown(report.period.from)), ("to", shown(report.period.to))]);
    put!(out, "<ul><li>{window}</li>");
    for line in report.policy.lines() {
        put!(out, "<li>{}</li>", Escaped(line.get(lang)));
    }
    put!(out, "</ul>\n");
    close_section(out);
}
