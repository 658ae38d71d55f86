//! Word templates filled: text over runs, blocks of paragraphs and rows, other parts byte for byte, hostile values, wrong
//! templates, and the written report of the sample.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod blocks;
mod gaps;
mod inline;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use proptest::prelude::*;
use serde_json::{Value, json};
use tthc::docx::{Fault, check_values, fill, is_word};
use tthc::ooxml::{package::PackageFault, xml};
use tthc::template::FaultKind;
use tthc::text::Lang;

use crate::support::{Workdir, part, root};

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const END: &str = "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr>";

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A document with this body, and parts of a header, footnotes, a comment and something foreign.
fn document(body: &str) -> Vec<u8> {
    let rel = |id: u32, kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"rId{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        )
    };
    let rels = |inner: String| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    let story = |root: &str, inner: &str| format!("<w:{root} {W}>{inner}</w:{root}>");
    let text = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    zipped(&[
        (
            "[Content_Types].xml",
            "<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>",
        ),
        (
            "_rels/.rels",
            &rels(
                rel(1, "officeDocument", "word/document.xml")
                    + &rel(2, "core-properties", "docProps/core.xml"),
            ),
        ),
        ("docProps/core.xml", "<c xmlns:dc='d'><dc:title>Kỳ {{ ten }}</dc:title></c>"),
        ("word/document.xml", &story("document", &format!("<w:body>{body}{END}</w:body>"))),
        (
            "word/_rels/document.xml.rels",
            &rels(rel(1, "header", "h.xml") + &rel(2, "footnotes", "f.xml") + &rel(3, "comments", "c.xml")),
        ),
        ("word/h.xml", &story("hdr", &text("Đầu {{ ten }}"))),
        (
            "word/f.xml",
            &story("footnotes", &format!("<w:footnote w:id=\"1\">{}</w:footnote>", text("Chú {{ ten }}"))),
        ),
        (
            "word/c.xml",
            &story("comments", &format!("<w:comment w:id=\"1\">{}</w:comment>", text("không có gì"))),
        ),
        ("word/other.bin", "{{ không đụng tới }}"),
    ])
}

fn data() -> Value {
    json!({"ten": "Quý I", "so": 12_345, "ngay": "2023-02-05", "rong": null, "nam": 2023, "a": 39, "b": 40,
           "ds": [{"ten": "A", "n": 1, "con": [1, 2]}, {"ten": "B", "n": 2, "con": []}], "trong": []})
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn table(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| format!("<w:tc><w:tcPr/>{}</w:tc>", p(text));
    let rows: Vec<String> =
        rows.iter().map(|row| format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>())).collect();
    format!("<w:tbl><w:tblPr/>{}</w:tbl>", rows.concat())
}

/// The body of the result.
fn body_with(body: &str, data: &Value) -> String {
    let filled = fill(&document(body), data).unwrap_or_else(|faults| panic!("{faults:?}"));
    let text = part(&filled, "word/document.xml");
    xml::tags(&text).unwrap();
    let (_, rest) = text.split_once("<w:body>").unwrap();
    rest.strip_suffix(&format!("{END}</w:body></w:document>")).unwrap().to_owned()
}

fn body(text: &str) -> String {
    body_with(text, &data())
}

/// The text of a body: paragraphs as lines, cells too; breaks as `⏎`, tabs as `→`.
fn plain(body: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let wrapped = format!("<r {W}>{body}</r>");
    let tags = xml::tags(&wrapped).unwrap();
    for (at, tag) in tags.iter().enumerate() {
        match (tag.name, tag.starts()) {
            ("p", true) => lines.push(String::new()),
            ("t", true) => lines.last_mut().unwrap().push_str(&xml::text(&wrapped[xml::inside(&tags, at)])),
            ("br", true) => lines.last_mut().unwrap().push('⏎'),
            ("tab", true) => lines.last_mut().unwrap().push('→'),
            _ => {}
        }
    }
    lines
}

fn lines(text: &str) -> Vec<String> {
    plain(&body(text))
}

fn faults(text: &str) -> Vec<Fault> {
    fill(&document(text), &data()).unwrap_err()
}

#[test]
fn a_placeholder_that_word_split_over_runs_takes_the_format_of_its_first_run() {
    let template = "<w:p w:rsidR=\"1\"><w:r><w:rPr><w:b/></w:rPr><w:t>Kỳ {{ t</w:t></w:r><w:proofErr w:type=\"x\"/>\
        <w:bookmarkStart w:id=\"1\" w:name=\"m\"/><w:hyperlink><w:r w:rsidR=\"2\"><w:rPr><w:i/></w:rPr><w:t>en }</w:t></w:r></w:hyperlink>\
        <w:bookmarkEnd w:id=\"1\"/><w:smartTag><w:r><w:t>}, hết</w:t></w:r></w:smartTag></w:p>";
    let expected = template
        .replace("<w:t>Kỳ {{ t</w:t>", "<w:t xml:space=\"preserve\">Kỳ Quý I</w:t>")
        .replace("<w:t>en }</w:t>", "<w:t xml:space=\"preserve\"></w:t>")
        .replace("<w:t>}, hết</w:t>", "<w:t xml:space=\"preserve\">, hết</w:t>");
    assert_eq!(body(template), expected);
}

#[test]
fn values_are_written_as_in_vietnamese_reports() {
    for (text, shown) in [
        ("{{ so }} hồ sơ", "12.345 hồ sơ"),
        ("{{ ngay }}", "05/02/2023"),
        ("[{{ rong }}]", "[]"),
        ("Năm {{ nam }}, {{ ds[0].n + 1000 }}", "Năm 2023, 1.001"),
        ("{{ a | ty_le(b) }} / {{ 0 | ty_le(0) }}", "97,5% / không phát sinh"),
        ("{{ khong_co | default(“– 1”) }}", "– 1"),
        ("{{ so – 345 }}", "12.000"),
        ("{% if a &gt; 1 %}{{ so }} năm {{ nam }}{% else %}không{% endif %}.", "12.345 năm 2023."),
        ("{% for x in ds %}{{ x.ten }}{% if not loop.last %}, {% endif %}{% endfor %}", "A, B"),
    ] {
        assert_eq!(lines(&p(text)), [shown], "{text}");
    }
}

#[test]
fn within_a_paragraph_each_branch_keeps_its_own_format() {
    let run = |properties: &str, text: &str| {
        format!("<w:r>{properties}<w:t xml:space=\"preserve\">{text}</w:t></w:r>")
    };
    let gap = "<w:rPr><w:highlight w:val=\"yellow\"/></w:rPr>";
    let template = |name: &str| {
        format!(
            "<w:p>{}{}{}</w:p>",
            run("", &format!("Có {{% if {name} is defined %}}{{{{ {name} }}}}{{% else %}}")),
            run(gap, "[thiếu]"),
            run("", "{% endif %} đơn")
        )
    };
    assert_eq!(
        body(&template("a")),
        format!("<w:p>{}{}{}</w:p>", run("", "Có 39"), run(gap, ""), run("", " đơn"))
    );
    assert_eq!(
        body(&template("zz")),
        format!("<w:p>{}{}{}</w:p>", run("", "Có "), run(gap, "[thiếu]"), run("", " đơn"))
    );
}

#[test]
fn paragraphs_and_tables_between_control_paragraphs_repeat_and_nest() {
    let template = [
        p("đầu"),
        p("{% for x in ds %}"),
        p("{{ loop.index }}. {{ x.ten }}"),
        p("{% if x.con %}"),
        p("{% for c in x.con %}"),
        p("+ {{ x.ten }}{{ c }}"),
        p("{% endfor %}"),
        p("{% else %}"),
        p("không có"),
        p("{% endif %}"),
        p("{% endfor %}"),
        p("{% for x in trong %}"),
        p("{{ x.gi_cung_duoc }}"),
        p("{% else %}"),
        p("danh sách trống"),
        p("{% endfor %}"),
    ];
    let expected = ["đầu", "1. A", "+ A1", "+ A2", "2. B", "không có", "danh sách trống"];
    assert_eq!(lines(&template.concat()), expected);
}

#[test]
fn rows_between_control_rows_repeat_and_the_other_rows_keep_their_bytes() {
    let template = table(&[
        &["STT", "Tên"],
        &["{% for x in ds %}", ""],
        &["{{ loop.index }}", "{{ x.ten }}"],
        &["", "{% if x.con | length > 0 %}"],
        &["", "có con"],
        &["{% endif %}", ""],
        &["{% endfor %}", ""],
        &["Cộng", "{{ ds | length }}"],
    ]);
    let expected = table(&[&["STT", "Tên"], &["1", "A"], &["", "có con"], &["2", "B"], &["Cộng", "2"]]);
    assert_eq!(body(&template), expected);
}

#[test]
fn a_table_without_rows_goes_and_what_must_end_with_a_paragraph_does() {
    let gone = table(&[&["{% for x in trong %}"], &["{{ x }}"], &["{% endfor %}"]]);
    assert_eq!(body(&format!("{}{gone}{}", p("a"), p("b"))), format!("{}{}", p("a"), p("b")));
    // A cell that held only such a table, or only a block that is left out, still has a paragraph.
    let cell = |inner: &str| format!("<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>");
    assert_eq!(body(&(cell(&gone) + &p("b"))), cell("<w:p/>") + &p("b"));
    let block = p("{% if false %}") + &p("x") + &p("{% endif %}");
    assert_eq!(body(&(cell(&block) + &p("b"))), cell("<w:p/>") + &p("b"));
    let last = p("{% for x in ds %}") + &table(&[&["{{ x.n }}"]]) + &p("{% endfor %}");
    let one = |n: &str| table(&[&[n]]);
    assert_eq!(body(&last), format!("{}<w:p/>{}<w:p/>", one("1"), one("2")), "kept apart, and closed");
}

#[test]
fn headers_notes_titles_and_text_boxes_are_filled_and_other_parts_keep_their_bytes() {
    let in_box = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let drawing = |text: &str| {
        let inner = in_box(text);
        format!(
            "<w:p><w:r><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice>{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )
    };
    let template = document(&drawing("hộp {{ ten }}"));
    let filled = fill(&template, &data()).unwrap();
    for (name, text) in
        [("word/h.xml", "Đầu Quý I"), ("word/f.xml", "Chú Quý I"), ("docProps/core.xml", "Kỳ Quý I")]
    {
        assert!(part(&filled, name).contains(&format!(">{text}<")), "{name}");
    }
    assert!(part(&filled, "word/document.xml").contains(&drawing("hộp Quý I")));
    for name in ["word/c.xml", "word/other.bin", "[Content_Types].xml", "_rels/.rels"] {
        assert_eq!(part(&filled, name), part(&template, name), "{name}");
    }
    assert_eq!(
        fill(&filled, &data()).unwrap(),
        filled,
        "a document without placeholders comes back as it was"
    );
}

#[test]
fn what_may_stand_only_once_is_not_doubled_by_a_block() {
    let template = p("{% for x in ds %}")
        + "<w:p w14:paraId=\"0A\" w14:textId=\"0B\" xmlns:w14=\"n\"><w:bookmarkStart w:id=\"3\" w:name=\"m\"/><w:commentRangeStart w:id=\"1\"/>\
           <w:r><w:t>{{ x.n }}</w:t></w:r><w:r><w:drawing><wp:docPr id=\"7\" xmlns:wp=\"o\"/></w:drawing></w:r><w:commentRangeEnd w:id=\"1\"/>\
           <w:r><w:commentReference w:id=\"1\"/></w:r><w:bookmarkEnd w:id=\"3\"/></w:p>"
        + &p("{% endfor %}");
    let made = body(&template);
    let count = |text: &str| made.matches(text).count();
    assert_eq!(plain(&made), ["1", "2"]);
    for once in [
        "w14:paraId",
        "w14:textId",
        "<w:bookmarkStart",
        "<w:bookmarkEnd",
        "<w:commentRangeStart",
        "<w:commentReference",
    ] {
        assert_eq!(count(once), 1, "{once} in {made}");
    }
    assert_eq!((count("id=\"7\" "), count("id=\"8\" ")), (1, 1), "{made}");
    // A bookmark of which one end is left out loses the other.
    let half =
        p("{% if false %}") + "<w:p><w:bookmarkStart w:id=\"3\" w:name=\"m\"/></w:p>" + &p("{% endif %}");
    assert_eq!(body(&(half + "<w:p><w:bookmarkEnd w:id=\"3\"/></w:p>")), "<w:p></w:p>");
    // What stands in the paragraph of a tag stays when the tag goes.
    let mark = "<w:bookmarkStart w:id=\"4\" w:name=\"n\"/>";
    let tag = p("{% if true %}").replace("<w:p>", &format!("<w:p>{mark}"));
    assert_eq!(
        body(&(tag + "<w:p><w:bookmarkEnd w:id=\"4\"/></w:p>" + &p("{% endif %}"))),
        format!("{mark}<w:p><w:bookmarkEnd w:id=\"4\"/></w:p>")
    );
}

#[test]
fn a_hostile_value_is_text_and_lines_are_broken() {
    let hostile = "<w:p>&amp;</w:t> {{ ten }} ]]>\u{1}\u{8}\u{ffff}\r\nhai\tba\u{202e}";
    let made = body_with(&p("[{{ x }}]"), &json!({"x": hostile, "ten": "không"}));
    assert_eq!(plain(&made), ["[<w:p>&amp;</w:t> {{ ten }} ]]>⏎hai→ba\u{202e}]"]);
}

#[test]
fn every_fault_is_told_at_once_with_its_place() {
    let template = [
        p("{{ tenn }}"),
        p("{{ ten"),
        p("{% for x in ten %}"),
        p("{{ x.y }}"),
        p("{% endfor %}"),
        p("{% endif %}"),
        p("{{ ds }}"),
        p("{% col x in ds %}"),
        table(&[&["a", "b"], &["{% for x in ds %}", "còn chữ"], &["{{ so | ngay }}", ""]]),
        p("{% for x in ds %}"),
    ];
    let template = template.concat();
    let mut found: Vec<(String, String)> = faults(&template)
        .iter()
        .map(|fault| (fault.place.words(Lang::Vi), fault.message(Lang::Vi)))
        .collect();
    found.sort();
    let says = |place: &str, text: &str| {
        assert!(
            found.iter().any(|(at, message)| at == place && message.contains(text)),
            "{place} {text}: {found:#?}"
        );
    };
    says("Đoạn 1", "Có phải ý là “ten”");
    says("Đoạn 2", "thiếu dấu đóng");
    says("Đoạn 3", "không lặp được");
    says("Đoạn 6", "không có khối nào đang mở");
    says("Đoạn 7", "không viết được một danh sách thành chữ");
    says("Đoạn 8", "không có thẻ điều khiển “col x in ds”");
    says("Bảng 1, dòng 2, ô 1", "đứng một mình");
    says("Bảng 1, dòng 3, ô 1", "không tính được biểu thức");
    says("Đoạn 9", "khối “for” mở ra mà không đóng");
    assert_eq!(found.len(), 9);
    let listed = check_values(&document(&template), &tthc::template::data::of(&data()));
    assert_eq!(listed.iter().filter(|found| found.fault.is_some()).count(), 9);
    assert_eq!(listed.len(), 11 + 3, "every placeholder of body, header, note and title: {listed:#?}");
}

#[test]
fn which_engine_fills_a_file_its_main_part_decides() {
    let types = |kind: &str| zipped(&[("[Content_Types].xml", kind)]);
    assert!(is_word("a.xlsx", &document("")));
    assert!(!is_word("a.xlsx", &std::fs::read(root("templates/II.06a.xlsx")).unwrap()));
    let holding = "sheet.main+xml application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    assert!(!is_word("a.docx", &types(holding)), "a workbook that holds a document");
    assert!(is_word("a.doc", b"cut") && !is_word("a.xls", b"cut"));
}

#[test]
fn a_long_list_is_written_and_a_fault_in_it_is_told_in_a_few_lines() {
    let long: Vec<Value> = (0..20_000).map(|n| json!({"n": n})).collect();
    let template = table(&[&["{% for x in ds %}"], &["{{ x.n }}"], &["{% endfor %}"]]) + &p("");
    let made = body_with(&template, &json!({"ds": long, "ten": ""}));
    assert_eq!((made.matches("<w:tr>").count(), made.contains(">19.999<")), (20_000, true));
    let wrong = template.replace("x.n }}", "x.n | ngay }}");
    let faults = fill(&document(&wrong), &json!({"ds": long, "ten": ""})).unwrap_err();
    assert!(faults.len() <= 201, "{}", faults.len());
}

#[test]
fn a_tag_beside_a_picture_or_the_end_of_a_section_is_refused() {
    for beside in [
        "<w:r><w:drawing/></w:r>",
        "<w:r><w:br w:type=\"page\"/></w:r>",
        "<w:r><w:footnoteReference w:id=\"1\"/></w:r>",
    ] {
        let template = format!("<w:p><w:r><w:t>{{% if true %}}</w:t></w:r>{beside}</w:p>");
        assert!(faults(&template).iter().any(|fault| fault.kind == FaultKind::NotAlone), "{beside}");
    }
    let section = format!("<w:p><w:pPr>{END}</w:pPr><w:r><w:t>{{% if true %}}</w:t></w:r></w:p>");
    assert_eq!(faults(&section)[0].kind, FaultKind::NotAlone);
}

#[test]
fn what_is_no_honest_document_is_refused_with_what_to_do() {
    let message = |bytes: &[u8]| fill(bytes, &data()).unwrap_err()[0].message(Lang::Vi);
    assert!(message(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").contains("Word 97-2003 (.doc)"));
    assert!(message(b"chu").contains("lưu lại dạng .docx"));
    assert!(message(&zipped(&[("a.xml", "<a/>")])).contains("lưu lại dạng .docx"));
    let doctype = zipped(&[("a.xml", "<!DOCTYPE a><a/>"), ("_rels/.rels", "<Relationships/>")]);
    assert!(message(&doctype).contains("document type"));
    let workbook = std::fs::read(root("templates/II.06a.xlsx")).unwrap();
    assert!(matches!(
        fill(&workbook, &data()).unwrap_err()[0].kind,
        FaultKind::Package(PackageFault::NotAPackage)
    ));
    let deep = "<w:sdt>".repeat(5000) + &"</w:sdt>".repeat(5000);
    assert_eq!(faults(&deep)[0].kind, FaultKind::TooDeep);
    let long = p("{% for a in range(9999) %}")
        + &p("{% for b in range(9999) %}")
        + &p("{% endfor %}")
        + &p("{% endfor %}");
    assert_eq!(faults(&long)[0].kind, FaultKind::TooMany);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the values and wherever the text is cut into runs: well-formed, and the text that was meant.
    #[test]
    fn any_value_in_any_cut_of_runs_gives_the_text_that_was_meant(
        values in prop::collection::vec("[ -~ăđ“<&\u{300}\n\t]{0,12}", 0..5),
        cuts in prop::collection::vec(0_usize..40, 0..6),
        in_rows in any::<bool>(),
    ) {
        let text = "- {{ x.ten }} / {{ loop.index }}; hết";
        let mut at: Vec<usize> = cuts.into_iter().filter(|cut| text.is_char_boundary(*cut) && *cut < text.len()).collect();
        at.sort_unstable();
        at.dedup();
        at.insert(0, 0);
        at.push(text.len());
        let cut = |pair: &[usize]| format!("<w:r><w:t>{}</w:t></w:r>", &text[pair[0]..pair[1]]);
        let runs = at.windows(2).map(cut).collect::<Vec<_>>().concat();
        let paragraph = format!("<w:p>{runs}</w:p>");
        let template = if in_rows {
            table(&[&["{% for x in ds %}"], &["@"], &["{% endfor %}"]]).replace(&p("@"), &paragraph)
        } else {
            p("{% for x in ds %}") + &paragraph + &p("{% endfor %}")
        };
        let template = template + &p("cuối");
        let records: Vec<Value> = values.iter().map(|value| json!({"ten": value})).collect();
        let made = body_with(&template, &json!({"ds": records, "ten": ""}));
        let mut expected: Vec<String> = values.iter().enumerate()
            .map(|(at, value)| format!("- {} / {}; hết", value.replace('\n', "⏎").replace('\t', "→"), at + 1)).collect();
        expected.push("cuối".to_owned());
        prop_assert_eq!(plain(&made), expected);
    }

    /// Any bytes as a template, and any body: faults or a document, never a panic.
    #[test]
    fn no_template_stops_the_program(body in "(<w:(p|tbl|tr|tc|r|t)>|</w:(p|tbl|tr|tc|r|t)>|\\{%|%\\}|\\{\\{|\\}\\}| for x in ds | endfor | if a | endif |x){0,24}") {
        let _ = fill(&document(&body), &data());
    }
}

#[test]
fn the_written_report_of_the_sample_holds_the_figures_and_marks_what_people_add() {
    let work = Workdir::sample();
    work.run(&["run", "bc", "--today", "2023-03-20"]).ends(1);
    let name = "bc/ket-qua/bao-cao-2022-12-05_2023-03-04-du-thao.docx";
    let document = part(&work.read(name), "word/document.xml");
    let (_, body) = document.split_once("<w:body>").unwrap();
    let (body, _) = body.rsplit_once("</w:body>").unwrap();
    let lines = plain(&body.replace(" r:id=", " id="));
    for line in [
        "ỦY BAN NHÂN DÂN TỈNH CAO BẰNG",
        "Cao Bằng, ngày […] tháng […] năm 2023",
        "giải quyết thủ tục hành chính từ ngày 05/12/2022 đến ngày 04/03/2023",
        "- Tổng số Quyết định công bố TTHC, danh mục TTHC đã ban hành trong kỳ báo cáo: 0 Quyết định.",
        "+ Trực tuyến: 7/9 hồ sơ (77,8%);",
        "+ Quá hạn: 0/9 hồ sơ (0%).",
        "- Số chữ ký số đăng ký mới trong kỳ: 4 chữ ký số. [… cần bổ sung: tình hình sử dụng chữ ký số].",
        "[… cần bổ sung: họ và tên người ký]",
    ] {
        assert!(lines.iter().any(|known| known == line), "{line}: {lines:#?}");
    }
    assert!(!document.contains("{{") && !document.contains("{%"));
    work.run(&["fill", "--check", &root("templates/bao-cao.docx").display().to_string()]).ends(0);
}

#[test]
fn the_written_report_is_made_without_cases_and_without_a_catalogue() {
    let work = Workdir::new();
    work.folder("bc/hop-thu");
    work.run(&["run", "bc", "--period", "2023-Q1"]).ends(0);
    let document = part(&work.read("bc/ket-qua/bao-cao-2023-Q1.docx"), "word/document.xml");
    for text in
        ["chưa có sổ theo dõi hồ sơ nào đọc được", "chưa có danh mục TTHC", "[… cần bổ sung: tên cơ quan]"]
    {
        assert!(document.contains(text), "{text}");
    }
    let nothing = "không phát sinh hồ sơ TTHC";
    assert!(!document.contains(nothing), "no register was sent: nothing is known");
    work.write("bc/hop-thu/so.csv", "STT;Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả\n");
    work.run(&["run", "bc", "--period", "2023-Q1"]).ends(0);
    let without = part(&work.read("bc/ket-qua/bao-cao-2023-Q1.docx"), "word/document.xml");
    assert!(without.contains(nothing));
    assert!(!document.contains("DỰ THẢO") && !document.contains("0/0"));
}

#[test]
fn what_is_not_known_is_a_gap_in_the_written_report_and_never_0() {
    const REPORT: &str = "bc/ket-qua/bao-cao-2023-Q1-du-thao.docx";
    let work = Workdir::new();
    let said = |work: &Workdir, name: &str| part(&work.read(name), "word/document.xml");
    // A case that can't be placed, and a file that can't be read, are not «nothing happened».
    work.write(
        "bc/hop-thu/a/so.csv",
        "Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày có kết quả\n000.99.99.H99-230103-0001;9.900001;hôm nọ;\n",
    );
    work.run(&["run", "bc", "--period", "2023-Q1"]).ends(1);
    let document = said(&work, REPORT);
    assert!(document.contains("có 1 hồ sơ không xếp được, 0 tệp không đọc được"), "{document}");
    assert!(!document.contains("không phát sinh hồ sơ TTHC"));
    work.write("bc/hop-thu/a/so.csv", "Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày có kết quả\n");
    work.write("bc/hop-thu/a/hỏng.xlsx", "PK\u{3}\u{4} no archive");
    work.run(&["run", "bc", "--period", "2023-Q1"]).ends(1);
    assert!(said(&work, REPORT).contains("có 0 hồ sơ không xếp được, 1 tệp không đọc được"));
    // A catalogue that does not tell levels and origins.
    work.remove("bc/hop-thu/a/hỏng.xlsx");
    work.write("bc/danh-muc/dm.csv", "Mã TTHC;Tên TTHC;Lĩnh vực\n9.900001;Cấp A;Đo lường\n");
    work.run(&["run", "bc", "--period", "2023-Q1"]).ends(0);
    let document = said(&work, "bc/ket-qua/bao-cao-2023-Q1.docx");
    for text in ["danh mục không ghi mức độ dịch vụ công", "do Trung ương quy định: "] {
        assert!(document.contains(text), "{text}");
    }
    assert!(document.matches("[… cần bổ sung: danh mục không ghi; số liệu]").count() == 3);
    assert!(!document.contains("0/1 TTHC"));
}

#[test]
fn a_wrong_word_template_stops_the_run_and_nothing_is_written() {
    let work = Workdir::sample();
    work.write("bc/mau/thu.docx", document(&p("{{ ky.tuu }}")));
    work.run(&["run", "bc"]).ends(3).says(&["thu.docx", "Đoạn 1", "ky.tu"]);
    assert!(!work.path("bc/ket-qua").exists());
    work.run(&["fill", "--check", "bc/mau/thu.docx"]).ends(3).says(&["Đoạn 1", "ky.tu"]);
    work.write("bc/so.json", r#"{"ten": "Quý I", "ky": {"tuu": 1}}"#);
    work.run(&["fill", "bc/mau/thu.docx", "--data", "bc/so.json", "-o", "bc/ra.docx"]).ends(0);
    assert!(part(&work.read("bc/ra.docx"), "word/document.xml").contains(">1</w:t>"));
}

#[test]
fn the_form_of_the_report_is_that_of_the_decree() {
    let document = part(&std::fs::read(root("templates/bao-cao.docx")).unwrap(), "word/document.xml");
    let tags = xml::tags(&document).unwrap();
    let of = |name: &str| -> BTreeMap<String, String> {
        let tag = tags.iter().find(|tag| tag.name == name).unwrap();
        tag.attrs().map(|attr| (attr.key.to_owned(), attr.value().into_owned())).collect()
    };
    let millimetres = |name: &str| of("pgMar")[name].parse::<f64>().unwrap() / 56.693;
    assert_eq!((of("pgSz")["w:w"].as_str(), of("pgSz")["w:h"].as_str()), ("11906", "16838"));
    for (side, from, to) in
        [("w:top", 20., 25.), ("w:bottom", 20., 25.), ("w:left", 30., 35.), ("w:right", 15., 20.)]
    {
        assert!((from - 0.01..to + 0.01).contains(&millimetres(side)), "{side}");
    }
    assert!(tags.iter().any(|tag| tag.name == "titlePg"));
}
