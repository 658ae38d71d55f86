//! What looks like a placeholder and is not filled: in places that are not filled, and where its opening braces are missing.
//! It stops nothing, but is told. Parts in, notes out.

use std::collections::BTreeSet;

use super::place::Place;
use super::scan::Scan;
use super::tree::Plan;
use crate::ooxml::package::{Package, PackageFault};
use crate::text::{Lang, Text, visible};

/// Something that was left as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The text it stands in; none in a part that is no text.
    pub place: Option<Place>,
    /// What kind of place it is, or what is wrong.
    pub kind: Text,
    /// What stands there.
    pub text: String,
}

const STRAY: Text = Text {
    vi: "có dấu đóng “}}” hoặc “%}” mà không có dấu mở, nên được giữ nguyên. Nếu là chỗ điền, hãy gõ đủ dấu “{{” hoặc “{%”.",
    en: "“}}” or “%}” has nothing that opens it and stays as it is. If it is a placeholder, add its “{{” or “{%”.",
};
const ALT: Text = Text {
    vi: "chữ thay thế (alt text) của hình không được điền, giữ nguyên. Hãy đưa chỗ điền ra ngoài.",
    en: "the alternative text of a picture is not filled and stays as it is. Move the placeholder elsewhere.",
};
const WORDART: Text = Text {
    vi: "chữ nghệ thuật (WordArt) hoặc chữ chìm không được điền, giữ nguyên. Hãy thay bằng hộp chữ.",
    en: "WordArt or a watermark is not filled and stays as it is. Use a text box.",
};
const MATH: Text = Text {
    vi: "công thức toán không được điền, giữ nguyên. Hãy đưa chỗ điền ra ngoài công thức.",
    en: "an equation is not filled and stays as it is. Move the placeholder out of it.",
};
const DRAWING: Text = Text {
    vi: "chữ trong hình vẽ không được điền, giữ nguyên. Hãy thay bằng hộp chữ.",
    en: "text of a drawing is not filled and stays as it is. Use a text box.",
};
const FIELD: Text = Text {
    vi: "mã trường không được điền, giữ nguyên.",
    en: "a field code is not filled and stays as it is.",
};
const SMART_ART: Text = Text {
    vi: "SmartArt không được điền, giữ nguyên. Hãy thay bằng bảng hoặc hộp chữ.",
    en: "SmartArt is not filled and stays as it is. Use a table or text boxes.",
};
const CHART: Text = Text {
    vi: "chữ và số liệu của biểu đồ không được điền, giữ nguyên.",
    en: "texts and figures of a chart are not filled and stay as they are.",
};
const PROPERTIES: Text = Text {
    vi: "thuộc tính này của tệp (công ty, tác giả …) không được điền, giữ nguyên.",
    en: "this property of the file (company, author …) is not filled and stays as it is.",
};
const OTHER: Text = Text {
    vi: "phần này của tệp không được điền, giữ nguyên.",
    en: "this part of the file is not filled and stays as it is.",
};

/// Most notes that are made of one file.
const MOST: usize = 50;

impl Left {
    /// Where and what.
    pub fn message(&self, lang: Lang) -> String {
        let place = self.place.map(|place| place.words(lang)).filter(|words| !words.is_empty());
        let mut out = place.map(|words| words + ": ").unwrap_or_default();
        if !self.text.is_empty() {
            out.extend(visible(&self.text).chars().take(80));
            out.push_str(" – ");
        }
        out + self.kind.get(lang)
    }
}

fn is_marked(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

/// What is left in a part whose text is filled.
pub fn in_story(scan: &Scan<'_>, story: Place, plan: &Plan<'_>, left: &mut Vec<Left>) {
    let strays = plan.strays.iter();
    let mut found: Vec<Left> =
        strays.map(|(place, text)| Left { place: Some(*place), kind: STRAY, text: text.clone() }).collect();
    let mut here = Here { story, paragraphs: 0, tables: Vec::new(), table: 0, in_box: 0 };
    for (at, tag) in scan.tags.iter().enumerate().filter(|(_, tag)| tag.starts()) {
        here.pass(scan, at);
        let inside = &scan.doc[scan.inside(at)];
        let (kind, text) = match tag.name {
            "docPr" | "cNvPr" => {
                let mut texts = ["descr", "title"].into_iter().filter_map(|name| tag.attr(name));
                (ALT, texts.find(|attr| is_marked(attr.raw)).map(|attr| attr.value().into_owned()))
            }
            "textpath" => (WORDART, tag.attr("string").map(|attr| attr.value().into_owned())),
            "instrText" => (FIELD, Some(inside.to_owned())),
            "fldSimple" => (FIELD, tag.attr_local("instr").map(|attr| attr.value().into_owned())),
            "t" if !scan.is(at, "t") => {
                let math = scan.doc[tag.span.start..].starts_with("<m:");
                (if math { MATH } else { DRAWING }, Some(inside.to_owned()))
            }
            _ => continue,
        };
        found.extend(text.filter(|text| is_marked(text)).map(|text| Left {
            place: Some(here.place()),
            kind,
            text,
        }));
    }
    left.extend(found.into_iter().take(MOST));
}

/// Where a walk through a part has got to, counted as in [`Place`].
struct Here {
    story: Place,
    paragraphs: u32,
    /// The tags that end the tables around, and their numbers.
    tables: Vec<(usize, u32)>,
    table: u32,
    /// The tag that ends the text box around.
    in_box: usize,
}

impl Here {
    fn pass(&mut self, scan: &Scan<'_>, at: usize) {
        self.tables.retain(|(end, _)| *end > at);
        if scan.is(at, "tbl") {
            self.table += 1;
            self.tables.push((scan.close(at), self.table));
        } else if scan.is(at, "txbxContent") {
            self.in_box = self.in_box.max(scan.close(at));
        } else if scan.is(at, "p") && self.tables.is_empty() && self.in_box <= at {
            self.paragraphs += 1;
        }
    }

    fn place(&self) -> Place {
        match self.tables.last() {
            Some((_, table)) => Place { cell: (*table, 0, 0), ..self.story },
            None => Place { paragraph: self.paragraphs, ..self.story },
        }
    }
}

/// What is left in the other parts; `stories` are those that are filled.
pub fn in_others(
    package: &mut Package<'_>,
    stories: &[String],
    left: &mut Vec<Left>,
) -> Result<(), PackageFault> {
    let mut told = BTreeSet::new();
    for part in package.all() {
        if !part.to_lowercase().ends_with(".xml") || stories.contains(&part) || left.len() > MOST {
            continue;
        }
        let bytes = package.bytes(&part)?;
        let text = String::from_utf8_lossy(&bytes);
        if !is_marked(&text) {
            continue;
        }
        let kind = [("/diagrams/", SMART_ART), ("/charts/", CHART), ("docProps/", PROPERTIES)]
            .into_iter()
            .find(|(name, _)| part.contains(name))
            .map_or(OTHER, |(_, kind)| kind);
        // SmartArt is kept twice: its data, and how it was drawn last.
        if told.insert(kind.en) || kind == OTHER {
            let text = if kind == OTHER { part.clone() } else { String::new() };
            left.push(Left { place: None, kind, text });
        }
    }
    Ok(())
}
