//! More of the supported functions: texts, dates and exact look-ups.

use chrono::{Datelike, Duration, NaiveDate};

use super::eval::{Operand, Unknown, compare, number, text};
use super::functions::{Call, value_of};
use super::parse::Rect;
use super::text_format;
use super::value::{Code, Scalar, by_locale, text_as_number};

type Out<T> = Result<T, Unknown>;

impl Call<'_, '_> {
    pub(super) fn repeat(&self) -> Out<Scalar> {
        let text = value_of!(self.text(0)?);
        let count = value_of!(self.number(1)?);
        if count < 0.0 || text.len() as f64 * count > 32_767.0 {
            return Ok(Scalar::Error(Code::Value));
        }
        Ok(Scalar::Text(text.repeat(count as usize).into()))
    }

    /// `DATE` for years from 1901 on; the 1904 system is not computed.
    pub(super) fn date(&self) -> Out<Scalar> {
        let (year, month, day) =
            (value_of!(self.number(0)?), value_of!(self.number(1)?), value_of!(self.number(2)?));
        let limits = (1901.0..=9998.0).contains(&year) && month.abs() < 1000.0 && day.abs() < 100_000.0;
        if !limits || self.evaluator.model.date1904 {
            return Err(Unknown);
        }
        let months = year as i32 * 12 + month.floor() as i32 - 1;
        let first = NaiveDate::from_ymd_opt(months.div_euclid(12), months.rem_euclid(12) as u32 + 1, 1);
        let zero = NaiveDate::from_ymd_opt(1899, 12, 30);
        let (Some(first), Some(zero)) = (first, zero) else { return Err(Unknown) };
        let serial = (first - zero).num_days() + day.floor() as i64 - 1;
        if serial > 366 { Ok(Scalar::Number(serial as f64)) } else { Err(Unknown) }
    }

    pub(super) fn part_of_date(&self, name: &str) -> Out<Scalar> {
        let serial = value_of!(self.number(0)?);
        if !(61.0..2_958_466.0).contains(&serial) || self.evaluator.model.date1904 {
            return Err(Unknown);
        }
        let zero = NaiveDate::from_ymd_opt(1899, 12, 30).ok_or(Unknown)?;
        let date = zero + Duration::days(serial as i64);
        Ok(Scalar::Number(match name {
            "YEAR" => f64::from(date.year()),
            "MONTH" => f64::from(date.month()),
            _ => f64::from(date.day()),
        }))
    }

    /// `CONCAT` takes all cells of its ranges, `CONCATENATE` one of each.
    pub(super) fn concatenate(&self, ranges: bool) -> Out<Scalar> {
        let mut out = String::new();
        let mut failed = None;
        let mut add = |value: Scalar, _: bool| match text(&value) {
            Ok(text) => out.push_str(&text),
            Err(code) => failed = failed.or(Some(code)),
        };
        for at in 0..self.count() {
            match self.operand(at)? {
                // An argument that was left out adds nothing; only aggregates count it as 0.
                Operand::Missing => {}
                _ if !ranges => add(self.value(at)?, true),
                operand => self.each_of(&operand, &mut add)?,
            }
        }
        Ok(failed.map_or_else(|| Scalar::Text(out.into()), Scalar::Error))
    }

    pub(super) fn end_of_text(&self, left: bool) -> Out<Scalar> {
        let text = value_of!(self.text(0)?);
        let count = value_of!(self.number_or(1, 1.0)?);
        if count < 0.0 {
            return Ok(Scalar::Error(Code::Value));
        }
        let chars: Vec<char> = text.chars().collect();
        let count = (count as usize).min(chars.len());
        let part = if left { &chars[..count] } else { &chars[chars.len() - count..] };
        Ok(Scalar::Text(part.iter().collect::<String>().into()))
    }

    pub(super) fn middle(&self) -> Out<Scalar> {
        let text = value_of!(self.text(0)?);
        let (start, count) = (value_of!(self.number(1)?), value_of!(self.number(2)?));
        if start < 1.0 || count < 0.0 {
            return Ok(Scalar::Error(Code::Value));
        }
        let part: String = text.chars().skip(start as usize - 1).take(count as usize).collect();
        Ok(Scalar::Text(part.into()))
    }

    pub(super) fn format(&self) -> Out<Scalar> {
        let value = self.value(0)?;
        let code = value_of!(self.text(1)?);
        match value {
            value if by_locale(&value) => Err(Unknown),
            Scalar::Text(text) if text_as_number(&text).is_none() => Ok(Scalar::Text(text)),
            value => {
                let number = value_of!(number(&value));
                let late = self.evaluator.model.date1904 && text_format::is_date(&code);
                let number = if late { number + 1462.0 } else { number };
                text_format::format(number, &code).map(|text| Scalar::Text(text.into())).ok_or(Unknown)
            }
        }
    }

    /// `VLOOKUP` for an exact match only.
    pub(super) fn lookup(&self) -> Out<Scalar> {
        let wanted = self.value(0)?;
        let rect = self.area(1)?;
        let column = value_of!(self.number(2)?) as u32;
        if self.count() < 4 || value_of!(self.number(3)?) != 0.0 || !plain(&wanted) {
            return Err(Unknown);
        }
        let found = self.find(&wanted, Rect { cols: (rect.cols.0, rect.cols.0), ..rect })?;
        match found {
            _ if column < 1 || column > rect.cols.1 - rect.cols.0 + 1 => Ok(Scalar::Error(Code::Ref)),
            Some((row, _)) => self.evaluator.at(rect.sheet, row, rect.cols.0 + column - 1),
            None => Ok(Scalar::Error(Code::Na)),
        }
    }

    /// `MATCH` for an exact match only.
    pub(super) fn position_of(&self) -> Out<Scalar> {
        let wanted = self.value(0)?;
        let rect = self.area(1)?;
        if self.count() < 3 || value_of!(self.number(2)?) != 0.0 || !plain(&wanted) {
            return Err(Unknown);
        }
        let found = self.find(&wanted, rect)?;
        let offset = |(row, col)| f64::from(row - rect.rows.0 + (col - rect.cols.0) + 1);
        Ok(found.map_or(Scalar::Error(Code::Na), |at| Scalar::Number(offset(at))))
    }

    pub(super) fn find(&self, wanted: &Scalar, rect: Rect) -> Out<Option<(u32, u32)>> {
        let mut found = None;
        let same = |value: &Scalar| {
            std::mem::discriminant(value) == std::mem::discriminant(wanted)
                && compare(value, wanted) == std::cmp::Ordering::Equal
        };
        self.evaluator.each(rect, |row, col, value| {
            if found.is_none() && same(&value) {
                found = Some((row, col));
            }
        })?;
        Ok(found)
    }

    pub(super) fn index(&self) -> Out<Operand> {
        let rect = self.area(0)?;
        let (row, col) = match (self.number(1)?, self.number_or(2, 0.0)?) {
            (Ok(row), Ok(col)) => (row as u32, col as u32),
            (Err(code), _) | (_, Err(code)) => return Ok(Operand::One(Scalar::Error(code))),
        };
        let (rows, cols) = (rect.rows.1 - rect.rows.0 + 1, rect.cols.1 - rect.cols.0 + 1);
        let (row, col) = if self.count() == 2 && rows == 1 { (1, row) } else { (row, col) };
        let pick = |at: u32, first: u32, last: u32| {
            if at == 0 { (first, last) } else { (first + at - 1, first + at - 1) }
        };
        if row > rows || col > cols {
            return Ok(Operand::One(Scalar::Error(Code::Ref)));
        }
        Ok(Operand::Area(Rect {
            rows: pick(row, rect.rows.0, rect.rows.1),
            cols: pick(col, rect.cols.0, rect.cols.1),
            ..rect
        }))
    }
}

/// Whether a text to look for has no wildcards, and is something that can be looked for.
fn plain(wanted: &Scalar) -> bool {
    match wanted {
        Scalar::Text(text) => !text.contains(['*', '?', '~']),
        Scalar::Number(_) | Scalar::Bool(_) => true,
        _ => false,
    }
}
