//! The one look back: what became of the findings of the last result that had other inputs.
//!
//! In: the last `ket-qua.json` as it lies there, a hash of the present inputs, the present report. Out: how many findings
//! were corrected, are still there, are new, or were not checked this time, and what the next result has to keep so that a
//! second run on unchanged inputs gives the same bytes. Errors and warnings count; remarks on answers (NL) do not.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{recognise::Kind, report::Report};
use crate::{
    model::finding::Severity,
    rules,
    text::{Lang, Text},
};

/// Findings of an earlier result: for each file its findings as `code:id`, repeats included; an earlier version of the program
/// wrote ids alone.
type Ids = BTreeMap<String, Vec<String>>;

/// The look back of one result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Hash of the inputs of this result.
    inputs: String,
    /// The result it is compared with: hash of its inputs, its findings.
    earlier: Option<(String, Ids)>,
    /// What changed since.
    pub changes: Option<Changes>,
}

/// What became of the findings of the earlier result. `corrected + still + not_checked` are all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// No longer found.
    pub corrected: u64,
    /// Found again.
    pub still: u64,
    /// Not found before.
    pub new: u64,
    /// Of files that are not there or can't be read now, or of rules of a catalogue that is not there.
    pub not_checked: u64,
}

impl Changes {
    /// The counts in one sentence.
    pub fn sentence(self, lang: Lang) -> String {
        const SENTENCE: Text = Text {
            vi: "So với lần lập trước: đã sửa {corrected}, còn {still}, mới {new}, chưa kiểm tra {unchecked}.",
            en: "Against the last result: corrected {corrected}, still there {still}, new {new}, not checked {unchecked}.",
        };
        SENTENCE.fill(
            lang,
            &[
                ("corrected", self.corrected.to_string()),
                ("still", self.still.to_string()),
                ("new", self.new.to_string()),
                ("unchecked", self.not_checked.to_string()),
            ],
        )
    }
}

/// What the look back needs of the last `ket-qua.json`; the rest of it is passed over as it is read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Last {
    history: Option<LastHistory>,
    findings: Vec<LastFinding>,
    /// The results it named, with the SHA-256 of their bytes.
    pub output_sha256: BTreeMap<String, String>,
    /// The results that another program held, with the SHA-256 they once had, empty where that was not known.
    pub output_left: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Deserialize)]
struct LastHistory {
    inputs: String,
    earlier: Option<Earlier>,
}

#[derive(Clone, Debug, Deserialize)]
struct Earlier {
    inputs: String,
    findings: Ids,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct LastFinding {
    id: String,
    code: String,
    severity: String,
    file: String,
}

impl History {
    /// Compares a report with the last result. A result of the same inputs hands on what it was itself compared with.
    pub fn new(report: &Report, inputs: String, last: Option<Last>) -> Self {
        let earlier = last.and_then(|last| {
            let history = last.history?;
            if history.inputs == inputs {
                history.earlier.map(|earlier| (earlier.inputs, earlier.findings))
            } else {
                Some((history.inputs, ids(last.findings)))
            }
        });
        let changes = earlier.as_ref().map(|(_, ids)| compare(report, ids));
        Self { inputs, earlier, changes }
    }

    /// The entry of the machine result.
    pub fn json(&self) -> Json {
        json!({
            "inputs": self.inputs,
            "changes": self.changes,
            "earlier": self.earlier.as_ref().map(|(inputs, ids)| json!({"inputs": inputs, "findings": ids})),
        })
    }
}

fn ids(findings: Vec<LastFinding>) -> Ids {
    let mut ids = Ids::new();
    for finding in findings {
        let counts = finding.severity != "info" && !finding.code.starts_with("NL") && !finding.id.is_empty();
        if counts {
            ids.entry(finding.file).or_default().push(format!("{}:{}", finding.code, finding.id));
        }
    }
    for list in ids.values_mut() {
        list.sort_unstable();
    }
    ids
}

fn compare(report: &Report, earlier: &Ids) -> Changes {
    let mut now: BTreeMap<String, u64> = BTreeMap::new();
    let counts = |severity, code: &str| severity != Severity::Info && !code.starts_with("NL");
    for finding in report.findings.iter().filter(|finding| counts(finding.severity, finding.rule.code)) {
        *now.entry(finding.key.id()).or_default() += 1;
    }
    let checked: BTreeSet<&str> = report
        .files
        .iter()
        .filter(|file| file.kind != Kind::Unreadable)
        .map(|file| &*file.path)
        // What concerns the report as a whole is judged in every run.
        .chain([""])
        .collect();
    // Without a catalogue its rules have nothing to compare with (DM015 says so).
    let ran = |code: &str| report.catalogue.is_some() || !code.starts_with("DM") || code == rules::DM015.code;
    let mut changes = Changes::default();
    for (path, ids) in earlier {
        for id in ids {
            let (code, id) = id.split_once(':').unwrap_or(("", id));
            match now.get_mut(id).filter(|left| **left > 0) {
                Some(left) => {
                    *left -= 1;
                    changes.still += 1;
                }
                None if checked.contains(path.as_str()) && ran(code) => changes.corrected += 1,
                None => changes.not_checked += 1,
            }
        }
    }
    changes.new = now.values().sum();
    changes
}
