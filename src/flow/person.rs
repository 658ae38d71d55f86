//! Whether a text that should name a unit or a group names a person instead. Text in, answer out; nothing is printed here.

use sha2::{Digest as _, Sha256};

use super::rows::is_unit_name;
use crate::cells::text::key;

/// Whether a text holds a number of a person or begins like the name of one ("Bà …"). The telephone of an office
/// ("Phòng A, ĐT …") makes no person of it; a place such as "Bà Rịa" is none.
pub fn is_person(text: &str) -> bool {
    let key = key(text);
    let longest = runs(&key).max().unwrap_or(0);
    let is_labelled = ["cccd", "cmnd"].iter().any(|label| key.contains(label));
    // ID cards have nine or twelve digits, also in groups of three behind their name.
    runs(&key).any(|run| run == 9 || run == 12)
        || is_labelled && longest >= 3
        || longest > 9 && !is_unit_name(text)
        || is_addressed(&key)
}

/// The lengths of the runs of digits.
fn runs(text: &str) -> impl Iterator<Item = usize> {
    text.split(|ch: char| !ch.is_ascii_digit()).map(str::len).filter(|length| *length > 0)
}

/// "Ông …", "Bà …", "Hộ ông …" before a name of two words or more.
fn is_addressed(key: &str) -> bool {
    const NO_NAME: [&str; 4] = ["rịa", "mẹ", "con", "đỡ"];
    let mut words = key.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    while words.next_if(|word| ["hộ", "chủ"].contains(word)).is_some() {}
    let mut is_addressed = false;
    while words.next_if(|word| ["ông", "bà"].contains(word)).is_some() {
        is_addressed = true;
    }
    is_addressed && words.next().is_some_and(|word| !NO_NAME.contains(&word)) && words.next().is_some()
}

/// What the results call a group whose row names a person. The tag keeps two such groups apart; the text can't be read
/// back from it.
pub fn unnamed(text: &str) -> String {
    let digest = Sha256::digest(key(text).as_bytes());
    format!("(nhóm không tên {:02x}{:02x})", digest[0], digest[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_and_forms_of_address_are_people() {
        for person in [
            "Họ Tên Mẫu, CCCD 001099000222",
            "Họ Tên Mẫu (012345678)",
            "Họ Tên Mẫu CCCD: 001 099 000 222",
            "Bà Họ Tên Mẫu",
            "Ông/Bà: Họ Tên Mẫu",
            "Hộ ông Tên Mẫu",
            "Họ Tên Mẫu - 0912000111",
            "1099000222",
        ] {
            assert!(is_person(person), "{person}");
        }
    }

    #[test]
    fn units_fields_and_places_are_none() {
        for other in [
            "Phòng Đo lường - ĐT 0206000111",
            "Bà Rịa - Vũng Tàu",
            "Bà Điểm",
            "Bà mẹ Việt Nam anh hùng",
            "Ông/Bà",
            "Cấp đổi CMND 9 số",
            "Lĩnh vực 1: Bảo hiểm",
            "QĐ 1234/2023",
            "",
        ] {
            assert!(!is_person(other), "{other}");
        }
    }

    #[test]
    fn two_groups_without_a_name_stay_two() {
        assert_eq!(unnamed("Bà Họ Tên Mẫu"), unnamed("BÀ HỌ TÊN MẪU"));
        assert_ne!(unnamed("Bà Họ Tên Mẫu"), unnamed("Ông Họ Tên Mẫu"));
    }
}
