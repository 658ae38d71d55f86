//! The reading of one date text: tokens, then every date among them, times and weekdays passed over.

use super::date::{DateText, Reading, from_serial};
use super::date_clock::{english_month, month_word, time_at, weekday_at};
use super::text::bare;

/// A piece of a date text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A run of digits: its value (saturating) and its length.
    Number(u32, usize),
    /// A run of letters, lower case without marks.
    Word(String),
    /// A space.
    Space,
    /// Any other character.
    Mark(char),
}

use Token::{Mark, Number, Space, Word};

pub(super) fn read(text: &str) -> Reading {
    let text = super::text::clean(text);
    let tokens = tokenize(&text);
    if is_blank(&tokens) {
        return Reading { date: DateText::Blank, remark: false };
    }
    if let Some(date) = compact(&text) {
        return Reading { date, remark: false };
    }
    let scan = Scan::run(&tokens);
    let mut dates = scan.dates;
    dates.dedup();
    let date = match (dates.len(), scan.stray_number) {
        (_, true) | (0, _) => DateText::Unreadable,
        (1, _) => dates.swap_remove(0),
        _ => DateText::Several(dates),
    };
    Reading { remark: scan.remark && date != DateText::Unreadable, date }
}

/// Folds letters, keeps digits, marks and single spaces.
fn tokenize(clean: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = clean.chars().peekable();
    while let Some(first) = chars.next() {
        let run = |kind: fn(char) -> bool, chars: &mut std::iter::Peekable<std::str::Chars<'_>>| {
            let mut run = String::from(first);
            while let Some(ch) = chars.next_if(|ch| kind(*ch)) {
                run.push(ch);
            }
            run
        };
        tokens.push(if first.is_ascii_digit() {
            let digits = run(|ch| ch.is_ascii_digit(), &mut chars);
            Number(digits.parse().unwrap_or(u32::MAX), digits.len())
        } else if first.is_alphanumeric() {
            // Digits of other scripts are no numbers here, but they are no marks either.
            Word(bare(&run(|ch| ch.is_alphanumeric() && !ch.is_ascii_digit(), &mut chars)))
        } else if first == ' ' {
            Space
        } else {
            Mark(first)
        });
    }
    tokens
}

/// Texts without digits that say "no date" or "not yet", as whole cells. An "x" is none: in such a column it is a tick.
const NO_DATE: &str = "|k|ko|khong|khong co|chua|chua co|chua tra|chua xong|n a|na|null|nan|nat|none|chua xac dinh|\
    khong xac dinh|trong|dang giai quyet|dang xu ly|dang thu ly|dang tham dinh|dang cho|dang thuc hien|dang lam|cho ket qua|\
    cho bo sung|chua giai quyet|chua xu ly|chua hoan thanh|chua den han|";

/// Marks that fill a cell without a date. A tick is none of them: it says that something was done.
const FILLERS: &str = "-_./\\…*,:;'\"~|()[]?=<>&·•–+`’“”";

fn is_blank(tokens: &[Token]) -> bool {
    let words: Vec<&str> = tokens
        .iter()
        .filter_map(|token| if let Word(word) = token { Some(word.as_str()) } else { None })
        .collect();
    let mut numbers = tokens.iter().enumerate().filter(|(_, token)| matches!(token, Number(..)));
    let Some((at, number)) = numbers.next() else {
        let said = words.join(" ");
        let filler = |token: &Token| !matches!(token, Mark(ch) if !FILLERS.contains(*ch));
        return words.is_empty() && tokens.iter().all(filler)
            || NO_DATE.contains(&format!("|{said}|"))
            || said.starts_with("chua co ")
            || said.starts_with("chua tra ")
            || !words.is_empty() && words.iter().all(|word| matches!(*word, "ngay" | "thang" | "nam"));
    };
    // An unfilled form: "ngày … tháng … năm 2023", "…/…/2023".
    let year_only = numbers.next().is_none() && matches!(number, Number(_, 4)) && at == tokens.len() - 1;
    let form = words == ["ngay", "thang", "nam"]
        || (words.is_empty() && tokens.iter().filter(|token| **token == Mark('/')).count() == 2);
    let zero = words.is_empty() && tokens.len() == 1 && matches!(number, Number(0, 1));
    year_only && form || zero
}

/// The serial numbers that a text may stand for: 04/10/1954 to 31/12/2099. Five digits; a year is no serial.
const TEXT_SERIALS: std::ops::RangeInclusive<u32> = 20_000..=73_050;

/// Texts that are digits only: `20230105`, `20230105083000`, `05012023`, `44931`, `44931.5`.
fn compact(text: &str) -> Option<DateText> {
    let text = text.trim_matches(['\'', '.', ' ']);
    let digits = text.find(|ch: char| !ch.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(digits);
    if digits.len() == 5 {
        let decimals = rest
            .strip_prefix(['.', ','])
            .map_or(rest.is_empty(), |rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        return if decimals { serial(text.replace(',', ".").parse().ok()?) } else { None };
    }
    if !rest.is_empty() || !matches!(digits.len(), 8 | 12 | 14) {
        return None;
    }
    let value: u32 = digits.get(..8)?.parse().ok()?;
    let (head, middle, tail) = (value / 10_000, value / 100 % 100, value % 100);
    if (1900..=2100).contains(&head) && middle <= 12 {
        return Some(DateText::from_certain(tail, middle, i32::try_from(head).ok()?));
    }
    let year = i32::try_from(value % 10_000).ok()?;
    let fits = digits.len() == 8 && (1900..=2100).contains(&year);
    fits.then(|| DateText::from_numbers(value / 1_000_000, value / 10_000 % 100, year))
}

fn serial(value: f64) -> Option<DateText> {
    let date = from_serial(value, false)?;
    TEXT_SERIALS.contains(&(value as u32)).then_some(DateText::Serial { serial: value, date })
}

#[derive(Default)]
struct Scan {
    dates: Vec<DateText>,
    /// A number that belongs to no date, time or weekday.
    stray_number: bool,
    remark: bool,
}

impl Scan {
    fn run(tokens: &[Token]) -> Self {
        let mut scan = Self::default();
        let mut at = 0;
        while at < tokens.len() {
            if let Some((date, next)) = date_at(tokens, at) {
                scan.dates.push(date);
                at = next;
            } else if let Some(next) = time_at(tokens, at).or_else(|| weekday_at(tokens, at)) {
                at = next;
            } else {
                match &tokens[at] {
                    Number(..) => scan.stray_number = true,
                    Word(word) => scan.remark |= !PASSED_OVER.contains(&word.as_str()),
                    Space | Mark(_) => {}
                }
                at += 1;
            }
        }
        scan
    }
}

/// Words that say nothing beyond the date itself.
const PASSED_OVER: [&str; 46] = [
    "ngay",
    "luc",
    "hoi",
    "vao",
    "den",
    "tu",
    "va",
    "thu",
    "hai",
    "ba",
    "tu",
    "nam",
    "sau",
    "bay",
    "chu",
    "nhat",
    "cn",
    "sang",
    "trua",
    "chieu",
    "toi",
    "am",
    "pm",
    "sa",
    "ch",
    "t",
    "z",
    "gmt",
    "utc",
    "ict",
    "mon",
    "monday",
    "tue",
    "tuesday",
    "wed",
    "wednesday",
    "thursday",
    "fri",
    "friday",
    "sat",
    "saturday",
    "sun",
    "sunday",
    "phut",
    "gio",
    "h",
];

/// The date that begins at `at`, and where it ends.
pub(super) fn date_at(tokens: &[Token], at: usize) -> Option<(DateText, usize)> {
    // A number cut out of a longer one by a letter ("H5") is no day.
    if at > 0
        && matches!(tokens[at - 1], Word(ref word) if !is_glue(word))
        && matches!(tokens[at], Number(..))
    {
        return None;
    }
    match tokens.get(at)? {
        Number(value, digits) => {
            numeric(tokens, at, *value, *digits).or_else(|| day_then_name(tokens, at, *value, *digits))
        }
        Word(word) => name_then_day(tokens, at, word),
        _ => None,
    }
}

/// Words that may touch the number that follows: "ngày5", "T08".
fn is_glue(word: &str) -> bool {
    PASSED_OVER.contains(&word)
}

/// What stands between two numbers of a date.
#[derive(Clone, Copy, PartialEq)]
enum Between {
    Mark(char),
    Space,
    /// "tháng", "thg" or "năm", with or without a mark before it.
    Word,
}

/// The separator at `at` and where it ends. A mark may be doubled by a slip of the finger and have spaces around it.
fn between(tokens: &[Token], mut at: usize, words: &[&str]) -> Option<(Between, usize)> {
    let start = at;
    let mut mark = None;
    loop {
        match tokens.get(at)? {
            Space => {}
            Mark(ch)
                if matches!(ch, '/' | '-' | '.' | ',' | '\\' | ':')
                    && mark.is_none_or(|seen| seen == *ch) =>
            {
                mark = Some(*ch);
            }
            Word(word) if words.contains(&word.as_str()) => {
                let space = usize::from(tokens.get(at + 1) == Some(&Space));
                return Some((Between::Word, at + 1 + space));
            }
            _ => break,
        }
        at += 1;
    }
    (at > start).then(|| (mark.map_or(Between::Space, Between::Mark), at))
}

/// The number at `at`: value and digits.
pub(super) fn number(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    if let Some(Number(value, digits)) = tokens.get(at) { Some((*value, *digits)) } else { None }
}

/// `5/1/2023`, `2023-01-05`, `5 tháng 1 năm 2023`, `5/1 năm 2023` and their kin.
fn numeric(tokens: &[Token], at: usize, first: u32, first_digits: usize) -> Option<(DateText, usize)> {
    let (gap, second_at) = between(tokens, at + 1, &["thang", "thg"])?;
    let (second, second_digits, second_end) = match tokens.get(second_at)? {
        Number(value, digits) => (*value, *digits, second_at + 1),
        // Excel writes months as words in Vietnamese: "05 Tháng Giêng 2023".
        Word(_) if gap == Between::Word => {
            let (month, end) = month_word(tokens, second_at)?;
            (month, 1, end)
        }
        _ => return None,
    };
    let (gap_two, third_at) = between(tokens, second_end, &["nam"])?;
    let (third, third_digits) = number(tokens, third_at)?;
    if second_digits > 2 {
        return None;
    }
    let end = third_at + 1;
    let named = gap == Between::Word || gap_two == Between::Word;
    if first_digits == 4 {
        let dated = matches!(gap, Between::Mark('/' | '-' | '.')) && gap == gap_two && third_digits <= 2;
        return dated
            .then(|| (DateText::from_certain(third, second, i32::try_from(first).unwrap_or(0)), end));
    }
    let year = year(third, third_digits).filter(|_| first_digits <= 2)?;
    let full_year = third_digits == 4;
    let accepted = match (gap, gap_two) {
        _ if named => true,
        (Between::Mark(one @ ('/' | '-' | '.')), Between::Mark(other)) if one == other => {
            full_year || !goes_on(tokens, end, one)
        }
        // Slips such as 05/01-2023 and 05,01,2023, and 05 01 2023; a range like 05-07/01/2023 has no year here.
        (Between::Mark(':'), Between::Mark(':')) => full_year,
        (Between::Mark(':'), _) | (_, Between::Mark(':')) => false,
        (Between::Mark(_), Between::Mark(_)) | (Between::Space, Between::Space) => full_year,
        _ => false,
    };
    accepted.then(|| {
        let date = if named {
            DateText::from_certain(first, second, year)
        } else {
            DateText::from_numbers(first, second, year)
        };
        (date, end)
    })
}

/// Whether the same separator and another number follow: `1.2.23.4` is no date.
fn goes_on(tokens: &[Token], end: usize, mark: char) -> bool {
    tokens.get(end) == Some(&Mark(mark)) && matches!(tokens.get(end + 1), Some(Number(..)))
}

/// A year of four digits (or three, a slip) as written, of two digits in this century.
fn year(value: u32, digits: usize) -> Option<i32> {
    match digits {
        2 => i32::try_from(2000 + value).ok(),
        3 | 4 => i32::try_from(value).ok(),
        _ => None,
    }
}

/// `05-Jan-23`, `5 January 2023`.
fn day_then_name(tokens: &[Token], at: usize, day: u32, digits: usize) -> Option<(DateText, usize)> {
    let (_, name_at) = between(tokens, at + 1, &[]).unwrap_or((Between::Space, at + 1));
    let Some(Word(word)) = tokens.get(name_at) else { return None };
    let month = english_month(word).filter(|_| digits <= 2)?;
    let (_, year_at) = between(tokens, name_at + 1, &[]).unwrap_or((Between::Space, name_at + 1));
    let (value, year_digits) = number(tokens, year_at)?;
    Some((DateText::from_certain(day, month, year(value, year_digits)?), year_at + 1))
}

/// `Jan 5, 2023`, `Thu Jan 05 2023`.
fn name_then_day(tokens: &[Token], at: usize, word: &str) -> Option<(DateText, usize)> {
    let month = english_month(word)?;
    let (_, day_at) = between(tokens, at + 1, &[])?;
    let (day, day_digits) = number(tokens, day_at)?;
    let (_, year_at) = between(tokens, day_at + 1, &[])?;
    let (value, year_digits) = number(tokens, year_at)?;
    if day_digits > 2 {
        return None;
    }
    Some((DateText::from_certain(day, month, year(value, year_digits)?), year_at + 1))
}
