//! What date texts can mean, form by form.

#![allow(clippy::unwrap_used, clippy::expect_used)]
use proptest::prelude::*;

use super::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn fifth_of_january() -> DateText {
    DateText::Either { day_first: day(2023, 1, 5), month_first: day(2023, 5, 1) }
}

#[test]
fn every_ambiguous_form_of_the_fifth_of_january_is_left_open() {
    for text in [
        "05/01/2023",
        "5/1/2023",
        "5-1-23",
        "05.01.2023",
        "05.01.2023.",
        "05/01/23",
        "05/01/2023 08:30:00",
        "08:30 05/01/2023",
        "8h30 ngày 05/01/2023",
        "8h 05/01/2023",
        "8 giờ 30 phút, ngày 05/01/2023",
        "08:30:15.123 05/01/2023",
        "05/01/2023 8:30 AM",
        "5/1/2023 8:30:00 SA",
        "05/01/2023\u{a0}",
        "\u{200b}05 / 01 / 2023",
        "Thứ Năm, 05/01/2023",
        "Thứ 5, 05/01/2023",
        "thứ 5 05/01/2023",
        "Thu 05/01/2023",
        "Chủ nhật 05/01/2023",
        "05\\01\\2023",
        "05/01-2023",
        "05//01/2023",
        "05,01,2023",
        "05 01 2023",
        "05:01:2023",
        "05–01–2023",
        "05012023",
        "05.01.2023 08.30",
        "08.30 05/01/2023",
        "０５/０１/２０２３",
        "'05/01/2023",
        "05/01/2023\n05/01/2023",
    ] {
        assert_eq!(read_text(text), fifth_of_january(), "{text:?}");
    }
}

#[test]
fn forms_that_name_their_parts_are_certain() {
    for text in [
        "2023-01-05",
        "2023/01/05",
        "2023.1.5",
        "2023-01-05T08:30:00",
        "2023-01-05T08:30:00Z",
        "2023-01-05T08:30:00.000+07:00",
        "2023-01-05 08:30:00",
        "20230105",
        "20230105083000",
        "202301050830",
        "ngày 5 tháng 1 năm 2023",
        "Ngày 05 tháng 01 năm 2023.",
        "nga\u{300}y 5 tha\u{301}ng 1 năm 2023",
        "5 tháng 1, 2023",
        "05 Tháng Giêng 2023",
        "Thứ Năm, ngày 5 tháng 1 năm 2023",
        "5/1 năm 2023",
        "05 thg1 2023",
        "5-Thg1-23",
        "Jan 5, 2023",
        "January 5, 2023",
        "05-Jan-23",
        "5 January 2023",
        "Thu Jan 05 2023 08:30:00 GMT+0700",
        "Thursday, January 5, 2023",
        "8 giờ 00 ngày 5 tháng 1 năm 2023",
    ] {
        assert_eq!(read_text(text), DateText::Plain(day(2023, 1, 5)), "{text:?}");
    }
    assert_eq!(read_text("11 Tháng Mười Hai 2023"), DateText::Plain(day(2023, 12, 11)));
    assert_eq!(read_text("11 Tháng Mười Một, 2023"), DateText::Plain(day(2023, 11, 11)));
    assert_eq!(read_text("03/03/2023"), DateText::Plain(day(2023, 3, 3)), "both orders agree");
}

#[test]
fn one_number_over_twelve_gives_the_order_away() {
    assert_eq!(read_text("13/01/2023"), DateText::OnlyDayFirst(day(2023, 1, 13)));
    assert_eq!(read_text("12/13/2023"), DateText::OnlyMonthFirst(day(2023, 12, 13)));
    assert_eq!(read_text("13/01/23 07:05"), DateText::OnlyDayFirst(day(2023, 1, 13)));
    assert_eq!(read_text("29/02/2024"), DateText::OnlyDayFirst(day(2024, 2, 29)));
    assert_eq!(read_text("20012023"), DateText::OnlyDayFirst(day(2023, 1, 20)));
}

#[test]
fn days_that_no_calendar_has_are_named() {
    for (text, numbers) in [
        ("31/06/2026", (31, 6, 2026)),
        ("29/02/2023", (29, 2, 2023)),
        ("32/01/2023", (32, 1, 2023)),
        ("00/01/2023", (0, 1, 2023)),
        ("13/13/2023", (13, 13, 2023)),
        ("2023-13-01", (1, 13, 2023)),
        ("ngày 31 tháng 4 năm 2023", (31, 4, 2023)),
        ("01/01/0000", (1, 1, 0)),
    ] {
        let (day, month, year) = numbers;
        assert_eq!(read_text(text), DateText::Impossible { day, month, year }, "{text}");
    }
}

#[test]
fn odd_years_are_read_as_written() {
    assert_eq!(read_text("13/01/0223"), DateText::OnlyDayFirst(day(223, 1, 13)));
    assert_eq!(read_text("13/01/2032"), DateText::OnlyDayFirst(day(2032, 1, 13)));
    assert_eq!(read_text("13/1/223"), DateText::OnlyDayFirst(day(223, 1, 13)));
    assert_eq!(read_text("13/01/20233"), DateText::Unreadable);
}

#[test]
fn what_means_no_date_is_blank() {
    for text in [
        "",
        " ",
        "-",
        "--",
        "–",
        "…",
        "...",
        "....../....../......",
        "/",
        "0",
        "không",
        "Chưa có",
        "chưa có kết quả",
        "Chưa trả",
        "Đang giải quyết",
        "Chưa hoàn thành",
        "N/A",
        "00/00/0000",
        "00/01/1900",
        "30/12/1899",
        "NaT",
        "01/01/0001 00:00:00",
        "0001-01-01T00:00:00",
        "ngày ... tháng ... năm 2023",
        "…/…/2023",
        "ngày   tháng   năm",
        "\u{a0}",
        "'",
    ] {
        assert_eq!(read_text(text), DateText::Blank, "{text:?}");
    }
}

#[test]
fn what_is_no_date_is_unreadable() {
    for text in [
        "abc",
        "✓",
        "½",
        "٠٥/٠١/٢٠٢٣",
        "08.30",
        "05/01",
        "01/2023",
        "2023",
        "Quý I/2023",
        "08:30",
        "5 ngày làm việc",
        "H14.08-230105-0001",
        "12",
        "1.2.23.4",
        "0912345678",
        "05-07/01/2023",
        "050123",
        "05/01/2O23",
        "05/01/2023 12",
        "1.002835",
        "99999999",
        "1.5.2.3",
        "123/QĐ-UBND",
        "44.931",
    ] {
        assert_eq!(read_text(text), DateText::Unreadable, "{text:?}");
    }
}

#[test]
fn several_dates_are_all_listed() {
    let seventh = DateText::Either { day_first: day(2023, 1, 7), month_first: day(2023, 7, 1) };
    for text in [
        "05/01/2023 - 07/01/2023",
        "05/01/2023; 07/01/2023",
        "05/01/2023\n07/01/2023",
        "05/01/2023-07/01/2023",
        "05-01-2023-07-01-2023",
    ] {
        assert_eq!(read_text(text), DateText::Several(vec![fifth_of_january(), seventh.clone()]), "{text:?}");
    }
}

#[test]
fn a_remark_beside_the_date_is_noticed() {
    assert_eq!(read("05/01/2023 (gia hạn)"), Reading { date: fifth_of_january(), remark: true });
    assert!(!read("8h30 ngày 05/01/2023").remark);
    assert!(!read("xyz").remark);
}

#[test]
fn serial_numbers_stored_as_text_are_told_apart_from_years() {
    assert_eq!(read_text("44931"), DateText::Serial { serial: 44_931.0, date: day(2023, 1, 5) });
    assert_eq!(read_text("44931.5"), DateText::Serial { serial: 44_931.5, date: day(2023, 1, 5) });
    assert_eq!(read_text("44931,25").date(DayOrder::MonthFirst), Some(day(2023, 1, 5)));
    assert_eq!(read_text("44931.354166666664").date(DayOrder::DayFirst), Some(day(2023, 1, 5)));
    assert_eq!(read_text("19999"), DateText::Unreadable);
}

#[test]
fn serial_numbers_at_the_boundaries() {
    for (serial, date) in [
        (0.0, None),
        (0.99, None),
        (1.0, Some(day(1900, 1, 1))),
        (59.0, Some(day(1900, 2, 28))),
        (60.0, None),
        (61.0, Some(day(1900, 3, 1))),
        (44_931.999_999_9, Some(day(2023, 1, 5))),
        (44_930.999_999_999_9, Some(day(2023, 1, 5))),
        (2_958_465.0, Some(day(9999, 12, 31))),
        (2_958_466.0, None),
        (-1.0, None),
        (f64::NAN, None),
        (f64::INFINITY, None),
    ] {
        assert_eq!(from_serial(serial, false), date, "{serial}");
    }
    assert_eq!(from_serial(0.0, true), Some(day(1904, 1, 1)));
    assert_eq!(from_serial(44_931.0 - 1_462.0, true), Some(day(2023, 1, 5)));
    assert_eq!(from_serial(2_957_003.0, true), Some(day(9999, 12, 31)));
    assert_eq!(from_serial(2_957_004.0, true), None);
}

#[test]
fn a_column_decides_by_the_texts_that_leave_no_choice() {
    let texts = |list: &[&str]| list.iter().map(|text| read_text(text)).collect::<Vec<_>>();
    let decide = |list: &[&str]| OrderEvidence::collect(&texts(list)).decide();
    assert_eq!(decide(&["05/01/2023", "13/01/2023"]), Decision::DayFirst);
    assert_eq!(decide(&["05/01/2023", "01/13/2023"]), Decision::MonthFirst);
    assert_eq!(decide(&["05/01/2023", "2023-01-05"]), Decision::None);
    assert_eq!(decide(&["13/01/2023", "01/13/2023"]), Decision::Contradiction);
    assert_eq!(decide(&["05/01/2023 - 13/01/2023"]), Decision::DayFirst);
    assert_eq!(fifth_of_january().date(DayOrder::MonthFirst), Some(day(2023, 5, 1)));
}

#[test]
fn a_known_day_settles_an_ambiguous_text() {
    let mut evidence = OrderEvidence::default();
    evidence.add_known(&fifth_of_january(), day(2023, 5, 1));
    assert_eq!(evidence.decide().order(), Some(DayOrder::MonthFirst));
    evidence.add_known(&fifth_of_january(), day(2022, 1, 1));
    assert_eq!(evidence, OrderEvidence { day_first: 0, month_first: 1, either: 1 });
}

#[test]
fn dates_that_must_not_run_backwards_settle_the_order() {
    let (received, finished) = (read_text("02/03/2023"), read_text("10/03/2023"));
    let mut evidence = OrderEvidence::default();
    evidence.add_ordered(&received, &finished);
    assert_eq!(evidence.decide(), Decision::None, "both orders run forwards");
    evidence.add_ordered(&received, &read_text("01/04/2023"));
    assert_eq!(evidence.decide(), Decision::DayFirst);
    evidence.add_ordered(&DateText::Plain(day(2023, 5, 2)), &read_text("05/03/2023"));
    assert_eq!(evidence.decide(), Decision::Contradiction);
    evidence.add_ordered(&received, &DateText::Unreadable);
    assert_eq!((evidence.day_first, evidence.month_first), (1, 1));
}

#[test]
fn a_few_slips_leave_a_clear_majority() {
    let evidence = |day_first, month_first| OrderEvidence { day_first, month_first, either: 0 };
    assert_eq!(evidence(10, 1).clear_majority(), Some(DayOrder::DayFirst));
    assert_eq!(evidence(9, 1).clear_majority(), None);
    assert_eq!(evidence(1, 10).clear_majority(), Some(DayOrder::MonthFirst));
    assert_eq!(evidence(0, 0).clear_majority(), None);
}

#[test]
fn a_swapped_column_shows_its_signature() {
    let texts = [read_text("13/01/2023"), read_text("27/02/2023")];
    let swapped = [day(2023, 5, 1), day(2023, 9, 1), day(2023, 2, 2), day(2023, 12, 2)];
    assert_eq!(excel_swap_signature(swapped, &texts), SwapSignature::Strong);
    assert_eq!(excel_swap_signature([swapped[0]], &texts), SwapSignature::Weak);
    assert_eq!(excel_swap_signature([swapped[0], day(2023, 1, 13)], &texts), SwapSignature::Absent);
    assert_eq!(excel_swap_signature(swapped, &[fifth_of_january()]), SwapSignature::Absent);
    assert_eq!(excel_swap_signature(swapped, &[]), SwapSignature::Absent);
    assert_eq!(excel_swap_signature([], &texts), SwapSignature::Absent);
    assert_eq!(unswap(day(2023, 5, 1)), Some(day(2023, 1, 5)));
    assert_eq!(unswap(day(2023, 1, 13)), None);
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in ".{0,40}") {
        let _ = read(&text);
    }

    #[test]
    fn pieces_of_dates_are_read_without_panic(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "5", "13", "2023", "05", "/", "-", ".", ":", " ", ",", "h", "ngày", "tháng", "năm", "T", "Z", "+07:00",
            "Jan", "giờ", "thứ", "mười", "4294967296", "00",
        ]), 0..12),
    ) {
        if let DateText::Several(dates) = read_text(&pieces.concat()) {
            prop_assert!(dates.len() > 1);
        }
    }

    #[test]
    fn every_day_comes_back_from_its_text(offset in 0_i64..60_000, form in 0_usize..6) {
        let date = day(1950, 1, 1) + Duration::days(offset);
        let form = ["%d/%m/%Y", "%-d-%-m-%Y", "%H:%M %d.%m.%Y", "ngày %d tháng %m năm %Y", "%Y-%m-%dT%H:%M:%S", "%b %d, %Y"][form];
        let text = date.and_hms_opt(8, 30, 0).unwrap().format(form).to_string();
        prop_assert_eq!(read_text(&text).date(DayOrder::DayFirst), Some(date), "{}", text);
    }

    #[test]
    fn serials_count_days(serial in 61_i32..2_958_464) {
        let one = from_serial(f64::from(serial), false).unwrap();
        prop_assert_eq!(one.succ_opt(), from_serial(f64::from(serial + 1), false));
    }

    #[test]
    fn any_serial_is_accepted(serial in proptest::num::f64::ANY, old in proptest::bool::ANY) {
        let _ = from_serial(serial, old);
    }
}
