//! Time limits (thời hạn giải quyết) as catalogues and registers write them.
//!
//! Goes in: the text or the number of a cell. Comes out: every limit it states, with the channels it holds for, or
//! that none is set. A procedure may have several limits, by channel or by case; which of the cases a dossier is
//! cannot be known from the text, so nothing is chosen where they differ.

use std::fmt;

use crate::cells::text::{bare, key};
use crate::cells::words::Channel;
use crate::text::{Lang, Text};

/// What a limit is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LimitUnit {
    /// Ngày làm việc.
    WorkingDays,
    /// Ngày, of the calendar.
    Days,
    /// Giờ (làm việc), eight to a working day.
    Hours,
    /// Tháng.
    Months,
}

impl LimitUnit {
    /// Its name.
    pub const fn name(self, lang: Lang) -> &'static str {
        let text = match self {
            Self::WorkingDays => Text { vi: "ngày làm việc", en: "working days" },
            Self::Days => Text { vi: "ngày", en: "days" },
            Self::Hours => Text { vi: "giờ", en: "hours" },
            Self::Months => Text { vi: "tháng", en: "months" },
        };
        text.get(lang)
    }
}

/// A time limit; 0 working days is "on the same day".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Limit {
    /// Hundredths of the unit: 150 is one and a half.
    pub hundredths: u32,
    /// The unit.
    pub unit: LimitUnit,
}

/// Ten years of days: what is longer is no limit.
const LONGEST: f64 = 3_660.0;

impl Limit {
    /// A limit of `value` units; `None` if it is negative, not finite or beyond ten years of days.
    pub fn new(value: f64, unit: LimitUnit) -> Option<Self> {
        (0.0..=LONGEST).contains(&value).then(|| Self { hundredths: (value * 100.0).round() as u32, unit })
    }

    /// The number of units.
    pub fn value(self) -> f64 {
        f64::from(self.hundredths) / 100.0
    }

    /// As people write it: `1,5 ngày làm việc`, `1.5 working days`.
    pub fn shown(self, lang: Lang) -> String {
        let number = self.value().to_string();
        let number = if lang == Lang::Vi { number.replace('.', ",") } else { number };
        format!("{number} {}", self.unit.name(lang))
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown(Lang::Vi))
    }
}

/// One limit found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedLimit {
    /// The limit.
    pub limit: Limit,
    /// The channels it is stated for; none named means all.
    pub channels: Vec<Channel>,
    /// The text had no unit and working days were taken (DG019).
    pub unit_assumed: bool,
    /// The line it stands in, folded: tells the case it is for ("trường hợp …").
    pub context: String,
}

/// What a limit cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LimitText {
    /// Nothing.
    Blank,
    /// That there is none: "Không quy định".
    NotSet,
    /// These limits, in the order they stand; never empty.
    Stated(Vec<StatedLimit>),
    /// Something else.
    Unreadable,
}

impl LimitText {
    /// All limits stated.
    pub fn limits(&self) -> &[StatedLimit] {
        if let Self::Stated(limits) = self { limits } else { &[] }
    }

    /// The limit, if the text states only one (or the same one everywhere).
    pub fn single(&self) -> Option<Limit> {
        only(self.limits().iter())
    }

    /// The limit for a channel: the one stated for it, else the one stated for all. `None` where several differ.
    pub fn for_channel(&self, channel: Channel) -> Option<Limit> {
        let named = || self.limits().iter().filter(|stated| stated.channels.contains(&channel));
        if named().next().is_some() {
            return only(named());
        }
        only(self.limits().iter().filter(|stated| stated.channels.is_empty())).or_else(|| self.single())
    }
}

fn only<'a>(mut limits: impl Iterator<Item = &'a StatedLimit>) -> Option<Limit> {
    let first = limits.next()?.limit;
    limits.all(|other| other.limit == first).then_some(first)
}

/// Reads a limit that is a number: working days, the unit assumed.
pub fn from_number(number: f64) -> LimitText {
    Limit::new(number, LimitUnit::WorkingDays)
        .map_or(LimitText::Unreadable, |limit| LimitText::Stated(vec![stated(limit, true, String::new())]))
}

fn stated(limit: Limit, unit_assumed: bool, context: String) -> StatedLimit {
    StatedLimit { limit, channels: Vec::new(), unit_assumed, context }
}

/// Reads a limit. A text with its reduction ("10 ngày (cắt giảm từ 15 ngày)") states the reduced one; the parts
/// after "trong đó" are no limits of their own.
pub fn read(text: &str) -> LimitText {
    let whole = bare(text);
    if whole.is_empty() {
        return LimitText::Blank;
    }
    if let Ok(number) = key(text).replace(',', ".").parse() {
        return from_number(number);
    }
    let mut limits = Vec::new();
    for line in text.split(['\n', '\r', ';']) {
        let line = key(line);
        let (line, cut) =
            line.split_once("trong đó").map_or((line.as_str(), false), |(before, _)| (before, true));
        limits.extend(read_line(line));
        if cut && !limits.is_empty() {
            break;
        }
    }
    if !limits.is_empty() {
        return LimitText::Stated(limits);
    }
    if ["khong quy dinh", "khong co quy dinh", "chua quy dinh", "khong xac dinh", "khong co thoi han"]
        .iter()
        .any(|phrase| whole.contains(phrase))
        || matches!(whole.as_str(), "khong" | "khong co" | "chua co")
    {
        return LimitText::NotSet;
    }
    let folded = key(text);
    // "ngay" is "at once"; "ngày" is "day".
    let at_once = folded == "ngay" || folded.starts_with("ngay ") && !whole.starts_with("ngay lam viec");
    let same_day =
        at_once || ["trong ngày", "giải quyết ngay", "trả ngay"].iter().any(|phrase| folded.contains(phrase));
    match Limit::new(0.0, LimitUnit::WorkingDays)
        .filter(|_| same_day && !whole.contains(|ch: char| ch.is_ascii_digit()))
    {
        Some(limit) => LimitText::Stated(vec![stated(limit, false, folded)]),
        None => LimitText::Unreadable,
    }
}

/// A piece of a line: a number, or a word of its key.
enum Piece<'a> {
    Number(f64),
    Word(&'a str),
}

/// What a line says, in order.
enum Said {
    Limit(Limit),
    Channel(Channel),
}

fn read_line(line: &str) -> Vec<StatedLimit> {
    let line = without_asides(line);
    let pieces = pieces(&line);
    let mut said = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        if let Some((limit, next)) = limit_at(&pieces, at) {
            match before(&pieces, at) {
                Before::Reduced => said.retain(|said| matches!(said, Said::Channel(_))),
                Before::Former => {
                    at = next;
                    continue;
                }
                Before::Else => {}
            }
            said.push(Said::Limit(limit));
            at = next;
        } else {
            said.extend(channel_at(&pieces, at).map(Said::Channel));
            at += 1;
        }
    }
    attach(&said, &line)
}

/// Gives each limit its channels: named before it ("Trực tiếp: 5 ngày"), or behind it if the line begins with one.
fn attach(said: &[Said], line: &str) -> Vec<StatedLimit> {
    let trailing = matches!(said.first(), Some(Said::Limit(_)));
    let mut limits: Vec<StatedLimit> = Vec::new();
    let mut channels: Vec<Channel> = Vec::new();
    let mut used = false;
    for item in said {
        match item {
            Said::Channel(channel) if trailing => {
                if let Some(last) = limits.last_mut() {
                    last.channels.push(*channel);
                }
            }
            Said::Channel(channel) => {
                if used {
                    channels.clear();
                    used = false;
                }
                channels.push(*channel);
            }
            Said::Limit(limit) => {
                used = true;
                limits.push(StatedLimit {
                    channels: channels.clone(),
                    ..stated(*limit, false, line.to_owned())
                });
            }
        }
    }
    limits
}

/// The line without brackets: "(30)" is a number, "(làm việc)" belongs to its unit, "(mười lăm)" repeats a number and
/// "(cắt giảm từ 15 ngày)" names a former limit: both go.
fn without_asides(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, inside)) = rest.split_once('(') {
        let (aside, after) = inside.split_once(')').unwrap_or((inside, ""));
        out.push_str(before);
        let words: Vec<&str> = aside.split_whitespace().collect();
        let repeats = !words.is_empty() && words.iter().all(|word| number_word(word).is_some());
        let former = ["giảm", "thay vì", "trước đây", "theo quy định", "luật định"]
            .iter()
            .any(|word| aside.contains(word));
        if !repeats && !former {
            out.push(' ');
            out.push_str(aside);
            out.push(' ');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Numbers (`5`, `1,5`, `1.5`) and words; everything else separates.
fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        rest = if first.is_ascii_digit() {
            let (run, tail) = number_run(rest);
            if let Ok(number) = run.replace(',', ".").parse() {
                pieces.push(Piece::Number(number));
            }
            tail
        } else {
            let end = rest.find(|ch: char| !ch.is_alphabetic()).unwrap_or(rest.len());
            let end = if end == 0 { first.len_utf8() } else { end };
            let (run, tail) = rest.split_at(end);
            if run.starts_with(char::is_alphabetic) {
                pieces.push(Piece::Word(run));
            }
            tail
        };
    }
    pieces
}

fn number_run(text: &str) -> (&str, &str) {
    let digits = |text: &str| text.find(|ch: char| !ch.is_ascii_digit()).unwrap_or(text.len());
    let whole = digits(text);
    let rest = &text[whole..];
    let decimals = rest.strip_prefix([',', '.']).map_or(0, digits);
    text.split_at(if decimals > 0 { whole + 1 + decimals } else { whole })
}

/// The limit that begins at `at`, and where its unit ends.
fn limit_at(pieces: &[Piece<'_>], at: usize) -> Option<(Limit, usize)> {
    let (number, next) = match pieces.get(at)? {
        Piece::Number(number) => (*number, at + 1),
        Piece::Word(_) => spelled(pieces, at)?,
    };
    let word =
        |at: usize| if let Some(Piece::Word(word)) = pieces.get(at) { bare(word) } else { String::new() };
    let working = word(next + 1) == "lam" && word(next + 2) == "viec";
    let (factor, unit, words) = match word(next).as_str() {
        "ngay" if working => (1.0, LimitUnit::WorkingDays, 3),
        "ngay" if word(next + 1) == "lv" => (1.0, LimitUnit::WorkingDays, 2),
        "nlv" => (1.0, LimitUnit::WorkingDays, 1),
        "ngay" => (1.0, LimitUnit::Days, 1),
        "tuan" if working => (5.0, LimitUnit::WorkingDays, 3),
        "tuan" => (7.0, LimitUnit::Days, 1),
        "gio" | "h" | "tieng" => (1.0, LimitUnit::Hours, 1),
        "phut" => (1.0 / 60.0, LimitUnit::Hours, 1),
        // "ngày 15 tháng 3" is a date.
        "thang" if at.checked_sub(1).is_none_or(|before| word(before) != "ngay") => {
            (1.0, LimitUnit::Months, 1)
        }
        "nam" => (12.0, LimitUnit::Months, 1),
        _ => return None,
    };
    Some((Limit::new(number * factor, unit)?, next + words))
}

/// What the words before a limit make of it.
enum Before {
    /// "… giảm còn 10 ngày", "… xuống 10 ngày": this one replaces those before it.
    Reduced,
    /// "giảm từ 15 ngày", "thay vì 15 ngày", "giảm 5 ngày": no limit of today.
    Former,
    /// Nothing of the kind.
    Else,
}

fn before(pieces: &[Piece<'_>], at: usize) -> Before {
    let word = |back: usize| match at.checked_sub(back).and_then(|at| pieces.get(at)) {
        Some(Piece::Word(word)) => *word,
        _ => "",
    };
    match (word(2), word(1)) {
        (_, "còn" | "xuống") => Before::Reduced,
        ("giảm", "từ") | ("thay", "vì") | (_, "giảm") => Before::Former,
        _ => Before::Else,
    }
}

fn channel_at(pieces: &[Piece<'_>], at: usize) -> Option<Channel> {
    let word =
        |at: usize| if let Some(Piece::Word(word)) = pieces.get(at) { bare(word) } else { String::new() };
    match (word(at).as_str(), word(at + 1).as_str()) {
        ("truc", "tuyen") | ("qua", "mang") => Some(Channel::Online),
        ("truc", "tiep") => Some(Channel::InPerson),
        ("buu", "chinh" | "dien") | ("bcci", _) => Some(Channel::Post),
        _ => None,
    }
}

/// One word of a spelled number, with its marks: "từ" is no "tư".
fn number_word(word: &str) -> Option<u32> {
    Some(match word {
        "một" | "mốt" => 1,
        "hai" => 2,
        "ba" => 3,
        "bốn" | "tư" => 4,
        "năm" | "lăm" | "nhăm" => 5,
        "sáu" => 6,
        "bảy" | "bẩy" => 7,
        "tám" => 8,
        "chín" => 9,
        "mười" | "mươi" => 10,
        _ => return None,
    })
}

/// A spelled number up to 99 ("ba mươi lăm") and where it ends.
fn spelled(pieces: &[Piece<'_>], at: usize) -> Option<(f64, usize)> {
    let digit =
        |at: usize| if let Some(Piece::Word(word)) = pieces.get(at) { number_word(word) } else { None };
    let first = digit(at)?;
    let value = match (first, digit(at + 1), digit(at + 2)) {
        (10, Some(unit @ 1..=9), _) => (10 + unit, at + 2),
        (1..=9, Some(10), Some(unit @ 1..=9)) => (first * 10 + unit, at + 3),
        (1..=9, Some(10), _) => (first * 10, at + 2),
        _ => (first, at + 1),
    };
    Some((f64::from(value.0), value.1))
}

#[cfg(test)]
#[path = "limit_tests.rs"]
mod tests;
