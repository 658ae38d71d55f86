//! The two sheets about codes: how often each occurs, and what each means.

use rust_xlsxwriter::{Url, Worksheet, XlsxError};

use super::{
    BY_RULE, CODES, Count,
    findings::{address, write_text},
    look::{Look, lines_needed, row_height},
    set_page, sheet_of,
};
use crate::{
    flow::lines::duty,
    model::finding::Severity,
    rules::Rule,
    text::{Lang, Text},
};

/// A sheet with this header row and these column widths.
pub(super) fn table(
    name: Text,
    columns: &[(Text, f64)],
    look: &Look,
    lang: Lang,
) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name.get(lang))?;
    for (col, (heading, width)) in (0..).zip(columns) {
        sheet.set_column_width(col, *width)?;
        sheet.set_column_format(col, &look.text)?;
        sheet.write_string_with_format(0, col, heading.get(lang), &look.header)?;
    }
    sheet.set_row_height(0, 32)?;
    sheet.set_freeze_panes(1, 1)?;
    set_page(&mut sheet)?;
    Ok(sheet)
}

/// Makes a row as high as the longest of these texts, each with its column.
fn fit(
    sheet: &mut Worksheet,
    row: u32,
    columns: &[(Text, f64)],
    texts: &[(usize, &str)],
) -> Result<(), XlsxError> {
    let lines = texts.iter().map(|(col, text)| lines_needed(text, columns[*col].1)).max().unwrap_or(1);
    sheet.set_row_height(row, row_height(lines))?;
    Ok(())
}

/// How often each rule was broken: the gravest first, then the most frequent.
pub(super) fn by_rule(
    counts: &[Count<'_>],
    all: usize,
    look: &Look,
    lang: Lang,
) -> Result<Worksheet, XlsxError> {
    const COLUMNS: [(Text, f64); 8] = [
        (Text { vi: "Mã lỗi", en: "Code" }, 9.0),
        (Text { vi: "Mức", en: "Level" }, 11.0),
        (Text { vi: "Lỗi", en: "Fault" }, 36.0),
        (Text { vi: "Số mục", en: "Lines" }, 10.0),
        (Text { vi: "Tỷ lệ", en: "Share" }, 9.0),
        (Text { vi: "Xem ở trang", en: "On sheet" }, 18.0),
        (Text { vi: "Chỗ đầu tiên", en: "First place" }, 36.0),
        (Text { vi: "Ví dụ đầu tiên", en: "First example" }, 52.0),
    ];
    let mut sheet = table(BY_RULE, &COLUMNS, look, lang)?;
    for (row, count) in (1..).zip(counts) {
        let place = &count.first.place;
        let page = sheet_of(count.severity).get(lang);
        let parts = [place.file.as_ref(), place.sheet.as_deref().unwrap_or_default(), &address(place, lang)];
        let first = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" | ");
        let example = count.first.message(lang);
        let title = count.rule.title.get(lang);
        sheet.write_string(row, 0, count.rule.code)?;
        sheet.write_string(row, 1, duty(count.severity).get(lang))?;
        sheet.write_string(row, 2, title)?;
        sheet.write_number_with_format(row, 3, count.number as f64, &look.number)?;
        sheet.write_number_with_format(row, 4, count.number as f64 / all.max(1) as f64, &look.share)?;
        let link = Url::new(format!("internal:'{page}'!A1"));
        sheet.write_url_with_options(row, 5, link, page, "", Some(&look.link))?;
        write_text(&mut sheet, (row, 6), &first, &look.quoted)?;
        write_text(&mut sheet, (row, 7), &example, &look.quoted)?;
        fit(&mut sheet, row, &COLUMNS, &[(2, title), (6, &first), (7, &example)])?;
    }
    sheet.autofilter(0, 0, u32::try_from(counts.len()).unwrap_or(1).max(1), 7)?;
    Ok(sheet)
}

/// What each code that occurs means, in the order of the codes.
pub(super) fn explained(counts: &[Count<'_>], look: &Look, lang: Lang) -> Result<Worksheet, XlsxError> {
    const COLUMNS: [(Text, f64); 8] = [
        (Text { vi: "Mã lỗi", en: "Code" }, 9.0),
        (Text { vi: "Nghĩa là gì", en: "What it means" }, 28.0),
        (Text { vi: "Vì sao quan trọng", en: "Why it matters" }, 44.0),
        (Text { vi: "Căn cứ", en: "Source" }, 34.0),
        (Text { vi: "Ví dụ sai", en: "Wrong" }, 24.0),
        (Text { vi: "Ví dụ đúng", en: "Right" }, 24.0),
        (Text { vi: "Ai sửa", en: "Who corrects" }, 24.0),
        (Text { vi: "Được giải trình thay cho sửa", en: "May be explained" }, 14.0),
    ];
    const YES: Text = Text { vi: "Được", en: "Yes" };
    const NO: Text = Text { vi: "Không", en: "No" };
    const NOT_NEEDED: Text = Text { vi: "Không cần", en: "Not needed" };
    let mut sheet = table(CODES, &COLUMNS, look, lang)?;
    let mut rules: Vec<&Rule> = counts.iter().map(|count| count.rule).collect();
    rules.sort_by_key(|rule| rule.code);
    rules.dedup_by_key(|rule| rule.code);
    for (row, rule) in (1..).zip(rules) {
        let waivable = match (rule.severity, rule.waivable) {
            (Severity::Info, _) => NOT_NEEDED,
            (_, true) => YES,
            (_, false) => NO,
        };
        let texts = [
            rule.code,
            rule.title.get(lang),
            rule.why.get(lang),
            rule.source,
            rule.example.bad,
            rule.example.good,
            rule.fix.meaning().get(lang),
            waivable.get(lang),
        ];
        for (col, text) in (0..).zip(texts) {
            write_text(&mut sheet, (row, col), text, &look.quoted)?;
        }
        let texts: Vec<(usize, &str)> = texts.into_iter().enumerate().collect();
        fit(&mut sheet, row, &COLUMNS, &texts)?;
    }
    Ok(sheet)
}
