//! What the text of a row names: a unit, what the numbers count, a title, a time.

use super::words::strip_enumerator;
use crate::cells::text::key;

pub(in crate::flow) fn is_unit_name(text: &str) -> bool {
    const STARTS: [&str; 36] = [
        "đơn vị",
        "phòng ",
        "p.",
        "chi cục",
        "cục ",
        "chi nhánh",
        "trung tâm",
        "văn phòng",
        "ban ",
        "bql",
        "sở ",
        "ubnd",
        "ủy ban",
        "uỷ ban",
        "xã ",
        "phường ",
        "thị trấn",
        "thị xã",
        "huyện ",
        "thành phố ",
        "bộ phận",
        "trạm ",
        "hạt ",
        "đội ",
        "tổ ",
        "công an",
        "công chức",
        "thanh tra ",
        "trường ",
        "bệnh viện",
        "bảo hiểm xã hội",
        "bhxh",
        "kho bạc",
        "kbnn",
        "viện ",
        "hội đồng ",
    ];
    // "Sở hữu trí tuệ", "Tổ chức cán bộ" are fields of work, "Trường hợp khác" is none of both.
    const NOT: [&str; 7] =
        ["sở hữu", "tổ chức", "trường hợp", "ban hành", "hạt giống", "đội ngũ", "viện trợ"];
    let key = key(strip_enumerator(text));
    !NOT.iter().any(|start| key.starts_with(start))
        && !is_measure(text)
        && STARTS.iter().any(|start| key.starts_with(start))
}

/// "Đơn vị tính: hồ sơ", "ĐVT: bộ": what the numbers below count. Names no unit of the organisation.
pub(in crate::flow::rows) fn is_measure(text: &str) -> bool {
    let key = key(text);
    let key = key.trim_start_matches(|ch: char| !ch.is_alphanumeric());
    key.starts_with("đơn vị tính") || key.starts_with("đvt") || key.starts_with("đv tính")
}

/// Whether a text is the title of a list, or of the letterhead above it.
pub(in crate::flow::rows) fn is_title(text: &str) -> bool {
    let key = key(text);
    let key = key.trim_start_matches(|ch: char| !ch.is_alphanumeric());
    is_measure(text)
        || [
            "sổ ",
            "danh sách",
            "bảng ",
            "báo cáo",
            "biểu ",
            "phụ lục",
            "mẫu số",
            "mẫu sổ",
            "cộng hòa xã hội",
            "cộng hoà xã hội",
            "độc lập",
        ]
        .iter()
        .any(|start| key.starts_with(start))
}

pub(in crate::flow::rows) fn is_time(text: &str) -> bool {
    let key = key(strip_enumerator(text));
    ["tháng ", "quý ", "tuần ", "năm ", "kỳ "].iter().any(|start| key.starts_with(start))
        && key.chars().count() <= 40
}
