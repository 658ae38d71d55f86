//! Speed of filling a template with many rows, beside two peers in the same run: copying the finished workbook entry by entry
//! (what no filler can beat: it makes nothing), and writing the same cells from scratch with rust_xlsxwriter.
//!
//! `cargo bench --bench fill [-- ROWS]` (10,000 by default). The three run in turn, five times after one warm-up; medians and
//! their ratios are printed. Nothing is judged here: machines differ, ratios less so.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::{
    io::{Cursor, Read as _, Write as _},
    time::{Duration, Instant},
};

use minijinja::Value;
use rust_xlsxwriter::{Format, FormatBorder, Workbook};
use tthc::template::{self, Options, data};
use zip::write::SimpleFileOptions;

const RUNS: usize = 5;
/// Columns of text, of numbers, and of formulas.
const TEXTS: u16 = 8;
const NUMBERS: u16 = 5;

fn main() {
    let rows: u32 = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let (template, data) = (template(), records(rows));
    let result = fill(&template, &data);
    println!("{rows} rows of {} cells, {} bytes of .xlsx", TEXTS + NUMBERS + 2, result.len());
    let (mut copied, mut written, mut filled) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let (copy, copy_time) = timed(|| copy(&result));
        let (book, write_time) = timed(|| write(rows));
        let (filling, fill_time) = timed(|| fill(&template, &data));
        assert!(!copy.is_empty() && !book.is_empty() && filling == result);
        if run > 0 {
            copied.push(copy_time);
            written.push(write_time);
            filled.push(fill_time);
        }
    }
    let (copied, written, filled) = (median(copied), median(written), median(filled));
    println!("unpack and pack the result:     {copied:?}");
    println!("rust_xlsxwriter, same cells:    {written:?}");
    println!("fill:                           {filled:?}");
    println!("fill / pack:                    {:.2}", filled.as_secs_f64() / copied.as_secs_f64());
    println!("fill / rust_xlsxwriter:         {:.2}", filled.as_secs_f64() / written.as_secs_f64());
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

fn template() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "{% for x in ds %}").unwrap();
    for col in 0..TEXTS + NUMBERS {
        sheet.write_string_with_format(1, col, format!("{{{{ x.c{col} }}}}"), &cell()).unwrap();
    }
    sheet.write_formula_with_format(1, 13, "=I2+J2*2", &cell()).unwrap();
    sheet.write_formula_with_format(1, 14, "=IF(N2>5,N2,0)", &cell()).unwrap();
    sheet.write_string(2, 0, "{% endfor %}").unwrap();
    sheet.write_formula(3, 13, "=SUM(N1:N3)").unwrap();
    sheet.write_formula(3, 14, "=SUM(O2)").unwrap();
    book.save_to_buffer().unwrap()
}

fn text(row: u32, col: u16) -> String {
    format!("Chữ ở dòng {row} cột {col}")
}

fn records(rows: u32) -> Value {
    let records: Vec<String> = (0..rows)
        .map(|row| {
            let texts = (0..TEXTS).map(|col| format!("\"c{col}\":\"{}\"", text(row, col)));
            let numbers =
                (TEXTS..TEXTS + NUMBERS).map(|col| format!("\"c{col}\":{}", (row + u32::from(col)) % 97));
            format!("{{{}}}", texts.chain(numbers).collect::<Vec<_>>().join(","))
        })
        .collect();
    data::read(format!("{{\"ds\":[{}]}}", records.join(",")).as_bytes()).unwrap()
}

fn write(rows: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let format = cell();
    let sheet = book.add_worksheet();
    for row in 0..rows {
        for col in 0..TEXTS {
            sheet.write_string_with_format(row, col, text(row, col), &format).unwrap();
        }
        for col in TEXTS..TEXTS + NUMBERS {
            sheet
                .write_number_with_format(row, col, f64::from((row + u32::from(col)) % 97), &format)
                .unwrap();
        }
        let at = row + 1;
        sheet.write_formula_with_format(row, 13, format!("=I{at}+J{at}*2").as_str(), &format).unwrap();
        sheet.write_formula_with_format(row, 14, format!("=IF(N{at}>5,N{at},0)").as_str(), &format).unwrap();
    }
    sheet.write_formula(rows, 13, format!("=SUM(N1:N{rows})").as_str()).unwrap();
    sheet.write_formula(rows, 14, format!("=SUM(O1:O{rows})").as_str()).unwrap();
    book.save_to_buffer().unwrap()
}
