//! The machine result: `ket-qua.json` and `--format json`.
//!
//! In: a report, the language of the messages, the results written. Out: JSON with the keys of the contract; the order of
//! keys and entries is fixed, so that unchanged inputs give the same bytes.

use serde::{Serialize, Serializer, ser::SerializeMap as _};
use serde_json::{Map, Value as Json, json};

use super::{
    count::Group,
    history::History,
    report::{FileResult, Report, SheetResult},
};
use crate::{
    model::{figure::Figures, finding::Finding},
    text::Lang,
};

/// A result that was written: its path relative to the report folder, and the SHA-256 of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// `ket-qua/…`
    pub path: String,
    /// Lower-case hex.
    pub sha256: String,
}

/// The whole result. Its findings, which may be hundreds of thousands, become text one by one.
#[derive(Debug)]
pub struct MachineResult<'a> {
    /// All entries in their order; that of the findings is empty.
    head: Map<String, Json>,
    findings: &'a [Finding],
    lang: Lang,
}

impl MachineResult<'_> {
    /// Adds an entry at the end, for what is known only once the results are being written.
    pub fn add(&mut self, key: &str, value: Json) {
        self.head.insert(key.to_owned(), value);
    }

    /// The text of `ket-qua.json`.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

impl Serialize for MachineResult<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.head.len()))?;
        for (key, value) in &self.head {
            if key == FINDINGS {
                map.serialize_entry(key, &Findings(self.findings, self.lang))?;
            } else {
                map.serialize_entry(key, value)?;
            }
        }
        map.end()
    }
}

struct Findings<'a>(&'a [Finding], Lang);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|finding| self::finding(finding, self.1)))
    }
}

const FINDINGS: &str = "findings";

/// The whole result; a mere check has no history.
pub fn result<'a>(
    report: &'a Report,
    outputs: &[Output],
    history: Option<&History>,
    lang: Lang,
) -> MachineResult<'a> {
    let head = json!({
        "schema": 1,
        "agency": report.agency.name,
        "period": period(&report.period),
        "draft": report.draft,
        "files": report.files.iter().map(file).collect::<Vec<_>>(),
        "superseded": report.files.iter().filter_map(superseded).collect::<Vec<_>>(),
        "ledger": ledger(report),
        FINDINGS: [],
        "figures": total(report),
        "groups": {
            "linh_vuc": named(&report.counted.fields),
            "tthc": report.counted.procedures.iter().map(procedure).collect::<Vec<_>>(),
            "don_vi": named(&report.counted.units),
            "thang": report.counted.months.iter().map(|(month, values)| {
                json!({"name": month.id, "figures": figures(values)})
            }).collect::<Vec<_>>(),
        },
        "comparison": comparison(report),
        "policy": report.policy.lines().into_iter().map(|line| line.get(lang)).collect::<Vec<_>>(),
        "history": history.map(History::json),
        "today": report.today.to_string(),
        "outputs": outputs.iter().map(|output| output.path.as_str()).collect::<Vec<_>>(),
        "output_sha256": outputs.iter().map(|output| (output.path.clone(), json!(output.sha256))).collect::<Map<_, _>>(),
    });
    let head = match head {
        Json::Object(head) => head,
        _ => Map::new(),
    };
    MachineResult { head, findings: &report.findings, lang }
}

fn period(period: &crate::model::period::Period) -> Json {
    json!({"id": period.id, "from": period.from.to_string(), "to": period.to.to_string()})
}

fn file(file: &FileResult) -> Json {
    json!({
        "path": &*file.path,
        "sha256": file.sha256,
        "kind": file.kind.word(),
        "unit": file.unit.as_deref(),
        "sheets": file.sheets.iter().map(sheet).collect::<Vec<_>>(),
    })
}

/// A file whose cases do not count because another file replaces it.
fn superseded(file: &FileResult) -> Option<Json> {
    let by = file.replaced_by.as_deref()?;
    Some(json!({"path": &*file.path, "by": by}))
}

fn sheet(sheet: &SheetResult) -> Json {
    let columns: Map<String, Json> =
        sheet.columns.iter().map(|(kind, col)| (kind.name().to_owned(), json!(col.to_string()))).collect();
    json!({"name": sheet.name, "header_rows": sheet.header_rows, "columns": columns, "rows": sheet.rows})
}

fn ledger(report: &Report) -> Json {
    let mut ledger = json!({"rows": report.rows.read, "cases": report.rows.cases});
    if let (Json::Object(ledger), Ok(Json::Object(fates))) = (&mut ledger, serde_json::to_value(report.fates))
    {
        ledger.extend(fates);
    }
    ledger
}

fn finding(finding: &Finding, lang: Lang) -> Json {
    let place = &finding.place;
    let mut object = json!({
        "code": finding.rule.code,
        "severity": finding.severity,
        "file": &*place.file,
        "sheet": place.sheet.as_deref(),
        "cell": place.cell().map(|cell| cell.to_string()),
        "row": place.row,
        "column": finding.column.map(crate::model::column::ColumnKind::name),
        "case": finding.case,
        "value": finding.value,
        "message": finding.message(lang),
        "suggestion": finding.suggestion,
        "candidates": (!finding.candidates.is_empty()).then_some(&finding.candidates),
        "fix": finding.rule.fix.word(),
        "explanation": finding.explanation,
        "id": finding.key.id(),
        "figures": finding.figures,
    });
    // A fault of a whole file or sheet has no cell; what does not apply is left out.
    if let Json::Object(object) = &mut object {
        object.retain(|_, value| !value.is_null());
    }
    object
}

fn figures(values: &Figures) -> Map<String, Json> {
    values.iter().map(|(figure, value)| (figure.key().to_owned(), json!(value))).collect()
}

fn total(report: &Report) -> Map<String, Json> {
    let mut all = figures(&report.counted.total);
    all.extend(report.indicators.iter().map(|(code, value)| (format!("chi_tieu.{code}"), value.clone())));
    all
}

fn named(groups: &[Group]) -> Vec<Json> {
    groups.iter().map(|group| json!({"name": &*group.name, "figures": figures(&group.figures)})).collect()
}

fn procedure(group: &Group) -> Json {
    json!({"code": group.code, "name": &*group.name, "figures": figures(&group.figures)})
}

fn comparison(report: &Report) -> Json {
    let Some(comparison) = &report.comparison else { return Json::Null };
    json!({
        "period": period(&comparison.period),
        "figures": comparison.figures.iter().map(|(figure, there, here)| {
            json!({"key": figure.key(), "there": there, "here": here})
        }).collect::<Vec<_>>(),
        "cases": comparison.cases.iter().map(|index| {
            let origin = &report.cases[*index].origin;
            json!({
                "case": report.cases[*index].code.value(),
                "file": &*origin.table.file,
                "sheet": &*origin.table.sheet,
                "row": origin.row,
            })
        }).collect::<Vec<_>>(),
    })
}
