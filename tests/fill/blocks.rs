//! Choices, groups and repeated columns of long sheets are not kept: the result must be the same as if they were.

use proptest::prelude::*;
use tthc::template::{Options, fill_with};

use super::*;

/// Formulas for the rows of a block. `{r}` is the own row, `{o}` that of the other branch, `{h}` and `{s}` the group's heading and
/// subtotal, `{f}` and `{l}` the first and last row of the whole block, `{t}` the total.
const ITEM: [&str; 14] = [
    "=B{r}*2",
    "=B{r}+C$1",
    "=SUM(B${r}:B{r})",
    "=B{r}/SUM(B${r}:B${r})",
    "=IF(C{r}>0,A{r}&\"!\",0)",
    "=B{r}/B{t}",
    "=B{r}+B{h}",
    "=SUM(B{f}:B{l})",
    "=YEARFRAC(B{r},C{r})",
    "=COUNTIF(A{f}:A{l},A{r})",
    "=SUM(E{f}:E{l})",
    "=SUM(B{r}:B{o})",
    "=ROW()+B{s}",
    "=COUNT(B${r}:C{r},E{r})",
];
const GROUP: [&str; 6] = [
    "=SUBTOTAL(9,B{r})",
    "=SUM(B{r}:B{o})",
    "=SUM(E{r})",
    "=COUNTA(A{h}:A{o})",
    "=MAX(B{o})",
    "=SUBTOTAL(3,E{r}:E{o})",
];
const TOTAL: [&str; 10] = [
    "=SUBTOTAL(9,B{f}:B{l})",
    "=SUM(B{f}:B{l})",
    "=SUMIF(A{f}:A{l},\"a*\",B{f}:B{l})",
    "=SUM(E{f}:E{l})",
    "=VLOOKUP(\"a\",A{f}:C{l},2,FALSE)",
    "=MATCH(\"b\",A{f}:A{l},0)",
    "=SUMPRODUCT(B{f}:B{l}*1)",
    "=CONCAT(A{f}:A{l})",
    "=INDEX(B{f}:B{l},2)",
    "=COUNTIFS(A{f}:A{l},\"b\",C{f}:C{l},\">0\")",
];

#[allow(clippy::struct_excessive_bools)] // each is drawn by itself
#[derive(Clone, Debug)]
struct Shape {
    groups: bool,
    choice: bool,
    columns: bool,
    item: Vec<usize>,
    other: Vec<usize>,
    group: Vec<usize>,
    total: Vec<usize>,
    chart: bool,
}

/// Rows of the template: the two branches, heading, subtotal, first and last row of the block, total.
struct Rows {
    item: u32,
    other: u32,
    head: u32,
    sub: u32,
    first: u32,
    last: u32,
    total: u32,
}

impl Rows {
    fn of(shape: &Shape) -> Self {
        let first = 3;
        let head = first + 1;
        let item = if shape.groups { first + 3 } else { first + 1 } + u32::from(shape.choice);
        let other = if shape.choice { item + 2 } else { item };
        let end = other + 1 + u32::from(shape.choice);
        let sub = if shape.groups { end + 1 } else { item };
        let last = if shape.groups { sub + 1 } else { end };
        Self { item, other, head: if shape.groups { head } else { item }, sub, first, last, total: last + 2 }
    }

    fn formula(&self, text: &str, own: u32, other: u32) -> String {
        let rows = [
            ("{r}", own),
            ("{o}", other),
            ("{h}", self.head),
            ("{s}", self.sub),
            ("{f}", self.first),
            ("{l}", self.last),
            ("{t}", self.total),
        ];
        rows.iter().fold(text.to_owned(), |text, (name, row)| text.replace(name, &row.to_string()))
    }
}

fn blocks(shape: &Shape) -> Vec<u8> {
    let rows = Rows::of(shape);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Biểu").unwrap();
    sheet.write_string(0, 0, "{{ ten }}").unwrap();
    sheet.write_number(0, 2, 3).unwrap();
    let mut put = |row: u32, col: u16, text: &str| {
        if text.starts_with('=') {
            sheet.write_formula(row - 1, col, text).unwrap();
        } else {
            sheet.write_string(row - 1, col, text).unwrap();
        }
    };
    let list = if shape.groups { "g.ds" } else { "ds" };
    let mut at = rows.first;
    if shape.groups {
        put(at, 0, "{% for g in nhom %}");
        put(rows.head, 0, "{{ g.ten }}");
        put(rows.sub, 0, "Cộng");
        put(rows.last, 0, "{% endfor %}");
        for (col, formula) in (4..).zip(&shape.group) {
            put(rows.sub, col, &rows.formula(GROUP[*formula], rows.item, rows.other));
        }
        at = rows.head + 1;
    }
    put(at, 0, &format!("{{% for x in {list} %}}"));
    put(rows.other + 1 + u32::from(shape.choice), 0, "{% endfor %}");
    if shape.choice {
        put(rows.item - 1, 0, "{% if x.b > 0 %}");
        put(rows.item + 1, 0, "{% else %}");
        put(rows.other + 1, 0, "{% endif %}");
        put(rows.other, 0, "{{ x.a }} –");
        put(rows.other, 1, "{{ x.c }}");
        put(rows.other, 2, "5");
        for (col, formula) in (4..).zip(&shape.other) {
            put(rows.other, col, &rows.formula(ITEM[*formula], rows.other, rows.item));
        }
    }
    put(rows.item, 0, "{{ x.a }}");
    put(rows.item, 1, "{{ x.b }}");
    put(rows.item, 2, "{{ x.c }}");
    put(rows.item, 3, "{{ loop.index }} {{ x.a }}");
    for (col, formula) in (4..).zip(&shape.item) {
        put(rows.item, col, &rows.formula(ITEM[*formula], rows.item, rows.other));
    }
    for (col, formula) in (1..).zip(&shape.total) {
        put(rows.total, col, &rows.formula(TOTAL[*formula], rows.item, rows.other));
    }
    if shape.columns {
        let control = rows.total + 2;
        put(control, 9, "{% col m in ms %}");
        put(control, 10, "{% endcol %}");
        put(rows.item, 9, "{{ m }} {{ x.b }}");
        put(rows.item, 10, &format!("=B{}*J$1", rows.item));
        put(1, 9, "{{ m }}");
        put(rows.total, 10, &format!("=SUM(K{}:K{})", rows.first, rows.last));
    }
    if shape.chart {
        let mut chart = rust_xlsxwriter::Chart::new(rust_xlsxwriter::ChartType::Line);
        let values = format!("='Biểu'!$B${}:$B${}", rows.first, rows.last);
        chart.add_series().set_values(values.as_str());
        sheet.insert_chart(rows.total + 5, 0, &chart).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn shape() -> impl Strategy<Value = Shape> {
    let picks = |most: usize| prop::collection::vec(0..most, 0..4);
    let kinds = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let formulas = (picks(ITEM.len()), picks(ITEM.len()), picks(GROUP.len()), picks(TOTAL.len()));
    (kinds, formulas).prop_map(|((groups, choice, columns, chart), (item, other, group, total))| Shape {
        groups,
        choice,
        columns,
        item,
        other,
        group,
        total,
        chart,
    })
}

fn item() -> impl Strategy<Value = Value> {
    ("[ab]{0,2}", prop::option::of(-3..4_i32), -9..9_i32)
        .prop_map(|(a, b, c)| json!({"a": a, "b": b.unwrap_or(0), "c": c}))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_that_are_not_kept_come_out_the_same(
        shape in shape(),
        groups in prop::collection::vec(prop::collection::vec(item(), 0..6), 0..5),
    ) {
        let all: Vec<Value> = groups.iter().flatten().cloned().collect();
        let named = groups.iter().enumerate().map(|(at, list)| json!({"ten": format!("b{at}"), "ds": list}));
        let data = json!({"ten": "A", "ms": [1, 2], "ds": all, "nhom": named.collect::<Vec<_>>()});
        let template = blocks(&shape);
        let kept = |most| {
            fill_with(&template, &data, Options { kept: Some(most), ..Options::default() })
                .map(|filled| (parts(&filled.bytes), filled.notes))
                .map_err(|faults| faults.iter().map(|fault| fault.message(Lang::En)).collect::<Vec<_>>())
        };
        let (one, other) = (kept(usize::MAX), kept(0));
        if let (Ok(one), Ok(other)) = (&one, &other) {
            let sheet = |parts: &BTreeMap<String, Vec<u8>>| {
                String::from_utf8_lossy(&parts["xl/worksheets/sheet1.xml"]).into_owned()
            };
            prop_assert_eq!(sheet(&one.0), sheet(&other.0));
        }
        prop_assert_eq!(one, other);
    }
}

/// Ten thousand groups of ten rows with heading and subtotal: the commonest form of a list.
#[test]
fn subtotals_of_many_groups_are_right() {
    let shape = Shape {
        groups: true,
        choice: false,
        columns: false,
        item: vec![0],
        other: Vec::new(),
        group: vec![0, 2],
        total: vec![0, 3],
        chart: false,
    };
    let template = blocks(&shape);
    let group = |at: u32| {
        let item = |row: u32| json!({"a": "a", "b": (at + row) % 7, "c": 1});
        json!({"ten": format!("Nhóm {at}"), "ds": (0..10).map(item).collect::<Vec<_>>()})
    };
    let groups: Vec<Value> = (0..2_000).map(group).collect();
    let out = filled(&template, &json!({"ten": "A", "nhom": groups})).bytes;
    let sums = |at: u32| (0..10).map(|row| f64::from((at + row) % 7)).sum::<f64>();
    let range = book(&out).worksheet_range("Biểu").unwrap();
    let value = |row: u32, col: u32| match range.get_value((row, col)) {
        Some(Data::Float(number)) => *number,
        other => panic!("{row} {col} {other:?}"),
    };
    for at in [0, 1, 777, 1_999] {
        let row = 2 + at * 12 + 11;
        assert_eq!((value(row, 4), value(row, 5)), (sums(at), sums(at) * 2.0));
    }
    let total: f64 = (0..2_000).map(sums).sum();
    let row = 2 + 2_000 * 12 + 1;
    assert_eq!(value(row, 1), total);
    // The column of the doubled numbers also holds the groups' subtotals of the numbers themselves.
    assert_eq!(value(row, 2), total * 2.0 + total);
}
