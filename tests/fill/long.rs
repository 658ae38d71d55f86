//! Long sheets are written as they are made and not kept: the result must be the same as if they were.

use proptest::prelude::*;
use tthc::template::{Options, data, fill_values, fill_with};

use super::*;

/// Formulas for the repeated row, for its total, and for another sheet; they read some columns and leave others.
const ROW: [&str; 8] = [
    "=B4*2",
    "=B4+C$4",
    "=SUM(B$4:B4)",
    "=B4/SUM(B$4:B$4)",
    "=IF(C4>0,A4&\"!\",0)",
    "=SUBTOTAL(9,B4:C4)",
    "=YEARFRAC(B4,C4)",
    "=COUNTIF(A3:A5,A4)",
];
const TOTAL: [&str; 8] = [
    "=SUM(B3:B5)",
    "=SUM(C4)",
    "=SUMIF(A3:A5,\"a*\",B3)",
    "=COUNTA(A4:A4)",
    "=SUMPRODUCT(B3:B5*C3:C5)",
    "=SUBTOTAL(9,B3:D5)",
    "=SUM(vung)",
    "=VLOOKUP(\"a\",A3:C5,2,FALSE)",
];
const OTHER: [&str; 4] =
    ["='Biểu'!E6*2", "=SUM('Biểu'!B4)", "=COUNT('Biểu'!A:E)", "=SUMIFS('Biểu'!C3:C5,'Biểu'!B3:B5,\">0\")"];

fn long_template(row: &[usize], total: &[usize], other: usize, chart: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    book.define_name("vung", "='Biểu'!$B$3:$C$5").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Biểu").unwrap();
    let bold = Format::new().set_bold();
    sheet.write_string(0, 0, "{{ ten }}").unwrap();
    sheet.write_string(2, 0, "{% for x in ds %}").unwrap();
    sheet.write_string(3, 0, "{{ x.a }}").unwrap();
    sheet.write_string(3, 1, "{{ x.b }}").unwrap();
    sheet.write_string(3, 2, "{{ x.c }}").unwrap();
    sheet
        .write_rich_string(3, 3, &[(&bold, "{{ x.a }}"), (&Format::default(), " – {{ loop.index }}")])
        .unwrap();
    sheet.write_string(3, 8, "{{ x.b }} {{ x.a }}").unwrap();
    sheet.write_string(4, 0, "{% endfor %}").unwrap();
    for (at, formula) in row.iter().enumerate() {
        sheet.write_formula(3, at as u16 + 4, ROW[*formula]).unwrap();
    }
    for (at, formula) in total.iter().enumerate() {
        sheet.write_formula(5, at as u16 + 1, TOTAL[*formula]).unwrap();
    }
    if chart {
        let mut chart = rust_xlsxwriter::Chart::new(rust_xlsxwriter::ChartType::Line);
        chart.add_series().set_categories("='Biểu'!$I$4:$I$4").set_values("='Biểu'!$C$4:$C$4");
        sheet.insert_chart(8, 0, &chart).unwrap();
    }
    let second = book.add_worksheet();
    second.write_formula(0, 0, OTHER[other]).unwrap();
    book.save_to_buffer().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_not_kept_comes_out_the_same(
        row in prop::collection::vec(0..ROW.len(), 0..4),
        total in prop::collection::vec(0..TOTAL.len(), 1..5),
        other in 0..OTHER.len(),
        chart in any::<bool>(),
        rows in prop::collection::vec(("[ab]{0,2}", prop::option::of(-1000..1000_i32), any::<i16>()), 0..12),
    ) {
        let list: Vec<Value> = rows.iter().map(|(a, b, c)| json!({"a": a, "b": b, "c": c})).collect();
        let data = json!({"ten": "A", "ds": list});
        let template = long_template(&row, &total, other, chart);
        let kept = |most| {
            fill_with(&template, &data, Options { kept: Some(most), ..Options::default() })
                .map(|filled| (filled.bytes, filled.notes))
                .map_err(|faults| faults.iter().map(|fault| fault.message(Lang::En)).collect::<Vec<_>>())
        };
        let all = kept(usize::MAX);
        prop_assert_eq!(&all, &kept(0));
        let read = data::read(data.to_string().as_bytes()).unwrap();
        let again = fill_values(&template, &read, Options::default()).map(|filled| filled.bytes);
        prop_assert_eq!(all.map(|all| all.0).ok(), again.ok());
    }
}

/// Peak memory of the process so far, in bytes; none where the system does not tell.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib << 10)
}

/// Fifteen columns and two formulas in each of a hundred thousand rows. The test runs beside others, so the limit is that of
/// all of them together, and far below the 600 MB that keeping the sheet took.
#[test]
fn a_hundred_thousand_wide_rows_need_little_memory() {
    let names: Vec<String> = (0..13).map(|at| format!("c{at}")).collect();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Biểu").unwrap();
    sheet.write_string(0, 0, "{% for x in ds %}").unwrap();
    for (at, name) in names.iter().enumerate() {
        sheet.write_string(1, at as u16, format!("{{{{ x.{name} }}}}")).unwrap();
    }
    sheet.write_formula(1, 13, "=A2+B2").unwrap();
    sheet.write_formula(1, 14, "=IF(N2>5,\"lớn\",\"nhỏ\")").unwrap();
    sheet.write_string(2, 0, "{% endfor %}").unwrap();
    sheet.write_formula(3, 0, "=SUM(A1:A3)").unwrap();
    sheet.write_formula(3, 13, "=SUM(N2)").unwrap();
    sheet.write_formula(3, 14, "=COUNTIF(O1:O3,\"lớn\")").unwrap();
    let template = book.save_to_buffer().unwrap();
    let mut json = String::from("{\"ds\":[");
    for row in 0..100_000_u32 {
        let fields: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(at, name)| match at {
                0 | 1 => format!("\"{name}\":{}", row % 7),
                at => format!("\"{name}\":\"Chữ số {row} ở cột thứ {at}\""),
            })
            .collect();
        json.push_str(if row == 0 { "{" } else { ",{" });
        json.push_str(&fields.join(","));
        json.push('}');
    }
    json.push_str("]}");
    let read = data::read(json.as_bytes()).unwrap();
    drop(json);
    let before = peak();
    let out = fill_values(&template, &read, Options::default()).unwrap();
    if let (Some(before), Some(after)) = (before, peak()) {
        assert!(after - before < 250 << 20, "{} MiB more", (after - before) >> 20);
    }
    let sum: u32 = (0..100_000_u32).map(|row| row % 7).sum();
    assert_eq!(number(&out.bytes, "Biểu", "A100001"), f64::from(sum));
    assert_eq!(number(&out.bytes, "Biểu", "N100001"), f64::from(sum * 2));
}
