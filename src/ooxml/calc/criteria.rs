//! The functions that count or add up the cells that meet a condition: `COUNTIF`, `SUMIF`, `SUMIFS` and their like.

use super::eval::{Operand, Unknown, compare};
use super::functions::Call;
use super::numbers::Numbers;
use super::parse::Rect;
use super::value::{Scalar, text_as_number};

type Out<T> = Result<T, Unknown>;

/// A condition such as `">=5"`, `"Đất*"` or the value of a cell.
struct Criterion {
    operator: &'static str,
    value: Scalar,
    pattern: Option<Vec<char>>,
}

impl Criterion {
    fn read(value: Scalar) -> Option<Self> {
        let text = match value {
            Scalar::Text(text) => text,
            Scalar::Empty => return Some(Self { operator: "=", value: Scalar::Number(0.0), pattern: None }),
            Scalar::Error(_) | Scalar::Formula(_) => return None,
            value => return Some(Self { operator: "=", value, pattern: None }),
        };
        let operator =
            ["<=", ">=", "<>", "=", "<", ">"].into_iter().find(|operator| text.starts_with(operator));
        let rest = &text[operator.map_or(0, str::len)..];
        let value = match rest.to_ascii_uppercase().as_str() {
            "" if operator.is_some() => Scalar::Empty,
            "TRUE" => Scalar::Bool(true),
            "FALSE" => Scalar::Bool(false),
            _ => text_as_number(rest).map_or_else(|| Scalar::Text(rest.into()), Scalar::Number),
        };
        let operator = operator.unwrap_or("=");
        let wild = matches!(operator, "=" | "<>") && matches!(value, Scalar::Text(_));
        let pattern = wild.then(|| rest.to_lowercase().chars().collect());
        Some(Self { operator, value, pattern })
    }

    fn holds(&self, cell: &Scalar) -> bool {
        let equal = match (&self.pattern, cell) {
            (Some(pattern), Scalar::Text(text)) => {
                like(pattern, &text.to_lowercase().chars().collect::<Vec<_>>())
            }
            (Some(pattern), Scalar::Empty) => pattern.is_empty(),
            (Some(_), _) => false,
            (None, Scalar::Empty) => self.value == Scalar::Empty,
            (None, Scalar::Text(text)) => match &self.value {
                // A number written as text is counted as that number, but never left out as one.
                Scalar::Number(wanted) => self.operator == "=" && text_as_number(text) == Some(*wanted),
                _ => false,
            },
            (None, cell) => same_kind(cell, &self.value) && compare(cell, &self.value).is_eq(),
        };
        match self.operator {
            "=" => equal,
            "<>" => !equal,
            operator => {
                // Nothing is smaller or larger than nothing.
                if !same_kind(cell, &self.value) || self.value == Scalar::Empty {
                    return false;
                }
                let order = compare(cell, &self.value);
                match operator {
                    "<" => order.is_lt(),
                    "<=" => order.is_le(),
                    ">" => order.is_gt(),
                    _ => order.is_ge(),
                }
            }
        }
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
    columns(call, &[tested, added], |values| {
        for (tested, added) in values[0].iter().zip(&values[1]) {
            if criterion.holds(tested) {
                take(&mut numbers, added);
            }
        }
    })?;
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
    call.evaluator.each(rect, |_, _, value| {
        full += 1;
        met += u32::from(criterion.holds(&value));
    })?;
    let empty = if criterion.holds(&Scalar::Empty) { cells - f64::from(full) } else { 0.0 };
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
    let rows = columns(call, &ranges, |values| {
        for row in 0..values[0].len() {
            let mut tests = criteria.iter().zip(&values[start..]);
            let holds = tests.all(|(criterion, column)| criterion.holds(&column[row]));
            if holds && start == 0 {
                numbers.add(1.0);
            } else if holds {
                take(&mut numbers, &values[0][row]);
            }
        }
    })?;
    let all = u64::from(ranges[0].rows.1 - ranges[0].rows.0 + 1)
        * u64::from(ranges[0].cols.1 - ranges[0].cols.0 + 1);
    if start == 0 && all > rows && criteria.iter().all(|criterion| criterion.holds(&Scalar::Empty)) {
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
fn met(criterion: &str, cell: &Scalar) -> bool {
    Criterion::read(Scalar::Text(criterion.into())).is_some_and(|criterion| criterion.holds(cell))
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
            assert_eq!(met(criterion, &cell), holds, "{criterion} {cell:?}");
        }
    }
}
