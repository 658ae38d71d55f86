//! Speed of the whole job on one large register, as a ratio to a peer in the same run: calamine's streaming reader
//! over the same file, reading every cell and doing nothing with it.
//!
//! `cargo bench --bench register [-- ROWS]` (100,000 by default). The two run in turn, five times after one warm-up; the
//! medians and the ratio of each pair's median are printed. Nothing is judged here: machines differ, ratios less so.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::{
    io::Cursor,
    sync::Arc,
    time::{Duration, Instant},
};

use calamine::{DataRef, Reader as _, Xlsx};
use chrono::{Datelike as _, Days, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tthc::{
    cells::words::Words,
    flow::{
        headings::Headings,
        indicators::{self, Definitions},
        recognise::{self, Area},
        report::{self, Ask},
    },
    model::{calendar::Calendar, period::Period},
    settings::Settings,
};

const RUNS: usize = 5;

fn main() {
    let rows: u32 = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(100_000);
    let bytes = register(rows);
    println!("{rows} rows, {} bytes of .xlsx", bytes.len());
    let (mut peer, mut job) = (Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let (cells, read) = timed(|| streamed_cells(&bytes));
        let (counted, whole) = timed(|| counted_cases(&bytes));
        assert!(cells > u64::from(rows) && counted == u64::from(rows), "{cells} cells, {counted} cases");
        if run > 0 {
            peer.push(read);
            job.push(whole);
        }
    }
    let (peer, job) = (median(peer), median(job));
    println!("calamine streaming, every cell: {peer:?}");
    println!("read, judge, count:             {job:?}");
    println!("ratio:                          {:.2}", job.as_secs_f64() / peer.as_secs_f64());
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

/// A register with a title, twelve columns, dates half native and half text; no fault in it.
fn register(rows: u32) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write(0, 0, "SỔ THEO DÕI HỒ SƠ").unwrap();
    let headings = [
        "STT",
        "Mã hồ sơ",
        "Mã TTHC",
        "Tên TTHC",
        "Người nộp",
        "Địa chỉ",
        "Hình thức tiếp nhận",
        "Ngày tiếp nhận",
        "Ngày hẹn trả",
        "Ngày có kết quả",
        "Trạng thái",
        "Ghi chú",
    ];
    for (col, heading) in (0..).zip(headings) {
        sheet.write(2, col, heading).unwrap();
    }
    let start = NaiveDate::from_ymd_opt(2022, 12, 15).unwrap();
    for at in 0..rows {
        let row = at + 3;
        let received = start + Days::new(u64::from(at % 80));
        let (due, finished) = (received + Days::new(10), received + Days::new(u64::from(5 + at % 7)));
        sheet.write(row, 0, at + 1).unwrap();
        sheet.write(row, 1, format!("000.99.99.H99-{}-{:04}", received.format("%y%m%d"), at / 80)).unwrap();
        sheet.write(row, 2, format!("9.9{:05}", at % 500)).unwrap();
        sheet.write(row, 3, format!("Thủ tục thí dụ số {}", at % 500)).unwrap();
        sheet.write(row, 4, format!("Nguyễn Văn Mẫu {at}")).unwrap();
        sheet.write(row, 5, format!("Tổ {} phường Thí Dụ", at % 97)).unwrap();
        sheet.write(row, 6, if at % 3 == 0 { "Trực tiếp" } else { "Trực tuyến" }).unwrap();
        for (col, day) in [(7, received), (8, due), (9, finished)] {
            if at % 2 == 0 {
                sheet.write(row, col, day.format("%d/%m/%Y").to_string()).unwrap();
            } else {
                let day =
                    ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8).unwrap();
                sheet.write_with_format(row, col, &day, &date).unwrap();
            }
        }
        sheet.write(row, 10, "Đã trả kết quả").unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

fn streamed_cells(bytes: &[u8]) -> u64 {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = workbook.sheet_names()[0].clone();
    let mut cells = workbook.worksheet_cells_reader(&name).unwrap();
    let mut count = 0;
    while let Some(cell) = cells.next_cell().unwrap() {
        count += u64::from(!matches!(cell.get_value(), DataRef::Empty));
    }
    count
}

fn counted_cases(bytes: &[u8]) -> u64 {
    let settings = Settings::default();
    let input = recognise::input(Arc::from("so.xlsx"), Area::Inbox, Arc::from("so"), String::new(), bytes);
    let ask = Ask {
        settings: &settings,
        period: Period::parse("2023-Q1"),
        configured: None,
        today: NaiveDate::from_ymd_opt(2023, 3, 20).unwrap(),
        headings: &Headings::embedded().unwrap(),
        words: &Words::embedded().unwrap(),
        calendar: Calendar::embedded().unwrap(),
        definitions: &Definitions::parse(indicators::EMBEDDED, "chi-tieu.toml").unwrap(),
        inbox: String::new(),
    };
    report::build(vec![input], ask).unwrap().fates.counted
}
