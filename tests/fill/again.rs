//! Lists that are empty beside lists that are not: what was made before them stays.

use serde_json::json;

use super::*;

#[test]
fn an_empty_inner_list_leaves_the_copies_before_it() {
    let cells = [
        ("A1", "{% for g in l %}"),
        ("A2", "{% for x in g %}"),
        ("A3", "{{ x }}"),
        ("A4", "{{ x * 10 }}"),
        ("A5", "{% endfor %}"),
        ("A6", "{% endfor %}"),
        ("B7", "=SUM(A4)"),
        ("B8", "=SUM(A3)"),
    ];
    for (lists, sum) in
        [(json!([[7], []]), 7.0), (json!([[7], [], [3, 6, 4]]), 20.0), (json!([[], [7]]), 7.0)]
    {
        let rows =
            2 * lists.as_array().unwrap().iter().map(|list| list.as_array().unwrap().len()).sum::<usize>();
        let out = filled(&template(&cells), &json!({"l": lists})).bytes;
        assert_eq!(number(&out, "Biểu", &format!("B{}", rows + 1)), sum * 10.0, "{lists}");
        assert_eq!(number(&out, "Biểu", &format!("B{}", rows + 2)), sum, "{lists}");
    }
}

#[test]
fn a_sheet_that_is_left_out_takes_no_copies_of_the_one_before_with_it() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Bìa").unwrap();
    for (name, list) in [("M1", "l"), ("M2", "m")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_string(0, 0, format!("{{% sheet s in {list} named s %}}")).unwrap();
        sheet.write_string(1, 0, "{{ s }}").unwrap();
    }
    let out = filled(&book.save_to_buffer().unwrap(), &json!({"l": ["a", "b", "c"], "m": []})).bytes;
    for name in ["a", "b", "c"] {
        assert_eq!(cell(&out, name, "A1"), Data::String(name.to_owned()));
    }
}

#[test]
fn a_comment_on_a_column_that_only_keeps_its_place_does_not_stop_the_work() {
    let mut book = Workbook::new();
    book.define_name("Th", "='Biểu'!$B$2").unwrap();
    let sheet = book.add_worksheet().set_name("Biểu").unwrap();
    sheet.write_string(0, 1, "{% col t in l %}{% endcol %}").unwrap();
    sheet.write_string(1, 1, "{{ t.ten }}").unwrap();
    sheet.insert_note(2, 1, &rust_xlsxwriter::Note::new("{{ t.ten }} {{ loop.revindex0 }}")).unwrap();
    let template = book.save_to_buffer().unwrap();
    let _ = fill(&template, &json!({"l": []}));
    assert_eq!(
        cell(&filled(&template, &json!({"l": [{"ten": "a"}]})).bytes, "Biểu", "B1"),
        Data::String("a".into())
    );
}
