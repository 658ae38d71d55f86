//! Texts of drawings and charts: paragraphs, typed names and lists, descriptions. A part's tags in, edits out.

use crate::ooxml::escape;
use crate::ooxml::xml::{self, Edits, Kind, Tag};

/// Fills the paragraphs of drawings and charts, and the texts of comments: every element `container` with its `t` elements.
pub fn paragraphs(
    doc: &str,
    tags: &[Tag<'_>],
    container: &str,
    edits: &mut Edits,
    mut render: impl FnMut(usize, &[String]) -> Option<Vec<String>>,
) {
    if !doc.contains('{') {
        return;
    }
    for at in (0..tags.len()).filter(|at| tags[*at].name == container && tags[*at].kind == Kind::Open) {
        let end = xml::closing(tags, at);
        let runs: Vec<usize> =
            (at + 1..end).filter(|at| tags[*at].name == "t" && tags[*at].kind == Kind::Open).collect();
        let texts: Vec<String> = runs
            .iter()
            .map(|at| escape::decode(&xml::text(&doc[xml::inside(tags, *at)])).into_owned())
            .collect();
        if texts.is_empty() {
            continue;
        }
        let Some(new) = render(at, &texts) else { continue };
        for ((at, old), new) in runs.iter().zip(&texts).zip(new) {
            if *old != new {
                edits.replace(xml::inside(tags, *at), escape::encode(&new));
            }
        }
    }
}

/// Fills what drawings and charts hold as plain text: names of series that are typed, lists of values that are typed, and the
/// descriptions of shapes.
pub fn literals(
    doc: &str,
    tags: &[Tag<'_>],
    edits: &mut Edits,
    mut render: impl FnMut(&str) -> Option<String>,
) {
    if !doc.contains("{{") {
        return;
    }
    for at in (0..tags.len()).filter(|at| tags[*at].starts()) {
        let tag = &tags[at];
        if tag.name == "cNvPr" {
            for attr in ["descr", "title"].iter().filter_map(|key| tag.attr(key)) {
                if let Some(new) = render(&attr.value()) {
                    edits.replace(attr.span, xml::escape_attr(&new));
                }
            }
        }
        // Stored points of a reference are those of its cells.
        let typed = || {
            let around = xml::parent(tags, at).map(|around| (around, tags[around].name));
            match around {
                Some((_, "tx")) => true,
                Some((data, "txData")) => {
                    !(data..at).any(|beside| tags[beside].name == "f" && tags[beside].starts())
                }
                Some((point, "pt")) => xml::parent(tags, point)
                    .is_some_and(|list| matches!(tags[list].name, "strLit" | "numLit")),
                _ => false,
            }
        };
        if tag.name == "v" && tag.kind == Kind::Open && doc[xml::inside(tags, at)].contains("{{") && typed() {
            let inside = xml::inside(tags, at);
            if let Some(new) = render(&xml::text(&doc[inside.clone()])) {
                edits.replace(inside, xml::escape_text(&new).into_owned());
            }
        }
    }
}
