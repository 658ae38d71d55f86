//! The cases of a folder: procedures, dates around the period's ends, channels, statuses, planted faults.
//!
//! Nothing here knows a spelling, a column or a file; [`super::table`] shows what is drawn here.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::rng::Rng;

/// A procedure of the test's own catalogue.
pub(super) struct Procedure {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// Index into [`FIELDS`].
    pub(super) field: usize,
    /// Days and whether they are working days.
    pub(super) limit: Option<(u32, bool)>,
    pub(super) level: Level,
    pub(super) from: Option<NaiveDate>,
    /// The last day on which it is in force.
    pub(super) to: Option<NaiveDate>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Full,
    Partial,
    Information,
}

pub(super) const FIELDS: [&str; 4] = [
    "Hoạt động khoa học và công nghệ",
    "An toàn bức xạ và hạt nhân",
    "Sở hữu trí tuệ",
    "Tiêu chuẩn đo lường chất lượng",
];

const fn procedure(
    code: &'static str,
    name: &'static str,
    field: usize,
    limit: Option<(u32, bool)>,
    level: Level,
) -> Procedure {
    Procedure { code, name, field, limit, level, from: None, to: None }
}

/// The catalogue. Two procedures change place at New Year 2023, and no name stands twice.
pub(super) const PROCEDURES: [Procedure; 14] = [
    procedure(
        "9.001740",
        "Cấp giấy chứng nhận đăng ký hoạt động lần đầu cho tổ chức thí dụ",
        0,
        Some((15, true)),
        Level::Full,
    ),
    procedure(
        "9.001747",
        "Thay đổi, bổ sung nội dung giấy chứng nhận đăng ký hoạt động",
        0,
        Some((10, true)),
        Level::Full,
    ),
    procedure(
        "9.001770",
        "Cấp lại giấy chứng nhận đăng ký hoạt động do bị mất",
        0,
        Some((10, true)),
        Level::Partial,
    ),
    procedure(
        "9.002380",
        "Cấp giấy phép sử dụng thiết bị X-quang chẩn đoán trong y tế",
        1,
        Some((25, false)),
        Level::Full,
    ),
    procedure("9.002381", "Gia hạn giấy phép tiến hành công việc bức xạ", 1, Some((25, false)), Level::Full),
    procedure("9.002385", "Khai báo thiết bị X-quang chẩn đoán trong y tế", 1, Some((5, true)), Level::Full),
    procedure(
        "9.011937",
        "Cấp giấy chứng nhận tổ chức đủ điều kiện giám định",
        2,
        Some((30, false)),
        Level::Full,
    ),
    procedure(
        "9.011938",
        "Cấp lại giấy chứng nhận tổ chức đủ điều kiện giám định",
        2,
        Some((10, false)),
        Level::Partial,
    ),
    procedure(
        "9.001209",
        "Đăng ký công bố hợp chuẩn dựa trên kết quả của tổ chức",
        3,
        Some((5, true)),
        Level::Full,
    ),
    procedure(
        "9.001207",
        "Đăng ký công bố hợp chuẩn dựa trên kết quả tự đánh giá",
        3,
        Some((5, true)),
        Level::Full,
    ),
    procedure("9.000212", "Công bố sử dụng dấu định lượng", 3, None, Level::Information),
    procedure(
        "9.000449",
        "Điều chỉnh nội dung bản công bố sử dụng dấu định lượng",
        3,
        Some((5, true)),
        Level::Full,
    ),
    Procedure {
        to: NaiveDate::from_ymd_opt(2022, 12, 31),
        ..procedure("9.000555", "Chứng nhận mẫu phương tiện đo cũ", 3, Some((5, true)), Level::Full)
    },
    Procedure {
        from: NaiveDate::from_ymd_opt(2023, 1, 1),
        ..procedure("9.000556", "Chứng nhận mẫu phương tiện đo thế hệ mới", 3, Some((5, true)), Level::Full)
    },
];

impl Procedure {
    pub(super) fn in_force(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channel {
    Online,
    InPerson,
    Post,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Open,
    Accepted,
    Done,
    HandedOver,
    Paused,
    Returned,
    Withdrawn,
    New,
    NotAccepted,
}

impl Status {
    pub(super) const fn needs_finish(self) -> bool {
        matches!(self, Self::Done | Self::HandedOver | Self::Returned | Self::Withdrawn)
    }
}

/// A cell that nobody can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    Received,
    Due,
    Finished,
    Channel,
}

/// One row of a register: after [`super::table::Plan::strip`] only what its columns show.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // independent facts about one row
pub(super) struct Case {
    /// Its code; empty where the register has no such column.
    pub(super) code: String,
    /// Its procedure, if the catalogue has it.
    pub(super) procedure: Option<usize>,
    /// The code of a procedure that no catalogue has.
    pub(super) stranger: String,
    pub(super) who: String,
    /// Who it counts for.
    pub(super) unit: String,
    pub(super) received: NaiveDate,
    pub(super) due: Option<NaiveDate>,
    pub(super) finished: Option<NaiveDate>,
    pub(super) handed_over: Option<NaiveDate>,
    pub(super) channel: Channel,
    pub(super) status: Option<Status>,
    pub(super) bad: Option<Bad>,
    /// Its procedure code was left blank though there is a column; the name tells.
    pub(super) without_code: bool,
    /// Another row of the same case counts instead.
    pub(super) is_repeat: bool,
    /// Another row says the same of it, perhaps in other words.
    pub(super) has_twin: bool,
    /// A fault between rows that must be reported as an error here.
    pub(super) is_disputed: bool,
}

impl Case {
    /// The day on which it ended, as far as the register shows.
    pub(super) fn ended(&self) -> Option<NaiveDate> {
        if self.bad == Some(Bad::Finished) { None } else { self.finished.or(self.handed_over) }
    }

    /// Days in the order of the columns received, due, finished, handed over.
    pub(super) fn days(&self) -> [Option<NaiveDate>; 4] {
        let unless = |bad, day: Option<NaiveDate>| if self.bad == Some(bad) { None } else { day };
        [
            unless(Bad::Received, Some(self.received)),
            unless(Bad::Due, self.due),
            unless(Bad::Finished, self.finished),
            unless(Bad::Finished, self.handed_over),
        ]
    }
}

pub(super) fn later(day: NaiveDate, days: u32) -> NaiveDate {
    day + Days::new(u64::from(days))
}

pub(super) fn earlier(day: NaiveDate, days: u32) -> NaiveDate {
    day - Days::new(u64::from(days))
}

/// Draws cases around a period.
pub(super) struct Source {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
    numbers: BTreeMap<NaiveDate, u32>,
    count: u32,
}

impl Source {
    pub(super) const fn new(from: NaiveDate, to: NaiveDate) -> Self {
        Self { from, to, numbers: BTreeMap::new(), count: 0 }
    }

    /// The next case of a unit.
    pub(super) fn case(&mut self, rng: &mut Rng, unit: &str) -> Case {
        let received = self.received(rng);
        let procedure = procedure_in_force(rng, received);
        self.count += 1;
        let who = rng.pick(&[
            "Công ty TNHH Thí Dụ",
            "Trần Thị Ví Dụ",
            "Cộng đồng dân cư thôn Mẫu",
            "Tổng công ty Giả Định",
            "Hợp tác xã Minh Họa",
        ]);
        let due = match rng.below(100) {
            0..80 => Some(later(received, rng.between(1, 25))),
            80..86 => Some(received),
            86..89 => Some(earlier(received, rng.between(1, 9))),
            _ => None,
        };
        let mut case = Case {
            code: self.code(rng, received),
            procedure,
            stranger: format!("9.{:06}", rng.between(700_000, 799_999)),
            who: format!("{who} {}", self.count),
            unit: unit.to_owned(),
            received,
            due,
            finished: None,
            handed_over: None,
            channel: rng.pick(&[Channel::Online, Channel::Online, Channel::InPerson, Channel::Post]),
            status: None,
            bad: None,
            without_code: false,
            is_repeat: false,
            has_twin: false,
            is_disputed: false,
        };
        self.outcome(rng, &mut case);
        case
    }

    fn outcome(&self, rng: &mut Rng, case: &mut Case) {
        let received = case.received;
        let due = case.due.filter(|due| *due >= received).unwrap_or(later(received, 7));
        case.status = Some(match rng.below(100) {
            0..68 => {
                let day = rng.pick(&[
                    due,
                    earlier(due, 1),
                    later(due, 1),
                    earlier(due, 5),
                    later(due, 9),
                    self.from,
                    earlier(self.from, 1),
                    self.to,
                    later(self.to, 1),
                ]);
                let day = if rng.percent(3) { earlier(received, 2) } else { day.max(received) };
                case.finished = Some(day);
                case.handed_over = Some(later(day, rng.pick(&[0, 0, 1, 3])));
                match rng.below(100) {
                    0..6 => Status::Returned,
                    6..12 => Status::Withdrawn,
                    12..50 => Status::Done,
                    _ => Status::HandedOver,
                }
            }
            68..74 => Status::Paused,
            74..78 => rng.pick(&[Status::New, Status::NotAccepted]),
            78..81 => rng.pick(&[Status::Done, Status::HandedOver, Status::Returned, Status::Withdrawn]),
            _ => rng.pick(&[Status::Open, Status::Accepted]),
        });
    }

    fn received(&self, rng: &mut Rng) -> NaiveDate {
        let length = self.to.signed_duration_since(self.from).num_days() as u32;
        match rng.below(100) {
            0..14 => rng.pick(&[
                earlier(self.from, 1),
                self.from,
                later(self.from, 1),
                earlier(self.to, 1),
                self.to,
                later(self.to, 1),
            ]),
            14..30 => earlier(self.from, rng.between(2, 60)),
            _ => later(self.from, rng.between(0, length + 10)),
        }
    }

    fn code(&mut self, rng: &mut Rng, received: NaiveDate) -> String {
        let number = self.numbers.entry(received).or_insert(0);
        *number += 1;
        let day = received.format("%y%m%d");
        match rng.below(10) {
            0..6 => format!("000.19.08.H14-{day}-{number:04}"),
            6..8 => format!("H14.08-{day}-{number:04}"),
            8 => format!("G12.18-{day}-{number:08}"),
            _ => format!("000.701.18.G12-{day}-{}", 2_711_000_000_000_u64 + u64::from(*number)),
        }
    }
}

/// A procedure that the catalogue has on the day of receipt; seldom none.
fn procedure_in_force(rng: &mut Rng, received: NaiveDate) -> Option<usize> {
    if rng.percent(6) {
        return None;
    }
    loop {
        let at = rng.below(PROCEDURES.len() as u32) as usize;
        if PROCEDURES[at].in_force(received) {
            return Some(at);
        }
    }
}
