//! `tthc explain CODE`: a rule's meaning, reason, source and cure, from the registry alone; also the text of
//! `docs/rules.md`. Rules and a language in, text out; nothing is printed or written here.

use std::fmt::Write as _;

use serde_json::{Value, json};
use strsim::damerau_levenshtein;

use crate::{
    model::finding::Severity,
    rules::{ALL, Check, NOT_USED, NotUsed, Rule},
    text::{Lang, Text},
};

const LEVEL: Text = Text { vi: "Mức", en: "Level" };
const MESSAGE: Text = Text { vi: "Thông báo", en: "Message" };
const WHY: Text = Text { vi: "Vì sao", en: "Why" };
const SOURCE: Text = Text { vi: "Căn cứ", en: "Source" };
const WRONG: Text = Text { vi: "Ví dụ sai", en: "Wrong" };
const RIGHT: Text = Text { vi: "Ví dụ đúng", en: "Right" };
const WHO: Text = Text { vi: "Ai sửa", en: "Who corrects" };
const CLASS: Text = Text { vi: "Cách sửa", en: "Repair" };
const NOT_IN_USE: Text = Text { vi: "Không dùng", en: "Not used" };
const REMARK: Text = Text { vi: "Lưu ý", en: "Note" };
const EXPLAINED: Text = Text { vi: "Giải trình", en: "Explanation" };

/// The families of rules, by the first two letters of the code.
const FAMILIES: [(&str, Text); 8] = [
    ("TP", Text { vi: "Tệp", en: "Files" }),
    ("CT", Text { vi: "Cấu trúc trang và bảng", en: "Sheets and tables" }),
    ("DG", Text { vi: "Từng hồ sơ", en: "One case" }),
    ("DM", Text { vi: "Danh mục thủ tục", en: "Procedure catalogue" }),
    ("LD", Text { vi: "Giữa các dòng", en: "Across rows" }),
    ("LK", Text { vi: "Giữa các kỳ", en: "Across periods" }),
    ("CD", Text { vi: "Cân đối số liệu", en: "Balance of figures" }),
    ("NL", Text { vi: "Nộp lại", en: "Corrections that come back" }),
];

/// What a severity obliges to.
const fn duty(severity: Severity) -> Text {
    match severity {
        Severity::Error => Text {
            vi: "lỗi: phải sửa, trước đó báo cáo là dự thảo",
            en: "error: must be corrected, the report is a draft until then",
        },
        Severity::Warning => {
            Text { vi: "cảnh báo: sửa, hoặc giải trình", en: "warning: correct it or explain it" }
        }
        Severity::Info => Text { vi: "thông tin: không phải làm gì", en: "information: nothing to do" },
    }
}

/// Whether an explanation may stand in for a correction.
const fn explanation(rule: &Rule) -> Text {
    match (rule.severity, rule.waivable) {
        (Severity::Info, _) => Text { vi: "không cần", en: "not needed" },
        (_, true) => Text { vi: "được, thay cho sửa", en: "may stand in for a correction" },
        (_, false) => Text { vi: "không thay được cho sửa", en: "does not stand in for a correction" },
    }
}

/// One rule in full, as shown on a terminal; lines end in `\n`.
pub fn text(rule: &Rule, lang: Lang) -> String {
    let mut out = format!("{}  {}\n\n", rule.code, rule.title.get(lang));
    for (name, value) in [
        (LEVEL, duty(rule.severity).get(lang)),
        (MESSAGE, rule.message.get(lang)),
        (WHY, rule.why.get(lang)),
        (SOURCE, rule.source),
        (WRONG, rule.example.bad),
        (RIGHT, rule.example.good),
        (CLASS, rule.fix.class().get(lang)),
        (WHO, rule.fix.meaning().get(lang)),
        (EXPLAINED, explanation(rule).get(lang)),
    ]
    .into_iter()
    .chain(rule.check.remark().map(|remark| (REMARK, remark.get(lang))))
    {
        let name = format!("{}:", name.get(lang));
        let _ = writeln!(out, "  {name:<14}{value}");
    }
    out
}

/// Every rule on a line of its own, under its family; lines end in `\n`.
pub fn list(lang: Lang) -> String {
    let mut out = String::new();
    for (family, title) in FAMILIES {
        let rules = of_family(family);
        if rules.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{family}  {}", title.get(lang));
        for rule in rules {
            let (level, _) = duty(rule.severity).get(lang).split_once(':').unwrap_or_default();
            let waits = match rule.check {
                Check::Later(needs) => format!(" ({})", needs.text().get(lang)),
                _ => String::new(),
            };
            let _ = writeln!(out, "  {}  {level:<11}  {}{waits}", rule.code, rule.title.get(lang));
        }
    }
    out
}

/// A rule for machines: both languages, the holes of its message, where it is judged.
pub fn json(rule: &Rule) -> Value {
    let both = |text: Text| json!({"vi": text.vi, "en": text.en});
    json!({
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "duty": both(duty(rule.severity)),
        "waivable": rule.waivable,
        "fix_class": rule.fix.word(),
        "title": both(rule.title),
        "message": both(rule.message),
        "holes": rule.message.holes(Lang::Vi),
        "why": both(rule.why),
        "source": rule.source,
        "example": {"bad": rule.example.bad, "good": rule.example.good},
        "fix": both(rule.fix.meaning()),
        "scope": scope(rule),
        "active": !matches!(rule.check, Check::Later(_)),
        "note": rule.check.remark().map(both),
    })
}

/// Every rule for machines, in the order of the codes.
pub fn json_list() -> Value {
    json!({
        "schema": 1,
        "rules": ALL.iter().map(|rule| json(rule)).collect::<Vec<_>>(),
        "not_used": NOT_USED.iter().map(json_not_used).collect::<Vec<_>>(),
    })
}

/// The code that is not used, any case.
pub fn not_used(code: &str) -> Option<&'static NotUsed> {
    NOT_USED.iter().find(|old| old.code.eq_ignore_ascii_case(code.trim()))
}

/// A code that is not used, as shown on a terminal; lines end in `\n`.
pub fn text_not_used(old: &NotUsed, lang: Lang) -> String {
    let name = format!("{}:", NOT_IN_USE.get(lang));
    format!("{}  {}\n\n  {name:<14}{}\n", old.code, old.title.get(lang), old.why.get(lang))
}

/// A code that is not used, for machines.
pub fn json_not_used(old: &NotUsed) -> Value {
    json!({
        "code": old.code,
        "active": false,
        "title": {"vi": old.title.vi, "en": old.title.en},
        "why": {"vi": old.why.vi, "en": old.why.en},
    })
}

const fn scope(rule: &Rule) -> &'static str {
    match rule.check {
        Check::Raised | Check::Unreadable => "input",
        Check::Case(_) => "case",
        Check::Cases(_) => "cases",
        Check::Guard => "program",
        Check::Later(_) => "later",
    }
}

/// The codes most like an unknown one, the nearest first: at most three, none that has nothing in common with it.
pub fn nearest(code: &str) -> Vec<&'static str> {
    let asked = code.trim().to_ascii_uppercase();
    let letters = |code: &str| {
        let mut letters: Vec<char> = code.chars().collect();
        letters.sort_unstable();
        letters
    };
    // Of two as near, the one with the same letters: they only changed places.
    let mut near: Vec<(usize, bool, &'static str)> = ALL
        .iter()
        .map(|rule| rule.code)
        .chain(NOT_USED.iter().map(|old| old.code))
        .map(|code| (damerau_levenshtein(&asked, code), letters(code) != letters(&asked), code))
        .filter(|(distance, ..)| *distance <= 2)
        .collect();
    near.sort_unstable();
    near.into_iter().take(3).map(|(.., code)| code).collect()
}

fn of_family(family: &str) -> Vec<&'static Rule> {
    ALL.iter().copied().filter(|rule| rule.code.starts_with(family)).collect()
}

/// The text of `docs/rules.md`: every rule in both languages.
pub fn markdown() -> String {
    let mut out = String::from(
        "# Quy tắc kiểm tra / Rules\n\n\
         Sinh ra từ `src/rules/`; không sửa tay. Generated from `src/rules/`; do not edit.\n\n\
         `[M]`: chưa đọc được nguyên văn căn cứ / the source itself was not read. \
         `{…}`: giá trị tìm thấy / what was found.\n",
    );
    for (family, title) in FAMILIES {
        let rules = of_family(family);
        if rules.is_empty() {
            continue;
        }
        let _ = write!(out, "\n## {family}: {} / {}\n", title.vi, title.en);
        for rule in rules {
            let _ = write!(out, "\n### {} {} / {}\n\n", rule.code, rule.title.vi, rule.title.en);
            for (name, value) in [
                (LEVEL, duty(rule.severity)),
                (MESSAGE, rule.message),
                (WHY, rule.why),
                (CLASS, rule.fix.class()),
                (WHO, rule.fix.meaning()),
                (EXPLAINED, explanation(rule)),
            ]
            .into_iter()
            .chain(rule.check.remark().map(|remark| (REMARK, remark)))
            {
                let _ = writeln!(out, "- **{} / {}**: {}\\\n  *{}*", name.vi, name.en, value.vi, value.en);
            }
            let _ = writeln!(out, "- **{} / {}**: {}", SOURCE.vi, SOURCE.en, rule.source);
            let example = rule.example;
            let _ = writeln!(out, "- **{} / {}**: {}", WRONG.vi, WRONG.en, example.bad);
            let _ = writeln!(out, "- **{} / {}**: {}", RIGHT.vi, RIGHT.en, example.good);
        }
    }
    out.push_str(
        "\n## Không dùng / Not used\n\n\
         Mã không dùng không được đặt cho quy tắc khác. A code that is not used is not given to another rule.\n\n\
         | Mã / Code | Quy tắc / Rule | Vì sao / Why |\n|---|---|---|\n",
    );
    for old in NOT_USED {
        let (title, why) = (old.title, old.why);
        let _ =
            writeln!(out, "| {} | {}<br>*{}* | {}<br>*{}* |", old.code, title.vi, title.en, why.vi, why.en);
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

    use std::{env, fs, path::Path};

    use super::*;
    use crate::rules::{self, find};

    #[test]
    fn the_documentation_is_that_of_the_registry() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, markdown()).unwrap();
        }
        let current = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            current == markdown(),
            "docs/rules.md is old: run `UPDATE=1 cargo test --lib explain` and commit it"
        );
    }

    #[test]
    fn a_rule_is_explained_in_both_languages_with_every_part() {
        for (lang, title, level) in [
            (Lang::Vi, "Ngày không có thật", "lỗi: phải sửa"),
            (Lang::En, "Impossible date", "error: must be corrected"),
        ] {
            let text = text(rules::DG006, lang);
            for part in ["DG006", title, level, rules::DG006.why.get(lang), "31/06/2022", "Dương lịch"] {
                assert!(text.contains(part), "{part} in {text}");
            }
        }
    }

    #[test]
    fn the_list_has_every_rule_once() {
        for lang in [Lang::Vi, Lang::En] {
            let list = list(lang);
            for rule in ALL {
                assert_eq!(list.matches(rule.code).count(), 1, "{}", rule.code);
            }
        }
    }

    #[test]
    fn a_machine_gets_texts_and_holes() {
        let value = json(rules::DG006);
        assert_eq!(value["severity"], "error");
        assert_eq!(value["holes"], json!(["v", "m", "d"]));
        assert_eq!(value["title"]["vi"], "Ngày không có thật");
        assert_eq!(json_list()["rules"].as_array().map(Vec::len), Some(ALL.len()));
    }

    #[test]
    fn a_rule_says_how_it_is_repaired_and_whether_it_waits() {
        let has = |code: &str, part: &str| {
            let rule = rules::find(code).unwrap();
            assert!(text(rule, Lang::Vi).contains(part), "{code}: {}", text(rule, Lang::Vi));
            assert!(markdown().contains(part), "{part}");
        };
        has("DG006", "Chưa kiểm tra tiếp các quy tắc dùng ô này");
        has("DG006", "chọn một trong các khả năng");
        has("LK001", "chưa chạy: cần kết quả của kỳ khác");
        has("CD001", "chưa chạy: cần biểu đã điền");
        has("CT008", "mã thoát 3");
        assert_eq!(json(rules::LK001)["active"], false);
        assert_eq!(json(rules::DG010)["active"], true);
        assert_eq!(json(rules::DG010)["fix_class"], "human");
        assert!(list(Lang::En).contains("not active yet: needs another period's result"));
    }

    #[test]
    fn a_code_that_is_not_used_says_why() {
        for old in NOT_USED {
            assert!(find(old.code).is_none() && not_used(&old.code.to_lowercase()).is_some());
            assert!(text_not_used(&old, Lang::Vi).contains(old.why.vi));
            assert!(markdown().contains(&format!("| {} | ", old.code)));
        }
        assert!(not_used("DG010").is_none());
        assert_eq!(json_list()["not_used"].as_array().map(Vec::len), Some(NOT_USED.len()));
    }

    #[test]
    fn a_typo_is_answered_with_the_nearest_codes() {
        assert_eq!(nearest("dg06")[0], "DG006");
        assert_eq!(nearest("GD006")[0], "DG006");
        assert!(nearest("DM01O").contains(&"DM010"));
        assert!(nearest("hồ sơ").is_empty());
        assert!(nearest("").is_empty());
    }
}
