//! Sheets that nobody would write: words of registers and catalogues thrown together, cells of every kind. Nothing may
//! panic, no two columns may hold one thing, and no row may vanish.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::NaiveDate;
use proptest::prelude::*;
use tthc::{
    flow::{
        recognise::{Area, Input},
        table,
    },
    model::{
        place::{Area as Merged, CellAt, Col},
        sheet::{Cell, Format, Row, Sheet, Value, Workbook},
    },
};

use super::{Lists, columns::Column, words};

static LISTS: LazyLock<Lists> = LazyLock::new(Lists::embedded);

const COLUMNS: [Column; 21] = [
    Column::Sequence,
    Column::Code,
    Column::ProcedureCode,
    Column::ProcedureName,
    Column::Content,
    Column::Field,
    Column::Applicant,
    Column::Address,
    Column::Phone,
    Column::Copies,
    Column::Channel,
    Column::Submitted,
    Column::Received,
    Column::Due,
    Column::Finished,
    Column::HandedOver,
    Column::Status,
    Column::Unit,
    Column::Officer,
    Column::Fee,
    Column::Note,
];

/// Words that stand in other rows, or mean something elsewhere.
const OTHERS: [&str; 40] = [
    "Ngày, tháng, năm",
    "Thời gian",
    "Tên",
    "Số lượng",
    "Trực tuyến",
    "Trực tiếp",
    "BCCI",
    "Quá hạn",
    "Tổng cộng",
    "Cộng",
    "I",
    "II. Sở hữu trí tuệ",
    "Lĩnh vực: An toàn bức xạ",
    "(1)",
    "(2)",
    "A",
    "B",
    "1",
    "Mã chỉ tiêu",
    "Số liệu",
    "Mức độ DVC",
    "Thời hạn giải quyết",
    "Hiệu lực từ",
    "Ngày nghỉ",
    "Cao Bằng, ngày 15 tháng 3 năm 2023",
    "NGƯỜI LẬP BIỂU",
    "Ghi chú: tạm tính",
    "SỔ THEO DÕI HỒ SƠ",
    "000.19.08.H14-230105-0001",
    "H14.08-230105-0001",
    "9.001740",
    "9.001740.000.00.00.H14",
    "05/01/2023",
    "01/13/2023",
    "31/02/2023",
    "44931",
    "-",
    "Đã trả kết quả",
    "Yêu cầu bổ sung",
    "15 ngày làm việc",
];

/// A word of the pool.
fn word() -> impl Strategy<Value = String> {
    let heading = (prop::sample::select(&COLUMNS[..]), any::<prop::sample::Index>())
        .prop_map(|(column, at)| (*at.get(words::headings(column))).to_owned());
    prop_oneof![4 => heading, 2 => prop::sample::select(&OTHERS[..]).prop_map(str::to_owned), 1 => "[ -~\u{300}\u{1ea1}\u{111}\n]{1,6}"]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => word().prop_map(Value::Text),
        2 => (-400_000..4_000_000_i32).prop_map(|number| Value::Number(f64::from(number) / 8.0)),
        1 => any::<f64>().prop_filter("readers give finite numbers", |number| number.is_finite()).prop_map(Value::Number),
        2 => (0..60_000_i32).prop_filter_map("a day", |day| NaiveDate::from_num_days_from_ce_opt(690_000 + day)).prop_map(Value::Date),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => Just(Value::Error("#N/A".to_owned())),
        1 => Just(Value::NoResult),
    ]
}

/// A sheet of these values, with merged areas anywhere.
fn sheet(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Sheet> {
    let cells = prop::collection::btree_map((1..14_u32, 0..9_u16), value, 0..70);
    let merges = prop::collection::vec((1..14_u32, 0..9_u16, 0..3_u32, 0..4_u16), 0..5);
    (cells, merges).prop_map(|(cells, merges)| {
        let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
        for ((row, col), value) in cells {
            // Readers leave blank texts out.
            if !matches!(&value, Value::Text(text) if text.trim().is_empty()) {
                rows.entry(row).or_default().push(Cell { col: Col(col), value });
            }
        }
        let at = |row, col| CellAt { row, col: Col(col) };
        Sheet {
            name: "Sheet1".to_owned(),
            rows: rows.into_iter().map(|(number, cells)| Row { number, cells }).collect(),
            merges: merges
                .into_iter()
                .map(|(row, col, down, right)| Merged {
                    first: at(row, col),
                    last: at(row + down, col + right),
                })
                .collect(),
            ..Sheet::default()
        }
    })
}

fn input(path: &str, area: Area, mut sheets: Vec<Sheet>) -> Input {
    for (sheet, number) in sheets.iter_mut().zip(1..) {
        sheet.name = format!("Sheet{number}");
    }
    let content = Ok(Workbook { format: Format::Xlsx, sheets, notes: Vec::new() });
    Input { path: path.into(), area, sender: "phong-a".into(), sha256: path.to_owned(), content }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    #[test]
    fn no_two_columns_of_a_table_hold_one_thing(sheet in sheet(word().prop_map(Value::Text))) {
        for found in table::find(&sheet, &LISTS.headings) {
            prop_assert!(!found.header_rows.is_empty());
            prop_assert!(found.header_rows.is_sorted_by(|a, b| a < b), "{:?}", found.header_rows);
            let mut meanings: Vec<&str> =
                found.columns.iter().filter_map(|column| column.meaning.as_deref()).filter(|name| *name != "ignored").collect();
            meanings.sort_unstable();
            let count = meanings.len();
            meanings.dedup();
            prop_assert_eq!(meanings.len(), count, "{:?}", found.columns);
        }
    }

    #[test]
    fn the_ledger_adds_up_on_any_sheet(
        sheets in prop::collection::vec(sheet(value()), 1..3),
        list in prop::option::of(sheet(value())),
    ) {
        let mut inputs = vec![input("hop-thu/phong-a/so.xlsx", Area::Inbox, sheets)];
        inputs.extend(list.map(|sheet| input("danh-muc/dm.xlsx", Area::Catalogue, vec![sheet])));
        let report = LISTS.report(inputs, "2023-Q1");
        prop_assert!(report.rows.adds_up(), "{:?}", report.rows);
        prop_assert_eq!(report.fates.sum(), report.rows.cases);
        for sheet in report.files.iter().flat_map(|file| &file.sheets) {
            prop_assert!(sheet.rows.adds_up(), "{:?}", sheet.rows);
            prop_assert_eq!(sheet.fates.sum(), sheet.rows.cases);
        }
    }
}
