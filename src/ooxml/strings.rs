//! Texts of cells as stored: the shared strings part and inline strings, with their runs. Values are written back as inline
//! strings, never into the shared part: it then keeps its bytes, every copy of a row stands by itself, and a sheet of any
//! length can be written in one pass. Excel, LibreOffice, openpyxl and calamine all read them.

use std::ops::Range;
use std::sync::Arc;

use super::escape;
use super::xml::{self, Kind, Tag, Walk, XmlFault};

/// A piece of text with one formatting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The `rPr` element as written; empty if the run has the cell's own font.
    pub properties: String,
    /// Its text.
    pub text: String,
}

/// The shared strings, by index.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    /// Plain text of each item, runs joined, phonetic hints left out.
    pub texts: Vec<Arc<str>>,
    spans: Vec<Range<usize>>,
    doc: String,
}

impl Strings {
    /// Reads the part; `doc` must not begin with a byte order mark.
    pub fn read(doc: String) -> Result<Self, XmlFault> {
        let mut spans = Vec::new();
        let mut open = None;
        for tag in Walk::new(&doc) {
            let tag = tag?;
            match (tag.name, tag.kind) {
                ("si", Kind::Open) => open = Some(tag.span.end),
                ("si", Kind::Empty) => spans.push(tag.span.end..tag.span.end),
                ("si", Kind::Close) => {
                    if let Some(start) = open.take() {
                        spans.push(start..tag.span.start);
                    }
                }
                _ => {}
            }
        }
        let mut texts = Vec::with_capacity(spans.len());
        for span in &spans {
            texts.push(plain(&doc[span.clone()])?.into());
        }
        Ok(Self { texts, spans, doc })
    }

    /// The runs of an item.
    pub fn runs(&self, index: usize) -> Vec<Run> {
        self.spans.get(index).and_then(|span| runs(&self.doc[span.clone()]).ok()).unwrap_or_default()
    }
}

/// The joined text of the content of an `si` or `is` element.
pub fn plain(content: &str) -> Result<String, XmlFault> {
    Ok(runs(content)?.into_iter().map(|run| run.text).collect())
}

/// The runs of the content of an `si` or `is` element; text outside of runs is one run without properties.
pub fn runs(content: &str) -> Result<Vec<Run>, XmlFault> {
    let tags: Vec<Tag<'_>> = xml::tags(content)?;
    let mut found = Vec::new();
    let mut properties = String::new();
    let mut phonetic: Option<usize> = None;
    for (at, tag) in tags.iter().enumerate() {
        if phonetic.is_some_and(|end| at <= end) {
            continue;
        }
        match tag.name {
            "rPh" if tag.starts() => phonetic = Some(xml::closing(&tags, at)),
            "r" => properties.clear(),
            "rPr" if tag.starts() => content[xml::element(&tags, at)].clone_into(&mut properties),
            "t" if tag.starts() => {
                let text = xml::text(&content[xml::inside(&tags, at)]).into_owned();
                let text = escape::decode(&text).into_owned();
                found.push(Run { properties: properties.clone(), text });
            }
            _ => {}
        }
    }
    Ok(found)
}

/// The content of an `is` element for these runs.
pub fn inline(runs: &[Run]) -> String {
    if let [Run { properties, text }] = runs
        && properties.is_empty()
    {
        return escape::t_element(text);
    }
    let mut out = String::new();
    for run in runs.iter().filter(|run| !run.text.is_empty()) {
        out.push_str("<r>");
        out.push_str(&run.properties);
        out.push_str(&escape::t_element(&run.text));
        out.push_str("</r>");
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn items_are_read_with_runs_and_without_phonetic_hints() {
        let doc = concat!(
            r#"<sst xmlns="x"><si><t>a &amp; b</t></si><si/>"#,
            r#"<si><r><t>c</t></r><r><rPr><b/></rPr><t xml:space="preserve"> d</t></r><rPh sb="0" eb="1"><t>no</t></rPh></si></sst>"#
        );
        let strings = Strings::read(doc.to_owned()).unwrap();
        assert_eq!(strings.texts.iter().map(|text| &**text).collect::<Vec<_>>(), ["a & b", "", "c d"]);
        let runs = strings.runs(2);
        assert_eq!(runs[0].properties, "");
        assert_eq!(runs[1].properties, "<rPr><b/></rPr>");
        assert_eq!(inline(&runs), r#"<r><t>c</t></r><r><rPr><b/></rPr><t xml:space="preserve"> d</t></r>"#);
    }
}
