//! Whether the name of a procedure as a register writes it is that of the catalogue with letters mistyped.
//!
//! In: two names, the words of the catalogue. Out: yes or no. One other word makes another procedure ("khai sinh", "khai
//! tử"; "cấp", "cấp lại", "thu hồi"), and the likeness of two long names says nothing about it: only single letters and
//! diacritics may differ, and only where what is written is no word of the catalogue itself.

use std::collections::BTreeSet;

use crate::{
    cells::text::{bare, key},
    model::catalogue::Catalogue,
};

/// Shorter words become others by one letter: only diacritics may differ in them.
const LONG: usize = 4;

/// More mistyped words are another name.
const MOST: usize = 2;

/// The words of all names.
pub(super) fn words(catalogue: &Catalogue) -> BTreeSet<String> {
    let names = catalogue.procedures.iter().map(|procedure| key(&procedure.name));
    names.flat_map(|name| split(&name).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Whether `written` is `known` with letters mistyped; not where the two are the same.
pub(super) fn is_slip(written: &str, known: &str, words: &BTreeSet<String>) -> bool {
    let (written, known) = (key(written), key(known));
    let (one, other): (Vec<&str>, Vec<&str>) = (split(&written).collect(), split(&known).collect());
    if one.len() != other.len() {
        // A space too many or too few, and nothing else.
        return !one.is_empty() && one.concat() == other.concat();
    }
    let mut differing = one.iter().zip(&other).filter(|(one, other)| one != other);
    let are_slips = differing.clone().all(|(one, other)| is_slip_of(one, other, words));
    differing.clone().count() <= MOST && are_slips && differing.next().is_some()
}

fn is_slip_of(written: &str, known: &str, words: &BTreeSet<String>) -> bool {
    let has_digit = |word: &str| word.chars().any(char::is_numeric);
    if words.contains(written) || has_digit(written) || has_digit(known) {
        return false;
    }
    // "ký" and "kí" are two ways to write one word.
    let letters = |word: &str| bare(word).replace('y', "i");
    let (one, other) = (letters(written), letters(known));
    let shortest = one.chars().count().min(other.chars().count());
    one == other || shortest >= LONG && strsim::damerau_levenshtein(&one, &other) == 1
}

fn split(name: &str) -> impl Iterator<Item = &str> {
    name.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slips(written: &str, known: &str) -> bool {
        let words: Vec<String> =
            ["cấp", "lại", "thu", "hồi", "khai", "tử", "sinh", "giấy", "phép", "xây", "dựng", "gia", "hạn"]
                .map(str::to_owned)
                .into();
        is_slip(written, known, &words.into_iter().collect())
    }

    #[test]
    fn letters_and_diacritics_are_slips() {
        assert!(slips("Đăng ký khai tữ", "Đăng ký khai tử"));
        assert!(slips("Đăng kí khai tử", "Đăng ký khai tử"));
        assert!(slips("Cáp giấy phép xây dụng", "Cấp giấy phép xây dựng"));
        assert!(slips("Cấp giấy phép xây dựnng", "Cấp giấy phép xây dựng"));
        assert!(slips("Cấp giấyphép xây dựng", "Cấp giấy phép xây dựng"));
    }

    #[test]
    fn another_word_is_another_procedure() {
        for (written, known) in [
            ("Đăng ký khai sinh", "Đăng ký khai tử"),
            ("Cấp giấy phép xây dựng", "Thu hồi giấy phép xây dựng"),
            ("Cấp giấy phép xây dựng", "Cấp lại giấy phép xây dựng"),
            ("Gia hạn giấy phép", "Cấp giấy phép"),
            ("Giấy phép hạng 2", "Giấy phép hạng 3"),
            ("Thi hồi giấy phép", "Thu hồi giấy phép"),
            ("Cấp giấy phép", "Cấp giấy phép"),
            ("", "Cấp giấy phép"),
        ] {
            assert!(!slips(written, known), "{written} / {known}");
        }
    }
}
