//! What a head of department acts on: units that have not sent anything, and open cases whose day has come.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use super::html::{
    Escaped, Out, cell, close_section, close_table, grouped, href, number, open_section, open_table, put,
};
use crate::{
    cells::words::Status,
    flow::{
        count::{Outcome, Placing},
        expected::{Missing, missing},
        report::Report,
    },
    settings::PausedPolicy,
    text::{Lang, Text},
};

/// How many working days ahead a due date counts as near.
const NEAR: u32 = 5;

/// Units with open cases that are due stand in a line of their own up to this many.
const SHOWN: usize = 8;

/// The cases that were open on the period's last day, as they stand today by what was sent. The parts add up to `all`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Open {
    /// All: column (11).
    pub(super) all: u64,
    /// Finished after the period and by today.
    pub(super) finished: u64,
    /// Due before today.
    pub(super) overdue: u64,
    /// Due today or within the next five working days.
    pub(super) near: u64,
    /// Due later.
    pub(super) later: u64,
    /// Paused, where the policy counts such cases as in time.
    pub(super) paused: u64,
    /// No due date can be told.
    pub(super) without_due: u64,
}

/// The open cases in total and by unit.
pub(super) fn open(report: &Report) -> (Open, BTreeMap<Arc<str>, Open>) {
    let basis = report.basis();
    let near = report.calendar.add_working_days(report.today, NEAR);
    let excused = report.policy.paused == PausedPolicy::InTime;
    let mut total = Open::default();
    let mut units: BTreeMap<Arc<str>, Open> = BTreeMap::new();
    for (case, placing) in report.cases.iter().zip(&report.placings) {
        let Placing::In { outcome: Outcome::Pending { .. }, .. } = placing else { continue };
        let due = case.received_on.get().and_then(|received| basis.due(case, received));
        let is_paused = excused && case.status.get().is_some_and(Status::is_paused);
        for open in [&mut total, units.entry(Arc::clone(&case.unit)).or_default()] {
            open.all += 1;
            *match due {
                _ if case.finished().is_some_and(|day| day <= report.today) => &mut open.finished,
                _ if is_paused => &mut open.paused,
                Some(due) if due < report.today => &mut open.overdue,
                Some(due) if due <= near => &mut open.near,
                Some(_) => &mut open.later,
                None => &mut open.without_due,
            } += 1;
        }
    }
    (total, units)
}

/// The section.
pub(super) fn section(out: &mut Out, report: &Report, listing: &str, lang: Lang) {
    const TITLE: Text = Text { vi: "Việc cần chú ý", en: "Needs attention" };
    open_section(out, "chu-y", TITLE.get(lang));
    put!(out, "<div class=\"pair\"><div class=\"card\">");
    units(out, report, lang);
    put!(out, "</div><div class=\"card\">");
    open_cases(out, report, listing, lang);
    put!(out, "</div></div>\n");
    close_section(out);
}

fn units(out: &mut Out, report: &Report, lang: Lang) {
    const TITLE: Text = Text { vi: "Đơn vị chưa gửi sổ", en: "Units that have not sent anything" };
    const NOTHING: Text = Text {
        vi: "Chưa có tệp nào của {n} trong {all} đơn vị phải gửi:",
        en: "Nothing has come from {n} of {all} units expected:",
    };
    const UNUSABLE: Text = Text {
        vi: "Đã gửi tệp nhưng chưa có sổ nào đọc được (xem bảng tệp bên dưới):",
        en: "Files were sent, but no register that can be read (see the table of files below):",
    };
    const COMPLETE: Text = Text {
        vi: "Cả {all} đơn vị phải gửi đều đã gửi sổ.",
        en: "Every unit expected has sent its register; units: {all}.",
    };
    const COMPLETE_ONE: Text =
        Text { vi: "Đơn vị phải gửi đã gửi.", en: "The one unit expected has sent." };
    const UNKNOWN: Text = Text {
        vi: "Cài đặt (tthc.toml) chưa kê các đơn vị phải gửi, nên không biết còn thiếu đơn vị nào.",
        en: "The settings (tthc.toml) list no expected units, so it is not known who is missing.",
    };
    put!(out, "<h3>{}</h3>", TITLE.get(lang));
    let missing = missing(&report.expected, &report.files, &report.cases);
    let (missing, all) = (missing, grouped(report.expected.len() as u64, lang));
    if report.expected.is_empty() {
        put!(out, "<p class=\"muted\">{}</p>", UNKNOWN.get(lang));
    } else if missing == Missing::default() {
        let complete = if report.expected.len() == 1 { COMPLETE_ONE } else { COMPLETE };
        put!(out, "<p class=\"good\">{}</p>", complete.fill(lang, &[("all", all.as_str())]));
    }
    for (text, class, units) in [(NOTHING, "bad", &missing.nothing), (UNUSABLE, "warn", &missing.unusable)] {
        if units.is_empty() {
            continue;
        }
        let n = grouped(units.len() as u64, lang);
        let said = text.fill(lang, &[("n", n.as_str()), ("all", all.as_str())]);
        put!(out, "<p class=\"{class}\">{said}</p><ul class=\"units\">");
        for unit in units {
            put!(out, "<li data-unit=\"{}\">{}</li>", Escaped(unit), Escaped(&report.unit_title(unit)));
        }
        put!(out, "</ul>");
    }
}

const OVERDUE: Text = Text { vi: "Đã quá hạn trả", en: "Past their due date" };
const NEAR_DUE: Text =
    Text { vi: "Đến hạn trong 5 ngày làm việc tới", en: "Due within 5 working days" };

fn open_cases(out: &mut Out, report: &Report, listing: &str, lang: Lang) {
    const TITLE: Text = Text { vi: "Hồ sơ chưa xong, tính đến {day}", en: "Open cases as of {day}" };
    const UNKNOWN: Text = Text {
        vi: "Chưa đọc được hồ sơ nào nên chưa biết còn hồ sơ đang giải quyết hay không.",
        en: "No case has been read, so it is not known whether any is pending.",
    };
    const PARTS: [(&str, Text); 6] = [
        ("hom_nay.qua_han", OVERDUE),
        ("hom_nay.sap_den_han", NEAR_DUE),
        ("hom_nay.con_han", Text { vi: "Còn hạn", en: "Due later" }),
        ("hom_nay.tam_dung", Text { vi: "Tạm dừng, chờ bổ sung", en: "Paused, waiting for papers" }),
        ("hom_nay.khong_han", Text { vi: "Không rõ hạn trả", en: "Without a due date" }),
        ("hom_nay.da_xong", Text { vi: "Đã xong sau kỳ báo cáo", en: "Finished after the period" }),
    ];
    const SEE: Text = Text {
        vi: "Trang này chỉ ghi số lượng. Chỗ thiếu hoặc sai ngày hẹn trả: xem",
        en: "Only counts stand here. Missing or wrong due dates are in the",
    };
    const LISTING: Text = Text { vi: "danh sách lỗi", en: "error listing" };
    let (open, by_unit) = open(report);
    put!(out, "<h3>{}</h3>", TITLE.fill(lang, &[("day", super::shown(report.today, lang))]));
    if report.cases.is_empty() {
        put!(out, "<p class=\"muted\">{}</p>", UNKNOWN.get(lang));
        return;
    }
    if open.all == 0 {
        put!(out, "<p class=\"good\">{}</p>", lead(report, open.all, lang));
        return;
    }
    put!(out, "<p>{}</p><ul class=\"counts\">", lead(report, open.all, lang));
    let values = [open.overdue, open.near, open.later, open.paused, open.without_due, open.finished];
    for (at, ((key, name), value)) in PARTS.into_iter().zip(values).enumerate() {
        // The first two are what the list is for, even when there is none.
        if value > 0 || at < 2 {
            let class = ["bad", "warn", "", "", "", ""][at];
            let class = if value > 0 { class } else { "" };
            put!(out, "<li class=\"{class}\">{}: <b>{}</b></li>", name.get(lang), number(key, value, lang));
        }
    }
    put!(out, "</ul>");
    units_with_open(out, report, &by_unit, lang);
    put!(
        out,
        "<p class=\"muted\">{} <a href=\"{}\">{}</a>.</p>",
        SEE.get(lang),
        href(listing),
        LISTING.get(lang)
    );
}

/// The sentence about all of them; as long as the period lasts, its end cannot be told.
fn lead(report: &Report, open: u64, lang: Lang) -> String {
    const NONE: Text = Text {
        vi: "Theo các sổ đã gửi, cuối kỳ không còn hồ sơ nào đang giải quyết.",
        en: "By the registers sent, no case was pending at the end of the period.",
    };
    const LEAD: Text = Text {
        vi: "Theo các sổ đã gửi, cuối kỳ còn {n} hồ sơ đang giải quyết (11). Đến nay:",
        en: "By the registers sent, cases pending at the end of the period (11): {n}. By today:",
    };
    const NONE_SO_FAR: Text = Text {
        vi: "Theo các sổ đã gửi, đến nay không có hồ sơ nào đang giải quyết; kỳ báo cáo đến hết ngày {to} mới kết thúc.",
        en: "By the registers sent, no case is pending so far; the period ends on {to}.",
    };
    const LEAD_SO_FAR: Text = Text {
        vi: "Kỳ báo cáo đến hết ngày {to} mới kết thúc; cột (12), (13) tính hạn theo ngày đó. Theo các sổ đã gửi, đến nay có {n} hồ sơ đang giải quyết (11):",
        en: "The period ends on {to}, the day that columns (12) and (13) look at. By the registers sent, cases pending so far (11): {n}.",
    };
    let text = match (report.is_over(), open) {
        (true, 0) => NONE,
        (true, _) => LEAD,
        (false, 0) => NONE_SO_FAR,
        (false, _) => LEAD_SO_FAR,
    };
    let to = super::shown(report.period.to, lang);
    text.fill(lang, &[("n", number("hom_nay.tong", open, lang)), ("to", to)])
}

/// Where they are: the units with most of them, the rest in one line.
fn units_with_open(out: &mut Out, report: &Report, by_unit: &BTreeMap<Arc<str>, Open>, lang: Lang) {
    const CAPTION: Text =
        Text { vi: "Đơn vị có hồ sơ quá hạn, sắp đến hạn", en: "Units with cases due" };
    const UNIT: Text = Text { vi: "Đơn vị", en: "Unit" };
    const OTHERS: Text = Text { vi: "{n} đơn vị khác", en: "Other units: {n}" };
    let mut due: Vec<(&Arc<str>, &Open)> =
        by_unit.iter().filter(|(_, open)| open.overdue + open.near > 0).collect();
    if due.is_empty() {
        return;
    }
    due.sort_by_key(|(unit, open)| (Reverse(open.overdue), Reverse(open.near), Arc::clone(unit)));
    let heads = [("", UNIT.get(lang)), ("n", OVERDUE.get(lang)), ("n", NEAR_DUE.get(lang))];
    open_table(out, CAPTION.get(lang), SHOWN + 1, &heads);
    put!(out, "<tbody>");
    let mut row = |name: &str, overdue: u64, near: u64| {
        put!(out, "<tr><th scope=\"row\">{}</th>", Escaped(name));
        cell(out, OVERDUE.get(lang), &number("hom_nay.don_vi.qua_han", overdue, lang));
        cell(out, NEAR_DUE.get(lang), &number("hom_nay.don_vi.sap_den_han", near, lang));
        put!(out, "</tr>\n");
    };
    // One line more costs no more than the line for the rest.
    let shown = if due.len() <= SHOWN + 1 { due.len() } else { SHOWN };
    let (first, others) = due.split_at(shown);
    for (unit, open) in first {
        row(&report.unit_title(unit), open.overdue, open.near);
    }
    if !others.is_empty() {
        let n = grouped(others.len() as u64, lang);
        let sum = |part: fn(&Open) -> u64| others.iter().map(|(_, open)| part(open)).sum();
        row(&OTHERS.fill(lang, &[("n", n)]), sum(|open| open.overdue), sum(|open| open.near));
    }
    put!(out, "</tbody>");
    close_table(out);
}
