//! Which heading means which column: the editable list `templates/tieu-de.toml`, compared after folding.
//!
//! In: the list's text and own headings of `tthc.toml`. Out: for a header path (parents first) the column it means and
//! how surely. Never a guess without saying so: similarity is reported as such.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    cells::text::{bare, key, similarity},
    error::Error,
    text::Text,
};

/// The list of headings that belongs to the program.
pub const EMBEDDED: &str = include_str!("../../templates/tieu-de.toml");

/// Below this likeness a heading is another heading.
const ALIKE: f64 = 0.86;

/// The kinds of table that are recognised by their headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableKind {
    /// A register of cases.
    Register,
    /// A procedure catalogue.
    Catalogue,
    /// The hand-filled indicator sheet.
    Indicators,
    /// A list of holidays and make-up working days.
    Holidays,
}

impl TableKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Register, Self::Catalogue, Self::Indicators, Self::Holidays];

    const fn section(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Catalogue => "catalogue",
            Self::Indicators => "indicators",
            Self::Holidays => "holidays",
        }
    }
}

/// How a heading was recognised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum How {
    /// It stands in the list; the number is its rank there, 0 for the standard spelling.
    Listed(usize),
    /// It resembles a listed heading to this degree, 0–1.
    Alike(f64),
}

/// The headings of one kind of table: (name of the column, its spellings).
#[derive(Clone, Debug, Default)]
struct List {
    columns: Vec<(String, Vec<String>)>,
    exact: BTreeMap<String, (usize, usize)>,
    bare: BTreeMap<String, (usize, usize)>,
    /// By [`core()`]; `None` where two columns share it.
    core: BTreeMap<String, Option<(usize, usize)>>,
    /// Every word of a spelling, without accents: a text with another word has no core here, and is not taken apart.
    words: BTreeSet<String>,
}

/// Words that [`core()`] knows besides those of the spellings.
const CORE_WORDS: &str = "hs kq tthc dvc tn bs gq hc ngay thang nam gio thoi diem ho va ten cho to chuc cong dan ca nhan khach hang \
    theo quy dinh phieu hen giay thuc te chinh hanh so cua giai quyet xu ly";

/// A heading found by its core ranks behind every listed spelling.
const CORE_RANK: usize = 1_000;

/// All known headings.
#[derive(Clone, Debug)]
pub struct Headings {
    lists: BTreeMap<TableKind, List>,
}

impl Headings {
    /// The embedded list.
    pub fn embedded() -> Result<Self, Error> {
        Self::parse(EMBEDDED, "templates/tieu-de.toml")
    }

    /// Reads a list; `place` names the file in messages.
    pub fn parse(text: &str, place: &str) -> Result<Self, Error> {
        let wrong = |cause: String| {
            Error::new(
                "vocabulary",
                place,
                Text {
                    vi: "Danh sách tiêu đề cột sai: {cause}.",
                    en: "The list of headings is wrong: {cause}.",
                },
            )
            .with("cause", cause)
        };
        let tables: BTreeMap<String, toml::Table> =
            toml::from_str(text).map_err(|error| wrong(error.message().to_owned()))?;
        let mut lists = BTreeMap::new();
        for kind in TableKind::ALL {
            let table = tables.get(kind.section()).ok_or_else(|| wrong(format!("[{}]", kind.section())))?;
            let mut list = List::default();
            for (name, spellings) in table {
                let spellings: Vec<String> = spellings.clone().try_into().map_err(|_| wrong(name.clone()))?;
                list.columns.push((name.clone(), spellings));
            }
            list.index();
            lists.insert(kind, list);
        }
        Ok(Self { lists })
    }

    /// Adds an own heading of a register; it goes before the listed ones.
    pub fn add(&mut self, column: &str, heading: &str) {
        if let Some(list) = self.lists.get_mut(&TableKind::Register) {
            // An own heading may take over a spelling that means something else elsewhere.
            let folded = fold(heading);
            for (_, spellings) in &mut list.columns {
                spellings.retain(|known| fold(known) != folded);
            }
            match list.columns.iter_mut().find(|(name, _)| name == column) {
                Some((_, spellings)) => spellings.insert(0, heading.to_owned()),
                None => list.columns.push((column.to_owned(), vec![heading.to_owned()])),
            }
            list.index();
        }
    }

    /// What the column under this header path (parents first, no empty parts) is, by the list alone.
    pub fn listed(&self, kind: TableKind, path: &[String]) -> Option<(&str, How)> {
        let list = self.lists.get(&kind)?;
        let forms = forms(path);
        let (column, rank) = forms
            .iter()
            .find_map(|form| list.spelled(form))
            .or_else(|| forms.iter().find_map(|form| list.by_core(form)))
            .or_else(|| list.alternatives(path.last()?))?;
        Some((list.columns[column].0.as_str(), How::Listed(rank)))
    }

    /// The listed headings most like this path, best first: (column, spelling, likeness).
    pub fn nearest(&self, kind: TableKind, path: &[String]) -> Vec<(&str, &str, f64)> {
        let Some(list) = self.lists.get(&kind) else { return Vec::new() };
        let Some(leaf) = path.last() else { return Vec::new() };
        let mut found: Vec<(&str, &str, f64)> = Vec::new();
        for (name, spellings) in &list.columns {
            let best = spellings
                .iter()
                .filter(|spelling| !spelling.contains(" > "))
                .map(|spelling| (spelling.as_str(), similarity(leaf, spelling)))
                .max_by(|a, b| a.1.total_cmp(&b.1));
            if let Some((spelling, score)) = best {
                found.push((name, spelling, score));
            }
        }
        found.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(b.0)));
        found
    }

    /// The one column this path resembles closely enough, if no second one comes near.
    pub fn alike(&self, kind: TableKind, path: &[String]) -> Option<(&str, How)> {
        // Short words resemble each other by chance ("Phí", "Phố").
        if path.last().is_none_or(|leaf| key(leaf).chars().count() < 6) {
            return None;
        }
        let found = self.nearest(kind, path);
        let best = found.first().filter(|best| best.2 >= ALIKE && best.0 != "ignored")?;
        let second = found.get(1).map_or(0.0, |second| second.2);
        (best.2 - second >= 0.02).then_some((best.0, How::Alike(best.2)))
    }

    /// The standard spelling of a column.
    pub fn standard(&self, kind: TableKind, column: &str) -> Option<&str> {
        let list = self.lists.get(&kind)?;
        list.columns.iter().find(|(name, _)| name == column)?.1.first().map(String::as_str)
    }
}

impl List {
    /// The column with this spelling, accents and punctuation aside.
    fn spelled(&self, form: &str) -> Option<(usize, usize)> {
        let bare = bare(form);
        self.exact.get(&fold(form)).or_else(|| self.bare.get(&bare).filter(|_| !bare.is_empty())).copied()
    }

    /// The column whose spellings say the same in other words of no weight: "Ngày tiếp nhận HS", "Ngày trả KQ cho công dân".
    fn by_core(&self, form: &str) -> Option<(usize, usize)> {
        if !bare(form).split(' ').all(|word| self.words.contains(word)) {
            return None;
        }
        let (column, rank) = (*self.core.get(&core(form))?)?;
        Some((column, rank + CORE_RANK))
    }

    /// "Người nộp/Chủ hồ sơ": alternatives that all mean the same column.
    fn alternatives(&self, leaf: &str) -> Option<(usize, usize)> {
        let mut found = leaf.split('/').map(|part| self.spelled(part).or_else(|| self.by_core(part)));
        let (column, rank) = found.next()??;
        let same = leaf.contains('/') && found.all(|other| other.is_some_and(|(other, _)| other == column));
        same.then_some((column, rank + CORE_RANK))
    }

    fn index(&mut self) {
        self.exact.clear();
        self.bare.clear();
        self.core.clear();
        self.words = CORE_WORDS.split(' ').map(str::to_owned).collect();
        for (column, (_, spellings)) in self.columns.iter().enumerate() {
            for (rank, spelling) in spellings.iter().enumerate() {
                let best = |old: &mut (usize, usize)| {
                    if rank < old.1 {
                        *old = (column, rank);
                    }
                };
                self.exact.entry(fold(spelling)).and_modify(best).or_insert((column, rank));
                self.bare.entry(bare(spelling)).and_modify(best).or_insert((column, rank));
                self.words.extend(bare(spelling).split(' ').map(str::to_owned));
                self.core
                    .entry(core(spelling))
                    .and_modify(|old| *old = old.filter(|old| old.0 == column))
                    .or_insert(Some((column, rank)));
            }
        }
    }
}

/// The forms in which a header path may stand in the list, most telling first: the whole path, its last two parts, its
/// last part, each also without what stands in brackets.
fn forms(path: &[String]) -> Vec<String> {
    let mut forms = Vec::new();
    for from in [0, path.len().saturating_sub(2), path.len().saturating_sub(1)] {
        let joined = path[from..].join(" > ");
        let plain = path[from..].iter().map(|part| without_brackets(part)).collect::<Vec<_>>().join(" > ");
        for form in [joined, plain] {
            if !form.trim().is_empty() && !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    // "Hẹn trả" over "Ngày tháng": the child only says that it is a date.
    if let [.., parent, child] = path
        && DATE_WORDS.contains(&bare(child).as_str())
        && !forms.contains(parent)
    {
        forms.push(parent.clone());
    }
    forms.extend(date_forms(path));
    forms
}

/// "Nhận" under "Thời gian", "Tiến độ" or "Ngày, tháng, năm" is "Ngày nhận"; "Theo quy định" under "Kết thúc" is "Ngày kết
/// thúc theo quy định".
fn date_forms(path: &[String]) -> Vec<String> {
    const TIMES: [&str; 14] = [
        "tien do",
        "tien do giai quyet",
        "tien do thuc hien",
        "tien do xu ly",
        "qua trinh giai quyet",
        "qua trinh xu ly",
        "thoi gian giai quyet",
        "thoi gian thuc hien",
        "thoi gian xu ly",
        "thoi han",
        "thoi han giai quyet",
        "thoi diem",
        "moc thoi gian",
        "cac moc thoi gian",
    ];
    const ENDS: [&str; 7] =
        ["ket thuc", "hoan thanh", "giai quyet", "giai quyet xong", "tra ket qua", "tra kq", "tra ho so"];
    const WAYS: [&str; 4] = ["theo quy dinh", "thuc te", "du kien", "theo hen"];
    let [.., parent, child] = path else { return Vec::new() };
    let (above, below) = (bare(parent), bare(child));
    let mut forms = Vec::new();
    if ENDS.contains(&above.as_str()) && WAYS.contains(&below.as_str()) {
        forms.push(format!("Ngày {parent} {child}"));
    }
    if TIMES.contains(&above.as_str()) || DATE_WORDS.contains(&above.as_str()) {
        forms.push(format!("Ngày {child}"));
    }
    forms
}

/// Headings that say no more than that the column holds dates, without accents.
const DATE_WORDS: [&str; 7] =
    ["ngay", "ngay thang", "ngay thang nam", "ngay gio", "gio ngay", "ngay gio thang nam", "thoi gian"];

/// What a heading says without accents, abbreviations and words of no weight: "Ngày, tháng, năm trả KQ cho công dân" →
/// "ngay tra ket qua". Two words always stay, so that "Mã hồ sơ" does not become "Mã".
fn core(text: &str) -> String {
    const SHORT: [(&str, &str); 8] = [
        ("hs", "ho so"),
        ("kq", "ket qua"),
        ("tthc", "thu tuc hanh chinh"),
        ("dvc", "dich vu cong"),
        ("tn", "tiep nhan"),
        ("bs", "bo sung"),
        ("gq", "giai quyet"),
        ("hc", "hanh chinh"),
    ];
    const SAME: [(&str, &str); 6] = [
        ("ngay thang nam", "ngay"),
        ("ngay thang", "ngay"),
        ("ngay gio", "ngay"),
        ("gio ngay", "ngay"),
        ("thoi diem", "ngay"),
        ("ho va ten", "ho ten"),
    ];
    const WEIGHTLESS: [&str; 14] = [
        "cho to chuc cong dan",
        "cho cong dan to chuc",
        "cho to chuc ca nhan",
        "cho ca nhan to chuc",
        "cho cong dan",
        "cho khach hang",
        "theo quy dinh",
        "theo phieu hen",
        "theo giay hen",
        "thuc te",
        "chinh thuc",
        "hanh chinh",
        "ho so",
        "cua",
    ];
    let words: Vec<String> = bare(text)
        .split(' ')
        .map(|word| SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, full)| full).to_owned())
        .collect();
    let mut out = format!(" {} ", words.join(" "));
    for (from, to) in SAME {
        out = out.replace(&format!(" {from} "), &format!(" {to} "));
    }
    let lasting = |text: &str| text.split_whitespace().count() >= 2;
    // "Ngày trả theo quy định" is the day it is due, "Ngày trả" the day it was handed over.
    // The same of "Ngày hoàn thành theo quy định".
    let is_promise = |word: &str| word.starts_with("theo ") && (is_of_return(text) || is_day_of_end(text));
    for word in WEIGHTLESS.into_iter().filter(|word| !is_promise(word)) {
        let less = out.replace(&format!(" {word} "), " ");
        if lasting(&less) {
            out = less;
        }
    }
    // "Ngày có kết quả giải quyết", but "Thời hạn giải quyết".
    for tail in [" giai quyet ", " xu ly "] {
        if let Some(less) = out.strip_suffix(tail).filter(|less| less.split_whitespace().count() >= 3) {
            out = format!("{less} ");
        }
    }
    out.trim().to_owned()
}

/// Whether a heading speaks of returning, and not of the promise to ("hẹn trả").
fn is_of_return(text: &str) -> bool {
    let bare = format!(" {} ", bare(text));
    bare.contains(" tra ") && !bare.contains(" hen tra ")
}

/// Whether a heading names the day on which something ends.
fn is_day_of_end(text: &str) -> bool {
    let bare = format!("{} ", bare(text));
    bare.starts_with("ngay ")
        && [" ket thuc ", " hoan thanh ", " xong ", " giai quyet ", " xu ly "]
            .iter()
            .any(|end| bare.contains(end))
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(ch),
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// Equality of headings: folded text without punctuation at the ends of words; accents count.
fn fold(text: &str) -> String {
    let folded = key(text);
    let mut out = String::with_capacity(folded.len());
    for ch in folded.chars() {
        let ch = if ch.is_alphanumeric() || ch == '>' { ch } else { ' ' };
        if ch != ' ' || !out.ends_with(' ') {
            out.push(ch);
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests;
