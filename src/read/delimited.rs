//! Text files whose fields are separated by a comma, semicolon, tab or bar.
//!
//! Every record is a row, blank lines included, as Excel counts them; a field in quotes may hold separators and line
//! breaks. All values are text: what a number or a date means is decided later, by the column. The csv crate is not
//! used here because it passes over blank lines, so that row numbers would be wrong.

use crate::model::sheet::{Format, ReadNote, Value, Workbook};

use super::encoding::Decoded;
use super::fault::ReadFault;
use super::grid::{self, Grid};
use super::xlsx;

/// Separators in the order in which they win when all else is equal.
const SEPARATORS: [u8; 4] = [b'\t', b';', b'|', b','];
/// How much of the text decides on the separator.
const SAMPLE: usize = 64 << 10;
/// A field with more line breaks than this comes from a quote that was never closed.
const MAX_LINES_IN_FIELD: usize = 200;

/// Reads a text file; `name` becomes the sheet's name.
///
/// # Errors
/// More rows or columns than a sheet has.
pub(super) fn read(name: &str, file: &Decoded) -> Result<Workbook, ReadFault> {
    let (stated, text) = stated_separator(&file.text);
    // The line that names the separator is no row in Excel either.
    let separator = stated.unwrap_or_else(|| detect(text));
    let mut grid = Grid::default();
    let (_, longest) = records(text, separator, true, |row, col, field| {
        grid.push(grid::place(row, col)?, Value::Text(field));
        Ok(())
    })?;
    if longest > MAX_LINES_IN_FIELD {
        grid = Grid::default();
        records(text, separator, false, |row, col, field| {
            grid.push(grid::place(row, col)?, Value::Text(field));
            Ok(())
        })?;
    }
    let notes = file.legacy.map(|encoding| ReadNote::LegacyEncoding { encoding }).into_iter().collect();
    xlsx::finish(Format::Delimited, vec![grid.finish(name.to_owned(), false)?], notes)
}

/// The separator that a first line `sep=;` names, and the text after it.
fn stated_separator(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim_end_matches('\r').trim_matches('"');
    match first
        .get(..4)
        .filter(|key| key.eq_ignore_ascii_case("sep="))
        .map(|_| first.as_bytes()[4..].to_vec())
    {
        Some(bytes) if bytes.len() == 1 && bytes[0].is_ascii() && !matches!(bytes[0], b'"' | b'\r') => {
            (Some(bytes[0]), rest)
        }
        _ => (None, text),
    }
}

/// The separator that splits most records into the same number of fields. A comma counts half: commas stand inside
/// addresses and numbers as well.
fn detect(text: &str) -> u8 {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    let score = |separator: u8| {
        let mut widths: Vec<u64> = Vec::new();
        let counted = records(sample, separator, true, |row, col, field| {
            if !field.is_empty() || col > 0 {
                widths.resize(widths.len().max(row as usize), 0);
                widths[row as usize - 1] = col + 1;
            }
            Ok(())
        });
        if counted.is_err() {
            return 0;
        }
        widths.retain(|width| *width > 1);
        widths.sort_unstable();
        let best =
            widths.chunk_by(|a, b| a == b).map(|run| run.len() as u64 * (run[0] - 1)).max().unwrap_or(0);
        if separator == b',' { best } else { best * 2 }
    };
    let mut best = (0, b',');
    for separator in SEPARATORS {
        let score = score(separator);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

/// Splits a text into fields and calls `each` with the record's number from 1, the field's from 0 and its content.
/// Gives the number of records and the most line breaks in one field.
fn records(
    text: &str,
    separator: u8,
    quotes: bool,
    mut each: impl FnMut(u64, u64, String) -> Result<(), ReadFault>,
) -> Result<(u64, usize), ReadFault> {
    let bytes = text.as_bytes();
    let (mut at, mut row, mut col, mut longest) = (0, 1_u64, 0_u64, 0);
    while at < bytes.len() {
        let mut field = String::new();
        if quotes && bytes[at] == b'"' {
            at += 1;
            let mut lines = 0;
            loop {
                let start = at;
                while at < bytes.len() && bytes[at] != b'"' {
                    lines += usize::from(bytes[at] == b'\n');
                    at += 1;
                }
                field.push_str(&text[start..at]);
                if bytes.get(at + 1) == Some(&b'"') {
                    field.push('"');
                    at += 2;
                } else {
                    at = (at + 1).min(bytes.len());
                    break;
                }
            }
            longest = longest.max(lines);
        }
        let start = at;
        while at < bytes.len() && bytes[at] != separator && !matches!(bytes[at], b'\r' | b'\n') {
            at += 1;
        }
        field.push_str(&text[start..at]);
        if field.contains('\0') {
            field.retain(|ch| ch != '\0');
        }
        each(row, col, field)?;
        match bytes.get(at) {
            Some(byte) if *byte == separator => {
                col += 1;
                at += 1;
                // A separator at the very end opens a last, empty field.
                continue;
            }
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            Some(_) => at += 1,
            None => {}
        }
        row += 1;
        col = 0;
    }
    Ok((row - 1, longest))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let file = Decoded { text: text.to_owned(), legacy: None };
        let sheet = read("so", &file).unwrap().sheets.remove(0);
        let shown = |value: &Value| if let Value::Text(text) = value { text.clone() } else { String::new() };
        sheet
            .rows
            .iter()
            .map(|row| (row.number, row.cells.iter().map(|cell| shown(&cell.value)).collect()))
            .collect()
    }

    #[test]
    fn each_separator_is_recognised() {
        for separator in ["\t", ";", "|", ","] {
            let text = ["Sổ theo dõi, quý I", "Mã|Tên|Ngày", "1|a|05/01/2023", "2|b|06/01/2023"].join("\n");
            let text = text.replacen("Mã|Tên|Ngày", &["Mã", "Tên", "Ngày"].join(separator), 1);
            let text = text.replace("1|a|", &format!("1{separator}a{separator}"));
            let text = text.replace("2|b|", &format!("2{separator}b{separator}"));
            let found = rows(&text);
            assert_eq!(
                found[2],
                (3, vec!["1".to_owned(), "a".to_owned(), "05/01/2023".to_owned()]),
                "{separator:?}"
            );
        }
    }

    #[test]
    fn decimal_commas_do_not_hide_the_semicolons() {
        let found = rows("a;1,5;2,5\nb;1,5;2,5\n");
        assert_eq!(found[0].1, ["a", "1,5", "2,5"]);
    }

    #[test]
    fn blank_lines_keep_their_row_and_quoted_line_breaks_do_not_make_one() {
        let found = rows("a,b\r\n\r\n\"x\ny\",\"he said \"\"no\"\", twice\"\r\n,last");
        assert_eq!(found.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [1, 3, 4]);
        assert_eq!(found[1].1, ["x\ny", "he said \"no\", twice"]);
    }

    #[test]
    fn the_first_line_may_name_the_separator() {
        for first in ["sep=;", "SEP=;\r", "\"sep=;\""] {
            assert_eq!(
                rows(&format!("{first}\na,b;c\n"))[0],
                (1, vec!["a,b".to_owned(), "c".to_owned()]),
                "{first:?}"
            );
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_does_not_swallow_the_rest() {
        let mut text = "a,\"b\n".to_owned();
        text.extend((0..500).map(|row| format!("{row},x\n")));
        assert_eq!(rows(&text).len(), 501);
    }

    #[test]
    fn mac_line_ends_are_line_ends() {
        assert_eq!(rows("a,b\rc,d\r").len(), 2);
    }

    #[test]
    fn more_rows_than_a_sheet_has_are_refused() {
        let file = Decoded { text: "x\n".repeat(1_048_577), legacy: None };
        assert!(matches!(read("so", &file), Err(ReadFault::TooBig { .. })));
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(table in prop::collection::vec(prop::collection::vec("[ -~\n\"ồ]{0,6}", 2..5), 1..6)) {
            let quoted = |field: &String| format!("\"{}\"", field.replace('"', "\"\""));
            let text: String = table.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(";") + "\r\n").collect();
            let mut found = Vec::new();
            records(&text, b';', true, |row, col, field| {
                found.push((row, col, field));
                Ok(())
            }).unwrap();
            let mut expected = Vec::new();
            for (row, fields) in table.iter().enumerate() {
                for (col, field) in fields.iter().enumerate() {
                    expected.push((row as u64 + 1, col as u64, field.clone()));
                }
            }
            prop_assert_eq!(found, expected);
        }
    }
}
