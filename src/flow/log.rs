//! The log `nhat-ky.txt`: what one run read and wrote.
//!
//! In: a report, the results with their sums, the earlier results. Out: text for Notepad: UTF-8 with its mark, lines ended
//! by CR LF. It is made anew by every run, looks at no clock and holds no case: neither names nor codes nor contents of
//! cells, only counts by file and sheet.

use super::{
    machine::Output,
    page::{MARK, kind, tallies},
    previous::Search,
    report::{FileResult, Report},
};
use crate::{
    model::finding::Severity,
    rules,
    text::{Lang, Text, visible},
};

/// What the log says besides the report.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// Title of the period with its days, in the language of the log.
    pub period: &'a str,
    /// The outcome in one sentence, in the language of the log.
    pub verdict: &'a str,
    /// The results written, this log left aside.
    pub outputs: &'a [Output],
    /// The machine result, which is written last and holds the sums of all others.
    pub machine: &'a str,
    /// The earlier results.
    pub previous: &'a Search,
}

/// The lines as they grow; names from outside are made visible, so that none can begin a line of its own.
struct Lines(String, Lang);

impl Lines {
    fn line(&mut self, text: Text, values: &[(&str, String)]) {
        let values: Vec<(&str, String)> =
            values.iter().map(|(hole, value)| (*hole, visible(value))).collect();
        self.0.push_str(&text.fill(self.1, &values));
        self.0.push_str("\r\n");
    }

    fn title(&mut self, text: Text) {
        self.0.push_str("\r\n");
        self.line(text, &[]);
    }
}

/// The whole log, ready for the disk.
pub fn log(report: &Report, around: &Around<'_>, lang: Lang) -> Vec<u8> {
    let mut lines = Lines(format!("\u{feff}{MARK}"), lang);
    lines.line(
        Text { vi: "nhật ký lần chạy, phiên bản {v}", en: "log of the run, version {v}" },
        &[("v", env!("CARGO_PKG_VERSION").to_owned())],
    );
    if !report.agency.name.is_empty() {
        lines.line(Text { vi: "Cơ quan: {x}", en: "Agency: {x}" }, &[("x", report.agency.name.clone())]);
    }
    lines.line(Text { vi: "Kỳ báo cáo: {x}", en: "Period: {x}" }, &[("x", around.period.to_owned())]);
    let today = if lang == Lang::Vi { rules::shown(report.today) } else { report.today.to_string() };
    lines.line(Text { vi: "Tính đến ngày: {x}", en: "As of: {x}" }, &[("x", today)]);
    read(&mut lines, report, around.previous);
    ledger(&mut lines, report);
    lines.title(Text { vi: "CÁCH TÍNH", en: "HOW WAS COUNTED" });
    for policy in report.policy.lines() {
        lines.line(Text { vi: "  {x}", en: "  {x}" }, &[("x", policy.get(lang).to_owned())]);
    }
    lines.title(Text {
        vi: "KẾT QUẢ ĐÃ GHI (SHA-256, tên tệp)", en: "RESULTS WRITTEN (SHA-256, name)"
    });
    for output in around.outputs {
        lines.line(
            Text { vi: "  {sum}  {path}", en: "  {sum}  {path}" },
            &[("sum", output.sha256.clone()), ("path", output.path.clone())],
        );
    }
    lines.line(
        Text {
            vi: "  {machine}: ghi sau cùng, có mã SHA-256 của mọi kết quả và của tệp này",
            en: "  {machine}: written last, holds the SHA-256 of every result and of this file",
        },
        &[("machine", around.machine.to_owned())],
    );
    lines.title(Text { vi: "KẾT LUẬN", en: "VERDICT" });
    lines.line(Text { vi: "  {x}", en: "  {x}" }, &[("x", around.verdict.to_owned())]);
    lines.0.into_bytes()
}

fn read(lines: &mut Lines, report: &Report, previous: &Search) {
    lines.title(Text { vi: "ĐÃ ĐỌC", en: "READ" });
    let tallies = tallies(report);
    for file in &report.files {
        let (errors, warnings) = tallies.get(&*file.path).copied().unwrap_or_default();
        one_file(lines, file, errors, warnings);
    }
    if report.files.is_empty() {
        lines.line(Text { vi: "  không có tệp nào", en: "  no file" }, &[]);
    }
    let (errors, warnings) = tallies.get("").copied().unwrap_or_default();
    if errors + warnings > 0 {
        lines.line(
            Text {
                vi: "  Cả báo cáo: {e} lỗi, {w} cảnh báo",
                en: "  The report as a whole: errors {e}, warnings {w}",
            },
            &[("e", errors.to_string()), ("w", warnings.to_string())],
        );
    }
    lines.line(
        Text { vi: "  Tổng số: {e} lỗi, {w} cảnh báo", en: "  In total: errors {e}, warnings {w}" },
        &[("e", report.count(Severity::Error).to_string()), ("w", report.open_warnings().to_string())],
    );
    let earlier = previous.lines(lines.1);
    if !earlier.is_empty() {
        lines.title(Text { vi: "KẾT QUẢ KỲ TRƯỚC", en: "EARLIER RESULTS" });
        for line in earlier {
            lines.line(Text { vi: "  {x}", en: "  {x}" }, &[("x", line)]);
        }
    }
}

fn one_file(lines: &mut Lines, file: &FileResult, errors: u64, warnings: u64) {
    let sum = |part: fn(&crate::flow::rows::RowCounts) -> u64| {
        file.sheets.iter().map(|sheet| part(&sheet.rows)).sum::<u64>().to_string()
    };
    let mut values = vec![
        ("path", file.path.to_string()),
        ("kind", kind(file.kind).get(lines.1).to_owned()),
        ("e", errors.to_string()),
        ("w", warnings.to_string()),
    ];
    if file.sheets.is_empty() {
        lines.line(
            Text {
                vi: "  {path}: {kind}; {e} lỗi, {w} cảnh báo",
                en: "  {path}: {kind}; errors {e}, warnings {w}",
            },
            &values,
        );
    } else {
        values.extend([("rows", sum(|rows| rows.read)), ("cases", sum(|rows| rows.cases))]);
        lines.line(
            Text {
                vi: "  {path}: {kind}; {rows} dòng, {cases} hồ sơ; {e} lỗi, {w} cảnh báo",
                en: "  {path}: {kind}; rows {rows}, cases {cases}; errors {e}, warnings {w}",
            },
            &values,
        );
    }
    if let Some(by) = &file.replaced_by {
        lines.line(
            Text {
                vi: "    đã được thay thế bởi {x}, không tính vào số liệu",
                en: "    replaced by {x}, counts in no figure",
            },
            &[("x", by.to_string())],
        );
    }
    lines.line(Text { vi: "    SHA-256 {x}", en: "    SHA-256 {x}" }, &[("x", file.sha256.clone())]);
    for sheet in &file.sheets {
        lines.line(
            Text {
                vi: "    trang “{name}”: {rows} dòng, {cases} hồ sơ",
                en: "    sheet “{name}”: rows {rows}, cases {cases}",
            },
            &[
                ("name", sheet.name.clone()),
                ("rows", sheet.rows.read.to_string()),
                ("cases", sheet.rows.cases.to_string()),
            ],
        );
    }
}

fn ledger(lines: &mut Lines, report: &Report) {
    let (rows, fates) = (&report.rows, &report.fates);
    let number = |value: u64| value.to_string();
    lines.title(Text { vi: "ĐỐI SOÁT", en: "LEDGER" });
    lines.line(
        Text {
            vi: "  {r} dòng = {b} trống + {t} tiêu đề + {h} đầu cột + {n} số cột + {g} nhóm + {s} cộng + {f} chân trang + {o} ghi chú + {u} chưa rõ + {c} hồ sơ",
            en: "  {r} rows = {b} blank + {t} title + {h} header + {n} number + {g} group + {s} total + {f} footer + {o} note + {u} unclassified + {c} cases",
        },
        &[
            ("r", number(rows.read)),
            ("b", number(rows.blank)),
            ("t", number(rows.title)),
            ("h", number(rows.header)),
            ("n", number(rows.number)),
            ("g", number(rows.group)),
            ("s", number(rows.total)),
            ("f", number(rows.footer)),
            ("o", number(rows.note)),
            ("u", number(rows.unclassified)),
            ("c", number(rows.cases)),
        ],
    );
    lines.line(
        Text {
            vi: "  {c} hồ sơ = {k} được tính + {o} ngoài kỳ + {n} không tính + {d} trùng + {s} đã thay thế + {u} không xếp được",
            en: "  {c} cases = {k} counted + {o} outside the period + {n} never counted + {d} duplicate + {s} superseded + {u} unplaced",
        },
        &[
            ("c", number(rows.cases)),
            ("k", number(fates.counted)),
            ("o", number(fates.outside_period)),
            ("n", number(fates.never_counted)),
            ("d", number(fates.duplicate)),
            ("s", number(fates.superseded)),
            ("u", number(fates.unplaced)),
        ],
    );
}
