//! The value that a cell of the template has. A cell in, a typed value out.

use super::source::{SheetSource, Source};
use super::values;
use crate::ooxml::calc::value::{Code, Scalar};
use crate::ooxml::escape;
use crate::ooxml::sheet::{CellKind, CellSpan, wide};
use crate::ooxml::xml;

/// The value a cell of the template has.
pub fn stored(source: &Source, sheet: &SheetSource, cell: &CellSpan) -> Scalar {
    let text = || {
        let text = source.text(sheet, cell);
        if cell.kind == CellKind::Str { escape::decode(&text).into_owned() } else { text }
    };
    match cell.kind {
        CellKind::Shared => {
            let index =
                cell.value.as_ref().and_then(|value| sheet.doc[wide(value)].trim().parse::<usize>().ok());
            let found = index.and_then(|index| source.strings.texts.get(index));
            found.map_or(Scalar::Empty, |text| Scalar::Text(text.clone()))
        }
        CellKind::Inline => Scalar::Text(text().into()),
        _ => {
            let Some(value) = &cell.value else { return Scalar::Empty };
            let raw = xml::text(&sheet.doc[wide(value)]);
            if raw.trim().is_empty() && cell.kind != CellKind::Str {
                return Scalar::Empty;
            }
            match cell.kind {
                CellKind::Number => raw
                    .trim()
                    .parse()
                    .ok()
                    .filter(|number: &f64| number.is_finite())
                    .map_or(Scalar::Empty, Scalar::Number),
                CellKind::Bool => Scalar::Bool(raw.trim() == "1" || raw.trim() == "true"),
                CellKind::Error => Scalar::Error(Code::parse(raw.trim()).unwrap_or(Code::Na)),
                CellKind::Date => {
                    values::serial(raw.trim(), source.book.date1904).map_or(Scalar::Empty, Scalar::Number)
                }
                _ => Scalar::Text(text().into()),
            }
        }
    }
}
