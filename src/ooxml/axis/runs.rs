//! Copies of old positions in the result: single ones, and those that follow each other taken together.

/// One copy of a leaf in the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seg {
    /// First old position.
    pub first: u32,
    /// Last old position.
    pub last: u32,
    /// First new position.
    pub to: u32,
    /// The instance it was made in.
    pub inst: Option<u32>,
}

/// A run as it is kept: there may be one for every row of the result.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packed {
    pub leaf: u32,
    pub to: u32,
    /// [`NONE`] outside of all blocks.
    pub inst: u32,
    pub count: u32,
}

/// The number of no instance.
pub(super) const NONE: u32 = u32::MAX;

/// Copies of a leaf that follow each other, each made in the instance after that of the copy before: a hundred thousand
/// repeated rows are one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first copy.
    pub seg: Seg,
    /// How many copies there are.
    pub count: u32,
}

impl Run {
    /// How many positions one copy has.
    pub fn step(&self) -> u32 {
        self.seg.last - self.seg.first + 1
    }

    /// The copy with this number, 0-based.
    pub fn copy(&self, at: u32) -> Seg {
        let to = self.seg.to.saturating_add(at.saturating_mul(self.step()));
        Seg { to, inst: self.seg.inst.map(|inst| inst + at), ..self.seg }
    }

    /// All copies.
    pub fn copies(self) -> impl Iterator<Item = Seg> {
        (0..self.count).map(move |at| self.copy(at))
    }
}
