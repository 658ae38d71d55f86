//! Speed and memory of filling a template with many rows, beside peers in the same run: copying the finished workbook entry by
//! entry (what no filler can beat: it makes nothing), writing the same cells from scratch with rust_xlsxwriter, and filling
//! the same template with openpyxl, where Python and openpyxl are installed.
//!
//! `cargo bench --bench fill [-- ROWS]` (10,000 by default), for rows of values, rows with formulas, totals and a chart, and
//! groups with headings and subtotals. All run in turn, five times after one warm-up (openpyxl once); medians and their ratios
//! are printed, and the memory that a process of its own took beside the data. Nothing is judged here: machines differ, ratios
//! less so.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::{
    io::{Cursor, Read as _, Write as _},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use minijinja::Value;
use rust_xlsxwriter::{Chart, ChartType, Format, FormatBorder, Workbook, Worksheet};
use tthc::template::{self, Options, data};
use zip::write::SimpleFileOptions;

const RUNS: usize = 5;
/// Columns of text and of numbers; two more of either values or formulas.
const TEXTS: u16 = 8;
const NUMBERS: u16 = 5;
/// Rows of a group between its heading and its subtotal.
const GROUP: u32 = 10;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Values,
    Formulas,
    Groups,
}

const SHAPES: [(Shape, &str); 3] = [
    (Shape::Values, "rows of values"),
    (Shape::Formulas, "rows with formulas, totals and a chart"),
    (Shape::Groups, "groups with headings and subtotals"),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rows: u32 = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let alone = arguments.iter().find_map(|argument| argument.strip_prefix("--memory="));
    for (shape, name) in SHAPES {
        if alone.is_some_and(|wanted| wanted != name) {
            continue;
        }
        let (template, data) = (template(shape), data::read(records(shape, rows).as_bytes()).unwrap());
        if alone.is_some() {
            return peak(&template, &data);
        }
        let result = fill(&template, &data);
        println!("\n{rows} rows of {} cells, {name}: {} bytes of .xlsx", TEXTS + NUMBERS + 2, result.len());
        println!("memory beside the data:         {}", beside(name, rows));
        compare(shape, rows, &template, &data, &result);
    }
}

/// What another process of this program says of its memory: what runs here has touched too much already.
fn beside(name: &str, rows: u32) -> String {
    let arguments = [format!("--memory={name}"), rows.to_string()];
    let run = std::env::current_exe().and_then(|program| Command::new(program).args(arguments).output());
    run.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

/// Says how much more memory filling took than what was there before it.
fn peak(template: &[u8], data: &Value) {
    let before = memory("VmRSS:").filter(|_| std::fs::write("/proc/self/clear_refs", "5").is_ok());
    let result = fill(template, data);
    match (before, memory("VmHWM:")) {
        (Some(before), Some(most)) => {
            let (more, own) = (most.saturating_sub(before), result.len() >> 10);
            println!("{more} KiB, {own} KiB of it the result; {before} KiB before");
        }
        _ => println!("not told by this system"),
    }
}

fn compare(shape: Shape, rows: u32, template: &[u8], data: &Value, result: &[u8]) {
    let cells = cells(rows);
    let (mut copied, mut written, mut filled) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let (copy, copy_time) = timed(|| copy(result));
        let (book, write_time) = timed(|| write(shape, &cells));
        let (filling, fill_time) = timed(|| fill(template, data));
        assert!(!copy.is_empty() && !book.is_empty() && filling == result);
        if run > 0 {
            copied.push(copy_time);
            written.push(write_time);
            filled.push(fill_time);
        }
    }
    let (copied, written, filled) = (median(copied), median(written), median(filled));
    let ratio = |other: Duration| filled.as_secs_f64() / other.as_secs_f64();
    println!("fill:                           {filled:?}");
    println!("unpack and pack the result:     {copied:?}, fill / this: {:.2}", ratio(copied));
    println!("rust_xlsxwriter, same cells:    {written:?}, fill / this: {:.2}", ratio(written));
    match openpyxl(shape, rows, template) {
        Some(time) => println!("openpyxl, same template:        {time:?}, fill / this: {:.3}", ratio(time)),
        None => println!("openpyxl, same template:        not found on this machine"),
    }
}

/// A line of the process's status in KiB.
fn memory(key: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find(|line| line.starts_with(key))?.split_whitespace().nth(1)?.parse().ok()
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = work();
    (value, start.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn fill(template: &[u8], data: &Value) -> Vec<u8> {
    template::fill_values(template, data, Options::default()).unwrap().bytes
}

fn copy(result: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(result)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for at in 0..from.len() {
        let mut file = from.by_index(at).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        let name = file.name().unwrap().into_owned();
        drop(file);
        to.start_file(name, options).unwrap();
        to.write_all(&content).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn cell() -> Format {
    Format::new().set_border(FormatBorder::Thin)
}

fn text(row: u32, col: u16) -> String {
    format!("Chữ ở dòng {row} cột {col}")
}

fn number(row: u32, col: u16) -> u32 {
    (row + u32::from(col)) % 97
}

fn cells(rows: u32) -> Vec<(Vec<String>, Vec<u32>)> {
    let texts = |row| (0..TEXTS).map(|col| text(row, col)).collect();
    let numbers = |row| (TEXTS..TEXTS + NUMBERS).map(|col| number(row, col)).collect();
    (0..rows).map(|row| (texts(row), numbers(row))).collect()
}

fn template(shape: Shape) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let mut at = 0;
    let mut line = |sheet: &mut Worksheet, text: &str| {
        sheet.write_string(at, 0, text).unwrap();
        at += 1;
        at
    };
    if shape == Shape::Groups {
        line(sheet, "{% for g in nhom %}");
        line(sheet, "{{ g.ten }}");
    }
    let list = if shape == Shape::Groups { "g.ds" } else { "ds" };
    let row = line(sheet, &format!("{{% for x in {list} %}}"));
    for col in 0..TEXTS + NUMBERS + if shape == Shape::Values { 2 } else { 0 } {
        let name = if col < TEXTS + NUMBERS { col } else { col - NUMBERS };
        sheet.write_string_with_format(row, col, format!("{{{{ x.c{name} }}}}"), &cell()).unwrap();
    }
    if shape != Shape::Values {
        formulas(sheet, row);
    }
    sheet.write_string(row + 1, 0, "{% endfor %}").unwrap();
    if shape == Shape::Groups {
        let subtotal = format!("=SUBTOTAL(9,N{})", row + 1);
        sheet.write_formula(row + 2, 13, subtotal.as_str()).unwrap();
        sheet.write_string(row + 3, 0, "{% endfor %}").unwrap();
        sheet.write_formula(row + 4, 13, format!("=SUBTOTAL(9,N1:N{})", row + 4).as_str()).unwrap();
    } else if shape == Shape::Formulas {
        totals(sheet, 3, (1, 3));
    }
    book.save_to_buffer().unwrap()
}

/// The two formulas of a row, which is 0-based.
fn formulas(sheet: &mut Worksheet, row: u32) {
    let (at, format) = (row + 1, cell());
    sheet.write_formula_with_format(row, 13, format!("=I{at}+J{at}*2").as_str(), &format).unwrap();
    sheet.write_formula_with_format(row, 14, format!("=IF(N{at}>5,N{at},0)").as_str(), &format).unwrap();
}

/// Totals in a 0-based row over 1-based ones, and a chart of them.
fn totals(sheet: &mut Worksheet, row: u32, (first, last): (u32, u32)) {
    for (col, formula) in [
        (8, format!("=SUMIF(I{first}:I{last},\">50\",J{first}:J{last})")),
        (9, format!("=COUNTIF(J{first}:J{last},\">50\")")),
        (13, format!("=SUM(N{first}:N{last})")),
        (14, format!("=SUM(O{first}:O{last})")),
    ] {
        sheet.write_formula(row, col, formula.as_str()).unwrap();
    }
    let mut chart = Chart::new(ChartType::Line);
    let area = |col: &str| format!("=Sheet1!${col}${first}:${col}${last}");
    chart.add_series().set_categories(area("A").as_str()).set_values(area("K").as_str());
    sheet.insert_chart(row + 2, 0, &chart).unwrap();
}

/// The data as JSON.
fn records(shape: Shape, rows: u32) -> String {
    let record = |row: u32| {
        let texts = (0..TEXTS).map(|col| format!("\"c{col}\":\"{}\"", text(row, col)));
        let numbers = (TEXTS..TEXTS + NUMBERS).map(|col| format!("\"c{col}\":{}", number(row, col)));
        format!("{{{}}}", texts.chain(numbers).collect::<Vec<_>>().join(","))
    };
    let list = |from: u32, to: u32| (from..to).map(record).collect::<Vec<_>>().join(",");
    if shape != Shape::Groups {
        return format!("{{\"ds\":[{}]}}", list(0, rows));
    }
    let group = |from: u32| {
        let to = (from + GROUP).min(rows);
        format!("{{\"ten\":\"Nhóm {from}\",\"ds\":[{}]}}", list(from, to))
    };
    let groups: Vec<String> = (0..rows).step_by(GROUP as usize).map(group).collect();
    format!("{{\"nhom\":[{}]}}", groups.join(","))
}

fn write(shape: Shape, cells: &[(Vec<String>, Vec<u32>)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let format = cell();
    let sheet = book.add_worksheet();
    let mut row = 0;
    let group = if shape == Shape::Groups { GROUP as usize } else { cells.len() };
    for part in cells.chunks(group) {
        if shape == Shape::Groups {
            sheet.write_string(row, 0, format!("Nhóm {row}")).unwrap();
            row += 1;
        }
        let first = row + 1;
        for (texts, numbers) in part {
            for (col, text) in (0..).zip(texts) {
                sheet.write_string_with_format(row, col, text, &format).unwrap();
            }
            for (col, number) in (TEXTS..).zip(numbers) {
                sheet.write_number_with_format(row, col, *number, &format).unwrap();
            }
            if shape == Shape::Values {
                for (col, number) in (TEXTS + NUMBERS..).zip(&numbers[..2]) {
                    sheet.write_number_with_format(row, col, *number, &format).unwrap();
                }
            } else {
                formulas(sheet, row);
            }
            row += 1;
        }
        if shape == Shape::Groups {
            sheet.write_formula(row, 13, format!("=SUBTOTAL(9,N{first}:N{row})").as_str()).unwrap();
            row += 1;
        }
    }
    match shape {
        Shape::Values => {}
        Shape::Formulas => totals(sheet, row, (1, row)),
        Shape::Groups => {
            sheet.write_formula(row, 13, format!("=SUBTOTAL(9,N1:N{row})").as_str()).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// Loads the template, writes the same cells in the formats of its row, and saves it; the time is its own, without starting
/// Python. None where that cannot be run.
fn openpyxl(shape: Shape, rows: u32, template: &[u8]) -> Option<Duration> {
    let kind = match shape {
        Shape::Values => "values",
        Shape::Formulas => "formulas",
        Shape::Groups => "groups",
    };
    let mut child = Command::new("python3")
        .args(["-c", OPENPYXL, kind, &rows.to_string(), &GROUP.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    // Where openpyxl is missing the process has ended by now.
    let _ = child.stdin.take()?.write_all(template);
    let output = child.wait_with_output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok().map(Duration::from_secs_f64)
}

const OPENPYXL: &str = r#"
import io, sys, time
from copy import copy
from openpyxl import load_workbook
kind, rows, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
template = sys.stdin.buffer.read()
texts = lambda row: [f"Chữ ở dòng {row} cột {col}" for col in range(8)]
numbers = lambda row: [(row + col) % 97 for col in range(8, 13)]
data = [texts(row) + numbers(row) for row in range(rows)]
start = time.perf_counter()
book = load_workbook(io.BytesIO(template))
sheet = book.active
line = 4 if kind == "groups" else 2
styles = [copy(sheet.cell(line, col)._style) for col in range(1, 16)]
sheet.delete_rows(1, 8)
at = 1
for first in range(0, rows, size if kind == "groups" else rows):
    group = data[first:first + size] if kind == "groups" else data
    if kind == "groups":
        sheet.cell(at, 1, f"Nhóm {first}")
        at += 1
    top = at
    for record in group:
        more = record[8:10] if kind == "values" else [f"=I{at}+J{at}*2", f"=IF(N{at}>5,N{at},0)"]
        for col, value in enumerate(record + more):
            sheet.cell(at, col + 1, value)._style = styles[col]
        at += 1
    if kind == "groups":
        sheet.cell(at, 14, f"=SUBTOTAL(9,N{top}:N{at - 1})")
        at += 1
last = at - 1
if kind == "groups":
    sheet.cell(at, 14, f"=SUBTOTAL(9,N1:N{last})")
elif kind == "formulas":
    sheet.cell(at, 9, f'=SUMIF(I1:I{last},">50",J1:J{last})')
    sheet.cell(at, 10, f'=COUNTIF(J1:J{last},">50")')
    sheet.cell(at, 14, f"=SUM(N1:N{last})")
    sheet.cell(at, 15, f"=SUM(O1:O{last})")
book.save(io.BytesIO())
print(time.perf_counter() - start)
"#;
