//! How a table writes the values of a case.

use unicode_normalization::UnicodeNormalization as _;

use super::{
    columns::Column,
    draw::{Bad, Case, FIELDS, PROCEDURES},
    formats::Format,
    grid::Cell,
    rng::Rng,
    words::{self, DateForm, TEXT_FORMS, date_text, serial},
};

/// What the values of a table have in common.
pub(super) struct Values {
    pub(super) format: Format,
    /// Of the columns received, due, finished, handed over.
    pub(super) dates: [DateForm; 4],
    pub(super) has_finish: bool,
}

/// Draws how the date columns of a table are written.
pub(super) fn date_forms(rng: &mut Rng, format: Format) -> [DateForm; 4] {
    let serial = if format.is_workbook() { DateForm::Serial } else { DateForm::SerialText };
    match rng.below(9) {
        0 | 1 => [DateForm::Native; 4],
        2 => [DateForm::Moment; 4],
        3 => [DateForm::Slashes; 4],
        4 => [DateForm::WithTime; 4],
        5 => [DateForm::Iso; 4],
        6 => [DateForm::Mixed; 4],
        7 => [serial; 4],
        _ => std::array::from_fn(|_| if rng.percent(10) { DateForm::Native } else { rng.pick(&TEXT_FORMS) }),
    }
}

impl Values {
    /// What stands in this column; `None` for an empty cell.
    pub(super) fn cell(&self, rng: &mut Rng, column: Column, case: &Case) -> Option<Cell> {
        let known = case.procedure.map(|at| &PROCEDURES[at]);
        let text = match column {
            Column::Code => case.code.clone(),
            Column::ProcedureCode => return self.procedure_code(rng, case),
            Column::ProcedureName => {
                return Some(Cell::Text(match known {
                    Some(procedure) => varied(rng, procedure.name),
                    None => "Thủ tục lạ chưa từng có ở đâu cả".to_owned(),
                }));
            }
            Column::Content => format!("Đề nghị giải quyết việc của {}", case.who),
            Column::Field => FIELDS[known?.field].to_owned(),
            Column::Applicant => case.who.clone(),
            Column::Address => "Tổ 5, phường Thí Dụ".to_owned(),
            Column::Phone => "0206000000".to_owned(),
            Column::Channel if case.bad == Some(Bad::Channel) => "Bồ câu".to_owned(),
            Column::Channel => rng.pick(words::channel(case.channel)).to_owned(),
            Column::Status => rng.pick(words::status(case.status?)).to_owned(),
            Column::Unit => case.unit.clone(),
            Column::Officer => "Nguyễn Văn Mẫu".to_owned(),
            Column::Copies => return Some(Cell::Number(1.0)),
            Column::Fee => return Some(Cell::Number(150_000.0)),
            Column::Sequence | Column::Note => return None,
            Column::Submitted | Column::Received | Column::Due | Column::Finished | Column::HandedOver => {
                return self.date(rng, column, case);
            }
        };
        Some(Cell::Text(text))
    }

    fn procedure_code(&self, rng: &mut Rng, case: &Case) -> Option<Cell> {
        if case.without_code {
            return None;
        }
        let Some(at) = case.procedure else { return Some(Cell::text(&case.stranger)) };
        let code = PROCEDURES[at].code;
        Some(match rng.below(20) {
            0 | 1 => Cell::Text(format!("{code}.000.00.00.H14")),
            2 => Cell::Text(format!("{code}.H14")),
            3 | 4 if self.format.is_workbook() => Cell::Number(code.parse().unwrap()),
            3 => Cell::text(code.trim_end_matches('0')),
            5 => Cell::Text(format!(" {code} ")),
            _ => Cell::text(code),
        })
    }

    fn date(&self, rng: &mut Rng, column: Column, case: &Case) -> Option<Cell> {
        let (at, bad) = match column {
            Column::Due => (1, Bad::Due),
            Column::Finished => (2, Bad::Finished),
            Column::HandedOver => (3, Bad::Finished),
            _ => (0, Bad::Received),
        };
        let is_bad = case.bad == Some(bad) && column != Column::Submitted;
        if is_bad {
            let shown = column != Column::HandedOver || !self.has_finish;
            return shown.then(|| Cell::text(rng.pick(&["31/02/2023", "không rõ ngày", "45/01/2023"])));
        }
        let days = [Some(case.received), case.due, case.finished, case.handed_over];
        let Some(day) = days[at] else {
            return rng.pick(&[None, None, Some("-"), Some("…")]).map(Cell::text);
        };
        let mut form = self.dates[at];
        if form == DateForm::Mixed {
            form = if rng.percent(20) { DateForm::Native } else { rng.pick(&TEXT_FORMS) };
        }
        Some(match form {
            DateForm::Native => Cell::Day(day),
            DateForm::Moment if self.format.is_workbook() => Cell::Moment(day),
            DateForm::Serial => Cell::Number(f64::from(serial(day))),
            other => Cell::Text(date_text(day, other, rng)),
        })
    }
}

/// A name as it stands, in capitals, decomposed, or with a doubled space.
fn varied(rng: &mut Rng, name: &str) -> String {
    match rng.below(10) {
        0 => name.to_uppercase(),
        1 => name.nfd().collect(),
        2 => name.replacen(' ', "  ", 1),
        _ => name.to_owned(),
    }
}
