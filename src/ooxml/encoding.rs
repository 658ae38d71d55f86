//! Parts that are not UTF-8. Bytes in, UTF-8 text out, with a declaration that says so; what could be misread has none. Excel
//! itself writes UTF-8; other programs write UTF-16, or declare a code page and use nothing but ASCII.

/// The text of a part; `None` if it is not clear what its bytes mean.
pub fn utf8(bytes: Vec<u8>) -> Option<String> {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => return utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf16(rest, u16::from_be_bytes),
        [0, b'<', ..] => return utf16(&bytes, u16::from_be_bytes),
        [b'<', 0, ..] => return utf16(&bytes, u16::from_le_bytes),
        _ => {}
    }
    let text = String::from_utf8(bytes).ok()?;
    let Some(declared) = declared(&text).map(|span| text[span].to_ascii_lowercase()) else {
        return Some(text);
    };
    match declared.as_str() {
        "utf-8" | "utf8" => Some(text),
        // Nothing is lost where a code page is declared and not used, but what is filled in would be read by it.
        _ => text.is_ascii().then(|| redeclared(text)),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (units, []) = bytes.as_chunks::<2>() else { return None };
    let text =
        char::decode_utf16(units.iter().map(|pair| unit(*pair))).collect::<Result<String, _>>().ok()?;
    Some(redeclared(text))
}

/// Where the declaration names an encoding.
fn declared(text: &str) -> Option<std::ops::Range<usize>> {
    let head = text.trim_start_matches('\u{feff}');
    let start = text.len() - head.len();
    let end = start + head.strip_prefix("<?xml")?.find("?>")? + "<?xml".len();
    let word = start + text[start..end].find("encoding")? + "encoding".len();
    let open = word + text[word..end].find(['"', '\''])?;
    let quote = &text[open..=open];
    Some(open + 1..open + 1 + text[open + 1..end].find(quote)?)
}

fn redeclared(mut text: String) -> String {
    if let Some(span) = declared(&text) {
        text.replace_range(span, "UTF-8");
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const DOC: &str = "<?xml version=\"1.0\" encoding=\"utf-16\"?><a>Hồ sơ</a>";

    #[test]
    fn utf16_becomes_utf8_and_says_so() {
        let expected = DOC.replace("utf-16", "UTF-8");
        let little: Vec<u8> = DOC.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = DOC.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(utf8(little.clone()).unwrap(), expected);
        assert_eq!(utf8(big.clone()).unwrap(), expected);
        assert_eq!(utf8([vec![0xff, 0xfe], little].concat()).unwrap(), expected);
        assert_eq!(utf8([vec![0xfe, 0xff], big.clone()].concat()).unwrap(), expected);
        assert_eq!(utf8(big[..big.len() - 1].to_vec()), None);
    }

    #[test]
    fn a_code_page_is_taken_only_where_it_is_not_used() {
        let text = |encoding: &str, inner: &str| {
            format!("<?xml version='1.0' encoding='{encoding}'?><a>{inner}</a>")
        };
        let read = |encoding: &str, inner: &str| utf8(text(encoding, inner).into_bytes());
        assert_eq!(read("ISO-8859-1", "x").unwrap(), text("UTF-8", "x"));
        assert_eq!(read("windows-1252", "sơ"), None);
        assert_eq!(read("utf-8", "sơ").unwrap(), text("utf-8", "sơ"));
        assert_eq!(utf8("<a>sơ</a>".as_bytes().to_vec()).unwrap(), "<a>sơ</a>");
        assert_eq!(utf8(vec![b'<', b'a', 0xe9]), None);
        assert_eq!(utf8(Vec::new()).unwrap(), "");
    }
}
