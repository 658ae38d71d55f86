//! Vietnamese as it was typed before Unicode, for fonts of TCVN3 and VNI: written down from the public tables of letters.

use unicode_normalization::UnicodeNormalization as _;

/// An encoding with the font that goes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OldType {
    Tcvn3,
    Vni,
}

impl OldType {
    pub(super) const fn font(self) -> &'static str {
        match self {
            Self::Tcvn3 => ".VnTime",
            Self::Vni => "VNI-Times",
        }
    }

    pub(super) fn typed(self, text: &str) -> String {
        let text: String = text.nfc().collect();
        match self {
            Self::Tcvn3 => text.chars().map(tcvn3).collect(),
            Self::Vni => text.chars().map(vni).collect(),
        }
    }
}

const TCVN3: [(&str, &str); 3] = [
    ("àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíị", "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞ"),
    ("òỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ", "ßáâãä«åæçèé¬êëìíîïñòóô\u{ad}õö÷øùúûüýþ"),
    ("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§"),
];

/// The capital fonts show capitals for small letters, so a capital with a tone has no place of its own.
fn tcvn3(ch: char) -> char {
    let find = |ch: char| {
        TCVN3.iter().find_map(|(from, to)| {
            let at = from.chars().position(|known| known == ch)?;
            to.chars().nth(at)
        })
    };
    find(ch).or_else(|| find(ch.to_lowercase().next()?)).unwrap_or(ch)
}

/// A letter, then one mark for tone and hat together.
fn vni(ch: char) -> String {
    let small = ch.to_lowercase().next().unwrap_or(ch);
    let plain = match small {
        'đ' => "ñ".to_owned(),
        'ỉ' => "æ".to_owned(),
        'ĩ' => "ó".to_owned(),
        'ị' => "ò".to_owned(),
        'ỵ' => "î".to_owned(),
        'í' | 'ì' => small.to_string(),
        _ => {
            let marks: Vec<char> = small.nfd().collect();
            let tone = marks.iter().find_map(|mark| {
                "\u{301}\u{300}\u{309}\u{303}\u{323}".chars().position(|known| known == *mark)
            });
            let row = if marks.contains(&'\u{302}') {
                "áàåãäâ"
            } else if marks.contains(&'\u{306}') {
                "éèúüëê"
            } else {
                "ùøûõï"
            };
            let base = match (marks[0], marks.contains(&'\u{31b}')) {
                ('o', true) => 'ô',
                ('u', true) => 'ö',
                (base, _) => base,
            };
            let mark = row.chars().nth(tone.unwrap_or(5));
            [Some(base), mark.filter(|_| marks.len() > 1)].into_iter().flatten().collect()
        }
    };
    if small == ch { plain } else { plain.to_uppercase() }
}

#[test]
fn the_tables_agree_with_known_spellings() {
    assert_eq!(OldType::Tcvn3.typed("Sở Khoa học và Công nghệ"), "Së Khoa häc vµ C«ng nghÖ");
    assert_eq!(OldType::Vni.typed("Đo lường chất lượng"), "Ño löôøng chaát löôïng");
    assert_eq!(OldType::Vni.typed("KHOA HỌC QUẢN LÝ"), "KHOA HOÏC QUAÛN LYÙ");
}
