//! What a date that no calendar has may have been meant as.
//!
//! Goes in: the text of a cell. Comes out: days, the likeliest first, none where the text is no such date. Total: any text
//! gives an answer. Which of them fits the other dates of the case is not decided here.

use chrono::NaiveDate;

use super::date::{DateText, read_text};

/// The days that an impossible date (31/06/2023, 05/13/2023 written day first, 2023-31-01) may have been meant as: the last
/// day of its month, the first of the next one, day and month in each other's place, the digits of either in each
/// other's place.
pub fn candidates(text: &str) -> Vec<NaiveDate> {
    let DateText::Impossible { day, month, year } = read_text(text) else { return Vec::new() };
    let of = |day: u32, month: u32| NaiveDate::from_ymd_opt(year, month, day);
    let last = (1..=12).contains(&month) && day > 28;
    let tried = [
        (28..=31).rev().find_map(|day| of(day, month)).filter(|_| last),
        if month == 12 { NaiveDate::from_ymd_opt(year.saturating_add(1), 1, 1) } else { of(1, month + 1) }
            .filter(|_| last && day <= 31),
        of(month, day),
        of(turned(day), month),
        of(day, turned(month)),
        of(turned(day), turned(month)),
    ];
    let mut days = Vec::new();
    for day in tried.into_iter().flatten() {
        if (1..=9999).contains(&year) && !days.contains(&day) {
            days.push(day);
        }
    }
    days
}

/// Two digits in each other's place: 31 is 13, 20 is 2.
const fn turned(number: u32) -> u32 {
    if number < 100 { number % 10 * 10 + number / 10 } else { number }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> Vec<String> {
        candidates(text).into_iter().map(|day| day.format("%d/%m/%Y").to_string()).collect()
    }

    #[test]
    fn the_end_of_the_month_comes_first() {
        assert_eq!(shown("31/06/2022"), ["30/06/2022", "01/07/2022", "13/06/2022"]);
        assert_eq!(shown("29/02/2023")[..2], ["28/02/2023", "01/03/2023"]);
        assert_eq!(shown("30/02/2024")[..2], ["29/02/2024", "01/03/2024"]);
    }

    #[test]
    fn digits_and_numbers_may_stand_in_each_others_place() {
        assert!(shown("15/20/2023").contains(&"15/02/2023".to_owned()));
        assert!(shown("2023-31-01").contains(&"31/01/2023".to_owned()));
    }

    #[test]
    fn what_is_no_such_date_has_no_candidates() {
        for text in ["", "30/06/2022", "hôm qua", "31/06", "99/99/99999999999999"] {
            assert!(candidates(text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_an_answer_of_different_days(text in ".{0,40}") {
            let days = candidates(&text);
            prop_assert!(days.len() <= 6);
            for (index, day) in days.iter().enumerate() {
                prop_assert!(!days[..index].contains(day));
            }
        }

        #[test]
        fn numbers_between_separators_have_an_answer(day in 0u32..120, month in 0u32..120, year in 0i32..12000) {
            for text in [format!("{day}/{month}/{year}"), format!("{year}-{month}-{day}"), format!("{day}.{month}.{year}")] {
                for found in candidates(&text) {
                    prop_assert!(read_text(&found.format("%d/%m/%Y").to_string()).date(super::super::date::DayOrder::DayFirst).is_some());
                }
            }
        }
    }
}
