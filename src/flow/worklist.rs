//! Findings as lines to work on: what belongs together is one line, what was answered before is filled in.
//!
//! In: the findings of a report in their order, the corrections already applied. Out: lines, made one by one as they are
//! written, so that two hundred thousand of them need no memory of their own.

use std::collections::BTreeMap;

use super::{
    lines::{Line, LineKey},
    returned::{Carried, State},
};
use crate::{
    model::{
        column::ColumnKind,
        figure::Figure,
        finding::{Finding, RowKey, Severity},
    },
    text::{Lang, Text, visible},
};

/// Up to so many findings with the same value in the same column stand on a line each.
pub const ALONE: usize = 20;

/// The findings of a report as entries of a list.
#[derive(Debug)]
pub struct Worklist<'a> {
    /// The findings, in the order of every listing.
    pub findings: &'a [Finding],
    /// Answers that are carried on.
    pub carried: &'a [Carried],
    /// The findings of each group that is one line, by the index of its first.
    groups: BTreeMap<usize, Vec<usize>>,
    /// The indexes of the findings that have a line, in order.
    first: Vec<usize>,
}

impl<'a> Worklist<'a> {
    /// Groups the findings.
    pub fn new(findings: &'a [Finding], carried: &'a [Carried]) -> Self {
        let mut by_key: BTreeMap<(u64, &str), Vec<usize>> = BTreeMap::new();
        for (index, finding) in findings.iter().enumerate().filter(|(_, finding)| can_be_grouped(finding)) {
            by_key.entry((finding.key.group, &finding.place.file)).or_default().push(index);
        }
        let groups: BTreeMap<usize, Vec<usize>> = by_key
            .into_values()
            .filter(|members| members.len() > ALONE)
            .map(|members| (members[0], members))
            .collect();
        let mut first = vec![true; findings.len()];
        for member in groups.values().flat_map(|members| &members[1..]) {
            first[*member] = false;
        }
        let first = (0..findings.len()).filter(|index| first[*index]).collect();
        Self { findings, carried, groups, first }
    }

    /// The findings of this severity that have a line, by index.
    pub fn entries(&self, severity: Severity) -> impl Iterator<Item = usize> {
        self.first.iter().copied().filter(move |index| self.findings[*index].severity == severity)
    }

    /// The line of a finding.
    pub fn line(&self, index: usize, lang: Lang) -> Line {
        const REPEATED: Text = Text {
            vi: " Lặp lại {n} lần (xem trang “{sheet}”); trả lời ở dòng này áp dụng cho tất cả.",
            en: " Repeated {n} times (see the sheet “{sheet}”); an answer on this line holds for all.",
        };
        let mut line = line(&self.findings[index], lang);
        if let Some(members) = self.groups.get(&index) {
            line.repeats = members.len();
            line.key = group_key(&self.findings[index]).to_string();
            line.case = String::new();
            let values = [("n", members.len().to_string()), ("sheet", REPEATS.get(lang).to_owned())];
            line.message.push_str(&REPEATED.fill(lang, &values));
        }
        line
    }

    /// The groups that are one line: their findings, by index.
    pub fn groups(&self) -> impl Iterator<Item = &[usize]> {
        self.groups.values().map(Vec::as_slice)
    }

    /// The corrections that are carried on.
    pub fn applied_lines(&self, lang: Lang) -> impl Iterator<Item = Line> {
        self.carried.iter().map(move |carried| carried_line(carried, lang))
    }

    /// All lines of one file, each finding on its own: errors, then warnings, then what is applied already.
    pub fn of_file(&self, path: &str, lang: Lang) -> Vec<Line> {
        let mut lines = Vec::new();
        for severity in [Severity::Error, Severity::Warning] {
            let own = |finding: &&Finding| *finding.place.file == *path && finding.severity == severity;
            lines.extend(self.findings.iter().filter(own).map(|finding| line(finding, lang)));
        }
        lines.extend(self.applied_lines(lang).filter(|line| *line.file == *path));
        lines
    }
}

/// The sheet with the cells of every line that stands for many.
pub const REPEATS: Text = Text { vi: "Chi tiết lặp lại", en: "Repeats" };

/// One answer may hold for all cases with a value only where the value is a word or a code of many cases.
fn can_be_grouped(finding: &Finding) -> bool {
    const WORDS: [ColumnKind; 7] = [
        ColumnKind::ProcedureCode,
        ColumnKind::ProcedureName,
        ColumnKind::Channel,
        ColumnKind::Status,
        ColumnKind::Unit,
        ColumnKind::Field,
        ColumnKind::TimeLimit,
    ];
    let is_word = finding.column.is_some_and(|column| WORDS.contains(&column)) && !finding.value.is_empty();
    finding.place.row.is_some() && (is_word || finding.severity == Severity::Info)
}

/// What the line of a finding by itself is known by.
pub const fn own_key(finding: &Finding) -> LineKey {
    LineKey { finding: finding.key.own, row: finding.key.row }
}

fn group_key(finding: &Finding) -> LineKey {
    LineKey { finding: finding.key.group, row: RowKey::default() }
}

fn line(finding: &Finding, lang: Lang) -> Line {
    let place = &finding.place;
    Line {
        key: own_key(finding).to_string(),
        is_applied: false,
        severity: finding.severity,
        code: finding.rule.code,
        case: finding.case.clone().unwrap_or_default(),
        file: place.file.clone(),
        sheet: place.sheet.clone(),
        row: place.row,
        cell: place.cell(),
        repeats: 1,
        message: finding.message(lang),
        value: visible(&finding.value),
        suggestion: finding.suggestion.clone().unwrap_or_default(),
        candidates: finding.candidates.clone(),
        agreed: false,
        right: String::new(),
        explanation: finding.explanation.clone().unwrap_or_default(),
        figures: figures(finding, lang),
    }
}

fn carried_line(applied: &Carried, lang: Lang) -> Line {
    const APPLIED: Text = Text {
        vi: "Đã áp dụng: “{old}” → “{new}” ({n} ô). Xoá trả lời ở dòng này nếu không còn muốn áp dụng.",
        en: "Applied: “{old}” → “{new}” (cells: {n}). Clear the answer on this line to stop applying it.",
    };
    const WAITING: Text = Text {
        vi: "Chưa áp dụng được: “{old}” → “{new}”; không thấy dòng này. Câu trả lời được giữ lại; xoá nếu không còn cần.",
        en: "Waiting: “{old}” → “{new}”; the row can't be seen. The answer is kept; clear it if it is no longer needed.",
    };
    const DISPUTED: Text = Text {
        vi: "Chưa áp dụng: “{old}” → “{new}”; có câu trả lời khác cho chỗ này. Giữ lại một câu trả lời, xoá câu kia.",
        en: "Not applied: “{old}” → “{new}”; there is another answer for this place. Keep one of them, clear the other.",
    };
    let text = match applied.state {
        State::Applied => APPLIED,
        State::Waiting => WAITING,
        State::Disputed => DISPUTED,
    };
    let (answer, place) = (&applied.answer, &applied.place);
    let values =
        [("old", answer.value.clone()), ("new", applied.new.clone()), ("n", applied.cells.to_string())];
    Line {
        key: answer.key.to_string(),
        is_applied: true,
        severity: applied.severity,
        code: applied.rule.code,
        case: answer.case.clone(),
        file: place.file.clone(),
        sheet: place.sheet.clone(),
        row: place.row,
        cell: place.cell(),
        repeats: applied.cells,
        message: text.fill(lang, &values),
        value: answer.value.clone(),
        suggestion: answer.suggestion.clone(),
        candidates: Vec::new(),
        agreed: answer.agreed,
        right: answer.right.as_ref().map(crate::model::sheet::Value::shown).unwrap_or_default(),
        explanation: answer.explanation.clone(),
        figures: String::new(),
    }
}

/// The figures a finding touches: by their column of form II.06a where they have one, else by what they mean.
fn figures(finding: &Finding, lang: Lang) -> String {
    const UNCOUNTED: Text = Text { vi: "chưa được tính", en: "not counted yet" };
    const UNCOUNTED_IN: Text =
        Text { vi: "chưa được tính vào {figures}", en: "not counted yet in {figures}" };
    const INDICATOR: Text = Text { vi: "phiếu chỉ tiêu", en: "indicator sheet" };
    let mut names: Vec<&str> = finding
        .figures
        .iter()
        .map(|key| match Figure::from_key(key) {
            Some(figure) if !figure.form_column().is_empty() => figure.form_column(),
            Some(figure) => figure.meaning().get(lang),
            // The message names the indicator by its words; its key is for template authors.
            None if key.starts_with("chi_tieu.") => INDICATOR.get(lang),
            None => key.as_ref(),
        })
        .collect();
    names.dedup();
    let names = names.join(", ");
    match (finding.uncounted, names.is_empty()) {
        (false, _) => names,
        (true, true) => UNCOUNTED.get(lang).to_owned(),
        (true, false) => UNCOUNTED_IN.fill(lang, &[("figures", names)]),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        model::{
            finding::{Key, Place},
            place::{CellAt, Col},
        },
        rules,
    };

    fn findings(number: u32, column: ColumnKind) -> Vec<Finding> {
        let place = Place::sheet(&Arc::from("a.xlsx"), &Arc::from("Sheet1"));
        (1..=number)
            .map(|row| {
                let mut finding =
                    Finding::new(rules::DM001, place.clone().at_cell(CellAt { row, col: Col(3) }))
                        .found(column, "9.99");
                finding.key = Key { own: u64::from(row), group: 7, ..Key::default() };
                finding
            })
            .collect()
    }

    #[test]
    fn twenty_lines_stand_alone_and_twenty_one_are_one() {
        let lines = |findings: &[Finding]| {
            let list = Worklist::new(findings, &[]);
            let lines: Vec<Line> =
                list.entries(Severity::Error).map(|index| list.line(index, Lang::Vi)).collect();
            (lines.len(), lines[0].key.clone(), lines.iter().map(|line| line.repeats).sum::<usize>())
        };
        let code = ColumnKind::ProcedureCode;
        assert_eq!(lines(&findings(20, code)), (20, "TTHC:0000000000000001".to_owned(), 20));
        assert_eq!(lines(&findings(21, code)), (1, "TTHC:0000000000000007".to_owned(), 21));
        assert_eq!(lines(&findings(21, ColumnKind::DueOn)).0, 21, "a date is right for one case only");
        assert_eq!(lines(&findings(21, ColumnKind::CaseCode)).0, 21);
    }

    #[test]
    fn a_case_in_no_figure_says_what_it_is_missing_from() {
        let mut finding = findings(1, ColumnKind::ReceivedOn).remove(0);
        finding.figures = vec![Figure::ReceivedTotal.key().into(), Figure::ReceivedOnline.key().into()];
        assert_eq!(figures(&finding, Lang::Vi), "(3), (4)");
        finding.uncounted = true;
        assert_eq!(figures(&finding, Lang::Vi), "chưa được tính vào (3), (4)");
        assert_eq!(figures(&finding, Lang::En), "not counted yet in (3), (4)");
        finding.figures.clear();
        assert_eq!(figures(&finding, Lang::Vi), "chưa được tính");
    }

    #[test]
    fn the_marked_copy_shows_each_cell_of_a_group() {
        let findings = findings(30, ColumnKind::ProcedureCode);
        let list = Worklist::new(&findings, &[]);
        assert_eq!(list.of_file("a.xlsx", Lang::Vi).len(), 30);
        assert!(list.of_file("b.xlsx", Lang::Vi).is_empty());
        assert_eq!(list.groups().map(<[usize]>::len).collect::<Vec<_>>(), [30]);
    }
}
