//! The places of a filled document that people still fill in by hand: what is highlighted in yellow. A document in, a
//! number out; what the places ask for is not read.

use super::scan::Scan;
use crate::ooxml::package::{Package, without_bom};

/// How many places with yellow text the body, the headers and the footers have; one is what stands together in its
/// paragraph. What cannot be read has none.
pub fn gaps(document: &[u8]) -> usize {
    let Ok(mut package) = Package::open(document) else { return 0 };
    let is_text = |name: &String| {
        let part = name.strip_prefix("word/").and_then(|part| part.strip_suffix(".xml")).unwrap_or_default();
        ["document", "header", "footer"].iter().any(|kind| part.starts_with(kind))
    };
    let parts: Vec<String> = package.names().iter().filter(|name| is_text(name)).cloned().collect();
    parts
        .iter()
        .filter_map(|part| package.text(part).ok())
        .filter_map(|doc| Scan::read(without_bom(&doc).0).ok().map(|scan| of_part(&scan)))
        .sum()
}

fn of_part(scan: &Scan<'_>) -> usize {
    let (mut count, mut goes_on) = (0, false);
    for at in (0..scan.tags.len()).filter(|at| scan.tags[*at].starts()) {
        if scan.is(at, "p") {
            goes_on = false;
        }
        if !scan.is(at, "r") {
            continue;
        }
        let children = scan.children(at);
        let has_text = |child: &usize| scan.is(*child, "t") && !scan.inside(*child).is_empty();
        if children.iter().any(has_text) {
            let is_yellow = children.iter().any(|child| scan.is(*child, "rPr") && is_yellow(scan, *child));
            count += usize::from(is_yellow && !goes_on);
            goes_on = is_yellow;
        }
    }
    count
}

fn is_yellow(scan: &Scan<'_>, properties: usize) -> bool {
    let yellow = |at: usize| scan.tags[at].attr_local("val").is_some_and(|value| value.raw == "yellow");
    scan.children(properties).into_iter().any(|at| scan.is(at, "highlight") && yellow(at))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_stands_together_is_one_place_and_empty_runs_are_none() {
        let yellow = |text: &str| {
            format!("<w:r><w:rPr><w:highlight w:val=\"yellow\"/></w:rPr><w:t>{text}</w:t></w:r>")
        };
        let plain = |text: &str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>");
        let green = yellow("x").replace("yellow", "green");
        let count = |paragraphs: &[String]| {
            let paragraphs = paragraphs.join("</w:p><w:p>");
            of_part(&Scan::read(&format!("<w:body xmlns:w='x'><w:p>{paragraphs}</w:p></w:body>")).unwrap())
        };
        assert_eq!(count(&[plain("a")]), 0);
        assert_eq!(count(&[yellow("[") + &yellow("…]")]), 1);
        assert_eq!(count(&[yellow("a") + &plain("") + &yellow("b")]), 1);
        assert_eq!(count(&[yellow("a") + &plain(", ") + &yellow("b")]), 2);
        assert_eq!(count(&[yellow("a"), yellow("b") + &yellow(""), green]), 2);
        assert_eq!(gaps(b"no document"), 0);
    }
}
