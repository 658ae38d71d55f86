//! The twelve cases of the sample registers. Data only; every applicant is invented.
//!
//! Nine of them are those of the founding report (05/12/2022–04/3/2023). The due dates are the receipt dates
//! plus the catalogue's limits, with the holidays of 2/1/2023 and 20–26/1/2023 skipped.

/// A calendar day: year, month, day.
pub(crate) type Day = (u16, u8, u8);

/// One case of a register.
pub(crate) struct Case {
    /// Case code; the agency part `000.99.99.H14` is fictitious.
    pub(crate) code: &'static str,
    /// Number of the procedure in the catalogue, 1-based.
    pub(crate) procedure: usize,
    /// Invented applicant.
    pub(crate) applicant: &'static str,
    /// Receipt, due date, and finish where there is one.
    pub(crate) dates: (Day, Day, Option<Day>),
    /// Channel as the register writes it.
    pub(crate) channel: &'static str,
}

const ONLINE: &str = "Trực tuyến";
const CENTRE: &str = "Tại Trung tâm PVHCC tỉnh";

const fn case(
    code: &'static str,
    procedure: usize,
    applicant: &'static str,
    dates: (Day, Day, Option<Day>),
    channel: &'static str,
) -> Case {
    Case { code, procedure, applicant, dates, channel }
}

/// Phòng Quản lý Khoa học: the first is finished before either window; the second and third are received
/// before 15/12/2022, one finished after that day and one before it.
pub(crate) static SCIENCE: [Case; 5] = [
    case(
        "000.99.99.H14-221114-0001",
        9,
        "Công ty TNHH Thí dụ 1",
        ((2022, 11, 14), (2022, 11, 21), Some((2022, 11, 18))),
        ONLINE,
    ),
    case(
        "000.99.99.H14-221205-0001",
        3,
        "Viện Nghiên cứu Thí dụ 2",
        ((2022, 12, 5), (2022, 12, 19), Some((2022, 12, 16))),
        ONLINE,
    ),
    case(
        "000.99.99.H14-221208-0001",
        9,
        "Công ty Cổ phần Thí dụ 3",
        ((2022, 12, 8), (2022, 12, 15), Some((2022, 12, 13))),
        ONLINE,
    ),
    case(
        "000.99.99.H14-230103-0001",
        1,
        "Trung tâm Ứng dụng Thí dụ 4",
        ((2023, 1, 3), (2023, 1, 31), Some((2023, 1, 31))),
        ONLINE,
    ),
    case(
        "000.99.99.H14-230214-0001",
        2,
        "Viện Nghiên cứu Thí dụ 5",
        ((2023, 2, 14), (2023, 2, 28), Some((2023, 2, 24))),
        CENTRE,
    ),
];

/// Phòng Quản lý chuyên ngành, field of radiation safety.
pub(crate) static RADIATION: [Case; 3] = [
    case(
        "000.99.99.H14-221219-0001",
        34,
        "Phòng khám Thí dụ 6",
        ((2022, 12, 19), (2022, 12, 26), Some((2022, 12, 22))),
        ONLINE,
    ),
    case(
        "000.99.99.H14-230109-0001",
        29,
        "Bệnh viện Thí dụ 7",
        ((2023, 1, 9), (2023, 2, 3), Some((2023, 2, 3))),
        ONLINE,
    ),
    case(
        "000.99.99.H14-230206-0001",
        36,
        "Nguyễn Văn Mẫu",
        ((2023, 2, 6), (2023, 2, 20), Some((2023, 2, 15))),
        ONLINE,
    ),
];

/// Phòng Quản lý chuyên ngành, field of intellectual property: finished before either window.
pub(crate) static PROPERTY: [Case; 1] = [case(
    "000.99.99.H14-221101-0001",
    25,
    "Công ty Luật Thí dụ 8",
    ((2022, 11, 1), (2022, 12, 1), Some((2022, 11, 22))),
    CENTRE,
)];

/// Chi cục Tiêu chuẩn Đo lường Chất lượng: the last is received after the report's window and still open.
pub(crate) static QUALITY: [Case; 3] = [
    case(
        "000.99.99.H14-221227-0001",
        40,
        "Công ty TNHH Thí dụ 9",
        ((2022, 12, 27), (2023, 1, 4), Some((2023, 1, 4))),
        ONLINE,
    ),
    case(
        "000.99.99.H14-230223-0001",
        44,
        "Hợp tác xã Thí dụ 10",
        ((2023, 2, 23), (2023, 3, 2), Some((2023, 3, 1))),
        CENTRE,
    ),
    case(
        "000.99.99.H14-230308-0001",
        38,
        "Công ty Cổ phần Thí dụ 11",
        ((2023, 3, 8), (2023, 3, 15), None),
        ONLINE,
    ),
];
