//! The functions that count or add up the cells that meet a condition: `COUNTIF`, `SUMIF`, `SUMIFS` and their like.

use super::collate::{compare, compared};
use super::eval::{Operand, Unknown};
use super::functions::Call;
use super::numbers::Numbers;
use super::parse::{Expr, Rect};
use super::value::{Scalar, by_locale, might_be, might_be_same, number_as_text, text_as_number};

type Out<T> = Result<T, Unknown>;

const OPERATORS: [&str; 6] = ["<=", ">=", "<>", "=", "<", ">"];

/// A condition such as `">=5"`, `"Đất*"` or the value of a cell.
struct Criterion {
    operator: &'static str,
    value: Scalar,
    pattern: Option<Vec<char>>,
    /// Whether its text is a number or a date to some computers and none to others.
    by_locale: bool,
}

impl Criterion {
    fn plain(operator: &'static str, value: Scalar) -> Self {
        Self { operator, value, pattern: None, by_locale: false }
    }

    fn read(value: Scalar) -> Option<Self> {
        let text = match value {
            Scalar::Text(text) => text,
            Scalar::Empty => return Some(Self::plain("=", Scalar::Number(0.0))),
            Scalar::Error(_) | Scalar::Formula(_) => return None,
            value => return Some(Self::plain("=", value)),
        };
        let operator = OPERATORS.into_iter().find(|operator| text.starts_with(operator));
        let rest = &text[operator.map_or(0, str::len)..];
        if by_locale(&Scalar::Text(rest.into())) {
            let operator = operator.unwrap_or("=");
            let equality = matches!(operator, "=" | "<>");
            let value = Scalar::Text(rest.into());
            return equality.then_some(Self { operator, value, pattern: None, by_locale: true });
        }
        let value = match rest.to_ascii_uppercase().as_str() {
            "" if operator.is_some() => Scalar::Empty,
            "TRUE" => Scalar::Bool(true),
            "FALSE" => Scalar::Bool(false),
            _ => text_as_number(rest).map_or_else(|| Scalar::Text(rest.into()), Scalar::Number),
        };
        let operator = operator.unwrap_or("=");
        let wild = matches!(operator, "=" | "<>") && matches!(value, Scalar::Text(_));
        let pattern = wild.then(|| rest.to_lowercase().chars().collect());
        Some(Self { operator, value, pattern, by_locale: false })
    }

    /// Whether a cell meets it; that may depend on the reader's computer.
    fn holds(&self, cell: &Scalar) -> Out<bool> {
        Ok(match self.operator {
            "=" => self.equals(cell)?,
            "<>" => !self.equals(cell)?,
            operator => {
                // Nothing is smaller or larger than nothing.
                if !same_kind(cell, &self.value) || self.value == Scalar::Empty {
                    return Ok(false);
                }
                let order = compared(cell, &self.value).ok_or(Unknown)?;
                match operator {
                    "<" => order.is_lt(),
                    "<=" => order.is_le(),
                    ">" => order.is_gt(),
                    _ => order.is_ge(),
                }
            }
        })
    }

    fn equals(&self, cell: &Scalar) -> Out<bool> {
        let sure = |maybe: bool| if maybe { Err(Unknown) } else { Ok(false) };
        if let (true, Scalar::Text(wanted)) = (self.by_locale, &self.value) {
            return match cell {
                Scalar::Text(text) if text.to_lowercase() == wanted.to_lowercase() => Ok(true),
                Scalar::Text(text) if by_locale(cell) || text_as_number(text).is_some() => {
                    sure(might_be_same(text, wanted))
                }
                Scalar::Number(number) => sure(might_be(wanted, *number)),
                _ => Ok(false),
            };
        }
        Ok(match (&self.pattern, cell) {
            (Some(pattern), Scalar::Text(text)) => {
                like(pattern, &text.to_lowercase().chars().collect::<Vec<_>>())
            }
            (Some(pattern), Scalar::Empty) => pattern.is_empty(),
            (Some(_), _) => false,
            (None, Scalar::Empty) => self.value == Scalar::Empty,
            (None, Scalar::Text(text)) => match &self.value {
                // A number written as text is counted as that number, but never left out as one.
                Scalar::Number(wanted) if self.operator == "=" => {
                    if by_locale(cell) {
                        return sure(might_be(text, *wanted));
                    }
                    text_as_number(text) == Some(*wanted)
                }
                _ => false,
            },
            (None, cell) => same_kind(cell, &self.value) && compare(cell, &self.value).is_eq(),
        })
    }
}

fn same_kind(a: &Scalar, b: &Scalar) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// Whether `text` matches a pattern with `*`, `?` and `~`; linear in the product of their lengths.
fn like(pattern: &[char], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        let literal = match pattern.get(p) {
            Some('~') => pattern.get(p + 1).map(|ch| (*ch, 2)),
            Some('*' | '?') | None => None,
            Some(ch) => Some((*ch, 1)),
        };
        match (pattern.get(p), literal) {
            (Some('*'), _) => {
                star = Some((p, t));
                p += 1;
            }
            (Some('?'), _) => {
                p += 1;
                t += 1;
            }
            (_, Some((ch, len))) if ch == text[t] => {
                p += len;
                t += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    p = at + 1;
                    t = from + 1;
                    star = Some((at, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern[p.min(pattern.len())..].iter().all(|ch| *ch == '*')
}

/// So many rows of ranges are looked at together.
const ROWS: u32 = 8_192;

/// Calls `f` with the values of several ranges side by side, some rows at a time, down to the last that any of them has content
/// in; how many values each range has so far.
fn columns(call: &Call<'_, '_>, ranges: &[Rect], mut f: impl FnMut(&[Vec<Scalar>])) -> Out<u64> {
    let shape = |rect: &Rect| (rect.rows.1 - rect.rows.0, rect.cols.1 - rect.cols.0);
    let first = ranges.first().ok_or(Unknown)?;
    if ranges.iter().any(|rect| shape(rect) != shape(first)) {
        return Err(Unknown);
    }
    let mut rows = 1;
    for rect in ranges {
        let last = call.evaluator.model.sheets.get(rect.sheet).ok_or(Unknown)?.1.last_row();
        rows = rows.max((last + 1).saturating_sub(rect.rows.0));
    }
    let rows = rows.min(first.rows.1 - first.rows.0 + 1);
    let width = first.cols.1 - first.cols.0 + 1;
    for from in (0..rows).step_by(ROWS as usize) {
        let count = ROWS.min(rows - from);
        let mut out = Vec::new();
        for rect in ranges {
            let start = rect.rows.0 + from;
            let cut = Rect { rows: (start, start + count - 1), ..*rect };
            let (_, _, mut values) = call.evaluator.dense(&Operand::Area(cut))?;
            values.resize(count as usize * width as usize, Scalar::Empty);
            out.push(values);
        }
        f(&out);
    }
    Ok(u64::from(rows) * u64::from(width))
}

fn criterion(call: &Call<'_, '_>, at: usize) -> Out<Criterion> {
    // `">"&A1`: the number is read back with the same settings it was written with.
    if let Some(Expr::Binary("&", operator, value)) = call.expr(at)
        && let Expr::Text(operator) = &**operator
        && let Some(operator) = OPERATORS.into_iter().find(|known| known == operator)
        && let Scalar::Number(number) = call.value_of(value)?
    {
        let rounded = number_as_text(number).parse().unwrap_or(number);
        return Ok(Criterion::plain(operator, Scalar::Number(rounded)));
    }
    Criterion::read(call.value(at)?).ok_or(Unknown)
}

/// `SUMIF`, `AVERAGEIF`
pub fn one(call: &Call<'_, '_>, name: &str) -> Out<Scalar> {
    let tested = call.area(0)?;
    let criterion = criterion(call, 1)?;
    let added = if call.count() > 2 { call.area(2)? } else { tested };
    let added = Rect {
        sheet: added.sheet,
        rows: (added.rows.0, added.rows.0 + (tested.rows.1 - tested.rows.0)),
        cols: (added.cols.0, added.cols.0 + (tested.cols.1 - tested.cols.0)),
    };
    let mut numbers = Numbers::default();
    let mut sure = Ok(());
    columns(call, &[tested, added], |values| {
        for (tested, added) in values[0].iter().zip(&values[1]) {
            match criterion.holds(tested) {
                Ok(true) => take(&mut numbers, added),
                Ok(false) => {}
                Err(unknown) => sure = Err(unknown),
            }
        }
    })?;
    sure?;
    Ok(numbers.result(if name == "SUMIF" { "SUM" } else { "AVERAGE" }))
}

fn take(numbers: &mut Numbers, value: &Scalar) {
    match value {
        Scalar::Number(number) => numbers.add(*number),
        Scalar::Error(code) => numbers.fail(*code),
        _ => {}
    }
}

/// `COUNTIF`
pub fn count_if(call: &Call<'_, '_>) -> Out<Scalar> {
    let rect = call.area(0)?;
    let criterion = criterion(call, 1)?;
    let cells = f64::from(rect.rows.1 - rect.rows.0 + 1) * f64::from(rect.cols.1 - rect.cols.0 + 1);
    let (mut full, mut met) = (0_u32, 0_u32);
    let mut sure = Ok(());
    call.evaluator.each(rect, |_, _, value| {
        full += 1;
        match criterion.holds(&value) {
            Ok(holds) => met += u32::from(holds),
            Err(unknown) => sure = Err(unknown),
        }
    })?;
    sure?;
    let empty = if criterion.holds(&Scalar::Empty)? { cells - f64::from(full) } else { 0.0 };
    Ok(Scalar::Number(f64::from(met) + empty))
}

/// `SUMIFS`, `AVERAGEIFS`, `COUNTIFS`, `MAXIFS`, `MINIFS`
pub fn many(call: &Call<'_, '_>, name: &str) -> Out<Scalar> {
    let start = usize::from(name != "COUNTIFS");
    let mut ranges = if start == 1 { vec![call.area(0)?] } else { Vec::new() };
    let mut criteria = Vec::new();
    for at in (start..call.count()).step_by(2) {
        ranges.push(call.area(at)?);
        criteria.push(criterion(call, at + 1)?);
    }
    let mut numbers = Numbers::default();
    let mut sure = Ok(());
    let rows = columns(call, &ranges, |values| {
        for row in 0..values[0].len() {
            let tests = criteria.iter().zip(&values[start..]);
            let found: Vec<Out<bool>> =
                tests.map(|(criterion, column)| criterion.holds(&column[row])).collect();
            // One condition that surely fails is enough.
            let holds = found.iter().all(|holds| *holds == Ok(true));
            if !holds && !found.contains(&Ok(false)) {
                sure = Err(Unknown);
            }
            if holds && start == 0 {
                numbers.add(1.0);
            } else if holds {
                take(&mut numbers, &values[0][row]);
            }
        }
    })?;
    sure?;
    let all = u64::from(ranges[0].rows.1 - ranges[0].rows.0 + 1)
        * u64::from(ranges[0].cols.1 - ranges[0].cols.0 + 1);
    if start == 0
        && all > rows
        && criteria.iter().all(|criterion| criterion.holds(&Scalar::Empty) == Ok(true))
    {
        return Err(Unknown);
    }
    Ok(match name {
        "COUNTIFS" => numbers.result("COUNT"),
        "SUMIFS" => numbers.result("SUM"),
        "AVERAGEIFS" => numbers.result("AVERAGE"),
        "MAXIFS" => numbers.result("MAX"),
        _ => numbers.result("MIN"),
    })
}

#[cfg(test)]
fn met(criterion: &str, cell: &Scalar) -> Option<bool> {
    Criterion::read(Scalar::Text(criterion.into()))?.holds(cell).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_hold_as_in_excel() {
        let text = |text: &str| Scalar::Text(text.into());
        for (criterion, cell, holds) in [
            (">=5", Scalar::Number(5.0), true),
            (">=5", text("9"), false),
            ("5", text("5"), true),
            ("<>5", text("5"), true),
            ("<>5", Scalar::Number(5.0), false),
            ("đất*", text("Đất đai"), true),
            ("d?t", text("dat"), true),
            ("a~*", text("a*"), true),
            ("a~*", text("ab"), false),
            ("<>", Scalar::Empty, false),
            ("<=", Scalar::Empty, false),
            ("<>", text("x"), true),
            ("<>x", Scalar::Empty, true),
            ("=", Scalar::Empty, true),
            ("", Scalar::Empty, true),
            ("a*b*c", text("axxbyyc"), true),
            ("a*b*c", text("axxbyy"), false),
        ] {
            assert_eq!(met(criterion, &cell), Some(holds), "{criterion} {cell:?}");
        }
    }

    #[test]
    fn what_computers_read_differently_is_not_said() {
        let text = |text: &str| Scalar::Text(text.into());
        for (criterion, cell, holds) in [
            (">=2023-01-01", Scalar::Number(44_957.0), None),
            (">1,000", Scalar::Number(5.0), None),
            (">0.5", Scalar::Number(5.0), None),
            ("2023-01-31", Scalar::Number(44_957.0), None),
            ("2023-01-31", Scalar::Number(5.0), Some(false)),
            ("1.002309", text("1.002309"), Some(true)),
            ("1.002309", text("1.002310"), Some(false)),
            ("1.5", text("1.50"), None),
            ("5", text("5.0"), None),
            ("5", text("1.1"), Some(false)),
            ("<b", text("Ấn"), Some(true)),
            ("<az", text("ăb"), None),
        ] {
            assert_eq!(met(criterion, &cell), holds, "{criterion} {cell:?}");
        }
    }
}
