//! The status page `trang-thai.html`: what a head of department looks at.
//!
//! In: a report, the names of the results, the result of an earlier period. Out: one self-contained page without script
//! and without any request, for screen, phone and A4. Every number is the report's own (`data-key` names it as the machine
//! result does), no case is named, and everything that comes from outside is escaped. The day it speaks of is the run's
//! `today`, never the clock: the same inputs give the same bytes.

mod account;
mod attention;
mod bars;
mod figures;
mod html;
mod senders;

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;

use super::{count::field_of, expected::missing, previous::Search, report::Report};
use crate::{
    cells::text::key,
    model::{case::Fate, finding::Severity},
    rules,
    text::{Lang, Text},
};
pub(crate) use html::grouped;
use html::{Escaped, Out, put};

pub(super) use senders::{kind, tallies};

/// What the first line of a text result of ours begins with; one that was dropped into the inbox is known by it.
pub(super) const MARK: &str = "tthc · ";

const STYLE: &str = include_str!("style.css");

/// What the page says besides the report.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// Title of the period with its days, in the language of the page.
    pub period: &'a str,
    /// The outcome in one sentence, in the language of the page.
    pub verdict: &'a str,
    /// The results that are linked to, relative to the page, `/` between folders.
    pub outputs: &'a [String],
    /// The name of the error listing among them.
    pub listing: &'a str,
    /// The name of the inbox, which paths begin with and `tra-lai/` leaves out.
    pub inbox: &'a str,
    /// The earlier results.
    pub previous: &'a Search,
}

/// A day as people write it in the language.
fn shown(day: NaiveDate, lang: Lang) -> String {
    if lang == Lang::Vi { rules::shown(day) } else { day.to_string() }
}

/// The whole page.
pub fn page(report: &Report, around: &Around<'_>, lang: Lang) -> String {
    const BY_FIELD: Text = Text { vi: "Giải quyết theo lĩnh vực", en: "Finished by field" };
    const FIELD: Text = Text { vi: "Lĩnh vực", en: "Field" };
    const BY_UNIT: Text = Text { vi: "Giải quyết theo đơn vị", en: "Finished by unit" };
    const UNIT: Text = Text { vi: "Đơn vị", en: "Unit" };
    let counted = &report.counted;
    let mut out = Out::default();
    head(&mut out, report, around, lang);
    put!(out, "<main>\n");
    state(&mut out, report, around, lang);
    figures::key_numbers(&mut out, &counted.total, lang);
    attention::section(&mut out, report, around.listing, lang);
    senders::results(&mut out, around, lang);
    figures::form(&mut out, &counted.total, lang);
    put!(out, "<div class=\"pair\">");
    figures::channels(&mut out, &counted.total, lang);
    figures::months(&mut out, report, lang);
    put!(out, "</div>\n");
    let (waiting_fields, waiting_units) = waiting(report);
    if !counted.fields.is_empty() {
        let (key, list) = ("linh_vuc", counted.fields.as_slice());
        let list = figures::Groups {
            key,
            title: BY_FIELD,
            head: FIELD,
            list,
            unknown: &[],
            waiting: &waiting_fields,
        };
        figures::groups(&mut out, list, |group| group.name.to_string(), lang);
    }
    if counted.units.len() > 1 {
        let missing = missing(&report.expected, &report.files, &report.cases);
        let unknown = [missing.nothing, missing.unusable].concat();
        let (key, list) = ("don_vi", counted.units.as_slice());
        let list = figures::Groups {
            key,
            title: BY_UNIT,
            head: UNIT,
            list,
            unknown: &unknown,
            waiting: &waiting_units,
        };
        figures::groups(&mut out, list, |group| report.unit_title(&group.name), lang);
    }
    account::comparison(&mut out, report, around.previous, lang);
    senders::section(&mut out, report, around, lang);
    account::ledger(&mut out, report, lang);
    account::policy(&mut out, report, lang);
    put!(out, "</main>\n");
    foot(&mut out, lang);
    out.finish()
}

/// The fields and the units of cases that could not be placed.
fn waiting(report: &Report) -> (Vec<Arc<str>>, Vec<Arc<str>>) {
    let unplaced = || report.cases.iter().filter(|case| case.fate == Fate::Unplaced);
    let fields =
        unplaced().map(|case| key(&field_of(case, report.catalogue.as_ref()))).collect::<BTreeSet<_>>();
    let named = report.counted.fields.iter().filter(|group| fields.contains(&key(&group.name)));
    (
        named.map(|group| Arc::clone(&group.name)).collect(),
        unplaced().map(|case| Arc::clone(&case.unit)).collect(),
    )
}

fn head(out: &mut Out, report: &Report, around: &Around<'_>, lang: Lang) {
    const WHAT: Text = Text { vi: "trang tình trạng báo cáo", en: "status of the report" };
    const TITLE: Text = Text {
        vi: "Tình trạng báo cáo thủ tục hành chính",
        en: "Status of the report on administrative procedures",
    };
    const DAY: Text = Text { vi: "Tính đến ngày", en: "As of" };
    let code = if lang == Lang::Vi { "vi" } else { "en" };
    put!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}: {} · {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        word(report).get(lang),
        Escaped(around.period),
        Escaped(&report.agency.name)
    );
    bars::patterns(out);
    put!(out, "<header>\n<p class=\"mark\">{MARK}{}</p>\n", WHAT.get(lang));
    if !report.agency.superior.is_empty() {
        put!(out, "<p class=\"superior\">{}</p>\n", Escaped(&report.agency.superior));
    }
    if !report.agency.name.is_empty() {
        put!(out, "<p class=\"agency\">{}</p>\n", Escaped(&report.agency.name));
    }
    put!(
        out,
        "<h1>{}</h1>\n<p class=\"period\">{} <span>{} <time datetime=\"{}\">{}</time></span></p>\n</header>\n",
        TITLE.get(lang),
        Escaped(around.period),
        DAY.get(lang),
        report.today,
        shown(report.today, lang)
    );
}

/// The state of the report in a word or two.
fn word(report: &Report) -> Text {
    if report.draft {
        Text { vi: "Dự thảo", en: "Draft" }
    } else if report.open_warnings() > 0 {
        Text { vi: "Không có lỗi, còn cảnh báo", en: "No errors, warnings left" }
    } else if !report.is_over() {
        Text { vi: "Không có lỗi, kỳ chưa kết thúc", en: "No errors, period not over" }
    } else {
        Text { vi: "Không có lỗi", en: "No errors" }
    }
}

/// The verdict.
fn state(out: &mut Out, report: &Report, around: &Around<'_>, lang: Lang) {
    const LABEL: Text = Text { vi: "Kết luận", en: "Verdict" };
    const ERRORS: Text = Text { vi: "lỗi phải sửa", en: "errors to correct" };
    const WARNINGS: Text = Text { vi: "cảnh báo", en: "warnings" };
    const EXPLAINED: Text = Text { vi: "đã giải trình", en: "explained" };
    const SEE: Text = Text { vi: "mở danh sách lỗi", en: "open the error listing" };
    let (errors, warnings) = (report.count(Severity::Error) as u64, report.open_warnings() as u64);
    let class = match (errors, warnings) {
        (0, 0) if report.is_over() => "clear",
        (0, _) => "explain",
        _ => "draft",
    };
    let explained = match report.explained_warnings() as u64 {
        0 => String::new(),
        n => format!(", <b data-count=\"explained\">{}</b> {}", grouped(n, lang), EXPLAINED.get(lang)),
    };
    put!(
        out,
        "<section class=\"state {class}\" aria-labelledby=\"ket-luan\">\n<h2 id=\"ket-luan\"><span class=\"hidden\">{}: </span>{}</h2>\n<p>{}</p>\n\
         <p class=\"tally\"><a href=\"{}\"><b data-count=\"errors\">{}</b> {}, <b data-count=\"warnings\">{}</b> {}{explained}: {}</a></p>\n</section>\n",
        LABEL.get(lang),
        word(report).get(lang),
        Escaped(around.verdict),
        html::href(around.listing),
        grouped(errors, lang),
        ERRORS.get(lang),
        grouped(warnings, lang),
        WARNINGS.get(lang),
        SEE.get(lang)
    );
}

fn foot(out: &mut Out, lang: Lang) {
    const MADE: Text = Text {
        vi: "Trang do tthc {version} lập từ các tệp trong thư mục báo cáo, không có tên người nộp hồ sơ. Số liệu bằng đúng số liệu trong các mẫu đã điền.",
        en: "Made by tthc {version} from the files of the report folder; it names no applicant. Its figures equal those of the filled templates.",
    };
    let made = MADE.fill(lang, &[("version", env!("CARGO_PKG_VERSION"))]);
    put!(out, "<footer><p>{made}</p></footer>\n</body>\n</html>\n");
}
