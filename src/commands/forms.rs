//! Templates of either kind, workbooks and Word documents: which engine fills a file, its content decides.

use minijinja::Value;

use crate::{
    docx,
    ooxml::package::Package,
    template,
    text::{Lang, Text},
};

/// A filled template: its bytes, and what is worth telling about it.
pub struct Filled {
    /// The file.
    pub bytes: Vec<u8>,
    /// Notes on it.
    pub notes: Vec<template::Note>,
}

/// A fault of a template of either kind.
pub enum Fault {
    /// Of a workbook.
    Workbook(template::Fault),
    /// Of a Word document.
    Word(docx::Fault),
}

impl Fault {
    /// Where, what is wrong, and what to do.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Workbook(fault) => fault.message(lang),
            Self::Word(fault) => fault.message(lang),
        }
    }
}

/// Fills a template; the name tells what a file that cannot be opened was meant to be.
pub fn fill(name: &str, template: &[u8], data: &Value) -> Result<Filled, Vec<Fault>> {
    if docx::is_word(name, template) {
        let note = |left: &docx::Left| template::Note {
            sheet: String::new(),
            cell: left.place.map(|place| place.words(Lang::Vi)).unwrap_or_default(),
            kind: template::NoteKind::Word(left.message(Lang::Vi), left.message(Lang::En)),
        };
        return docx::fill_noted(template, data)
            .map(|(bytes, left)| Filled { bytes, notes: left.iter().map(note).collect() })
            .map_err(|faults| faults.into_iter().map(Fault::Word).collect());
    }
    template::fill_values(template, data, template::Options::default())
        .map(|filled| Filled { bytes: filled.bytes, notes: filled.notes })
        .map_err(|faults| faults.into_iter().map(Fault::Workbook).collect())
}

/// Content types of main parts, and how the name of what is filled from one ends.
const ENDINGS: [(&str, &str); 8] = [
    ("spreadsheetml.sheet.main+xml", "xlsx"),
    ("spreadsheetml.template.main+xml", "xlsx"),
    ("ms-excel.sheet.macroEnabled.main+xml", "xlsm"),
    ("ms-excel.template.macroEnabled.main+xml", "xlsm"),
    ("wordprocessingml.document.main+xml", "docx"),
    ("wordprocessingml.template.main+xml", "dotx"),
    ("ms-word.document.macroEnabled.main+xml", "docm"),
    ("ms-word.template.macroEnabledTemplate.main+xml", "dotm"),
];

/// How the name of what is filled from a template ends, by the template's content; none if that cannot be told.
pub fn ending(template: &[u8]) -> Option<&'static str> {
    let types = Package::open(template).ok()?.text("[Content_Types].xml").ok()?;
    ENDINGS.iter().find(|(kind, _)| types.contains(kind)).map(|(_, ending)| *ending)
}

/// Whether a template names `name` by itself.
pub fn mentions(name: &str, template: &[u8], word: &str) -> bool {
    if docx::is_word(name, template) {
        return docx::mentions(template, word);
    }
    template::mentions(template, word)
}

/// How many places of a filled template are marked for people to fill in by hand; only Word documents mark them.
pub fn gaps(name: &str, filled: &[u8]) -> usize {
    if docx::is_word(name, filled) { docx::gaps(filled) } else { 0 }
}

/// The sentence before the faults of templates; `{n}` is their number.
pub const BROKEN: Text = Text {
    vi: "Mẫu có {n} chỗ sai nên chưa ghi kết quả nào. Hãy sửa trong Excel hoặc Word rồi chạy lại:",
    en: "Faults in the template: {n}; nothing was written. Correct them in Excel or Word and run again:",
};
