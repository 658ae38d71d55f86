//! Vietnamese text: one spelling for what looks the same on screen.
//!
//! Three foldings, each built on the one before:
//!
//! * [`clean`] – the value that is shown and compared: composed letters, ordinary spaces and dashes;
//! * [`key`] – equality of headings, names and units: without case and without the old and new places of a tone mark;
//! * [`bare`] – letters without marks, for candidates and lenient heading matches only. Two different procedures
//!   can have the same bare text, so it never decides that two things are the same.
//!
//! Text that was typed in a TCVN3 or VNI font has to be converted ([`super::legacy`]) before it comes here: TCVN3
//! uses the soft hyphen, which [`clean`] removes, as a letter.

use unicode_normalization::{
    IsNormalized, UnicodeNormalization as _, char::is_combining_mark, is_nfc, is_nfc_quick,
};

use super::keyboard::typed;

/// What [`clean`] had to repair in a text and a person would want to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CleanKind {
    /// Letters were stored decomposed, mark by mark (DG003).
    Decomposed,
    /// Spaces at the ends, doubled, non-breaking or zero-width ones, tabs or line breaks (DG004).
    WhiteSpace,
    /// Both of these.
    Both,
}

/// The text as it is shown and compared: NFC, `Ð` and `Ɖ` as `Đ`, full-width characters as plain ones, without zero-width characters and soft hyphens,
/// every run of white space as one space, every dash as `-`, nothing at the ends. Case and tone places stay.
pub fn clean(text: &str) -> String {
    if is_clean(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for ch in text.chars().filter(|ch| !is_invisible(*ch)).map(letter).nfc() {
        if is_space(ch) {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        out.push(ch);
    }
    out
}

/// What headings, names and units are compared by: [`clean`], lower case, typographic quotes as plain ones, without a
/// full stop, colon, comma or semicolon at the end (the national list has names with and without), and the tone of open `oa`, `oe`, `uy` on the first vowel (`hoà` = `hòa`). Closed syllables and `quý` have one spelling
/// only and stay as they are. Diacritics are kept.
pub fn key(text: &str) -> String {
    let clean = clean(text);
    let clean = clean.trim_end_matches(['.', ',', ';', ':', ' ']);
    if clean.is_ascii() {
        return clean.to_ascii_lowercase();
    }
    // Small letters of composed text are composed, but for a few letters that no Vietnamese text has.
    let lower: Vec<char> = clean.chars().flat_map(char::to_lowercase).collect();
    let lower = if is_nfc_quick(lower.iter().copied()) == IsNormalized::Yes {
        lower.into_iter().map(plain_quote).collect()
    } else {
        lower.into_iter().nfc().map(plain_quote).collect()
    };
    unify_tones(lower)
}

/// [`key`] without any mark, `đ` as `d`, punctuation as spaces: for candidates and lenient heading matches only.
pub fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for ch in key(text).nfd().filter(|ch| !is_combining_mark(*ch)) {
        let ch = if ch == 'đ' { 'd' } else { ch };
        if !ch.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        out.push(ch);
    }
    out
}

/// How alike two texts are, from 0 to 1; 1 means equal keys. Half of it are the letters with their marks, a quarter
/// the letters without, a quarter the words whatever their order, so that a wrong tone costs less than a wrong word.
/// Text typed with the keyboard program off (`thur tucj`) is also compared as it was meant. For ranking candidates: a high value never makes two things the same.
pub fn similarity(a: &str, b: &str) -> f64 {
    let (key_a, key_b) = (key(a), key(b));
    if key_a == key_b {
        return 1.0;
    }
    let plain = likeness(&key_a, &key_b);
    let (meant_a, meant_b) = (typed(&key_a), typed(&key_b));
    if meant_a.is_none() && meant_b.is_none() {
        return plain;
    }
    let meant = likeness(&meant_a.unwrap_or(key_a), &meant_b.unwrap_or(key_b));
    plain.max(0.99 * meant)
}

fn likeness(key_a: &str, key_b: &str) -> f64 {
    let (bare_a, bare_b) = (bare(key_a), bare(key_b));
    let with_marks = strsim::normalized_levenshtein(key_a, key_b);
    if bare_a.is_empty() || bare_b.is_empty() {
        return 0.5 * with_marks;
    }
    let without = strsim::normalized_levenshtein(&bare_a, &bare_b);
    0.5 * with_marks + 0.25 * without + 0.25 * shared_words(&bare_a, &bare_b)
}

/// Whether reading `original` silently would hide something worth a note: decomposed letters or white space that is
/// not single ordinary spaces between words. `Ð` for `Đ` and typographic dashes are folded without a note.
pub fn changed_by_clean(original: &str) -> Option<CleanKind> {
    let decomposed = !original.is_ascii() && !is_nfc(original);
    match (decomposed, has_odd_space(original)) {
        (false, false) => None,
        (true, false) => Some(CleanKind::Decomposed),
        (false, true) => Some(CleanKind::WhiteSpace),
        (true, true) => Some(CleanKind::Both),
    }
}

/// Twice the number of common words over the number of all words (Dice), repeated words counted as often as both
/// texts have them.
fn shared_words(a: &str, b: &str) -> f64 {
    let mut left: Vec<&str> = a.split(' ').collect();
    let right: Vec<&str> = b.split(' ').collect();
    let total = left.len() + right.len();
    let mut common = 0_usize;
    for word in right {
        if let Some(at) = left.iter().position(|other| *other == word) {
            left.swap_remove(at);
            common += 1;
        }
    }
    (2 * common) as f64 / total as f64
}

/// Whether [`clean`] would change nothing: nearly every cell of a register, so it is worth not composing it anew.
fn is_clean(text: &str) -> bool {
    !has_odd_space(text)
        && (text.is_ascii()
            || text.chars().all(|ch| letter(ch) == ch) && is_nfc_quick(text.chars()) == IsNormalized::Yes)
}

fn has_odd_space(text: &str) -> bool {
    let mut space_before = true;
    for ch in text.chars() {
        let space = ch == ' ';
        if (space && space_before) || (!space && (is_space(ch) || is_invisible(ch))) {
            return true;
        }
        space_before = space;
    }
    space_before && !text.is_empty()
}

/// White space, and the control characters that a paste can bring along.
fn is_space(ch: char) -> bool {
    ch.is_whitespace() || ch.is_control()
}

/// Characters without width: joiners, direction marks, soft hyphen, word joiner, byte order mark.
pub(crate) fn is_invisible(ch: char) -> bool {
    matches!(ch, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Letters and dashes that look like the Vietnamese or plain ones: eth and African D, all dashes and the minus,
/// full-width letters and digits.
fn letter(ch: char) -> char {
    match ch {
        '\u{d0}' | '\u{189}' => 'Đ',
        '\u{f0}' | '\u{256}' => 'đ',
        '\u{ff01}'..='\u{ff5e}' if ch != '\u{ff0d}' => narrow(ch),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
        _ => ch,
    }
}

/// The ASCII twin of a full-width character.
fn narrow(ch: char) -> char {
    u32::from(ch).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(ch)
}

fn plain_quote(ch: char) -> char {
    match ch {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{b4}' | '`' => '\'',
        '\u{201c}'..='\u{201e}' | '\u{ab}' | '\u{bb}' => '"',
        _ => ch,
    }
}

const A_TONES: [char; 6] = ['a', 'à', 'ả', 'ã', 'á', 'ạ'];
const E_TONES: [char; 6] = ['e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ'];
const O_TONES: [char; 6] = ['o', 'ò', 'ỏ', 'õ', 'ó', 'ọ'];
const U_TONES: [char; 6] = ['u', 'ù', 'ủ', 'ũ', 'ú', 'ụ'];
const Y_TONES: [char; 6] = ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'];

/// Moves the tone of an open `oa`, `oe`, `uy` from the second vowel to the first. Expects lower case, composed.
fn unify_tones(mut chars: Vec<char>) -> String {
    for at in 1..chars.len() {
        if chars.get(at + 1).is_some_and(|next| next.is_alphabetic() || is_combining_mark(*next)) {
            continue;
        }
        let (first, second) = (chars[at - 1], chars[at]);
        let tones: &[([char; 6], [char; 6])] = match first {
            'o' => &[(O_TONES, A_TONES), (O_TONES, E_TONES)],
            'u' if at < 2 || chars[at - 2] != 'q' => &[(U_TONES, Y_TONES)],
            _ => continue,
        };
        for (firsts, seconds) in tones {
            if let Some(tone) = seconds.iter().skip(1).position(|vowel| *vowel == second) {
                chars[at - 1] = firsts[tone + 1];
                chars[at] = seconds[0];
            }
        }
    }
    chars.into_iter().collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::float_cmp)]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_decomposed_name_equals_its_composed_twin() {
        let composed = "Sở Khoa học và Công nghệ tỉnh Cao Bằng";
        let decomposed: String = composed.nfd().collect();
        assert_ne!(composed, decomposed);
        assert_eq!(clean(&decomposed), composed);
        assert_eq!(changed_by_clean(&decomposed), Some(CleanKind::Decomposed));
        assert_eq!(changed_by_clean(composed), None);
    }

    #[test]
    fn marks_in_any_order_and_with_something_invisible_between_compose() {
        assert_eq!(clean("e\u{302}\u{323}"), "ệ");
        assert_eq!(clean("e\u{323}\u{200b}\u{302}"), "ệ");
        assert_eq!(clean("ê\u{323}"), "ệ", "as windows-1258 stores it");
    }

    #[test]
    fn the_three_capital_d_with_stroke_are_one() {
        assert_eq!(clean("Ðối tượng"), "Đối tượng");
        assert_eq!(clean("Ｈ１４．０８－１"), "H14.08-1");
        assert_eq!(clean("\u{189}o lường, \u{f0}o"), "Đo lường, đo");
    }

    #[test]
    fn white_space_of_every_kind_becomes_one_space() {
        assert_eq!(clean(" Cấp\u{a0}\u{a0}giấy\r\n phép\t\u{202f}\u{feff}"), "Cấp giấy phép");
        for text in [" a", "a ", "a  b", "a\nb", "a\u{a0}b", "a\u{200b}b", "a\n", "a\u{ad}b"] {
            assert_eq!(changed_by_clean(text), Some(CleanKind::WhiteSpace), "{text:?}");
        }
        assert_eq!(changed_by_clean("a b"), None);
        assert_eq!(changed_by_clean(""), None);
        assert_eq!(changed_by_clean("e\u{323} "), Some(CleanKind::Both));
    }

    #[test]
    fn dashes_are_one() {
        assert_eq!(clean("H14.08–230105—0001\u{2011}x\u{2212}"), "H14.08-230105-0001-x-");
    }

    #[test]
    fn old_and_new_tone_places_are_equal_in_open_syllables_only() {
        for (old, new) in [
            ("hoà", "hòa"),
            ("KHOẺ", "khỏe"),
            ("Thuỷ lợi", "thủy lợi"),
            ("uỷ ban", "Ủy ban"),
            ("xoá, khoá", "xóa, khóa"),
            ("loè", "lòe"),
            ("luỹ", "lũy"),
            ("hoạ", "họa"),
        ] {
            assert_eq!(key(old), key(new), "{old} {new}");
            assert_ne!(old.to_lowercase(), new.to_lowercase());
        }
        for stays in ["quý", "quỳ", "hoàn", "huyền", "khuỷu", "huỳnh", "hoài", "ngoèo", "tuyến", "toàn trình"]
        {
            assert_eq!(key(stays), stays);
        }
    }

    #[test]
    fn a_full_stop_at_the_end_makes_no_other_name() {
        assert_eq!(key("Gia hạn giấy phép. "), key("Gia hạn giấy phép"));
        assert_eq!(key("Ghi chú :"), "ghi chú");
        assert_ne!(key("1.5"), key("15"));
    }

    #[test]
    fn different_words_keep_different_keys() {
        for (a, b) in [("gia hạn", "giá hàn"), ("đo", "do"), ("hòa", "hóa"), ("cấp", "cáp"), ("tuần", "tuấn")]
        {
            assert_ne!(key(a), key(b));
        }
    }

    #[test]
    fn bare_text_has_neither_marks_nor_punctuation() {
        assert_eq!(bare("Đơn vị: Phòng (KH&CN) – Đo lường"), "don vi phong kh cn do luong");
        assert_eq!(bare("SỐ/TT.  "), "so tt");
        assert_eq!(bare("…"), "");
    }

    #[test]
    fn likeness_ranks_a_wrong_tone_before_a_wrong_word() {
        let name = "Cấp giấy phép tiến hành công việc bức xạ";
        let tone = similarity(name, "Cấp giấy phép tiến hanh công việc bức xạ");
        let word = similarity(name, "Sửa đổi giấy phép tiến hành công việc bức xạ");
        let other = similarity(name, "Đăng ký hoạt động khoa học");
        assert!(1.0 > tone && tone > word && word > other, "{tone} {word} {other}");
        assert_eq!(similarity("HOÀ", "hòa "), 1.0);
        let slip = similarity("thur tucj", "thủ tục");
        assert!((0.98..1.0).contains(&slip), "{slip}");
        assert!(similarity("---", "...") < 0.1);
        assert_eq!(similarity("", ""), 1.0);
    }

    proptest! {
        #[test]
        fn folding_accepts_anything_and_folding_twice_changes_nothing(text in ".{0,40}") {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once.clone());
            prop_assert!(changed_by_clean(&once).is_none());
            let folded = key(&text);
            prop_assert_eq!(key(&folded), folded.clone());
            prop_assert_eq!(key(&once), folded);
            let bared = bare(&text);
            prop_assert_eq!(bare(&bared), bared);
        }

        #[test]
        fn likeness_is_symmetric_and_within_bounds(a in ".{0,20}", b in "[a-zăâđêôơưạế ]{0,20}") {
            let value = similarity(&a, &b);
            prop_assert!((0.0..=1.0).contains(&value));
            prop_assert!((value - similarity(&b, &a)).abs() < 1e-12);
        }
    }
}
