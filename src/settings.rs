//! `tthc.toml`: agency, period, counting policy, units, own headings. An empty file is valid: all defaults.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    cells::words::Channel,
    error::Error,
    model::{column::ColumnKind, finding::Severity, period::Period},
    rules::{self, Rule},
    text::Text,
};

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

/// The counting policy; printed with every result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// Returned, refused and withdrawn cases.
    #[serde(rename = "tra_lai_rut")]
    pub returned: ReturnedPolicy,
    /// Cases without a usable due date.
    #[serde(rename = "khong_han")]
    pub without_due: WithoutDuePolicy,
    /// Paused cases.
    #[serde(rename = "tam_dung")]
    pub paused: PausedPolicy,
    /// Extensions (ngày hẹn lại).
    #[serde(rename = "hen_lai")]
    pub extended: ExtendedPolicy,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            returned: ReturnedPolicy::OnTime,
            without_due: WithoutDuePolicy::Catalogue,
            paused: PausedPolicy::InTime,
            extended: ExtendedPolicy::FirstDue,
        }
    }
}

/// How returned, refused and withdrawn cases count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum ReturnedPolicy {
    /// Finished on time, whatever the dates.
    #[serde(rename = "dung_han")]
    OnTime,
    /// By their dates, like any other case.
    #[serde(rename = "theo_ngay")]
    ByDates,
}

/// How a case without a usable due date counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum WithoutDuePolicy {
    /// Due by the catalogue's limit, else on time.
    #[serde(rename = "danh_muc")]
    Catalogue,
    /// Always on time.
    #[serde(rename = "dung_han")]
    OnTime,
}

/// How a paused case counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum PausedPolicy {
    /// Within its limit.
    #[serde(rename = "trong_han")]
    InTime,
    /// By its dates.
    #[serde(rename = "theo_ngay")]
    ByDates,
}

/// Which due date decides where a case was extended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum ExtendedPolicy {
    /// The first one: an extension after an apology does not make a late case early.
    #[serde(rename = "han_dau")]
    FirstDue,
    /// The extension.
    #[serde(rename = "han_moi")]
    Extension,
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
        settings.period(place)?;
        settings.own_headings(place)?;
        settings.raised_rules(place)?;
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
                    found.extend(headings.iter().map(|heading| (kind, heading.clone())))
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
                        vi: "Không có quy tắc “{found}”. Xem: tthc explain.",
                        en: "There is no rule “{found}”. See: tthc explain.",
                    },
                )
                .with("found", code));
            };
            let severity = match word.as_str() {
                "loi" | "error" => Severity::Error,
                "canh_bao" | "warning" => Severity::Warning,
                _ => Severity::Info,
            };
            if severity > rule.severity || severity == Severity::Info {
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

    /// The channel of a unit's cases where its register has no channel column.
    pub fn default_channel(&self, unit: &str) -> Option<Channel> {
        let channel =
            self.units.get(unit).or_else(|| self.units.values().find(|known| known.name == unit))?.channel?;
        Some(match channel {
            ChannelWord::Online => Channel::Online,
            ChannelWord::InPerson => Channel::InPerson,
            ChannelWord::Post => Channel::Post,
        })
    }
}

impl Policy {
    /// The policy in words, one line each: printed with every result.
    pub fn lines(self) -> Vec<Text> {
        vec![
            match self.returned {
                ReturnedPolicy::OnTime => Text {
                    vi: "Hồ sơ trả lại, từ chối, công dân rút: tính là đã giải quyết đúng hạn.",
                    en: "Returned, refused and withdrawn cases count as finished on time.",
                },
                ReturnedPolicy::ByDates => Text {
                    vi: "Hồ sơ trả lại, từ chối, công dân rút: tính theo ngày tháng như hồ sơ khác.",
                    en: "Returned, refused and withdrawn cases count by their dates.",
                },
            },
            match self.without_due {
                WithoutDuePolicy::Catalogue => Text {
                    vi: "Hồ sơ không có (hoặc sai) ngày hẹn trả: lấy hạn theo thời hạn trong danh mục; không có thì tính là đúng hạn.",
                    en: "A case with no (or an impossible) due date gets one from the catalogue's limit, else counts as on time.",
                },
                WithoutDuePolicy::OnTime => Text {
                    vi: "Hồ sơ không có (hoặc sai) ngày hẹn trả: tính là đúng hạn.",
                    en: "A case with no (or an impossible) due date counts as on time.",
                },
            },
            match self.paused {
                PausedPolicy::InTime => Text {
                    vi: "Hồ sơ tạm dừng, chờ bổ sung: tính là trong hạn.",
                    en: "A paused case counts as within its limit.",
                },
                PausedPolicy::ByDates => Text {
                    vi: "Hồ sơ tạm dừng, chờ bổ sung: tính theo ngày hẹn trả.",
                    en: "A paused case counts by its due date.",
                },
            },
            match self.extended {
                ExtendedPolicy::FirstDue => Text {
                    vi: "Hồ sơ hẹn lại: vẫn tính theo ngày hẹn trả đầu tiên.",
                    en: "An extended case is judged by its first due date.",
                },
                ExtendedPolicy::Extension => Text {
                    vi: "Hồ sơ hẹn lại: tính theo ngày hẹn lại.",
                    en: "An extended case is judged by the new date.",
                },
            },
            Text {
                vi: "Hồ sơ “mới đăng ký” và “không được tiếp nhận”: không tính.",
                en: "“New” and “not accepted” cases are never counted.",
            },
        ]
    }
}

/// The candidate most like `text`.
fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> &'a str {
    candidates.min_by_key(|candidate| strsim::damerau_levenshtein(text, candidate)).unwrap_or("")
}

fn broken(text: &str, place: &str, error: &toml::de::Error) -> Error {
    let place = error.span().map_or_else(
        || place.to_owned(),
        |span| {
            format!(
                "{place}, dòng {}",
                text.as_bytes().iter().take(span.start).filter(|byte| **byte == b'\n').count() + 1
            )
        },
    );
    let cause = error.message().to_owned();
    // serde says «unknown field `x`, expected one of `a`, `b`»: the nearest of them is what was meant.
    let mut names = cause.split('`').skip(1).step_by(2);
    let hint = match (cause.starts_with("unknown field"), names.next()) {
        (true, Some(found)) => nearest(found, names).to_owned(),
        _ => String::new(),
    };
    Error::new(
        "settings",
        place,
        if hint.is_empty() {
            Text {
                vi: "Tệp cài đặt sai cú pháp hoặc sai giá trị: {cause}. Hãy sửa dòng này; tệp trống cũng dùng được.",
                en: "The settings file has a wrong line: {cause}. Correct it; an empty file works too.",
            }
        } else {
            Text {
                vi: "Tệp cài đặt có mục không biết: {cause}. Có phải “{hint}”?",
                en: "The settings file has an unknown key: {cause}. Did you mean “{hint}”?",
            }
        },
    )
    .with("cause", cause.clone())
    .with("hint", hint)
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
        assert!(error.place.contains("dòng 3"), "{}", error.place);
        assert!(error.message(Lang::Vi).contains("“dia_danh”"), "{}", error.message(Lang::Vi));
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
