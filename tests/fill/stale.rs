//! No formula shows a result of the template whose cells changed: it is computed, or it has none and that is told.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_xlsxwriter::Formula;

use tthc::ooxml::package::Package;

use super::gaps::{SHEET, patched};
use super::*;

const BLOCKS: &[(&str, &str)] = &[
    ("A2", "{% for x in mot %}"),
    ("C3", "{{ x }}"),
    ("A4", "{% endfor %}"),
    ("A8", "{% for y in hai %}"),
    ("A9", "{{ y }}"),
    ("A10", "{% endfor %}"),
];

fn with(formulas: &[(&str, &str)]) -> Vec<u8> {
    template(&[BLOCKS, formulas].concat())
}

#[test]
fn of_two_lists_the_empty_one_adds_nothing() {
    let formulas = [
        ("E12", "=SUBTOTAL(9,C3:C3,A9:A9)"),
        ("E13", "=AVERAGE(C3:C3,A9:A9)"),
        ("E14", "=MIN(C3:C3,A9:A9)"),
        ("E15", "=COUNT(C3:C3,A9:A9)"),
        ("E16", "=PRODUCT(A9:A9,C3:C3)"),
        ("E17", "=SUMPRODUCT((MOD(ROW(C3:C3),2)=0)*1)+ROW(C3)"),
        ("E18", "=SUM(C3:C3 A3:D3)"),
    ];
    let template = with(&formulas);
    let out = filled(&template, &json!({"mot": [], "hai": [10, 20]})).bytes;
    let found: Vec<f64> = (8..15).map(|row| number(&out, "Biểu", &format!("E{row}"))).collect();
    assert_eq!(found, [30.0, 15.0, 10.0, 2.0, 200.0, 0.0, 0.0]);
    assert_eq!(formula(&out, "Biểu", "E8"), "SUBTOTAL(9,A5:A6)");
    let out = filled(&template, &json!({"mot": [], "hai": []})).bytes;
    assert_eq!((formula(&out, "Biểu", "E9").as_str(), number(&out, "Biểu", "E9")), ("0", 0.0));
}

#[test]
fn the_blank_row_that_is_kept_for_a_name_takes_old_results_with_it() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Biểu").unwrap();
    for (row, text) in ["{% for x in ds %}", "{{ x }}", "{% endfor %}"].into_iter().enumerate() {
        sheet.write_string(row as u32, 0, text).unwrap();
    }
    sheet.write_formula(4, 0, Formula::new("=LARGE(A2:A2,1)").set_result("777")).unwrap();
    sheet.write_formula(5, 0, Formula::new("=SUM(V)").set_result("777")).unwrap();
    book.define_name("V", "=Biểu!$A$2:$A$2").unwrap();
    let out = filled(&book.save_to_buffer().unwrap(), &json!({"ds": []}));
    assert_eq!(cell(&out.bytes, "Biểu", "A3"), Data::Empty);
    assert_eq!(number(&out.bytes, "Biểu", "A4"), 0.0);
    assert_eq!(out.notes.iter().map(|note| note.cell.as_str()).collect::<Vec<_>>(), ["A3"]);
}

#[test]
fn a_name_on_a_sheet_that_is_left_out_or_repeats_is_followed() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("M").unwrap();
    sheet.write_string(0, 0, "{% sheet g in ds named g.ten %}").unwrap();
    sheet.write_string(1, 1, "{{ g.so }}").unwrap();
    let total = book.add_worksheet().set_name("T").unwrap();
    for (row, text) in
        ["=SUM(G)", "=M!Rieng*2", "=SUM(M!Rieng)", "=MEDIAN(M!Rieng,G)"].into_iter().enumerate()
    {
        total.write_formula(row as u32, 0, Formula::new(text).set_result("777")).unwrap();
    }
    book.define_name("G", "=M!$B$2").unwrap();
    book.define_name("M!Rieng", "=M!$B$2").unwrap();
    let template = book.save_to_buffer().unwrap();
    let out = filled(&template, &json!({"ds": [{"ten": "N1", "so": 10}, {"ten": "N 2", "so": 20}]})).bytes;
    assert_eq!(formula(&out, "T", "A2"), "'N1'!Rieng*2");
    assert_eq!(formula(&out, "T", "A3"), "SUM('N1'!Rieng,'N 2'!Rieng)");
    assert_eq!((number(&out, "T", "A2"), number(&out, "T", "A3")), (20.0, 30.0));
    let out = filled(&template, &json!({"ds": []})).bytes;
    assert_eq!((number(&out, "T", "A1"), number(&out, "T", "A2")), (0.0, 0.0));
    assert_eq!(formula(&out, "T", "A2"), "0*2");
    assert_eq!(cell(&out, "T", "A4"), Data::Empty);
}

#[test]
fn a_range_of_the_same_size_over_other_cells_is_another_one() {
    let cells = [
        ("A1", "{% for x in ds %}"),
        ("B2", "=2+3"),
        ("A3", "{% endfor %}"),
        ("D5", "=SUMSQ(B1:B3)"),
        ("D6", "=SUM(B:B)"),
        ("D7", "=CELL(\"row\",D5)"),
        ("D8", "=ADDRESS(ROW(),1)"),
    ];
    let out = filled(&template(&cells), &json!({"ds": [1, 2, 3]}));
    assert_eq!(cell(&out.bytes, "Biểu", "D5"), Data::Empty);
    assert_eq!(number(&out.bytes, "Biểu", "D6"), 15.0);
    let told: Vec<&str> = out.notes.iter().map(|note| note.cell.as_str()).collect();
    assert_eq!(told, ["D5", "D7"]);
    let out = filled(&template(&cells), &json!({"ds": [1, 2]}));
    let told: Vec<&str> = out.notes.iter().map(|note| note.cell.as_str()).collect();
    assert_eq!(told, ["D4", "D6", "D7"]);
}

#[test]
fn functions_of_ones_own_and_sums_beyond_their_range_read_what_they_read() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Biểu").unwrap();
    sheet.write_string(2, 2, "{{ a }}").unwrap();
    for row in 0..3 {
        sheet.write_number(row, 0, 1.0).unwrap();
    }
    let formulas =
        ["=Rieng(5)", "=SUMIF(A1:A3,1,C1)", "=FLOOR(SUMIF(A1:A3,1,C1),2)", "=FLOOR(A1,2)", "=TODAY()"];
    for (row, text) in formulas.into_iter().enumerate() {
        sheet.write_formula(row as u32, 4, Formula::new(text).set_result("777")).unwrap();
    }
    book.define_name("Rieng", "=_xlfn.LAMBDA(_xlpm.x,_xlpm.x+Biểu!$C$3)").unwrap();
    let out = filled(&book.save_to_buffer().unwrap(), &json!({"a": 4})).bytes;
    let found = ["E1", "E2", "E3", "E4", "E5"].map(|at| cell(&out, "Biểu", at));
    assert_eq!(found, [Data::Empty, Data::Float(4.0), Data::Empty, Data::Float(777.0), Data::Empty]);
}

#[test]
fn a_result_that_comes_from_the_time_stays_on_a_sheet_at_rest() {
    let mut book = Workbook::new();
    for (name, text) in [("Biểu", "{{ a }}"), ("Bìa", "chữ")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_string(0, 0, text).unwrap();
        sheet.write_formula(0, 1, Formula::new("=TODAY()").set_result("45000")).unwrap();
    }
    let template = book.save_to_buffer().unwrap();
    let out = filled(&template, &json!({"a": 4})).bytes;
    assert_eq!(cell(&out, "Biểu", "B1"), Data::Empty);
    assert_eq!(part(&out, "xl/worksheets/sheet2.xml"), part(&template, "xl/worksheets/sheet2.xml"));
}

#[test]
fn what_may_lie_under_a_result_of_unknown_size_is_not_said() {
    let cells = [("A1", "{{ a }}"), ("C4", "=COUNT(B3:B9)"), ("D1", "=COUNT(A1:A1)")];
    let array = r#"<row r="3"><c r="B3" cm="1"><f t="array" ref="B3">_xlfn.UNIQUE(A1:A2)</f><v>7</v></c></row><row r="4">"#;
    let template = patched(&template(&cells), &[(SHEET, r#"<row r="4" spans="1:4">"#, array)], &[]);
    let out = filled(&template, &json!({"a": 4})).bytes;
    assert_eq!(cell(&out, "Biểu", "C4"), Data::Empty);
    assert_eq!(number(&out, "Biểu", "D1"), 1.0);
}

#[test]
fn cells_named_in_texts_are_told_of_wherever_the_formula_stands() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("S").unwrap();
    for (row, text) in ["{% for x in ds %}", "{{ x }}", "{% endfor %}"].into_iter().enumerate() {
        sheet.write_string(row as u32, 0, text).unwrap();
    }
    let other = book.add_worksheet().set_name("K").unwrap();
    for (row, text) in
        ["=INDIRECT(\"S!A2\")", "=INDIRECT(\"K!A2\")", "=INDIRECT(\"B1\")", "=SUM(D)"].into_iter().enumerate()
    {
        other.write_formula(row as u32, 0, text).unwrap();
    }
    book.define_name("D", "=OFFSET(S!$A$2,0,0,3,1)").unwrap();
    let out = filled(&book.save_to_buffer().unwrap(), &json!({"ds": [1, 2]}));
    let told = out.notes.iter().filter(|note| matches!(note.kind, NoteKind::CannotFollow(_)));
    assert_eq!(told.map(|note| note.cell.as_str()).collect::<Vec<_>>(), ["A1", "A4"]);
}

#[test]
fn a_number_of_too_many_digits_is_told_of() {
    let cells = [("A1", "{% for x in ds %}"), ("A2", "{{ x }}"), ("A3", "{% endfor %}")];
    let out = filled(&template(&cells), &json!({"ds": [1, 1_234_567_890_123_456_i64, "1234567890123456"]}));
    assert_eq!(text(&out.bytes, "Biểu", "A2"), "1234567890123456");
    let told: Vec<_> = out.notes.iter().map(|note| (note.cell.as_str(), &note.kind)).collect();
    assert_eq!(told, [("A2", &NoteKind::LongNumber)]);
}

#[test]
fn a_name_that_cannot_follow_is_a_fault() {
    let mut book = Workbook::new();
    for name in ["Q1", "Q2", "T"] {
        book.add_worksheet().set_name(name).unwrap();
    }
    let first = book.worksheet_from_index(0).unwrap();
    for (row, text) in ["{% for x in ds %}", "{{ x }}", "{% endfor %}"].into_iter().enumerate() {
        first.write_string(row as u32, 0, text).unwrap();
    }
    book.define_name("Qua", "=SUM(Q1:Q2!$A$5)").unwrap();
    let found = faults(&book.save_to_buffer().unwrap(), &json!({"ds": [1, 2]}));
    assert_eq!(found[0].kind, FaultKind::Formula(tthc::ooxml::refs::RefFault::ThreeD));
    assert!(found[0].message(Lang::Vi).contains("tên Qua"), "{}", found[0].message(Lang::Vi));
}

#[test]
fn points_of_charts_follow_names_and_show_dates() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("S").unwrap();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_string(0, 0, "{% for x in ds %}").unwrap();
    sheet.write_string_with_format(1, 0, "{{ x.d }}", &date).unwrap();
    sheet.write_string(1, 1, "{{ x.n }}").unwrap();
    sheet.write_string(2, 0, "{% endfor %}").unwrap();
    let mut chart = rust_xlsxwriter::Chart::new(rust_xlsxwriter::ChartType::Column);
    chart.add_series().set_categories("=S!$A$2:$A$2").set_values("=S!$B$2:$B$2");
    chart.add_series().set_values("=S!$D$1:$D$1");
    sheet.insert_chart(8, 0, &chart).unwrap();
    book.define_name("So", "=S!$B$2:$B$2").unwrap();
    book.define_name("Xa", "=OFFSET(S!$B$2,0,0,1,1)").unwrap();
    let made = book.save_to_buffer().unwrap();
    let chart = "xl/charts/chart1.xml";
    let old = |name: &str| {
        format!("<c:{name}><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>7</c:v></c:pt></c:{name}>")
    };
    let text = part(&made, chart);
    let cut = |from: &str, to: &str| {
        let start = text.find(from).unwrap();
        text[start..start + text[start..].find(to).unwrap() + to.len()].to_owned()
    };
    let (labels, values, last) = (cut("<c:cat>", "</c:cat>"), cut("<c:val>", "</c:val>"), {
        let start = text.rfind("<c:val>").unwrap();
        text[start..start + text[start..].find("</c:val>").unwrap() + 8].to_owned()
    });
    let number =
        |name: &str| format!("<c:val><c:numRef><c:f>{name}</c:f>{}</c:numRef></c:val>", old("numCache"));
    let template = patched(
        &made,
        &[
            (
                chart,
                &labels,
                &format!("<c:cat><c:strRef><c:f>S!$A$2:$A$2</c:f>{}</c:strRef></c:cat>", old("strCache")),
            ),
            (chart, &values, &number("S!So")),
            (chart, &last, &number("[0]!Xa")),
        ],
        &[],
    );
    let data = json!({"ds": [{"d": "2023-01-31", "n": 5}, {"d": "2023-02-01", "n": 6}]});
    let text = part(&filled(&template, &data).bytes, chart);
    for expected in [
        "<c:v>31/01/2023</c:v></c:pt><c:pt idx=\"1\"><c:v>01/02/2023</c:v>",
        "<c:f>S!So</c:f><c:numCache><c:ptCount val=\"2\"/><c:pt idx=\"0\"><c:v>5</c:v></c:pt><c:pt idx=\"1\"><c:v>6</c:v>",
        "<c:f>[0]!Xa</c:f></c:numRef>",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

/// A small generator of numbers, so that one seed makes one workbook.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What a formula reads of sheet `S` in the template: rows of column B, and other formulas by number.
#[derive(Clone, Default)]
struct Reads {
    rows: Vec<(u32, u32)>,
    formulas: Vec<usize>,
}

/// A template whose formulas all have a wrong result.
struct Made {
    bytes: Vec<u8>,
    /// Whether each formula reads something that the filling changes.
    touched: Vec<bool>,
    items: usize,
}

const FIRST: u32 = 4;

/// The stored result of a formula, that no computation gives.
fn mark(number: usize) -> f64 {
    (number + 1) as f64 * 1_000_003.0 + 0.125
}

fn marked(value: f64) -> Option<usize> {
    let whole = value - 0.125;
    let known = value.fract() == 0.125 && whole % 1_000_003.0 == 0.0 && whole > 0.0;
    known.then(|| (whole / 1_000_003.0) as usize - 1)
}

/// Sheet `S`: numbers in column B down to row 12, a block of one or two rows from row 4 on, filled cells; formulas in columns
/// D and E of both sheets.
#[allow(clippy::too_many_lines)] // one kind of cell after the other
fn make(seed: u64) -> Made {
    let mut dice = Dice(seed);
    let mut book = Workbook::new();
    let items = dice.roll(4) as usize;
    let height = 1 + dice.roll(2) as u32;
    let (body, end) = ((FIRST + 1, FIRST + height), FIRST + height + 1);
    let mut filled: Vec<u32> = Vec::new();
    let s = book.add_worksheet().set_name("S").unwrap();
    s.write_string(0, 7, "{{ q }}").unwrap();
    s.write_string(FIRST - 1, 0, "{% for x in ds %}").unwrap();
    s.write_string(end - 1, 0, "{% endfor %}").unwrap();
    for row in (1..=12).filter(|row| *row != FIRST && *row != end) {
        if dice.roll(4) == 0 {
            let text = if (body.0..=body.1).contains(&row) { "{{ x }}" } else { "{{ a }}" };
            s.write_string(row - 1, 1, text).unwrap();
            filled.push(row);
        } else {
            s.write_number(row - 1, 1, f64::from(row)).unwrap();
        }
    }
    book.add_worksheet().set_name("K").unwrap();
    let row = |dice: &mut Dice| 1 + dice.roll(12) as u32;
    let (one, low, high) = (row(&mut dice), row(&mut dice), row(&mut dice));
    let (low, high) = (low.min(high), low.max(high));
    book.define_name("Mot", format!("=S!$B${one}").as_str()).unwrap();
    book.define_name("Nhieu", format!("=S!$B${low}:$B${high}").as_str()).unwrap();
    book.define_name("Ten", "=SUM(Nhieu)").unwrap();
    let changed = |(low, high): (u32, u32)| {
        let inside = low <= body.1 && body.0 <= high;
        filled.iter().any(|row| (low..=high).contains(row)) || inside && items != 1
    };
    // One cell of the block from outside of it is that of the first copy.
    let cell_changed = |at: u32| filled.contains(&at) || (body.0..=body.1).contains(&at) && items == 0;
    let mut touched: Vec<bool> = Vec::new();
    let mut places: Vec<(usize, u32, u16)> = Vec::new();
    for number in 0..12 {
        let sheet = dice.roll(2) as usize;
        let pre = if sheet == 0 { "" } else { "S!" };
        let (a, b) = (row(&mut dice), row(&mut dice));
        let (a, b) = (a.min(b), a.max(b));
        let mut reads = Reads::default();
        let mut single = Vec::new();
        let range = format!("{pre}B{a}:B{b}");
        let other = dice.roll(touched.len().max(1) as u64) as usize;
        let text = match dice.roll(14) {
            0 => {
                reads.rows.push((a, b));
                format!("SUM({range})")
            }
            1 => {
                reads.rows.push((a, b));
                format!("LARGE({range},1)")
            }
            2 => {
                reads.rows.push((a, b));
                format!("SUMSQ({range},{pre}B{a})")
            }
            3 => {
                single.push(a);
                format!("FLOOR({pre}B{a},2)")
            }
            4 => {
                single.push(a);
                format!("{pre}B{a}*2")
            }
            5 => {
                reads.rows.push((low, high));
                "MEDIAN(Nhieu)".to_owned()
            }
            6 => {
                reads.rows.push((low, high));
                "Ten+1".to_owned()
            }
            7 => {
                single.push(one);
                "FLOOR(Mot,2)".to_owned()
            }
            8 => {
                reads.rows.push((low, high));
                "FLOOR(Ten,2)".to_owned()
            }
            9 => {
                reads.rows.push((1, 12));
                format!("SUMSQ({pre}B:B)")
            }
            10 => {
                reads.rows.push((a, b));
                format!("SUMSQ({pre}B1:B12 {pre}A{a}:C{b})")
            }
            11 => {
                reads.rows.push((a, b));
                format!("SUMIF({range},\">0\",{range})")
            }
            12 | 13 if !places.is_empty() => {
                let (on, row, col) = places[other];
                reads.formulas.push(other);
                let col = if col == 3 { "D" } else { "E" };
                let pre = if on == sheet {
                    ""
                } else if on == 0 {
                    "S!"
                } else {
                    "K!"
                };
                if dice.roll(2) == 0 {
                    format!("FLOOR({pre}{col}{row},2)")
                } else {
                    format!("SUM({pre}{col}{row},1)")
                }
            }
            _ => {
                reads.rows.push((a, b));
                format!("COUNT({range},{pre}B{a})")
            }
        };
        let is_touched = reads.rows.iter().any(|rows| changed(*rows))
            || single.iter().any(|row| cell_changed(*row))
            || reads.formulas.iter().any(|other| touched[*other]);
        let at = (15 + number as u32, if dice.roll(2) == 0 { 3 } else { 4 });
        let sheet_of = book.worksheet_from_index(sheet).unwrap();
        let formula = Formula::new(text).set_result(mark(number).to_string());
        sheet_of.write_formula(at.0 - 1, at.1, formula).unwrap();
        touched.push(is_touched);
        places.push((sheet, at.0, at.1));
    }
    book.worksheet_from_index(1).unwrap().write_string(0, 7, "{{ q }}").unwrap();
    Made { bytes: book.save_to_buffer().unwrap(), touched, items }
}

/// The formulas of a part with their stored results, by cell.
fn results(xml: &str) -> BTreeMap<String, (String, Option<f64>)> {
    let mut found = BTreeMap::new();
    for piece in xml.split("<c r=\"").skip(1) {
        let (Some(at), Some(end)) = (piece.find('"'), piece.find("</c>")) else { continue };
        let inner = |name: &str| {
            let (start, stop) = (format!("<{name}>"), format!("</{name}>"));
            let from = piece[..end].find(&start)? + start.len();
            Some(piece[from..from + piece[from..].find(&stop)?].to_owned())
        };
        if let Some(formula) = inner("f") {
            let value = inner("v").map(|value| value.parse().unwrap());
            found.insert(piece[..at].to_owned(), (formula, value));
        }
    }
    found
}

const SECOND: &str = "xl/worksheets/sheet2.xml";
const NOT_OURS: [&str; 4] = ["LARGE", "SUMSQ", "FLOOR", "MEDIAN"];

fn holds(cells: &str, at: &str) -> bool {
    let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
    let place = |text: &str| tthc::model::place::CellAt::parse(text).unwrap();
    let (first, last, at) = (place(first), place(last), place(at));
    (first.row..=last.row).contains(&at.row) && (first.col..=last.col).contains(&at.col)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_result_is_a_fresh_one_or_is_none_and_told(seed in any::<u64>()) {
        let made = make(seed);
        let list: Vec<usize> = (0..made.items).map(|item| 30 + item).collect();
        let out = filled(&made.bytes, &json!({"a": 21, "ds": list, "q": "{{ z }}"}));
        let mut again = Package::open(&out.bytes).unwrap();
        for (part_name, sheet) in [(SHEET, "S"), (SECOND, "K")] {
            let mut xml = part(&out.bytes, part_name);
            for (at, (formula, value)) in results(&xml) {
                let told = out.notes.iter().any(|note| note.sheet == sheet && holds(&note.cell, &at));
                prop_assert!(value.is_some() || told, "{sheet}!{at} ={formula} has no result and is not told of");
                let kept = value.and_then(marked);
                let wrong = kept.is_some_and(|number| made.touched[number]);
                prop_assert!(!wrong, "{sheet}!{at} ={formula} keeps the template's result");
                if !NOT_OURS.iter().any(|name| formula.contains(name)) && let Some(value) = value {
                    let old = format!("<f>{formula}</f><v>{value}</v>");
                    prop_assert!(xml.contains(&old), "{old}");
                    xml = xml.replacen(&old, &format!("<f>{formula}</f><v>-5</v>"), 1);
                }
            }
            again.set(part_name, xml.into_bytes());
        }
        let fresh = filled(&again.write().unwrap(), &json!({"z": 1})).bytes;
        for (part_name, sheet) in [(SHEET, "S"), (SECOND, "K")] {
            let fresh = results(&part(&fresh, part_name));
            for (at, (formula, value)) in results(&part(&out.bytes, part_name)) {
                if value.is_some() {
                    prop_assert_eq!(&fresh[&at], &(formula, value), "{}!{}", sheet, at);
                }
            }
        }
    }
}
