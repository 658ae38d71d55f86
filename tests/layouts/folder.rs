//! Draws a whole report folder: units, files, sheets, stacked tables, a catalogue; and keeps what stands where.

use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDate};

use super::{
    columns::Column,
    draw::{Bad, Case, FIELDS, Level, PROCEDURES, Source, later},
    formats::{self, Format},
    grid::{Cell, Class, Grid},
    old_type::OldType,
    rng::Rng,
    table::{Expected, Grouping, Plan},
    words::DateForm,
};

/// A file of the folder.
pub(super) struct File {
    pub(super) path: String,
    pub(super) sender: String,
    pub(super) bytes: Vec<u8>,
    pub(super) sheets: Vec<Sheet>,
}

/// What the reader must find on one sheet.
pub(super) struct Sheet {
    pub(super) ledger: [u64; 11],
    /// The row of every case with what is expected of it.
    pub(super) cases: Vec<(u32, Case, Expected)>,
}

/// A folder of known truth.
pub(super) struct Folder {
    pub(super) period: &'static str,
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
    pub(super) catalogue: Option<(String, Vec<u8>)>,
    pub(super) files: Vec<File>,
    /// What was drawn, for the message of a failure.
    pub(super) story: String,
}

impl Folder {
    pub(super) fn cases(&self) -> Vec<Case> {
        let sheets = self.files.iter().flat_map(|file| &file.sheets);
        sheets.flat_map(|sheet| sheet.cases.iter().map(|(_, case, _)| case.clone())).collect()
    }
}

type Day = (i32, u32, u32);

/// Name, first and last day.
const PERIODS: [(&str, Day, Day); 6] = [
    ("2023-Q1", (2022, 12, 15), (2023, 3, 14)),
    ("2023-Q1", (2022, 12, 15), (2023, 3, 14)),
    ("2023-01", (2022, 12, 15), (2023, 1, 14)),
    ("2023-H1", (2022, 12, 15), (2023, 6, 14)),
    ("2022-12-05_2023-03-04", (2022, 12, 5), (2023, 3, 4)),
    ("2023-Q2", (2023, 3, 15), (2023, 6, 14)),
];

pub(super) fn draw(seed: u64) -> Folder {
    let mut rng = Rng::new(seed);
    let (period, from, to) = rng.pick(&PERIODS);
    let day = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let (from, to) = (day(from), day(to));
    let catalogue = (!rng.percent(12)).then(|| catalogue(&mut rng));
    let mut folder = Folder { period, from, to, catalogue, files: Vec::new(), story: String::new() };
    let mut source = Source::new(from, to);
    let mut names = ["phong-a", "Phòng B", "chi-cuc-c", "so-d"];
    rng.shuffle(&mut names);
    // A case that a later unit will register too.
    let mut wandering = None;
    for name in &names[..rng.between(1, 3) as usize] {
        let is_loose = rng.percent(20);
        let files = rng.pick(&[1, 1, 2]);
        for number in 0..files {
            let stem = format!("so-{name}-{number}");
            let sender = if is_loose { stem.clone() } else { (*name).to_owned() };
            let path = if is_loose { stem } else { format!("{name}/{stem}") };
            let has_company = files > 1;
            file(&mut rng, &mut folder, &mut source, &mut wandering, (&path, &sender, has_company));
        }
    }
    folder
}

fn file(
    rng: &mut Rng,
    folder: &mut Folder,
    source: &mut Source,
    wandering: &mut Option<Case>,
    (path, sender, has_company): (&str, &str, bool),
) {
    let format = rng.pick(&[
        Format::Xlsx,
        Format::Xlsx,
        Format::Xlsx,
        Format::Xlsx,
        Format::Xls,
        Format::Ods,
        Format::Csv,
        Format::Csv,
        Format::Html,
    ]);
    let path = format!("hop-thu/{path}.{}", format.extension());
    let count = if format.is_workbook() { rng.pick(&[1, 1, 2, 3]) } else { 1 };
    let (mut grids, mut sheets) = (Vec::new(), Vec::new());
    let names = rng.pick(&["Tháng {}", "Sheet{}", "Sổ {}"]);
    for number in 1..=count {
        let mut grid = Grid { name: names.replace("{}", &number.to_string()), ..Grid::default() };
        grid.is_hidden = format == Format::Xlsx && number > 1 && rng.percent(10);
        let mut cases = Vec::new();
        let first = rng.pick(&[0, 0, 0, 1, 2]);
        let is_double = rng.percent(8);
        let mut row = if is_double { 1 } else { letterhead(rng, &mut grid, first, format) };
        let tables = if is_double { 1 } else { rng.pick(&[1, 1, 1, 2]) };
        let mut twin = None;
        for table in 0..tables {
            let mut plan = Plan::draw(rng, format, folder.catalogue.is_some(), first);
            let mut drawn = draw_cases(rng, &plan, source, sender);
            repeat(rng, &plan, &mut drawn, wandering);
            if !is_double && !has_company && count == 1 && tables == 1 && rng.percent(50) {
                month_first(rng, &mut plan, &drawn);
            }
            if table > 0 {
                row += rng.between(1, 2);
                if rng.percent(40) {
                    grid.put_text(
                        row,
                        first,
                        rng.pick(&["II. DANH SÁCH HỒ SƠ PHẦN 2", "Bảng 2: Hồ sơ tiếp nhận qua mạng"]),
                    );
                    grid.class(row, Class::Title);
                    row += 1;
                }
            }
            writeln!(folder.story, "{path} {} from row {row}: {plan:?}", grid.name).unwrap();
            let top = row;
            let (next, rows) = plan.lay(rng, &mut grid, row, &mut drawn);
            row = next;
            for (row, case) in rows.into_iter().zip(drawn) {
                let expected = plan.expected(&case);
                cases.push((row, case, expected));
            }
            twin = Some((plan, top)).filter(|_| is_double);
            if rng.percent(15) {
                grid.put_text(row, first, "Ghi chú: số liệu tạm tính đến ngày 14/03/2023");
                grid.class(row, Class::Note);
                row += 1;
            }
        }
        if !is_double {
            footer(rng, &mut grid, row, first);
        }
        let mut ledger = grid.ledger();
        if let Some((plan, top)) = twin {
            let right = beside(rng, plan, top, source, sender, &mut cases);
            ledger.iter_mut().zip(right.ledger()).for_each(|(left, right)| *left += right);
            grid.absorb(right);
        }
        sheets.push(Sheet { ledger, cases });
        grids.push(grid);
    }
    let font = old_type(rng, format, &mut grids, &mut folder.story);
    let bytes = formats::write(format, &grids, font, rng);
    folder.files.push(File { path, sender: sender.to_owned(), bytes, sheets });
}

/// A second register to the right of the first one, which begins in row `top`.
fn beside(
    rng: &mut Rng,
    plan: Plan,
    top: u32,
    source: &mut Source,
    sender: &str,
    cases: &mut Vec<(u32, Case, Expected)>,
) -> Grid {
    let gap = rng.between(1, 2) as u16;
    let plan = plan.beside(gap);
    let mut grid = Grid::default();
    let mut drawn = draw_cases(rng, &plan, source, sender);
    let (_, rows) = plan.lay(rng, &mut grid, top, &mut drawn);
    for (row, case) in rows.into_iter().zip(drawn) {
        let expected = plan.expected(&case);
        cases.push((row, case, expected));
    }
    grid
}

/// Types the texts of some files in an encoding from before Unicode; gives the font that says so.
fn old_type(rng: &mut Rng, format: Format, grids: &mut [Grid], story: &mut String) -> Option<&'static str> {
    if format == Format::Csv || !rng.percent(10) {
        return None;
    }
    let old = rng.pick(&[OldType::Tcvn3, OldType::Vni]);
    writeln!(story, "typed in {old:?}").unwrap();
    for cell in grids.iter_mut().flat_map(|grid| grid.cells.values_mut()) {
        if let Cell::Text(text) = cell {
            *text = old.typed(text);
        }
    }
    rng.percent(50).then(|| old.font())
}

/// The cases of a table as it shows them.
fn draw_cases(rng: &mut Rng, plan: &Plan, source: &mut Source, sender: &str) -> Vec<Case> {
    let count = rng.between(1, 14);
    let mut case = |rng: &mut Rng| {
        let unit = if plan.grouping == Some(Grouping::Unit) {
            rng.pick(&["Phòng Quản lý chuyên ngành", "Chi cục Tiêu chuẩn Đo lường Chất lượng"])
        } else if plan.has(Column::Unit) {
            rng.pick(&["Phòng Quản lý Công nghệ", "Văn phòng Sở"])
        } else {
            sender
        };
        let mut case = source.case(rng, unit);
        case.without_code = case.procedure.is_some() && rng.percent(6);
        case.bad = match rng.below(100) {
            0..2 => Some(Bad::Received),
            2..4 => Some(Bad::Finished),
            4..6 => Some(Bad::Due),
            6..8 => Some(Bad::Channel),
            _ => None,
        };
        plan.strip(case)
    };
    (0..count).map(|_| case(rng)).collect()
}

/// Registers a case twice: in the same table with the same or other content, or in another unit.
fn repeat(rng: &mut Rng, plan: &Plan, cases: &mut Vec<Case>, wandering: &mut Option<Case>) {
    if !plan.has(Column::Code) {
        return;
    }
    if let Some(guest) = wandering.take() {
        let unit = &cases[0].unit;
        if *unit == guest.unit || (plan.catalogue && !plan.has(Column::ProcedureCode)) {
            *wandering = Some(guest);
        } else {
            let guest = Case { unit: unit.clone(), is_disputed: true, ..guest };
            cases.push(plan.strip(guest));
        }
    }
    let at = rng.below(cases.len() as u32) as usize;
    let original = cases[at].clone();
    if !rng.percent(35) || original.bad.is_some() || original.without_code || original.is_disputed {
        return;
    }
    let mut copy = original.clone();
    if rng.percent(50) {
        copy.is_repeat = true;
        cases[at].has_twin = true;
    } else if let Some(due) = original.due {
        let days = [original.finished, original.handed_over, Some(due), Some(original.received)];
        copy.due = days.iter().flatten().max().map(|day| later(*day, 3));
        copy.is_disputed = true;
        cases[at].is_repeat = true;
        cases[at].is_disputed = true;
    } else {
        return;
    }
    cases.push(copy);
    rng.shuffle(cases);
}

/// Turns a table's dates to month/day where every column holds a day that proves it.
fn month_first(rng: &mut Rng, plan: &mut Plan, cases: &[Case]) {
    if plan.dates != [DateForm::Slashes; 4] {
        return;
    }
    let proven = (0..4).all(|at| {
        let mut days = cases.iter().filter_map(|case| case.days()[at]).peekable();
        days.peek().is_none() || days.any(|day| day.day() > 12)
    });
    if proven {
        plan.dates = [rng.pick(&[DateForm::MonthFirst, DateForm::MonthFirstShort]); 4];
    }
}

/// Letterhead and title; gives the first row of the table.
fn letterhead(rng: &mut Rng, grid: &mut Grid, first: u16, format: Format) -> u32 {
    let mut row = rng.pick(&[1, 1, 1, 3, 7]);
    match rng.below(4) {
        0 => {}
        1 => {
            grid.put_text(row, first, "SỔ THEO DÕI HỒ SƠ\nTừ ngày: 15/12/2022\nĐến ngày: 14/03/2023");
            grid.class(row, Class::Title);
            row += 1;
        }
        _ => {
            grid.put_text(row, first, "UBND TỈNH THÍ DỤ\nSỞ KHOA HỌC VÀ CÔNG NGHỆ");
            grid.put_text(row, first + 4, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc");
            grid.class(row, Class::Title);
            if rng.percent(60) && format != Format::Csv {
                grid.merges.push((row, first, row, first + 2));
                grid.merges.push((row, first + 4, row, first + 7));
            }
            row += rng.between(1, 2);
            grid.put_text(row, first + 2, "SỔ THEO DÕI TÌNH HÌNH TIẾP NHẬN HỒ SƠ TTHC");
            grid.class(row, Class::Title);
            row += 1;
            if rng.percent(50) {
                grid.put_text(row, first + 2, "(Từ ngày 15/12/2022 đến ngày 14/03/2023)");
                grid.class(row, Class::Title);
                row += 2;
            }
        }
    }
    row
}

fn footer(rng: &mut Rng, grid: &mut Grid, mut row: u32, first: u16) {
    if !rng.percent(40) {
        return;
    }
    row += rng.below(2);
    grid.put_text(row, first + 3, "Thí Dụ, ngày 15 tháng 3 năm 2023");
    grid.put_text(row + 1, first, "NGƯỜI LẬP BIỂU");
    grid.put_text(row + 1, first + 4, "THỦ TRƯỞNG ĐƠN VỊ");
    grid.put_text(row + 2, first, "(Ký, ghi rõ họ tên)");
    (row..row + 3).for_each(|row| grid.class(row, Class::Footer));
    if rng.percent(50) {
        grid.put_text(row + 5, first, "Nguyễn Văn Mẫu");
        grid.class(row + 5, Class::Footer);
    }
}

/// The catalogue with a column of fields or a row above each field.
fn catalogue(rng: &mut Rng) -> (String, Vec<u8>) {
    let format = rng.pick(&[Format::Xlsx, Format::Xlsx, Format::Ods, Format::Csv]);
    let has_groups = rng.percent(50);
    let mut grid = Grid { name: "Danh mục".to_owned(), ..Grid::default() };
    let mut row = 1;
    if rng.percent(50) {
        grid.put_text(1, 0, "DANH MỤC THỦ TỤC HÀNH CHÍNH");
        row = 3;
    }
    let mut headings = vec![
        rng.pick(&["STT", "TT"]),
        rng.pick(&["Mã TTHC", "Mã thủ tục", "Mã số TTHC"]),
        rng.pick(&["Tên TTHC", "Tên thủ tục hành chính", "Thủ tục hành chính"]),
        rng.pick(&["Thời hạn giải quyết", "Thời hạn"]),
        rng.pick(&["Mức độ DVC", "Mức độ"]),
        "Hiệu lực từ",
        "Hiệu lực đến",
    ];
    if !has_groups {
        headings.push("Lĩnh vực");
    }
    for (heading, col) in headings.iter().zip(0..) {
        grid.put_text(row, col, heading);
    }
    row += 1;
    let old_levels = rng.percent(30);
    let code_as_number = format.is_workbook() && rng.percent(20);
    let is_long = !code_as_number && rng.percent(20);
    let mut number = 0;
    for (index, field) in FIELDS.iter().enumerate() {
        if has_groups {
            grid.put_text(row, 0, ["I", "II", "III", "IV"][index]);
            grid.put_text(row, 1, field);
            row += 1;
        }
        for procedure in PROCEDURES.iter().filter(|procedure| procedure.field == index) {
            number += 1;
            grid.put(row, 0, Cell::Number(f64::from(number)));
            if code_as_number {
                grid.put(row, 1, Cell::Number(procedure.code.parse().unwrap()));
            } else {
                let tail = if is_long { ".000.00.00.H14" } else { "" };
                grid.put_text(row, 1, &format!("{}{tail}", procedure.code));
            }
            grid.put_text(row, 2, procedure.name);
            let limit = procedure.limit.map_or_else(String::new, |(days, working)| {
                format!("{days:02} {}", if working { "ngày làm việc" } else { "ngày" })
            });
            grid.put_text(row, 3, &limit);
            let level = match (procedure.level, old_levels) {
                (Level::Full, false) => "Toàn trình",
                (Level::Partial, false) => "Một phần",
                (Level::Information, false) => "Cung cấp thông tin",
                (Level::Full, true) => "Mức độ 4",
                (Level::Partial, true) => "Mức độ 3",
                (Level::Information, true) => "Mức độ 2",
            };
            grid.put_text(row, 4, level);
            for (day, col) in [(procedure.from, 5), (procedure.to, 6)] {
                if let Some(day) = day {
                    grid.put(row, col, Cell::Day(day));
                }
            }
            if !has_groups {
                grid.put_text(row, 7, field);
            }
            row += 1;
        }
    }
    (format!("danh-muc/dm.{}", format.extension()), formats::write(format, &[grid], None, rng))
}
