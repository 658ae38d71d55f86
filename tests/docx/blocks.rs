//! What blocks repeat, leave out or cut: notes, numbers, fields, merged cells, bookmarks; names within them.

use super::*;

/// A document whose other parts have no placeholders.
fn alone(body: &str) -> Vec<u8> {
    let bytes = document(body);
    let mut package = tthc::ooxml::package::Package::open(&bytes).unwrap();
    for name in ["word/h.xml", "word/f.xml", "docProps/core.xml"] {
        let text = package.text(name).unwrap().replace("{{ ten }}", "");
        package.set(name, text.into_bytes());
    }
    package.write().unwrap()
}

fn message(template: &str) -> String {
    faults(template)[0].message(Lang::Vi)
}

#[test]
fn a_note_that_is_repeated_is_a_note_of_its_own_each_time() {
    let template = p("{% for x in ds %}")
        + "<w:p><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>"
        + &p("{% endfor %}");
    let filled = fill(&document(&template), &data()).unwrap();
    let (text, notes) = (part(&filled, "word/document.xml"), part(&filled, "word/f.xml"));
    let ids = |text: &str, name: &str| -> Vec<String> {
        let tags = xml::tags(text).unwrap();
        let found = tags.iter().filter(|tag| tag.name == name && tag.starts());
        found.map(|tag| tag.attr_local("id").unwrap().raw.to_owned()).collect()
    };
    let references = ids(&text, "footnoteReference");
    assert_eq!(references.len(), 2);
    assert_ne!(references[0], references[1]);
    assert_eq!(ids(&notes, "footnote"), references);
    assert_eq!(notes.matches("Chú Quý I").count(), 2, "{notes}");
}

#[test]
fn tracked_changes_and_shapes_have_numbers_of_their_own_in_every_copy() {
    let inner = "<w:p><w:ins w:id=\"9\"><w:r><w:t>{{ x.n }}</w:t></w:r></w:ins>\
        <w:r><w:pict xmlns:v=\"v\"><v:shape id=\"_x0000_s1026\"/></w:pict></w:r></w:p>";
    let made = body(&(p("{% for x in ds %}") + inner + &p("{% endfor %}")));
    for (first, second) in [("<w:ins w:id=\"9\"", "<w:ins w:id=\"10\""), ("_x0000_s1026\"", "_x0000_s1027\"")]
    {
        assert_eq!((made.matches(first).count(), made.matches(second).count()), (1, 1), "{made}");
    }
}

#[test]
fn a_field_that_a_block_cuts_is_refused() {
    let field = |kind: &str| format!("<w:p><w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r></w:p>");
    let (begin, end) = (field("begin"), field("end"));
    let cut = [begin.clone(), p("{% if false %}"), end.clone(), p("{% endif %}")].concat();
    assert!(message(&cut).contains("một trường của Word"));
    let whole = [p("{% if false %}"), begin, end, p("{% endif %}"), p("hết")].concat();
    assert_eq!(body(&whole), p("hết"));
}

#[test]
fn a_merge_whose_first_row_is_left_out_begins_below_it() {
    let row =
        |merge: &str, text: &str| format!("<w:tr><w:tc><w:tcPr>{merge}</w:tcPr>{}</w:tc></w:tr>", p(text));
    let table = |rows: &str| format!("<w:tbl><w:tblPr/>{rows}</w:tbl>");
    let restart = "<w:vMerge w:val=\"restart\"/>";
    let rows = [row("", "{% if false %}"), row(restart, "X"), row("", "{% endif %}"), row("<w:vMerge/>", "")];
    let more = row("<w:vMerge/>", "");
    assert_eq!(body(&table(&(rows.concat() + &more))), table(&(row(restart, "") + &more)));
}

#[test]
fn a_bookmark_around_a_block_goes_around_all_of_it() {
    let tag = |mark: &str, text: &str| p(text).replace("<w:p>", &format!("<w:p>{mark}"));
    let (start, end) = ("<w:bookmarkStart w:id=\"7\" w:name=\"m\"/>", "<w:bookmarkEnd w:id=\"7\"/>");
    let template = tag(start, "{% for x in ds %}") + &p("{{ x.ten }}") + &tag(end, "{% endfor %}");
    let line = |text: &str| p(text);
    assert_eq!(body(&template), format!("{start}{}{}{end}", line("A"), line("B")));
}

#[test]
fn a_loop_with_a_condition_is_refused_with_what_to_write_instead() {
    let template =
        p("{% for x in ds if x.n > 1 %}").replace("> 1", "&gt; 1") + &p("{{ x.ten }}") + &p("{% endfor %}");
    let found = faults(&template);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].message(Lang::Vi).contains("không kèm được “if”"));
}

#[test]
fn what_is_left_as_it_stands_is_told_with_its_place() {
    let picture = "<w:p><w:r><w:drawing><wp:docPr id=\"1\" descr=\"{{ ten }}\" xmlns:wp=\"o\"/><a:t xmlns:a=\"a\">{{ ten }}</a:t></w:drawing></w:r>\
        <m:oMath xmlns:m=\"m\"><m:t>{{ ten }}</m:t></m:oMath><w:r><w:instrText>{{ ten }}</w:instrText></w:r></w:p>";
    let template = p("Tổng: {n}} hồ sơ, {ngoặc} thường }") + picture + &p("{{ ten }}");
    let values = tthc::template::data::of(&data());
    let (_, left) = tthc::docx::fill_noted(&document(&template), &values).unwrap();
    let told: Vec<String> = left.iter().map(|left| left.message(Lang::Vi)).collect();
    for text in
        ["Đoạn 1: Tổng: {n}}", "alt text", "hình vẽ", "công thức toán", "Đoạn 2: {{ ten }} – mã trường"]
    {
        assert_eq!(told.iter().filter(|told| told.contains(text)).count(), 1, "{text}: {told:#?}");
    }
    assert_eq!(told.len(), 5, "{told:#?}");
    let (_, left) = tthc::docx::fill_noted(&document(&p("{a} và {{ ten }}")), &values).unwrap();
    let work = Workdir::new();
    work.write("m.docx", alone(&p("Tổng: {n}} hồ sơ")));
    work.run(&["fill", "--check", "m.docx"]).ends(0).says(&["Đoạn 1: Tổng", "không có dấu mở"]);
    assert!(left.is_empty(), "ordinary braces are text: {left:?}");
}

#[test]
fn a_misspelt_name_in_a_loop_is_told_though_the_list_is_empty() {
    let work = Workdir::new();
    work.folder("bc/hop-thu");
    let template = |list: &str, name: &str| {
        alone(
            &[p(&format!("{{% for x in {list} %}}")), p(&format!("{{{{ {name} }}}}")), p("{% endfor %}")]
                .concat(),
        )
    };
    for (list, wrong, near) in [
        ("linh_vuc", "x.tenn", "x.ten"),
        ("ho_so", "x.ngay_nhann", "x.ngay_nhan"),
        ("loi", "x.noi_dungg", "x.noi_dung"),
        ("doi_soat.tep", "x.don_vii", "x.don_vi"),
        ("thang", "x.tiep_nhan.tongg", "x.tiep_nhan.tong"),
    ] {
        work.write("bc/mau/m.docx", template(list, wrong));
        work.run(&["fill", "--check", "bc/mau/m.docx"]).ends(3).says(&["Đoạn 2", &format!("“{near}”")]);
        work.run(&["run", "bc", "--period", "2023-Q1"]).ends(3).says(&["Đoạn 2", &format!("“{near}”")]);
        work.write("bc/mau/m.docx", template(list, near));
        work.run(&["fill", "--check", "bc/mau/m.docx"]).ends(0);
    }
    work.remove("bc/mau/m.docx");
    let rows: &[&[&str]] = &[
        &["{% for x in linh_vuc %}"],
        &["{{ x.tenn }}"],
        &["{% for t in x.tthc %}"],
        &["{{ t.maa }}"],
        &["{% endfor %}"],
        &["{% endfor %}"],
    ];
    work.write("bc/mau/m.xlsx", crate::support::sheet("Biểu", rows));
    work.run(&["fill", "--check", "bc/mau/m.xlsx"]).ends(3).says(&["A2", "“x.ten”", "A4", "“t.ma”"]);
}

#[test]
fn what_lists_are_known_to_hold_is_what_they_hold() {
    let work = Workdir::sample();
    // Every attribute that a list has is one that can be named where the list is empty.
    let lists = ["linh_vuc", "tthc", "don_vi", "thang", "ho_so", "doi_soat.tep"];
    let paragraphs: Vec<String> = lists
        .iter()
        .map(|list| p(&format!("{list}: {{{{ {list}[0] | items | map('first') | join(' ') }}}}")))
        .collect();
    work.write("bc/mau/m.docx", alone(&paragraphs.concat()));
    work.run(&["run", "bc", "--today", "2023-03-20"]).ends(1);
    let name = work.names("bc/ket-qua").into_iter().find(|name| name.contains(".docx")).unwrap();
    let made = part(&work.read(&format!("bc/ket-qua/{name}")), "word/document.xml");
    let (_, rest) = made.split_once("<w:body>").unwrap();
    let mut blocks = String::new();
    for line in plain(rest.split_once("<w:sectPr>").unwrap().0) {
        let (list, names) = line.split_once(": ").unwrap();
        blocks.push_str(&p(&format!("{{% for x in {list} %}}")));
        names.split(' ').for_each(|name| blocks.push_str(&p(&format!("{{{{ [x.{name}] | length }}}}"))));
        blocks.push_str(&p("{% endfor %}"));
        assert!(names.split(' ').count() > 3, "{line}");
    }
    work.write("bc/mau/m.docx", alone(&blocks));
    work.run(&["fill", "--check", "bc/mau/m.docx"]).ends(0);
}
