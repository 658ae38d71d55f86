//! Units of the settings whose register is lacking: nothing has come, or nothing that holds a register.
//!
//! In: the units of the settings, files, cases. Out: the units that are missing, and a finding for each of them.

use std::{collections::BTreeMap, sync::Arc};

use super::report::FileResult;
use crate::{
    model::{
        case::Case,
        finding::{Finding, Place},
    },
    rules,
    text::Text,
};

/// Units of the settings by what came from them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// Nothing came.
    pub nothing: Vec<Arc<str>>,
    /// Files came, none of which is a register that could be read.
    pub unusable: Vec<Arc<str>>,
}

/// The expected units from which no register was read. A unit is also known by cases that another sender's register gives
/// to it. A result of ours, a list of holidays, an indicator sheet is no register.
pub fn missing(expected: &[Arc<str>], files: &[FileResult], cases: &[Case]) -> Missing {
    let mut missing = Missing::default();
    for unit in expected {
        let mut own = files.iter().filter(|file| file.unit.as_ref() == Some(unit)).peekable();
        if cases.iter().any(|case| case.unit == *unit) {
            continue;
        }
        if own.peek().is_none() {
            missing.nothing.push(Arc::clone(unit));
        } else if !own.any(FileResult::has_register) {
            missing.unusable.push(Arc::clone(unit));
        }
    }
    missing
}

/// A finding for each unit that is missing; `titles` are the names to show. Of an empty inbox TP010 tells.
pub fn findings(
    expected: &[Arc<str>],
    files: &[FileResult],
    cases: &[Case],
    titles: &BTreeMap<String, String>,
) -> Vec<Finding> {
    const NOTHING: Text = Text { vi: "chưa gửi tệp nào", en: "has sent no file" };
    const UNUSABLE: Text = Text {
        vi: "chưa có sổ nào đọc được (tệp đã gửi không phải sổ theo dõi, hoặc không dùng được)",
        en: "no register of it could be read (the files it sent are no registers, or can't be used)",
    };
    if files.iter().all(|file| file.unit.is_none()) {
        return Vec::new();
    }
    let told = |unit: &Arc<str>, what: Text| {
        let title = titles.get(&**unit).map_or(&**unit, String::as_str);
        let mut finding = Finding::new(rules::TP015, Place::default())
            .with("unit", title)
            .with_words("what", what.vi, what.en);
        // What tells one unit's finding from another's when its explanation comes back.
        finding.value = unit.to_string();
        finding
    };
    let missing = missing(expected, files, cases);
    let nothing = missing.nothing.iter().map(|unit| told(unit, NOTHING));
    nothing.chain(missing.unusable.iter().map(|unit| told(unit, UNUSABLE))).collect()
}
