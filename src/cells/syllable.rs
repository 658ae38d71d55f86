//! Whether a word can be a Vietnamese syllable: an onset, a rhyme, at most one tone.
//!
//! A test of shape for telling encodings apart, not a dictionary: `hoàn` and `phoàn` pass, `café` and `Müller` do
//! not. The tone must not stand on a closing half-vowel; its place is not checked otherwise.

use unicode_normalization::UnicodeNormalization;

const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "q", "r", "s", "t", "v", "x", "",
];

/// Rhymes without their tone.
const RHYMES: &str = " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em \
    en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach \
    oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi \
    ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ \
    up ut uy uya uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên \
    yêng yêt yêu ";

/// Rhymes that follow `q` only, written with its `u`.
const AFTER_Q: &str = " ua uac uach uai uan uang uanh uao uat uau uay uăc uăm uăn uăng uăt uân uâng uât uây ue uen \
    ueo uet uê uên uêt ui uôc uơ uy uych uynh uyt uyên uyêt uyêu ";

/// Whether `word` (one word, composed or not, any case) has the shape of a Vietnamese syllable.
pub fn is_syllable(word: &str) -> bool {
    let (mut tones, mut bases, mut marked_at) = (0_usize, 0_usize, 0_usize);
    let mut letters = String::with_capacity(word.len());
    for ch in word.to_lowercase().nfd() {
        if is_tone(ch) {
            tones += 1;
            marked_at = bases;
        } else {
            bases += usize::from(ch.is_alphabetic());
            letters.push(ch);
        }
    }
    if tones > 1 || letters.len() > 24 {
        return false;
    }
    let letters: String = letters.nfc().collect();
    if !letters.chars().all(char::is_alphabetic) {
        return false;
    }
    ONSETS.iter().any(|onset| {
        letters.strip_prefix(onset).is_some_and(|rhyme| {
            let known = if *onset == "q" { AFTER_Q } else { RHYMES };
            let tone_on_glide = tones == 1 && marked_at == bases && has_glide(onset, rhyme);
            !rhyme.is_empty() && known.contains(&format!(" {rhyme} ")) && !tone_on_glide
        })
    })
}

/// Whether the last letter is a closing half-vowel, which never carries the tone (`quạu`, not `quaụ`).
fn has_glide(onset: &str, rhyme: &str) -> bool {
    let closes = rhyme.ends_with(['i', 'u', 'o']) || rhyme.ends_with("ay") || rhyme.ends_with("ây");
    closes && rhyme.chars().count() > 1 && (onset, rhyme) != ("q", "ui")
}

/// The five tone marks: huyền, sắc, ngã, hỏi, nặng.
fn is_tone(ch: char) -> bool {
    matches!(ch, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_words_pass() {
        let text = "Sở Khoa học và Công nghệ tiếp nhận hồ sơ thủ tục hành chính quá hạn đúng hạn Nguyễn Thị Thủy \
            quyết định uỷ ban tỉnh Cao Bằng đo lường chất lượng giấy phép nghiệp khuỷu quý giếng gìn yêu khuya \
            trước rượu hươu ngoằn quí gió hai cáo mấy gì";
        for word in text.split_whitespace() {
            assert!(is_syllable(word), "{word}");
        }
    }

    #[test]
    fn other_words_do_not() {
        for word in
            ["café", "Müller", "Hôtel", "été", "hå", "s¬", "quaù", "haïn", "", "où", "street", "nghÖ", "q"]
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
