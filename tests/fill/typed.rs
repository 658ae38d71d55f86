//! Texts outside of cells: threads, lists to choose from, messages, names of series and tabs; and faults that name each
//! place once.

use super::gaps::{SHEET, patched};
use super::*;

const BLOCK: &[(&str, &str)] =
    &[("A2", "{% for x in ds %}"), ("A3", "{{ x.ten }}"), ("A4", "{% endfor %}"), ("A5", "Cộng")];
const RELS: &str = "xl/worksheets/_rels/sheet1.xml.rels";
const COMMENTS: &str = "xl/comments1.xml";
const THREADS: &str = "xl/threadedComments/threadedComment1.xml";

/// [`BLOCK`] with parts that hang on its sheet, by the kind of their relationship.
fn hung(cells: &[(&str, &str)], hanging: &[(&str, &str, &str)]) -> Vec<u8> {
    let of = |(kind, part, _): &(&str, &str, &str)| {
        format!(
            "<Relationship Id=\"{kind}\" Type=\"http://schemas.microsoft.com/x/{kind}\" Target=\"/{part}\"/>"
        )
    };
    let rels =
        format!("<Relationships>{}</Relationships>", hanging.iter().map(of).collect::<Vec<_>>().concat());
    let mut added: Vec<(&str, &str)> = hanging.iter().map(|(_, part, content)| (*part, *content)).collect();
    added.push((RELS, &rels));
    patched(&template(cells), &[], &added)
}

fn with_thread(cells: &[(&str, &str)]) -> Vec<u8> {
    let notes = concat!(
        "<comments><authors><author>tc={A-1}</author><author>Phòng A</author></authors><commentList>",
        "<comment ref=\"A3\" authorId=\"0\"><text><t>hỏi {{ x.ten }}</t></text></comment>",
        "<comment ref=\"A5\" authorId=\"1\"><text><t>{{ ky }}</t></text></comment></commentList></comments>"
    );
    let threads = concat!(
        "<ThreadedComments><threadedComment ref=\"A3\" id=\"{A-1}\"><text>hỏi {{ x.ten }}</text>",
        "<mentions><mention startIndex=\"1\"/></mentions></threadedComment>",
        "<threadedComment ref=\"A3\" id=\"{A-2}\" parentId=\"{A-1}\"><text>đáp</text></threadedComment></ThreadedComments>"
    );
    hung(cells, &[("comments", COMMENTS, notes), ("threadedComment", THREADS, threads)])
}

fn values<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split(['"', '<']).next()).collect()
}

#[test]
fn a_thread_is_repeated_with_its_cell_and_its_note_knows_it() {
    let data = json!({"ky": "Quý I", "ds": [{"ten": "A"}, {"ten": "B"}]});
    let template = with_thread(BLOCK);
    let out = filled(&template, &data).bytes;
    let (threads, notes) = (part(&out, THREADS), part(&out, COMMENTS));
    assert_eq!(values(&threads, "<text>"), ["hỏi A", "hỏi B", "đáp", "đáp"]);
    assert_eq!(values(&threads, " ref=\""), ["A2", "A3", "A2", "A3"]);
    let (ids, parents) = (values(&threads, " id=\""), values(&threads, " parentId=\""));
    assert_eq!(parents, ids[..2]);
    assert_eq!(ids[0], "{A-1}");
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 4, "{threads}");
    assert!(!threads.contains("mention"));
    assert_eq!(values(&notes, "<author>"), ["tc={A-1}", "Phòng A", &format!("tc={}", ids[1])]);
    assert_eq!(values(&notes, " authorId=\""), ["0", "2", "1"]);
    assert_eq!(values(&notes, "<t>"), ["hỏi A", "hỏi B", "Quý I"]);
    assert_eq!(filled(&template, &data).bytes, out, "the same in every run");
}

#[test]
fn threads_of_copied_sheets_are_their_own() {
    let mut cells = vec![("A1", "{% sheet s in tr named s %}")];
    cells.extend(BLOCK);
    let data = json!({"ky": "Quý I", "tr": ["một", "hai"], "ds": [{"ten": "A"}]});
    let out = parts(&filled(&with_thread(&cells), &data).bytes);
    let threads: Vec<String> = out
        .iter()
        .filter(|(name, _)| name.contains("threadedComment"))
        .map(|(_, bytes)| String::from_utf8(bytes.clone()).unwrap())
        .collect();
    let ids: std::collections::BTreeSet<&str> =
        threads.iter().flat_map(|part| values(part, " id=\"")).collect();
    assert_eq!((threads.len(), ids.len()), (2, 4));
}

#[test]
fn a_fault_in_a_comment_names_the_cell_of_the_template_once() {
    let data = json!({"ky": 1, "ds": [{"t": "A"}, {"t": "B"}, {"t": "C"}]});
    let cells = &[("A2", "{% for x in ds %}"), ("A3", "{{ x.t }}"), ("A4", "{% endfor %}")];
    let found = faults(&with_thread(cells), &data);
    let places: Vec<&str> = found.iter().map(|fault| fault.cell.as_str()).collect();
    assert_eq!(places, ["@comment A3"]);
    let listed = check(&with_thread(cells), &json!({"ky": 1, "ds": []}));
    let comments = |found: &&tthc::template::Found| found.cell.starts_with("@comment");
    assert_eq!(listed.iter().filter(comments).count(), 2, "also of a block that is left out: {listed:?}");
    let wrong = cells.iter().chain(&[("C9", "{{ ky }}")]).copied().collect::<Vec<_>>();
    let listed = check(&with_thread(&wrong), &json!({"ds": []}));
    assert_eq!(listed.iter().filter(comments).filter(|found| found.fault.is_some()).count(), 1, "{listed:?}");
}

#[test]
fn lists_to_choose_from_and_messages_are_filled() {
    let rules = concat!(
        r#"</sheetData><conditionalFormatting sqref="B5"><cfRule type="containsText" text="{{ ky }}"><formula>"#,
        r#"NOT(ISERROR(SEARCH("{{ ky }}",B5)))</formula></cfRule></conditionalFormatting>"#,
        r#"<dataValidations count="1"><dataValidation type="list" prompt="Chọn {{ ky }}" sqref="B3:B5">"#,
        r#"<formula1>"a,{{ ky | default(""y"") }}"</formula1></dataValidation></dataValidations>"#,
        r#"<hyperlinks><hyperlink ref="A3" location="A5" tooltip="Về {{ ky }}" display="{{ x.ten }}"/></hyperlinks>"#,
    );
    let template = patched(&template(BLOCK), &[(SHEET, "</sheetData>", rules)], &[]);
    let sheet =
        part(&filled(&template, &json!({"ky": "R\"1", "ds": [{"ten": "A"}, {"ten": "B"}]})).bytes, SHEET);
    for text in [
        r#"text="R&quot;1"><formula>NOT(ISERROR(SEARCH("R""1",B4)))"#,
        r#"prompt="Chọn R&quot;1" sqref="B2:B4"><formula1>"a,R""1"</formula1>"#,
        r#"<hyperlink ref="A2" location="A4" tooltip="Về R&quot;1"/><hyperlink ref="A3""#,
    ] {
        assert!(sheet.contains(text), "{text}\n{sheet}");
    }
    let found = faults(&template, &json!({"ky": "x".repeat(300), "ds": []}));
    assert_eq!((found[0].cell.as_str(), &found[0].kind), ("@rule B3:B5", &FaultKind::LongList));
    let found = faults(&template, &json!({"kyy": "x", "ds": []}));
    assert_eq!(
        found.iter().map(|fault| fault.cell.as_str()).collect::<Vec<_>>(),
        ["@rule A3", "@rule B3:B5", "@rule B5", "@rule B5"]
    );
    assert!(found[1].message(Lang::Vi).contains("ở ô B3:B5"), "{}", found[1].message(Lang::Vi));
    assert_eq!(check(&template, &json!({"ky": "a", "ds": []})).len(), 8);
}

#[test]
fn names_of_series_and_of_tabs_are_filled() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("{{ ky }}").unwrap();
    sheet.write_number(0, 0, 5).unwrap();
    let mut chart = rust_xlsxwriter::Chart::new(rust_xlsxwriter::ChartType::Bar);
    chart.add_series().set_values("='{{ ky }}'!$A$1:$A$1").set_name("Kỳ {{ ky }}");
    sheet.insert_chart(2, 0, &chart).unwrap();
    let other = book.add_worksheet();
    other.write_formula(0, 0, "='{{ ky }}'!A1*2").unwrap();
    let template = book.save_to_buffer().unwrap();
    let out = filled(&template, &json!({"ky": "I/2023"})).bytes;
    assert_eq!(book_names(&out), ["I-2023", "Sheet2"]);
    assert_eq!(formula(&out, "Sheet2", "A1"), "'I-2023'!A1*2");
    let chart = part(&out, "xl/charts/chart1.xml");
    assert!(chart.contains("<c:v>Kỳ I/2023</c:v>") && chart.contains(">'I-2023'!$A$1<"), "{chart}");
    let found = faults(&template, &json!({"kyy": 1}));
    assert_eq!(found.iter().map(|fault| fault.cell.as_str()).collect::<Vec<_>>(), ["@drawing", "@tab"]);
    assert_eq!(check(&template, &json!({"ky": 1})).len(), 2);
}

fn book_names(bytes: &[u8]) -> Vec<String> {
    book(bytes).sheet_names()
}

#[test]
fn one_wrong_control_row_is_one_fault() {
    let cells = |first: &'static str, beside: &'static str| {
        [("A1", first), ("B1", beside), ("A2", "{{ x.ten }}"), ("B2", "{{ x.so }}"), ("A3", "{% endfor %}")]
    };
    let data = json!({"ds": [{"ten": "a", "so": 1}], "nested": {"ten": 1}});
    for (first, beside, kind) in [
        ("{% for x in ds %}", "nữa", FaultKind::NotAlone),
        ("{% for x ds %}", "", FaultKind::UnknownTag("for x ds".to_owned())),
    ] {
        let found = faults(&template(&cells(first, beside)), &data);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].cell.as_str(), &found[0].kind), ("A1", &kind));
    }
    let columns = [("A1", "{% col x in ds %}{% endcol %}"), ("B1", "nữa"), ("A2", "{{ x.ten }}")];
    assert_eq!(faults(&template(&columns), &data).len(), 1);
    let open = [("A1", "{% for x in ds %}"), ("B1", "nữa"), ("A2", "{{ x.ten }}"), ("A3", "{{ khac }}")];
    let found = faults(&template(&open), &data);
    assert_eq!(found.iter().map(|fault| fault.cell.as_str()).collect::<Vec<_>>(), ["A1", "A3"]);
    let sheet = [("A1", "{% sheet x in ds named x.xau %}"), ("A2", "{{ x.ten }}")];
    assert_eq!(faults(&template(&sheet), &data).len(), 1, "the list is not empty");
}

#[test]
fn what_is_said_of_the_file_is_filled() {
    const CUSTOM: &str = "docProps/custom.xml";
    let link = "<Relationship Id=\"c\" Type=\"http://x/custom-properties\" Target=\"docProps/custom.xml\"/></Relationships>";
    let custom = "<Properties><property name=\"Kỳ\"><vt:lpwstr>{{ ky }}</vt:lpwstr></property></Properties>";
    let template = patched(
        &template(BLOCK),
        &[
            ("_rels/.rels", "</Relationships>", link),
            ("docProps/app.xml", "<Company></Company>", "<Company>{{ ky }}</Company>"),
        ],
        &[(CUSTOM, custom)],
    );
    let out = filled(&template, &json!({"ky": "A & B", "ds": []})).bytes;
    assert!(part(&out, CUSTOM).contains("<vt:lpwstr>A &amp; B</vt:lpwstr>"));
    assert!(part(&out, "docProps/app.xml").contains("<Company>A &amp; B</Company>"));
}
