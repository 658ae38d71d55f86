//! The period's figures: the columns of form II.06a, by channel, by month, by field and by unit.

use std::sync::Arc;

use super::{
    bars::{Bar, Part, draw, legend},
    html::{
        Escaped, Out, cell, close_section, close_table, figure, named, no_cell, open_section, open_table,
        put, share,
    },
};
use crate::{
    flow::{count::Group, report::Report},
    model::figure::{Figure, Figures},
    text::{Lang, Text},
};

const CASES: Text = Text { vi: "Hồ\u{a0}sơ", en: "Cases" };
const SHARE: Text = Text { vi: "Tỷ lệ", en: "Share" };
const CHART: Text = Text { vi: "Biểu đồ", en: "Chart" };
const ONLINE: Text = Text { vi: "Trực tuyến", en: "Online" };
const IN_PERSON: Text = Text { vi: "Trực tiếp", en: "In person" };
const POST: Text = Text { vi: "Bưu chính", en: "By post" };
const EARLY: Text = Text { vi: "Trước hạn", en: "Early" };
const ON_TIME: Text = Text { vi: "Đúng hạn", en: "On time" };
const LATE: Text = Text { vi: "Quá hạn", en: "Late" };
const RECEIVED: Text = Text { vi: "Tiếp nhận", en: "Received" };

/// What a figure of the form is a share of, and how its bar is filled.
const fn whole(figure: Figure) -> (Figure, &'static str) {
    match figure {
        Figure::ReceivedOnline => (Figure::ReceivedTotal, "online"),
        Figure::ReceivedDirect => (Figure::ReceivedTotal, "person"),
        Figure::CarriedOver => (Figure::ReceivedTotal, "post"),
        Figure::FinishedTotal | Figure::PendingTotal => (Figure::ReceivedTotal, "total"),
        Figure::FinishedEarly => (Figure::FinishedTotal, "early"),
        Figure::FinishedOnTime => (Figure::FinishedTotal, "ontime"),
        Figure::FinishedLate => (Figure::FinishedTotal, "late"),
        Figure::PendingInTime => (Figure::PendingTotal, "ontime"),
        Figure::PendingOverdue => (Figure::PendingTotal, "late"),
        _ => (figure, "total"),
    }
}

/// The figures that stand in a column of their own, (3) to (13).
pub(super) fn of_the_form() -> impl Iterator<Item = Figure> {
    let own = |figure: &Figure| {
        let column = figure.form_column();
        !column.is_empty() && !column.contains('+')
    };
    Figure::ALL.iter().copied().filter(own)
}

/// The finished cases by timeliness.
fn timeliness(figures: &Figures) -> [Part; 3] {
    let part = |class, name, figure| Part { class, name, value: figures[figure] };
    [
        part("early", EARLY, Figure::FinishedEarly),
        part("ontime", ON_TIME, Figure::FinishedOnTime),
        part("late", LATE, Figure::FinishedLate),
    ]
}

/// Finished early or on time, of all that were finished.
pub(super) fn in_time(figures: &Figures, lang: Lang) -> String {
    share(
        figures[Figure::FinishedEarly] + figures[Figure::FinishedOnTime],
        figures[Figure::FinishedTotal],
        lang,
    )
}

/// The few numbers that come first.
pub(super) fn key_numbers(out: &mut Out, figures: &Figures, lang: Lang) {
    const LABELS: [(Figure, Text); 4] = [
        (Figure::ReceivedTotal, Text { vi: "hồ sơ nhận giải quyết", en: "cases to be handled" }),
        (Figure::FinishedTotal, Text { vi: "đã giải quyết", en: "finished" }),
        (Figure::FinishedLate, Text { vi: "giải quyết quá hạn", en: "finished late" }),
        (Figure::PendingOverdue, Text { vi: "đang giải quyết, đã quá hạn", en: "pending and overdue" }),
    ];
    const TITLE: Text = Text { vi: "Số liệu chính", en: "Key figures" };
    const IN_TIME: Text =
        Text { vi: "giải quyết trước và đúng hạn", en: "finished early or on time" };
    open_section(out, "chinh", TITLE.get(lang));
    put!(out, "<ul class=\"tiles\">");
    for (at, (known, label)) in LABELS.into_iter().enumerate() {
        put!(
            out,
            "<li><strong>{}</strong> <span>{} {}</span></li>",
            figure("", known, figures, lang),
            label.get(lang),
            known.form_column()
        );
        if at == 1 {
            put!(
                out,
                "<li><strong class=\"share\">{}</strong> <span>{} <span class=\"keep\">((8)+(9))/(7)</span></span></li>",
                in_time(figures, lang),
                IN_TIME.get(lang)
            );
        }
    }
    put!(out, "</ul>\n");
    close_section(out);
}

/// The columns of the form in total.
pub(super) fn form(out: &mut Out, figures: &Figures, lang: Lang) {
    const TITLE: Text = Text { vi: "Số liệu của kỳ", en: "Figures of the period" };
    const CAPTION: Text = Text {
        vi: "Các cột của Biểu II.06a/VPCP/KSTT, tổng số",
        en: "The columns of form II.06a/VPCP/KSTT, in total",
    };
    const FIGURE: Text = Text { vi: "Chỉ tiêu", en: "Figure" };
    const OF: Text = Text { vi: "của", en: "of" };
    open_section(out, "so-lieu", TITLE.get(lang));
    let heads =
        [("", FIGURE.get(lang)), ("n", CASES.get(lang)), ("n", SHARE.get(lang)), ("chart", CHART.get(lang))];
    put!(out, "<p class=\"muted lead\">{}</p>", CAPTION.get(lang));
    open_table(out, CAPTION.get(lang), of_the_form().count(), &heads);
    put!(out, "<tbody>");
    for known in of_the_form() {
        let (of, class) = whole(known);
        let is_total = matches!(known, Figure::ReceivedTotal | Figure::FinishedTotal | Figure::PendingTotal);
        let name = known.meaning().get(lang);
        put!(
            out,
            "<tr class=\"{}\"><th scope=\"row\"><span class=\"col\">{}</span>{name}</th>",
            if is_total { "total" } else { "part" },
            known.form_column()
        );
        cell(out, CASES.get(lang), &figure("", known, figures, lang));
        if of == known {
            no_cell(out);
        } else {
            let share = share(figures[known], figures[of], lang);
            put!(
                out,
                "<td class=\"n share\" data-label=\"{}\">{share} <small>{} {}</small></td>",
                SHARE.get(lang),
                OF.get(lang),
                of.form_column()
            );
        }
        put!(out, "<td class=\"chart\">");
        let parts = [Part { class, name: known.meaning(), value: figures[known] }];
        let id = format!("b{}", known.form_column().trim_matches(['(', ')']));
        let bar = Bar { id: &id, title: name, parts: &parts, whole: figures[of], shares: of != known };
        draw(out, bar, lang);
        put!(out, "</td></tr>\n");
    }
    put!(out, "</tbody>");
    close_table(out);
    close_section(out);
}

/// Received by channel.
pub(super) fn channels(out: &mut Out, figures: &Figures, lang: Lang) {
    const TITLE: Text = Text { vi: "Tiếp nhận theo hình thức", en: "Received by channel" };
    const CHANNEL: Text = Text { vi: "Hình thức", en: "Channel" };
    const ALL: Text = Text { vi: "Tiếp nhận trong kỳ", en: "Received in the period" };
    open_section(out, "kenh", TITLE.get(lang));
    let heads =
        [("", CHANNEL.get(lang)), ("n", CASES.get(lang)), ("n", SHARE.get(lang)), ("chart", CHART.get(lang))];
    open_table(out, TITLE.get(lang), 4, &heads);
    put!(out, "<tbody>");
    let all = figures[Figure::ReceivedInPeriod];
    for (id, class, name, known) in [
        ("k1", "online", ONLINE, Figure::ReceivedOnline),
        ("k2", "person", IN_PERSON, Figure::ReceivedInPerson),
        ("k3", "post", POST, Figure::ReceivedPost),
    ] {
        put!(out, "<tr><th scope=\"row\">{}</th>", name.get(lang));
        cell(out, CASES.get(lang), &figure("", known, figures, lang));
        cell(out, SHARE.get(lang), &share(figures[known], all, lang));
        put!(out, "<td class=\"chart\">");
        let parts = [Part { class, name, value: figures[known] }];
        draw(out, Bar { id, title: name.get(lang), parts: &parts, whole: all, shares: true }, lang);
        put!(out, "</td></tr>\n");
    }
    put!(
        out,
        "</tbody><tfoot><tr class=\"total\"><th scope=\"row\">{} <span class=\"keep\">(4)+(5)</span></th>",
        ALL.get(lang)
    );
    cell(out, CASES.get(lang), &figure("", Figure::ReceivedInPeriod, figures, lang));
    put!(out, "<td></td><td></td></tr></tfoot>");
    close_table(out);
    close_section(out);
}

/// Received and finished by month; all bars have one scale.
pub(super) fn months(out: &mut Out, report: &Report, lang: Lang) {
    const TITLE: Text = Text { vi: "Theo tháng", en: "By month" };
    const MONTH: Text = Text { vi: "Tháng báo cáo", en: "Reporting month" };
    const FINISHED: Text = Text { vi: "Giải quyết", en: "Finished" };
    const OF_THEM_LATE: Text = Text { vi: "trong đó quá hạn", en: "of them late" };
    let months = &report.counted.months;
    if months.is_empty() {
        return;
    }
    open_section(out, "thang", TITLE.get(lang));
    let received = |figures: &Figures| Part {
        class: "online",
        name: RECEIVED,
        value: figures[Figure::ReceivedInPeriod],
    };
    let [early, on_time, late] = timeliness(&Figures::default());
    legend(out, &[received(&Figures::default()), early, on_time, late], lang);
    let heads = [
        ("", MONTH.get(lang)),
        ("n", RECEIVED.get(lang)),
        ("n", FINISHED.get(lang)),
        ("n", OF_THEM_LATE.get(lang)),
        ("chart", CHART.get(lang)),
    ];
    open_table(out, TITLE.get(lang), months.len(), &heads);
    put!(out, "<tbody>");
    let most =
        |(_, figures): &(_, Figures)| figures[Figure::ReceivedInPeriod].max(figures[Figure::FinishedTotal]);
    let scale = months.iter().map(most).max().unwrap_or(0);
    for (at, (month, figures)) in months.iter().enumerate() {
        let (key, name) = (format!("thang.{at}."), named(month, lang));
        put!(out, "<tr><th scope=\"row\">{}</th>", Escaped(&name));
        for (label, known) in [
            (RECEIVED, Figure::ReceivedInPeriod),
            (FINISHED, Figure::FinishedTotal),
            (OF_THEM_LATE, Figure::FinishedLate),
        ] {
            cell(out, label.get(lang), &figure(&key, known, figures, lang));
        }
        put!(out, "<td class=\"chart\">");
        for (id, parts) in
            [(format!("t{at}n"), &[received(figures)][..]), (format!("t{at}x"), &timeliness(figures)[..])]
        {
            draw(out, Bar { id: &id, title: &name, parts, whole: scale, shares: false }, lang);
        }
        put!(out, "</td></tr>\n");
    }
    put!(out, "</tbody>");
    close_table(out);
    close_section(out);
}

/// What a table of groups is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Groups<'a> {
    /// The list's key in the machine result, which is the section's id too.
    pub(super) key: &'a str,
    /// The title of the section.
    pub(super) title: Text,
    /// The head of the column of names.
    pub(super) head: Text,
    /// The groups, in the order of the list.
    pub(super) list: &'a [Group],
    /// Those of them from which nothing has come that can be used: that they had no case is not known.
    pub(super) unknown: &'a [Arc<str>],
    /// Those with cases that could not be placed: no figure counts them, and they are not nothing.
    pub(super) waiting: &'a [Arc<str>],
}

/// Early, on time and late by field or unit. Groups without any case are named below the table.
pub(super) fn groups(out: &mut Out, table: Groups<'_>, name: impl Fn(&Group) -> String, lang: Lang) {
    const TO_HANDLE: Text = Text { vi: "Nhận (3)", en: "To handle (3)" };
    const FINISHED: Text = Text { vi: "Xong (7)", en: "Finished (7)" };
    const IN_TIME: Text = Text { vi: "Tỷ lệ trước và đúng hạn", en: "Early or on time" };
    const OVERDUE: Text = Text { vi: "Đang quá hạn (13)", en: "Overdue (13)" };
    const NOTHING: Text = Text { vi: "Không phát sinh hồ sơ:", en: "No cases:" };
    const WAITING: Text =
        Text { vi: "Có hồ sơ nhưng chưa tính được:", en: "Cases that can't be counted yet:" };
    const UNKNOWN: Text = Text { vi: "Chưa có sổ dùng được:", en: "No register that can be used:" };
    let Groups { key, title, head, list: groups, unknown, waiting } = table;
    let has_cases = |group: &Group| group.figures[Figure::ReceivedTotal] > 0;
    open_section(out, key, title.get(lang));
    if groups.iter().any(has_cases) {
        legend(out, &timeliness(&Figures::default()), lang);
        let columns = [EARLY, ON_TIME, LATE].map(|text| text.get(lang));
        let [early, on_time, late] = columns;
        let (early, on_time, late) =
            (format!("{early} (8)"), format!("{on_time} (9)"), format!("{late} (10)"));
        let heads = [
            ("", head.get(lang)),
            ("chart", CHART.get(lang)),
            ("n", TO_HANDLE.get(lang)),
            ("n", FINISHED.get(lang)),
            ("n", early.as_str()),
            ("n", on_time.as_str()),
            ("n", late.as_str()),
            ("n", IN_TIME.get(lang)),
            ("n", OVERDUE.get(lang)),
        ];
        open_table(out, title.get(lang), groups.len(), &heads);
        put!(out, "<tbody>");
        for (at, group) in groups.iter().enumerate().filter(|(_, group)| has_cases(group)) {
            one_group(out, &format!("{key}.{at}."), &name(group), &group.figures, &heads, lang);
        }
        put!(out, "</tbody>");
        close_table(out);
    }
    let is_unknown = |group: &&Group| unknown.contains(&group.name);
    let rest = groups.iter().filter(|group| !has_cases(group));
    let (without_word, rest): (Vec<&Group>, Vec<&Group>) = rest.partition(is_unknown);
    let (uncounted, without_case) = rest.into_iter().partition(|group| waiting.contains(&group.name));
    for (text, groups) in [(NOTHING, without_case), (WAITING, uncounted), (UNKNOWN, without_word)] {
        if !groups.is_empty() {
            let names: Vec<String> = groups.into_iter().map(&name).collect();
            put!(out, "<p class=\"muted\">{} {}.</p>\n", text.get(lang), Escaped(&names.join("; ")));
        }
    }
    close_section(out);
}

fn one_group(out: &mut Out, key: &str, name: &str, figures: &Figures, heads: &[(&str, &str)], lang: Lang) {
    put!(out, "<tr><th scope=\"row\">{}</th><td class=\"chart\">", Escaped(name));
    let id = key.replace('.', "-");
    let (parts, whole) = (timeliness(figures), figures[Figure::FinishedTotal]);
    draw(out, Bar { id: id.trim_end_matches('-'), title: name, parts: &parts, whole, shares: true }, lang);
    put!(out, "</td>");
    let own = |known| figure(key, known, figures, lang);
    let cells = [
        own(Figure::ReceivedTotal),
        own(Figure::FinishedTotal),
        own(Figure::FinishedEarly),
        own(Figure::FinishedOnTime),
        own(Figure::FinishedLate),
        in_time(figures, lang),
        own(Figure::PendingOverdue),
    ];
    // The name and the bar go before.
    for ((_, label), content) in heads.iter().skip(2).zip(cells) {
        cell(out, label, &content);
    }
    put!(out, "</tr>\n");
}
