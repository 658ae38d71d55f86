//! Tables and the structured references to them (`Sales[Amount]`): where their cells are. Only what names whole columns of the
//! data, the headings, the totals or the formula's own row is understood.

use super::parse::Rect;

/// A table on a sheet; 1-based, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name in lower case.
    pub name: String,
    /// All of it.
    pub rect: Rect,
    /// Rows of headings.
    pub head: u32,
    /// Rows of totals.
    pub foot: u32,
    /// Names of its columns in lower case.
    pub columns: Vec<String>,
}

/// The cells that a structured reference names, in a formula that stands in `row`; `None` if it is not understood.
pub fn resolve(text: &str, tables: &[Table], sheet: usize, row: u32) -> Option<Rect> {
    let (name, rest) = text.split_at(text.find('[').unwrap_or(text.len()));
    let name = name.to_lowercase();
    let table = if name.is_empty() {
        // `[Amount]`: the table the formula stands in, if only one on the sheet has this row.
        let within = |table: &&Table| {
            table.rect.sheet == sheet && (table.rect.rows.0..=table.rect.rows.1).contains(&row)
        };
        let mut own = tables.iter().filter(within);
        own.next().filter(|_| own.next().is_none())?
    } else {
        tables.iter().find(|table| table.name == name)?
    };
    let data = (table.rect.rows.0 + table.head, table.rect.rows.1.checked_sub(table.foot)?);
    let mut rows = data;
    let mut cols: Option<(u32, u32)> = None;
    let inside = rest.strip_prefix('[').map_or(Some(""), |rest| rest.strip_suffix(']'))?;
    let (own, inside) = inside.strip_prefix('@').map_or((false, inside), |rest| (true, rest));
    if own {
        rows = (row, row);
    }
    // `[#All],[A]:[B]`, `[A]`, or a single name or keyword without brackets of its own.
    // Keywords beside each other add up (`[#Headers],[#Data]`).
    let mut named: Option<(u32, u32)> = None;
    let pieces: Vec<&str> = if inside.starts_with('[') { split(inside)? } else { vec![inside] };
    for piece in pieces {
        match piece.to_lowercase().as_str() {
            "" => {}
            "#data" => named = Some(joined(named, data)),
            "#all" => named = Some(joined(named, table.rect.rows)),
            "#headers" if table.head > 0 => named = Some(joined(named, (table.rect.rows.0, data.0 - 1))),
            "#totals" if table.foot > 0 => named = Some(joined(named, (data.1 + 1, table.rect.rows.1))),
            "#this row" => named = Some(joined(named, (row, row))),
            column => {
                let column = if column.contains('\'') { unescaped(column) } else { column.to_owned() };
                let at = table.columns.iter().position(|known| *known == column)? as u32 + table.rect.cols.0;
                cols = Some(joined(cols, (at, at)));
            }
        }
    }
    rows = named.unwrap_or(rows);
    let own_row = rows == (row, row);
    let outside = own_row && (table.rect.sheet != sheet || row < data.0 || row > data.1);
    (rows.0 <= rows.1 && !outside).then_some(Rect {
        sheet: table.rect.sheet,
        rows,
        cols: cols.unwrap_or(table.rect.cols),
    })
}

/// The stretch from the first to the last of both.
fn joined(known: Option<(u32, u32)>, more: (u32, u32)) -> (u32, u32) {
    known.map_or(more, |(low, high)| (low.min(more.0), high.max(more.1)))
}

/// A name of a column without the apostrophes before `[`, `]`, `#` and apostrophes.
fn unescaped(column: &str) -> String {
    let mut out = String::with_capacity(column.len());
    let mut chars = column.chars();
    while let Some(ch) = chars.next() {
        out.extend(if ch == '\'' { chars.next() } else { Some(ch) });
    }
    out
}

/// The names in brackets; two areas of columns, or an escaped character, are not understood.
fn split(text: &str) -> Option<Vec<&str>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    loop {
        let inner = rest.strip_prefix('[')?;
        let end = inner.find(']')?;
        if inner[..end].contains(['\'', '[']) {
            return None;
        }
        pieces.push(&inner[..end]);
        rest = inner[end + 1..].trim_start();
        match rest.chars().next() {
            None => return Some(pieces),
            Some(',' | ':') => rest = rest[1..].trim_start(),
            Some(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structured_references_name_the_cells_excel_takes() {
        let rect = |rows, cols| Rect { sheet: 0, rows, cols };
        let columns = ["Tên", "Số", "Tỷ lệ", "Số #"].iter().map(|name| name.to_lowercase()).collect();
        let table =
            Table { name: "bảng".to_owned(), rect: rect((3, 8), (2, 5)), head: 1, foot: 1, columns };
        for (text, expected) in [
            ("Bảng", Some(((4, 7), (2, 5)))),
            ("Bảng[Số]", Some(((4, 7), (3, 3)))),
            ("Bảng[]", Some(((4, 7), (2, 5)))),
            ("Bảng[#All]", Some(((3, 8), (2, 5)))),
            ("Bảng[[Tên]:[Số]]", Some(((4, 7), (2, 3)))),
            ("Bảng[[#Headers],[Tỷ lệ]]", Some(((3, 3), (4, 4)))),
            ("Bảng[[#Totals],[Số]]", Some(((8, 8), (3, 3)))),
            ("Bảng[[#This Row],[Số]]", Some(((5, 5), (3, 3)))),
            ("Bảng[@Số]", Some(((5, 5), (3, 3)))),
            ("Bảng[@[Tỷ lệ]]", Some(((5, 5), (4, 4)))),
            ("Bảng[Khác]", None),
            ("Khác[Số]", None),
            ("Bảng['#x]", None),
            ("Bảng[Số '#]", Some(((4, 7), (5, 5)))),
            ("[Số]", Some(((4, 7), (3, 3)))),
            ("[@Số]", Some(((5, 5), (3, 3)))),
            ("[Khác]", None),
            ("Bảng[[#Headers],[#Data]]", Some(((3, 7), (2, 5)))),
            ("Bảng[[#Data],[#Totals],[Số]]", Some(((4, 8), (3, 3)))),
        ] {
            let found = resolve(text, std::slice::from_ref(&table), 0, 5);
            assert_eq!(found, expected.map(|(rows, cols)| rect(rows, cols)), "{text}");
        }
        assert_eq!(resolve("Bảng[@Số]", &[table], 0, 2), None);
    }
}
