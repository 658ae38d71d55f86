//! What a part of a Word template asks for, as read: pieces kept as they are, paragraphs to fill, blocks that repeat. Byte ranges
//! point into the part, numbers into the lists of expressions and sites.

use std::ops::Range;

use super::place::Place;
use crate::template::language::Compiled;

/// A placeholder or control tag and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Where.
    pub place: Place,
    /// The paragraph's text.
    pub text: String,
    /// Whether it is the copy of a text box for readers that do not know the first one.
    pub fallback: bool,
}

/// A compiled expression.
pub struct Expression<'e> {
    /// The expression.
    pub compiled: Compiled<'e>,
    /// The index of its site.
    pub site: usize,
}

/// A part as read.
#[derive(Default)]
pub struct Plan<'e> {
    /// What to write, in the order of the part.
    pub nodes: Vec<Node>,
    /// All expressions.
    pub expressions: Vec<Expression<'e>>,
    /// All placeholders and tags.
    pub sites: Vec<Site>,
    /// The names of all loop variables.
    pub vars: Vec<String>,
    /// Texts that end a placeholder or tag that nothing opens.
    pub strays: Vec<(Place, String)>,
}

/// Something to write.
pub enum Node {
    /// Bytes as they are.
    Raw(Range<usize>),
    /// A paragraph with placeholders.
    Paragraph(Box<Paragraph>),
    /// Repeats.
    For {
        /// The site of its tag.
        site: usize,
        /// Loop variables.
        names: Vec<String>,
        /// Expression of the list.
        list: usize,
        /// What repeats.
        body: Vec<Node>,
        /// What stands there for an empty list.
        other: Vec<Node>,
    },
    /// The first branch that holds.
    If(Vec<Branch>),
    /// A table: left out if none of its rows is left, kept apart from another one before it.
    Table(Inner),
    /// An element that must end with a paragraph.
    Container(Inner),
}

/// An element with other nodes inside.
pub struct Inner {
    /// The bytes before the nodes.
    pub open: Range<usize>,
    /// What is inside.
    pub nodes: Vec<Node>,
    /// The bytes behind them.
    pub close: Range<usize>,
    /// Whether something inside repeats or may be left out.
    pub changes: bool,
}

/// A branch of an `if`.
pub struct Branch {
    /// Expression of the condition; none for `else`.
    pub condition: Option<usize>,
    /// What it holds.
    pub body: Vec<Node>,
}

/// A paragraph with placeholders.
pub struct Paragraph {
    /// Its site.
    pub site: usize,
    /// Its texts in order.
    pub pieces: Vec<Piece>,
    /// What they become.
    pub body: Body,
    /// What to write, in the order of the paragraph.
    pub parts: Vec<Part>,
}

/// A text element of a paragraph, a break or tab between them, or something that is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The bytes of the opening tag; of a break the whole element.
    pub tag: Range<usize>,
    /// The bytes of the element.
    pub element: Range<usize>,
    /// Its text.
    pub text: String,
    /// Where its text begins in the paragraph's.
    pub start: usize,
    /// What it is.
    pub kind: PieceKind,
}

/// What a piece of a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// A text element.
    Text,
    /// A break, tab or hyphen: an element that has a text.
    Space,
    /// Something else within a run (a picture, a symbol, a note, an end of a field) that no other piece stands in.
    Leaf,
    /// Something with other pieces or text boxes inside.
    Around {
        /// Whether it is content itself, so that it can't be passed over more than once.
        strict: bool,
    },
}

impl Piece {
    /// Whether it is a text element.
    pub fn is_text(&self) -> bool {
        self.kind == PieceKind::Text
    }
}

/// A paragraph's text for the expression language.
pub struct Inline {
    /// The text, with marks of the pieces in it.
    pub text: String,
    /// For each piece, whether its mark is in the text: it goes if the mark does.
    pub tracked: Vec<bool>,
}

/// What the pieces of a paragraph become.
pub enum Body {
    /// Literal texts and values, each with the piece it goes to.
    Parts(Vec<(usize, Source)>),
    /// A text for the expression language, with marks of the pieces in it.
    Inline(Inline),
}

/// Where a text comes from.
pub enum Source {
    /// Bytes of the paragraph's text.
    Literal(Range<usize>),
    /// An expression, and whether its number is a year.
    Value(usize, bool),
}

/// A part of a paragraph.
pub enum Part {
    /// Bytes as they are.
    Raw(Range<usize>),
    /// A piece by its index.
    Piece(usize),
    /// A text box, and the byte it begins at.
    Inside(usize, Vec<Node>),
}

/// Whether anything in the nodes repeats or may be left out.
pub fn changes(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::For { .. } | Node::If(_) => true,
        Node::Table(inner) | Node::Container(inner) => inner.changes,
        Node::Raw(_) | Node::Paragraph(_) => false,
    })
}

/// Adds bytes as they are.
pub fn push_raw(nodes: &mut Vec<Node>, bytes: Range<usize>) {
    match nodes.last_mut() {
        _ if bytes.is_empty() => {}
        Some(Node::Raw(last)) if last.end == bytes.start => last.end = bytes.end,
        _ => nodes.push(Node::Raw(bytes)),
    }
}
