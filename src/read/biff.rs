//! The records of .xls (BIFF5 and BIFF8): numbers, strings, and the table of shared strings.
//!
//! Every access is checked: a record that is too short gives `None` or a fault, never a panic. Source: [MS-XLS].

use encoding_rs::{Encoding, WINDOWS_1252};

use super::fault::ReadFault;

/// One record with the records that continue it.
pub(super) struct Record<'a> {
    /// Its type.
    pub(super) kind: u16,
    /// Its data, then that of each CONTINUE record after it.
    pub(super) parts: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    /// The data of the record itself.
    pub(super) fn data(&self) -> &'a [u8] {
        self.parts.first().copied().unwrap_or_default()
    }
}

/// The records of a stream from a position on. Ends at the end of the stream.
pub(super) struct Records<'a> {
    stream: &'a [u8],
}

impl<'a> Records<'a> {
    /// Starts at byte `at`.
    pub(super) fn from(stream: &'a [u8], at: usize) -> Self {
        Self { stream: stream.get(at..).unwrap_or_default() }
    }

    fn one(&mut self) -> Option<Result<(u16, &'a [u8]), ReadFault>> {
        let kind = u16_at(self.stream, 0)?;
        let length = usize::from(u16_at(self.stream, 2)?);
        let Some(data) = self.stream.get(4..4 + length) else {
            return Some(Err(ReadFault::damaged("a record is cut")));
        };
        self.stream = &self.stream[4 + length..];
        Some(Ok((kind, data)))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, ReadFault>;

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, data) = match self.one()? {
            Ok(found) => found,
            Err(fault) => {
                self.stream = &[];
                return Some(Err(fault));
            }
        };
        let mut parts = vec![data];
        while u16_at(self.stream, 0) == Some(0x003c) {
            match self.one() {
                Some(Ok((_, data))) => parts.push(data),
                Some(Err(fault)) => {
                    self.stream = &[];
                    return Some(Err(fault));
                }
                None => break,
            }
        }
        Some(Ok(Record { kind, parts }))
    }
}

/// Little-endian at a byte position.
pub(super) fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

/// Little-endian at a byte position.
pub(super) fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

/// Little-endian at a byte position.
pub(super) fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    data.get(at..)?.first_chunk().map(|bytes| f64::from_le_bytes(*bytes))
}

/// An RK number: 30 bits of an integer or of a double, perhaps times 100 ([MS-XLS] 2.5.217).
pub(super) fn rk(bits: u32) -> f64 {
    let number = if bits & 2 == 0 {
        f64::from_bits(u64::from(bits & 0xffff_fffc) << 32)
    } else {
        f64::from(bits.cast_signed() >> 2)
    };
    if bits & 1 == 0 { number } else { number / 100.0 }
}

/// The name of an error value, and whether it is one of those that calamine knows in .xlsb.
pub(super) fn error_name(code: u8) -> (String, bool) {
    let name = match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        0x2b => "#GETTING_DATA",
        _ => return (format!("#ERR{code}!"), false),
    };
    (name.to_owned(), true)
}

/// The encoding of byte strings in BIFF5, by the number in the CODEPAGE record; Western where it is unknown.
pub(super) fn code_page(number: u16) -> &'static Encoding {
    let label = match number {
        874 => "windows-874",
        932 => "shift_jis",
        936 => "gbk",
        949 => "euc-kr",
        950 | 951 => "big5",
        1250..=1258 => {
            return Encoding::for_label(format!("windows-{number}").as_bytes()).unwrap_or(WINDOWS_1252);
        }
        10_000 | 0x8000 => "macintosh",
        10_007 => "x-mac-cyrillic",
        866 => "ibm866",
        65_001 => "utf-8",
        _ => "windows-1252",
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

/// A byte string with a length of one byte.
pub(super) fn short_bytes(data: &[u8], at: usize, encoding: &'static Encoding) -> Option<String> {
    let length = usize::from(*data.get(at)?);
    let bytes = data.get(at + 1..).map(|rest| &rest[..length.min(rest.len())])?;
    Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// Characters of a string that may run over CONTINUE records, each of which begins with a flag of its own.
pub(super) struct Strings<'r, 'a> {
    parts: &'r [&'a [u8]],
    /// Rest of the first part.
    rest: &'a [u8],
}

impl<'r, 'a> Strings<'r, 'a> {
    /// Starts `at` bytes into the first part.
    pub(super) fn new(record: &'r Record<'a>, at: usize) -> Self {
        Self {
            rest: record.data().get(at..).unwrap_or_default(),
            parts: record.parts.get(1..).unwrap_or_default(),
        }
    }

    /// Goes to the next part; `false` if there is none.
    fn advance(&mut self) -> bool {
        let Some((first, parts)) = self.parts.split_first() else { return false };
        self.rest = first;
        self.parts = parts;
        true
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        while self.rest.is_empty() && count > 0 {
            if !self.advance() {
                return None;
            }
        }
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if self.rest.is_empty() && !self.advance() {
                return None;
            }
            let step = count.min(self.rest.len());
            self.rest = &self.rest[step..];
            count -= step;
        }
        Some(())
    }

    /// Whether anything is left.
    pub(super) fn is_empty(&mut self) -> bool {
        while self.rest.is_empty() {
            if !self.advance() {
                return true;
            }
        }
        false
    }

    /// A string with formatting and phonetics, as in the table of shared strings ([MS-XLS] 2.5.293). `wide_count` is
    /// false for the short form with a length of one byte.
    pub(super) fn rich(&mut self, wide_count: bool) -> Option<String> {
        let count = if wide_count { u16_at(self.take(2)?, 0)? } else { u16::from(*self.take(1)?.first()?) };
        let flags = *self.take(1)?.first()?;
        let runs = if flags & 8 == 0 { 0 } else { usize::from(u16_at(self.take(2)?, 0)?) };
        let phonetic = if flags & 4 == 0 { 0 } else { u32_at(self.take(4)?, 0)? as usize };
        let text = self.characters(usize::from(count), flags & 1 != 0)?;
        self.skip(runs * 4)?;
        self.skip(phonetic)?;
        Some(text)
    }

    fn characters(&mut self, mut count: usize, mut wide: bool) -> Option<String> {
        let mut units: Vec<u16> = Vec::with_capacity(count.min(32_768));
        while count > 0 {
            let size = if wide { 2 } else { 1 };
            let here = count.min(self.rest.len() / size);
            let (bytes, rest) = self.rest.split_at_checked(here * size)?;
            self.rest = rest;
            if wide {
                units.extend(bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])));
            } else {
                units.extend(bytes.iter().map(|byte| u16::from(*byte)));
            }
            count -= here;
            if count > 0 {
                // The next part begins with the flag that says how wide its characters are.
                if !self.rest.is_empty() || !self.advance() {
                    return None;
                }
                let (flag, rest) = self.rest.split_first()?;
                wide = flag & 1 != 0;
                self.rest = rest;
            }
        }
        Some(String::from_utf16_lossy(&units))
    }
}

/// All shared strings of an SST record.
///
/// # Errors
/// Damaged if a string is cut.
pub(super) fn shared_strings(record: &Record<'_>) -> Result<Vec<String>, ReadFault> {
    let stated = u32_at(record.data(), 4).unwrap_or(0);
    let mut source = Strings::new(record, 8);
    let mut strings = Vec::new();
    while (strings.len() as u64) < u64::from(stated) && !source.is_empty() {
        strings.push(source.rich(true).ok_or_else(|| ReadFault::damaged("a shared string is cut"))?);
    }
    Ok(strings)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn rk_numbers_have_four_forms() {
        for (bits, number) in [
            ((44_931_u32 << 2) | 2, 44_931.0),
            ((12_345 << 2) | 3, 123.45),
            (((-5_i32 << 2).cast_unsigned()) | 2, -5.0),
            ((1.5_f64.to_bits() >> 32) as u32, 1.5),
            (((150.0_f64.to_bits() >> 32) as u32) | 1, 1.5),
        ] {
            assert_eq!(rk(bits).to_bits(), f64::to_bits(number), "{bits:x}");
        }
    }

    #[test]
    fn a_shared_string_may_run_over_a_continuation_and_change_its_width() {
        let first = [&[2, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0][..], b"ab"].concat();
        let second = [1, 0xd3, 0x1e, b'x', 0, 1, 0, 0, b'z'];
        let record = Record { kind: 0xfc, parts: vec![&first, &second] };
        assert_eq!(shared_strings(&record).unwrap(), ["abồx", "z"]);
    }

    #[test]
    fn a_cut_string_is_a_fault_and_an_empty_continuation_is_none() {
        let first = [1, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, b'a'];
        for parts in [vec![&first[..]], vec![&first[..], &[][..]], vec![&first[..], &[][..], &[1_u8][..]]] {
            assert!(shared_strings(&Record { kind: 0xfc, parts }).is_err());
        }
    }

    #[test]
    fn formatting_and_phonetics_are_passed_over() {
        let data = [
            &[1, 0, 0, 0, 2, 0, 0, 0][..],
            &[1, 0, 0x0c, 1, 0, 2, 0, 0, 0, b'a', 9, 9, 9, 9, 8, 8, 1, 0, 0, b'b'],
        ]
        .concat();
        assert_eq!(shared_strings(&Record { kind: 0xfc, parts: vec![&data] }).unwrap(), ["a", "b"]);
    }

    #[test]
    fn records_are_joined_with_their_continuations() {
        let stream = [1, 0, 1, 0, 7, 0x3c, 0, 2, 0, 8, 9, 2, 0, 0, 0, 3, 0, 9, 0];
        let found: Vec<_> = Records::from(&stream, 0)
            .map(|record| record.map(|record| (record.kind, record.parts.concat())))
            .collect();
        assert_eq!(found[0], Ok((1, vec![7, 8, 9])));
        assert_eq!(found[1], Ok((2, vec![])));
        assert!(found[2].is_err());
        assert_eq!(found.len(), 3);
    }
}
