//! The status page and the log: every number is the one of the machine result, nothing from outside is markup, every link
//! leads to a file, no case is named.
#![allow(clippy::unwrap_used)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::Arc,
};

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use tthc::{
    cells::words::Words,
    flow::{
        headings::Headings,
        indicators::{self, Definitions},
        log, machine, page,
        previous::{self, Search},
        recognise::{self, Area},
        report::{self, Ask, Report},
    },
    model::{calendar::Calendar, period::Period},
    settings::Settings,
    text::Lang,
};

use crate::support::{REGISTER, Workdir, sheet};

const PAGE: &str = "bc/ket-qua/trang-thai.html";
const LOG: &str = "bc/ket-qua/nhat-ky.txt";

/// One tag of a page: its name without `/`, whether it closes, its attributes.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) closes: bool,
    pub(crate) attributes: BTreeMap<String, String>,
    /// The text from here to the next tag.
    pub(crate) text: String,
}

fn unescaped(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Reads a page strictly: attributes are quoted, `&` begins one of five entities, `<` begins a tag.
pub(crate) fn tags(page: &str) -> Vec<Tag> {
    // The style sheet is no markup.
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    let text = format!("{before}{after}");
    let mut tags = Vec::new();
    for piece in text.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or_else(|| panic!("a lone <: {piece}"));
        assert!(!text.contains('>') && !text.contains('"'), "not escaped: {text}");
        for entity in piece.split('&').skip(1) {
            let known = ["lt;", "gt;", "quot;", "#39;", "amp;"];
            assert!(known.iter().any(|known| entity.starts_with(known)), "a lone &: {entity}");
        }
        let closes = tag.starts_with('/');
        let tag = tag.trim_matches('/');
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = BTreeMap::new();
        while let Some((key, value)) = rest.trim_start().split_once("=\"") {
            let (value, after) = value.split_once('"').unwrap_or_else(|| panic!("an open quote: {tag}"));
            assert!(key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{tag}");
            attributes.insert(key.to_owned(), unescaped(value));
            rest = after;
        }
        tags.push(Tag { name: name.to_owned(), closes, attributes, text: unescaped(text) });
    }
    tags
}

/// The page is one tree of known elements without script, handlers or requests.
pub(crate) fn is_sound(page: &str) -> Vec<Tag> {
    const KNOWN: &str = "!DOCTYPE html head meta title body svg defs pattern rect desc header p h1 span time main section h2 \
                         h3 div ul li strong b a table caption thead tbody tfoot tr th td small data footer wbr";
    let tags = tags(page);
    let (mut open, mut ids) = (Vec::new(), BTreeSet::new());
    for tag in &tags {
        assert!(KNOWN.split_whitespace().any(|known| known == tag.name), "<{}>", tag.name);
        for (key, value) in &tag.attributes {
            assert!(!key.starts_with("on") && !["src", "style", "srcdoc"].contains(&key.as_str()), "{tag:?}");
            assert!(key != "href" || !value.contains(':'), "a link that leaves the folder: {value}");
            assert!(key != "id" || ids.insert(value.clone()), "two elements have the id {value}");
        }
        // On a narrow screen rows become blocks: every number says what it is.
        if let ("td", Some(class)) = (tag.name.as_str(), tag.attributes.get("class")) {
            let is_plain = class.split(' ').any(|class| ["chart", "none"].contains(&class));
            assert!(
                is_plain || tag.attributes.get("data-label").is_some_and(|label| !label.is_empty()),
                "{tag:?}"
            );
        }
        if ["!DOCTYPE", "meta", "wbr", "rect"].contains(&tag.name.as_str()) {
            continue;
        }
        if tag.closes {
            assert_eq!(open.pop(), Some(tag.name.as_str()));
        } else {
            open.push(tag.name.as_str());
        }
    }
    assert!(open.is_empty(), "{open:?}");
    let labels = tags.iter().filter_map(|tag| tag.attributes.get("aria-labelledby"));
    assert!(labels.flat_map(|ids| ids.split(' ')).all(|id| ids.contains(id)), "a label that is not there");
    // Headings go down one level at a time.
    let levels = tags.iter().filter(|tag| !tag.closes && ["h1", "h2", "h3"].contains(&tag.name.as_str()));
    let mut before = 0;
    for level in levels.map(|tag| u32::from(tag.name.as_bytes()[1] - b'0')) {
        assert!(level <= before + 1, "h{level} after h{before}");
        before = level;
    }
    for needless in ["http:", "https:", "@import", "url(http", "<script", "<link", "<img", "<iframe"] {
        assert!(!page.contains(needless), "{needless}");
    }
    tags
}

/// Every number by its key: the value a machine reads, checked against the one that people read.
fn numbers(tags: &[Tag]) -> Vec<(String, i64)> {
    let data = tags.iter().filter(|tag| tag.name == "data" && !tag.closes);
    data.map(|tag| {
        let value: i64 = tag.attributes["value"].parse().unwrap();
        let shown: String = tag.text.chars().filter(|ch| !['.', ',', '+'].contains(ch)).collect();
        assert_eq!(shown.replace('−', "-").parse::<i64>().unwrap(), value, "{tag:?}");
        (tag.attributes["data-key"].clone(), value)
    })
    .collect()
}

/// What the machine result says under a key of the page; `None` for keys that it does not have.
fn expected(result: &Json, key: &str) -> Option<i64> {
    let value = |json: &Json| json.as_i64();
    if let Some(value) = result["figures"].get(key).and_then(value) {
        return Some(value);
    }
    let (list, rest) = key.split_once('.')?;
    match list {
        "ledger" => value(&result["ledger"][rest]),
        "rows" => {
            let sheets =
                result["files"].as_array()?.iter().flat_map(|file| file["sheets"].as_array().unwrap());
            Some(sheets.map(|sheet| sheet["rows"][rest].as_i64().unwrap()).sum())
        }
        "linh_vuc" | "don_vi" | "thang" => {
            let (at, figure) = rest.split_once('.')?;
            value(&result["groups"][list][at.parse::<usize>().ok()?]["figures"][figure])
        }
        "tep" => {
            let (at, what) = rest.split_once('.')?;
            let file = at.parse::<usize>().ok().map(|at| &result["files"][at]);
            let findings = result["findings"].as_array()?.iter().filter(|finding| match (&file, at) {
                (Some(file), _) => finding["file"] == file["path"],
                (None, "tong") => true,
                (None, _) => finding["file"] == "",
            });
            let severity = match what {
                "errors" => "error",
                "warnings" => "warning",
                _ => {
                    let key = if what == "rows" { "read" } else { "cases" };
                    let sheets = file?["sheets"].as_array()?.iter();
                    return Some(sheets.map(|sheet| sheet["rows"][key].as_i64().unwrap()).sum());
                }
            };
            let count = findings.filter(|finding| finding["severity"] == severity).count();
            Some(i64::try_from(count).unwrap())
        }
        _ => None,
    }
}

/// A share as the page writes it, worked out once more: at most one decimal, 0/0 is none, only all is 100 %.
pub(crate) fn share(part: i64, whole: i64, decimal: char) -> String {
    if whole == 0 {
        return if decimal == ',' { "không phát sinh" } else { "none arose" }.to_owned();
    }
    let mut tenths = (2000 * part + whole) / (2 * whole);
    if part < whole {
        tenths = tenths.min(999);
    }
    if part > 0 {
        tenths = tenths.max(1);
    }
    if tenths % 10 == 0 {
        format!("{}%", tenths / 10)
    } else {
        format!("{}{decimal}{}%", tenths / 10, tenths % 10)
    }
}

/// The shares of the form's columns and of the tile are those of the machine result's figures.
fn shares_agree(tags: &[Tag], result: &Json, decimal: char) {
    let figure = |key: &str| result["figures"][key].as_i64().unwrap();
    let mut expected = vec![share(
        figure("da_giai_quyet.truoc_han") + figure("da_giai_quyet.dung_han"),
        figure("da_giai_quyet.tong"),
        decimal,
    )];
    for (part, whole) in [
        ("tiep_nhan.truc_tuyen", "tiep_nhan.tong"),
        ("tiep_nhan.truc_tiep_bcci", "tiep_nhan.tong"),
        ("tiep_nhan.ky_truoc", "tiep_nhan.tong"),
        ("da_giai_quyet.tong", "tiep_nhan.tong"),
        ("da_giai_quyet.truoc_han", "da_giai_quyet.tong"),
        ("da_giai_quyet.dung_han", "da_giai_quyet.tong"),
        ("da_giai_quyet.qua_han", "da_giai_quyet.tong"),
        ("dang_giai_quyet.tong", "tiep_nhan.tong"),
        ("dang_giai_quyet.trong_han", "dang_giai_quyet.tong"),
        ("dang_giai_quyet.qua_han", "dang_giai_quyet.tong"),
    ] {
        expected.push(share(figure(part), figure(whole), decimal));
    }
    let is_share = |tag: &&Tag| {
        !tag.closes
            && tag.attributes.get("class").is_some_and(|class| class.split(' ').any(|class| class == "share"))
    };
    let found: Vec<&str> = tags.iter().filter(is_share).map(|tag| tag.text.trim()).collect();
    assert_eq!(found, expected);
}

/// Every number of the page is the machine result's; gives back how many there were, and those it does not have.
fn agrees(tags: &[Tag], result: &Json) -> (usize, BTreeMap<String, i64>) {
    let (mut count, mut others) = (0, BTreeMap::new());
    for (key, value) in numbers(tags) {
        match expected(result, &key) {
            Some(right) => {
                assert_eq!(value, right, "{key}");
                count += 1;
            }
            None => *others.entry(key).or_default() += value,
        }
    }
    let counted = |severity: &str| {
        let list = result["findings"].as_array().unwrap();
        list.iter().filter(|finding| finding["severity"] == severity).count().to_string()
    };
    for (kind, severity) in [("errors", "error"), ("warnings", "warning")] {
        let tag = tags.iter().find(|tag| tag.attributes.get("data-count").is_some_and(|of| of == kind));
        assert_eq!(tag.unwrap().text, counted(severity));
    }
    // Every column of the form, and every group with a case.
    let shown: BTreeSet<String> = numbers(tags).into_iter().map(|(key, _)| key).collect();
    for key in tthc::model::figure::Figure::ALL.iter().filter(|figure| !figure.form_column().is_empty()) {
        assert!(shown.contains(key.key()), "{} is not on the page", key.key());
    }
    let units = result["groups"]["don_vi"].as_array().unwrap();
    for list in ["linh_vuc", "don_vi"] {
        for (at, group) in result["groups"][list].as_array().unwrap().iter().enumerate() {
            let has = group["figures"]["tiep_nhan.tong"] != 0 && (list != "don_vi" || units.len() > 1);
            assert_eq!(shown.contains(&format!("{list}.{at}.tiep_nhan.tong")), has, "{group}");
        }
    }
    (count, others)
}

/// Columns (3) to (13) of the filled form's total row are the page's numbers.
fn equals_the_form(work: &Workdir, tags: &[Tag], period: &str) {
    let cells = work.cells(&format!("bc/ket-qua/II.06a-{period}-du-thao.xlsx"), "II.06a");
    let row = cells.row("A", "Tổng số");
    let numbers: BTreeMap<String, i64> = numbers(tags).into_iter().collect();
    let form = tthc::model::figure::Figure::ALL
        .iter()
        .filter(|figure| !figure.form_column().is_empty() && !figure.form_column().contains('+'));
    let mut columns = "CDEFGHIJKLM".chars();
    for (figure, column) in form.zip(columns.by_ref()) {
        assert_eq!(cells.number(&format!("{column}{row}")) as i64, numbers[figure.key()], "{column}{row}");
    }
    assert_eq!(columns.next(), None, "eleven columns");
}

pub(crate) fn page_of(work: &Workdir) -> String {
    String::from_utf8(work.read(PAGE)).unwrap()
}

#[test]
fn every_number_of_the_samples_page_is_the_machine_results() {
    for period in [None, Some("2023-Q1")] {
        for lang in ["vi", "en"] {
            let work = Workdir::sample();
            let mut arguments = vec!["run", "bc", "--today", "2023-03-20", "--lang", lang];
            arguments.extend(period.iter().flat_map(|period| ["--period", period]));
            let result = work.result(&arguments);
            let page = page_of(&work);
            let tags = is_sound(&page);
            let (count, others) = agrees(&tags, &result);
            assert!(count > 80, "{count} numbers");
            shares_agree(&tags, &result, if lang == "vi" { ',' } else { '.' });
            equals_the_form(&work, &tags, period.unwrap_or("2022-12-05_2023-03-04"));
            // The one open case of the standard window was due on 15/03.
            let open = i64::from(period.is_some());
            let late = others.get("hom_nay.qua_han").copied().unwrap_or_default();
            assert_eq!((others.get("hom_nay.tong").copied().unwrap_or_default(), late), (open, open));
            assert!(page.contains(&format!("<html lang=\"{lang}\">")));
            assert!(page.contains(if lang == "vi" { ">Dự thảo<" } else { ">Draft<" }));
            assert!(page.contains(if lang == "vi" { "20/03/2023" } else { "2023-03-20" }));
        }
    }
}

#[test]
fn every_link_of_the_page_leads_to_a_result_and_every_result_is_linked_or_the_page() {
    let work = Workdir::sample();
    let result = work.result(&["run", "bc", "--today", "2023-03-20"]);
    let links: BTreeSet<String> =
        tags(&page_of(&work)).iter().filter_map(|tag| tag.attributes.get("href").cloned()).collect();
    for link in &links {
        assert!(work.path("bc/ket-qua").join(link).exists(), "{link}");
    }
    for output in result["outputs"].as_array().unwrap() {
        let name = output.as_str().unwrap().strip_prefix("ket-qua/").unwrap();
        assert!(name == "trang-thai.html" || links.contains(name), "{name} is not linked");
    }
    assert!(links.contains("ket-qua.json"));
}

#[test]
fn neither_page_nor_log_names_a_case_or_its_applicant() {
    let work = Workdir::sample();
    work.run(&["run", "bc"]).ends(1);
    let cells = work.cells("bc/hop-thu/phong-quan-ly-khoa-hoc/so-theo-doi-ho-so.xlsx", "So theo doi");
    let log = String::from_utf8(work.read(LOG)).unwrap();
    let page = page_of(&work);
    let header = cells.0.keys().find(|(row, _)| cells.text(&format!("B{row}")).contains(".H14-")).unwrap().0;
    let mut seen = 0;
    for ((row, _), value) in &cells.0 {
        let text = value.to_string();
        // Names of procedures and fields are public; what identifies a case is long enough to be told from a count.
        if *row >= header
            && text.chars().count() > 12
            && !text.contains("Phòng")
            && !text.contains("lĩnh vực")
        {
            seen += 1;
            assert!(!log.contains(&text), "{text}");
            assert!(!page.contains(&text) || text.starts_with("Hoạt động khoa học"), "{text}");
        }
    }
    assert!(seen > 10, "{seen} cells were looked for");
    assert!(!page.contains(".H14-") && !log.contains(".H14-"));
}

#[test]
fn the_log_is_for_notepad_and_holds_the_sum_of_every_result_but_itself() {
    let work = Workdir::sample();
    let result = work.result(&["run", "bc", "--today", "2023-03-20"]);
    let text = String::from_utf8(work.read(LOG)).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    assert!(text.ends_with("\r\n") && text.replace("\r\n", "").find(['\r', '\n']).is_none());
    for (path, sum) in result["output_sha256"].as_object().unwrap() {
        let line = format!("{}  {path}", sum.as_str().unwrap());
        assert_eq!(text.contains(&line), path != "ket-qua/nhat-ky.txt", "{line}");
    }
    for file in result["files"].as_array().unwrap() {
        assert!(
            text.contains(file["path"].as_str().unwrap()) && text.contains(file["sha256"].as_str().unwrap())
        );
    }
    for said in
        ["20/03/2023", "05/12/2022", "KẾT LUẬN", "7 lỗi", "40 dòng = 6 trống", "12 hồ sơ = 9 được tính"]
    {
        assert!(text.contains(said), "{said}");
    }
    let english = Workdir::sample();
    english.run(&["run", "bc", "--lang", "en"]).ends(1);
    let english = String::from_utf8(english.read(LOG)).unwrap();
    assert!(english.contains("VERDICT\r\n") && english.contains("rows 20, cases 5"), "{english}");
}

#[test]
fn units_that_sent_nothing_are_named_by_their_title_and_no_others() {
    let work = Workdir::sample();
    let settings = String::from_utf8(work.read("bc/tthc.toml")).unwrap();
    let units = "[don_vi.\"van-phong\"]\nten = \"Văn phòng\"\n[don_vi.\"thanh-tra\"]\nten = \"Thanh tra <Sở>\"\n\
                 [don_vi.\"PHONG-quan-ly-khoa-hoc\"]\n[don_vi.hong]\nten = \"Phòng Hỏng\"\n";
    work.write("bc/tthc.toml", format!("{settings}\n{units}"));
    work.write("bc/hop-thu/hong/so.xlsx", "PK\u{3}\u{4} not a package");
    work.run(&["run", "bc"]).ends(1);
    let tags = is_sound(&page_of(&work));
    let named: Vec<(&str, &str)> = tags
        .iter()
        .filter_map(|tag| Some((tag.attributes.get("data-unit")?.as_str(), tag.text.as_str())))
        .collect();
    // The office sent its indicators and no register.
    assert_eq!(named, [("thanh-tra", "Thanh tra <Sở>"), ("hong", "Phòng Hỏng"), ("van-phong", "Văn phòng")]);
    // One unit alone is not called "all of 1".
    let one = Workdir::sample();
    one.write("bc/tthc.toml", format!("{settings}\n[don_vi.phong-quan-ly-khoa-hoc]\n"));
    one.run(&["run", "bc"]).ends(1);
    assert!(page_of(&one).contains(">Đơn vị phải gửi đã gửi.<"));
    // Once it sends a register, it is no longer missed.
    work.bring(REGISTER, "bc/hop-thu/Thanh-Tra/so.xlsx");
    work.run(&["run", "bc"]).ends(1);
    assert!(!page_of(&work).contains("data-unit=\"thanh-tra\""));
}

#[test]
fn the_previous_period_is_compared_figure_by_figure() {
    let work = Workdir::sample();
    let page = |work: &Workdir| {
        work.run(&["run", "bc", "--period", "2023-Q1", "--today", "2023-03-20"]).ends(1);
        page_of(work)
    };
    assert!(page(&work).contains("Chưa có kết quả kỳ trước"));
    // The real thing: the result of the quarter before, as the program wrote it.
    let other = Workdir::sample();
    other.run(&["run", "bc", "--period", "2022-Q4"]).ends(1);
    let earlier: Json = serde_json::from_slice(&other.read("bc/ket-qua/ket-qua.json")).unwrap();
    work.write("bc/danh-muc/ky-truoc/ket-qua.json", other.read("bc/ket-qua/ket-qua.json"));
    let foreign = if cfg!(windows) { "danh-muc/la &b;.json" } else { "danh-muc/la <b>.json" };
    work.write(&format!("bc/{foreign}"), "{\"a\": 1}");
    let compared = page(&work);
    let tags = is_sound(&compared);
    let result: Json = serde_json::from_slice(&work.read("bc/ket-qua/ket-qua.json")).unwrap();
    let (_, others) = agrees(&tags, &result);
    let mut seen = 0;
    for (key, value) in earlier["figures"].as_object().unwrap() {
        if let (Some(before), Some(value)) = (others.get(&format!("ky_truoc.{key}")), value.as_i64()) {
            assert_eq!(*before, value, "{key}");
            assert_eq!(others[&format!("chenh.{key}")], result["figures"][key].as_i64().unwrap() - value);
            seen += 1;
        }
    }
    assert_eq!(seen, 11, "(3) to (13)");
    assert!(compared.contains("Quý IV năm 2022"));
    assert!(compared.contains("không phải kết quả của chương trình: bỏ qua"));
    let log = String::from_utf8(work.read(LOG)).unwrap();
    let told = format!("{foreign}: không phải kết quả của chương trình: bỏ qua\r\n");
    assert!(log.contains(&told), "{log}");
    assert!(log.contains("danh-muc/ky-truoc/ket-qua.json: kỳ trước, dùng để so sánh\r\n"), "{log}");
    let is_no_input = result["files"].as_array().unwrap().iter().all(|file| file["path"] != foreign);
    assert!(is_no_input, "it is no input of the count");
}

#[test]
fn names_full_of_markup_stay_text() {
    let work = Workdir::new();
    // Windows allows fewer characters in names.
    let (unit, file) = if cfg!(windows) {
        ("&lt;script&gt;alert(1)& 'y'", "&lt;img src=x onerror=alert(1)&gt; #1 50% \u{202e}.csv")
    } else {
        ("<script>alert(1)<& \"x\" 'y'>", "<img src=x onerror=alert(1)> #1? 50% \u{202e}.csv")
    };
    work.write(
        "bc/tthc.toml",
        "[co_quan]\nten = '</title><script>alert(2)</script>'\nten_cap_tren = '\"><svg onload=x>'\n[ky]\nky = \"2023-Q1\"\n\
         [don_vi.x]\nten = '</ul></section>&lt;'\n",
    );
    work.write(
        &format!("bc/hop-thu/{unit}/{file}"),
        "STT,Mã hồ sơ,Tên TTHC,Lĩnh vực,Ngày tiếp nhận,Ngày hẹn trả\n1,A-1,Cấp A,<svg onload=alert(3)> & ]]>,05/01/2023,20/01/2023\n",
    );
    let result = work.result(&["run", "bc", "--today", "2023-03-20"]);
    let tags = is_sound(&page_of(&work));
    agrees(&tags, &result);
    let text: String = tags.iter().map(|tag| tag.text.as_str()).collect();
    for part in ["</title><script>alert(2)</script>", "\"><svg onload=x>", "</ul></section>&lt;", unit] {
        assert!(text.contains(part), "{part}");
    }
    assert!(text.contains("<svg onload=alert(3)> & ]]>") && !text.contains('\u{202e}'));
}

#[test]
fn without_any_case_the_page_is_all_zeros_and_no_percentage() {
    let work = Workdir::new();
    work.folder("bc/hop-thu");
    let result = work.result(&["run", "bc", "--period", "2023-Q1", "--today", "2023-03-20"]);
    let page = page_of(&work);
    let tags = is_sound(&page);
    agrees(&tags, &result);
    let text: String = tags.iter().map(|tag| tag.text.as_str()).collect();
    assert!(text.contains("không phát sinh") && !text.contains('%'), "{text}");
    assert!(page.contains("Chưa nhận được tệp nào") || page.contains("Cả báo cáo"));
}

#[test]
fn a_page_or_log_that_was_dropped_into_the_inbox_is_ignored_as_ours() {
    let work = Workdir::sample();
    let before = work.result(&["run", "bc", "--today", "2023-03-20"]);
    for (from, to) in [(PAGE, "trang-thai.html"), (LOG, "nhat-ky.txt")] {
        work.write(&format!("bc/hop-thu/van-phong/{to}"), work.read(from));
    }
    work.write("bc/danh-muc/trang-thai.html", work.read(PAGE));
    let result = work.result(&["run", "bc", "--today", "2023-03-20"]);
    let ours: Vec<&Json> =
        result["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == "TP011").collect();
    assert_eq!(ours.len(), 3);
    assert_eq!((&result["figures"], &result["ledger"]), (&before["figures"], &before["ledger"]));
    let count = |result: &Json, severity: &str| {
        result["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["severity"] == severity)
            .count()
    };
    assert_eq!(count(&result, "error"), count(&before, "error"));
    assert_eq!(count(&result, "warning"), count(&before, "warning"));
}

#[test]
fn a_returned_workbook_is_linked_beside_its_file_and_others_lead_to_the_listing() {
    let text = "STT,Mã hồ sơ,Tên TTHC,Ngày tiếp nhận,Ngày hẹn trả\n1,A-1,Cấp A,32/01/2023,20/01/2023\n";
    let paths = ["hop-thu/a/sổ 1.xlsx", "hop-thu/a/so.csv", "hop-thu/b/khác.csv"];
    let report = report(&paths.map(|path| (path, text.to_owned())), "", day("2023-03-20"));
    let outputs = [
        "II.06a.xlsx",
        "danh-sach-loi.xlsx",
        "tra-lai/a/sổ 1.xlsx",
        "tra-lai/a/so.csv.xlsx",
        "tra-lai/a/khác.csv",
    ];
    let tags = is_sound(&drawn(&report, &outputs.map(str::to_owned)));
    let hrefs: Vec<&str> =
        tags.iter().filter_map(|tag| tag.attributes.get("href").map(String::as_str)).collect();
    let count = |link: &str| hrefs.iter().filter(|href| **href == link).count();
    assert_eq!(count("tra-lai/a/s%E1%BB%95%201.xlsx"), 1, "{hrefs:?}");
    assert_eq!(count("tra-lai/a/so.csv.xlsx"), 1);
    assert_eq!(count("tra-lai/"), 1);
    assert_eq!(count("tra-lai/a/kh%C3%A1c.csv"), 0, "of another sender");
}

#[test]
fn a_due_date_of_today_is_near_one_of_yesterday_is_past_and_weekends_do_not_count() {
    let mut text = "STT,Mã hồ sơ,Tên TTHC,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả\n".to_owned();
    // 20/03/2023 is a Monday; the fifth working day after it is Monday 27/03.
    for (at, (due, finished)) in [
        ("19/03/2023", ""),
        ("20/03/2023", ""),
        ("27/03/2023", ""),
        ("28/03/2023", ""),
        ("19/03/2023", "20/03/2023"),
        ("19/03/2023", "21/03/2023"),
        ("", ""),
    ]
    .into_iter()
    .enumerate()
    {
        writeln!(text, "{at},000.99.99.H14-230301-{at:04},Cấp A,01/03/2023,{due},{finished}").unwrap();
    }
    let report = report(&[("hop-thu/a/so.csv", text)], "", day("2023-03-20"));
    let found: BTreeMap<String, i64> = numbers(&is_sound(&drawn(&report, &[]))).into_iter().collect();
    let of = |key: &str| found[&format!("hom_nay.{key}")];
    // The one that is to be finished tomorrow is not finished today.
    assert_eq!(
        ["tong", "qua_han", "sap_den_han", "con_han", "da_xong", "khong_han"].map(of),
        [7, 2, 2, 1, 1, 1]
    );
}

#[test]
fn a_replaced_register_is_marked_and_its_cases_are_told_apart() {
    let work = Workdir::new();
    let rows = |count: u32| {
        let head = "STT,Mã hồ sơ,Tên TTHC,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả\n".to_owned();
        (1..=count).fold(head, |mut text, case| {
            let day = case + 1;
            writeln!(
                text,
                "{case},000.99.99.H14-2301{day:02}-{case:04},Cấp A,{day:02}/01/2023,25/02/2023,20/02/2023"
            )
            .unwrap();
            text
        })
    };
    work.write("bc/hop-thu/pa/so.csv", rows(11));
    work.write("bc/hop-thu/pa/so (2).csv", rows(12));
    let result = work.result(&["run", "bc", "--period", "2023-Q1", "--today", "2023-03-20"]);
    assert_eq!((&result["ledger"]["cases"], &result["ledger"]["superseded"]), (&json!(23), &json!(11)));
    let tags = is_sound(&page_of(&work));
    agrees(&tags, &result);
    let text: String = tags.iter().map(|tag| tag.text.as_str()).collect();
    for said in [
        "đã được thay thế bởi hop-thu/pa/so (2).csv",
        "đã đọc 1 sổ, 12 hồ sơ (không kể 11 hồ sơ trong sổ đã được thay thế), 12 hồ sơ được tính",
        "kể cả 11 hồ sơ trong sổ đã được thay thế",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let log = String::from_utf8(work.read(LOG)).unwrap();
    assert!(log.contains("đã được thay thế bởi hop-thu/pa/so (2).csv"), "{log}");
}

#[test]
fn before_the_period_is_over_nothing_is_told_as_its_end() {
    let text = "STT,Mã hồ sơ,Tên TTHC,Ngày tiếp nhận,Ngày hẹn trả\n1,A-1,Cấp A,05/01/2023,20/02/2023\n";
    let on = |today| report(&[("hop-thu/a/so.csv", text.to_owned())], "", day(today));
    let told = |report: &Report| report.findings.iter().any(|finding| finding.rule.code == "CD030");
    // The last day of the quarter is 14/03.
    for (today, is_over) in [("2023-01-31", false), ("2023-03-14", false), ("2023-03-15", true)] {
        let report = on(today);
        let page = drawn(&report, &[]);
        is_sound(&page);
        assert_eq!((report.is_over(), told(&report)), (is_over, !is_over), "{today}");
        assert_eq!(page.contains("cuối kỳ còn"), is_over, "{today}");
        assert_eq!(page.contains("đến hết ngày 14/03/2023 mới kết thúc"), !is_over, "{today}");
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A report of 2023-Q1 over these files, made without a disk.
fn report(files: &[(&str, String)], settings: &str, today: NaiveDate) -> Report {
    let settings = Settings::parse(settings, "tthc.toml").unwrap();
    let ask = Ask {
        settings: &settings,
        period: Period::parse("2023-Q1"),
        configured: None,
        today,
        headings: &Headings::embedded().unwrap(),
        words: &Words::embedded().unwrap(),
        calendar: Calendar::embedded().unwrap(),
        definitions: &Definitions::parse(indicators::EMBEDDED, "chi-tieu.toml").unwrap(),
        inbox: "hop-thu".to_owned(),
    };
    let inputs = files.iter().map(|(path, text)| {
        let sender = path.split('/').nth(1).unwrap();
        recognise::input(
            Arc::from(*path),
            Area::Inbox,
            Arc::from(sender),
            (*path).to_owned(),
            text.as_bytes(),
        )
    });
    report::build(inputs.collect(), &ask).unwrap()
}

fn drawn(report: &Report, outputs: &[String]) -> String {
    let around = page::Around {
        period: "Quý I năm 2023",
        verdict: "Xong.",
        outputs,
        listing: "danh-sach-loi.xlsx",
        inbox: "hop-thu",
        previous: &Search::default(),
    };
    page::page(report, &around, Lang::Vi)
}

/// A case as drawn: unit, field, channel, day of receipt from 01/11/2022, days to the due date, days to the finish.
type Drawn = (u8, u8, u8, u64, Option<u64>, Option<u64>, bool);

/// The open cases as of today, counted once more from the drawn cases: all, finished since, overdue, near, later, paused.
fn open(cases: &[Drawn], today: NaiveDate) -> [i64; 6] {
    let (last, start) = (day("2023-03-14"), day("2022-11-01"));
    let calendar = Calendar::embedded().unwrap();
    let mut near = today;
    let mut left = 5;
    while left > 0 {
        near = near.succ_opt().unwrap();
        left -= i32::from(calendar.is_working_day(near));
    }
    let mut counts = [0; 6];
    for (_, _, _, received, due, finished, paused) in cases {
        let received = start + Days::new(*received);
        let finished = finished.map(|days| received + Days::new(days));
        if received > last || finished.is_some_and(|day| day <= last) {
            continue;
        }
        counts[0] += 1;
        let Some(due) = due.map(|days| received + Days::new(days)) else {
            // Without a due date and a catalogue there is nothing to be late against.
            counts[if finished.is_some_and(|day| day <= today) {
                1
            } else if *paused {
                5
            } else {
                continue;
            }] += 1;
            continue;
        };
        let at = match finished {
            Some(day) if day <= today => 1,
            _ if *paused => 5,
            _ if due < today => 2,
            _ if due <= near => 3,
            _ => 4,
        };
        counts[at] += 1;
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_number_of_a_random_report_is_the_machine_results(
        cases in prop::collection::vec((0..4_u8, 0..5_u8, 0..3_u8, 0..150_u64, prop::option::of(0..60_u64), prop::option::of(0..80_u64), any::<bool>()), 0..60),
        today in 0..200_u64,
    ) {
        let today = day("2022-12-15") + Days::new(today);
        let mut files: BTreeMap<u8, String> = BTreeMap::new();
        for (at, (unit, field, channel, received, due, finished, paused)) in cases.iter().enumerate() {
            let text = files.entry(*unit).or_insert_with(|| {
                "STT,Mã hồ sơ,Tên TTHC,Lĩnh vực,Hình thức tiếp nhận,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái\n".to_owned()
            });
            let start = day("2022-11-01") + Days::new(*received);
            let shown = |days: &Option<u64>| days.map(|days| (start + Days::new(days)).format("%d/%m/%Y").to_string()).unwrap_or_default();
            let status = if finished.is_none() && *paused { "Chờ bổ sung" } else { "" };
            writeln!(text, "{at},000.99.99.H14-{}-{at:04},Cấp {field},Lĩnh vực {field},{},{},{},{},{status}",
                start.format("%y%m%d"), ["Trực tuyến", "Trực tiếp", "Bưu chính công ích"][*channel as usize],
                start.format("%d/%m/%Y"), shown(due), shown(finished)).unwrap();
        }
        let paths: Vec<(String, String)> = files.into_iter().map(|(unit, text)| (format!("hop-thu/đv-{unit}/sổ.csv"), text)).collect();
        let paths: Vec<(&str, String)> = paths.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
        let report = report(&paths, "", today);
        let result = serde_json::to_value(machine::result(&report, &[], None, Lang::Vi)).unwrap();
        let tags = is_sound(&drawn(&report, &[]));
        let (_, others) = agrees(&tags, &result);
        shares_agree(&tags, &result, ',');
        let value = |key: &str| others.get(&format!("hom_nay.{key}")).copied().unwrap_or_default();
        let found = ["tong", "da_xong", "qua_han", "sap_den_han", "con_han", "tam_dung"].map(value);
        let cases: Vec<Drawn> = cases.into_iter().map(|(a, b, c, d, e, f, paused)| (a, b, c, d, e, f, paused && f.is_none())).collect();
        prop_assert_eq!(found, open(&cases, today));
        prop_assert_eq!(found[0], result["figures"]["dang_giai_quyet.tong"].as_i64().unwrap());
        prop_assert_eq!(found[1..].iter().sum::<i64>() + value("khong_han"), found[0]);
        // By unit they add up to the total.
        prop_assert_eq!([value("don_vi.qua_han"), value("don_vi.sap_den_han")], [found[2], found[3]]);
        let around = log::Around { period: "", verdict: "", outputs: &[], machine: "", previous: &Search::default() };
        let text = String::from_utf8(log::log(&report, &around, Lang::Vi)).unwrap();
        let equation = format!("  {} dòng = ", result["ledger"]["rows"]);
        prop_assert!(text.contains(&equation));
    }
}

#[test]
fn sheets_and_files_of_any_name_are_one_line_of_the_log() {
    let work = Workdir::new();
    let rows: [&[&str]; 2] = [&["Mã hồ sơ", "Tên TTHC", "Ngày tiếp nhận"], &["A-1", "Cấp A", "05/01/2023"]];
    // No name on Windows has two lines.
    let end = if cfg!(windows) { '\u{2028}' } else { '\n' };
    work.write(&format!("bc/hop-thu/a{end}KẾT LUẬN: giả/so.xlsx"), sheet("Sổ", &rows));
    work.run(&["run", "bc", "--period", "2023-Q1"]);
    let text = String::from_utf8(work.read(LOG)).unwrap();
    assert!(text.lines().all(|line| !line.starts_with("KẾT LUẬN: giả")), "{text}");
}

#[test]
fn what_lies_among_the_catalogue_files_decides_the_comparison_and_nothing_else() {
    let work = Workdir::sample();
    let figures = |work: &Workdir| work.result(&["run", "bc", "--today", "2023-03-20"])["figures"].clone();
    let before = figures(&work);
    let result = json!({"schema": 1, "period": {"id": "2022-Q3", "from": "2022-06-15", "to": "2022-09-14"}, "figures": {"tiep_nhan.tong": 3}});
    work.write("bc/danh-muc/x.json", result.to_string());
    assert_eq!(figures(&work), before);
    let page = page_of(&work);
    assert!(page.contains("không liền trước kỳ này"), "the gap is told");
    // A figure that the earlier result lacks has no difference.
    let keys: Vec<String> = numbers(&tags(&page))
        .into_iter()
        .map(|(key, _)| key)
        .filter(|key| key.starts_with("chenh."))
        .collect();
    assert_eq!(keys, ["chenh.tiep_nhan.tong"]);
    let search = previous::choose(&[("x".to_owned(), None)], &Period::parse("2023-Q1").unwrap(), "");
    assert_eq!(search.passed[0].1, previous::Passed::Unreadable);
}
