//! The text of a formula in copy after copy of a repeated row, where its numbers grow with the rows: three copies in, the text
//! of any copy out. Nothing is said of what the text means.

use super::axis::MAX_ROW;

/// A text with numbers that grow with the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Along(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// A row of the first copy.
    Row(u32),
}

impl Along {
    /// From the first copy and two others that stand so many rows below it; `None` if they differ in more than numbers that
    /// grow as much.
    pub fn of(first: &str, second: &str, end: &str, down: (u32, u32)) -> Option<Self> {
        let (first, second, end) = (pieces(first), pieces(second), pieces(end));
        if first.len() != second.len() || first.len() != end.len() {
            return None;
        }
        let mut out: Vec<Piece> = Vec::new();
        for ((a, b), c) in first.into_iter().zip(second).zip(end) {
            if a == b && a == c {
                match out.last_mut() {
                    Some(Piece::Text(before)) => before.push_str(a),
                    _ => out.push(Piece::Text(a.to_owned())),
                }
                continue;
            }
            let (row, next, end) = (number(a)?, number(b)?, number(c)?);
            if row.checked_add(down.0)? != next || row.checked_add(down.1)? != end {
                return None;
            }
            out.push(Piece::Row(row));
        }
        Some(Self(out))
    }

    /// The text of a copy that stands so many rows below the first.
    pub fn at(&self, down: u32) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Row(row) => out.push_str(&(row + down).to_string()),
            }
        }
        out
    }
}

/// Runs of digits and runs of other characters in turn.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digit = first.is_ascii_digit();
        let end = rest.find(|ch: char| ch.is_ascii_digit() != digit).unwrap_or(rest.len());
        out.push(&rest[..end]);
        rest = &rest[end..];
    }
    out
}

/// A number as it would be written again.
fn number(text: &str) -> Option<u32> {
    let number: u32 = text.parse().ok()?;
    (number <= MAX_ROW && number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn rows_grow_and_the_rest_stays() {
        let along =
            Along::of("D3*E$10+LOG10(\"07\")", "D5*E$10+LOG10(\"07\")", "D203*E$10+LOG10(\"07\")", (2, 200))
                .unwrap();
        assert_eq!(along.at(0), "D3*E$10+LOG10(\"07\")");
        assert_eq!(along.at(14), "D17*E$10+LOG10(\"07\")");
        assert_eq!(Along::of("SUM(B3:B3)", "SUM(B3:B4)", "SUM(B3:B12)", (1, 9)).unwrap().at(4), "SUM(B3:B7)");
    }

    #[test]
    fn what_does_not_grow_with_the_rows_is_refused() {
        assert_eq!(Along::of("A1", "A2", "A4", (1, 2)), None);
        assert_eq!(Along::of("A1", "A3", "A5", (1, 2)), None);
        assert_eq!(Along::of("A1", "B1", "C1", (1, 2)), None);
        assert_eq!(Along::of("A01", "A02", "A03", (1, 2)), None);
        assert_eq!(Along::of("A1", "A1:A2", "A1:A3", (1, 2)), None);
    }
}
