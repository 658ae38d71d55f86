//! The results of an earlier period: `ket-qua.json` files put among the catalogue files.
//!
//! In: their names and bytes. Out: the one to compare with, and what is to be said about the others. A file that is no
//! result of ours is passed over and named; whether a file is broken is told to whoever reads the inputs.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::Value as Json;

use crate::{
    cells::text::key,
    model::period::Period,
    text::{Lang, Text},
};

/// A result file: its path as in the machine result, its bytes; `None` where they could not be read from the disk.
pub type File = (String, Option<Vec<u8>>);

/// The result of an earlier period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Its path, `danh-muc/…`.
    pub path: String,
    /// Its period.
    pub period: Period,
    /// Whether it was a draft.
    pub draft: bool,
    /// Its figures by key; those that are no whole number are left out.
    pub figures: BTreeMap<String, u64>,
}

/// Why a file is not the one compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// Could not be read from the disk, or is broken.
    Unreadable,
    /// No result of this program, or one of a later version that this one does not know.
    Foreign,
    /// The result of another agency.
    OtherAgency,
    /// Its period does not end before this one begins.
    NotBefore,
    /// Another one is closer.
    Farther,
    /// Another one of the same period is used.
    SamePeriod,
}

impl Passed {
    /// The reason in words; `{used}` is the one compared with.
    pub const fn words(self) -> Text {
        match self {
            Self::Unreadable => {
                Text { vi: "không đọc được: bỏ qua", en: "can't be read: passed over" }
            }
            Self::Foreign => Text {
                vi: "không phải kết quả của chương trình: bỏ qua",
                en: "no result of this program: passed over",
            },
            Self::OtherAgency => Text {
                vi: "kết quả của cơ quan khác: bỏ qua",
                en: "the result of another agency: passed over",
            },
            Self::NotBefore => Text {
                vi: "kỳ của tệp không kết thúc trước kỳ này: không so sánh",
                en: "its period does not end before this one begins: not compared",
            },
            Self::Farther => Text {
                vi: "đã có kết quả khác gần kỳ này hơn: không so sánh",
                en: "another result is closer to this period: not compared",
            },
            Self::SamePeriod => Text {
                vi: "cùng kỳ với {used}, tệp đó được dùng: không so sánh",
                en: "of the same period as {used}, which is used: not compared",
            },
        }
    }
}

/// What was found among the catalogue files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The one to compare with.
    pub chosen: Option<Earlier>,
    /// Whether its period ends on the day before this one begins.
    pub adjoins: bool,
    /// The others by path.
    pub passed: Vec<(String, Passed)>,
}

impl Search {
    /// One line for each file: which was taken and why the others were not.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        const TAKEN: Text =
            Text { vi: "{path}: kỳ trước, dùng để so sánh", en: "{path}: compared with" };
        const LINE: Text = Text { vi: "{path}: {why}", en: "{path}: {why}" };
        let chosen = self.chosen.iter().map(|earlier| TAKEN.fill(lang, &[("path", &earlier.path)]));
        let passed = self
            .passed
            .iter()
            .map(|(path, why)| LINE.fill(lang, &[("path", path.as_str()), ("why", &self.why(*why, lang))]));
        chosen.chain(passed).collect()
    }

    /// Why one of the others is not used, in words.
    pub fn why(&self, passed: Passed, lang: Lang) -> String {
        let used = self.chosen.as_ref().map_or("", |earlier| earlier.path.as_str());
        passed.words().fill(lang, &[("used", used)])
    }
}

/// Chooses the result whose period ends on the day before `period` begins, else the one that ends last before it. Of
/// several, the one whose length is nearest to this period's goes first, then a final one, then the first by path.
pub fn choose(files: &[File], period: &Period, agency: &str) -> Search {
    let mut search = Search::default();
    let mut candidates = Vec::new();
    for (path, bytes) in files {
        let read = match bytes {
            None => Err(Passed::Unreadable),
            Some(bytes) => read(path, bytes, agency),
        };
        match read.and_then(|earlier| {
            if earlier.period.to < period.from { Ok(earlier) } else { Err(Passed::NotBefore) }
        }) {
            Ok(earlier) => candidates.push(earlier),
            Err(why) => search.passed.push((path.clone(), why)),
        }
    }
    let length = |period: &Period| (period.to - period.from).num_days();
    candidates.sort_by(|one, other| {
        let rank = |earlier: &Earlier| {
            ((length(&earlier.period) - length(period)).abs(), earlier.draft, earlier.path.clone())
        };
        other.period.to.cmp(&one.period.to).then_with(|| rank(one).cmp(&rank(other)))
    });
    let mut candidates = candidates.into_iter();
    search.chosen = candidates.next();
    search.adjoins =
        search.chosen.as_ref().is_some_and(|earlier| earlier.period.to.succ_opt() == Some(period.from));
    let used = search.chosen.as_ref().map(|earlier| earlier.period.clone());
    let is_same =
        |period: &Period| used.as_ref().is_some_and(|used| (used.from, used.to) == (period.from, period.to));
    search.passed.extend(candidates.map(|earlier| {
        let why = if is_same(&earlier.period) { Passed::SamePeriod } else { Passed::Farther };
        (earlier.path, why)
    }));
    search.passed.sort_by(|one, other| one.0.cmp(&other.0));
    search
}

/// What of a machine result is looked at; the rest may be as long as it likes.
#[derive(Deserialize)]
struct Machine {
    schema: u64,
    #[serde(default)]
    agency: String,
    period: Days,
    #[serde(default)]
    draft: bool,
    figures: BTreeMap<String, Json>,
}

#[derive(Deserialize)]
struct Days {
    id: String,
    from: String,
    to: String,
}

/// Whether a file is no whole JSON text: damaged, or only partly copied.
pub fn is_broken(bytes: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(without_mark(bytes)).is_err()
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn read(path: &str, bytes: &[u8], agency: &str) -> Result<Earlier, Passed> {
    let why = |_| if is_broken(bytes) { Passed::Unreadable } else { Passed::Foreign };
    let machine: Machine = serde_json::from_slice(without_mark(bytes)).map_err(why)?;
    if machine.schema != 1 {
        return Err(Passed::Foreign);
    }
    let day = |text: &str| text.parse::<NaiveDate>().map_err(|_| Passed::Foreign);
    let (from, to) = (day(&machine.period.from)?, day(&machine.period.to)?);
    let named = Period::parse(&machine.period.id).filter(|period| (period.from, period.to) == (from, to));
    let period = named.or_else(|| Period::window(from, to)).ok_or(Passed::Foreign)?;
    let (own, other) = (key(agency), key(&machine.agency));
    if !own.is_empty() && !other.is_empty() && own != other {
        return Err(Passed::OtherAgency);
    }
    let figures =
        machine.figures.into_iter().filter_map(|(key, value)| Some((key, value.as_u64()?))).collect();
    Ok(Earlier { path: path.to_owned(), period, draft: machine.draft, figures })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn result(id: &str, more: &str) -> Vec<u8> {
        let period = Period::parse(id).unwrap();
        format!(
                r#"{{"schema": 1, "period": {{"id": "{id}", "from": "{}", "to": "{}"}}, "figures": {{"tiep_nhan.tong": 7, "chi_tieu.x": "a"}}{more}}}"#,
                period.from, period.to
        )
        .into_bytes()
    }

    fn search(files: &[(&str, Vec<u8>)]) -> Search {
        let files: Vec<File> =
            files.iter().map(|(path, bytes)| ((*path).to_owned(), Some(bytes.clone()))).collect();
        choose(&files, &Period::parse("2023-Q1").unwrap(), "Sở A")
    }

    #[test]
    fn the_period_that_ends_the_day_before_goes_first_whatever_its_file_is_called() {
        let found = search(&[
            ("a.json", result("2022-Q3", "")),
            ("b.json", result("2022-Q4", "")),
            ("c.json", result("2022-Q2", "")),
        ]);
        let chosen = found.chosen.as_ref().unwrap();
        assert_eq!(
            (chosen.path.as_str(), chosen.period.id.as_str(), found.adjoins),
            ("b.json", "2022-Q4", true)
        );
        assert_eq!(chosen.figures, BTreeMap::from([("tiep_nhan.tong".to_owned(), 7)]));
        assert_eq!(
            found.passed,
            [("a.json".to_owned(), Passed::Farther), ("c.json".to_owned(), Passed::Farther)]
        );
        assert_eq!(found.lines(Lang::Vi)[0], "b.json: kỳ trước, dùng để so sánh");
    }

    #[test]
    fn else_the_latest_that_ended_before_and_nothing_that_overlaps() {
        let found = search(&[("a.json", result("2022-Q2", "")), ("b.json", result("2022-Q3", ""))]);
        assert_eq!((found.chosen.unwrap().period.id.as_str(), found.adjoins), ("2022-Q3", false));
        for id in ["2023-Q1", "2023-Q2", "2023", "2022-11-01_2022-12-15"] {
            let found = search(&[("a.json", result(id, ""))]);
            assert_eq!((found.chosen, found.passed[0].1), (None, Passed::NotBefore), "{id}");
        }
        // The last day before it is just early enough.
        assert!(search(&[("a.json", result("2022-11-01_2022-12-14", ""))]).adjoins);
    }

    #[test]
    fn of_two_that_end_together_the_one_of_like_length_and_the_final_one_go_first() {
        let found = search(&[
            ("a.json", result("2022", "")),
            ("b.json", result("2022-Q4", r#", "draft": true"#)),
            ("c.json", result("2022-Q4", "")),
        ]);
        assert_eq!(found.passed[1], ("b.json".to_owned(), Passed::SamePeriod));
        assert_eq!(found.lines(Lang::Vi)[2], "b.json: cùng kỳ với c.json, tệp đó được dùng: không so sánh");
        assert_eq!(found.passed[0].1, Passed::Farther, "a year is no quarter");
        assert_eq!(found.chosen.unwrap().path, "c.json");
    }

    #[test]
    fn what_is_no_result_of_ours_is_passed_over_with_its_reason() {
        let text = |text: &str| text.as_bytes().to_vec();
        for foreign in [
            "[]",
            "null",
            "{\"schema\": 1, \"error\": {\"code\": \"x\"}}",
            "{\"schema\": 2, \"period\": {\"id\": \"2022-Q4\", \"from\": \"2022-09-15\", \"to\": \"2022-12-14\"}, \"figures\": {}}",
            "{\"schema\": 1, \"period\": {\"id\": \"x\", \"from\": \"2022-12-14\", \"to\": \"2022-09-15\"}, \"figures\": {}}",
            "{\"schema\": 1, \"period\": {\"id\": \"x\", \"from\": \"hôm qua\", \"to\": \"2022-09-15\"}, \"figures\": {}}",
        ] {
            assert_eq!(search(&[("a.json", text(foreign))]).passed[0].1, Passed::Foreign, "{foreign}");
        }
        let deep = "[".repeat(100_000);
        for broken in ["", "{", "{\"schema\": 1, \"agen", deep.as_str()] {
            assert!(is_broken(broken.as_bytes()));
            assert_eq!(search(&[("a.json", text(broken))]).passed[0].1, Passed::Unreadable);
        }
        assert!(!is_broken("\u{feff}{}".as_bytes()));
        let lost = choose(&[("a.json".to_owned(), None)], &Period::parse("2023-Q1").unwrap(), "");
        assert_eq!(lost.passed[0].1, Passed::Unreadable);
        let other = result("2022-Q4", r#", "agency": "Sở B""#);
        assert_eq!(search(&[("a.json", other)]).passed[0].1, Passed::OtherAgency);
        let same = result("2022-Q4", r#", "agency": "SỞ  A""#);
        assert!(search(&[("a.json", same)]).chosen.is_some());
    }

    #[test]
    fn a_byte_order_mark_of_notepad_does_no_harm() {
        let bytes = [b"\xef\xbb\xbf".to_vec(), result("2022-Q4", "")].concat();
        assert!(search(&[("a.json", bytes)]).chosen.is_some());
    }
}
