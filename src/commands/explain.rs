//! `tthc explain CODE`: a rule's meaning, reason, source and cure, from the registry alone; also the text of
//! `docs/rules.md`. Rules and a language in, text out; nothing is printed or written here.

use std::fmt::Write as _;

use serde_json::{Value, json};
use strsim::damerau_levenshtein;

use crate::{
    model::finding::Severity,
    rules::{ALL, Check, Rule},
    text::{Lang, Text},
};

const LEVEL: Text = Text { vi: "Mức", en: "Level" };
const MESSAGE: Text = Text { vi: "Thông báo", en: "Message" };
const WHY: Text = Text { vi: "Vì sao", en: "Why" };
const SOURCE: Text = Text { vi: "Căn cứ", en: "Source" };
const WRONG: Text = Text { vi: "Ví dụ sai", en: "Wrong" };
const RIGHT: Text = Text { vi: "Ví dụ đúng", en: "Right" };
const WHO: Text = Text { vi: "Ai sửa", en: "Who corrects" };
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
        (WHO, rule.fix.meaning().get(lang)),
        (EXPLAINED, explanation(rule).get(lang)),
    ] {
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
            let _ = writeln!(out, "  {}  {level:<11}  {}", rule.code, rule.title.get(lang));
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
        "waivable": rule.waivable,
        "title": both(rule.title),
        "message": both(rule.message),
        "holes": rule.message.holes(Lang::Vi),
        "why": both(rule.why),
        "source": rule.source,
        "example": {"bad": rule.example.bad, "good": rule.example.good},
        "fix": both(rule.fix.meaning()),
        "scope": scope(rule),
    })
}

/// Every rule for machines, in the order of the codes.
pub fn json_list() -> Value {
    json!({"schema": 1, "rules": ALL.iter().map(|rule| json(rule)).collect::<Vec<_>>()})
}

const fn scope(rule: &Rule) -> &'static str {
    match rule.check {
        Check::Raised => "input",
        Check::Case(_) => "case",
        Check::Cases(_) => "cases",
    }
}

/// The codes most like an unknown one, the nearest first: at most three, none that has nothing in common with it.
pub fn nearest(code: &str) -> Vec<&'static str> {
    let asked = code.trim().to_ascii_uppercase();
    let mut near: Vec<(usize, &'static str)> = ALL
        .iter()
        .map(|rule| (damerau_levenshtein(&asked, rule.code), rule.code))
        .filter(|(distance, _)| *distance <= 2)
        .collect();
    near.sort_unstable();
    near.into_iter().take(3).map(|(_, code)| code).collect()
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
                (WHO, rule.fix.meaning()),
                (EXPLAINED, explanation(rule)),
            ] {
                let _ = writeln!(out, "- **{} / {}**: {}\\\n  *{}*", name.vi, name.en, value.vi, value.en);
            }
            let _ = writeln!(out, "- **{} / {}**: {}", SOURCE.vi, SOURCE.en, rule.source);
            let example = rule.example;
            let _ = writeln!(out, "- **{} / {}**: {}", WRONG.vi, WRONG.en, example.bad);
            let _ = writeln!(out, "- **{} / {}**: {}", RIGHT.vi, RIGHT.en, example.good);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

    use std::{env, fs, path::Path};

    use super::*;
    use crate::rules;

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
    fn a_typo_is_answered_with_the_nearest_codes() {
        assert_eq!(nearest("dg06")[0], "DG006");
        assert_eq!(nearest("GD006")[0], "DG006");
        assert!(nearest("DM01O").contains(&"DM010"));
        assert!(nearest("hồ sơ").is_empty());
        assert!(nearest("").is_empty());
    }
}
