//! What lies in a report folder: which files are inputs, which unit sent them, which templates are filled.
//!
//! Reads the disk, writes nothing. `~$…`, temporary, hidden and system files and `ket-qua/` are passed over.

mod walk;

use std::{
    fs, io,
    path::{Path, PathBuf, absolute},
    sync::Arc,
};

use crate::{
    error::{Error, shown},
    flow::recognise::Area,
    read,
    text::Text,
};
pub(super) use walk::is_passed_over;
use walk::{list, walk};

/// Name of the inbox.
pub const INBOX: &str = "hop-thu";
/// Name of the catalogue folder.
pub const CATALOGUE: &str = "danh-muc";
/// Name of the template folder.
pub const TEMPLATES: &str = "mau";
/// Name of the folder for results.
pub const RESULTS: &str = "ket-qua";
/// Name of the settings file.
pub const SETTINGS: &str = "tthc.toml";

/// A report folder, or a plain folder of spreadsheets that is itself the inbox.
#[derive(Debug)]
pub struct Folder {
    /// Its path.
    pub root: PathBuf,
    /// The inbox: `hop-thu/`, or the folder itself.
    pub inbox: PathBuf,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Path as in the machine result.
    pub path: Arc<str>,
    /// Where it was found.
    pub area: Area,
    /// Who sent it.
    pub sender: Arc<str>,
    /// Path on the disk.
    pub location: PathBuf,
}

impl Folder {
    /// Opens a folder; an error if there is none.
    pub fn open(root: &Path) -> Result<Self, Error> {
        if root.is_file() {
            return Err(Error::new(
                "no-folder",
                shown(root),
                Text {
                    vi: "Đây là tệp, không phải thư mục báo cáo. Để kiểm tra một tệp: tthc check {file}",
                    en: "This is a file, not a report folder. To check a file: tthc check {file}",
                },
            )
            .with("file", shown(root)));
        }
        if !root.is_dir() {
            return Err(Error::new(
                "no-folder",
                shown(root),
                Text {
                    vi: "Không có thư mục này. Hãy kiểm tra đường dẫn, hoặc tạo thư mục báo cáo bằng: tthc init {dir}",
                    en: "There is no such folder. Check the path, or make a report folder with: tthc init {dir}",
                },
            )
            .with("dir", shown(root)));
        }
        let inbox = root.join(INBOX);
        let is_report_folder = inbox.is_dir() || root.join(SETTINGS).exists();
        Ok(Self { root: root.to_owned(), inbox: if is_report_folder { inbox } else { root.to_owned() } })
    }

    /// The settings' text, if there is a settings file.
    pub fn settings(&self) -> Result<Option<String>, Error> {
        let path = self.root.join(SETTINGS);
        match fs::read(&path) {
            Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| {
                Error::new(
                    "settings",
                    shown(&path),
                    Text {
                        vi: "Tệp cài đặt không phải UTF-8. Hãy mở bằng Notepad, chọn Lưu thành với bảng mã UTF-8.",
                        en: "The settings file is not UTF-8. Open it in Notepad and save it with the encoding UTF-8.",
                    },
                )
            }),
            // Notepad adds its own ending, and Windows hides it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let saved = self.root.join(format!("{SETTINGS}.txt"));
                if !saved.is_file() {
                    return Ok(None);
                }
                Err(Error::new(
                    "settings",
                    shown(&saved),
                    Text {
                        vi: "Tệp cài đặt có thêm đuôi .txt nên không được dùng. Hãy đổi tên thành tthc.toml (trong Notepad, khi lưu \
                             chọn kiểu “All files”).",
                        en: "The settings file has .txt added to its name, so it is not in use. Rename it to tthc.toml (in \
                             Notepad choose the type “All files” when saving).",
                    },
                ))
            }
            Err(error) => Err(Error::reading(&path, &error)),
        }
    }

    /// Every input: catalogue files first, then the inbox, each by path.
    pub fn sources(&self) -> Result<Vec<Source>, Error> {
        let mut sources = Vec::new();
        let catalogue = self.root.join(CATALOGUE);
        if catalogue.is_dir() {
            for location in walk(&catalogue, &[])? {
                if read::is_spreadsheet_name(&name(&location)) {
                    sources.push(self.source(location, Area::Catalogue));
                }
            }
        }
        let own = [RESULTS, CATALOGUE, TEMPLATES].map(|name| self.root.join(name));
        if self.inbox.is_dir() {
            let skip = if self.inbox == self.root { &own[..] } else { &[] };
            for location in walk(&self.inbox, skip)? {
                sources.push(self.source(location, Area::Inbox));
            }
        }
        sources.sort();
        sources.sort_by_key(|source| source.area);
        Ok(sources)
    }

    /// The `.json` files among the catalogue files, which may be results of earlier periods: (path as in the machine
    /// result, path on the disk).
    pub fn earlier_results(&self) -> Result<Vec<(String, PathBuf)>, Error> {
        let catalogue = self.root.join(CATALOGUE);
        let files = if catalogue.is_dir() { walk(&catalogue, &[])? } else { Vec::new() };
        let is_json =
            |path: &PathBuf| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        Ok(files.into_iter().filter(is_json).map(|path| (relative(&path, &self.root), path)).collect())
    }

    /// Every file whose change can change a result: settings, catalogue, inbox, templates with their lists.
    pub fn watched(&self) -> Result<Vec<PathBuf>, Error> {
        let mut files: Vec<PathBuf> = self.sources()?.into_iter().map(|source| source.location).collect();
        files.extend(self.earlier_results()?.into_iter().map(|(_, location)| location));
        let (templates, settings) = (self.root.join(TEMPLATES), self.root.join(SETTINGS));
        if templates.is_dir() {
            let is_used = |path: &PathBuf| path.is_file() && !is_passed_over(&name(path));
            files.extend(list(&templates)?.into_iter().filter(is_used));
        }
        if settings.is_file() {
            files.push(settings);
        }
        Ok(files)
    }

    fn source(&self, location: PathBuf, area: Area) -> Source {
        let path = relative(&location, &self.root);
        let in_inbox = relative(&location, &self.inbox);
        let sender = match in_inbox.split_once('/') {
            Some((folder, _)) if area == Area::Inbox => folder.to_owned(),
            _ => stem(&location),
        };
        Source { path: Arc::from(path), area, sender: Arc::from(sender), location }
    }

    /// The templates of the folder, by name: (file name, path). Empty where the embedded ones are meant.
    pub fn templates(&self) -> Result<Vec<(String, PathBuf)>, Error> {
        let folder = self.root.join(TEMPLATES);
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let mut found: Vec<(String, PathBuf)> = list(&folder)?
            .into_iter()
            .filter(|path| path.is_file() && !is_passed_over(&name(path)))
            .map(|path| (name(&path), path))
            .filter(|(_, path)| {
                path.extension().is_some_and(|extension| {
                    ["xlsx", "xlsm", "docx", "docm"].iter().any(|known| extension.eq_ignore_ascii_case(known))
                })
            })
            .collect();
        found.sort();
        Ok(found)
    }

    /// Documents in the folder of templates that are of no kind that is filled, by name: somebody may wait for them.
    pub fn unused_templates(&self) -> Vec<String> {
        const OTHERS: [&str; 11] =
            ["doc", "dot", "dotx", "dotm", "odt", "rtf", "xls", "xlsb", "xltx", "xltm", "ods"];
        let names = list(&self.root.join(TEMPLATES)).unwrap_or_default();
        let is_other = |path: &PathBuf| {
            path.extension().is_some_and(|found| OTHERS.iter().any(|other| found.eq_ignore_ascii_case(other)))
        };
        names
            .iter()
            .filter(|path| is_other(path))
            .map(|path| name(path))
            .filter(|name| !is_passed_over(name))
            .collect()
    }

    /// Where a template lies, for messages; an embedded one has only its name.
    pub fn template_path(&self, name: &str) -> String {
        let path = self.root.join(TEMPLATES).join(name);
        if path.is_file() { shown(&path) } else { name.to_owned() }
    }
}

/// The report folder that is meant by a folder named or dropped: itself, or the one around it where the inbox of one was
/// taken instead of it. An error for the other folders in it, which hold no registers.
pub fn meant(path: &Path) -> Result<PathBuf, Error> {
    let whole = absolute(path).unwrap_or_else(|_| path.to_owned());
    let around = || match path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) if path.file_name().is_some() => parent.to_owned(),
        _ => whole.parent().unwrap_or(&whole).to_owned(),
    };
    let is_in_report = whole.parent().is_some_and(|parent| {
        parent.join(SETTINGS).is_file()
            || [CATALOGUE, TEMPLATES].iter().any(|name| parent.join(name).is_dir())
    });
    match whole.file_name().and_then(|name| name.to_str()).filter(|_| is_in_report) {
        Some(INBOX) => Ok(around()),
        Some(RESULTS | CATALOGUE | TEMPLATES) => Err(Error::new(
            "no-folder",
            shown(path),
            Text {
                vi: "Đây là thư mục con của thư mục báo cáo, không chứa sổ. Hãy dùng thư mục báo cáo: {dir}",
                en: "This is a folder within a report folder and holds no registers. Use the report folder: {dir}",
            },
        )
        .with("dir", shown(&around()))),
        _ => Ok(path.to_owned()),
    }
}

/// The report folder in whose inbox a file lies.
pub fn around(file: &Path) -> Option<Folder> {
    let file = absolute(file).ok()?;
    let roots = file.ancestors().skip(1).filter(|root| file.starts_with(root.join(INBOX)));
    let mut reports = roots.filter(|root| root.join(SETTINGS).is_file() || root.join(CATALOGUE).is_dir());
    Folder::open(reports.next()?).ok()
}

/// A file named on the command line: its path as given, its unit the name without extension.
pub fn single(path: &Path) -> Source {
    Source {
        path: Arc::from(path.to_string_lossy().replace('\\', "/")),
        area: Area::Inbox,
        sender: Arc::from(stem(path)),
        location: path.to_owned(),
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A path below a folder, as in the machine result.
pub(super) fn relative(path: &Path, root: &Path) -> String {
    let parts = path.strip_prefix(root).unwrap_or(path).components();
    parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests;
