//! Every file by sender: what was read, what is wrong with it, where its marked copy lies; and the links to all results.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Around,
    html::{
        Breakable, Escaped, Out, cell, close_section, close_table, grouped, href, no_cell, number,
        open_section, open_table, put,
    },
};
use crate::{
    flow::{
        recognise::Kind,
        report::{FileResult, Report},
    },
    model::finding::Severity,
    text::{Lang, Text},
};

/// Folder of the senders' marked copies, below the results.
const RETURNED: &str = "tra-lai/";

/// What a file is called by its kind.
pub(in crate::flow) const fn kind(kind: Kind) -> Text {
    match kind {
        Kind::Register => Text { vi: "sổ theo dõi", en: "register" },
        Kind::Catalogue => Text { vi: "danh mục", en: "catalogue" },
        Kind::Indicators => Text { vi: "phiếu chỉ tiêu", en: "indicator sheet" },
        Kind::Corrections => Text { vi: "trả lời, bản đã sửa", en: "answers, corrected copy" },
        Kind::Holidays => Text { vi: "ngày nghỉ", en: "holidays" },
        Kind::Ignored => Text { vi: "không dùng", en: "not used" },
        Kind::Unreadable => Text { vi: "không đọc được", en: "unreadable" },
    }
}

/// Errors and open warnings by file; those that belong to no file listed stand under the empty path.
pub(in crate::flow) fn tallies(report: &Report) -> BTreeMap<&str, (u64, u64)> {
    let known: BTreeSet<&str> = report.files.iter().map(|file| &*file.path).collect();
    let mut tallies: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for finding in &report.findings {
        let path = known.get(&*finding.place.file).copied().unwrap_or_default();
        let (errors, warnings) = tallies.entry(path).or_default();
        match finding.severity {
            Severity::Error => *errors += 1,
            Severity::Warning => *warnings += u64::from(finding.is_open_warning()),
            Severity::Info => {}
        }
    }
    tallies
}

/// The files of one sender with their positions in the report; the catalogue files, which nobody sent, come first.
type Sent<'a> = (Option<Arc<str>>, Vec<(usize, &'a FileResult)>);

fn by_sender(report: &Report) -> Vec<Sent<'_>> {
    let mut senders: Vec<Sent<'_>> = Vec::new();
    let mut places: BTreeMap<(bool, Option<&str>), usize> = BTreeMap::new();
    for (at, file) in report.files.iter().enumerate() {
        let is_answer = file.is_listing && file.unit.is_none();
        let place = *places.entry((is_answer, file.unit.as_deref())).or_insert_with(|| {
            senders.push((file.unit.clone(), Vec::new()));
            senders.len() - 1
        });
        senders[place].1.push((at, file));
    }
    // What the senders sent goes before the catalogue.
    senders.sort_by_key(|(sender, _)| sender.is_none());
    senders
}

/// The marked copy of a file among the results, relative to the page: a workbook keeps its name, any other format comes
/// back as a workbook with `.xlsx` added.
fn returned(file: &FileResult, around: &Around<'_>) -> Option<String> {
    if file.returned.is_some() {
        return file.returned.clone();
    }
    let path = &*file.path;
    let own = path.strip_prefix(around.inbox).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path);
    [format!("{RETURNED}{own}"), format!("{RETURNED}{own}.xlsx")]
        .into_iter()
        .find(|copy| around.outputs.iter().any(|output| output == copy))
}

const KIND: Text = Text { vi: "Là", en: "Kind" };
const ROWS: Text = Text { vi: "Số dòng", en: "Rows" };
const CASES: Text = Text { vi: "Hồ\u{a0}sơ", en: "Cases" };
const BACK: Text = Text { vi: "Chỗ cần sửa", en: "What to correct" };
const ERRORS: Text = Text { vi: "Lỗi", en: "Errors" };
const ANSWERS: Text = Text { vi: "Danh sách lỗi trả về", en: "Listings that came back" };
const WARNINGS: Text = Text { vi: "Cảnh báo", en: "Warnings" };

/// The table of files.
pub(super) fn section(out: &mut Out, report: &Report, around: &Around<'_>, lang: Lang) {
    const TITLE: Text = Text { vi: "Tệp đã nhận, theo nơi gửi", en: "Files received, by sender" };
    const FILE: Text = Text { vi: "Tệp", en: "File" };
    const CATALOGUE: Text = Text { vi: "Danh mục, ngày nghỉ", en: "Catalogue, holidays" };
    const WHOLE: Text = Text { vi: "Cả báo cáo", en: "The report as a whole" };
    const ALL: Text = Text { vi: "Tổng số", en: "Total" };
    const NONE: Text = Text { vi: "Chưa nhận được tệp nào.", en: "No file has come." };
    const SUPERSEDED: Text = Text {
        vi: "kể cả {n} hồ sơ trong sổ đã được thay thế, không tính vào số liệu",
        en: "cases in replaced registers included, which count in no figure: {n}",
    };
    let tallies = tallies(report);
    open_section(out, "tep", TITLE.get(lang));
    if report.files.is_empty() && tallies.is_empty() {
        put!(out, "<p class=\"muted\">{}</p>\n", NONE.get(lang));
        return close_section(out);
    }
    let heads = [
        ("", FILE.get(lang)),
        ("", KIND.get(lang)),
        ("n", ROWS.get(lang)),
        ("n", CASES.get(lang)),
        ("n", ERRORS.get(lang)),
        ("n", WARNINGS.get(lang)),
        ("", BACK.get(lang)),
    ];
    open_table(out, TITLE.get(lang), usize::MAX, &heads);
    for (sender, files) in by_sender(report) {
        let unsent = if files.iter().all(|(_, file)| file.is_listing) { ANSWERS } else { CATALOGUE };
        let name = sender.map_or_else(|| unsent.get(lang).to_owned(), |unit| report.unit_title(&unit));
        heading(out, &name, &files, &tallies, lang);
        for (at, file) in files {
            one_file(out, at, file, tallies.get(&*file.path).copied().unwrap_or_default(), around, lang);
        }
        put!(out, "</tbody>\n");
    }
    if let Some((errors, warnings)) =
        tallies.get("").copied().filter(|(errors, warnings)| errors + warnings > 0)
    {
        put!(out, "<tbody><tr class=\"group\"><th scope=\"row\" colspan=\"4\">{}</th>", WHOLE.get(lang));
        counts(out, "tep.chung", errors, warnings, lang);
        back(out, None, errors + warnings, around, lang);
        put!(out, "</tr></tbody>\n");
    }
    let (errors, warnings) = (report.count(Severity::Error) as u64, report.open_warnings() as u64);
    put!(out, "<tfoot><tr class=\"total\"><th scope=\"row\" colspan=\"2\">{}", ALL.get(lang));
    if report.fates.superseded > 0 {
        let n = number("ledger.superseded", report.fates.superseded, lang);
        put!(out, " <small>{}</small>", SUPERSEDED.fill(lang, &[("n", n)]));
    }
    put!(out, "</th>");
    cell(out, ROWS.get(lang), &number("ledger.rows", report.rows.read, lang));
    cell(out, CASES.get(lang), &number("ledger.cases", report.rows.cases, lang));
    counts(out, "tep.tong", errors, warnings, lang);
    put!(out, "<td></td></tr></tfoot>");
    close_table(out);
    close_section(out);
}

/// The line of a sender: its name and, where it sent several files, their sums.
fn heading(
    out: &mut Out,
    name: &str,
    files: &[(usize, &FileResult)],
    tallies: &BTreeMap<&str, (u64, u64)>,
    lang: Lang,
) {
    const WITH: Text =
        Text { vi: "kể cả sổ đã được thay thế", en: "replaced registers included" };
    put!(out, "<tbody><tr class=\"group\"><th scope=\"rowgroup\" colspan=\"2\">{}", Escaped(name));
    if files.len() > 1 && files.iter().any(|(_, file)| file.replaced_by.is_some()) {
        put!(out, " <small>{}</small>", WITH.get(lang));
    }
    put!(out, "</th>");
    let sum = |part: &dyn Fn(&FileResult) -> u64| files.iter().map(|(_, file)| part(file)).sum::<u64>();
    let tally = |file: &FileResult| tallies.get(&*file.path).copied().unwrap_or_default();
    for (label, value) in [
        (ROWS, sum(&rows)),
        (CASES, sum(&cases)),
        (ERRORS, sum(&|file| tally(file).0)),
        (WARNINGS, sum(&|file| tally(file).1)),
    ] {
        cell(out, label.get(lang), &if files.len() > 1 { grouped(value, lang) } else { String::new() });
    }
    put!(out, "<td></td></tr>\n");
}

fn rows(file: &FileResult) -> u64 {
    file.sheets.iter().map(|sheet| sheet.rows.read).sum()
}

fn cases(file: &FileResult) -> u64 {
    file.sheets.iter().map(|sheet| sheet.rows.cases).sum()
}

fn one_file(
    out: &mut Out,
    at: usize,
    file: &FileResult,
    (errors, warnings): (u64, u64),
    around: &Around<'_>,
    lang: Lang,
) {
    const REPLACED: Text = Text { vi: "đã được thay thế bởi {by}", en: "replaced by {by}" };
    put!(out, "<tr><th scope=\"row\" class=\"path\">{}", Breakable(&file.path));
    if let Some(by) = &file.replaced_by {
        put!(out, " <small>{}</small>", REPLACED.fill(lang, &[("by", Breakable(by).to_string())]));
    }
    put!(out, "</th><td class=\"kind\" data-label=\"{}\">{}</td>", KIND.get(lang), kind(file.kind).get(lang));
    if file.sheets.is_empty() {
        no_cell(out);
        no_cell(out);
    } else {
        cell(out, ROWS.get(lang), &number(&format!("tep.{at}.rows"), rows(file), lang));
        cell(out, CASES.get(lang), &number(&format!("tep.{at}.cases"), cases(file), lang));
    }
    counts(out, &format!("tep.{at}"), errors, warnings, lang);
    back(out, Some(file), errors + warnings, around, lang);
    put!(out, "</tr>\n");
}

fn counts(out: &mut Out, key: &str, errors: u64, warnings: u64, lang: Lang) {
    for (name, label, class, value) in
        [("errors", ERRORS, "bad", errors), ("warnings", WARNINGS, "warn", warnings)]
    {
        let class = if value > 0 { class } else { "" };
        put!(
            out,
            "<td class=\"n {class}\" data-label=\"{}\">{}</td>",
            label.get(lang),
            number(&format!("{key}.{name}"), value, lang)
        );
    }
}

/// The marked copy, else the listing, else nothing to correct.
fn back(out: &mut Out, file: Option<&FileResult>, count: u64, around: &Around<'_>, lang: Lang) {
    const COPY: Text = Text { vi: "sổ trả lại", en: "returned copy" };
    const LISTING: Text = Text { vi: "danh sách lỗi", en: "error listing" };
    const OF: Text = Text { vi: "của tệp", en: "of the file" };
    match file.and_then(|file| Some((&*file.path, returned(file, around)?))) {
        // The file is named for those who hear the links one after another.
        Some((path, copy)) => put!(
            out,
            "<td class=\"back\" data-label=\"{}\"><a href=\"{}\">{}<span class=\"hidden\"> {} {}</span></a></td>",
            BACK.get(lang),
            href(&copy),
            COPY.get(lang),
            OF.get(lang),
            Escaped(path)
        ),
        None if count > 0 => {
            put!(
                out,
                "<td class=\"back\" data-label=\"{}\"><a href=\"{}\">{}</a></td>",
                BACK.get(lang),
                href(around.listing),
                LISTING.get(lang)
            );
        }
        None => put!(out, "<td class=\"none\">–</td>"),
    }
}

/// Links to all results.
pub(super) fn results(out: &mut Out, around: &Around<'_>, lang: Lang) {
    const TITLE: Text = Text { vi: "Kết quả", en: "Results" };
    const COPIES: Text = Text {
        vi: "sổ trả lại các đơn vị, chỗ cần sửa đã đánh dấu; số tệp: {n}",
        en: "the senders' own workbooks, what to correct is marked; files: {n}",
    };
    open_section(out, "ket-qua", TITLE.get(lang));
    put!(out, "<ul class=\"files\">");
    let (copies, others): (Vec<&String>, Vec<&String>) =
        around.outputs.iter().partition(|name| name.starts_with(RETURNED));
    for name in others {
        let about = about(name, around).get(lang);
        put!(out, "<li><a href=\"{}\">{}</a> <span>{about}</span></li>", href(name), Breakable(name));
    }
    if !copies.is_empty() {
        let n = grouped(copies.len() as u64, lang);
        let about = COPIES.fill(lang, &[("n", n)]);
        put!(out, "<li><a href=\"{RETURNED}\">{RETURNED}</a> <span>{about}</span></li>");
    }
    put!(out, "</ul>\n");
    close_section(out);
}

/// What a result is, by its name.
fn about(name: &str, around: &Around<'_>) -> Text {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if name == around.listing {
        return Text {
            vi: "từng chỗ phải sửa, bấm vào là mở đúng ô",
            en: "every place to correct, with links",
        };
    }
    match extension {
        "json" => Text {
            vi: "kết quả cho máy đọc; chép vào danh-muc của kỳ sau để so sánh",
            en: "for machines; copy it into the next period's danh-muc to compare",
        },
        "txt" => Text { vi: "nhật ký của lần chạy này", en: "log of this run" },
        "docx" => Text { vi: "báo cáo thuyết minh", en: "written report" },
        _ if name.contains("-du-thao.") => {
            Text { vi: "mẫu đã điền, dự thảo", en: "filled template, draft" }
        }
        _ => Text { vi: "mẫu đã điền", en: "filled template" },
    }
}
