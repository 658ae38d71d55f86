//! The words of the channel, status and level columns, from an editable list (`templates/tu-ngu.toml`).
//!
//! Goes in: the text of a cell. Comes out: what it stands for, or nothing. A cell is first compared as a whole (with
//! marks, then without), then searched for known phrases, the longest first; a cell whose phrases mean different
//! things, or that negates one ("không", "chưa"), means nothing and is reported by the caller. Which case counts
//! where is not decided here.

use super::legacy::{self, Legacy};
use super::sections::Sections;
use super::text::{bare, clean, key, similarity};
use super::words_file::{self, Column};

pub use super::words_file::{WordsError, WordsFault};

/// How a case came in. A service centre is a place: cases handed in there are [`Channel::InPerson`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Trực tuyến.
    Online,
    /// Trực tiếp.
    InPerson,
    /// Dịch vụ bưu chính công ích.
    Post,
}

impl Channel {
    /// What the channels are called.
    pub const NAMES: [&'static str; 3] = [Self::Online.name(), Self::InPerson.name(), Self::Post.name()];

    /// Its name, Vietnamese.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Online => "Trực tuyến",
            Self::InPerson => "Trực tiếp",
            Self::Post => "Bưu chính công ích",
        }
    }
}

/// The state of a case, in the order of the national list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Mới đăng ký, not yet accepted; never counted.
    New,
    /// Được tiếp nhận.
    Accepted,
    /// Không được tiếp nhận; never counted.
    NotAccepted,
    /// Đang xử lý.
    Processing,
    /// Yêu cầu bổ sung.
    WaitingSupplement,
    /// Yêu cầu thực hiện nghĩa vụ tài chính.
    WaitingPayment,
    /// Dừng xử lý.
    Paused,
    /// Trả lại or từ chối giải quyết, after it was accepted.
    Returned,
    /// Rút hồ sơ.
    Withdrawn,
    /// Đã xử lý xong, the result not yet handed over.
    Finished,
    /// Đã trả kết quả.
    HandedOver,
}

impl Status {
    /// Never counted, whatever the dates say.
    pub const fn never_counted(self) -> bool {
        matches!(self, Self::New | Self::NotAccepted)
    }

    /// The clock stands still: waiting for supplement or payment, or stopped.
    pub const fn is_paused(self) -> bool {
        matches!(self, Self::WaitingSupplement | Self::WaitingPayment | Self::Paused)
    }

    /// Finished with a result.
    pub const fn is_finished(self) -> bool {
        matches!(self, Self::Finished | Self::HandedOver)
    }

    /// Ended without the result asked for: returned, refused or withdrawn.
    pub const fn is_ended_without_result(self) -> bool {
        matches!(self, Self::Returned | Self::Withdrawn)
    }

    /// Still with the office, paused or not.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Accepted | Self::Processing) || self.is_paused()
    }

    /// What the states are called that a register can put a case into.
    pub const NAMES: [&'static str; 11] = [
        Self::New.name(),
        Self::Accepted.name(),
        Self::NotAccepted.name(),
        Self::Processing.name(),
        Self::WaitingSupplement.name(),
        Self::WaitingPayment.name(),
        Self::Paused.name(),
        Self::Returned.name(),
        Self::Withdrawn.name(),
        Self::Finished.name(),
        Self::HandedOver.name(),
    ];

    /// The name on the national list, Vietnamese.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "Mới đăng ký",
            Self::Accepted => "Được tiếp nhận",
            Self::NotAccepted => "Không được tiếp nhận",
            Self::Processing => "Đang xử lý",
            Self::WaitingSupplement => "Yêu cầu bổ sung",
            Self::WaitingPayment => "Yêu cầu thực hiện nghĩa vụ tài chính",
            Self::Paused => "Tạm dừng",
            Self::Returned => "Trả lại",
            Self::Withdrawn => "Rút hồ sơ",
            Self::Finished => "Đã xử lý xong",
            Self::HandedOver => "Đã trả kết quả",
        }
    }
}

/// What a register says about keeping the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timeliness {
    /// Trước hạn.
    Early,
    /// Đúng hạn; of an open case, trong hạn.
    OnTime,
    /// Quá hạn.
    Late,
}

/// How far a procedure is offered online (Nghị định 42/2022/NĐ-CP).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Toàn trình, formerly level 4.
    Full,
    /// Một phần, formerly level 3.
    Partial,
    /// Cung cấp thông tin trực tuyến, formerly levels 1 and 2.
    Information,
    /// Not offered online.
    None,
}

/// What a status cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StatusWord {
    /// The state; `None` where the cell only speaks of the limit ("Quá hạn 1,25 ngày"), which open and finished
    /// cases both can.
    pub status: Option<Status>,
    /// What it says about the limit.
    pub timeliness: Option<Timeliness>,
    /// By how many days, as stated.
    pub days: Option<f64>,
    /// The whole cell is on the list; otherwise a phrase inside it was recognised.
    pub exact: bool,
}

/// What a level cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelWord {
    /// The level.
    pub level: Level,
    /// In the words before Nghị định 42/2022/NĐ-CP ("mức độ 4").
    pub old_wording: bool,
    /// The whole cell is on the list.
    pub exact: bool,
}

/// The vocabulary.
#[derive(Clone, Debug)]
pub struct Words {
    channel: Column<Channel>,
    status: Column<Status>,
    timeliness: Column<Timeliness>,
    level: Column<Level>,
    sections: Sections,
}

/// The list that comes with the program.
pub const EMBEDDED: &str = include_str!("../../templates/tu-ngu.toml");

impl Words {
    /// The list that comes with the program.
    pub fn embedded() -> Result<Self, WordsError> {
        Self::parse(EMBEDDED)
    }

    /// A list of one's own instead. The error names the line and the word.
    pub fn parse(toml: &str) -> Result<Self, WordsError> {
        let empty = Self {
            channel: Column::default(),
            status: Column::default(),
            timeliness: Column::default(),
            level: Column::default(),
            sections: Sections::default(),
        };
        empty.extended(toml)
    }

    /// This list with the words of another one added; where both know a word, the other one decides.
    pub fn extended(&self, toml: &str) -> Result<Self, WordsError> {
        let file = words_file::read(toml)?;
        let mut words = self.clone();
        words.channel.add(toml, "kenh", &file.channel)?;
        words.status.add(toml, "trang_thai", &file.status)?;
        words.timeliness.add(toml, "tien_do", &file.timeliness)?;
        words.level.add(toml, "muc_do", &file.level)?;
        words.sections.add(&file.headings.chinh, &file.headings.kem);
        Ok(words)
    }

    /// The channel, and whether the whole cell is on the list. What is said about the way the *result* is received
    /// is left out of account ("Trực tiếp, nhận kết quả qua BCCI").
    pub fn channel(&self, text: &str) -> Option<(Channel, bool)> {
        if let Some(found) = self.channel.whole(text) {
            return Some((found.meaning, true));
        }
        let about_receipt: Vec<String> = key(text)
            .split([',', ';', '(', ')'])
            .filter(|part| !part.contains("kết quả") && !part.contains("trả kq"))
            .map(str::to_owned)
            .collect();
        let found = self.channel.inside(&about_receipt.join(" . "))?;
        Some((found.meaning, false))
    }

    /// The state and what is said about the limit; `None` for an unknown word.
    pub fn status(&self, text: &str) -> Option<StatusWord> {
        if let Some(found) = self.status.whole(text) {
            let timeliness = self.timeliness.whole(text).or_else(|| self.timeliness.inside(text));
            return Some(StatusWord {
                status: Some(found.meaning),
                timeliness: timeliness.map(|word| word.meaning),
                days: None,
                exact: true,
            });
        }
        let without_days = without_days(&key(text));
        let timeliness = self.timeliness.whole(&without_days).or_else(|| self.timeliness.inside(text));
        let Some(word) = timeliness else {
            let found = self.status.inside(&without_number(text))?;
            return Some(StatusWord {
                status: Some(found.meaning),
                timeliness: None,
                days: None,
                exact: false,
            });
        };
        // "Đang xử lý quá hạn 2 ngày": the rest of the cell names the state.
        let rest = without_days.replace(&word.phrase, " ");
        let rest = rest.trim_matches(|ch: char| !ch.is_alphanumeric());
        let state = self.status.whole(rest).or_else(|| self.status.inside(text));
        Some(StatusWord {
            status: state.map(|found| found.meaning),
            timeliness: Some(word.meaning),
            days: days(&key(text)),
            exact: rest.is_empty() || self.status.whole(rest).is_some(),
        })
    }

    /// Whether a heading inside a register names a state or a channel and nothing else ("Hồ sơ kỳ trước chuyển sang").
    pub fn is_section(&self, heading: &str) -> bool {
        self.sections.is_whole(heading)
    }

    /// A channel or a status typed in TCVN3 or VNI ("Trùc tuyÕn"), in Unicode, as the cell stores it; `None` for any other
    /// text, one that is a word as it stands included.
    pub fn in_old_type(&self, stored: &str) -> Option<String> {
        if !legacy::is_candidate(stored) || self.is_word(stored) {
            return None;
        }
        let readings = [Legacy::Tcvn3, Legacy::Vni].map(|from| clean(&legacy::convert(stored, from)));
        readings.into_iter().find(|text| self.is_word(text))
    }

    fn is_word(&self, text: &str) -> bool {
        self.channel.whole(text).is_some()
            || self.status.whole(text).is_some()
            || self.timeliness.whole(text).is_some()
    }

    /// The level, and whether in the old wording; `None` for an unknown word.
    pub fn level(&self, text: &str) -> Option<LevelWord> {
        let (found, exact) = match self.level.whole(text) {
            Some(found) => (found, true),
            None => (self.level.inside(text)?, false),
        };
        Some(LevelWord { level: found.meaning, old_wording: found.old, exact })
    }
}

/// The names in the order of their likeness to a text, and whether the first is clearly the nearest: much like the text, and
/// much more so than the second.
pub fn nearest(text: &str, names: &[&'static str]) -> (Vec<String>, bool) {
    let mut ranked: Vec<(f64, &str)> = names.iter().map(|name| (similarity(text, name), *name)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let score = |at: usize| ranked.get(at).map_or(0.0, |(score, _)| *score);
    let is_clear = score(0) >= 0.75 && score(0) - score(1) >= 0.15;
    (ranked.iter().map(|(_, name)| (*name).to_owned()).collect(), is_clear)
}

/// Whether a cell is a tick in a column of its own, as in a register with one column for each channel.
pub fn is_tick(text: &str) -> bool {
    matches!(key(text).as_str(), "x" | "v" | "✓" | "✔" | "☑" | "√" | "+" | "có" | "1" | "01")
}

/// "9. Đã xử lý xong", "(10) Đã trả kết quả": the text without the number in front.
fn without_number(text: &str) -> String {
    let clean = clean(text);
    let rest = clean.trim_start_matches(|ch: char| {
        ch.is_ascii_digit() || matches!(ch, '.' | '-' | ')' | '(' | ':' | ' ')
    });
    rest.to_owned()
}

/// The number of days named in a key: "quá hạn 1.25 ngày" is 1.25.
fn days(key: &str) -> Option<f64> {
    let at = days_at(key)?;
    key[at.0..at.1].replace(',', ".").parse().ok()
}

/// Where "1.25" stands in "… 1.25 ngày …".
fn days_at(key: &str) -> Option<(usize, usize)> {
    let end = key.find("ngày").map(|at| key[..at].trim_end().len())?;
    let digits = |ch: char| ch.is_ascii_digit() || matches!(ch, '.' | ',');
    let start = key[..end]
        .rfind(|ch| !digits(ch))
        .map_or(0, |at| at + key[at..].chars().next().map_or(1, char::len_utf8));
    (start < end && key[start..end].starts_with(|ch: char| ch.is_ascii_digit())).then_some((start, end))
}

fn without_days(key: &str) -> String {
    let Some((start, end)) = days_at(key) else { return key.to_owned() };
    let after = key[end..].trim_start();
    format!("{} {}", &key[..start], after.strip_prefix("ngày").unwrap_or(after))
}

/// Whether the text has a negation that the phrase itself does not have.
pub(super) fn is_negated(text_bare: &str, phrase_bare: &str) -> bool {
    let count = |text: &str| text.split(' ').filter(|word| matches!(*word, "khong" | "chua" | "ko")).count();
    count(text_bare) > count(phrase_bare)
}

/// [`bare`] with a space on either side, for finding whole words.
pub(super) fn padded(text: &str) -> String {
    format!(" {} ", bare(text))
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
