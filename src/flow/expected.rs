//! Units of the settings from which nothing has come, or nothing that can be used.
//!
//! In: the units of the settings, files, cases. Out: the units that are missing, and a finding for each that sent nothing.

use std::{collections::BTreeMap, sync::Arc};

use super::{recognise::Kind, report::FileResult};
use crate::{
    cells::text::key,
    model::{
        case::Case,
        finding::{Finding, Place},
    },
    rules,
};

/// Units of the settings by what came from them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// Nothing came.
    pub nothing: Vec<Arc<str>>,
    /// Files came, none of which could be used.
    pub unusable: Vec<Arc<str>>,
}

/// The expected units that have not sent anything, or nothing that can be used. A unit is known by its folder, its title,
/// and by cases that another sender's register gives to it.
pub fn missing(
    expected: &[Arc<str>],
    files: &[FileResult],
    cases: &[Case],
    title: impl Fn(&str) -> String,
) -> Missing {
    let mut missing = Missing::default();
    for unit in expected {
        let names = [key(unit), key(&title(unit))];
        let mut own = files
            .iter()
            .filter(|file| file.unit.as_deref().is_some_and(|sender| names.contains(&key(sender))))
            .peekable();
        if cases.iter().any(|case| case.unit == *unit) {
            continue;
        }
        if own.peek().is_none() {
            missing.nothing.push(Arc::clone(unit));
        } else if own.all(|file| matches!(file.kind, Kind::Ignored | Kind::Unreadable)) {
            missing.unusable.push(Arc::clone(unit));
        }
    }
    missing
}

/// A finding for each unit that sent nothing; `titles` are the names to show. Of an empty inbox TP010 tells.
pub fn findings(
    expected: &[Arc<str>],
    files: &[FileResult],
    cases: &[Case],
    titles: &BTreeMap<String, String>,
) -> Vec<Finding> {
    let title = |unit: &str| titles.get(unit).cloned().unwrap_or_else(|| unit.to_owned());
    if files.iter().all(|file| file.unit.is_none()) {
        return Vec::new();
    }
    let told = |unit: &Arc<str>| {
        let mut finding = Finding::new(rules::TP015, Place::default()).with("unit", title(unit));
        // What tells one unit's finding from another's when its explanation comes back.
        finding.value = unit.to_string();
        finding
    };
    missing(expected, files, cases, title).nothing.iter().map(told).collect()
}
