//! A copy of an .xlsx package that calamine accepts.

use std::fmt::Write as _;

use super::fault::ReadFault;
use super::guard::SheetFacts;
use super::package::Package;
use super::xlsx::{Book, STRINGS, STYLES, SheetRef};

/// The name under which the `index`th worksheet stands in a rewritten package.
pub(super) fn plain_name(index: usize) -> String {
    format!("s{index}")
}

/// The same package with a workbook part that lists only the worksheets to be read, under names of their own.
///
/// calamine refuses a whole file for one macro sheet or one broken relationship, and reads the first of two sheets
/// with the same name twice.
pub(super) fn rewrite(
    package: &mut Package<'_>,
    book: &Book,
    sheets: &[(&SheetRef, SheetFacts)],
) -> Result<Vec<u8>, ReadFault> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut list = String::new();
    let mut targets = String::new();
    for (index, (sheet, _)) in sheets.iter().enumerate() {
        let part = quick_xml::escape::escape(sheet.part.as_deref().unwrap_or_default());
        let (name, number) = (plain_name(index), index + 1);
        let _ = write!(list, r#"<sheet name="{name}" sheetId="{number}" r:id="r{index}"/>"#);
        let _ =
            write!(targets, r#"<Relationship Id="r{index}" Type="{OFFICE}/worksheet" Target="/{part}"/>"#);
    }
    let workbook = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{OFFICE}"><workbookPr date1904="{}"/><sheets>{list}</sheets></workbook>"#,
        u8::from(book.date1904)
    );
    let relations = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{targets}</Relationships>"#
    );
    let file = book.main.strip_prefix(&book.folder).unwrap_or(&book.main);
    let mut parts = vec![
        (book.main.clone(), workbook.into_bytes()),
        (format!("{}_rels/{file}.rels", book.folder), relations.into_bytes()),
    ];
    for (part, usual) in [(&book.strings, STRINGS), (&book.styles, STYLES)] {
        let usual = format!("{}{usual}", book.folder);
        if *part != usual
            && let Some(bytes) = package.bytes(part)
        {
            parts.push((usual, bytes?));
        }
    }
    for (sheet, facts) in sheets {
        if let (true, Some(part)) = (facts.odd_dimension, &sheet.part)
            && let Some(bytes) = package.bytes(part)
        {
            parts.push((part.clone(), without_dimension(&bytes?)));
        }
    }
    package.with_parts(&parts)
}

/// A sheet part whose statement of the used area is replaced by a harmless one. calamine stops at one that is reversed
/// or unreadable, though nothing depends on it.
fn without_dimension(part: &[u8]) -> Vec<u8> {
    const NAME: &[u8] = b"dimension";
    let mut from = 0;
    while let Some(at) =
        part[from..].windows(NAME.len()).position(|window| window == NAME).map(|at| from + at)
    {
        let open = part[..at].iter().rposition(|byte| *byte == b'<');
        let close = part[at..].iter().position(|byte| *byte == b'>').map(|end| at + end);
        if let (Some(open), Some(close)) = (open, close)
            && part[open + 1..at].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b':')
        {
            let end: &[u8] = if part[close - 1] == b'/' { b"/" } else { b"" };
            let name = &part[open..at + NAME.len()];
            return [&part[..open], name, b" ref=\"A1\"", end, &part[close..]].concat();
        }
        from = at + NAME.len();
    }
    part.to_vec()
}
