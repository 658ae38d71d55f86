//! Tests of the registry.

use super::*;

#[test]
fn codes_are_unique_ordered_and_well_formed() {
    assert!(ALL.len() >= 40, "{} rules", ALL.len());
    for pair in ALL.windows(2) {
        assert!(pair[0].code < pair[1].code, "{} before {}", pair[0].code, pair[1].code);
    }
    for rule in ALL {
        let (family, number) = rule.code.split_at(2);
        assert!(["TP", "CT", "DG", "DM", "LD", "LK", "CD", "NL"].contains(&family), "{}", rule.code);
        assert!(number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()), "{}", rule.code);
        assert!(rule.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", rule.code);
    }
}

#[test]
fn both_languages_have_the_same_holes_and_no_text_is_missing() {
    for rule in ALL {
        let mut vi = rule.message.holes(Lang::Vi);
        let mut en = rule.message.holes(Lang::En);
        vi.sort_unstable();
        en.sort_unstable();
        assert_eq!(vi, en, "{}", rule.code);
        for text in [rule.title, rule.message, rule.why] {
            assert!(!text.vi.is_empty() && !text.en.is_empty(), "{}", rule.code);
        }
        assert!(!rule.source.is_empty() && !rule.example.bad.is_empty(), "{}", rule.code);
    }
}

#[test]
fn the_file_name_starts_with_the_code() {
    let registry = include_str!(concat!(env!("OUT_DIR"), "/rules.rs"));
    for rule in ALL {
        let prefix = format!("pub mod {}_", rule.code.to_ascii_lowercase());
        assert!(registry.contains(&prefix), "{}", rule.code);
    }
}

#[test]
fn a_code_that_is_not_used_is_no_rule_and_none_is_missing() {
    let last =
        [("TP", 11), ("CT", 24), ("DG", 29), ("DM", 15), ("LD", 8), ("LK", 10), ("CD", 18), ("NL", 11)];
    for (family, last) in last {
        for number in 1..=last {
            let code = format!("{family}{number:03}");
            let not_used = NOT_USED.iter().filter(|old| old.code == code).count();
            let rules = ALL.iter().filter(|rule| rule.code == code).count();
            assert_eq!(not_used + rules, 1, "{code}");
        }
    }
    for pair in NOT_USED.windows(2) {
        assert!(pair[0].code < pair[1].code, "{}", pair[0].code);
    }
}

#[test]
fn only_rules_that_wait_are_without_effect() {
    for rule in ALL {
        let waits = matches!(rule.check, Check::Later(_));
        assert_eq!(waits, rule.check.remark().is_some_and(|text| text.en.starts_with("not active")));
        let guard = matches!(rule.check, Check::Guard);
        assert_eq!(guard, ["CD006", "CT008"].contains(&rule.code), "{}", rule.code);
    }
}

#[test]
fn a_rule_is_found_whatever_the_case_of_its_code() {
    assert_eq!(find(" dg010 ").map(|rule| rule.code), Some("DG010"));
    assert!(find("XX999").is_none());
}
