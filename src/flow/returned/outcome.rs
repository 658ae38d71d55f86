//! Says of each answer what became of it, once the passes are over.
//!
//! In: the overlay after its last pass, the findings that are left, what of the inbox could be seen. Out: explanations on
//! the findings they belong to, the findings of family NL, and the answers that wait.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Answer,
    apply::{Overlay, State, about, at_answer},
};
use crate::{
    cells::text::clean,
    flow::report::Report,
    model::{
        case::Case,
        finding::{Finding, Place, Severity},
    },
    rules::{self, Rule},
    text::visible,
};

/// What of the inbox could be seen: an answer whose row cannot be seen waits, it is not out of date.
#[derive(Debug)]
pub struct Sight<'a> {
    /// The files that could be read; of a marked copy also the path it was made from.
    files: BTreeSet<&'a str>,
    codes: BTreeSet<&'a str>,
    has_catalogue: bool,
}

impl<'a> Sight<'a> {
    /// Of the files that could be read, the cases and the catalogue.
    pub fn new(files: impl IntoIterator<Item = &'a str>, cases: &'a [Case], has_catalogue: bool) -> Self {
        let codes = cases.iter().filter_map(|case| case.code.value().map(String::as_str)).collect();
        Self { files: files.into_iter().collect(), codes, has_catalogue }
    }

    /// Why the row of an answer can't be seen: the catalogue is missing (no file), or this file is. A row that is lacking in
    /// a file that was read is gone: another answer or somebody at the register changed its code, or took it out.
    fn lacks<'f>(&self, code: &str, case: &str, file: &'f str) -> Option<&'f str> {
        if !self.has_catalogue && code.starts_with("DM") {
            return Some("");
        }
        let is_there = file.is_empty() || self.files.contains(file) || self.codes.contains(case);
        (!is_there).then_some(file)
    }
}

impl Overlay {
    /// Ends the passes: attaches the explanations to the findings that are left, and says what became of every answer.
    pub fn finish(&mut self, report: &mut Report, sight: &Sight<'_>) {
        self.look(report);
        let findings = &mut report.findings;
        let mut explained = BTreeSet::new();
        for finding in findings.iter_mut() {
            let given: Vec<usize> = self
                .answers_to(finding)
                .into_iter()
                .filter(|index| !self.answers[*index].explanation.is_empty())
                .collect();
            let Some(first) = given.first() else { continue };
            self.met.extend(given.iter().copied());
            explained.extend(given.iter().copied());
            if finding.severity == Severity::Info {
                continue;
            }
            // Whatever its rule is elsewhere: what stands there as a warning is to be corrected or explained.
            finding.explanation = Some(self.answers[*first].explanation.clone());
            if finding.severity == Severity::Error {
                self.findings.push(about(rules::NL006, finding).with("code", finding.rule.code));
            }
        }
        self.still_wrong(findings);
        self.unmet(findings, &explained, sight);
    }

    /// What became of the answers, once: the findings of family NL.
    pub fn told(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }

    /// Attaches the explanations that were given for findings of family NL, which must have their keys.
    pub fn explain(&self, told: &mut Vec<Finding>) {
        let mut met = BTreeSet::new();
        for finding in told.iter_mut() {
            let given = self.answers_to(finding);
            met.extend(given.iter().copied());
            let explanation = given.iter().map(|index| &self.answers[*index].explanation);
            let mut explanation = explanation.filter(|text| !text.is_empty());
            if finding.severity != Severity::Info {
                finding.explanation = explanation.next().cloned();
            }
        }
        for (index, answer) in self.answers.iter().enumerate().filter(|(_, answer)| is_about_answers(answer))
        {
            // What became of an answer is no cell of a register.
            let rule = match (answer.correction(), met.contains(&index)) {
                (Some(_), _) => rules::NL010,
                (None, false) => rules::NL005,
                (None, true) => continue,
            };
            told.push(at_answer(rule, answer).with("code", answer.code.clone()));
        }
    }

    /// A corrected cell that is wrong still. A figure that agreed when it was corrected and does no longer, since the
    /// cases changed, was no wrong answer: it is a finding by itself.
    fn still_wrong(&mut self, findings: &[Finding]) {
        let is_about_a_cell = |finding: &&Finding| {
            let code = finding.rule.code;
            finding.severity == Severity::Error && !code.starts_with("CD") && !code.starts_with("LD")
        };
        let mut told: BTreeMap<&Place, Finding> = BTreeMap::new();
        for finding in findings.iter().filter(is_about_a_cell) {
            let Some(new) = self.changed.get(&finding.place) else { continue };
            let wrong = about(rules::NL004, finding).with("new", new.clone()).with("code", finding.rule.code);
            told.entry(&finding.place).or_insert(wrong);
        }
        self.findings.extend(told.into_values());
    }

    /// Answers whose finding is there no longer: the cell was changed since, and is right now or is not; or its row could
    /// not be seen.
    fn unmet(&mut self, findings: &[Finding], explained: &BTreeSet<usize>, sight: &Sight<'_>) {
        let mut left: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
        for finding in findings {
            left.entry((finding.rule.code, finding.case.as_deref().unwrap_or_default()))
                .or_default()
                .push(finding);
        }
        let mut told = Vec::new();
        let mut waiting = Vec::new();
        let mut files: BTreeMap<Arc<str>, (usize, usize)> = BTreeMap::new();
        for (index, answer) in self.answers.iter().enumerate().filter(|(_, answer)| !is_about_answers(answer))
        {
            let counts = files.entry(Arc::clone(&answer.place.file)).or_default();
            counts.1 += 1;
            let corrects = answer.correction().is_some();
            let is_tick_alone = !corrects && answer.agreed;
            let is_met = if corrects || is_tick_alone {
                self.met.contains(&index)
            } else {
                explained.contains(&index)
            };
            if is_met {
                counts.0 += 1;
                if is_tick_alone {
                    told.push(at_answer(rules::NL011, answer).with("code", answer.code.clone()));
                }
                continue;
            }
            let still = left
                .get(&(answer.code.as_str(), answer.case.as_str()))
                .filter(|_| !answer.case.is_empty())
                .and_then(|rows| rows.iter().find(|finding| self.may_be_meant(answer, finding)));
            match (still, rules::find(&answer.code)) {
                (Some(finding), _) => told.push(outdated(answer, finding)),
                (None, rule) => {
                    let lacks = sight.lacks(&answer.code, &answer.case, &answer.about.file);
                    match (lacks, rule) {
                        (Some(file), Some(rule)) => waiting.push((index, rule, file.to_owned())),
                        _ => told.push(at_answer(rules::NL005, answer).with("code", answer.code.clone())),
                    }
                }
            }
        }
        told.extend(self.wait(waiting));
        for (file, (met, all)) in files.into_iter().filter(|(_, (met, all))| met < all) {
            let older = Finding::new(rules::NL008, Place::file(&file));
            told.push(older.with("k", met.to_string()).with("t", all.to_string()));
        }
        self.findings.extend(told);
    }

    /// Carries on the answers whose rows can't be seen, each once however many listings hold it, and says so once for each
    /// file that is lacking.
    fn wait(&mut self, waiting: Vec<(usize, &'static Rule, String)>) -> Vec<Finding> {
        let mut seen = BTreeSet::new();
        let mut lacking: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, rule, file) in waiting {
            let answer = &self.answers[index];
            let new = answer.correction().map(|value| value.shown());
            if seen.insert((answer.key, new, answer.explanation.clone())) {
                lacking.entry(file).or_default().push(index);
                let place = answer.about.clone();
                self.carry(index, State::Waiting, rule, rule.severity, place);
            }
        }
        let told = |(file, answers): (String, Vec<usize>)| {
            let codes: BTreeSet<&str> =
                answers.iter().map(|index| self.answers[*index].code.as_str()).collect();
            let codes = codes.into_iter().collect::<Vec<_>>().join(", ");
            let told = Finding::new(rules::NL012, self.answers[*answers.first()?].place.clone())
                .with("n", answers.len().to_string())
                .with("codes", codes);
            Some(if file.is_empty() {
                told.with_words("why", "thiếu danh mục thủ tục", "there is no catalogue of procedures")
            } else {
                told.with_words(
                    "why",
                    format!("không thấy hoặc không đọc được {file}"),
                    format!("{file} is missing or unreadable"),
                )
            })
        };
        lacking.into_iter().filter_map(told).collect()
    }

    /// Whether an answer that met no finding was given for this one before its row changed: a finding that has an answer
    /// of its own is that of another row.
    fn may_be_meant(&self, answer: &Answer, finding: &Finding) -> bool {
        self.is_of_sender(answer, finding) && self.answers_to(finding).is_empty()
    }

    /// Once somebody has answered, the warnings that nobody answered are counted.
    pub fn unexplained(&self, findings: &[Finding]) -> Option<Finding> {
        let open = findings.iter().filter(|finding| finding.is_open_warning()).count();
        (open > 0 && !self.answers.is_empty())
            .then(|| Finding::new(rules::NL001, Place::default()).with("n", open.to_string()))
    }
}

/// Whether an answer was given on a line that says what became of another answer.
fn is_about_answers(answer: &Answer) -> bool {
    answer.code.starts_with("NL")
}

/// Says what changed since an answer was given: the cell, or, of a row whose case stands on several, some other cell.
fn outdated(answer: &Answer, finding: &Finding) -> Finding {
    let new = answer.correction().map(|value| value.shown());
    let severity = if new.is_some() { Severity::Error } else { Severity::Warning };
    let told = about(rules::NL003, finding).as_severity(severity);
    let told = if clean(&visible(&finding.value)) == answer.value {
        told.with_words(
            "what",
            "Mã hồ sơ này đứng ở nhiều dòng, và dòng được trả lời đã đổi sau khi lập bảng kê nên không nhận ra nữa",
            "This case code stands on several rows, and the row of the answer has changed since the listing was made",
        )
    } else {
        let (old, now) = (&answer.value, &finding.value);
        told.with_words(
            "what",
            format!("Ô này đã đổi từ “{old}” thành “{now}” sau khi lập bảng kê"),
            format!("The cell changed from “{old}” to “{now}” since the listing was made"),
        )
    };
    told.with("new", new.unwrap_or_else(|| answer.explanation.clone()))
}
