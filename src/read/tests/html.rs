//! Pages: positions, folding, tables in tables.

use crate::model::place::CellAt;
use crate::model::sheet::Sheet;
use crate::read::encoding::Decoded;
use crate::read::html::read;

fn sheet(page: &str) -> Sheet {
    read("so", &Decoded { text: page.to_owned(), legacy: None }).unwrap().sheets.remove(0)
}

fn cells(page: &str) -> Vec<(String, String)> {
    let sheet = sheet(page);
    let mut found = Vec::new();
    for row in &sheet.rows {
        for cell in &row.cells {
            found.push((CellAt { row: row.number, col: cell.col }.to_string(), cell.value.shown()));
        }
    }
    found
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(at, text)| ((*at).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn spans_move_later_cells_and_become_merges() {
    let page = "<table><tr><th rowspan=2>TT</th><th colspan='2'>Ngày</th></tr><tr><td>nhận<td>trả<tr><td>1<td>2<td>3</table>";
    assert_eq!(
        cells(page),
        pairs(&[
            ("A1", "TT"),
            ("B1", "Ngày"),
            ("B2", "nhận"),
            ("C2", "trả"),
            ("A3", "1"),
            ("B3", "2"),
            ("C3", "3")
        ])
    );
    let merges: Vec<_> = sheet(page).merges.iter().map(ToString::to_string).collect();
    assert_eq!(merges, ["A1:A2", "B1:C1"]);
}

#[test]
fn text_is_folded_as_a_browser_does() {
    for (inside, text) in [
        ("  Mã\n  hồ&nbsp;sơ  ", "Mã hồ\u{a0}sơ"),
        ("<b>Ngày</b> <i>nhận</i>", "Ngày nhận"),
        ("a<br>b<br/> c", "a\nb\nc"),
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<font color=red>&#7891; &lt;x&gt; &amp;amp;</font>", "ồ <x> &amp;"),
        ("<style>td{}</style>x<script>if (a<b) {}</script>", "x"),
    ] {
        assert_eq!(
            cells(&format!("<table><tr><td>{inside}</td></tr></table>")),
            pairs(&[("A1", text)]),
            "{inside}"
        );
    }
}

#[test]
fn several_tables_and_loose_text_follow_each_other() {
    let page = "<html><head><title>no</title></head><body><h2>Sổ theo dõi</h2>\n<table><tr><td>a</table><p>Quý I</p><table><tr><td>b<tr><td>c</table>";
    assert_eq!(
        cells(page),
        pairs(&[("A1", "Sổ theo dõi"), ("A3", "a"), ("A5", "Quý I"), ("A7", "b"), ("A8", "c")])
    );
}

#[test]
fn a_layout_table_leaves_only_what_stands_in_it() {
    let page = "<table><tr><td>\n<table><tr><td>1<td>2</table>\n</td></tr></table>";
    assert_eq!(cells(page), pairs(&[("A1", "1"), ("B1", "2")]));
}

#[test]
fn the_page_may_name_its_sheet_and_hide_rows() {
    let page = "<!--[if gte mso 9]><xml><x:Name>Quý 1</x:Name></xml><![endif]--><table><tr><td>a<tr style='display: none'><td>b</table>";
    let sheet = sheet(page);
    assert_eq!(sheet.name, "Quý 1");
    assert_eq!(sheet.hidden_rows.iter().copied().collect::<Vec<_>>(), [2]);
}

#[test]
fn huge_spans_cost_little_and_stay_inside_the_table() {
    let page = "<table><tr><td rowspan=99999999999999999999999 colspan=4000000000>x<td rowspan=70000>y<tr><td>z</table>";
    let sheet = sheet(page);
    let merges: Vec<_> = sheet.merges.iter().map(ToString::to_string).collect();
    assert_eq!(merges, ["A1:ALL1", "ALM1:ALM2"]);
}
