//! The elements of one part of a Word document: tags with their bytes, which of them belong to WordprocessingML, and where
//! each element ends. Text in, indices out; nothing is changed here.

use std::ops::Range;

use crate::ooxml::xml::{self, Kind, Tag, XmlFault};

/// Deepest nesting of elements that is followed; a table in a table adds three, a text box about ten.
pub const MAX_DEPTH: usize = 200;

/// A part with its tags. Elements are named by the index of their opening tag.
pub struct Scan<'a> {
    /// The part's text, without byte order mark.
    pub doc: &'a str,
    /// Its tags.
    pub tags: Vec<Tag<'a>>,
    /// The prefix of WordprocessingML with its colon, or empty.
    pub prefix: &'a str,
    close: Vec<usize>,
}

impl<'a> Scan<'a> {
    /// Reads a part. The prefix of the root element is taken for that of WordprocessingML.
    pub fn read(doc: &'a str) -> Result<Self, XmlFault> {
        let tags = xml::tags(doc)?;
        let mut close: Vec<usize> = (0..tags.len()).collect();
        let mut open = Vec::new();
        for (at, tag) in tags.iter().enumerate() {
            match tag.kind {
                Kind::Open => open.push(at),
                Kind::Close => {
                    if let Some(start) = open.pop() {
                        close[start] = at;
                    }
                }
                Kind::Empty => {}
            }
        }
        let root = tags.first().ok_or(XmlFault::Broken(0))?;
        let opening = &doc[root.span.start + 1..root.span.end];
        let prefix = opening.find(root.name).map_or("", |at| &opening[..at]);
        let prefix = if prefix.ends_with(':') { prefix } else { "" };
        Ok(Self { doc, tags, prefix, close })
    }

    /// Whether the element nesting is deeper than [`MAX_DEPTH`].
    pub fn is_too_deep(&self) -> bool {
        self.tags.iter().any(|tag| tag.depth > MAX_DEPTH)
    }

    /// Whether the element is this one of WordprocessingML.
    pub fn is(&self, at: usize, name: &str) -> bool {
        let tag = &self.tags[at];
        tag.name == name
            && self.doc[tag.span.start + 1..]
                .strip_prefix(self.prefix)
                .is_some_and(|rest| rest.starts_with(name))
    }

    /// Whether the element is any of these of WordprocessingML.
    pub fn is_any(&self, at: usize, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(at, name))
    }

    /// The index of the tag that ends an element; of an empty one its own.
    pub fn close(&self, at: usize) -> usize {
        self.close[at]
    }

    /// The bytes of an element with its tags.
    pub fn element(&self, at: usize) -> Range<usize> {
        self.tags[at].span.start..self.tags[self.close[at]].span.end
    }

    /// The bytes between an element's tags.
    pub fn inside(&self, at: usize) -> Range<usize> {
        let close = self.close[at];
        if close == at {
            let end = self.tags[at].span.end;
            return end..end;
        }
        self.tags[at].span.end..self.tags[close].span.start
    }

    /// The elements directly inside an element.
    pub fn children(&self, at: usize) -> Vec<usize> {
        let end = self.close[at];
        let mut found = Vec::new();
        let mut next = at + 1;
        while next < end {
            found.push(next);
            next = self.close[next] + 1;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn elements_are_known_by_their_namespace_and_their_end() {
        let scan = Scan::read("<w:a xmlns:w='x'><w:p><m:p/>t</w:p><w:q/></w:a>").unwrap();
        let children = scan.children(0);
        assert_eq!(children.len(), 2);
        assert!(scan.is(children[0], "p") && !scan.is(2, "p") && scan.is_any(children[1], &["p", "q"]));
        assert_eq!(&scan.doc[scan.inside(children[0])], "<m:p/>t");
        assert_eq!(&scan.doc[scan.element(children[1])], "<w:q/>");
        let plain = Scan::read("<a><p/><m:p/></a>").unwrap();
        assert!(plain.is(1, "p") && !plain.is(2, "p"));
    }
}
