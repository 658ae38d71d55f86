//! Tests of `survey`.
#![allow(clippy::unwrap_used)]
use super::title::named_period;

#[test]
fn periods_in_titles_are_understood() {
    let named = |text: &str| named_period(text).map(|period| period.id);
    assert_eq!(
        named("SỔ THEO DÕI\nTừ ngày: 05/12/2022\nĐến ngày: 04/3/2023").as_deref(),
        Some("2022-12-05_2023-03-04")
    );
    assert_eq!(named("(Từ ngày 15/12/2022 đến ngày 14/03/2023)").as_deref(), Some("2022-12-15_2023-03-14"));
    assert_eq!(named("Quý I năm 2023").as_deref(), Some("2023-Q1"));
    assert_eq!(named("BÁO CÁO QUÝ 2/2023").as_deref(), Some("2023-Q2"));
    assert_eq!(named("Quý khách vui lòng"), None);
    assert_eq!(named("SỔ THEO DÕI HỒ SƠ"), None);
}
