//! The bytes of a text file to text: BOM, UTF-16 without BOM, UTF-8, else a legacy encoding.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

/// A text file's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text without BOM.
    pub(super) text: String,
    /// The encoding's name, if it is not UTF-8 and no BOM said so.
    pub(super) legacy: Option<&'static str>,
}

/// Decodes a text file. `declared` is the encoding the file itself names (an HTML `meta`), used only if the bytes are
/// neither UTF-8 nor UTF-16. Bytes that mean nothing become U+FFFD.
pub(super) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    if let Some(text) = utf32(bytes) {
        return Decoded { text, legacy: None };
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Decoded { text: decoded(encoding, &bytes[length..]), legacy: None };
    }
    if let Some(encoding) = utf16_without_bom(bytes) {
        return Decoded { text: decoded(encoding, bytes), legacy: Some(encoding.name()) };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: text.to_owned(), legacy: None },
        // A UTF-8 file that was cut inside its last character is still UTF-8.
        Err(error)
            if error.error_len().is_none() && error.valid_up_to() > 0 && !bytes.is_ascii() && {
                bytes[..error.valid_up_to()].iter().any(|byte| *byte >= 0x80)
            } =>
        {
            Decoded { text: decoded(UTF_8, bytes), legacy: None }
        }
        Err(_) => {
            let encoding = declared.filter(|encoding| *encoding != UTF_8).unwrap_or_else(|| legacy(bytes));
            Decoded { text: decoded(encoding, bytes), legacy: Some(encoding.name()) }
        }
    }
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// UTF-32 with its BOM; the little-endian one begins like that of UTF-16, followed by what would be a zero character.
fn utf32(bytes: &[u8]) -> Option<String> {
    let little = bytes.starts_with(b"\xff\xfe\0\0");
    if !little && !bytes.starts_with(b"\0\0\xfe\xff") {
        return None;
    }
    let units = bytes[4..].chunks(4).map(|unit| {
        let code = unit
            .first_chunk()
            .map(|unit| if little { u32::from_le_bytes(*unit) } else { u32::from_be_bytes(*unit) });
        code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
    });
    Some(units.collect())
}

/// UTF-16 is recognised by the zero high bytes of its ASCII characters (separators, digits, line ends), which stand at
/// every second place only.
fn utf16_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 4 {
        return None;
    }
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 4 >= pairs && even * 50 <= odd {
        Some(UTF_16LE)
    } else if even * 4 >= pairs && odd * 50 <= even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// windows-1258 writes tones as letters of their own after a vowel. Where those bytes mostly stand elsewhere, the text
/// is no windows-1258; read as windows-1252 it is what converters of TCVN3 and VNI expect.
fn legacy(bytes: &[u8]) -> &'static Encoding {
    let (mut fitting, mut odd) = (0_usize, 0_usize);
    for pair in bytes.windows(2) {
        if matches!(pair[1], 0xcc | 0xd2 | 0xde | 0xec | 0xf2) {
            let vowel = matches!(pair[0].to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
                || matches!(
                    pair[0],
                    0xc2 | 0xc3 | 0xca | 0xd4 | 0xd5 | 0xdd | 0xe2 | 0xe3 | 0xea | 0xf4 | 0xf5 | 0xfd
                );
            if vowel { fitting += 1 } else { odd += 1 }
        }
    }
    if odd > fitting { WINDOWS_1252 } else { WINDOWS_1258 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Mã hồ sơ;Ngày nhận\r\n1;05/01/2023\r\n";

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    }

    #[test]
    fn unicode_is_read_with_and_without_bom() {
        for (mut bytes, bom, name) in [
            (TEXT.as_bytes().to_vec(), &[0xef, 0xbb, 0xbf][..], None),
            (utf16(TEXT, true), &[0xff, 0xfe][..], Some("UTF-16LE")),
            (utf16(TEXT, false), &[0xfe, 0xff][..], Some("UTF-16BE")),
        ] {
            assert_eq!(decode(&bytes, None), Decoded { text: TEXT.to_owned(), legacy: name });
            bytes.splice(0..0, bom.iter().copied());
            assert_eq!(decode(&bytes, None), Decoded { text: TEXT.to_owned(), legacy: None });
        }
        let mut bytes = b"\xff\xfe\0\0".to_vec();
        bytes.extend(TEXT.chars().flat_map(|ch| u32::from(ch).to_le_bytes()));
        assert_eq!(decode(&bytes, None), Decoded { text: TEXT.to_owned(), legacy: None });
    }

    #[test]
    fn windows_1258_is_the_fallback() {
        // "Nguyễn" and "Đo lường" as windows-1258 writes them.
        let found = decode(b"Nguy\xea\xden \xd0o l\xfd\xf5\xccng", None);
        assert_eq!(found.text, "Nguyê\u{303}n Đo lươ\u{300}ng");
        assert_eq!(found.legacy, Some("windows-1258"));
    }

    #[test]
    fn text_in_tcvn3_is_not_taken_for_windows_1258() {
        // "tổ chức" and "trường" in TCVN3.
        let found = decode(b"t\xe6 ch\xf8c tr\xad\xeang ng\xb5y \xa7\xd2n h\xecn", None);
        assert_eq!(found.legacy, Some("windows-1252"));
        assert!(found.text.contains("ngµy §Òn"), "{}", found.text);
    }

    #[test]
    fn a_cut_character_at_the_end_does_not_change_the_encoding() {
        let bytes = "Hồ sơ".as_bytes();
        assert_eq!(
            decode(&bytes[..bytes.len() - 1], None),
            Decoded { text: "Hồ s\u{fffd}".to_owned(), legacy: None }
        );
    }

    #[test]
    fn what_the_file_declares_comes_before_the_fallback_but_after_utf_8() {
        assert_eq!(decode(b"caf\xe9 \xcc", Some(WINDOWS_1252)).text, "café Ì");
        assert_eq!(decode("hồ".as_bytes(), Some(WINDOWS_1252)).text, "hồ");
    }
}
