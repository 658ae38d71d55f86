//! `tthc run DIR`: reads the inbox once and writes every result. All results are made before the first is written; the
//! machine result is written last.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    Done, ask,
    beside::Beside,
    console::Console,
    folder::{self, Folder},
    forms,
    load::{self, Cache},
    overview,
    past::Past,
    returns, verdict,
};
use crate::{
    cli::{Counting, Format},
    error::{Error, shown},
    files,
    flow::{
        context::{self, Lists},
        history::History,
        lines::Identity,
        list::{self, FileLine, Summary},
        machine::{self, MachineResult, Output},
        own,
        report::{FileResult, Report},
        worklist::Worklist,
    },
    model::finding::{Finding, Severity},
    text::{Lang, Text},
};

/// The templates that belong to the program: (file name, content).
pub const TEMPLATES: [(&str, &[u8]); 3] = [
    ("II.06a.xlsx", include_bytes!("../../templates/II.06a.xlsx")),
    ("bao-cao.docx", include_bytes!("../../templates/bao-cao.docx")),
    ("tong-hop.xlsx", include_bytes!("../../templates/tong-hop.xlsx")),
];

/// The error listing.
const LISTING: &str = "danh-sach-loi.xlsx";
/// The machine result.
pub(super) const MACHINE: &str = "ket-qua.json";
/// What a template whose report is not final is called.
const DRAFT: &str = "-du-thao";

/// What a watch lays around a run.
pub struct Watched<'a> {
    /// What was read before.
    pub cache: &'a Cache,
    /// Asked when all results are made and none is written: whether the inputs are still the same.
    pub may_write: &'a dyn Fn() -> bool,
    /// Whether nothing was told yet; later runs tell what is new, not everything again.
    pub is_first: bool,
}

/// How a run ended that wrote its results.
#[derive(Debug)]
pub struct Ran {
    /// Whether there are errors to correct.
    pub errors: bool,
    /// Results that another program held: they were written beside, and are replaced by a later run.
    pub held: Vec<PathBuf>,
    /// All results that were written.
    pub made: Vec<PathBuf>,
}

/// Runs the folder.
pub fn run(dir: &Path, counting: &Counting, console: &Console) -> Result<Done, Error> {
    let dir = &meant(dir, console)?;
    let ran = run_with(&Folder::open(dir)?, counting, console, None)?;
    Ok(Done { errors: ran.is_some_and(|ran| ran.errors) })
}

/// The report folder that is meant, said where it is another one than was named.
pub(super) fn meant(dir: &Path, console: &Console) -> Result<PathBuf, Error> {
    let meant = folder::meant(dir)?;
    if meant != dir {
        console.tell(
            Text {
                vi: "{inbox} là hộp thư của thư mục báo cáo {dir}: lập báo cáo cho cả thư mục ấy.",
                en: "{inbox} is the inbox of the report folder {dir}, which is taken as a whole.",
            },
            &[("inbox", shown(dir)), ("dir", shown(&meant))],
        );
    }
    Ok(meant)
}

/// Runs an open folder, within a watch or once. `None`: the watch no longer wants the results, nothing was written.
pub fn run_with(
    folder: &Folder,
    counting: &Counting,
    console: &Console,
    watched: Option<&Watched<'_>>,
) -> Result<Option<Ran>, Error> {
    let settings_path = shown(&folder.root.join(folder::SETTINGS));
    let settings = folder.settings()?;
    let templates = templates(folder)?;
    let vocabularies = folder.root.join(folder::TEMPLATES);
    let mut past = Past::read(folder, MACHINE);
    let mut report = ask::report(
        folder.sources()?,
        settings.as_deref().map(|text| (text, settings_path.as_str())),
        counting,
        Some(&vocabularies),
        watched.map(|watched| watched.cache),
        overview::broken(folder)?,
        console,
    )?;

    let returned = returns::make(folder, &mut report, console.lang);
    let mut around: Vec<&[u8]> = vec![settings.as_deref().unwrap_or_default().as_bytes()];
    around.extend(templates.iter().flat_map(|(name, bytes)| [name.as_bytes(), bytes.as_slice()]));
    let history = past.history(&report, &around);

    let named = |name: &str| templates.iter().any(|(file, bytes)| forms::mentions(file, bytes, name));
    let context = context::context(&report, Lists { cases: named("ho_so"), findings: named("loi") });
    let shape = context::shape(&report);
    let mut results = Vec::new();
    let mut stale = Vec::new();
    let mut faults = Vec::new();
    let unused = folder.unused_templates();
    let mut notes: Vec<String> =
        unused.into_iter().map(|name| NOT_FILLED.fill(console.lang, &[("name", name)])).collect();
    for (name, bytes) in &templates {
        let own = own::figures(name, bytes);
        let data = ask::with_own(&context, &shape, &report, &own)
            .map_err(|faults| faults.into_iter().map(forms::Fault::Workbook).collect());
        match data.and_then(|data| forms::fill(name, bytes, &data)) {
            Ok(filled) => {
                notes.extend(
                    filled.notes.iter().map(|note| format!("{name}: {}", note.message(console.lang))),
                );
                let (now, other) = names(name, &report);
                results.push((now, filled.bytes));
                stale.push(folder.root.join(folder::RESULTS).join(other));
            }
            Err(found) => faults.extend(found.into_iter().map(|fault| (folder.template_path(name), fault))),
        }
    }
    if !faults.is_empty() {
        return Err(broken_templates(&faults));
    }
    let forms = results.len();
    report.to_fill = Some(to_fill(&results));
    results.push((LISTING.to_owned(), listing(&report, &history, console.lang)?));
    results.extend(returned);
    let mut beside = Beside::default();
    beside.place(folder, &past, &mut results);
    for file in &mut report.files {
        file.returned = file.returned.take().map(|name| beside.name(&name).to_owned());
    }
    let others = results.len();
    overview::add(&mut results, folder, &report, (beside.name(LISTING), MACHINE), console.lang)?;
    beside.place(folder, &past, &mut results[others..]);

    if watched.is_some_and(|watched| !(watched.may_write)()) {
        return Ok(None);
    }
    let answered = past.answered(folder, &report);
    let made: Vec<PathBuf> =
        results.iter().map(|(name, _)| folder.root.join(folder::RESULTS).join(name)).collect();
    stale.extend(past.stale(folder, &made));
    stale.retain(|path| !beside.leaves(folder, path));
    let stale = beside.keep(folder, stale);
    let edited = past.edited(folder, &results[..forms], &stale);
    for (paths, word, said) in [(answered, "đã điền", FILLED_IN), (edited, "đã sửa", EDITED)] {
        // What was answered is put aside already.
        for path in paths.into_iter().filter(|path| !beside.leaves(folder, path) && path.exists()) {
            let aside = files::set_aside(&path, word)?;
            notes.push(said.fill(console.lang, &[("path", shown(&aside))]));
        }
    }
    let outputs = write(folder, &results, (&beside, &past), (&report, &history), console.lang)?;
    for path in &stale {
        files::remove_stale(path)?;
    }
    if let Some(changes) = history.changes {
        notes.push(changes.sentence(console.lang));
    }
    notes.extend(beside.notes(folder, console.lang));
    if watched.is_some_and(|watched| !watched.is_first) && console.format == Format::Human {
        for note in &notes {
            console.say(note);
        }
        console.verdict(&report, &verdict::sentence(&report, console.lang));
    } else {
        tell(folder, &outputs, &notes, &report, console);
    }
    Ok(Some(Ran { errors: report.draft, held: beside.paths(folder), made }))
}

/// The filled templates with places that people fill in by hand, and how many.
fn to_fill(filled: &[(String, Vec<u8>)]) -> Vec<(String, usize)> {
    let counted = filled.iter().map(|(name, bytes)| (name.clone(), forms::gaps(name, bytes)));
    counted.filter(|(_, places)| *places > 0).collect()
}

fn templates(folder: &Folder) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let own = folder.templates()?;
    if own.is_empty() {
        return Ok(TEMPLATES.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect());
    }
    own.into_iter()
        .map(|(name, path)| {
            fs::read(&path).map(|bytes| (name, bytes)).map_err(|error| Error::reading(&path, &error))
        })
        .collect()
}

/// The name of a filled template, and the name it has when the report is in the other state.
fn names(template: &str, report: &Report) -> (String, String) {
    let (stem, extension) = template.rsplit_once('.').unwrap_or((template, "xlsx"));
    let name =
        |draft: bool| format!("{stem}-{}{}.{extension}", report.period.id, if draft { DRAFT } else { "" });
    (name(report.draft), name(!report.draft))
}

fn broken_templates(faults: &[(String, forms::Fault)]) -> Error {
    let place = faults.first().map(|(name, _)| name.clone()).unwrap_or_default();
    let line =
        |lang| move |(name, fault): &(String, forms::Fault)| format!("{name}: {}", fault.message(lang));
    Error::new("template", place, forms::BROKEN)
        .with("n", faults.len().to_string())
        .and(faults.iter().map(line(Lang::Vi)).zip(faults.iter().map(line(Lang::En))))
}

/// What is said of a result that was filled in where it lies.
const FILLED_IN: Text = Text {
    vi: "Có câu trả lời ghi ngay trong tệp ở ket-qua; tệp được giữ lại thành {path}. Hãy chép tệp này vào hop-thu để câu trả lời được dùng.",
    en: "A result was answered where it lay; it is kept as {path}. Copy it into hop-thu to have the answers used.",
};

/// What is said of a document in the folder of templates that can't be filled.
const NOT_FILLED: Text = Text {
    vi: "mau/{name} không được điền: mẫu phải là .xlsx, .xlsm hoặc .docx. Hãy mở bằng Excel hoặc Word rồi lưu thành loại ấy.",
    en: "mau/{name} is not filled: a template is .xlsx, .xlsm or .docx. Open it in Excel or Word and save it as one of these.",
};

/// What is said of a report that somebody worked on where it lies.
const EDITED: Text = Text {
    vi: "Báo cáo trong ket-qua đã có người sửa thêm; bản đó được giữ lại thành {path}. Bản mới lập lại từ mẫu và sổ, chưa có phần sửa ấy.",
    en: "A report in ket-qua was worked on; that copy is kept as {path}. The new one is made from template and registers, without that work.",
};

/// Who sent a file, and whether another file replaces it.
fn sender(report: &Report, file: &FileResult, lang: Lang) -> String {
    const REPLACED: Text = Text {
        vi: "{unit} (sổ đã được thay thế, không tính vào số liệu)",
        en: "{unit} (replaced register, counts in no figure)",
    };
    let unit = file.unit.as_deref().map(|unit| report.unit_title(unit)).unwrap_or_default();
    if file.replaced_by.is_some() { REPLACED.fill(lang, &[("unit", unit)]) } else { unit }
}

fn listing(report: &Report, history: &History, lang: Lang) -> Result<Vec<u8>, Error> {
    // The finding's own place tells which line of the account it belongs to; the empty path is the report as a whole.
    let count = |path: &str, severity| {
        let own = |finding: &&Finding| {
            let is_open = severity != Severity::Warning || finding.is_open_warning();
            *finding.place.file == *path && finding.severity == severity && is_open
        };
        report.findings.iter().filter(own).count() as u64
    };
    let mut files: Vec<FileLine> = report
        .files
        .iter()
        .map(|file| FileLine {
            path: file.path.to_string(),
            unit: sender(report, file, lang),
            cases: file.sheets.iter().map(|sheet| sheet.rows.cases).sum(),
            errors: count(&file.path, Severity::Error),
            warnings: count(&file.path, Severity::Warning),
        })
        .collect();
    let (errors, warnings) = (count("", Severity::Error), count("", Severity::Warning));
    if errors + warnings > 0 {
        let whole = Text { vi: "Cả báo cáo", en: "The report as a whole" }.get(lang);
        files.push(FileLine { path: String::new(), unit: whole.to_owned(), cases: 0, errors, warnings });
    }
    let summary = Summary {
        agency: report.agency.name.clone(),
        period: verdict::dated_title(&report.period, lang),
        today: report.today,
        verdict: verdict::sentence(report, lang),
        changes: history.changes.map(|changes| changes.sentence(lang)),
        files,
        links_base: "../".to_owned(),
        identity: Identity {
            kind: Identity::LISTING.to_owned(),
            carries: report.answered_by.clone(),
            ..Identity::default()
        },
    };
    list::listing(&Worklist::new(&report.findings, &report.carried), &summary, lang).map_err(|error| {
        Error::new(
            "write",
            LISTING,
            Text {
                vi: "Không lập được danh sách lỗi: {cause}.", en: "The listing can't be made: {cause}."
            },
        )
        .with("cause", error.to_string())
    })
}

/// Writes the results and, last of all, the machine result that names them and what they could not replace.
fn write<'r>(
    folder: &Folder,
    results: &[(String, Vec<u8>)],
    (beside, past): (&Beside, &Past),
    (report, history): (&'r Report, &History),
    lang: Lang,
) -> Result<(Vec<Output>, MachineResult<'r>), Error> {
    let outputs: Vec<Output> = results
        .iter()
        .map(|(name, bytes)| Output {
            path: format!("{}/{name}", folder::RESULTS),
            sha256: load::hash(bytes),
        })
        .collect();
    let mut result = machine::result(report, &outputs, Some(history), lang);
    beside.add_to(&mut result, past);
    let machine_bytes = result.bytes();
    let path = |name: &str| folder.root.join(folder::RESULTS).join(name);
    let mut files: Vec<(PathBuf, &[u8])> =
        results.iter().map(|(name, bytes)| (path(name), bytes.as_slice())).collect();
    files.push((path(MACHINE), &machine_bytes));
    files::write_all(&files)?;
    Ok((outputs, result))
}

/// What people see at the end: what is to be corrected, what differs, the ledger, where the results lie, the verdict.
fn tell(
    folder: &Folder,
    (outputs, result): &(Vec<Output>, MachineResult<'_>),
    notes: &[String],
    report: &Report,
    console: &Console,
) {
    if console.format == Format::Json {
        console.json(result);
        return;
    }
    let path = |name: &str| shown(&folder.root.join(folder::RESULTS).join(name));
    console.findings(&report.findings, Some(&path(LISTING)));
    for note in notes {
        console.say(note);
    }
    differences(report, console);
    console.say("");
    console.ledger(report);
    console.say("");
    console.tell(Text { vi: "Kết quả:", en: "Results:" }, &[]);
    for output in outputs {
        console.say(&format!("  {}", shown(&folder.root.join(&output.path))));
    }
    console.say(&format!("  {}\n", path(MACHINE)));
    console.verdict(report, &verdict::sentence(report, console.lang));
}

/// The figures that another window would give, one a line.
fn differences(report: &Report, console: &Console) {
    let Some(comparison) = &report.comparison else { return };
    let other = verdict::dated_title(&comparison.period, console.lang);
    if comparison.figures.is_empty() {
        let same = Text {
            vi: "So với {other}: không chỉ tiêu nào khác.",
            en: "Against {other}: no figure differs.",
        };
        console.tell(same, &[("other", other)]);
        return;
    }
    console.say("");
    console.tell(
        Text {
            vi: "So với {other}, {n} hồ sơ được tính khác:",
            en: "Against {other}; cases that count differently: {n}",
        },
        &[("other", other), ("n", comparison.cases.len().to_string())],
    );
    for (figure, there, here) in &comparison.figures {
        console.say(&format!("  {there:>4} → {here:<4} {}", figure.meaning().get(console.lang)));
    }
}
