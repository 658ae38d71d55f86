//! What a title above a table says against the run: another period, another unit.

use std::sync::Arc;

use crate::{
    cells::{
        date::{DateText, DayOrder, read_text},
        text::{bare, clean, key},
    },
    flow::rows::{RowClass, Verdict},
    model::{
        finding::{Finding, Place},
        period::{Period, PeriodKind},
        place::{CellAt, Col},
        sheet::{Sheet, Value},
    },
    rules,
};

/// Who sent a file, and what a title may call it by.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    /// The folder, or the file.
    pub name: &'a str,
    /// Whether a folder names the sender: a file's own name says little about who it is.
    pub in_folder: bool,
    /// Names that are no other unit's, blank ones unknown: the sender's title, the agency, the superior agency.
    pub own: [&'a str; 3],
    /// The names of all senders; none where no folder names this one.
    pub others: &'a [Arc<str>],
}

/// Findings on the title above a table: another period, another unit than the sender.
pub fn title(
    file: &Arc<str>,
    sheet: &Sheet,
    verdicts: &[Verdict],
    period: &Period,
    sender: &Sender<'_>,
) -> Vec<Finding> {
    let unit = sender.name;
    let folded = |text: &str| format!(" {} ", bare(text));
    let names = |folded: &str, unit: &str| {
        let unit = bare(unit);
        unit.len() > 4 && folded.contains(&format!(" {unit} "))
    };
    let names_own = |folded: &str| names(folded, unit) || names(folded, sender.own[0]);
    // A letterhead names the agency above the unit.
    let is_named = titles(sheet, verdicts).any(|(_, _, text)| names_own(&folded(text)));
    let name: Arc<str> = Arc::from(sheet.name.as_str());
    let mut findings = Vec::new();
    for (row, col, text) in titles(sheet, verdicts) {
        let place = || Place::sheet(file, &name).at_cell(CellAt { row, col });
        if let Some(named) = named_period(text)
            && !same_period(&named, period)
        {
            let mut finding =
                Finding::new(rules::CT015, place()).with("title", named.title()).with("run", period.title());
            finding.value = clean(text);
            findings.push(finding);
        }
        let folded = folded(text);
        if names_own(&folded) {
            continue;
        }
        let another = sender.others.iter().find(|other| &***other != unit && names(&folded, other));
        let another = another
            .map(ToString::to_string)
            .or_else(|| if is_named { None } else { other_unit(text, sender) });
        if let Some(other) = another {
            let mut finding = Finding::new(rules::CT016, place()).with("a", other).with("b", unit);
            finding.value = clean(text);
            findings.push(finding);
        }
    }
    findings
}

/// The texts of the titles: row (1-based), column, text.
fn titles<'s>(sheet: &'s Sheet, verdicts: &'s [Verdict]) -> impl Iterator<Item = (u32, Col, &'s str)> {
    let rows = sheet.rows.iter().zip(verdicts).filter(|(_, verdict)| verdict.class == RowClass::Title);
    rows.flat_map(|(row, _)| row.cells.iter().map(|cell| (row.number, cell))).filter_map(|(row, cell)| {
        match &cell.value {
            Value::Text(text) => Some((row, cell.col, text.as_str())),
            _ => None,
        }
    })
}

/// What the names of units of an agency begin with, without accents. "Sở", "UBND tỉnh", "UBND huyện" head the letter of
/// an agency or of its superior and name no sender.
const UNITS: [&str; 9] = [
    "van phong",
    "phong",
    "thanh tra",
    "chi cuc",
    "trung tam",
    "ban quan ly",
    "ubnd xa",
    "ubnd phuong",
    "ubnd thi tran",
];

/// The unit that a line of a title names, where the folder names one too and it is another one.
fn other_unit(text: &str, sender: &Sender<'_>) -> Option<String> {
    const LONGEST: usize = 60;
    if !sender.in_folder || unit_part(&bare(sender.name)).is_none() {
        return None;
    }
    let own: Vec<String> = std::iter::once(sender.name)
        .chain(sender.own)
        .map(|name| without_office(&bare(name)))
        .filter(|name| !name.is_empty())
        .collect();
    text.lines().find_map(|line| {
        let words = bare(line);
        // A desk or a centre of public services is a place; a plan ("phương án") is no ward.
        if ["mot cua", "hanh chinh cong", "tra ket qua"].iter().any(|desk| words.contains(desk))
            || key(line).starts_with("phương ")
        {
            return None;
        }
        let named = without_office(unit_part(&words)?);
        // What may be above the sender is another unit only to one of its own kind.
        let above = ["chi cuc", "trung tam", "ban quan ly"].iter().find(|kind| named.starts_with(**kind));
        if above.is_some_and(|kind| !own[0].starts_with(kind)) {
            return None;
        }
        let is_own = own
            .iter()
            .any(|own| own.contains(&named) || named.contains(own.as_str()) || is_short_for(own, &named));
        let is_name = line.chars().count() <= LONGEST && named.split(' ').count() >= 2;
        (is_name && !is_own).then(|| clean(line))
    })
}

/// The name of a unit in the words of a line: from its start, behind "Đơn vị", or at the end behind "của". A folder
/// such as `so-thang-1` has none.
fn unit_part(words: &str) -> Option<&str> {
    let is_unit = |text: &&str| {
        without_office(text).split(' ').count() >= 2
            && (UNITS.iter().any(|unit| text.strip_prefix(unit).is_some_and(|rest| rest.starts_with(' ')))
                || ["xa ", "phuong ", "thi tran "]
                    .iter()
                    .any(|unit| text.strip_prefix("uy ban nhan dan ").unwrap_or(text).starts_with(unit)))
    };
    let behind = words.strip_prefix("don vi ").or_else(|| Some(words.rsplit_once(" cua ")?.1));
    [Some(words), behind].into_iter().flatten().find(is_unit)
}

/// A name without "UBND": "UBND xã Mẫu" is "Xã Mẫu".
fn without_office(words: &str) -> String {
    let words =
        words.strip_prefix("ubnd ").or_else(|| words.strip_prefix("uy ban nhan dan ")).unwrap_or(words);
    words.to_owned()
}

/// "phong khtc" for "phong ke hoach tai chinh", either way round.
fn is_short_for(one: &str, other: &str) -> bool {
    let parts = |name: &str| -> Option<(String, String, String)> {
        let (kind, rest) = name.split_once(' ')?;
        let words = || rest.split(' ').filter(|word| *word != "va");
        Some((
            kind.to_owned(),
            words().collect::<String>(),
            words().filter_map(|word| word.chars().next()).collect::<String>(),
        ))
    };
    let (Some(one), Some(other)) = (parts(one), parts(other)) else { return false };
    one.0 == other.0 && (one.1 == other.2 || one.2 == other.1)
}

fn same_period(named: &Period, run: &Period) -> bool {
    named.from == run.from && named.to == run.to
        || named.kind != PeriodKind::Window && run.standard_twin().is_some_and(|twin| twin.kind == named.kind)
        // A register kept for a year, or for one month of the quarter, is no register of another period.
        || named.from <= run.from && run.to <= named.to
        || run.from <= named.from && named.to <= run.to
}

/// The period a title names: "Từ ngày 05/12/2022 đến ngày 04/3/2023", "Quý I năm 2023", "Quý 1/2023".
pub(super) fn named_period(text: &str) -> Option<Period> {
    let folded = key(text);
    if let Some(at) = folded.find("đến") {
        let (before, after) = folded.split_at(at);
        let (from, to) = (last_date(before)?, first_date(&after["đến".len()..])?);
        return Period::window(from, to);
    }
    let rest = folded.split_once("quý ")?.1;
    let mut words = rest.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty());
    let quarter = match words.next()? {
        "i" | "1" => 1,
        "ii" | "2" => 2,
        "iii" | "3" => 3,
        "iv" | "4" => 4,
        _ => return None,
    };
    let year =
        words.find(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?;
    Period::standard(PeriodKind::Quarter(year, quarter))
}

fn first_date(text: &str) -> Option<chrono::NaiveDate> {
    let end = text.char_indices().map(|(at, _)| at).skip(6).find(|at| {
        matches!(
            read_text(&text[..*at]),
            DateText::Plain(_) | DateText::Either { .. } | DateText::OnlyDayFirst(_)
        ) && !text[*at..].starts_with(|ch: char| ch.is_ascii_digit())
    });
    read_text(&text[..end.unwrap_or(text.len())]).date(DayOrder::DayFirst)
}

fn last_date(text: &str) -> Option<chrono::NaiveDate> {
    let start = text.rfind("từ").map_or(0, |at| at + "từ".len());
    first_date(text.get(start..)?)
}
