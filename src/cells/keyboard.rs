//! Words whose Telex or VNI keys stayed as typed because the keyboard program was off: `thur tucj`, `thu3 tuc5`.
//!
//! For candidates only: an English word can look like Telex, so what comes out never replaces what a cell says.

use unicode_normalization::UnicodeNormalization;

use super::syllable::is_syllable;

/// The text with every word that reads as a Vietnamese syllable when its keys are carried out replaced by it.
/// `None` if there is no such word. Expects a key ([`super::text::key`]).
pub fn typed(key: &str) -> Option<String> {
    let mut changed = false;
    let words: Vec<String> = key
        .split(' ')
        .map(|word| match word_typed(word) {
            Some(read) => {
                changed = true;
                read
            }
            None => word.to_owned(),
        })
        .collect();
    changed.then(|| words.join(" "))
}

fn word_typed(word: &str) -> Option<String> {
    if word.len() > 12 || !word.bytes().all(|byte| byte.is_ascii_alphanumeric()) || is_syllable(word) {
        return None;
    }
    let keys = if word.bytes().any(|byte| byte.is_ascii_digit()) { VNI } else { TELEX };
    let (letters, tone) = split_tone(word, keys.tones);
    let mut letters = letters;
    for (typed, letter) in keys.letters {
        letters = letters.replace(typed, letter);
    }
    let read = with_tone(&letters, tone);
    (read != word && is_syllable(&read)).then_some(read)
}

/// What the keys of one method stand for; longer sequences first.
#[derive(Clone, Copy)]
struct Keys {
    tones: [char; 5],
    letters: &'static [(&'static str, &'static str)],
}

/// Combining marks in the order of [`Keys::tones`]: sắc, huyền, hỏi, ngã, nặng.
const TONES: [char; 5] = ['\u{301}', '\u{300}', '\u{309}', '\u{303}', '\u{323}'];

const TELEX: Keys = Keys {
    tones: ['s', 'f', 'r', 'x', 'j'],
    letters: &[
        ("uwow", "ươ"),
        ("uow", "ươ"),
        ("dd", "đ"),
        ("aa", "â"),
        ("ee", "ê"),
        ("oo", "ô"),
        ("aw", "ă"),
        ("ow", "ơ"),
        ("uw", "ư"),
    ],
};

const VNI: Keys = Keys {
    tones: ['1', '2', '3', '4', '5'],
    letters: &[
        ("u7o7", "ươ"),
        ("uo7", "ươ"),
        ("d9", "đ"),
        ("a6", "â"),
        ("e6", "ê"),
        ("o6", "ô"),
        ("a8", "ă"),
        ("o7", "ơ"),
        ("u7", "ư"),
    ],
};

/// Takes the tone key out: the last one that has a vowel somewhere before it.
fn split_tone(word: &str, tones: [char; 5]) -> (String, Option<char>) {
    let after_vowel = word.find(['a', 'e', 'i', 'o', 'u', 'y']).unwrap_or(word.len());
    let Some(at) = word.rfind(tones).filter(|at| *at > after_vowel) else { return (word.to_owned(), None) };
    let key = word[at..].chars().next().unwrap_or_default();
    let tone = tones.iter().position(|tone| *tone == key).map(|index| TONES[index]);
    (format!("{}{}", &word[..at], &word[at + 1..]), tone)
}

/// Puts the tone where today's spelling has it.
fn with_tone(letters: &str, tone: Option<char>) -> String {
    let Some(tone) = tone else { return letters.to_owned() };
    let chars: Vec<char> = letters.chars().collect();
    let is_vowel = |ch: &char| "aeiouyăâêôơư".contains(*ch);
    let silent = usize::from(
        (letters.starts_with("qu") || letters.starts_with("gi"))
            && chars.iter().filter(|ch| is_vowel(ch)).count() > 1,
    );
    let vowels: Vec<usize> = (0..chars.len()).filter(|at| is_vowel(&chars[*at])).skip(silent).collect();
    let marked = vowels.iter().rev().find(|at| "ăâêôơư".contains(chars[**at]));
    let closed = vowels.last().is_some_and(|last| last + 1 < chars.len());
    let place = match (marked, vowels.as_slice()) {
        (Some(at), _) => Some(*at),
        (None, [.., last]) if closed => Some(*last),
        (None, [first] | [first, _] | [_, first, _]) => Some(*first),
        _ => None,
    };
    let mut out = String::with_capacity(letters.len() + 2);
    for (at, ch) in chars.iter().enumerate() {
        out.push(*ch);
        if place == Some(at) {
            out.push(tone);
        }
    }
    out.nfc().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_of_both_methods_are_carried_out() {
        for text in ["thur tucj hanhf chinhs", "thu3 tuc5 hanh2 chinh1"] {
            assert_eq!(typed(text).as_deref(), Some("thủ tục hành chính"));
        }
        assert_eq!(
            typed("ddo luwowngf chaats luowngj hoas quyeets").as_deref(),
            Some("đo lường chất lượng hóa quyết")
        );
        assert_eq!(typed("d9o lu7o7ng2 gia61y").as_deref(), Some("đo lường giấy"));
    }

    #[test]
    fn words_that_are_none_stay() {
        for text in ["cấp giấy phép", "h14.08", "2023", "street", ""] {
            assert_eq!(typed(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_accepted(text in ".{0,30}", keys in "[a-z0-9 ]{0,30}") {
            let _ = typed(&text);
            let _ = typed(&keys);
        }
    }
}
