//! Text typed in TCVN3 (`.VnTime`) or VNI (`VNI-Times`) fonts, stored as if it were Western European text.
//!
//! Goes in: texts as stored, before any folding (TCVN3 writes `ư` as a soft hyphen). Comes out: which of the two
//! encodings a column is in, and the same text in Unicode. Detection needs many words to agree; single cells and
//! ordinary Vietnamese, English or French text are left alone. A caller that knows the cell's font asks
//! [`from_font`] instead.

use super::syllable::is_syllable;

/// The encodings of the fonts used before Unicode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Legacy {
    /// TCVN 5712:1993, third table; also called ABC. Fonts `.Vn…`.
    Tcvn3,
    /// VNI for Windows, marks written after their letter. Fonts `VNI-…`.
    Vni,
}

impl Legacy {
    /// The name people know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI",
        }
    }
}

/// The encoding that a font's name stands for: `.VnTime`, `.VnTimeH`, `.VnArial` … or `VNI-Times`, `VNI-Helve` ….
/// The capital fonts (`.Vn…H`) only show capitals; the text is stored in small letters and stays so.
pub fn from_font(name: &str) -> Option<Legacy> {
    let name = name.trim().to_ascii_lowercase();
    if name.starts_with(".vn") {
        Some(Legacy::Tcvn3)
    } else if name.starts_with("vni-") {
        Some(Legacy::Vni)
    } else {
        None
    }
}

/// How many different words have to speak for an encoding.
const ENOUGH: usize = 3;

/// The encoding of a column (or a whole sheet), if the evidence is strong: at least three different words that are
/// no Vietnamese syllables as stored but become some when converted, at least four of every five words with foreign
/// letters, and none with the letters of Unicode Vietnamese (`ư`, `ạ`, …) beyond one in ten.
pub fn detect<'a>(column: impl Iterator<Item = &'a str>) -> Option<Legacy> {
    let mut evidence = Evidence::default();
    column.for_each(|text| evidence.add(text));
    evidence.strong().filter(|from| evidence.unicode * 10 <= evidence.tally(*from).good)
}

/// What the words of some cells say about their encoding.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    tcvn3: Tally,
    vni: Tally,
    /// Words with letters that only Unicode has.
    unicode: usize,
}

impl Evidence {
    /// Weighs the words of one more cell.
    pub fn add(&mut self, text: &str) {
        for word in words(text).filter(|word| !word.is_ascii()) {
            if word.chars().any(is_beyond_latin1) {
                self.unicode += 1;
                continue;
            }
            let looks_right = is_syllable(word);
            self.tcvn3.add(word, Legacy::Tcvn3, looks_right);
            self.vni.add(word, Legacy::Vni, looks_right);
        }
    }

    /// The encoding that at least three different words name, four times as many as speak against it.
    pub fn strong(&self) -> Option<Legacy> {
        let from = if self.vni.good > self.tcvn3.good { Legacy::Vni } else { Legacy::Tcvn3 };
        let best = self.tally(from);
        let convincing = best.different.len() >= ENOUGH && best.bad * 4 <= best.good;
        (convincing && self.tcvn3.good != self.vni.good).then_some(from)
    }

    /// Whether a word can be in this encoding only, and hardly any speaks against it: enough where the rest of the sheet names
    /// it already.
    pub fn supports(&self, from: Legacy) -> bool {
        let other = match from {
            Legacy::Tcvn3 => &self.vni,
            Legacy::Vni => &self.tcvn3,
        };
        self.bears_out(from) && self.tally(from).good > other.good
    }

    /// Whether a word can be in this encoding and hardly any speaks against it, whatever the other one would make of it ("tuyÕn"
    /// is a word in both): enough where the font names the encoding.
    pub fn bears_out(&self, from: Legacy) -> bool {
        let this = self.tally(from);
        this.good > 0 && this.bad * 4 <= this.good
    }

    /// Everything that several columns say.
    pub fn sum<'a>(all: impl Iterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        for one in all {
            sum.unicode += one.unicode;
            for (to, from) in [(&mut sum.tcvn3, &one.tcvn3), (&mut sum.vni, &one.vni)] {
                to.good += from.good;
                to.bad += from.bad;
                to.different.extend(from.different.iter().cloned());
                to.different.sort();
                to.different.dedup();
            }
        }
        sum
    }

    const fn tally(&self, from: Legacy) -> &Tally {
        match from {
            Legacy::Tcvn3 => &self.tcvn3,
            Legacy::Vni => &self.vni,
        }
    }
}

/// Whether a text can be in one of the two encodings at all: it has letters beyond ASCII, and none that only Unicode has.
pub fn is_candidate(text: &str) -> bool {
    // Lead bytes of U+0100–U+07FF, and of the block that holds ạ … ỹ: most Unicode texts end here.
    let only_unicode = text.bytes().any(|byte| matches!(byte, 0xc4..=0xdf | 0xe1));
    !only_unicode && !text.is_ascii() && !text.chars().any(is_beyond_latin1)
}

/// Whether a text is Vietnamese as it stands and would not be when converted.
pub fn is_right_as_it_is(text: &str, from: Legacy) -> bool {
    let all = |text: &str| words(text).filter(|word| !word.is_ascii()).all(is_syllable);
    all(text) && !all(&convert(text, from))
}

/// The text in Unicode. A text with letters that only Unicode has is returned as it is, so that single modern
/// cells in an old column survive.
pub fn convert(text: &str, from: Legacy) -> String {
    if text.is_ascii() || text.chars().any(is_beyond_latin1) {
        return text.to_owned();
    }
    match from {
        Legacy::Tcvn3 => text.chars().map(tcvn3).collect(),
        Legacy::Vni => vni(text),
    }
}

/// What speaks for and against one encoding.
#[derive(Clone, Debug, Default)]
struct Tally {
    good: usize,
    bad: usize,
    /// The first different words that speak for it; more than needed are not kept.
    different: Vec<String>,
}

impl Tally {
    fn add(&mut self, word: &str, from: Legacy, looks_right: bool) {
        let converted = convert(word, from);
        if looks_right && converted == word {
            // "ký" is the same in TCVN3: it says nothing.
        } else if converted == word || !is_syllable(&converted) {
            // A word that is Vietnamese as it stands but not when converted speaks against; so does gibberish.
            self.bad += 1;
        } else if !looks_right {
            self.good += 1;
            if self.different.len() < ENOUGH && !self.different.contains(&converted) {
                self.different.push(converted);
            }
        }
    }
}

/// Words as runs of anything but white space, digits and the punctuation that neither encoding uses as a letter.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|ch: char| ch.is_whitespace() || ch.is_ascii_punctuation() || ch.is_ascii_digit() || ch == '…')
        .filter(|word| !word.is_empty())
}

/// Letters that neither encoding can contain, being read as Windows-1252.
fn is_beyond_latin1(ch: char) -> bool {
    ch > '\u{ff}' && ch.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&ch)
}

/// TCVN3 from U+00A1 to U+00FE, one Unicode letter each; `\0` where the table has none.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ\0\0\0\0\0\0àảãáạ\0ằẳẵắ\0\0\0\0\0\0\0ặầẩẫấậè\0ẻẽéẹềểễếệìỉ\0\0\0ĩíịò\0ỏõóọồổỗốộờởỡớợù\0ủũúụ\
    ừửữứựỳỷỹýỵ";

fn tcvn3(ch: char) -> char {
    let Some(at) = u32::from(ch).checked_sub(0xa1) else { return ch };
    TCVN3.chars().nth(at as usize).filter(|letter| *letter != '\0').unwrap_or(ch)
}

/// VNI: a mark of `aoeuy…` follows its letter; the rest are letters of their own.
fn vni(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(ch) = chars.next() {
        let capital = ch.is_uppercase();
        let Some(base) = vni_letter(lower(ch)) else {
            out.push(ch);
            continue;
        };
        let marked = chars.peek().and_then(|mark| vni_marked(base, lower(*mark)));
        if marked.is_some() {
            chars.next();
        }
        let letter = marked.unwrap_or(base);
        if capital { out.extend(letter.to_uppercase()) } else { out.push(letter) }
    }
    out
}

fn lower(ch: char) -> char {
    ch.to_lowercase().next().unwrap_or(ch)
}

/// The letter that one VNI character stands for by itself.
fn vni_letter(ch: char) -> Option<char> {
    Some(match ch {
        'a' | 'e' | 'o' | 'u' | 'y' | 'í' | 'ì' => ch,
        'ô' => 'ơ',
        'ö' => 'ư',
        'ñ' => 'đ',
        'î' => 'ỵ',
        'æ' => 'ỉ',
        'ó' => 'ĩ',
        'ò' => 'ị',
        _ => return None,
    })
}

/// Marks in the order of the rows of [`VNI_MARKED`]: tones alone, then with circumflex, then with breve.
const VNI_MARKS: [char; 17] =
    ['ù', 'ø', 'û', 'õ', 'ï', 'â', 'á', 'à', 'å', 'ã', 'ä', 'ê', 'é', 'è', 'ú', 'ü', 'ë'];

const VNI_MARKED: [(char, &str); 7] = [
    ('a', "áàảãạâấầẩẫậăắằẳẵặ"),
    ('e', "éèẻẽẹêếềểễệ"),
    ('o', "óòỏõọôốồổỗộ"),
    ('u', "úùủũụ"),
    ('y', "ýỳỷỹ"),
    ('ơ', "ớờởỡợ"),
    ('ư', "ứừửữự"),
];

fn vni_marked(base: char, mark: char) -> Option<char> {
    let row = VNI_MARKED.iter().find(|(letter, _)| *letter == base)?.1;
    let at = VNI_MARKS.iter().position(|known| *known == mark)?;
    row.chars().nth(at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PAIRS: [(&str, &str, &str); 9] = [
        ("hồ sơ", "hå s¬", "hoà sô"),
        ("Sở Khoa học và Công nghệ", "Së Khoa häc vµ C«ng nghÖ", "Sôû Khoa hoïc vaø Coâng ngheä"),
        ("Đo lường chất lượng", "§o l\u{ad}êng chÊt l\u{ad}îng", "Ño löôøng chaát löôïng"),
        ("thủ tục", "thñ tôc", "thuû tuïc"),
        ("ngày tiếp nhận", "ngµy tiÕp nhËn", "ngaøy tieáp nhaän"),
        ("quá hạn", "qu¸ h¹n", "quaù haïn"),
        ("đúng hạn", "®óng h¹n", "ñuùng haïn"),
        ("Cao Bằng", "Cao B»ng", "Cao Baèng"),
        ("Nguyễn Thị Thủy", "NguyÔn ThÞ Thñy", "Nguyeãn Thò Thuûy"),
    ];

    #[test]
    fn both_encodings_are_converted() {
        for (unicode, tcvn3, vni) in PAIRS {
            assert_eq!(convert(tcvn3, Legacy::Tcvn3), unicode);
            assert_eq!(convert(vni, Legacy::Vni), unicode);
        }
        assert_eq!(convert("KHOA HOÏC QUAÛN LYÙ", Legacy::Vni), "KHOA HỌC QUẢN LÝ");
        assert_eq!(
            convert("¡n uèng, tØnh, kü thuËt, giÊy phÐp", Legacy::Tcvn3),
            "Ăn uống, tỉnh, kỹ thuật, giấy phép"
        );
    }

    #[test]
    fn every_vietnamese_letter_has_its_place_in_tcvn3() {
        let letters = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ";
        let from: Vec<char> = ('\u{a1}'..='\u{fe}').map(tcvn3).collect();
        for letter in letters.chars() {
            assert!(from.contains(&letter), "{letter}");
        }
    }

    #[test]
    fn a_column_is_recognised_by_its_words() {
        assert_eq!(detect(PAIRS.iter().map(|pair| pair.1)), Some(Legacy::Tcvn3));
        assert_eq!(detect(PAIRS.iter().map(|pair| pair.2)), Some(Legacy::Vni));
        assert_eq!(detect(["KHOA HOÏC QUAÛN LYÙ", "COÂNG NGHEÄ"].into_iter()), Some(Legacy::Vni));
        assert_eq!(
            detect(["H14.08-230105-0001", "giÊy phÐp bøc x¹", "12", "kü thuËt"].into_iter()),
            Some(Legacy::Tcvn3)
        );
    }

    #[test]
    fn proper_text_is_left_alone() {
        let vietnamese = PAIRS.map(|pair| pair.0);
        assert_eq!(detect(vietnamese.into_iter()), None);
        let latin1_only =
            ["hoà", "là", "cà", "và", "thông báo", "cá nhân", "quá", "nhà", "hành chính", "công", "tô"];
        assert_eq!(detect(latin1_only.into_iter()), None);
        let french = [
            "Hôtel de la Gare, où l'on dîne très bien",
            "Château, forêt, élève, café, garçon, Noël, naïf, maïs, gué",
            "« Société générale » à Hanoï, près du marché, été, dès, là",
        ];
        assert_eq!(detect(french.into_iter()), None);
        assert_eq!(detect(["Müller, Köln, Straße, Übung, für, Tür, schön, größer"].into_iter()), None);
        assert_eq!(detect(["señor, niño, año, mañana, señal, piña, cañón"].into_iter()), None);
        assert_eq!(detect(["© 2023 ® ½ kg, 5 µm, 37 °C, ± 2 %, § 3, 3 × 4 ÷ 2"].into_iter()), None);
        assert_eq!(detect(["Plain English text", "Excel"].into_iter()), None);
        assert_eq!(detect(std::iter::empty()), None);
    }

    #[test]
    fn one_or_two_odd_words_are_no_evidence() {
        assert_eq!(detect(["hå s¬"].into_iter()), None);
        assert_eq!(
            detect(["h¹n", "h¹n", "h¹n", "h¹n"].into_iter()),
            None,
            "the same word again proves nothing"
        );
    }

    #[test]
    fn a_modern_cell_in_an_old_column_survives() {
        assert_eq!(convert("Đo lường", Legacy::Tcvn3), "Đo lường");
        assert_eq!(convert("230105-0001", Legacy::Vni), "230105-0001");
    }

    #[test]
    fn fonts_name_their_encoding() {
        assert_eq!(from_font(".VnTimeH"), Some(Legacy::Tcvn3));
        assert_eq!(from_font("VNI-Times"), Some(Legacy::Vni));
        assert_eq!(from_font("Times New Roman"), None);
        assert_eq!(from_font("Vnipen"), None);
    }

    proptest! {
        #[test]
        fn anything_is_accepted(texts in proptest::collection::vec(".{0,30}", 0..6)) {
            let _ = detect(texts.iter().map(String::as_str));
            for text in &texts {
                let _ = convert(text, Legacy::Tcvn3);
                let _ = convert(text, Legacy::Vni);
            }
        }

        #[test]
        fn proper_vietnamese_is_never_taken_for_another_encoding(
            words in proptest::collection::vec(
                proptest::sample::select("hồ sơ là và cà nhà hoà quá tô cô ở đã trả kết quả thông báo cá nhân tổ chức \
                    hành chính công giải quyết lĩnh vực hoạt động khoa học cô bé gái có thể số điện thoại ông bà"
                    .split_whitespace().collect::<Vec<_>>()),
                0..30,
            ),
        ) {
            prop_assert_eq!(detect(words.into_iter()), None);
        }
    }
}
