//! Each sender's own workbook back: `ket-qua/tra-lai/<path as in the inbox>`, with what is wrong marked and listed on a
//! first sheet. Reads the inputs once more; writes nothing itself.

use std::{collections::BTreeSet, fs, path::Path};

use super::{
    contain,
    folder::{self, Folder},
    load, verdict,
};
use crate::{
    flow::{
        judge,
        lines::Identity,
        recognise::Kind,
        report::{FileResult, Report},
        returned,
        worklist::Worklist,
    },
    mark::{self, Refusal, Task},
    model::finding::{Finding, Place},
    rules,
    text::Lang,
};

/// The folder of the returned workbooks below `ket-qua/`.
pub const RETURNED: &str = "tra-lai";

/// Makes the marked copies: (name below `ket-qua/`, bytes). What can't be marked gets a finding that says why.
pub fn make(folder: &Folder, report: &mut Report, lang: Lang) -> Vec<(String, Vec<u8>)> {
    let verdict = verdict::sentence(report, lang);
    let work = Worklist::new(&report.findings, &report.carried);
    let mut taken: BTreeSet<String> =
        report.files.iter().map(|file| within_inbox(folder, &file.path).to_lowercase()).collect();
    let mut made = Vec::new();
    let mut told = Vec::new();
    let mut names = Vec::new();
    for (index, file) in report.files.iter().enumerate().filter(|(_, file)| is_returned(file)) {
        let lines = work.of_file(&file.path, lang);
        if lines.iter().all(|line| line.cell.is_none() || line.is_applied) {
            continue;
        }
        let identity = identity(file);
        let task = Task { lines: &lines, identity: &identity, verdict: &verdict, lang };
        match marked(&folder.root.join(&*file.path), file, &task) {
            Some(Ok((bytes, is_fresh))) => {
                let name = name(within_inbox(folder, &file.path), is_fresh, &mut taken);
                names.push((index, format!("{RETURNED}/{name}")));
                made.push((format!("{RETURNED}/{name}"), bytes));
            }
            // Told by TP008 already.
            Some(Err(Refusal::Signed)) | None => {}
            Some(Err(refusal)) => told.push(
                Finding::new(rules::TP013, Place::file(&file.path)).with("reason", refusal.message(lang)),
            ),
        }
    }
    for (index, name) in names {
        report.files[index].returned = Some(name);
    }
    if !told.is_empty() {
        report.findings.extend(told);
        judge::order(&mut report.findings, &[]);
    }
    made
}

/// A register or an indicator sheet of the inbox whose rows count.
fn is_returned(file: &FileResult) -> bool {
    let holds_rows = !file.sheets.is_empty() || file.kind == Kind::Indicators;
    holds_rows && file.unit.is_some() && file.replaced_by.is_none()
}

fn identity(file: &FileResult) -> Identity {
    // The folder as it is spelled in the path; the name of the unit where there is none.
    let sender = if file.folder.is_empty() { file.unit.as_deref().unwrap_or_default() } else { &file.folder };
    let mut carries = vec![file.sha256.clone()];
    carries.extend(file.carries.iter().cloned());
    Identity {
        kind: Identity::MARKED.to_owned(),
        path: file.marked_from.as_deref().unwrap_or(&file.path).to_owned(),
        unit: sender.to_owned(),
        carries,
    }
}

/// The marked copy and whether it is a fresh workbook; `None` if the file is no longer the one that was judged.
fn marked(path: &Path, file: &FileResult, task: &Task<'_>) -> Option<Result<(Vec<u8>, bool), Refusal>> {
    let bytes = fs::read(path).ok().filter(|bytes| load::hash(bytes) == file.sha256)?;
    if file.format.is_some_and(crate::model::sheet::Format::is_package) {
        return Some(mark::workbook(&bytes, task).map(|bytes| (bytes, false)));
    }
    let mut content = contain::workbook(&file.path, &bytes).ok()?;
    returned::without_our_sheets(&mut content);
    Some(mark::fresh(&content, task).map(|bytes| (bytes, true)))
}

fn within_inbox<'p>(folder: &Folder, path: &'p str) -> &'p str {
    if folder.inbox == folder.root {
        return path;
    }
    path.strip_prefix(folder::INBOX).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path)
}

/// The path as in the inbox; a fresh workbook ends in `.xlsx`, added to the old name where that one is taken.
fn name(path: &str, is_fresh: bool, taken: &mut BTreeSet<String>) -> String {
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    let fits = ["xlsx", "xlsm"].iter().any(|known| extension.eq_ignore_ascii_case(known));
    if !is_fresh && fits {
        return path.to_owned();
    }
    let short = format!("{stem}.xlsx");
    let name = if taken.insert(short.to_lowercase()) { short } else { format!("{path}.xlsx") };
    let (folder, file) = name.rsplit_once('/').map_or(("", &*name), |(folder, file)| (folder, file));
    if file.len() <= LONGEST {
        return name;
    }
    // The old name filled its folder's limit; another ending is one letter too many.
    let begin = folder.len() + usize::from(!folder.is_empty());
    (0..10_000)
        .map(|number: u32| {
            let end = if number == 0 { ".xlsx".to_owned() } else { format!("~{number}.xlsx") };
            let kept = file.floor_char_boundary(LONGEST - end.len());
            format!("{}{}{end}", &name[..begin], file[..kept].trim_end_matches([' ', '.']))
        })
        .find(|name| taken.insert(name.to_lowercase()))
        .unwrap_or(name.clone())
}

/// The longest name of a file on most systems, in bytes (Windows counts UTF-16 units, which are never more).
const LONGEST: usize = 255;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_returned_workbook_keeps_its_path_and_a_fresh_one_never_takes_that_of_another() {
        let mut taken = BTreeSet::from(["a/so.xlsx".to_owned(), "a/so.xls".to_owned()]);
        assert_eq!(name("a/so.xlsx", false, &mut taken), "a/so.xlsx");
        assert_eq!(name("a/so.xls", true, &mut taken), "a/so.xls.xlsx");
        assert_eq!(name("b/so.csv", true, &mut taken), "b/so.xlsx");
        assert_eq!(name("b/so.ods", true, &mut taken), "b/so.ods.xlsx");
        let long = "ổ".repeat(83) + "xx.csv";
        assert_eq!(long.len(), 255);
        let made = name(&format!("d/{long}"), true, &mut taken);
        assert_eq!(made, format!("d/{}x.xlsx", "ổ".repeat(83)), "one letter less");
        let made = name(&format!("d/{}ods", long.trim_end_matches("csv")), true, &mut taken);
        assert!(made.ends_with("~1.xlsx") && made.len() <= 257, "{made}");
        assert_eq!(name("c/so.xls", false, &mut taken), "c/so.xlsx", "an .xlsx under a wrong name");
    }
}
