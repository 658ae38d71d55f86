//! `tthc.toml`: agency, period, counting policy, units, own headings. An empty file is valid: all defaults.

mod policy;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    cells::words::Channel,
    error::Error,
    model::{column::ColumnKind, finding::Severity, period::Period},
    rules::{self, Rule},
    text::Text,
};
pub use policy::{ExtendedPolicy, PausedPolicy, Policy, ReturnedPolicy, WithoutDuePolicy};

/// The settings of one report folder.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `[co_quan]`
    #[serde(rename = "co_quan")]
    pub agency: Agency,
    /// `[ky]`
    #[serde(rename = "ky")]
    period: PeriodSettings,
    /// `[chinh_sach]`
    #[serde(rename = "chinh_sach")]
    pub policy: Policy,
    /// `[don_vi."phong-a"]`: units expected, by folder name
    #[serde(rename = "don_vi")]
    pub units: BTreeMap<String, Unit>,
    /// `[tieu_de]`: own headings, by column name of the machine result
    #[serde(rename = "tieu_de")]
    headings: BTreeMap<String, OneOrMany>,
    /// `[quy_tac]`: rules raised to a higher severity
    #[serde(rename = "quy_tac")]
    rules: BTreeMap<String, String>,
}

/// The reporting agency.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Agency {
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
    /// Superior agency.
    #[serde(rename = "ten_cap_tren")]
    pub superior: String,
    /// Place name for the date line.
    #[serde(rename = "dia_danh")]
    pub place: String,
    /// Agency code: the prefix of its case codes.
    #[serde(rename = "ma")]
    pub code: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PeriodSettings {
    #[serde(rename = "ky")]
    id: Option<String>,
    #[serde(rename = "tu")]
    from: Option<toml::Value>,
    #[serde(rename = "den")]
    to: Option<toml::Value>,
}

/// One unit that is expected to send.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Unit {
    /// Display name.
    #[serde(rename = "ten")]
    pub name: String,
    /// Channel of its cases where the register has no channel column: `truc_tuyen`, `truc_tiep`, `bcci`.
    #[serde(rename = "kenh")]
    channel: Option<ChannelWord>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
enum ChannelWord {
    #[serde(rename = "truc_tuyen")]
    Online,
    #[serde(rename = "truc_tiep")]
    InPerson,
    #[serde(rename = "bcci")]
    Post,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Settings {
    /// Reads the file's text; `place` is its path for messages.
    pub fn parse(text: &str, place: &str) -> Result<Self, Error> {
        let settings: Self = toml::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| broken(text, place, &error))?;
        settings.period(place).map_err(|error| located(error, text, place))?;
        settings.own_headings(place).map_err(|error| located(error, text, place))?;
        settings.raised_rules(place).map_err(|error| located(error, text, place))?;
        Ok(settings)
    }

    /// The period of `[ky]`, if it is set.
    pub fn period(&self, place: &str) -> Result<Option<Period>, Error> {
        let wrong = |found: String| {
            Error::new(
                "settings",
                format!("{place} [ky]"),
                Text {
                    vi: "“{found}” không phải là kỳ báo cáo. Hãy ghi ky = \"2023-Q1\" (hoặc 2023-01, 2023-H1, 2023-9M, 2023), \
                         hoặc cả tu = \"2022-12-05\" và den = \"2023-03-04\" (năm-tháng-ngày).",
                    en: "“{found}” is no reporting period. Write ky = \"2023-Q1\" (or 2023-01, 2023-H1, 2023-9M, 2023), or both \
                         tu = \"2022-12-05\" and den = \"2023-03-04\" (year-month-day).",
                },
            )
            .with("found", found)
        };
        let plain = |value: &toml::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match (&self.period.id, &self.period.from, &self.period.to) {
            (None, None, None) => Ok(None),
            (Some(id), None, None) => Period::parse(id).map(Some).ok_or_else(|| wrong(id.clone())),
            (None, Some(from), Some(to)) => {
                let (from, to) = (plain(from), plain(to));
                let window =
                    from.parse().ok().zip(to.parse().ok()).and_then(|(from, to)| Period::window(from, to));
                window.map(Some).ok_or_else(|| wrong(format!("{from} – {to}")))
            }
            (id, from, to) => {
                let parts: Vec<_> =
                    id.iter().cloned().chain(from.iter().chain(to.iter()).map(plain)).collect();
                Err(wrong(parts.join(", ")))
            }
        }
    }

    /// Own headings with the column they stand for.
    pub fn own_headings(&self, place: &str) -> Result<Vec<(ColumnKind, String)>, Error> {
        let mut found = Vec::new();
        for (name, headings) in &self.headings {
            let Some(kind) = ColumnKind::from_name(name) else {
                let names: Vec<_> = ColumnKind::ALL.iter().map(|kind| kind.name()).collect();
                return Err(Error::new(
                    "settings",
                    format!("{place} [tieu_de]"),
                    Text {
                        vi: "Không có cột nào tên “{found}”. Gần nhất: {nearest}. Các tên dùng được: {names}.",
                        en: "There is no column “{found}”. Nearest: {nearest}. Known names: {names}.",
                    },
                )
                .with("found", name)
                .with("nearest", nearest(name, names.iter().copied()))
                .with("names", names.join(", ")));
            };
            match headings {
                OneOrMany::One(heading) => found.push((kind, heading.clone())),
                OneOrMany::Many(headings) => {
                    found.extend(headings.iter().map(|heading| (kind, heading.clone())));
                }
            }
        }
        Ok(found)
    }

    /// Rules with a raised severity.
    pub fn raised_rules(&self, place: &str) -> Result<Vec<(&'static Rule, Severity)>, Error> {
        let mut raised = Vec::new();
        for (code, word) in &self.rules {
            let place = format!("{place} [quy_tac]");
            let Some(rule) = rules::find(code) else {
                return Err(Error::new(
                    "settings",
                    place,
                    Text {
                        vi: "Không có quy tắc “{found}”. Gần nhất: {nearest}. Xem tất cả: tthc explain.",
                        en: "There is no rule “{found}”. Nearest: {nearest}. To list all: tthc explain.",
                    },
                )
                .with("found", code)
                .with("nearest", nearest(&code.to_uppercase(), rules::ALL.iter().map(|rule| rule.code))));
            };
            let severity = match word.as_str() {
                "loi" | "error" => Severity::Error,
                "canh_bao" | "warning" => Severity::Warning,
                _ => Severity::Info,
            };
            if severity == Severity::Info {
                return Err(Error::new(
                    "settings",
                    place,
                    Text {
                        vi: "{code} = “{found}”: mức chỉ có thể là “loi” hoặc “canh_bao”.",
                        en: "{code} = “{found}”: a severity is “loi” or “canh_bao”.",
                    },
                )
                .with("code", code)
                .with("found", word));
            }
            if severity > rule.severity {
                return Err(Error::new(
                    "settings",
                    place,
                    Text {
                        vi: "{code} = “{found}”: chỉ được nâng mức (canh_bao → loi), không được hạ.",
                        en: "{code} = “{found}”: a rule may be raised (canh_bao → loi), never lowered.",
                    },
                )
                .with("code", code)
                .with("found", word));
            }
            raised.push((rule, severity));
        }
        Ok(raised)
    }

    /// The channel of a unit's cases where its register has no channel column, by the name of its entry.
    pub fn default_channel(&self, unit: &str) -> Option<Channel> {
        Some(match self.units.get(unit)?.channel? {
            ChannelWord::Online => Channel::Online,
            ChannelWord::InPerson => Channel::InPerson,
            ChannelWord::Post => Channel::Post,
        })
    }
}

/// The candidate most like `text`.
fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> &'a str {
    candidates.min_by_key(|candidate| strsim::damerau_levenshtein(text, candidate)).unwrap_or("")
}

/// Adds the line on which what is wrong stands, if it can be found again.
fn located(mut error: Error, text: &str, place: &str) -> Error {
    let found = error.value("found").or(error.value("code")).unwrap_or_default().to_owned();
    let has = |line: &&str| !line.trim_start().starts_with('#') && line.contains(&found);
    if let Some(at) = text.lines().position(|line| !found.is_empty() && has(&line))
        && let Some(section) = error.place.strip_prefix(place)
    {
        error.place = format!("{place}:{}{section}", at + 1);
    }
    error
}

fn broken(text: &str, place: &str, error: &toml::de::Error) -> Error {
    let line = error
        .span()
        .map(|span| text.as_bytes().iter().take(span.start).filter(|byte| **byte == b'\n').count() + 1);
    let place = line.map_or_else(|| place.to_owned(), |line| format!("{place}:{line}"));
    let cause = error.message();
    // serde says «unknown field `x`, expected one of `a`, `b`»: the nearest of them is what was meant.
    let mut quoted = cause.split('`').skip(1).step_by(2);
    let found = quoted.next().unwrap_or_default();
    let names: Vec<&str> = quoted.collect();
    let message = if cause.starts_with("unknown field") && !names.is_empty() {
        Text {
            vi: "Dòng {line}: không có mục “{found}”. Có phải “{hint}”? Các mục dùng được ở đây: {names}.",
            en: "Line {line}: there is no key “{found}”. Did you mean “{hint}”? Keys known here: {names}.",
        }
    } else if cause.starts_with("unknown variant") && !names.is_empty() {
        Text {
            vi: "Dòng {line}: không có giá trị “{found}”. Có phải “{hint}”? Các giá trị dùng được: {names}.",
            en: "Line {line}: there is no value “{found}”. Did you mean “{hint}”? Known values: {names}.",
        }
    } else if cause.starts_with("invalid type") {
        Text {
            vi: "Dòng {line}: giá trị sai kiểu ({cause}). Chữ phải đặt trong ngoặc kép, ví dụ ten = \"Sở A\".",
            en: "Line {line}: a value of the wrong type ({cause}). Text stands in quotes, such as ten = \"Sở A\".",
        }
    } else if cause.starts_with("duplicate") {
        Text {
            vi: "Dòng {line}: một mục được ghi hai lần ({cause}). Hãy xoá bớt một dòng.",
            en: "Line {line}: a key is given twice ({cause}). Remove one of the lines.",
        }
    } else {
        Text {
            vi: "Dòng {line}: sai cú pháp ({cause}). Mỗi dòng có dạng: tên = \"giá trị\"; tệp trống cũng dùng được.",
            en: "Line {line}: wrong syntax ({cause}). A line reads: name = \"value\"; an empty file works too.",
        }
    };
    Error::new("settings", place, message)
        .with("line", line.map_or_else(|| "?".to_owned(), |line| line.to_string()))
        .with("cause", cause)
        .with("found", found)
        .with("hint", nearest(found, names.iter().copied()))
        .with("names", names.join(", "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::text::Lang;

    #[test]
    fn an_empty_file_is_all_defaults() {
        let settings = Settings::parse("", "tthc.toml").unwrap();
        assert_eq!(settings.policy, Policy::default());
        assert_eq!(settings.period("").unwrap(), None);
    }

    #[test]
    fn a_typo_names_the_line_and_the_nearest_key() {
        let error = Settings::parse("[co_quan]\nten = \"A\"\ndia_dan = \"B\"\n", "tthc.toml").unwrap_err();
        assert_eq!(error.place, "tthc.toml:3");
        let message = error.message(Lang::Vi);
        assert!(message.starts_with("Dòng 3: không có mục “dia_dan”. Có phải “dia_danh”?"), "{message}");
    }

    #[test]
    fn a_wrong_value_names_the_line_and_what_may_stand_there() {
        let message = |text: &str| {
            let error = Settings::parse(text, "x").unwrap_err();
            format!("{}: {}", error.place, error.message(Lang::Vi))
        };
        let policy = message("[chinh_sach]\ntam_dung = \"tronghan\"\n");
        assert!(
            policy.starts_with("x:2: Dòng 2: không có giá trị “tronghan”. Có phải “trong_han”?"),
            "{policy}"
        );
        assert!(message("[co_quan]\nten = 5\n").contains("ngoặc kép"));
        assert!(message("[co_quan\n").starts_with("x:1: Dòng 1: sai cú pháp"));
        assert!(message("[co_quan]\nten = \"a\"\nten = \"b\"\n").contains("hai lần"));
        let rule = message("[quy_tac]\n#DG99 = \"loi\"\nDG99 = \"loi\"\n");
        assert!(rule.starts_with("x:3 [quy_tac]: Không có quy tắc “DG99”. Gần nhất: "), "{rule}");
        assert!(message("[quy_tac]\nDG018 = \"nang\"\n").contains("“canh_bao”"));
        assert!(message("[ky]\nky = \"2023Q1\"\n").starts_with("x:2 [ky]: “2023Q1”"));
    }

    #[test]
    fn the_period_is_a_name_or_a_window_but_not_half_of_one() {
        let period = |text: &str| Settings::parse(text, "x").and_then(|settings| settings.period("x"));
        assert_eq!(period("[ky]\nky = \"2023-Q1\"").unwrap().unwrap().id, "2023-Q1");
        assert_eq!(
            period("[ky]\ntu = \"2022-12-05\"\nden = 2023-03-04").unwrap().unwrap().id,
            "2022-12-05_2023-03-04"
        );
        assert_eq!(period("[ky]\ntu = \"2022-12-05\"").unwrap_err().code, "settings");
        assert_eq!(period("[ky]\nky = \"Q1\"").unwrap_err().code, "settings");
    }

    #[test]
    fn own_headings_need_a_known_column() {
        let settings =
            Settings::parse("[tieu_de]\nreceived_on = [\"Ngày vào sổ\", \"Vào sổ\"]", "x").unwrap();
        assert_eq!(settings.own_headings("x").unwrap().len(), 2);
        assert_eq!(Settings::parse("[tieu_de]\nrecieved_on = \"x\"", "x").unwrap_err().code, "settings");
    }
}
