//! The program's check on itself, when all is counted: every row has a class, every case a fate, every figure the cases
//! that it is made of.
//!
//! In: a finished report. Out: nothing, or the error that stops the work (rules CT008 and CD006); a fault of the program must
//! not look like one of the data.

use super::{
    count::{Group, Placing},
    report::Report,
};
use crate::{
    error::Error,
    model::figure::{Figure, Figures},
    rules::{self, Rule},
};

/// Counts rows, cases and figures again.
pub fn recount(report: &Report) -> Result<(), Error> {
    for file in &report.files {
        for sheet in &file.sheets {
            let place = || format!("{} | {}", file.path, sheet.name);
            if !sheet.rows.adds_up() {
                let sum = sheet.rows.read.saturating_sub(sheet.rows.blank);
                return Err(unaccounted(&place(), sheet.rows.read, sum));
            }
            if sheet.rows.cases != sheet.fates.sum() {
                return Err(unaccounted(&place(), sheet.rows.cases, sheet.fates.sum()));
            }
        }
    }
    let (seen, counted) = (report.rows.cases, report.fates.sum());
    if seen != counted || counted != report.cases.len() as u64 || report.cases.len() != report.placings.len()
    {
        return Err(unaccounted("", seen, counted));
    }
    figures(report)
}

fn figures(report: &Report) -> Result<(), Error> {
    let mut own = Figures::default();
    for placing in report.placings.iter().copied().filter(|placing| matches!(placing, Placing::In { .. })) {
        for figure in placing.figures() {
            own[figure] += 1;
        }
    }
    let counted = &report.counted;
    for figure in Figure::ALL.iter().copied().filter(|figure| !figure.is_catalogue()) {
        let sum = |groups: &[Group]| groups.iter().map(|group| group.figures[figure]).sum();
        let stated = counted.total[figure];
        for recounted in [own[figure], sum(&counted.fields), sum(&counted.procedures), sum(&counted.units)] {
            if recounted != stated {
                return Err(differs(figure, stated, recounted));
            }
        }
    }
    for (field, below) in counted.fields.iter().zip(&counted.field_procedures) {
        for figure in Figure::ALL.iter().copied().filter(|figure| !figure.is_catalogue()) {
            let (stated, sum) =
                (field.figures[figure], below.iter().map(|row| row.group.figures[figure]).sum());
            if stated != sum {
                return Err(differs(figure, stated, sum));
            }
        }
    }
    Ok(())
}

fn differs(figure: Figure, stated: u64, recounted: u64) -> Error {
    guard(rules::CD006, "")
        .with("figure", figure.key())
        .with("a", stated.to_string())
        .with("b", recounted.to_string())
}

fn unaccounted(place: &str, seen: u64, counted: u64) -> Error {
    guard(rules::CT008, place).with("seen", seen.to_string()).with("counted", counted.to_string())
}

fn guard(rule: &'static Rule, place: &str) -> Error {
    Error::new("internal", format!("{} {place}", rule.code).trim_end().to_owned(), rule.message)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::{
        flow::returned::tests::{file, run},
        text::Lang,
    };

    fn report() -> Report {
        let text = "STT;Mã hồ sơ;Mã TTHC;Ngày tiếp nhận\n1;H99.08-230105-0001;1.001770;05/01/2023\n";
        run(vec![file("hop-thu/a/so.csv", text)])
    }

    #[test]
    fn what_adds_up_passes() {
        assert!(recount(&report()).is_ok());
    }

    #[test]
    fn a_row_too_few_stops_the_work_and_is_no_finding() {
        let mut report = report();
        report.files[1].sheets[0].rows.cases += 1;
        let error = recount(&report).unwrap_err();
        assert_eq!(error.code, "internal");
        assert!(error.place.starts_with("CT008 hop-thu/a/so.csv"), "{}", error.place);
        let mut report = self::report();
        report.cases.clear();
        assert!(recount(&report).is_err());
    }

    #[test]
    fn a_figure_that_is_not_its_cases_stops_the_work() {
        let mut report = report();
        report.counted.total[Figure::ReceivedOnline] += 1;
        let error = recount(&report).unwrap_err();
        assert!(error.place.starts_with("CD006"), "{}", error.place);
        assert!(error.message(Lang::En).contains("tiep_nhan.truc_tuyen is 1, but 0 cases"), "{error}");
        let mut report = self::report();
        report.counted.field_procedures[0][0].group.figures[Figure::CarriedOver] += 1;
        assert!(recount(&report).is_err(), "a procedure with more cases than its field");
    }
}
