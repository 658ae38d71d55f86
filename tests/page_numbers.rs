//! No number on the status page that is not the machine result's: bars, shares, sums of senders, numbers in sentences; and
//! the groups' numbers are those of the filled form.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value as Json;
use tthc::model::figure::Figure;

use crate::{
    page::{Tag, is_sound, page_of, share},
    support::Workdir,
};

/// A cell of a table: its classes, its text without what stands in drawings, whether it is a head.
#[derive(Debug)]
struct Cell {
    class: String,
    text: String,
    keys: Vec<String>,
}

/// A bar: its id, its description, class, start and width of each drawn part in per cent.
#[derive(Debug)]
struct Bar {
    id: String,
    told: String,
    parts: Vec<(String, f64, f64)>,
}

/// The rows of all tables, body by body, and all bars.
fn tables(tags: &[Tag]) -> (Vec<Vec<Vec<Cell>>>, Vec<Bar>) {
    let (mut bodies, mut bars): (Vec<Vec<Vec<Cell>>>, Vec<Bar>) = (Vec::new(), Vec::new());
    let mut in_svg = false;
    for tag in tags {
        let class = tag.attributes.get("class").cloned().unwrap_or_default();
        match (tag.name.as_str(), tag.closes) {
            ("tbody" | "tfoot" | "thead", false) => bodies.push(Vec::new()),
            ("tr", false) => bodies.last_mut().unwrap().push(Vec::new()),
            ("th" | "td", false) => {
                let cell = Cell { class, text: String::new(), keys: Vec::new() };
                bodies.last_mut().unwrap().last_mut().unwrap().push(cell);
            }
            ("svg", closes) => {
                in_svg = !closes;
                if let Some(labels) = tag.attributes.get("aria-labelledby") {
                    let id = labels.split_once("-t ").unwrap().0.to_owned();
                    bars.push(Bar { id, told: String::new(), parts: Vec::new() });
                }
            }
            ("desc", false) => tag.text.clone_into(&mut bars.last_mut().unwrap().told),
            ("rect", false) if in_svg && !["", "track", "gap"].contains(&class.as_str()) => {
                let percent = |key: &str| {
                    tag.attributes.get(key).map(|value| value.trim_end_matches('%').parse().unwrap())
                };
                if let (Some(bar), Some(x), Some(width)) = (bars.last_mut(), percent("x"), percent("width")) {
                    bar.parts.push((class, x, width));
                }
            }
            _ => {}
        }
        let is_after =
            tag.closes && ["td", "th", "tr", "thead", "tbody", "tfoot"].contains(&tag.name.as_str());
        if !in_svg
            && !is_after
            && let Some(cell) = bodies.last_mut().and_then(|rows| rows.last_mut()?.last_mut())
        {
            cell.text += &tag.text;
            cell.keys.extend(tag.attributes.get("data-key").cloned());
        }
    }
    (bodies, bars)
}

fn figure(of: &Json, key: &str) -> i64 {
    of["figures"][key].as_i64().unwrap_or_else(|| panic!("{key} in {of}"))
}

const TIMELINESS: [&str; 3] = ["da_giai_quyet.truoc_han", "da_giai_quyet.dung_han", "da_giai_quyet.qua_han"];

/// What a bar has to show: its parts, what they are shares of or the scale.
fn shown_by(id: &str, result: &Json) -> (Vec<i64>, i64, bool) {
    let form = |column: &str| {
        let own = Figure::ALL.iter().find(|figure| figure.form_column() == format!("({column})")).unwrap();
        figure(result, own.key())
    };
    let groups = &result["groups"];
    if let Some(column) = id.strip_prefix('b') {
        let whole = match column {
            "8" | "9" | "10" => "7",
            "12" | "13" => "11",
            _ => "3",
        };
        return (vec![form(column)], form(whole), column != "3");
    }
    if let Some(at) = ["k1", "k2", "k3"].iter().position(|known| *known == id) {
        let key = ["tiep_nhan.truc_tuyen", "tiep_nhan.truc_tiep", "tiep_nhan.bcci"][at];
        return (vec![figure(result, key)], figure(result, "tiep_nhan.trong_ky"), true);
    }
    let (list, at) = id.rsplit_once('-').unwrap_or(("thang", id.trim_matches(['t', 'n', 'x'])));
    let group = &groups[list][at.parse::<usize>().unwrap()];
    let parts = if id.ends_with('n') {
        vec![figure(group, "tiep_nhan.trong_ky")]
    } else {
        TIMELINESS.map(|key| figure(group, key)).to_vec()
    };
    if list != "thang" {
        return (parts, figure(group, "da_giai_quyet.tong"), true);
    }
    let most = groups["thang"].as_array().unwrap().iter();
    let most =
        most.flat_map(|month| ["tiep_nhan.trong_ky", "da_giai_quyet.tong"].map(|key| figure(month, key)));
    (parts, most.max().unwrap(), false)
}

/// Every bar says and draws what the machine result has; how many there are.
fn bars_agree(bars: &[Bar], result: &Json) -> usize {
    for bar in bars {
        let (values, whole, shares) = shown_by(&bar.id, result);
        let told: Vec<&str> = bar.told.split("; ").map(|part| part.rsplit_once(": ").unwrap().1).collect();
        let right: Vec<String> = values
            .iter()
            .map(|value| match (shares && whole > 0).then(|| share(*value, whole, ',')) {
                Some(share) => format!("{} ({share})", dotted(*value)),
                None => dotted(*value),
            })
            .collect();
        assert_eq!(told, right, "{bar:?}");
        let mut before = 0;
        let mut drawn = bar.parts.iter();
        for value in values.into_iter().filter(|value| *value > 0) {
            let (_, x, width) = drawn.next().unwrap_or_else(|| panic!("{bar:?}"));
            let percent = |value: i64| 100.0 * value as f64 / whole as f64;
            assert!((x - percent(before)).abs() < 0.02 && (width - percent(value)).abs() < 0.02, "{bar:?}");
            before += value;
        }
        assert!(drawn.next().is_none(), "{bar:?}");
    }
    bars.len()
}

/// `1.234`, done by hand once more.
fn dotted(value: i64) -> String {
    if value < 1000 { value.to_string() } else { format!("{}.{:03}", dotted(value / 1000), value % 1000) }
}

/// Shares of groups and channels, and the sums in the lines of senders; how many were compared.
fn rows_agree(bodies: &[Vec<Vec<Cell>>], result: &Json) -> usize {
    let mut count = 0;
    for body in bodies {
        let mut sums: Option<(&[Cell], [i64; 4])> = None;
        for row in body {
            let key = row.iter().flat_map(|cell| &cell.keys).next().map_or("", String::as_str);
            let parts: Vec<&str> = key.split('.').collect();
            match parts.as_slice() {
                [list @ ("linh_vuc" | "don_vi"), at, ..] => {
                    let group = &result["groups"][list][at.parse::<usize>().unwrap()];
                    let in_time = figure(group, TIMELINESS[0]) + figure(group, TIMELINESS[1]);
                    assert_eq!(row[7].text, share(in_time, figure(group, "da_giai_quyet.tong"), ','));
                    count += 1;
                }
                ["tiep_nhan", "truc_tuyen" | "truc_tiep" | "bcci"]
                    if row.len() == 4 && row[2].class == "n" =>
                {
                    let whole = figure(result, "tiep_nhan.trong_ky");
                    assert_eq!(row[2].text, share(figure(result, key), whole, ','));
                    count += 1;
                }
                ["tep", at, _] if at.parse::<usize>().is_ok() => {
                    let (_, sum) = sums.as_mut().expect("a file without its sender");
                    for (sum, cell) in sum.iter_mut().zip(&row[2..6]) {
                        *sum += cell.text.replace('.', "").parse::<i64>().unwrap_or(0);
                    }
                }
                [""] if row.len() == 6 => sums = Some((row, [0; 4])),
                _ => {}
            }
        }
        if let Some((heading, sum)) = sums
            && body.len() > 2
        {
            let told: Vec<&str> = heading[1..5].iter().map(|cell| cell.text.as_str()).collect();
            assert_eq!(told, sum.map(dotted), "{heading:?}");
            count += 1;
        }
    }
    count
}

/// What is left of the page's digits once everything that was compared, and everything that is a name, is taken away.
fn strays(tags: &[Tag], bodies: &[Vec<Vec<Cell>>], names: &[String], sentences: &[String]) -> Vec<String> {
    let mut text = String::new();
    let mut open: Vec<String> = Vec::new();
    for tag in tags {
        if !["!DOCTYPE", "meta", "wbr", "rect"].contains(&tag.name.as_str()) {
            if tag.closes {
                open.pop();
            } else {
                open.push(format!("{}.{}", tag.name, tag.attributes.get("class").map_or("", String::as_str)));
            }
        }
        let is_compared = |place: &String| {
            ["data.", "time.", "title.", "desc.", "b.", "strong.share"].contains(&place.as_str())
        };
        if tag.closes && tag.name != "wbr" {
            text.push('\u{1f}');
        }
        let is_sum = open.iter().any(|place| place == "tr.group") && open.iter().any(|place| place == "td.n");
        if !is_sum && !open.iter().any(is_compared) {
            text += &tag.text;
        }
    }
    // Shares stand in cells that were compared.
    let shares = bodies.iter().flatten().flatten().filter(|cell| cell.text.contains('%'));
    let mut known: Vec<String> = shares.map(|cell| cell.text.split(' ').next().unwrap().to_owned()).collect();
    known.extend(names.iter().chain(sentences).cloned());
    known.extend((3..=13).map(|column| format!("({column})")));
    known.extend(["tthc 0.1.0", "trong 5 ngày làm việc tới", "II.06a/VPCP/KSTT", "00:00"].map(str::to_owned));
    known.sort_by_key(|known| std::cmp::Reverse(known.len()));
    for known in &known {
        text = text.replace(known.as_str(), "");
    }
    let pieces = text.split('\u{1f}').filter(|piece| piece.chars().any(|ch| ch.is_ascii_digit()));
    pieces.map(|piece| piece.trim().to_owned()).collect()
}

fn strings(list: &Json) -> Vec<String> {
    list.as_array().unwrap().iter().map(|value| value.as_str().unwrap().to_owned()).collect()
}

/// Everything on the page against the machine result of the same run; `sentences` are those that hold numbers.
fn whole_page_agrees(work: &Workdir, result: &Json, titles: &[&str], sentences: &[String]) {
    let tags = is_sound(&page_of(work));
    let (bodies, bars) = tables(&tags);
    assert!(bars_agree(&bars, result) > 14, "{} bars", bars.len());
    assert!(rows_agree(&bodies, result) > 3);
    let mut names: Vec<String> = titles.iter().map(|&title| title.to_owned()).collect();
    for file in result["files"].as_array().unwrap() {
        names.push(file["path"].as_str().unwrap().to_owned());
    }
    for output in strings(&result["outputs"]) {
        names.push(output.trim_start_matches("ket-qua/").to_owned());
    }
    for list in ["linh_vuc", "don_vi"] {
        names.extend(
            result["groups"][list]
                .as_array()
                .unwrap()
                .iter()
                .map(|group| group["name"].as_str().unwrap().to_owned()),
        );
    }
    for month in result["groups"]["thang"].as_array().unwrap() {
        let (year, month) = month["name"].as_str().unwrap().split_once('-').unwrap();
        names.push(format!("Tháng {} năm {year}", month.trim_start_matches('0')));
    }
    let day = |day: &str| {
        let parts: Vec<&str> = day.split('-').collect();
        format!("{}/{}/{}", parts[2], parts[1], parts[0])
    };
    for key in ["from", "to"] {
        names.push(day(result["period"][key].as_str().unwrap()));
    }
    names.push(day(result["today"].as_str().unwrap()));
    let found = |severity: &str| {
        let list = result["findings"].as_array().unwrap().iter();
        dotted(i64::try_from(list.filter(|finding| finding["severity"] == severity).count()).unwrap())
    };
    let ledger = &result["ledger"];
    let mut all = sentences.to_vec();
    all.push(format!(
        "{} hồ sơ, {} hồ sơ được tính; còn {} lỗi phải sửa và {} cảnh báo, báo cáo mới là dự thảo.",
        dotted(ledger["cases"].as_i64().unwrap()),
        dotted(ledger["counted"].as_i64().unwrap()),
        found("error"),
        found("warning"),
    ));
    let copies =
        strings(&result["outputs"]).iter().filter(|path| path.starts_with("ket-qua/tra-lai/")).count();
    all.push(format!("số tệp: {copies}"));
    let strays = strays(&tags, &bodies, &names, &all);
    assert!(strays.is_empty(), "numbers that were compared with nothing: {strays:#?}");
    for sentence in &all {
        let text: String = tags.iter().map(|tag| tag.text.as_str()).collect();
        assert!(text.contains(sentence.as_str()), "{sentence}");
    }
}

#[test]
fn no_number_of_the_page_is_compared_with_nothing() {
    for (period, titles) in
        [(None, &["Từ ngày 05/12/2022 đến ngày 04/03/2023"][..]), (Some("2023-Q1"), &["Quý I năm 2023"])]
    {
        let work = Workdir::sample();
        let mut arguments = vec!["run", "bc", "--today", "2023-03-20"];
        arguments.extend(period.iter().flat_map(|period| ["--period", period]));
        let result = work.result(&arguments);
        whole_page_agrees(&work, &result, titles, &["đã đọc 3 sổ".to_owned()]);
    }
}

#[test]
fn nor_is_one_with_units_that_are_missed_and_a_period_before() {
    let work = Workdir::sample();
    let other = Workdir::sample();
    other.run(&["run", "bc", "--period", "2022-Q4", "--today", "2023-03-20"]).ends(1);
    work.write("bc/danh-muc/ket-qua.json", other.read("bc/ket-qua/ket-qua.json"));
    let settings = String::from_utf8(work.read("bc/tthc.toml")).unwrap();
    let units: Vec<String> = (1..=7).map(|unit| format!("[don_vi.\"phong-{unit}\"]\n")).collect();
    let units = units.concat();
    work.write("bc/tthc.toml", format!("{settings}\n{units}[don_vi.van-phong]\n"));
    for (unit, cases) in [("phong-6", 4), ("phong-7", 1200)] {
        let mut rows = "STT,Mã hồ sơ,Tên TTHC,Lĩnh vực,Hình thức tiếp nhận,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả\n".to_owned();
        for case in 0..cases {
            let done = ["20/01/2023", "18/01/2023", "27/01/2023", ""][case % 4];
            writeln!(rows, "{case},{unit}-{case},Cấp A,Lĩnh vực A,Trực tuyến,05/01/2023,20/01/2023,{done}")
                .unwrap();
        }
        work.write(&format!("bc/hop-thu/{unit}/so.csv"), &rows);
        work.write(&format!("bc/hop-thu/{unit}/phu.csv"), rows.replace(unit, &format!("{unit}b")));
    }
    let result = work.result(&["run", "bc", "--period", "2023-Q1", "--today", "2023-03-20"]);
    let sentences = [
        "Chưa có tệp nào của 5 trong 8 đơn vị phải gửi:",
        "Kỳ trước: Quý IV năm 2022, theo danh-muc/ket-qua.json.",
        "đã đọc 7 sổ",
    ];
    let missed =
        ["phong-1", "phong-2", "phong-3", "phong-4", "phong-5", "Quý I năm 2023", "danh-muc/ket-qua.json"];
    whole_page_agrees(&work, &result, &missed, &sentences.map(str::to_owned));
}

#[test]
fn the_rows_of_the_form_are_the_fields_of_the_page() {
    let work = Workdir::sample();
    let result = work.result(&["run", "bc", "--today", "2023-03-20"]);
    let tags = is_sound(&page_of(&work));
    let numbers: BTreeMap<&str, i64> = tags
        .iter()
        .filter_map(|tag| {
            Some((tag.attributes.get("data-key")?.as_str(), tag.attributes["value"].parse().unwrap()))
        })
        .collect();
    let form = work.cells("bc/ket-qua/II.06a-2022-12-05_2023-03-04-du-thao.xlsx", "II.06a");
    let columns = [
        ("tiep_nhan.tong", 'C'),
        ("da_giai_quyet.tong", 'G'),
        ("da_giai_quyet.truoc_han", 'H'),
        ("da_giai_quyet.dung_han", 'I'),
        ("da_giai_quyet.qua_han", 'J'),
        ("dang_giai_quyet.qua_han", 'M'),
    ];
    let mut compared = 0;
    for (at, field) in result["groups"]["linh_vuc"].as_array().unwrap().iter().enumerate() {
        let row = form.row("B", field["name"].as_str().unwrap());
        for (key, column) in columns {
            let on_form = form.number(&format!("{column}{row}")) as i64;
            assert_eq!(on_form, figure(field, key), "{field} {key}");
            if let Some(on_page) = numbers.get(format!("linh_vuc.{at}.{key}").as_str()) {
                assert_eq!(*on_page, on_form, "{field} {key}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 18, "three fields with cases");
    let sums = work.cells("bc/ket-qua/II.06a-2022-12-05_2023-03-04-du-thao.xlsx", "Doi soat");
    let row = sums.row("A", "Tổng số");
    let total = |column: &str| sums.number(&format!("{column}{row}")) as i64;
    assert_eq!([total("E"), total("O")], [numbers["ledger.rows"], numbers["ledger.cases"]]);
}
