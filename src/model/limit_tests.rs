//! Limits in the words of catalogues and registers.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::LimitUnit::{Days, Hours, Months, WorkingDays};
use super::*;

fn limit(value: f64, unit: LimitUnit) -> Limit {
    Limit::new(value, unit).unwrap()
}

#[test]
fn one_limit_in_all_its_forms() {
    for (text, value, unit) in [
        ("25 Ngày", 25.0, Days),
        ("5 Ngày làm việc", 5.0, WorkingDays),
        ("05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ", 5.0, WorkingDays),
        ("Ba mươi (30) ngày làm việc", 30.0, WorkingDays),
        ("15 (mười lăm) ngày làm việc", 15.0, WorkingDays),
        ("Không quá 15 (mười lăm) ngày (làm việc)", 15.0, WorkingDays),
        ("Trong thời hạn 1 tháng", 1.0, Months),
        ("10 ngày (cắt giảm từ 15 ngày)", 10.0, Days),
        ("10 ngày làm việc (theo quy định là 15 ngày làm việc)", 10.0, WorkingDays),
        ("Giảm từ 15 ngày xuống còn 10 ngày làm việc", 10.0, WorkingDays),
        ("15 ngày, cắt giảm còn 10 ngày", 10.0, Days),
        ("10 ngày, cắt giảm 5 ngày", 10.0, Days),
        ("1,5 ngày làm việc", 1.5, WorkingDays),
        ("1.5 ngày làm việc", 1.5, WorkingDays),
        ("4 giờ làm việc", 4.0, Hours),
        ("24h", 24.0, Hours),
        ("01 năm", 12.0, Months),
        ("30 phút", 0.5, Hours),
        ("Năm ngày làm việc", 5.0, WorkingDays),
        ("Mười lăm ngày kể từ ngày nhận hồ sơ", 15.0, Days),
        ("ba mươi lăm ngày", 35.0, Days),
        ("02 tuần", 14.0, Days),
        ("7nlv", 7.0, WorkingDays),
        ("7 ngày LV", 7.0, WorkingDays),
        ("10 ngày làm việc, trong đó: Sở 07 ngày; UBND tỉnh 03 ngày", 10.0, WorkingDays),
        ("5-7 ngày làm việc", 7.0, WorkingDays),
        ("Trong ngày", 0.0, WorkingDays),
        ("Trong ngày làm việc", 0.0, WorkingDays),
        ("Ngay khi nhận hồ sơ", 0.0, WorkingDays),
        ("Giải quyết ngay", 0.0, WorkingDays),
        ("10 NGÀY LÀM VIỆC", 10.0, WorkingDays),
    ] {
        let read = read(text);
        assert_eq!(read.single(), Some(limit(value, unit)), "{text}: {read:?}");
        assert!(!read.limits()[0].unit_assumed);
    }
}

#[test]
fn a_number_alone_is_working_days_and_says_so() {
    for text in ["5", "05", " 5 ", "5,0"] {
        let read = read(text);
        assert_eq!(read.single(), Some(limit(5.0, WorkingDays)), "{text}");
        assert!(read.limits()[0].unit_assumed);
    }
    assert_eq!(from_number(1.5).single(), Some(limit(1.5, WorkingDays)));
    for number in [-1.0, f64::NAN, 44_931.0] {
        assert_eq!(from_number(number), LimitText::Unreadable);
    }
}

#[test]
fn channels_have_their_own_limits() {
    let same = read("Trực tiếp 60 Ngày làm việc; Dịch vụ bưu chính 60 Ngày làm việc");
    assert_eq!(same.limits().len(), 2);
    assert_eq!(same.single(), Some(limit(60.0, WorkingDays)));
    for text in [
        "Trực tiếp: 7 ngày làm việc\nTrực tuyến: 5 ngày làm việc",
        "Trực tiếp: 7 ngày làm việc, trực tuyến: 5 ngày làm việc",
        "7 ngày làm việc (trực tiếp), 5 ngày làm việc (trực tuyến)",
    ] {
        let own = read(text);
        assert_eq!(own.for_channel(Channel::InPerson), Some(limit(7.0, WorkingDays)), "{text}");
        assert_eq!(own.for_channel(Channel::Online), Some(limit(5.0, WorkingDays)), "{text}");
        assert_eq!(own.for_channel(Channel::Post), None, "{text}");
        assert_eq!(own.single(), None);
    }
    let both = read("Trực tiếp, bưu chính: 7 ngày; trực tuyến: 5 ngày");
    assert_eq!(both.for_channel(Channel::Post), Some(limit(7.0, Days)));
    assert_eq!(both.limits()[0].channels, [Channel::InPerson, Channel::Post]);
}

#[test]
fn cases_with_different_limits_are_all_listed_and_none_is_chosen() {
    let read = read("3 ngày làm việc; trường hợp phải thẩm định: 10 ngày làm việc");
    assert_eq!(read.limits().iter().map(|stated| stated.limit.value()).collect::<Vec<_>>(), [3.0, 10.0]);
    assert!(read.limits()[1].context.contains("thẩm định"));
    assert_eq!(read.for_channel(Channel::Online), None);
}

#[test]
fn no_limit_is_told_from_an_unreadable_one() {
    for text in ["Không quy định", "Không", "chưa quy định", "Pháp luật không quy định thời hạn"]
    {
        assert_eq!(read(text), LimitText::NotSet, "{text}");
    }
    for text in ["", " ", "-", "…"] {
        assert_eq!(read(text), LimitText::Blank, "{text}");
    }
    for text in [
        "abc",
        "theo luật",
        "05/01/2023",
        "kể từ ngày nhận",
        "99999 ngày",
        "5 bộ",
        "Ngày làm việc",
        "Trước ngày 15 tháng 3",
    ] {
        assert_eq!(read(text), LimitText::Unreadable, "{text}");
    }
}

#[test]
fn limits_are_shown_as_people_write_them() {
    assert_eq!(limit(1.5, WorkingDays).to_string(), "1,5 ngày làm việc");
    assert_eq!(limit(1.0, Months).shown(Lang::En), "1 months");
    assert_eq!(limit(30.0, Days).to_string(), "30 ngày");
}

proptest! {
    #[test]
    fn any_text_is_read(text in ".{0,40}", mixed in proptest::collection::vec(proptest::sample::select(vec![
        "5", ",", ".", "ngày", "làm việc", "(", ")", "ba", "mươi", "giảm", "còn", "trực tiếp", "tháng", ";", "trong đó", " ", "99999999999999",
    ]), 0..12)) {
        for text in [text, mixed.concat(), mixed.join(" ")] {
            if let LimitText::Stated(limits) = read(&text) {
                prop_assert!(!limits.is_empty());
            }
        }
    }

    #[test]
    fn every_whole_limit_comes_back_from_its_text(value in 1_u32..=366, unit in 0_usize..4) {
        let limit = limit(f64::from(value), [WorkingDays, Days, Hours, Months][unit]);
        prop_assert_eq!(read(&limit.to_string()).single(), Some(limit));
    }
}
