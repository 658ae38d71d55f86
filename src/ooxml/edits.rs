//! Changes to a text, by spans of its bytes: noted in any order, written at once. What no change touches keeps its bytes.

use std::ops::Range;

/// Replacements by byte span, applied in one go.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    list: Vec<(Range<usize>, String)>,
}

impl Edits {
    /// Replaces `span` by `text`.
    pub fn replace(&mut self, span: Range<usize>, text: impl Into<String>) {
        self.list.push((span, text.into()));
    }

    /// Inserts `text` before byte `at`.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.list.push((at..at, text.into()));
    }

    /// Cuts `span`.
    pub fn remove(&mut self, span: Range<usize>) {
        self.list.push((span, String::new()));
    }

    /// Replaces `span` by `text`, in place of an earlier replacement of the same span.
    pub fn set(&mut self, span: Range<usize>, text: String) {
        match self.list.iter_mut().find(|(known, _)| *known == span) {
            Some(edit) => edit.1 = text,
            None => self.list.push((span, text)),
        }
    }

    /// What `span` is replaced by so far.
    pub fn text_at(&self, span: &Range<usize>) -> Option<String> {
        self.list.iter().find(|(known, _)| known == span).map(|(_, text)| text.clone())
    }

    /// Adds all edits of another list, each in place of an earlier one of the same span.
    pub fn overlay(&mut self, other: Self) {
        for (span, text) in other.list {
            self.set(span, text);
        }
    }

    /// The edits that lie inside `range`.
    #[must_use]
    pub fn within(&self, range: &Range<usize>) -> Self {
        let inside = |(span, _): &&(Range<usize>, String)| range.start <= span.start && span.end <= range.end;
        Self { list: self.list.iter().filter(inside).cloned().collect() }
    }

    /// Adds all edits of another list.
    pub fn extend(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The edited text of `doc[range]`. An edit that lies inside an earlier one is swallowed by it; edits outside `range` are
    /// passed over.
    pub fn apply(&self, doc: &str, range: Range<usize>) -> String {
        let mut order: Vec<&(Range<usize>, String)> =
            self.list.iter().filter(|(span, _)| span.start >= range.start && span.end <= range.end).collect();
        // What is put in right before a span that is cut stays.
        order.sort_by_key(|(span, _)| (span.start, !span.is_empty(), std::cmp::Reverse(span.end)));
        let mut out = String::with_capacity(range.len());
        let mut at = range.start;
        for (span, text) in order {
            if span.start < at {
                continue;
            }
            out.push_str(&doc[at..span.start]);
            out.push_str(text);
            at = span.end;
        }
        out.push_str(&doc[at..range.end]);
        out
    }

    /// The edited text of the whole part.
    pub fn apply_all(&self, doc: &str) -> String {
        self.apply(doc, 0..doc.len())
    }
}
