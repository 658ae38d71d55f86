//! What the group rows above say of a row: unit, field of work, and the section of state or channel.
//!
//! In: the group rows from top to bottom. Out: what holds below each. A section holds within what stood above it when it
//! came, or around what comes after it, as registers nest them either way.

use std::sync::Arc;

use crate::model::case::Section;

/// What a group row names.
pub(super) enum Group {
    /// A field of work.
    Field(Arc<str>),
    /// A unit.
    Unit(Arc<str>),
    /// "Hồ sơ trực tuyến": neither.
    Section(Section),
    /// "Cấp huyện": what stood under another level ends.
    Level,
    /// A month and the like: changes nothing.
    Other,
}

/// What holds for the rows below.
#[derive(Clone, Debug, Default)]
pub(super) struct Under {
    pub(super) field: Option<Arc<str>>,
    pub(super) unit: Option<Arc<str>>,
    pub(super) section: Option<Section>,
    /// Whether the section came below a unit, below a field.
    within: (bool, bool),
}

impl Under {
    /// Goes on below a group row.
    pub(super) fn enter(&mut self, group: Group) {
        match group {
            Group::Field(name) => {
                self.field = Some(name);
                self.section.take_if(|_| self.within.1);
            }
            Group::Unit(name) => {
                (self.unit, self.field) = (Some(name), None);
                let (unit, field) = self.within;
                self.section.take_if(|_| unit || field);
            }
            Group::Section(section) => {
                // The next section of a row of them: what the one before held around ends with it.
                if self.section.is_some() {
                    self.unit.take_if(|_| !self.within.0);
                    self.field.take_if(|_| !self.within.1);
                }
                self.within = (self.unit.is_some(), self.field.is_some());
                self.section = Some(section);
            }
            Group::Level => *self = Self::default(),
            Group::Other => {}
        }
    }
}
