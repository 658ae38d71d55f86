//! The file of words: its shape, its faults, and the look-up of one column.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::text::{bare, key};
use super::words::{Channel, Level, Status, Timeliness, is_negated, padded};

/// Why a list of words cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct WordsError {
    /// 1-based line of the file; 0 if unknown.
    pub line: usize,
    /// What is wrong there.
    pub fault: WordsFault,
}

/// What is wrong with a list of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordsFault {
    /// Not TOML, or an entry this file does not have; the parser's words.
    Toml(String),
    /// The same word stands under two meanings of one column.
    TwoMeanings {
        /// The word as written.
        word: String,
    },
    /// An empty word.
    Empty,
}

impl fmt::Display for WordsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Toml(message) => f.write_str(message),
            Self::TwoMeanings { word } => write!(f, "\"{word}\" stands under two meanings"),
            Self::Empty => f.write_str("an empty word"),
        }
    }
}

/// The file: for each column, the words of each meaning.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    kenh: BTreeMap<ChannelName, Entry>,
    #[serde(default)]
    trang_thai: BTreeMap<StatusName, Entry>,
    #[serde(default)]
    tien_do: BTreeMap<TimelinessName, Entry>,
    #[serde(default)]
    muc_do: BTreeMap<LevelName, Entry>,
    #[serde(default)]
    de_muc: Headings,
}

/// The words of headings inside a register.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Headings {
    pub(super) chinh: Vec<String>,
    pub(super) kem: Vec<String>,
}

/// The words of one meaning.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Entry {
    bang: Vec<String>,
    co: Vec<String>,
    noi: Vec<String>,
    ma: Vec<String>,
    cu: Vec<String>,
}

#[cfg(test)]
impl Entry {
    pub(super) fn all(&self) -> impl Iterator<Item = &String> {
        [&self.bang, &self.co, &self.noi, &self.ma, &self.cu].into_iter().flatten()
    }
}

macro_rules! names {
    ($name:ident, $meaning:ident, $($variant:ident = $value:ident),+) => {
        #[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
        #[serde(rename_all = "snake_case")]
        #[allow(clippy::enum_variant_names)] // The names of the file.
        enum $name { $($variant),+ }

        impl From<$name> for $meaning {
            fn from(name: $name) -> Self {
                match name { $($name::$variant => Self::$value),+ }
            }
        }
    };
}

names!(ChannelName, Channel, TrucTuyen = Online, TrucTiep = InPerson, Bcci = Post);
names!(
    StatusName,
    Status,
    Moi = New,
    KhongTiepNhan = NotAccepted,
    DaTiepNhan = Accepted,
    DangXuLy = Processing,
    ChoBoSung = WaitingSupplement,
    ChoThanhToan = WaitingPayment,
    TamDung = Paused,
    TraLai = Returned,
    Rut = Withdrawn,
    DaXong = Finished,
    DaTra = HandedOver
);
names!(TimelinessName, Timeliness, TruocHan = Early, DungHan = OnTime, QuaHan = Late);
names!(LevelName, Level, ToanTrinh = Full, MotPhan = Partial, CungCapThongTin = Information, Khong = None);

/// A file whose names are known.
pub(super) struct Lists {
    pub(super) channel: Vec<(Channel, Entry)>,
    pub(super) status: Vec<(Status, Entry)>,
    pub(super) timeliness: Vec<(Timeliness, Entry)>,
    pub(super) level: Vec<(Level, Entry)>,
    pub(super) headings: Headings,
}

pub(super) fn read(toml: &str) -> Result<Lists, WordsError> {
    let file: File = toml::from_str(toml).map_err(|error| WordsError {
        line: error.span().map_or(0, |span| line_at(toml, span.start)),
        fault: WordsFault::Toml(error.message().to_owned()),
    })?;
    Ok(Lists {
        channel: named(file.kenh),
        status: named(file.trang_thai),
        timeliness: named(file.tien_do),
        level: named(file.muc_do),
        headings: headings(toml, file.de_muc)?,
    })
}

fn headings(toml: &str, headings: Headings) -> Result<Headings, WordsError> {
    match headings.chinh.iter().chain(&headings.kem).find(|word| bare(word).is_empty()) {
        Some(word) => Err(WordsError { line: line_of(toml, "de_muc", word), fault: WordsFault::Empty }),
        None => Ok(headings),
    }
}

fn named<N, M: From<N>>(entries: BTreeMap<N, Entry>) -> Vec<(M, Entry)> {
    entries.into_iter().map(|(name, entry)| (M::from(name), entry)).collect()
}

fn line_at(toml: &str, at: usize) -> usize {
    toml.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

/// The line of the last place where `word` stands quoted below the heading of its column.
fn line_of(toml: &str, column: &str, word: &str) -> usize {
    let mut inside = false;
    let mut last = 0;
    for (line, text) in (1..).zip(toml.lines()) {
        if text.trim_start().starts_with('[') {
            inside = text.contains(column);
        }
        if inside && text.contains(&format!("\"{word}\"")) {
            last = line;
        }
    }
    last
}

/// The words of one column.
#[derive(Clone, Debug)]
pub(super) struct Column<M> {
    /// Whole cells by their key.
    keys: BTreeMap<String, Found<M>>,
    /// Whole cells without marks; `None` where two meanings look the same so.
    bares: BTreeMap<String, Option<Found<M>>>,
    /// Phrases inside a cell: without marks, with a space at either end, and whether they only name a place.
    phrases: BTreeMap<String, (Found<M>, bool)>,
}

/// A word that was found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found<M> {
    pub(super) meaning: M,
    /// Its key.
    pub(super) phrase: String,
    /// Stands on the list of old wordings.
    pub(super) old: bool,
}

impl<M> Default for Column<M> {
    fn default() -> Self {
        Self { keys: BTreeMap::new(), bares: BTreeMap::new(), phrases: BTreeMap::new() }
    }
}

impl<M: Copy + PartialEq> Column<M> {
    /// Adds the words of a file; its words replace those already known, but must not contradict each other.
    pub(super) fn add(&mut self, toml: &str, column: &str, entries: &[(M, Entry)]) -> Result<(), WordsError> {
        let mut fresh = Self::default();
        for (meaning, entry) in entries {
            let whole = [
                (&entry.bang, false),
                (&entry.ma, false),
                (&entry.cu, true),
                (&entry.co, false),
                (&entry.noi, false),
            ];
            for (word, old) in
                whole.into_iter().flat_map(|(words, old)| words.iter().map(move |word| (word, old)))
            {
                let found = Found { meaning: *meaning, phrase: key(word), old };
                let known = fresh.keys.get(&found.phrase);
                let fault = if bare(word).is_empty() {
                    WordsFault::Empty
                } else if known.is_some_and(|other| other.meaning != *meaning) {
                    WordsFault::TwoMeanings { word: word.clone() }
                } else {
                    fresh.insert(word, found);
                    continue;
                };
                return Err(WordsError { line: line_of(toml, column, word), fault });
            }
            for (words, place, old) in
                [(&entry.co, false, false), (&entry.noi, true, false), (&entry.cu, false, true)]
            {
                // A letter or a number is a whole cell only: "4" inside a text is no level.
                for word in words.iter().filter(|word| bare(word).chars().count() > 2) {
                    fresh
                        .phrases
                        .insert(padded(word), (Found { meaning: *meaning, phrase: key(word), old }, place));
                }
            }
        }
        self.keys.extend(fresh.keys);
        self.bares.extend(fresh.bares);
        self.phrases.extend(fresh.phrases);
        Ok(())
    }

    fn insert(&mut self, word: &str, found: Found<M>) {
        self.bares
            .entry(bare(word))
            .and_modify(|known| {
                if known.as_ref().is_some_and(|known| known.meaning != found.meaning) {
                    *known = None;
                }
            })
            .or_insert_with(|| Some(found.clone()));
        self.keys.entry(found.phrase.clone()).or_insert(found);
    }

    /// The word that the whole cell is.
    pub(super) fn whole(&self, text: &str) -> Option<&Found<M>> {
        self.keys.get(&key(text)).or_else(|| self.bares.get(&bare(text))?.as_ref())
    }

    /// What the phrases inside the cell agree on. A phrase inside a longer known one does not count; places count
    /// only where nothing else is said.
    pub(super) fn inside(&self, text: &str) -> Option<&Found<M>> {
        let mut rest = padded(text);
        let whole = rest.trim().to_owned();
        let mut hits: Vec<(&Found<M>, bool)> = Vec::new();
        let mut by_length: Vec<_> =
            self.phrases.iter().filter(|(phrase, _)| rest.contains(phrase.as_str())).collect();
        by_length.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        let mut said = String::new();
        for (phrase, (found, place)) in by_length {
            if rest.contains(phrase.as_str()) {
                rest = rest.replace(phrase.as_str(), " | ");
                said.push_str(phrase);
                hits.push((found, *place));
            }
        }
        let only_places = hits.iter().all(|(_, place)| *place);
        let mut counted = hits.into_iter().filter(|(_, place)| only_places || !place).map(|(found, _)| found);
        let first = counted.next()?;
        let agree = counted.all(|other| other.meaning == first.meaning);
        (agree && !is_negated(&whole, &said)).then_some(first)
    }
}
