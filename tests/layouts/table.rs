//! Lays a table of cases out on a sheet: which columns, in which order, under which header, in which groups, and how
//! every value is written.

use super::{
    columns::{Column, DATES, columns},
    draw::{Bad, Case, Channel, FIELDS, PROCEDURES, Status},
    formats::Format,
    grid::{Cell, Class, Grid},
    rng::Rng,
    values::{self, Values},
    words::{self, DateForm},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    One,
    /// Dates below a parent; every other heading merged over both rows.
    TwoMerged,
    /// The same without a merged cell.
    TwoLoose,
    /// A parent above the parent.
    Three,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grouping {
    Field,
    Unit,
}

/// Everything that is drawn about one table before its cases.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) format: Format,
    pub(super) catalogue: bool,
    /// From left to right: what, where, under which heading.
    pub(super) columns: Vec<(Column, u16, &'static str)>,
    pub(super) header: Header,
    parent: &'static str,
    numbers: Option<u32>,
    pub(super) grouping: Option<Grouping>,
    group_style: u32,
    subtotals: bool,
    page: Option<usize>,
    sequence_as_text: bool,
    preprinted: u32,
    total: Option<&'static str>,
    pub(super) dates: [DateForm; 4],
}

impl Plan {
    pub(super) fn draw(rng: &mut Rng, format: Format, catalogue: bool, first: u16) -> Self {
        let mut wanted = columns(rng);
        if rng.percent(40) {
            rng.shuffle(&mut wanted);
        }
        if rng.percent(85) {
            wanted.insert(0, Column::Sequence);
        }
        let header = match rng.below(10) {
            0..4 => Header::One,
            4..7 if format != Format::Csv => Header::TwoMerged,
            7 if format != Format::Csv => Header::Three,
            _ => Header::TwoLoose,
        };
        let mut at = first;
        let mut placed: Vec<(Column, u16, &'static str)> = Vec::new();
        for column in wanted {
            at += u16::from(rng.percent(6));
            placed.push((column, at, rng.pick(words::headings(column))));
            at += 1;
        }
        let has_unit = placed.iter().any(|(column, ..)| *column == Column::Unit);
        let mut plan = Self {
            format,
            catalogue,
            columns: placed,
            header,
            parent: rng.pick(&["Ngày, tháng, năm", "Thời gian", "Ngày tháng"]),
            numbers: rng.percent(35).then(|| rng.below(5)),
            grouping: match rng.below(4) {
                0 => Some(Grouping::Field),
                1 if !has_unit => Some(Grouping::Unit),
                _ => None,
            },
            group_style: rng.below(4),
            subtotals: rng.percent(40),
            page: rng.percent(25).then_some(5),
            sequence_as_text: rng.percent(30),
            preprinted: if rng.percent(20) { rng.between(1, 4) } else { 0 },
            total: rng
                .percent(40)
                .then(|| rng.pick(&["Tổng cộng", "TỔNG CỘNG", "Tổng số", "Cộng", "Tổng cộng: {} hồ sơ"])),
            dates: values::date_forms(rng, format),
        };
        if plan.date_span().is_none() {
            plan.header = Header::One;
        }
        if plan.header != Header::One {
            for (column, _, heading) in &mut plan.columns {
                if DATES.contains(column) {
                    *heading = rng.pick(words::child(*column));
                }
            }
        }
        plan
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.at(column).is_some()
    }

    fn at(&self, column: Column) -> Option<u16> {
        self.columns.iter().find(|(kind, ..)| *kind == column).map(|(_, at, _)| *at)
    }

    /// The same table further right, with so many columns between.
    pub(super) fn beside(mut self, gap: u16) -> Self {
        let by = self.last() + 1 + gap - self.first();
        for (_, at, _) in &mut self.columns {
            *at += by;
        }
        self
    }

    fn first(&self) -> u16 {
        self.columns[0].1
    }

    fn last(&self) -> u16 {
        self.columns[self.columns.len() - 1].1
    }

    /// The columns from the first to the last date, if they stand side by side.
    fn date_span(&self) -> Option<(u16, u16)> {
        let at: Vec<u16> =
            self.columns.iter().filter(|(column, ..)| DATES.contains(column)).map(|(_, at, _)| *at).collect();
        let (first, last) = (*at.first()?, *at.last()?);
        (at.len() >= 2 && usize::from(last - first) + 1 == at.len()).then_some((first, last))
    }

    /// Whether somebody can tell the procedure from what the table shows.
    fn names_procedures(&self) -> bool {
        self.has(Column::ProcedureCode) || self.has(Column::ProcedureName)
    }

    /// What this table shows of a case.
    pub(super) fn strip(&self, mut case: Case) -> Case {
        if !self.has(Column::Code) {
            case.code.clear();
        }
        if !self.names_procedures() {
            case.procedure = None;
        }
        case.without_code &= self.has(Column::ProcedureCode) && self.has(Column::ProcedureName);
        if !self.has(Column::Due) {
            case.due = None;
        }
        if !self.has(Column::Finished) {
            case.finished = None;
        }
        if !self.has(Column::HandedOver) {
            case.handed_over = None;
        }
        if !self.has(Column::Channel) {
            case.channel = Channel::InPerson;
        }
        if !self.has(Column::Status) {
            case.status = None;
        }
        let is_shown = match case.bad {
            Some(Bad::Due) => self.has(Column::Due),
            Some(Bad::Channel) => self.has(Column::Channel),
            Some(Bad::Finished) => case.finished.or(case.handed_over).is_some(),
            Some(Bad::Received) | None => true,
        };
        case.bad = case.bad.filter(|_| is_shown);
        case
    }

    /// Whether an error must, may or must not stand on the row of a stripped case.
    pub(super) fn expected(&self, case: &Case) -> Expected {
        let is_unknown = self.catalogue && self.names_procedures() && case.procedure.is_none();
        let never = matches!(case.status, Some(Status::New | Status::NotAccepted));
        let order = case.bad != Some(Bad::Received)
            && (case.ended().is_some_and(|day| day < case.received)
                || case.due.is_some_and(|day| day < case.received && case.bad != Some(Bad::Due)));
        let is_unfinished = case.ended().is_none() && case.status.is_some_and(Status::needs_finish);
        if case.bad.is_some() || case.is_disputed || (!never && order) {
            Expected::Error
        } else if is_unknown || is_unfinished || order || case.is_repeat || case.has_twin {
            Expected::Perhaps
        } else {
            Expected::None
        }
    }

    /// Writes the table from `row` on; gives the row after it and the row of every case, in the order of `cases`, which
    /// are put into the order of the groups.
    pub(super) fn lay(
        &self,
        rng: &mut Rng,
        grid: &mut Grid,
        mut row: u32,
        cases: &mut [Case],
    ) -> (u32, Vec<u32>) {
        let field = |case: &Case| case.procedure.map_or(9, |at| PROCEDURES[at].field);
        match self.grouping {
            Some(Grouping::Field) => cases.sort_by_key(field),
            Some(Grouping::Unit) => cases.sort_by_key(|case| case.unit.clone()),
            None => {}
        }
        row = self.lay_header(grid, row);
        let mut rows = Vec::new();
        let (mut group, mut groups, mut in_group) = (None::<String>, 0_u32, 0_u32);
        for (index, case) in cases.iter().enumerate() {
            let named = match self.grouping {
                Some(Grouping::Field) => FIELDS.get(field(case)).map(|name| (*name).to_owned()),
                Some(Grouping::Unit) => Some(case.unit.clone()),
                None => None,
            };
            if let Some(name) = named.filter(|name| group.as_ref() != Some(name)) {
                if group.is_some() && self.subtotals {
                    row = self.lay_total(grid, row, "Cộng", in_group);
                }
                row = self.lay_group(rng, grid, row, groups, &name);
                (group, groups, in_group) = (Some(name), groups + 1, 0);
            }
            if self.page.is_some_and(|page| index > 0 && index % page == 0) {
                row = self.lay_header(grid, row);
            }
            row += u32::from(rng.percent(3));
            if rng.percent(3) {
                let at = self.at(Column::Applicant).unwrap_or(self.first() + 1);
                grid.put_text(row, at, "Xem thêm công văn đính kèm, chưa đối chiếu");
                grid.class(row, Class::Unclassified);
                row += 1;
            }
            in_group += 1;
            self.lay_case(rng, grid, row, index as u32 + 1, case);
            if rng.percent(3) {
                grid.hidden_rows.insert(row);
            }
            rows.push(row);
            row += 1;
        }
        if group.is_some() && self.subtotals {
            row = self.lay_total(grid, row, "Cộng", in_group);
        }
        if let Some(at) = self.at(Column::Sequence) {
            for number in 0..self.preprinted {
                grid.put(row, at, Cell::Number(f64::from(cases.len() as u32 + 1 + number)));
                row += 1;
            }
        }
        if let Some(label) = self.total {
            row = self.lay_total(grid, row, label, cases.len() as u32);
        }
        (row, rows)
    }

    fn lay_header(&self, grid: &mut Grid, row: u32) -> u32 {
        let depth = match self.header {
            Header::One => 1,
            Header::TwoMerged | Header::TwoLoose => 2,
            Header::Three => 3,
        };
        let last = row + depth - 1;
        for (column, at, heading) in &self.columns {
            if DATES.contains(column) {
                grid.put_text(last, *at, heading);
            } else {
                grid.put_text(row, *at, heading);
                if depth > 1 && self.header != Header::TwoLoose {
                    grid.merges.push((row, *at, last, *at));
                }
            }
        }
        if let Some((from, to)) = self.date_span().filter(|_| depth > 1) {
            grid.put_text(last - 1, from, self.parent);
            if self.header != Header::TwoLoose {
                grid.merges.push((last - 1, from, last - 1, to));
            }
            if depth == 3 {
                grid.put_text(row, from, "Quá trình giải quyết");
                grid.merges.push((row, from, row, to));
            }
        }
        (row..=last).for_each(|row| grid.class(row, Class::Header));
        let Some(style) = self.numbers else { return last + 1 };
        for ((_, at, _), number) in self.columns.iter().zip(1_u8..) {
            let cell = match style {
                0 => Cell::Text(format!("({number})")),
                1 => Cell::Text(number.to_string()),
                2 => Cell::Text(format!("[{number}]")),
                3 => Cell::Text(char::from(b'A' + number - 1).to_string()),
                _ => Cell::Number(f64::from(number)),
            };
            grid.put(last + 1, *at, cell);
        }
        grid.class(last + 1, Class::Number);
        last + 2
    }

    fn lay_group(&self, rng: &mut Rng, grid: &mut Grid, row: u32, before: u32, name: &str) -> u32 {
        let is_field = self.grouping == Some(Grouping::Field);
        let roman = ["I", "II", "III", "IV", "V", "VI"][before as usize];
        let first = self.first();
        match self.group_style {
            0 => {
                grid.put_text(row, first, roman);
                grid.put_text(row, first + 1, name);
            }
            1 => {
                let label = if is_field && rng.percent(50) { "Lĩnh vực " } else { "" };
                grid.put_text(row, first, &format!("{roman}. {label}{name}"));
            }
            2 => {
                let label = if is_field { "Lĩnh vực: " } else { "" };
                grid.put_text(row, first, &format!("{label}{name}"));
                if self.format != Format::Csv {
                    grid.merges.push((row, first, row, self.last()));
                }
            }
            _ => {
                grid.put_text(row, first, ["A", "B", "C", "D", "E", "F"][before as usize]);
                let name = if is_field { name.to_uppercase() } else { name.to_owned() };
                grid.put_text(row, first + 1, &name);
            }
        }
        grid.class(row, Class::Group);
        row + 1
    }

    fn lay_total(&self, grid: &mut Grid, row: u32, label: &str, count: u32) -> u32 {
        let at = self.at(Column::Code).or(self.at(Column::ProcedureName)).unwrap_or(self.first());
        grid.put_text(row, at, &label.replace("{}", &count.to_string()));
        let takes_number = |column: &Column| {
            !DATES.contains(column)
                && !matches!(column, Column::Sequence | Column::Copies | Column::Submitted | Column::Fee)
        };
        let beside = self.columns.iter().find(|(column, col, _)| *col > at && takes_number(column));
        if let Some((_, col, _)) = beside.filter(|_| !label.contains("{}")) {
            grid.put(row, *col, Cell::Number(f64::from(count)));
        }
        grid.class(row, Class::Total);
        row + 1
    }

    fn lay_case(&self, rng: &mut Rng, grid: &mut Grid, row: u32, number: u32, case: &Case) {
        let has_finish = self.has(Column::Finished);
        let values = Values { format: self.format, dates: self.dates, has_finish };
        for (column, at, _) in &self.columns {
            let cell = match column {
                Column::Sequence if self.sequence_as_text => Some(Cell::Text(number.to_string())),
                Column::Sequence => Some(Cell::Number(f64::from(number))),
                other => values.cell(rng, *other, case),
            };
            if let Some(cell) = cell {
                grid.put(row, *at, cell);
            }
        }
        grid.class(row, Class::Case);
    }
}

/// Whether the program must report an error on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    None,
    Perhaps,
    Error,
}
