//! What is left where a list is empty or a condition does not hold: no element without content, a blank row or column where
//! something points to it, links that lead on.

use rust_xlsxwriter::{Chart, ChartType, Table, TableColumn};

use super::gaps::{SHEET, patched};
use super::*;

const EMPTY: &[(&str, &str)] =
    &[("A1", "Tên"), ("A2", "{% for x in ds %}"), ("A3", "{{ x }}"), ("A4", "{% endfor %}"), ("A5", "Cộng")];

/// The part behind the rows when the list of [`EMPTY`] has these items.
fn behind(around: &str, items: &[i32]) -> String {
    let template =
        patched(&template(EMPTY), &[(SHEET, "</sheetData>", &format!("</sheetData>{around}"))], &[]);
    let sheet = part(&filled(&template, &json!({"ds": items})).bytes, SHEET);
    sheet[sheet.find("</sheetData>").unwrap() + 12..].to_owned()
}

#[test]
fn containers_go_with_the_last_of_what_they_hold() {
    let around = concat!(
        r#"<protectedRanges><protectedRange sqref="D3" name="a"/><protectedRange sqref="E3" name="b"/></protectedRanges>"#,
        r#"<scenarios><scenario name="s" count="2"><inputCells r="C3" val="1"/><inputCells r="D3" val="2"/></scenario></scenarios>"#,
        r#"<autoFilter ref="A1:C4"><sortState ref="A2:C4"><sortCondition ref="B2:B4"/></sortState></autoFilter>"#,
        r#"<dataValidations count="3"><dataValidation sqref="D3"/><dataValidation sqref="E3"/><dataValidation sqref="F3"/></dataValidations>"#,
        r#"<hyperlinks><hyperlink ref="H3" location="A1"/><hyperlink ref="I3" location="A1"/></hyperlinks>"#,
        r#"<cellWatches><cellWatch r="C3"/><cellWatch r="D3"/></cellWatches>"#,
        r#"<ignoredErrors><ignoredError sqref="D3"/><ignoredError sqref="E3"/></ignoredErrors>"#,
        r#"<extLst><ext><x14:sparklineGroups><x14:sparklineGroup><x14:colorLow/><x14:sparklines><x14:sparkline>"#,
        r#"<xm:f>Biểu!A3:C3</xm:f><xm:sqref>D3</xm:sqref></x14:sparkline><x14:sparkline><xm:f>Biểu!A3:C3</xm:f>"#,
        r#"<xm:sqref>D5</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"#,
    );
    let left = behind(around, &[]);
    assert!(left.starts_with(r#"<autoFilter ref="A1:C1"></autoFilter><pageMargins"#), "{left}");
    assert!(!left.contains("extLst"), "{left}");
    let kept = behind(around, &[7]);
    for text in
        [r#"<dataValidations count="3">"#, "<xm:f>Biểu!A2:C2</xm:f><xm:sqref>D3</xm:sqref>", r#"r="C2" val"#]
    {
        assert!(kept.contains(text), "{text}\n{kept}");
    }
    let one = behind(
        r#"<dataValidations count="2"><dataValidation sqref="D3"/><dataValidation sqref="E5"/></dataValidations>"#,
        &[],
    );
    assert!(
        one.starts_with(r#"<dataValidations count="1"><dataValidation sqref="E2"/></dataValidations>"#),
        "{one}"
    );
}

#[test]
fn watched_and_input_cells_are_single_cells() {
    let around = concat!(
        r#"<scenarios><scenario name="s" count="2"><inputCells r="A5" val="1"/><inputCells r="C3" val="2"/></scenario></scenarios>"#,
        r#"<dataConsolidate><dataRefs count="2"><dataRef ref="A3:B5" sheet="biểu"/><dataRef ref="A3"/></dataRefs></dataConsolidate>"#,
        r#"<customSheetViews><customSheetView guid="{0}" topLeftCell="A5"/></customSheetViews>"#,
        r#"<rowBreaks count="2" manualBreakCount="2"><brk id="2"/><brk id="3"/></rowBreaks>"#,
        r#"<cellWatches><cellWatch r="C3"/></cellWatches>"#,
    );
    let three = behind(around, &[1, 2, 3]);
    for text in [
        r#"<inputCells r="A5" val="1"/><inputCells r="C2" val="2"/>"#,
        r#"<dataRef ref="A2:B5" sheet="biểu"/><dataRef ref="A2:A4"/>"#,
        r#"topLeftCell="A5""#,
        r#"<rowBreaks count="4" manualBreakCount="4"><brk id="1"/><brk id="2"/><brk id="3"/><brk id="4"/>"#,
        r#"<cellWatch r="C2"/><cellWatch r="C3"/><cellWatch r="C4"/>"#,
    ] {
        assert!(three.contains(text), "{text}\n{three}");
    }
    let none = behind(around, &[]);
    for text in [
        r#"<scenario name="s" count="1"><inputCells r="A2" val="1"/></scenario>"#,
        r#"<dataRefs count="1"><dataRef ref="A2:B2" sheet="biểu"/></dataRefs>"#,
        r#"topLeftCell="A2""#,
        r#"<rowBreaks count="1" manualBreakCount="1"><brk id="1"/></rowBreaks>"#,
    ] {
        assert!(none.contains(text), "{text}\n{none}");
    }
    assert!(!none.contains("cellWatch"), "{none}");
}

#[test]
fn widths_of_columns_that_are_left_out_leave_no_list_behind() {
    let cells = &[("B1", "{% col x in ds %}{% endcol %}"), ("B2", "{{ x }}")];
    let cols = r#"<cols><col min="2" max="2" width="10"/></cols><sheetData>"#;
    let template = patched(&template(cells), &[(SHEET, "<sheetData>", cols)], &[]);
    assert!(!part(&filled(&template, &json!({"ds": []})).bytes, SHEET).contains("<cols"));
    let two = part(&filled(&template, &json!({"ds": [1, 2]})).bytes, SHEET);
    assert_eq!(two.matches("<col ").count(), 2);
}

/// A chart and a name over A3 of the sheet “Biểu”, whose cells are these.
fn charted(cells: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Biểu").unwrap();
    for (at, content) in cells {
        let at = tthc::model::place::CellAt::parse(at).unwrap();
        sheet.write_string(at.row - 1, at.col.0, *content).unwrap();
    }
    let other = book.add_worksheet();
    other.set_name("Khác").unwrap();
    other.write_formula(0, 0, "=SUM(Vung)").unwrap();
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_categories("=Biểu!$A$2:$A$2").set_values("=Biểu!$A$3:$A$3").set_name("=Biểu!$A$2");
    other.insert_chart(2, 0, &chart).unwrap();
    book.define_name("Vung", "=Biểu!$A$3:$A$3").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_blank_row_or_column_is_kept_for_charts_and_names() {
    const CHART: &str = "xl/charts/chart1.xml";
    for (cells, data, rows) in [
        (
            &[("A1", "{% col x in ds %}{% endcol %}"), ("A2", "{{ x }}"), ("A3", "{{ x }}"), ("B3", "y")][..],
            json!({"ds": []}),
            (1, 2),
        ),
        (
            &[("A1", "{% if co %}"), ("A2", "a"), ("A3", "{{ co }}"), ("A4", "{% endif %}"), ("A5", "y")],
            json!({"co": false}),
            (1, 2),
        ),
        (
            &[
                ("A1", "{% for x in ds %}"),
                ("B1", ""),
                ("A2", "b"),
                ("A3", "{{ x }}"),
                ("A4", "{% endfor %}"),
                ("A5", "y"),
            ],
            json!({"ds": []}),
            (1, 2),
        ),
        (
            &[
                ("A1", "{% if not co %}"),
                ("A2", "a"),
                ("A3", "c"),
                ("A4", "{% else %}"),
                ("A5", "b"),
                ("A6", "{% endif %}"),
            ],
            json!({"co": true}),
            (1, 2),
        ),
    ] {
        let out = filled(&charted(cells), &data).bytes;
        let chart = part(&out, CHART);
        let (first, second) = rows;
        for text in [format!(">Biểu!$A${first}<"), format!(">Biểu!$A${second}<")] {
            assert!(chart.contains(&text), "{text}: {chart}");
        }
        assert!(!chart.contains("{{") && !chart.contains("<c:f>0<"), "{chart}");
        assert!(part(&out, "xl/workbook.xml").contains(&format!(">Biểu!$A${second}:$A${second}<")));
        assert_eq!(number(&out, "Khác", "A1"), 0.0);
        assert_eq!(cell(&out, "Biểu", &format!("A{second}")), Data::Empty);
    }
}

#[test]
fn where_the_sheet_is_left_out_a_chart_has_no_data_and_no_reference() {
    let cells = &[("A1", "{% sheet x in ds named x %}"), ("A2", "{{ x }}"), ("A3", "{{ x }}")];
    let out = filled(&charted(cells), &json!({"ds": []})).bytes;
    let chart = part(&out, "xl/charts/chart1.xml");
    for text in [
        "<c:tx><c:v></c:v></c:tx>",
        r#"<c:cat><c:strLit><c:ptCount val="0"/></c:strLit></c:cat>"#,
        r#"<c:val><c:numLit><c:ptCount val="0"/></c:numLit></c:val>"#,
    ] {
        assert!(chart.contains(text), "{text}: {chart}");
    }
}

#[test]
fn a_table_over_two_empty_lists_keeps_a_row_and_one_in_an_empty_group_its_heading() {
    let book = |cells: &[(&str, &str)], (top, bottom): (u32, u32)| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("Biểu").unwrap();
        let columns = ["Tên", "Số"].map(|name| TableColumn::new().set_header(name));
        sheet.add_table(top, 0, bottom, 1, &Table::new().set_name("Bang").set_columns(&columns)).unwrap();
        for (at, content) in cells {
            let at = tthc::model::place::CellAt::parse(at).unwrap();
            sheet.write_string(at.row - 1, at.col.0, *content).unwrap();
        }
        sheet.write_formula(11, 3, "=SUM(Bang[Số])").unwrap();
        book.save_to_buffer().unwrap()
    };
    let two = [
        ("A2", "{% for x in a %}"),
        ("A3", "{{ x }}"),
        ("A4", "{% endfor %}"),
        ("A5", "{% for x in b %}"),
        ("A6", "{{ x }}"),
        ("A7", "{% endfor %}"),
    ];
    let out = filled(&book(&two, (0, 6)), &json!({"a": [], "b": []})).bytes;
    assert!(part(&out, "xl/tables/table1.xml").contains(r#" ref="A1:B2""#));
    assert_eq!(number(&out, "Biểu", "D7"), 0.0);
    let group = [
        ("A1", "{% for g in nhom %}"),
        ("A2", "{{ g.ten }}"),
        ("A4", "{% for x in g.ds %}"),
        ("A5", "{{ x }}"),
        ("A6", "{% endfor %}"),
        ("A7", "{% endfor %}"),
    ];
    let out = filled(&book(&group, (2, 5)), &json!({"nhom": []})).bytes;
    assert!(part(&out, "xl/tables/table1.xml").contains(r#" ref="A2:B3""#));
    assert_eq!(text(&out, "Biểu", "A2"), "Tên");
    assert_eq!(text(&out, "Biểu", "B2"), "Số");
    assert_eq!(cell(&out, "Biểu", "A1"), Data::Empty);
}

#[test]
fn the_source_of_a_pivot_table_keeps_a_row() {
    const RELS: &str = "xl/_rels/workbook.xml.rels";
    const CACHE: &str = "xl/pivotCache/pivotCacheDefinition1.xml";
    let link = concat!(
        r#"<Relationship Id="p" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotCacheDefinition" "#,
        r#"Target="pivotCache/pivotCacheDefinition1.xml"/></Relationships>"#
    );
    let cache = r#"<pivotCacheDefinition><cacheSource><worksheetSource ref="A1:B4" sheet="Biểu"/></cacheSource></pivotCacheDefinition>"#;
    let template = patched(&template(EMPTY), &[(RELS, "</Relationships>", link)], &[(CACHE, cache)]);
    for (items, area) in [(json!([]), "A1:B2"), (json!([1, 2]), "A1:B3")] {
        let out = filled(&template, &json!({"ds": items})).bytes;
        assert!(part(&out, CACHE).contains(&format!("ref=\"{area}\"")), "{area}");
    }
}

#[test]
fn links_to_what_is_no_more_lead_to_what_stands_there() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Mẫu 1").unwrap();
    sheet.write_string(0, 0, "{% sheet x in ds named x %}").unwrap();
    sheet.write_string(1, 0, "{{ x }}").unwrap();
    sheet.write_url(2, 0, "internal:'Mẫu 1'!A1").unwrap();
    let other = book.add_worksheet();
    other.set_name("Mục lục").unwrap();
    other.write_url(0, 0, "internal:'Mẫu 1'!A1").unwrap();
    other.write_string(1, 0, "{% for x in rong %}").unwrap();
    other.write_string(2, 0, "{{ x }}").unwrap();
    other.write_string(3, 0, "{% endfor %}").unwrap();
    other.write_string(4, 0, "cuối").unwrap();
    other.write_url(5, 0, "internal:'Mục lục'!A3").unwrap();
    let template = book.save_to_buffer().unwrap();
    let out = filled(&template, &json!({"ds": ["N 1", "N2"], "rong": []})).bytes;
    let list = part(&out, "xl/worksheets/sheet2.xml");
    assert!(list.contains(r#"ref="A1" location="&apos;N 1&apos;!A1""#), "{list}");
    assert!(list.contains(r#"ref="A3" location="&apos;Mục lục&apos;!A2""#), "{list}");
    assert!(part(&out, SHEET).contains(r#"ref="A2" location="&apos;N 1&apos;!A1""#));
    assert!(part(&out, "xl/worksheets/sheet3.xml").contains(r#"ref="A2" location="&apos;N2&apos;!A1""#));
    let gone = filled(&template, &json!({"ds": [], "rong": []})).bytes;
    let list = parts(&gone).into_iter().find(|(name, _)| name.contains("worksheets/sheet")).unwrap().1;
    let list = String::from_utf8(list).unwrap();
    assert_eq!(list.matches("<hyperlink ").count(), 1, "{list}");
}

#[test]
fn a_list_of_names_goes_with_the_last_of_them() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, text) in (0_u32..).zip(["Tên", "{% for x in ds %}", "{{ x }}", "{% endfor %}"]) {
        sheet.write_string(row, 0, text).unwrap();
    }
    sheet.set_print_area(2, 0, 2, 3).unwrap();
    let template = book.save_to_buffer().unwrap();
    let book = |items: &[i32]| part(&filled(&template, &json!({"ds": items})).bytes, "xl/workbook.xml");
    assert!(!book(&[]).contains("definedName"));
    assert!(book(&[1, 2]).contains("<definedNames><definedName"));
}
