//! What the lists of a template's data hold, whether there is anything in them or not: names in a loop can be checked against
//! it. A report in, its context with one blank element in every list out.

use serde_json::{Value as Json, json};

use super::{Lists, blank_case, context, fields, line_of_sheet, nested, procedure, with};
use crate::flow::{count::Group, report::Report};

/// The context of a report with one element in every list; only the names count, not the values.
pub fn shape(report: &Report) -> Json {
    let mut shape = context(report, Lists { cases: false, findings: false });
    let figures = &report.counted.total;
    let group = Group {
        name: "".into(),
        code: String::new(),
        procedure: None,
        field: "".into(),
        figures: figures.clone(),
    };
    let procedures = json!([procedure(1, &group, report)]);
    let plain = fields(std::slice::from_ref(&group), None);
    let mut field = plain.first().cloned().unwrap_or_default();
    field["tthc"] = procedures.clone();
    shape["linh_vuc"] = json!([field]);
    shape["tthc"] = procedures;
    shape["don_vi"] = json!([with(json!({"stt": 1, "ten": "", "ma": "", "linh_vuc": plain}), figures)]);
    shape["thang"] = json!([with(json!({"ten": "", "nam": 0, "thang": 0, "tu": "", "den": ""}), figures)]);
    shape["ho_so"] = json!([blank_case()]);
    shape["loi"] = json!([{
        "ma": "", "muc": "", "tep": "", "trang": "", "o": "", "gia_tri": "", "noi_dung": "", "de_nghi": "",
    }]);
    shape["chinh_sach"] = json!([""]);
    let mut file = json!({"tep": "", "trang": "", "don_vi": ""});
    if let (Json::Object(file), Json::Object(line)) = (&mut file, line_of_sheet(&report.rows, &report.fates))
    {
        file.extend(line);
    }
    shape["doi_soat"]["tep"] = json!([file]);
    shape["doi_soat"]["chenh"] = json!([{"chi_tieu": "", "ten": "", "ky_chuan": 0, "ky_nay": 0, "lech": 0}]);
    shape["doi_soat"]["ho_so_lech"] = json!([blank_case()]);
    // The groups of figures stand at the root even if nothing was counted.
    if let (Json::Object(shape), Json::Object(figures)) = (&mut shape, nested(figures)) {
        shape.extend(figures);
    }
    shape
}
