//! The tokens of a compiled formula (.xls and .xlsb): which sheets of which workbooks it names.
//!
//! Only lengths are known here, nothing is calculated. At a token of unknown length the walk ends; what follows is not seen.
//! Sources: [MS-XLS] 2.5.198, [MS-XLSB] 2.5.97.

use super::biff::u16_at;

/// How the operands of a formula are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// .xls, BIFF8.
    Xls,
    /// .xlsb.
    Xlsb,
}

/// The numbers of the sheet references (`ixti`) in a formula, in order.
pub(super) fn sheet_numbers(tokens: &[u8], dialect: Dialect) -> Vec<u16> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&token) = tokens.get(at) {
        let operand = at + 1;
        if token >= 0x20
            && matches!(token & 0x1f, 0x19..=0x1d)
            && let Some(number) = u16_at(tokens, operand)
        {
            found.push(number);
        }
        match length(token, tokens.get(operand..).unwrap_or_default(), dialect) {
            Some(length) => at = operand + length,
            None => break,
        }
    }
    found
}

/// How many bytes follow a token; `None` for one that is not known.
fn length(token: u8, rest: &[u8], dialect: Dialect) -> Option<usize> {
    let is_xls = dialect == Dialect::Xls;
    let either = |xls, xlsb| Some(if is_xls { xls } else { xlsb });
    // From 0x20 on, two bits say which kind of value is wanted.
    let kind = if token < 0x20 { token } else { token & 0x1f | 0x20 };
    match kind {
        0x03..=0x16 => Some(0),
        0x01 | 0x02 | 0x23 => Some(4),
        0x17 if is_xls => {
            let wide = usize::from(rest.get(1)? & 1);
            Some(2 + usize::from(*rest.first()?) * (1 + wide))
        }
        0x17 => Some(2 + usize::from(u16_at(rest, 0)?) * 2),
        // CHOOSE carries a table of jumps.
        0x19 if rest.first()? & 0x04 != 0 => Some(3 + 2 * (usize::from(u16_at(rest, 1)?) + 1)),
        0x19 | 0x22 => Some(3),
        0x1c | 0x1d => Some(1),
        0x1e | 0x21 | 0x29 => Some(2),
        0x1f => Some(8),
        0x20 => either(7, 14),
        0x24 | 0x2a | 0x2c => either(4, 6),
        0x25 | 0x2b | 0x2d => either(8, 12),
        0x26..=0x28 | 0x39 => Some(6),
        0x3a | 0x3c => either(6, 8),
        0x3b | 0x3d => either(10, 14),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_reference_behind_other_operands_is_found() {
        // VLOOKUP(A1, [2]Sheet!A1:B9, 2, FALSE) and "ab" & [3]Sheet!A1.
        let xls = [
            &[0x44, 0, 0, 0, 0xc0][..],
            &[0x3b, 2, 0, 0, 0, 8, 0, 0, 0xc0, 1, 0xc0],
            &[0x1e, 2, 0, 0x1d, 0, 0x22, 4, 102, 0],
        ]
        .concat();
        assert_eq!(sheet_numbers(&xls, Dialect::Xls), [2]);
        let text = [&[0x17, 2, 0, b'a', b'b', 0x5a, 3, 0, 0, 0, 0, 0xc0, 0x08][..]].concat();
        assert_eq!(sheet_numbers(&text, Dialect::Xls), [3]);
        let xlsb = [
            &[0x17, 1, 0, b'a', 0][..],
            &[0x44, 0, 0, 0, 0, 0, 0xc0],
            &[0x5a, 7, 0, 0, 0, 0, 0, 0, 0xc0, 0x08],
        ]
        .concat();
        assert_eq!(sheet_numbers(&xlsb, Dialect::Xlsb), [7]);
    }

    #[test]
    fn an_unknown_token_ends_the_walk() {
        assert!(sheet_numbers(&[0x18, 0x3a, 1, 0, 0, 0, 0, 0], Dialect::Xls).is_empty());
        assert!(sheet_numbers(&[0x3a], Dialect::Xls).is_empty());
    }

    proptest! {
        #[test]
        fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            for dialect in [Dialect::Xls, Dialect::Xlsb] {
                prop_assert!(sheet_numbers(&bytes, dialect).len() <= bytes.len());
            }
        }
    }
}
