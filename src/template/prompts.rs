//! Placeholders in what a sheet says about its cells: lists and messages of validations, texts in conditional formats, tips
//! of links. They belong to all copies of a cell at once, so they see what stands outside of every block. The part around
//! the rows in, edits out.

use minijinja::Value;

use super::fault::FaultKind;
use super::language::Language;
use super::texts::joined;
use crate::ooxml::xml::{self, Edits, Kind, Tag};

/// Attributes that hold text, and how many UTF-16 units Excel takes in each.
const TEXTS: [(&str, usize); 6] = [
    ("promptTitle", 32),
    ("prompt", 255),
    ("errorTitle", 32),
    ("error", 255),
    ("tooltip", 255),
    ("text", 255),
];

/// Longest list of a validation, its quotes included.
pub const MAX_LIST: usize = 257;

/// What a placeholder stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// A text.
    Text,
    /// A formula, in one of its texts.
    Formula,
    /// The list of a validation.
    List,
}

/// Fills the texts; `render` is given the cells of the rule, a text and what it is.
pub fn fill(
    doc: &str,
    tags: &[Tag<'_>],
    edits: &mut Edits,
    mut render: impl FnMut(&str, &str, Within) -> Option<String>,
) {
    if !doc.contains("{{") {
        return;
    }
    let rules = |at: &usize| {
        let known = matches!(tags[*at].name, "dataValidation" | "conditionalFormatting" | "hyperlink");
        known && tags[*at].starts()
    };
    for at in (0..tags.len()).filter(rules) {
        let end = xml::closing(tags, at);
        let inner = (at..=end).find(|child| tags[*child].name == "sqref" && tags[*child].kind == Kind::Open);
        let cells = tags[at]
            .value("sqref")
            .or_else(|| tags[at].value("ref"))
            .or_else(|| inner.map(|child| doc[xml::inside(tags, child)].to_owned()))
            .unwrap_or_default();
        for child in (at..=end).filter(|child| tags[*child].starts()) {
            let tag = &tags[child];
            for (key, most) in TEXTS {
                let Some(attr) = tag.attr(key).filter(|attr| attr.raw.contains("{{")) else { continue };
                if let Some(new) = render(&cells, &attr.value(), Within::Text) {
                    edits.replace(attr.span, xml::escape_attr(short(&new, most)));
                }
            }
            let holds = matches!(tag.name, "formula" | "formula1" | "formula2" | "f");
            let inside = xml::inside(tags, child);
            let raw = &doc[inside.clone()];
            if !holds || tag.kind != Kind::Open || raw.contains('<') || !raw.contains("{{") {
                continue;
            }
            let list = tags[at].value("type").is_some_and(|kind| kind == "list");
            let within = if list { Within::List } else { Within::Formula };
            if let Some(new) = render(&cells, &xml::text(raw), within) {
                edits.replace(inside, xml::escape_text(&new).into_owned());
            }
        }
    }
}

/// Renders a text of a rule; within a formula quotes are doubled.
pub fn prompt(
    language: &Language,
    scope: &Value,
    text: &str,
    within: Within,
) -> Result<Option<String>, FaultKind> {
    if within == Within::Text {
        return joined(language, scope, text, |value| value);
    }
    let double = |text: String| text.replace('"', "\"\"");
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let single = inner.map(|inner| inner.replace("\"\"", "\u{0}")).filter(|inner| !inner.contains('"'));
    let new = match single {
        Some(inner) => joined(language, scope, &inner.replace('\u{0}', "\""), |value| value)?
            .map(|new| format!("\"{}\"", double(new))),
        None => joined(language, scope, text, double)?,
    };
    let long = new.as_ref().is_some_and(|new| new.encode_utf16().count() > MAX_LIST);
    if within == Within::List && long { Err(FaultKind::LongList) } else { Ok(new) }
}

/// At most so many UTF-16 units of a text.
fn short(text: &str, most: usize) -> &str {
    let mut units = 0;
    let fits = |(_, ch): &(usize, char)| {
        units += ch.len_utf16();
        units <= most
    };
    text.char_indices().take_while(fits).last().map_or("", |(at, ch)| &text[..at + ch.len_utf8()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn texts_of_rules_are_filled_and_formulas_are_not() {
        let doc = "<w><dataValidation prompt=\"{{ a }}\" sqref=\"B2\"><formula1>\"x,{{ a }}\"</formula1>\
                   <formula2>B3</formula2></dataValidation><x14:dataValidation type=\"list\"><x14:formula1><xm:f>\"{{ a }}\"</xm:f>\
                   </x14:formula1><xm:sqref>C3</xm:sqref></x14:dataValidation><other text=\"{{ a }}\"/></w>";
        let tags = xml::tags(doc).unwrap();
        let mut edits = Edits::default();
        let mut seen = Vec::new();
        fill(doc, &tags, &mut edits, |cells, text, within| {
            seen.push(format!("{cells} {within:?}"));
            Some(text.replace("{{ a }}", "1 < 2"))
        });
        assert_eq!(seen, ["B2 Text", "B2 Formula", "C3 List"]);
        let out = edits.apply_all(doc);
        for text in
            ["prompt=\"1 &lt; 2\"", "\"x,1 &lt; 2\"", "<xm:f>\"1 &lt; 2\"</xm:f>", "other text=\"{{ a }}\""]
        {
            assert!(out.contains(text), "{text}: {out}");
        }
        assert_eq!(short("ấ😀b", 3), "ấ😀");
        assert_eq!(short("ấ😀b", 2), "ấ");
    }
}
