//! What the expression language says of an expression that is wrong, in Vietnamese. Its own English text in, ours out; a text
//! that is not known stays as it is.

/// English texts with `{}` where something of the template stands, and what they mean.
const KNOWN: &[(&str, &str)] = &[
    ("unexpected end of input, expected {}", "biểu thức bị cụt ở cuối, còn thiếu {}"),
    ("unexpected end of variable block", "biểu thức bị cụt trước dấu “}}”"),
    ("unexpected end of block", "thẻ bị cụt trước dấu “%}”"),
    ("unexpected end of string", "đoạn chữ thiếu dấu nháy đóng"),
    ("unexpected input after expression", "sau biểu thức còn thừa chữ, hoặc thiếu dấu phép tính"),
    ("unexpected input after end of variable block", "sau dấu “}}” còn thừa chữ"),
    ("unexpected character", "có ký tự không dùng được trong biểu thức"),
    ("unexpected {}, expected {}", "gặp {} ở chỗ lẽ ra là {}"),
    ("unexpected {}", "gặp {} không đúng chỗ"),
    ("unknown statement {}", "không có thẻ “{}”"),
    ("filter {} is unknown", "không có bộ lọc “{}”"),
    ("test {} is unknown", "không có phép kiểm tra “{}”"),
    ("cannot round value ({})", "không làm tròn được {}"),
    ("part {} is not UTF-8", "phần {} không phải chữ UTF-8"),
    ("part {} is missing", "thiếu phần {}"),
    ("two parts are named {}", "có hai phần cùng tên {}"),
    (
        "part {}: a document type declaration is not allowed",
        "phần {} có khai báo kiểu tài liệu (document type), không được phép",
    ),
    ("part {}: not well-formed at byte {}", "phần {} viết sai XML ở byte {}"),
    ("part {}: rows or cells out of order at byte {}", "phần {} có dòng hoặc ô sai thứ tự ở byte {}"),
    ("too large: {}", "quá lớn: {}"),
    ("damaged: {}", "hỏng: {}"),
    ("unknown filter", "không có bộ lọc này"),
    ("unknown test", "không có phép kiểm tra này"),
    ("unknown function", "không có hàm này"),
    ("{} is unknown", "không có “{}”"),
    ("invalid integer (too large)", "số nguyên quá lớn"),
    ("invalid integer", "số nguyên viết sai"),
    ("invalid float", "số thập phân viết sai"),
    ("invalid float literal", "đoạn chữ này không phải là số"),
    ("'_' may not occur at end of number", "số không được kết thúc bằng dấu “_”"),
    ("tried to use {} operator on unsupported types {} and {}", "không dùng được phép “{}” giữa {} và {}"),
    ("strings can only be multiplied with integers", "đoạn chữ chỉ nhân được với số nguyên"),
    ("unable to calculate {}", "không tính được {} (chia cho 0 hoặc số quá lớn)"),
    (
        "cannot perform a containment check on this value",
        "phép “in” chỉ dùng cho danh sách, nhóm hoặc đoạn chữ",
    ),
    ("can only sum numbers, got {}", "chỉ cộng được số, nhưng gặp {}"),
    ("cannot convert value into pairs", "giá trị này không phải là một nhóm có tên"),
    ("cannot convert {} to {}", "không đổi được {} thành {}"),
    ("value of type {} is not callable", "{} không gọi được như một hàm; hãy bỏ cặp ngoặc ()"),
    ("value of type {} cannot be sliced", "không cắt được một đoạn của {}"),
    ("value of type {} is not iterable", "{} không phải là danh sách"),
    ("{} is not iterable", "{} không phải là danh sách"),
    ("value is not a string", "giá trị này không phải là đoạn chữ"),
    ("range has too many elements", "dãy số quá dài"),
    ("missing argument", "bộ lọc hoặc hàm thiếu tham số"),
    ("missing keyword argument '{}'", "bộ lọc hoặc hàm thiếu tham số “{}”"),
    ("too many arguments", "bộ lọc hoặc hàm có quá nhiều tham số"),
    ("unknown keyword argument '{}'", "không có tham số “{}”"),
    ("too many keyword arguments", "có tham số không dùng đến"),
    ("invalid operation", "phép tính không dùng được cho giá trị này"),
    ("undefined value", "giá trị không có"),
    ("undefined", "giá trị không có"),
    ("{} is not a number", "“{}” không phải là số"),
    ("{} is not a date (YYYY-MM-DD)", "“{}” không phải là ngày (viết NĂM-THÁNG-NGÀY)"),
    ("syntax error", "viết sai"),
    ("unknown {}", "không hiểu {}"),
    ("could not render template: value formatting failed", "không viết được giá trị ra chữ"),
];

/// Words of the language within its texts.
const WORDS: &[(&str, &str)] = &[
    ("expression", "một biểu thức"),
    ("identifier or integer", "một tên hoặc số"),
    ("identifier", "một tên"),
    ("end of block", "dấu “%}”"),
    ("end of variable block", "dấu “}}”"),
    ("end of input", "chỗ hết biểu thức"),
    ("end of template", "chỗ hết đoạn chữ"),
    ("keyword", "một từ khóa"),
    ("statement", "tên thẻ"),
    ("string", "đoạn chữ"),
    ("number", "số"),
    ("integer", "số nguyên"),
    ("float", "số thập phân"),
    ("bool", "giá trị đúng/sai"),
    ("none", "giá trị trống"),
    ("undefined", "giá trị không có"),
    ("map", "nhóm giá trị"),
    ("sequence", "danh sách"),
    ("iterator", "danh sách"),
    ("plain object", "giá trị này"),
];

/// A text of the expression language in Vietnamese.
pub fn vietnamese(detail: &str) -> String {
    let found = KNOWN.iter().find_map(|(english, ours)| Some((holes(english, detail)?, ours)));
    let Some((holes, ours)) = found else { return detail.to_owned() };
    let mut out = String::new();
    let mut pieces = ours.split("{}");
    out.push_str(pieces.next().unwrap_or_default());
    for (hole, piece) in holes.iter().zip(pieces) {
        let word = WORDS.iter().find(|(english, _)| english == hole);
        out.push_str(word.map_or(hole, |(_, word)| word));
        out.push_str(piece);
    }
    out
}

/// What stands in the holes of a pattern.
fn holes<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut pieces = pattern.split("{}").peekable();
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut found = Vec::new();
    while let Some(piece) = pieces.next() {
        let end = match pieces.peek() {
            None if piece.is_empty() => rest.len(),
            None => rest.len().checked_sub(piece.len()).filter(|end| rest.is_char_boundary(*end))?,
            Some(_) => rest.find(piece)?,
        };
        found.push(&rest[..end]);
        rest = rest[end..].strip_prefix(piece)?;
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_texts_are_said_in_vietnamese() {
        for (english, ours) in [
            ("filter khong is unknown", "không có bộ lọc “khong”"),
            (
                "tried to use - operator on unsupported types string and number",
                "không dùng được phép “-” giữa đoạn chữ và số",
            ),
            (
                "unexpected end of input, expected expression",
                "biểu thức bị cụt ở cuối, còn thiếu một biểu thức",
            ),
            ("unexpected end of input, expected `,`", "biểu thức bị cụt ở cuối, còn thiếu `,`"),
            ("ữ is not a number", "“ữ” không phải là số"),
            ("invalid integer (too large)", "số nguyên quá lớn"),
            ("something new", "something new"),
            ("", ""),
        ] {
            assert_eq!(vietnamese(english), ours);
        }
    }

    #[test]
    fn no_pattern_is_hidden_by_one_before_it() {
        for (at, (english, _)) in KNOWN.iter().enumerate() {
            let text = english.replace("{}", "ữ");
            let first = KNOWN.iter().position(|(pattern, _)| holes(pattern, &text).is_some());
            assert_eq!(first, Some(at), "{english}");
        }
        for (english, ours) in KNOWN {
            assert_eq!(english.matches("{}").count(), ours.matches("{}").count(), "{english}");
        }
    }
}
