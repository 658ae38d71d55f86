//! Which names mean one unit.
//!
//! In: settings, recognised files, names of unit columns and group rows. Out: the one name each unit is counted under.
//!
//! A unit is known by its folder's or column's name folded (`cells::text::key`: composition, spaces, case, but never
//! accents), and by the folded title that the settings give it. Paths keep the names of the real folders.

use std::{collections::BTreeMap, sync::Arc};

use super::recognise::{Area, Book};
use crate::{
    cells::{
        text::{clean, key},
        words::Channel,
    },
    settings::Settings,
};

/// The units by all their names.
#[derive(Clone, Debug, Default)]
pub struct Units {
    names: BTreeMap<String, Arc<str>>,
    /// Those of the settings.
    expected: Vec<Arc<str>>,
    titles: BTreeMap<String, String>,
    channels: BTreeMap<Arc<str>, Channel>,
}

impl Units {
    /// The units of the settings, each in the spelling of its first entry. Entries that share a name or a title are one.
    pub fn of(settings: &Settings) -> Self {
        let mut units = Self::default();
        for (folder, known) in &settings.units {
            let own = || Arc::from(folder.as_str());
            let unit = units.known(folder).or_else(|| units.known(&known.name)).unwrap_or_else(own);
            units.join(folder, &unit);
            units.join(&known.name, &unit);
        }
        for (folder, known) in &settings.units {
            let Some(unit) = units.known(folder) else { continue };
            if !units.expected.contains(&unit) {
                units.expected.push(Arc::clone(&unit));
            }
            if let Some(channel) = settings.default_channel(folder) {
                units.channels.entry(Arc::clone(&unit)).or_insert(channel);
            }
            if !known.name.is_empty() {
                units.titles.entry(unit.to_string()).or_insert_with(|| known.name.clone());
            }
        }
        units
    }

    /// Gives every file of the inbox the unit of its sender.
    pub fn assign(&mut self, books: &mut [Book]) {
        for book in books.iter_mut().filter(|book| book.input.area == Area::Inbox) {
            book.unit = self.named(&book.input.sender);
        }
    }

    /// The unit of this name; a new one in the spelling that came first.
    pub fn named(&mut self, name: &str) -> Arc<str> {
        let new = || {
            let clean = clean(name);
            Arc::from(if clean.is_empty() { name } else { &clean })
        };
        Arc::clone(self.names.entry(folded(name)).or_insert_with(new))
    }

    /// The units of the settings, each once.
    pub fn expected(&self) -> &[Arc<str>] {
        &self.expected
    }

    /// The titles that the settings give, by unit.
    pub const fn titles(&self) -> &BTreeMap<String, String> {
        &self.titles
    }

    /// The channel that the settings declare for a unit's cases where its register has no channel column.
    pub fn channel(&self, unit: &str) -> Option<Channel> {
        self.channels.get(unit).copied()
    }

    fn known(&self, name: &str) -> Option<Arc<str>> {
        self.names.get(&folded(name)).filter(|_| !name.is_empty()).cloned()
    }

    /// Makes `name` a name of `unit`, with all that it meant before.
    fn join(&mut self, name: &str, unit: &Arc<str>) {
        if name.is_empty() {
            return;
        }
        if let Some(old) = self.names.insert(folded(name), Arc::clone(unit)) {
            for known in self.names.values_mut().filter(|known| **known == old) {
                *known = Arc::clone(unit);
            }
        }
    }
}

/// What names are compared by. A name of signs alone stays as it is.
fn folded(name: &str) -> String {
    let key = key(name);
    if key.is_empty() { name.to_owned() } else { key }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn units(text: &str) -> Units {
        Units::of(&Settings::parse(text, "tthc.toml").unwrap())
    }

    #[test]
    fn composition_spaces_and_case_are_one_name_and_accents_are_another() {
        let mut units = Units::default();
        let unit = units.named("Phòng Đất");
        for same in ["Pho\u{300}ng Đa\u{302}\u{301}t", "phòng\u{a0}đất", " PHÒNG  ĐẤT ", "Phòng Ðất"]
        {
            assert_eq!(units.named(same), unit, "{same:?}");
        }
        for other in ["Phong Dat", "Phòng Đạt", "Phòng Đất 2"] {
            assert_ne!(units.named(other), unit, "{other}");
        }
        assert_eq!(&*units.named("Pho\u{300}ng Đo"), "Phòng Đo", "a name is shown composed");
        assert_ne!(units.named("\u{200b}"), units.named("…"), "signs alone are names too");
    }

    #[test]
    fn a_title_of_the_settings_is_another_name_of_its_folder() {
        let mut units = units("[don_vi.\"phong-do\"]\nten = \"Phòng Đo\"\nkenh = \"bcci\"\n[don_vi.vp]\n");
        assert_eq!(&*units.named("PHÒNG ĐO"), "phong-do");
        assert_eq!(units.channel("phong-do"), Some(Channel::Post));
        assert_eq!(units.titles()["phong-do"], "Phòng Đo");
        assert_eq!(units.expected().iter().map(|unit| &**unit).collect::<Vec<_>>(), ["phong-do", "vp"]);
    }

    #[test]
    fn entries_of_the_settings_with_one_name_or_title_are_one_unit() {
        let two =
            units("[don_vi.\"Phòng Đo\"]\n[don_vi.\"phong-do\"]\nten = \"phòng đo\"\nkenh = \"bcci\"\n");
        assert_eq!(two.expected().len(), 1);
        assert_eq!(two.titles()["Phòng Đo"], "phòng đo");
        assert_eq!(two.channel("Phòng Đo"), Some(Channel::Post));
        // The third is the first by its name and the second by its title.
        let mut three = units("[don_vi.a]\nten = \"x\"\n[don_vi.b]\nten = \"y\"\n[don_vi.x]\nten = \"y\"\n");
        assert_eq!(three.expected().len(), 1);
        assert_eq!(three.named("b"), three.named("a"));
    }
}
