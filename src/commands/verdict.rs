//! The outcome of a run in one sentence.

use crate::{
    flow::report::Report,
    model::finding::Severity,
    text::{Lang, Text},
};

/// The verdict: what was read, whether the report can be signed, how much is left to correct.
pub fn sentence(report: &Report, lang: Lang) -> String {
    let errors = report.count(Severity::Error);
    let warnings = report.count(Severity::Warning);
    let registers = report.files.iter().filter(|file| !file.sheets.is_empty()).count();
    let text = if errors > 0 {
        Text {
            vi: "{period}: đã đọc {files} sổ, {cases} hồ sơ, {counted} hồ sơ được tính; còn {errors} lỗi phải sửa (và {warnings} cảnh báo), báo cáo mới là dự thảo.",
            en: "{period}: {files} registers read, {cases} cases, {counted} counted; {errors} errors to correct (and {warnings} warnings), so the report is a draft.",
        }
    } else if warnings > 0 {
        Text {
            vi: "{period}: đã đọc {files} sổ, {cases} hồ sơ, {counted} hồ sơ được tính; không có lỗi, còn {warnings} cảnh báo cần sửa hoặc giải trình trước khi ký.",
            en: "{period}: {files} registers read, {cases} cases, {counted} counted; no errors, {warnings} warnings to correct or explain before signing.",
        }
    } else {
        Text {
            vi: "{period}: đã đọc {files} sổ, {cases} hồ sơ, {counted} hồ sơ được tính; không có lỗi, báo cáo sẵn sàng để ký.",
            en: "{period}: {files} registers read, {cases} cases, {counted} counted; no errors, the report is ready to be signed.",
        }
    };
    text.fill(
        lang,
        &[
            ("period", report.period.title()),
            ("files", registers.to_string()),
            ("cases", report.rows.cases.to_string()),
            ("counted", report.fates.counted.to_string()),
            ("errors", errors.to_string()),
            ("warnings", warnings.to_string()),
        ],
    )
}
