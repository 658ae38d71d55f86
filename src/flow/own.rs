//! Own figures of a template: rows of its sheet `_chi_tieu` (key, name, expression over one case with the attributes of
//! `ho_so`), counted over the cases of the report, in total and for every group.
//!
//! In: a template's bytes and a report. Out: the report's context with the own figures added. Of an expression that is
//! true or false the cases for which it is true are counted, of a number the sum is taken.

use minijinja::{
    Environment, UndefinedBehavior,
    value::{Serde, Value as Jinja, ValueKind},
};
use serde_json::{Map, Value as Json, json};

use super::{context, count::Assigned, report::Report};
use crate::{
    cells::text::clean,
    model::{
        place::{CellAt, Col},
        sheet::Value,
    },
    read,
    template::{Fault, FaultKind},
};

/// Name of the sheet.
pub const SHEET: &str = "_chi_tieu";

/// One own figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFigure {
    /// Key in templates, an identifier, parts separated by dots.
    pub key: String,
    /// What it means.
    pub name: String,
    /// Expression over one case.
    pub expression: String,
    /// The cell of the expression.
    pub cell: CellAt,
}

/// The own figures of a template; none where it has no such sheet. Whether the file is a workbook at all is for the
/// template engine to say.
pub fn figures(name: &str, template: &[u8]) -> Vec<OwnFigure> {
    let Ok(workbook) = read::workbook(name, template) else { return Vec::new() };
    let Some(sheet) = workbook.sheets.iter().find(|sheet| sheet.name == SHEET) else { return Vec::new() };
    let text = |value: Option<&Value>| value.map(|value| clean(&value.shown())).unwrap_or_default();
    sheet
        .rows
        .iter()
        .map(|row| OwnFigure {
            key: text(row.value(Col(0))),
            name: text(row.value(Col(1))),
            expression: text(row.value(Col(2))),
            cell: CellAt { row: row.number, col: Col(2) },
        })
        // A heading row ("Mã", "Tên", "Biểu thức") has no key of this shape.
        .filter(|figure| is_key(&figure.key) && !figure.expression.is_empty())
        .collect()
}

fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text != "key"
        && text.split('.').all(|part| {
            part.starts_with(|ch: char| ch.is_ascii_lowercase() || ch == '_')
                && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        })
}

/// The context with the own figures added to the root and to every group.
pub fn extend(base: &Json, report: &Report, figures: &[OwnFigure]) -> Result<Json, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut extended = base.clone();
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let cases: Vec<(Assigned, Jinja)> = report
        .cases
        .iter()
        .zip(&report.counted.assigned)
        .filter_map(|(case, assigned)| Some(((*assigned)?, Jinja::from(Serde(context::case(case, report))))))
        .collect();
    for figure in figures {
        match values(&environment, figure, &cases) {
            Ok(values) => {
                if let Err(kind) = add(&mut extended, figure, &values, &cases, report) {
                    faults.push(fault(figure, kind));
                }
            }
            Err(kind) => faults.push(fault(figure, kind)),
        }
    }
    if faults.is_empty() { Ok(extended) } else { Err(faults) }
}

fn fault(figure: &OwnFigure, kind: FaultKind) -> Fault {
    Fault { sheet: SHEET.to_owned(), cell: figure.cell.to_string(), text: figure.expression.clone(), kind }
}

/// The value of the expression for each case; without cases it is tried on one whose attributes are all there.
fn values(
    environment: &Environment<'_>,
    figure: &OwnFigure,
    cases: &[(Assigned, Jinja)],
) -> Result<Vec<f64>, FaultKind> {
    let syntax = |error: minijinja::Error| FaultKind::Syntax(error.to_string());
    let expression = environment.compile_expression(&figure.expression).map_err(syntax)?;
    if cases.is_empty() {
        expression.eval(Jinja::from(Serde(context::blank_case()))).map_err(syntax)?;
    }
    cases
        .iter()
        .map(|(_, case)| {
            let value = expression.eval(case.clone()).map_err(syntax)?;
            match value.kind() {
                ValueKind::Number => f64::try_from(value).map_err(syntax),
                _ => Ok(f64::from(u8::from(value.is_true()))),
            }
        })
        .collect()
}

fn add(
    context: &mut Json,
    figure: &OwnFigure,
    values: &[f64],
    cases: &[(Assigned, Jinja)],
    report: &Report,
) -> Result<(), FaultKind> {
    let sum = |wanted: &dyn Fn(&Assigned) -> bool| -> Json {
        let total: f64 = cases
            .iter()
            .zip(values)
            .filter(|((assigned, _), _)| wanted(assigned))
            .map(|(_, value)| value)
            .sum();
        number(total)
    };
    insert(context, &figure.key, sum(&|_| true))?;
    for (name, part) in [("linh_vuc", Part::Field), ("don_vi", Part::Unit), ("tthc", Part::Procedure)] {
        let Some(Json::Array(groups)) = context.get_mut(name) else { continue };
        for (at, group) in groups.iter_mut().enumerate() {
            insert(group, &figure.key, sum(&|assigned| part.of(assigned) == at))?;
            if part == Part::Field {
                procedures_of((at, group), figure, report, &sum)?;
            }
        }
    }
    let Some(Json::Array(months)) = context.get_mut("thang") else { return Ok(()) };
    for (at, month) in months.iter_mut().enumerate() {
        let total: f64 = cases
            .iter()
            .zip(values)
            .filter(|((assigned, _), _)| assigned.month == at)
            .map(|(_, value)| value)
            .sum();
        insert(month, &figure.key, number(total))?;
    }
    Ok(())
}

/// A whole sum as a whole number.
fn number(total: f64) -> Json {
    if total.fract() == 0.0 && total.abs() < 1e15 { json!(total as i64) } else { json!(total) }
}

/// The sum over the cases that a test picks.
type Sum<'a> = dyn Fn(&dyn Fn(&Assigned) -> bool) -> Json + 'a;

/// The procedures below a field, each with its cases of that field.
fn procedures_of(
    (at, field): (usize, &mut Json),
    figure: &OwnFigure,
    report: &Report,
    sum: &Sum<'_>,
) -> Result<(), FaultKind> {
    let Some(Json::Array(procedures)) = field.get_mut("tthc") else { return Ok(()) };
    let below = report.counted.field_procedures.get(at).map_or(&[][..], Vec::as_slice);
    for (procedure, row) in procedures.iter_mut().zip(below) {
        let value = sum(&|assigned| assigned.field == at && assigned.procedure == row.procedure);
        insert(procedure, &figure.key, value)?;
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Field,
    Unit,
    Procedure,
}

impl Part {
    const fn of(self, assigned: &Assigned) -> usize {
        match self {
            Self::Field => assigned.field,
            Self::Unit => assigned.unit,
            Self::Procedure => assigned.procedure,
        }
    }
}

/// Puts a value under a dotted key; a key that is taken is a fault of the template.
fn insert(object: &mut Json, key: &str, value: Json) -> Result<(), FaultKind> {
    place(object, key, key, value)
}

fn place(object: &mut Json, whole: &str, key: &str, value: Json) -> Result<(), FaultKind> {
    let taken =
        || FaultKind::Syntax(format!("{whole}: tên này đã dùng cho chỉ tiêu khác / this key is taken"));
    let (first, rest) = key.split_once('.').map_or((key, None), |(first, rest)| (first, Some(rest)));
    let Json::Object(object) = object else { return Err(taken()) };
    match rest {
        None if object.contains_key(first) => Err(taken()),
        None => {
            object.insert(first.to_owned(), value);
            Ok(())
        }
        Some(rest) => {
            place(object.entry(first).or_insert_with(|| Json::Object(Map::new())), whole, rest, value)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn keys_are_dotted_identifiers() {
        for (text, good) in [
            ("bcci_tre", true),
            ("rieng.tre_han", true),
            ("Mã", false),
            ("key", false),
            ("1a", false),
            ("a..b", false),
        ] {
            assert_eq!(is_key(text), good, "{text}");
        }
    }

    #[test]
    fn a_taken_key_is_refused_and_a_new_part_joins_its_block() {
        let mut context = json!({"tiep_nhan": {"tong": 3}});
        insert(&mut context, "tiep_nhan.rieng", json!(1)).unwrap();
        assert_eq!(context, json!({"tiep_nhan": {"tong": 3, "rieng": 1}}));
        assert!(insert(&mut context, "tiep_nhan.tong", json!(1)).is_err());
        assert!(insert(&mut context, "tiep_nhan.tong.x", json!(1)).is_err());
    }
}
