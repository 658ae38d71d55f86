//! Parts that declare another encoding than UTF-8. Bytes in, UTF-8 text out, with a declaration that says so; what could be
//! misread, UTF-16 among it, has none. Excel itself writes UTF-8; other programs declare a code page and use nothing but ASCII.

/// The text of a part; `None` if it is not clear what its bytes mean.
pub fn utf8(bytes: Vec<u8>) -> Option<String> {
    let mut text = String::from_utf8(bytes).ok()?;
    let Some(span) = declared(&text) else { return Some(text) };
    if text[span.clone()].eq_ignore_ascii_case("utf-8") || text[span.clone()].eq_ignore_ascii_case("utf8") {
        return Some(text);
    }
    // Nothing is lost where a code page is declared and not used, but what is filled in would be read by it.
    text.is_ascii().then(|| {
        text.replace_range(span, "UTF-8");
        text
    })
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_code_page_is_taken_only_where_it_is_not_used() {
        let text = |encoding: &str, inner: &str| {
            format!("<?xml version='1.0' encoding='{encoding}'?><a>{inner}</a>")
        };
        let read = |encoding: &str, inner: &str| utf8(text(encoding, inner).into_bytes());
        assert_eq!(read("ISO-8859-1", "x").unwrap(), text("UTF-8", "x"));
        assert_eq!(read("windows-1252", "sơ"), None);
        assert_eq!(read("utf-8", "sơ").unwrap(), text("utf-8", "sơ"));
        let marked = "\u{feff}<?xml version=\"1.0\"?><a>sơ</a>";
        assert_eq!(utf8(marked.as_bytes().to_vec()).unwrap(), marked);
        assert_eq!(utf8("<a>sơ</a>".as_bytes().to_vec()).unwrap(), "<a>sơ</a>");
        assert_eq!(utf8(vec![b'<', b'a', 0xe9]), None);
        assert_eq!(utf8(Vec::new()).unwrap(), "");
    }
}
