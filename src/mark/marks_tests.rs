//! The order of lines and what notes say.

use super::*;
use crate::mark::testing::line;

#[test]
fn errors_come_first_then_warnings_then_what_is_applied_and_information_not_at_all() {
    let mut lines = vec![
        line("S", "A1", Severity::Info),
        line("S", "A2", Severity::Warning),
        line("S", "A3", Severity::Error),
        line("S", "A4", Severity::Error),
        line("S", "A5", Severity::Error),
    ];
    lines[3].is_applied = true;
    let cells: Vec<String> = shown(&lines).iter().map(|line| text(line, Column::Cell, Lang::Vi)).collect();
    assert_eq!(cells, ["A3", "A5", "A2", "A4"]);
    assert_eq!(text(&lines[3], Column::Duty, Lang::Vi), "Đã áp dụng");
    assert_eq!(text(&lines[3], Column::Duty, Lang::En), "Applied");
}

#[test]
fn a_cell_with_several_lines_has_the_higher_severity_and_all_messages() {
    let lines: Vec<Line> = (0..10)
        .map(|at| line("S", "B2", if at == 9 { Severity::Error } else { Severity::Warning }))
        .collect();
    let marks = by_sheet(&lines, Lang::En, |name| (name == "S").then_some(3));
    let mark = marks[&3].values().next();
    assert_eq!(mark.map(|mark| mark.severity), Some(Severity::Error));
    let note = mark.map(|mark| mark.note(Lang::En)).unwrap_or_default();
    assert!(
        note.starts_with("Error DM001: ") && note.contains("Suggestion: ") && note.ends_with("… 2 more"),
        "{note}"
    );
    assert!(by_sheet(&lines, Lang::En, |_| None).is_empty(), "a sheet that is not there is passed over");
}
