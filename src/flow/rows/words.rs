//! The words by which total rows, signatures, remarks and groups are known.

use super::super::table::Found;
use super::names::is_unit_name;
pub(super) use super::names::{is_measure, is_time, is_title};
use crate::{
    cells::text::{bare, clean, key},
    model::{
        place::Col,
        sheet::{Row, Value},
    },
};

pub(super) fn texts(row: &Row) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for cell in &row.cells {
        if let Value::Text(text) = &cell.value {
            let text = clean(text);
            // The same text in several cells is one merged text of a format without merges.
            if !text.is_empty() && texts.last() != Some(&text) {
                texts.push(text);
            }
        }
    }
    texts
}

/// A total row: one of its first texts says so. Gives the number of cases it states, if it states one.
#[allow(clippy::option_option)] // the outer one: is it a total row; the inner one: does it state a number
pub(super) fn total(row: &Row, texts: &[String], table: &Found) -> Option<Option<u64>> {
    // "Mang sang", "Kỳ trước chuyển sang": a number of another page or period, no sum of the rows above.
    if texts.iter().find(|text| text.chars().any(char::is_alphabetic)).is_some_and(|text| is_carried(text)) {
        return Some(None);
    }
    let label = texts.iter().take(3).find(|text| is_total(text))?;
    let after = key(label);
    if let Some(count) = number_before(&after, "hồ sơ") {
        return Some(Some(count));
    }
    let copies = table.column("copies").map(|column| column.col);
    let numbers: Vec<(Col, f64)> = row
        .cells
        .iter()
        .filter_map(|cell| match &cell.value {
            Value::Number(number) => Some((cell.col, *number)),
            Value::Text(text) => {
                let text = clean(text).to_lowercase();
                let digits = text.trim_end_matches("hồ sơ").trim();
                (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
                    .then(|| digits.parse().ok())
                    .flatten()
                    .map(|number| (cell.col, number))
            }
            _ => None,
        })
        .collect();
    Some(match numbers.as_slice() {
        [(col, number)]
            if Some(*col) != copies && *number >= 0.0 && number.fract() == 0.0 && *number < 1e7 =>
        {
            Some(*number as u64)
        }
        _ => None,
    })
}

/// A total's label: a word for a sum with nothing behind it, or only what sums are of. "Cộng đồng dân cư …", "Tổng công
/// ty …" and "CỘNG HÒA XÃ HỘI …" are names.
pub(super) fn is_total(text: &str) -> bool {
    const SURE: [&str; 7] = ["tổng cộng", "tổng số", "cộng dồn", "lũy kế", "luỹ kế", "total", "tổng toàn bộ"];
    const SHORT: [&str; 2] = ["cộng", "tổng"];
    const OF: [&str; 28] = [
        "số",
        "hồ sơ",
        "hs",
        "tháng",
        "quý",
        "năm",
        "lĩnh vực",
        "trang",
        "sang",
        "mang",
        "mục",
        "phần",
        "nhóm",
        "theo",
        "trong",
        "kỳ",
        "toàn",
        "chung",
        "phát sinh",
        "đơn vị",
        "phòng",
        "xã",
        "phường",
        "thị trấn",
        "huyện",
        "thành phố",
        "chi cục",
        "trung tâm",
    ];
    let folded = key(text);
    let label = strip_enumerator(&folded);
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let word = |start: &str, text: &str| text.strip_prefix(start).is_some_and(ends);
    SURE.iter().any(|start| word(start, label))
        || SHORT.iter().filter_map(|start| label.strip_prefix(start)).filter(|rest| ends(rest)).any(|rest| {
            let rest = rest.trim_start_matches(|ch: char| !ch.is_alphanumeric());
            rest.is_empty()
                || rest.starts_with(|ch: char| ch.is_ascii_digit())
                || enumerator(&rest.to_uppercase()).is_some()
                || OF.iter().any(|of| word(of, rest))
        })
        // "Cộng Trung tâm Khuyến nông"; "Tổng cục …" is a unit itself.
        || label.strip_prefix("cộng ").is_some_and(is_unit_name)
        || matches!(bare(text).as_str(), "tong cong" | "tong so" | "tong" | "tc" | "tong hop" | "tong ket")
}

/// What is carried from one page or period to the next: "Mang sang", "Trang trước chuyển sang", "Chuyển kỳ sau".
fn is_carried(text: &str) -> bool {
    const CARRIED: [&str; 10] = [
        "mang sang",
        "cộng mang sang",
        "trang trước chuyển sang",
        "trang trước mang sang",
        "kỳ trước chuyển sang",
        "kỳ trước mang sang",
        "chuyển kỳ sau",
        "chuyển sang kỳ sau",
        "chuyển trang sau",
        "chuyển sang trang sau",
    ];
    let folded = key(text);
    let label = folded.split([':', '(']).next().unwrap_or_default();
    CARRIED.contains(&label.trim_end_matches(|ch: char| !ch.is_alphabetic()))
}

pub(super) fn number_before(text: &str, unit: &str) -> Option<u64> {
    let before = text.split(unit).next().filter(|before| before.len() < text.len())?.trim_end();
    let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
    digits.chars().rev().collect::<String>().parse().ok()
}

/// Whether a row is of the signature block. "Trưởng phòng" in the officer's column of a case is one text of many.
pub(super) fn is_signed(texts: &[String]) -> bool {
    // "ngày 5 tháng 3 năm 2023" among other texts is a date like any other.
    let crowded = texts.len() > 2;
    let signs =
        texts.iter().filter(|text| is_signature(text) && !(crowded && key(text).starts_with("ngày"))).count();
    signs > 0 && signs * 2 >= texts.len()
        || !texts.is_empty() && texts.iter().all(|text| is_signature(text) || signs_alone(text))
}

/// What signs a register where nothing else stands in the row: "Duyệt", "TP.", "Xã Mẫu, 14/3/2023".
fn signs_alone(text: &str) -> bool {
    let key = key(text);
    let is_short_date = |text: &str| {
        let parts: Vec<&str> = text.trim().split(['/', '-', '.']).collect();
        let digits = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        parts.len() == 3 && parts.iter().all(digits)
    };
    let is_place_and_day = key.rsplit_once(',').is_some_and(|(place, day)| {
        let day = day.trim();
        place.chars().count() <= 40
            && !place.bytes().any(|byte| byte.is_ascii_digit())
            && is_short_date(day.strip_prefix("ngày").unwrap_or(day))
    });
    matches!(key.as_str(), "duyệt" | "phê duyệt" | "tp" | "người duyệt" | "xác nhận" | "kiểm tra")
        || is_place_and_day
}

pub(super) fn is_signature(text: &str) -> bool {
    let key = key(text);
    let starts = |words: &[&str]| words.iter().any(|word| key.starts_with(word));
    starts(&[
        "người lập",
        "thủ trưởng",
        "giám đốc",
        "phó giám đốc",
        "kt. giám đốc",
        "kt.giám đốc",
        "tl. giám đốc",
        "kt. thủ trưởng",
        "kt. trưởng",
        "trưởng phòng",
        "phó trưởng phòng",
        "trưởng bộ phận",
        "lãnh đạo",
        "chủ tịch",
        "tm. ubnd",
        "kế toán",
        "cán bộ lập",
        "công chức lập",
        "xác nhận của",
        "nơi nhận",
        "(ký",
        "(đã ký",
        "ký tên",
        "ký, ghi rõ",
        "người tổng hợp",
        "người báo cáo",
        "chánh văn phòng",
        "phụ trách",
        "q. giám đốc",
        "q.giám đốc",
        "quyền giám đốc",
        "tl. chủ tịch",
        "tl.chủ tịch",
        "kt. chủ tịch",
        "kt.chủ tịch",
        "tuq. ",
        "phó chủ tịch",
        "tm. ủy ban",
        "tm.ubnd",
        "công chức tư pháp",
        "công chức văn phòng",
        "công chức địa chính",
        "người kiểm tra",
        "người bàn giao",
        "người nhận bàn giao",
        "bên bàn giao",
        "bên nhận bàn giao",
        "- lưu:",
        "lưu: vt",
        "lưu vt",
    ]) && key.chars().count() <= 60
        || key.contains("ghi rõ họ tên")
        || is_place_and_date(&key)
}

/// "Cao Bằng, ngày 05 tháng 3 năm 2023", its numbers possibly left blank.
pub(super) fn is_place_and_date(key: &str) -> bool {
    let Some((before, after)) = key.split_once("ngày") else { return false };
    (before.trim_end().ends_with(',') || before.trim().is_empty())
        && after.split_once("tháng").is_some_and(|(_, rest)| rest.contains("năm"))
        && !before.contains("từ")
        && before.chars().count() <= 40
        && after.chars().count() <= 30
}

/// A remark by its first words, or the sentence that there was no case.
pub(super) fn is_note(text: &str) -> bool {
    const STARTS: [&str; 25] = [
        "ghi chú",
        "lưu ý",
        "chú thích",
        "chú ý",
        "nguồn:",
        "*",
        "(*",
        "(danh sách",
        "danh sách có",
        "ghi chu",
        "trong đó",
        "tỷ lệ ",
        "tỉ lệ ",
        "ngày khóa sổ",
        "khóa sổ ngày",
        "in ngày",
        "ngày in",
        "xuất từ ",
        "dữ liệu xuất",
        "kết xuất từ",
        "sổ này có",
        "sổ này gồm",
        "nghỉ tết",
        "nghỉ lễ",
        "hết sổ",
    ];
    let key = key(text);
    if key.starts_with("không phát sinh") || key.contains("không phát sinh hồ sơ") {
        return true;
    }
    // "Trang 1/2", in words that no case has.
    let is_page = key.strip_prefix("trang ").is_some_and(|rest| {
        rest.starts_with(|ch: char| ch.is_ascii_digit())
            && rest.chars().all(|ch| ch.is_ascii_digit() || matches!(ch, ' ' | '/' | '-'))
    });
    is_page || STARTS.iter().any(|start| key.starts_with(start))
}

/// A line that breaks a total or a remark down: "Trong đó:", "- Trực tuyến: 02".
pub(super) fn is_breakdown(text: &str) -> bool {
    text.starts_with(['-', '+', '•', '–']) || key(text).starts_with("trong đó")
}

/// Roman numeral, letter or small number standing for itself: "I", "II.", "A", "1)".
pub(super) fn enumerator(text: &str) -> Option<&str> {
    let label = text.trim().trim_end_matches(['.', ')', '-', '/', ':']).trim_start_matches('(').trim();
    let roman = !label.is_empty() && label.len() <= 5 && label.bytes().all(|byte| b"IVX".contains(&byte));
    let letter = label.len() == 1 && label.bytes().all(|byte| byte.is_ascii_alphabetic());
    let number = !label.is_empty() && label.len() <= 2 && label.bytes().all(|byte| byte.is_ascii_digit());
    (roman || letter || number).then_some(label)
}

/// The text behind a leading enumerator: "II. Đo lường" → "Đo lường".
pub(super) fn strip_enumerator(text: &str) -> &str {
    const MARKS: [char; 5] = ['.', ')', '-', ':', '/'];
    let text = text.trim();
    let Some(end) = text.find(|ch: char| ch == ' ' || MARKS.contains(&ch)) else { return text };
    let (label, after) = text.split_at(end);
    let rest = after.trim_start_matches(|ch: char| ch == ' ' || MARKS.contains(&ch));
    // "P. Tư pháp" is a department; nobody numbers sixteen groups by letters.
    if label.eq_ignore_ascii_case("p") {
        return text;
    }
    // "X quang y tế" is no tenth group: without a mark only a numeral that is no word counts.
    let marked = after.trim_start().starts_with(MARKS)
        || label == "I"
        || label.len() > 1 && label.bytes().all(|byte| b"IVX".contains(&byte));
    if enumerator(label).is_some() && marked && !rest.is_empty() { rest } else { text }
}

/// "Lĩnh vực: Đo lường (3 hồ sơ)" → "Đo lường".
pub(crate) fn group_name(text: &str) -> String {
    let name = strip_label(strip_enumerator(text), "lĩnh vực");
    let name = match name.rfind('(') {
        Some(open) if name[open..].contains("hồ sơ") => name[..open].trim().to_owned(),
        _ => name,
    };
    clean(name.trim_end_matches([':', '.', ';']))
}

/// Removes a label in any case ("LĨNH VỰC:") from the start of a text.
pub(super) fn strip_label(text: &str, label: &str) -> String {
    let cleaned = clean(text);
    let words = label.split(' ').count();
    let head: Vec<&str> = cleaned.split(' ').take(words).collect();
    let lead = key(head.join(" ").trim_end_matches(':'));
    if lead == label {
        let rest: Vec<&str> = cleaned.split(' ').skip(words).collect();
        let rest = rest.join(" ");
        let rest = rest.trim_start_matches([':', '-', ' ']).to_owned();
        if !rest.is_empty() {
            return rest;
        }
    }
    cleaned
}

pub(super) fn numbered_group(texts: &[String]) -> bool {
    texts.len() > 1 || texts.first().is_some_and(|text| strip_enumerator(text) != text.trim())
}
