//! Due dates under the Civil Code, at the boundaries of weekends, holidays and months.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%d/%m/%Y").unwrap()
}

fn due(received: &str, value: f64, unit: LimitUnit) -> String {
    let limit = Limit::new(value, unit).unwrap();
    Calendar::embedded().unwrap().due(day(received), &limit).format("%d/%m/%Y").to_string()
}

#[test]
fn five_working_days_over_the_lunar_new_year() {
    assert_eq!(due("19/01/2023", 5.0, LimitUnit::WorkingDays), "02/02/2023");
    assert_eq!(Calendar::embedded().unwrap().days_off_between(day("19/01/2023"), day("02/02/2023")), 5);
}

#[test]
fn the_first_day_is_not_counted() {
    assert_eq!(due("06/03/2023", 1.0, LimitUnit::WorkingDays), "07/03/2023");
    assert_eq!(due("10/03/2023", 1.0, LimitUnit::WorkingDays), "13/03/2023", "Friday to Monday");
    assert_eq!(due("11/03/2023", 1.0, LimitUnit::WorkingDays), "13/03/2023", "received on a Saturday");
}

#[test]
fn on_the_same_day_means_the_next_working_day_if_it_is_off() {
    assert_eq!(due("06/03/2023", 0.0, LimitUnit::WorkingDays), "06/03/2023");
    assert_eq!(due("11/03/2023", 0.0, LimitUnit::WorkingDays), "13/03/2023");
}

#[test]
fn parts_of_a_day_count_as_a_whole_one() {
    assert_eq!(due("06/03/2023", 1.5, LimitUnit::WorkingDays), "08/03/2023");
    assert_eq!(due("06/03/2023", 4.0, LimitUnit::Hours), "07/03/2023");
    assert_eq!(due("06/03/2023", 8.0, LimitUnit::Hours), "07/03/2023");
    assert_eq!(due("06/03/2023", 24.0, LimitUnit::Hours), "09/03/2023");
}

#[test]
fn calendar_days_are_rolled_forward_only_at_their_end() {
    assert_eq!(due("06/03/2023", 4.0, LimitUnit::Days), "10/03/2023");
    assert_eq!(due("06/03/2023", 5.0, LimitUnit::Days), "13/03/2023", "ends on a Saturday");
    assert_eq!(due("10/01/2023", 10.0, LimitUnit::Days), "27/01/2023", "ends on the first day of Tết");
}

#[test]
fn months_end_on_the_same_day_or_the_last_of_the_month() {
    assert_eq!(due("15/02/2023", 1.0, LimitUnit::Months), "15/03/2023");
    assert_eq!(due("31/01/2023", 1.0, LimitUnit::Months), "28/02/2023");
    assert_eq!(due("31/01/2024", 1.0, LimitUnit::Months), "29/02/2024");
    assert_eq!(due("11/02/2023", 1.0, LimitUnit::Months), "13/03/2023", "11/3 is a Saturday");
    assert_eq!(due("06/02/2023", 1.5, LimitUnit::Months), "21/03/2023");
}

#[test]
fn a_make_up_saturday_is_worked() {
    let calendar = Calendar::embedded().unwrap();
    assert!(calendar.is_working_day(day("04/05/2024")) && !calendar.is_working_day(day("29/04/2024")));
    assert!(!calendar.is_working_day(day("11/05/2024")));
    assert_eq!(due("26/04/2024", 2.0, LimitUnit::WorkingDays), "03/05/2024");
    assert_eq!(due("26/04/2024", 3.0, LimitUnit::WorkingDays), "04/05/2024");
}

#[test]
fn the_years_of_the_list_are_known() {
    let calendar = Calendar::embedded().unwrap();
    assert!((2022..=2026).all(|year| calendar.covers(year)));
    assert!(!calendar.covers(2021) && !calendar.covers(2027) && !calendar.covers(i32::MAX));
    assert_eq!(calendar.years(), Some((2022, 2026)));
}

#[test]
fn a_year_without_its_lunar_new_year_is_not_known() {
    let of = |days: &[&str]| Calendar::from_rows(days.iter().map(|text| (day(text), DayKind::Off))).unwrap();
    assert!(!of(&["01/01/2027", "02/09/2027"]).covers(2027));
    assert!(of(&["15/01/2027"]).covers(2027) && of(&["28/02/2027"]).covers(2027));
    assert!(!of(&["14/01/2027"]).covers(2027) && !of(&["01/03/2027"]).covers(2027));
    assert_eq!(of(&["08/02/2027"]).years(), Some((2027, 2027)));
    assert_eq!(of(&["01/01/2027"]).years(), None);
}

#[test]
fn lists_saved_by_a_vietnamese_excel_are_read() {
    let text = "\u{feff}Ngày;Ghi chú;Loại\r\n 02/01/2023 ;;Nghỉ bù\r\n;;\r\n07/01/2023;\"a;b\";Làm bù\r\n";
    let rows = [(day("02/01/2023"), DayKind::Off), (day("07/01/2023"), DayKind::MakeUp)];
    assert_eq!(Calendar::parse_csv(text), Calendar::from_rows(rows));
    assert_eq!(Calendar::parse_csv("Ngày\n2/1/2023\n"), Calendar::from_rows([rows[0]]));
}

#[test]
fn a_wrong_list_is_told_where() {
    let fault = |text: &str| Calendar::parse_csv(text).unwrap_err();
    assert_eq!(fault(""), CalendarError { line: 1, fault: CalendarFault::NoHeading });
    assert_eq!(fault("Day,Kind\n").fault, CalendarFault::NoHeading);
    assert_eq!(
        fault("Ngày,Loại\n31/02/2023,nghỉ\n"),
        CalendarError { line: 2, fault: CalendarFault::Date("31/02/2023".to_owned()) }
    );
    assert_eq!(fault("Ngày,Loại\n01/13/2023,nghỉ\n").line, 2);
    assert_eq!(
        fault("Ngày,Loại\n\n02/01/2023,x\n"),
        CalendarError { line: 3, fault: CalendarFault::Kind("x".to_owned()) }
    );
    let both = [(day("02/01/2023"), DayKind::Off), (day("02/01/2023"), DayKind::MakeUp)];
    assert_eq!(
        Calendar::from_rows(both).unwrap_err(),
        CalendarError { line: 2, fault: CalendarFault::Both(day("02/01/2023")) }
    );
}

#[test]
fn the_end_of_time_is_an_end() {
    let calendar = Calendar::default();
    let limit = Limit::new(3_660.0, LimitUnit::Months).unwrap();
    assert_eq!(calendar.due(NaiveDate::MAX, &limit), NaiveDate::MAX);
    assert_eq!(calendar.add_working_days(NaiveDate::MAX, 5), NaiveDate::MAX);
}

proptest! {
    #[test]
    fn a_due_date_is_a_working_day_not_before_the_receipt(offset in 0_u64..4_000, hundredths in 0_u32..10_000, unit in 0_usize..4) {
        let calendar = Calendar::embedded().unwrap();
        let received = day("01/01/2022") + Days::new(offset);
        let unit = [LimitUnit::WorkingDays, LimitUnit::Days, LimitUnit::Hours, LimitUnit::Months][unit];
        let due = calendar.due(received, &Limit { hundredths, unit });
        prop_assert!(due >= received && calendar.is_working_day(due));
        let longer = calendar.due(received, &Limit { hundredths: hundredths + 100, unit });
        prop_assert!(longer >= due);
    }

    #[test]
    fn working_days_add_up(offset in 0_u64..1_500, first in 0_u32..30, second in 0_u32..30) {
        let calendar = Calendar::embedded().unwrap();
        let from = calendar.or_next_working_day(day("01/01/2022") + Days::new(offset));
        let steps = calendar.add_working_days(calendar.add_working_days(from, first), second);
        prop_assert_eq!(steps, calendar.add_working_days(from, first + second));
    }

    #[test]
    fn any_list_is_read_or_refused(text in "(Ngày[,;]Loại\n)?.{0,40}\n.{0,20}") {
        let _ = Calendar::parse_csv(&text);
    }
}
