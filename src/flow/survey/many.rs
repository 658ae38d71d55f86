//! What would be said at every cell of a column, said once for the column.
//!
//! In: findings. Out: fewer findings that tell their number. Errors and warnings stay where they are.

use std::{collections::BTreeMap, sync::Arc};

use crate::model::{
    finding::{Finding, Severity},
    place::Col,
};

/// Up to so many cells of a column are told one by one.
const MOST_CELLS: usize = 20;

/// The rules that say how a cell was read and ask for nothing.
const NOTES: [&str; 3] = ["DG003", "DG004", "DG008"];

type ColumnOf = (&'static str, Arc<str>, Option<Arc<str>>, Option<Col>);

/// Keeps of the notes on how cells were read one for each column and sheet, where there are more than `MOST_CELLS` of
/// one rule; it stands at the first of the cells and tells their number. Those that are known from another finding are left out.
pub fn sum_up(mut findings: Vec<Finding>, is_known: impl Fn(&Finding) -> bool) -> Vec<Finding> {
    findings.retain(|finding| !is_known(finding));
    let column = |finding: &Finding| -> Option<ColumnOf> {
        let is_note = finding.severity == Severity::Info && NOTES.contains(&finding.rule.code);
        let place = &finding.place;
        is_note.then(|| (finding.rule.code, Arc::clone(&place.file), place.sheet.clone(), place.col))
    };
    let mut cells: BTreeMap<ColumnOf, usize> = BTreeMap::new();
    for column in findings.iter().filter_map(column) {
        *cells.entry(column).or_default() += 1;
    }
    cells.retain(|_, count| *count > MOST_CELLS);
    let mut kept = Vec::with_capacity(findings.len());
    for mut finding in findings {
        let Some(column) = column(&finding) else {
            kept.push(finding);
            continue;
        };
        match cells.get_mut(&column) {
            None => kept.push(finding.with("more", "")),
            Some(0) => {}
            Some(count) => {
                let number = std::mem::take(count);
                // It speaks of a column, no longer of this case.
                finding.case = None;
                kept.push(finding.with_words(
                    "more",
                    format!(" Cột này có {number} ô như vậy; đây là ô đầu tiên."),
                    format!(" {number} cells of this column are like this one, the first of them."),
                ));
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{finding::Place, place::CellAt},
        rules,
        text::Lang,
    };

    fn notes(number: u32, severity: Severity) -> Vec<Finding> {
        let place = Place::sheet(&Arc::from("a/so.xlsx"), &Arc::from("Sheet1"));
        (1..=number)
            .map(|row| {
                Finding::new(rules::DG008, place.clone().at_cell(CellAt { row, col: Col(3) }))
                    .as_severity(severity)
                    .with("v", "44931")
                    .with("date", "05/01/2023")
            })
            .collect()
    }

    #[test]
    fn twenty_cells_are_told_one_by_one_and_twenty_one_once() {
        assert_eq!(sum_up(notes(20, Severity::Info), |_| false).len(), 20);
        let once = sum_up(notes(21, Severity::Info), |_| false);
        assert_eq!(once.len(), 1);
        assert_eq!(once[0].place.row, Some(1));
        assert!(once[0].message(Lang::Vi).contains("21 ô"), "{}", once[0].message(Lang::Vi));
        assert!(once[0].message(Lang::En).contains("21 cells"), "{}", once[0].message(Lang::En));
    }

    #[test]
    fn warnings_are_never_summed() {
        assert_eq!(sum_up(notes(30, Severity::Warning), |_| false).len(), 30);
    }
}
