//! Vietnamese letters that a program saved as question marks ("Ngày ti?p nh?n"): they can't be brought back.
//!
//! In: a file as read. Out: one finding, if letters are lost.

use crate::{
    flow::recognise::{Area, Book},
    model::{
        finding::{Finding, Place},
        sheet::Value,
    },
    rules,
};

/// So many rows of each sheet are looked at.
const TRIED: usize = 500;
/// So many texts with lost letters are no chance.
const MANY: usize = 3;

/// The finding on a file of the inbox of whose texts one in ten has lost letters.
pub(super) fn lost(book: &Book) -> Option<Finding> {
    if book.input.area != Area::Inbox || book.is_own_result || book.same_as.is_some() {
        return None;
    }
    let (mut texts, mut lost) = (0_usize, 0_usize);
    let rows = book.sheets().iter().flat_map(|sheet| sheet.rows.iter().take(TRIED));
    for cell in rows.flat_map(|row| &row.cells) {
        let Value::Text(text) = &cell.value else { continue };
        texts += usize::from(text.chars().any(char::is_alphabetic));
        lost += usize::from(is_lost(text));
    }
    // No cell is quoted: it may hold a name.
    let is_told = lost >= MANY && lost * 10 >= texts;
    is_told.then(|| Finding::new(rules::CT028, Place::file(&book.input.path)).with("n", lost.to_string()))
}

/// Whether a question mark stands right before a letter, as no sentence has it.
fn is_lost(text: &str) -> bool {
    let is_address = text.contains("://") || text.contains('=');
    let mut after_mark = false;
    !is_address
        && text.chars().any(|ch| {
            let found = after_mark && ch.is_alphabetic();
            after_mark = ch == '?';
            found
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_mark_inside_a_word_is_a_lost_letter() {
        for (text, is) in [
            ("Ng\u{e0}y ti?p nh?n", true),
            ("??ng k\u{fd}", true),
            ("M\u{e3} h? s?", false),
            ("Có đúng không?", false),
            ("Sao? Không rõ", false),
            ("https://dvc.vn/a?b", false),
        ] {
            assert_eq!(is_lost(text), is, "{text}");
        }
    }
}
