//! What a template can name: the names of templates/README.md as JSON, dates as ISO text.
//!
//! In: a finished report. Out: one JSON object. The keys are Vietnamese without accents, as template authors write them.

mod shape;

use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};

use super::{
    count::{Below, Group},
    recognise::Kind,
    report::Report,
};
use crate::{
    cells::words::{Channel, Level},
    model::{
        case::{Case, Fate},
        catalogue::Procedure,
        figure::Figures,
        finding::{Finding, Severity},
        period::{Period, PeriodKind},
    },
    text::Lang,
};

pub use shape::shape;

/// Figures as nested objects: `tiep_nhan.tong` → `{"tiep_nhan": {"tong": …}}`.
pub fn nested(figures: &Figures) -> Json {
    let mut object = Map::new();
    for (figure, value) in figures.iter() {
        let (block, part) = figure.key().split_once('.').unwrap_or(("khac", figure.key()));
        if let Json::Object(block) = object.entry(block).or_insert_with(|| json!({})) {
            block.insert(part.to_owned(), json!(value));
        }
    }
    Json::Object(object)
}

fn with(mut object: Json, figures: &Figures) -> Json {
    if let (Json::Object(object), Json::Object(figures)) = (&mut object, nested(figures)) {
        object.extend(figures);
    }
    object
}

/// The lists that may be as long as the registers: left out where no template names them.
#[derive(Clone, Copy, Debug)]
pub struct Lists {
    /// `ho_so`: every case that is counted.
    pub cases: bool,
    /// `loi`: every finding.
    pub findings: bool,
}

/// The whole context.
pub fn context(report: &Report, lists: Lists) -> Json {
    let counted = &report.counted;
    let mut context = json!({
        "ky": period(&report.period),
        "co_quan": {
            "ten": report.agency.name,
            "ten_cap_tren": report.agency.superior,
            "dia_danh": report.agency.place,
            "ma": report.agency.code,
        },
        "hom_nay": report.today.to_string(),
        "chi_tieu": report.indicators,
        "linh_vuc": fields(&counted.fields, Some((report, &counted.field_procedures))),
        "tthc": counted.procedures.iter().enumerate().map(|(at, group)| procedure(at + 1, group, report)).collect::<Vec<_>>(),
        "don_vi": counted.units.iter().enumerate().map(|(at, group)| {
            let fields = counted.unit_fields.get(at).map_or(&[][..], Vec::as_slice);
            let name = report.unit_title(&group.name);
            with(json!({"stt": at + 1, "ten": name, "ma": group.name, "linh_vuc": self::fields(fields, None)}), &group.figures)
        }).collect::<Vec<_>>(),
        "thang": counted.months.iter().map(|(month, figures)| {
            let number = if let PeriodKind::Month(_, number) = month.kind { number } else { 0 };
            with(json!({"ten": month.title(), "nam": month.year(), "thang": number, "tu": month.from.to_string(), "den": month.to.to_string()}), figures)
        }).collect::<Vec<_>>(),
        "ho_so": report.cases.iter().take(if lists.cases { usize::MAX } else { 0 }).filter(|case| case.fate == Fate::Counted).map(|case| self::case(case, report)).collect::<Vec<_>>(),
        "loi": if lists.findings { findings(report) } else { Vec::new() },
        "doi_soat": reconciliation(report),
        "chinh_sach": report.policy.lines().into_iter().map(|line| line.vi).collect::<Vec<_>>(),
        "du_thao": report.draft,
    });
    if let (Json::Object(context), Json::Object(figures)) = (&mut context, nested(&counted.total)) {
        context.extend(figures);
    }
    context
}

fn period(period: &Period) -> Json {
    json!({
        "id": period.id,
        "ten": period.title(),
        "quy": period.quarter(),
        "thang": period.month(),
        "nam": period.year(),
        "tu": period.from.to_string(),
        "den": period.to.to_string(),
    })
}

fn fields(groups: &[Group], below: Option<(&Report, &[Vec<Below>])>) -> Vec<Json> {
    groups
        .iter()
        .enumerate()
        .map(|(at, group)| {
            let mut field = json!({"stt": at + 1, "ten": group.name});
            if let (Some((report, below)), Json::Object(field)) = (below, &mut field) {
                let own = below.get(at).map_or(&[][..], Vec::as_slice).iter().enumerate();
                let own: Vec<Json> =
                    own.map(|(at, row)| self::procedure(at + 1, &row.group, report)).collect();
                field.insert("tthc".to_owned(), Json::Array(own));
            }
            with(field, &group.figures)
        })
        .collect()
}

fn procedure(number: usize, group: &Group, report: &Report) -> Json {
    let known = group.procedure.and_then(|index| report.catalogue.as_ref()?.procedures.get(index));
    let object = json!({
        "stt": number,
        "ma": group.code,
        "ten": group.name,
        "linh_vuc": group.field,
        "thoi_han": known.map(limits).unwrap_or_default(),
        "muc_do": known.and_then(|procedure| procedure.level).map_or("", level),
    });
    with(object, &group.figures)
}

fn limits(procedure: &Procedure) -> String {
    if let Some(limit) = procedure.limits.single() {
        return limit.to_string();
    }
    let stated = procedure.limits.limits().iter().map(|stated| {
        let channels: Vec<&str> = stated.channels.iter().map(|known| channel(*known)).collect();
        if channels.is_empty() {
            stated.limit.to_string()
        } else {
            format!("{}: {}", channels.join(", "), stated.limit)
        }
    });
    stated.collect::<Vec<_>>().join("; ")
}

/// What a level is called.
pub const fn level(level: Level) -> &'static str {
    match level {
        Level::Full => "Toàn trình",
        Level::Partial => "Một phần",
        Level::Information => "Cung cấp thông tin trực tuyến",
        Level::None => "Không cung cấp trực tuyến",
    }
}

/// What a channel is called.
pub const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Online => "Trực tuyến",
        Channel::InPerson => "Trực tiếp",
        Channel::Post => "Bưu chính công ích",
    }
}

fn iso(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// The attributes of a case, all blank: what an expression over cases is tried on where there is no case.
pub fn blank_case() -> Json {
    json!({
        "ma_ho_so": "", "ma_tthc": "", "ten_tthc": "", "linh_vuc": "", "don_vi": "", "kenh": "", "ngay_nhan": "", "ngay_hen": "",
        "ngay_xong": "", "trang_thai": "", "so_ngay_qua_han": 0, "tep": "", "trang": "", "dong": 0,
    })
}

/// One case as templates see it; no applicant, no address.
pub fn case(case: &Case, report: &Report) -> Json {
    let known = case.procedure.and_then(|index| report.catalogue.as_ref()?.procedures.get(index));
    let due = case.received_on.get().and_then(|received| report.basis().due(case, received));
    json!({
        "ma_ho_so": case.code.value(),
        "ma_tthc": known.map(|procedure| procedure.code.as_str()).or(case.procedure_code.value().map(String::as_str)),
        "ten_tthc": known.map(|procedure| procedure.name.as_str()).or(case.procedure_name.value().map(String::as_str)),
        "linh_vuc": known.map(|procedure| &*procedure.field).or(case.field.as_deref()),
        "don_vi": report.unit_title(&case.unit),
        "kenh": channel(case.channel.get().unwrap_or(Channel::InPerson)),
        "ngay_nhan": iso(case.received_on.get()),
        "ngay_hen": iso(due),
        "ngay_xong": iso(case.finished()),
        "trang_thai": case.status_text,
        "so_ngay_qua_han": report.basis().days_late(case, &report.period),
        "tep": &*case.origin.table.file,
        "trang": &*case.origin.table.sheet,
        "dong": case.origin.row,
    })
}

fn findings(report: &Report) -> Vec<Json> {
    // Errors first: a form may have room for some of them only.
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    findings.sort_by_key(|finding| match finding.severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
    });
    findings
        .into_iter()
        .map(|finding| {
            json!({
                "ma": finding.rule.code,
                "muc": severity(finding.severity),
                "tep": &*finding.place.file,
                "trang": finding.place.sheet.as_deref().unwrap_or_default(),
                "o": finding.place.cell().map(|cell| cell.to_string()).unwrap_or_default(),
                "gia_tri": finding.value,
                "noi_dung": finding.message(Lang::Vi),
                "de_nghi": finding.suggestion.as_deref().unwrap_or_default(),
            })
        })
        .collect()
}

/// What a severity is called.
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Lỗi",
        Severity::Warning => "Cảnh báo",
        Severity::Info => "Thông tin",
    }
}

/// The rows of a sheet, or of all of them, and what became of the cases in them.
fn line_of_sheet(rows: &super::rows::RowCounts, fates: &super::report::Fates) -> Json {
    json!({
        "doc": rows.read, "trong": rows.blank, "tieu_de": rows.title, "dau_cot": rows.header, "so_cot": rows.number,
        "nhom": rows.group, "cong": rows.total, "chan": rows.footer, "ghi_chu": rows.note, "chua_ro": rows.unclassified,
        "ho_so": rows.cases, "tinh": fates.counted, "ngoai_ky": fates.outside_period, "khong_tinh": fates.never_counted,
        "trung": fates.duplicate, "thay_the": fates.superseded, "khong_xep": fates.unplaced,
    })
}

fn reconciliation(report: &Report) -> Json {
    let files: Vec<Json> = report
        .files
        .iter()
        .flat_map(|file| file.sheets.iter().map(move |sheet| (file, sheet)))
        .map(|(file, sheet)| {
            let mut object = json!({
                "tep": &*file.path, "trang": sheet.name,
                "don_vi": file.unit.as_deref().map(|unit| report.unit_title(unit)).unwrap_or_default(),
            });
            if let (Json::Object(object), Json::Object(line)) =
                (&mut object, line_of_sheet(&sheet.rows, &sheet.fates))
            {
                object.extend(line);
            }
            object
        })
        .collect();
    let differences: Vec<Json> = report
        .comparison
        .iter()
        .flat_map(|comparison| &comparison.figures)
        .map(|(figure, other, own)| {
            json!({
                "chi_tieu": figure.key(), "ten": figure.meaning().vi, "ky_chuan": other, "ky_nay": own,
                "lech": i64::try_from(*own).unwrap_or(i64::MAX) - i64::try_from(*other).unwrap_or(i64::MAX),
            })
        })
        .collect();
    let moved: Vec<Json> = report
        .comparison
        .iter()
        .flat_map(|comparison| &comparison.cases)
        .map(|index| case(&report.cases[*index], report))
        .collect();
    let has = report.catalogue.as_ref().map(|catalogue| catalogue.has).unwrap_or_default();
    let unreadable = report.files.iter().filter(|file| file.kind == Kind::Unreadable).count();
    json!({
        "tong": line_of_sheet(&report.rows, &report.fates),
        "tep": files,
        "khong_doc": unreadable,
        "danh_muc": {
            "co": report.catalogue.is_some(), "thoi_han": has.limits, "muc_do": has.levels, "linh_vuc": has.fields,
            "cap": has.origins, "lien_thong": has.inter_agency,
        },
        "chenh": differences,
        "ho_so_lech": moved,
        "ky_so_sanh": period(report.comparison.as_ref().map_or(&report.period, |comparison| &comparison.period)),
    })
}
