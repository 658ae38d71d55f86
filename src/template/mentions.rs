//! Whether a template names something: long lists (every case, every finding) are only put into the data of templates
//! that use them.

use crate::ooxml::package::Package;

/// Whether the template names `name` by itself (`{% for h in ho_so %}`), not as a part of another name
/// (`doi_soat.ho_so_lech`, `d.ho_so`). A name that is split over the runs of a rich text counts as named nowhere.
pub fn mentions(template: &[u8], name: &str) -> bool {
    let Ok(mut package) = Package::open(template) else { return false };
    package
        .all()
        .iter()
        .filter(|part| part.to_lowercase().ends_with(".xml"))
        .any(|part| package.text(part).is_ok_and(|text| names(&text, name)))
}

/// Whether a text names `name` by itself.
pub fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        let is_part = |ch: char| ch.is_alphanumeric() || ch == '_';
        !before.is_some_and(|ch| is_part(ch) || ch == '.') && !after.is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use rust_xlsxwriter::Workbook;

    #[test]
    fn a_name_counts_only_by_itself() {
        let book = |text: &str| {
            let mut workbook = Workbook::new();
            workbook.add_worksheet().write(0, 0, text).unwrap();
            workbook.save_to_buffer().unwrap()
        };
        assert!(mentions(&book("{% for h in ho_so %}"), "ho_so"));
        assert!(mentions(&book("{{ ho_so | length }}"), "ho_so"));
        assert!(!mentions(&book("{% for h in doi_soat.ho_so_lech %}{{ d.ho_so }}"), "ho_so"));
        assert!(!mentions(b"no workbook", "ho_so"));
    }
}
