//! The sheet with every cell of the lines that stand for many findings.

use rust_xlsxwriter::{Url, Worksheet, XlsxError};

use super::{
    Summary, cell_text,
    codes::table,
    findings::{address, link, write_text},
    look::Look,
};
use crate::{
    flow::worklist::{REPEATS, Worklist},
    text::{Lang, Text, visible},
};

/// Links beyond this many are left out, as on the data sheets; the address stands in words.
const MOST_LINKS: usize = 65_000;
/// Excel's rows of a sheet without the header row.
const MOST: usize = 1_048_575;

/// The cells behind grouped lines, group by group; `None` if every finding has a line of its own.
pub(super) fn sheet(
    work: &Worklist<'_>,
    summary: &Summary,
    look: &Look,
    lang: Lang,
) -> Result<Option<Worksheet>, XlsxError> {
    const COLUMNS: [(Text, f64); 6] = [
        (Text { vi: "Mã lỗi", en: "Code" }, 9.0),
        (Text { vi: "Giá trị hiện tại", en: "Present value" }, 24.0),
        (Text { vi: "Mã hồ sơ", en: "Case code" }, 26.0),
        (Text { vi: "Ô", en: "Cell" }, 10.0),
        (Text { vi: "Trang", en: "Sheet" }, 18.0),
        (Text { vi: "Tệp", en: "File" }, 40.0),
    ];
    let mut sheet = table(REPEATS, &COLUMNS, look, lang)?;
    let mut row = 0;
    for index in work.groups().flatten().take(MOST) {
        row += 1;
        let finding = &work.findings[*index];
        let place = &finding.place;
        write_text(&mut sheet, (row, 0), finding.rule.code, &look.quoted)?;
        write_text(&mut sheet, (row, 1), &visible(&finding.value), &look.quoted)?;
        write_text(&mut sheet, (row, 2), finding.case.as_deref().unwrap_or_default(), &look.quoted)?;
        match link(place, &summary.links_base).filter(|_| (row as usize) <= MOST_LINKS) {
            Some(link) => {
                let text = cell_text(&address(place, lang));
                sheet.write_url_with_options(row, 3, Url::new(link), text, "", Some(&look.link))?;
            }
            None => write_text(&mut sheet, (row, 3), &address(place, lang), &look.quoted)?,
        }
        write_text(&mut sheet, (row, 4), place.sheet.as_deref().unwrap_or_default(), &look.quoted)?;
        write_text(&mut sheet, (row, 5), &place.file, &look.quoted)?;
    }
    if row == 0 {
        return Ok(None);
    }
    sheet.autofilter(0, 0, row, 5)?;
    Ok(Some(sheet))
}
