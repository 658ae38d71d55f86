//! Corrected cells: the value as a column takes it, and where it goes in memory.

use crate::{
    cells::date::{DayOrder, read_text},
    flow::recognise::Book,
    model::{
        column::ColumnKind,
        finding::Place,
        place::CellAt,
        sheet::{Cell, Row, Sheet, Value},
    },
};

/// The value as the column takes it. A date becomes its ISO text: whatever was decided about the order of day and month in
/// its column, even that Excel swapped them, it is that day. (What was decided rests on the register's own cells alone.)
pub(super) fn typed(value: &Value, column: Option<ColumnKind>) -> Value {
    let is_date = column.is_some_and(ColumnKind::is_date);
    let day = match value {
        Value::Text(text) if is_date => read_text(text).date(DayOrder::DayFirst),
        Value::Date(day) if is_date => Some(*day),
        _ => None,
    };
    match (day, value) {
        (Some(day), _) => Value::Text(day.to_string()),
        (None, Value::Number(_) | Value::Bool(_)) if !is_date => Value::Text(value.shown()),
        (None, _) => value.clone(),
    }
}

/// Sets a cell of the books in memory; returns what it held. A place that is not there changes nothing.
pub(super) fn set(books: &mut [Book], place: &Place, value: &Value) -> Option<Value> {
    let CellAt { row, col } = place.cell()?;
    let book = books.iter_mut().find(|book| book.input.path == place.file)?;
    let name = place.sheet.as_deref().unwrap_or_default();
    let Ok(workbook) = &mut book.input.content else { return None };
    let mut named: Vec<(&mut Sheet, bool)> = workbook
        .sheets
        .iter_mut()
        .zip(&book.tables)
        .filter(|(sheet, _)| sheet.name == name)
        .map(|(sheet, tables)| {
            let columns = tables.iter().flat_map(|table| &table.columns);
            (sheet, columns.into_iter().any(|column| column.col == col))
        })
        .collect();
    // Registers side by side are a sheet each: the one that has the column.
    let at = named.iter().position(|(_, has_column)| *has_column).unwrap_or(0);
    let (sheet, _) = named.get_mut(at)?;
    set_in(sheet, CellAt { row, col }, value)
}

fn set_in(sheet: &mut Sheet, CellAt { row, col }: CellAt, value: &Value) -> Option<Value> {
    let at = match sheet.rows.binary_search_by_key(&row, |row| row.number) {
        Ok(at) => at,
        Err(at) => {
            sheet.rows.insert(at, Row { number: row, cells: Vec::new() });
            at
        }
    };
    let cells = &mut sheet.rows[at].cells;
    let cell = Cell { col, value: value.clone() };
    match cells.binary_search_by_key(&col, |cell| cell.col) {
        Ok(at) => Some(std::mem::replace(&mut cells[at], cell).value),
        Err(at) => {
            cells.insert(at, cell);
            None
        }
    }
}
