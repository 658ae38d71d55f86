//! The procedure catalogue (danh mục TTHC): what is offered, how, with which limit, and since when.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;

use super::{
    finding::Place,
    limit::{Limit, LimitText},
};
use crate::cells::words::{Channel, Level};

/// One procedure of the catalogue.
#[derive(Clone, Debug)]
pub struct Procedure {
    /// Code as given, normalised (`1.002835.000.00.00.H56` or `1.002835`).
    pub code: String,
    /// Name as given, cleaned.
    pub name: String,
    /// Field of work; empty where the catalogue gives none.
    pub field: Arc<str>,
    /// Limits, possibly one for each channel.
    pub limits: LimitText,
    /// Where its limit stands and what it says, where that is no limit that can be read.
    pub unread_limit: Option<(Place, String)>,
    /// Online service level, where the catalogue gives one.
    pub level: Option<Level>,
    /// Handled with other agencies.
    pub inter_agency: bool,
    /// Set by central government, or by the province; `None` where the catalogue does not say.
    pub central: Option<bool>,
    /// The agency or unit that handles it; empty where not given.
    pub unit: String,
    /// First day in force; `None` for "always".
    pub from: Option<NaiveDate>,
    /// Last day in force; `None` for "still".
    pub to: Option<NaiveDate>,
    /// What replaced it.
    pub replaced_by: Option<String>,
    /// Row in the catalogue, 1-based.
    pub row: u32,
}

impl Procedure {
    /// Whether it is in force on `day`.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// The limit for a channel: its own, else the one for all; `None` where several differ or none is given.
    pub fn limit(&self, channel: Option<Channel>) -> Option<Limit> {
        channel.map_or_else(|| self.limits.single(), |channel| self.limits.for_channel(channel))
    }
}

/// All procedures, with the two ways to find one.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Path of the file (the first, where several were read), as in the machine result.
    pub file: Arc<str>,
    /// In the order of the file.
    pub procedures: Vec<Procedure>,
    by_code: BTreeMap<String, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
    /// Which optional columns the catalogue has.
    pub has: Has,
}

/// Which optional columns a catalogue has; what it lacks cannot be checked, and that is said once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // one answer for each column
pub struct Has {
    /// Time limits.
    pub limits: bool,
    /// Service levels.
    pub levels: bool,
    /// Fields of work.
    pub fields: bool,
    /// Who set the procedure, central government or the province.
    pub origins: bool,
    /// Whether other agencies take part.
    pub inter_agency: bool,
}

impl Catalogue {
    /// Builds the two indexes. `code_key` is the short code, `name_key` the folded name.
    pub fn new(
        file: Arc<str>,
        procedures: Vec<Procedure>,
        has: Has,
        code_key: impl Fn(&str) -> String,
        name_key: impl Fn(&str) -> String,
    ) -> Self {
        let mut by_code: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, procedure) in procedures.iter().enumerate() {
            by_code.entry(code_key(&procedure.code)).or_default().push(index);
            by_name.entry(name_key(&procedure.name)).or_default().push(index);
        }
        Self { file, procedures, by_code, by_name, has }
    }

    /// The procedures with this short code.
    pub fn with_code(&self, key: &str) -> &[usize] {
        self.by_code.get(key).map_or(&[], Vec::as_slice)
    }

    /// The procedures with this folded name.
    pub fn with_name(&self, key: &str) -> &[usize] {
        self.by_name.get(key).map_or(&[], Vec::as_slice)
    }

    /// The short codes with more than one procedure, and those procedures.
    pub fn repeated_codes(&self) -> impl Iterator<Item = (&str, &[usize])> {
        self.by_code
            .iter()
            .filter(|(_, found)| found.len() > 1)
            .map(|(code, found)| (code.as_str(), found.as_slice()))
    }

    /// The fields of work, in the order of their first procedure.
    pub fn fields(&self) -> Vec<Arc<str>> {
        let mut fields: Vec<Arc<str>> = Vec::new();
        for procedure in &self.procedures {
            if !procedure.field.is_empty() && !fields.contains(&procedure.field) {
                fields.push(Arc::clone(&procedure.field));
            }
        }
        fields
    }
}
