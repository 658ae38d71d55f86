//! Where something stands in a workbook, as Excel shows it: rows from 1, columns by letter.

use std::fmt;

/// A column, 0-based inside (`Col(0)` is A), shown by its letters. Excel's last is XFD, `Col(16_383)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Col(pub u16);

impl fmt::Display for Col {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = [0_u8; 4];
        let mut at = letters.len();
        let mut rest = u32::from(self.0) + 1;
        while rest > 0 {
            at -= 1;
            letters[at] = b'A' + ((rest - 1) % 26) as u8;
            rest = (rest - 1) / 26;
        }
        f.write_str(std::str::from_utf8(&letters[at..]).unwrap_or("?"))
    }
}

impl Col {
    /// Excel's last column, XFD.
    pub const LAST: Self = Self(16_383);

    /// Reads column letters (`A` … `XFD`, any case); `None` for anything else.
    pub fn from_letters(letters: &str) -> Option<Self> {
        if letters.is_empty() || letters.len() > 3 {
            return None;
        }
        let mut value = 0_u32;
        for byte in letters.bytes() {
            if !byte.is_ascii_alphabetic() {
                return None;
            }
            value = value * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1;
        }
        u16::try_from(value - 1).ok().map(Self).filter(|col| *col <= Self::LAST)
    }
}

/// One cell of a sheet: `row` is 1-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellAt {
    /// 1-based row number.
    pub row: u32,
    /// Column.
    pub col: Col,
}

impl fmt::Display for CellAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.col, self.row)
    }
}

impl CellAt {
    /// Reads `B7`; `$` signs are allowed. `None` for anything that is no cell of Excel's grid.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.replace('$', "");
        let digits = text.find(|ch: char| ch.is_ascii_digit())?;
        let (letters, number) = text.split_at(digits);
        let row = number.parse().ok().filter(|row| (1..=1_048_576).contains(row))?;
        Some(Self { row, col: Col::from_letters(letters)? })
    }
}

/// A rectangle of cells, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Area {
    /// Top left.
    pub first: CellAt,
    /// Bottom right.
    pub last: CellAt,
}

impl Area {
    /// Whether `cell` lies inside.
    pub fn contains(&self, cell: CellAt) -> bool {
        (self.first.row..=self.last.row).contains(&cell.row)
            && (self.first.col..=self.last.col).contains(&cell.col)
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_both_ways_at_the_boundaries() {
        for (index, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(Col(index).to_string(), letters);
            assert_eq!(Col::from_letters(letters), Some(Col(index)));
        }
        assert_eq!(Col::from_letters("XFE"), None);
        assert_eq!(Col::from_letters(""), None);
        assert_eq!(Col::from_letters("A1"), None);
    }

    #[test]
    fn cells_outside_the_grid_are_refused() {
        assert_eq!(CellAt::parse("$B$7"), Some(CellAt { row: 7, col: Col(1) }));
        for text in ["A0", "A1048577", "7", "B", "", "AAAA1", "A4294967297"] {
            assert_eq!(CellAt::parse(text), None, "{text}");
        }
    }
}
