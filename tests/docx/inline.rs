//! Tags within a sentence, and what is no text beside them.

use super::*;

const OPEN: &str = "<w:r><w:t xml:space=\"preserve\">";
const CLOSE: &str = "</w:t></w:r>";

fn run(text: &str) -> String {
    format!("{OPEN}{text}{CLOSE}")
}

fn paragraph(runs: &[&str]) -> String {
    format!("<w:p>{}</w:p>", runs.concat())
}

const FIELD: &str = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>\
    <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";

/// Everything that may stand in a run or around runs besides text.
const SOLID: [&str; 11] = [
    "<w:r><w:br w:type=\"page\"/></w:r>",
    "<w:r><w:br w:type=\"column\"/></w:r>",
    "<w:r><w:noBreakHyphen/></w:r>",
    "<w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:tab/></w:r>",
    "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>",
    "<w:r><w:drawing><a/></w:drawing></w:r>",
    "<w:r><w:footnoteReference w:id=\"1\"/></w:r>",
    FIELD,
    "<w:fldSimple w:instr=\"PAGE\"><w:r><w:t>1</w:t></w:r></w:fldSimple>",
    "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:sym w:char=\"F0FE\"/></w:r></w:sdtContent></w:sdt>",
    "<m:oMath xmlns:m=\"m\"><m:r><m:t>x</m:t></m:r></m:oMath>",
];

/// What is left of a run whose content went with its branch.
fn emptied(solid: &str) -> String {
    if !solid.starts_with("<w:r>") {
        return String::new();
    }
    let mut out = String::new();
    for run in solid.split("</w:r>").filter(|run| !run.is_empty()) {
        let properties = run.find("</w:rPr>").map_or("<w:r>", |end| &run[..end + 8]);
        out += &[properties, "</w:r>"].concat();
    }
    out
}

#[test]
fn what_stands_beside_a_tag_keeps_its_bytes_and_its_place() {
    for solid in SOLID {
        let behind = paragraph(&[&run("{% if a %}x{% endif %}"), solid, &run("y")]);
        assert_eq!(body(&behind), paragraph(&[&run("x"), solid, &run("y")]), "{solid}");
        let inside = paragraph(&[&run("{% if a %}x"), solid, &run("y{% endif %}z")]);
        assert_eq!(body(&inside), paragraph(&[&run("x"), solid, &run("yz")]), "{solid}");
        let first = paragraph(&[solid, &run("{% if a %}x{% endif %}")]);
        assert_eq!(body(&first), paragraph(&[solid, &run("x")]), "{solid}");
    }
}

#[test]
fn what_stands_in_a_branch_that_is_not_chosen_goes_with_it() {
    for solid in SOLID {
        let template =
            paragraph(&[&run("a{% if false %}x"), solid, &run("y{% else %}"), solid, &run("{% endif %}z")]);
        let expected = paragraph(&[&run("a"), &emptied(solid), &run(""), solid, &run("z")]);
        assert_eq!(body(&template), expected, "{solid}");
    }
    // A link that a tag stands in stays; one that is in the branch altogether goes.
    let link = |text: &str| format!("<w:hyperlink w:anchor=\"m\">{}</w:hyperlink>", run(text));
    let template = paragraph(&[&run("{% if false %}"), &link("x"), &link("y{% endif %}"), &run("z")]);
    assert_eq!(body(&template), paragraph(&[&run(""), &link(""), &run("z")]));
}

#[test]
fn in_a_loop_what_is_no_text_comes_with_every_pass() {
    let picture = "<w:drawing><wp:docPr id=\"7\" xmlns:wp=\"o\"/></w:drawing>";
    let template = paragraph(&[
        &run("{% for x in ds %}{{ x.ten }}"),
        &format!("<w:r>{picture}<w:br w:type=\"page\"/></w:r>"),
        &run("{% endfor %}."),
    ]);
    let made = body(&template);
    assert_eq!(made.matches("<w:drawing>").count(), 2, "{made}");
    assert_eq!((made.matches("id=\"7\"").count(), made.matches("id=\"8\"").count()), (1, 1), "{made}");
    let order: Vec<usize> = ["A<", "id=\"7\"", "type=\"page\"", ">B<", "id=\"8\"", ">.<"]
        .iter()
        .map(|text| made.find(text).unwrap())
        .collect();
    assert!(order.is_sorted(), "{made}");
    let simple = paragraph(&[&run("{% for x in ds %}"), SOLID[8], &run("{% endfor %}")]);
    assert!(faults(&simple)[0].message(Lang::Vi).contains("không lặp lại được"));
    let cut = FIELD.replace(
        "<w:r><w:fldChar w:fldCharType=\"end\"/>",
        &format!("{}<w:r><w:fldChar w:fldCharType=\"end\"/>", run("{% endif %}")),
    );
    let cut = faults(&paragraph(&[&run("{% if false %}"), &cut]));
    assert!(cut[0].message(Lang::Vi).contains("nằm nửa trong nửa ngoài"), "{cut:?}");
}

#[test]
fn a_text_box_goes_with_its_branch() {
    let inner = format!("<w:txbxContent>{}</w:txbxContent>", p("{{ ten }}"));
    let drawing = format!(
        "<w:r><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice>{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent></w:r>"
    );
    let template = |condition: &str| {
        paragraph(&[&run(&format!("{{% if {condition} %}}")), &drawing, &run("{% endif %}z")])
    };
    assert_eq!(body(&template("false")), paragraph(&[&run(""), "<w:r></w:r>", &run("z")]));
    let filled = drawing.replace("{{ ten }}", "Quý I");
    assert_eq!(body(&template("true")), paragraph(&[&run(""), &filled, &run("z")]));
}
