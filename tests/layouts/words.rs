//! How people write what a register holds: headings, channels, statuses, dates. Taken from real exports, written down
//! here a second time so that the program's own lists are not their own proof.

use chrono::{Datelike as _, NaiveDate};

use super::{
    columns::Column,
    draw::{Channel, Status},
    rng::Rng,
};

/// Headings of a column that stand by themselves, without a parent.
pub(super) const fn headings(column: Column) -> &'static [&'static str] {
    match column {
        Column::Sequence => &["STT", "TT", "Số TT", "Stt", "Số thứ tự"],
        Column::Code => &[
            "Mã hồ sơ",
            "Mã số hồ sơ",
            "Số biên nhận",
            "MÃ HỒ SƠ",
            "Ma ho so",
            "Mã HS",
            "Mã biên nhận",
            "Mã hồ sơ (theo phiếu hẹn)",
            "Số hồ sơ",
            "Mã  hồ\nsơ",
        ],
        Column::ProcedureCode => {
            &["Mã thủ tục", "Mã TTHC", "Mã số TTHC", "MÃ TTHC", "Mã thủ tục hành chính", "Mã số thủ tục"]
        }
        Column::ProcedureName => &[
            "Tên thủ tục",
            "Tên TTHC",
            "Tên thủ tục hành chính",
            "Thủ tục hành chính",
            "Nội dung công việc cần giải quyết",
            "Loại hồ sơ",
            "Tên dịch vụ công",
        ],
        Column::Content => &["Nội dung hồ sơ", "Trích yếu", "Về việc"],
        Column::Field => &["Lĩnh vực", "Lĩnh Vực", "LĨNH VỰC"],
        Column::Applicant => &[
            "Người nộp",
            "Chủ hồ sơ",
            "Tên tổ chức, cá nhân",
            "Họ tên, địa chỉ người nộp hồ sơ",
            "Họ và tên",
            "Tên cá nhân,\ntổ chức",
            "Họ tên chủ hồ sơ",
        ],
        Column::Address => &["Địa chỉ", "Địa chỉ, số điện thoại", "Địa bàn phát sinh hồ sơ"],
        Column::Phone => &["Số điện thoại", "SĐT", "ĐT liên hệ"],
        Column::Copies => &["Số lượng (bộ)", "Số bộ hồ sơ", "Số lượng hồ sơ (bộ)"],
        Column::Channel => &[
            "Hình thức tiếp nhận",
            "Hình thức nộp",
            "Kênh tiếp nhận",
            "Phương thức tiếp nhận",
            "Loại tiếp nhận",
            "HÌNH THỨC NỘP HỒ SƠ",
            "Nguồn",
        ],
        Column::Submitted => &["Ngày nộp", "Ngày nộp hồ sơ"],
        Column::Received => &[
            "Ngày tiếp nhận",
            "Ngày nhận hồ sơ",
            "Ngày nhận",
            "Nhận hồ sơ",
            "Thời gian tiếp nhận",
            "Ngày giờ\ntiếp nhận",
            "NGÀY TIẾP NHẬN",
            "Ngay tiep nhan",
            "Tiếp nhận lúc",
        ],
        Column::Due => &[
            "Ngày hẹn trả",
            "Hẹn trả kết quả",
            "Ngày hẹn trả hồ sơ",
            "Hạn xử lý",
            "Hạn trả",
            "Ngày đến hạn",
            "Ngày hẹn trả kết quả",
            "Ngày giờ hẹn trả",
        ],
        Column::Finished => &[
            "Ngày có kết quả",
            "Ngày kết thúc xử lý",
            "Ngày kết thúc",
            "Ngày hoàn thành",
            "Ngày xử lý xong",
            "Ngày ký hồ sơ",
        ],
        Column::HandedOver => &["Ngày trả kết quả", "Ngày trả thực tế", "Trả kết quả", "Ngày trả"],
        Column::Status => {
            &["Trạng thái", "Tình trạng", "Tình trạng hồ sơ", "Kết quả giải quyết", "Tình trạng xử lý"]
        }
        Column::Unit => &["Đơn vị giải quyết", "Đơn vị xử lý", "Đơn vị", "Phòng chuyên môn"],
        Column::Officer => &["Cán bộ xử lý", "Người thụ lý", "Người tiếp nhận"],
        Column::Fee => &["Phí, lệ phí", "Lệ phí"],
        Column::Note => &["Ghi chú", "Diễn giải"],
    }
}

/// Headings of a date column below a parent such as "Ngày, tháng, năm".
pub(super) const fn child(column: Column) -> &'static [&'static str] {
    match column {
        Column::Received => &["Nhận hồ sơ", "Tiếp nhận"],
        Column::Due => &["Hẹn trả kết quả", "Hẹn trả"],
        Column::Finished => &["Có kết quả"],
        _ => &["Trả kết quả"],
    }
}

pub(super) const fn channel(channel: Channel) -> &'static [&'static str] {
    match channel {
        Channel::Online => &[
            "Trực tuyến",
            "Qua mạng",
            "Online",
            "trực tuyến",
            "TRỰC TUYẾN",
            "Nộp trực tuyến",
            "2",
            "DVC trực tuyến",
            "Nộp qua mạng",
            "Trực  tuyến ",
        ],
        Channel::InPerson => &[
            "Trực tiếp",
            "trực tiếp",
            "Tại Trung tâm PVHCC",
            "TRỰC TIẾP",
            "1",
            "Nộp trực tiếp",
            "Trung tâm Phục vụ hành chính công",
            "Tại bộ phận một cửa",
        ],
        Channel::Post => {
            &["BCCI", "Qua BCCI", "Bưu chính công ích", "Dịch vụ bưu chính", "Bưu điện", "3", "Qua bưu điện"]
        }
    }
}

pub(super) const fn status(status: Status) -> &'static [&'static str] {
    match status {
        Status::Open => &["Đang xử lý", "Đang thụ lý", "Đang giải quyết", "ĐANG XỬ LÝ", "4"],
        Status::Accepted => &["Đã tiếp nhận", "Được tiếp nhận"],
        Status::Done => &["Đã xử lý xong", "Đã có kết quả", "Đã giải quyết", "9", "Hoàn thành", "Chờ trả"],
        Status::HandedOver => &["Đã trả kết quả", "Đã trả", "ĐÃ TRẢ KẾT QUẢ", "10"],
        Status::Paused => &[
            "Yêu cầu bổ sung",
            "Chờ bổ sung",
            "Tạm dừng",
            "Dừng xử lý",
            "Chờ thanh toán",
            "Yêu cầu thực hiện NVTC",
        ],
        Status::Returned => &["Trả lại", "Từ chối", "Trả lại hồ sơ", "Từ chối giải quyết"],
        Status::Withdrawn => &["Công dân rút", "Xin rút", "Rút hồ sơ", "Công dân yêu cầu rút hồ sơ"],
        Status::New => &["Mới đăng ký", "Chờ tiếp nhận"],
        Status::NotAccepted => &["Không được tiếp nhận", "Từ chối tiếp nhận"],
    }
}

/// How a register writes its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateForm {
    /// A date cell, where the format has such.
    Native,
    /// A date cell with a time.
    Moment,
    /// The number behind a date cell, as a number.
    Serial,
    /// The same as text.
    SerialText,
    Slashes,
    Short,
    Dashes,
    Dots,
    WithTime,
    TimeFirst,
    Long,
    Iso,
    Nbsp,
    TwoDigitYear,
    MonthFirst,
    MonthFirstShort,
    /// Every cell in another form.
    Mixed,
}

/// The forms that leave no doubt, or day/month order.
pub(super) const TEXT_FORMS: [DateForm; 11] = [
    DateForm::SerialText,
    DateForm::Slashes,
    DateForm::Short,
    DateForm::Dashes,
    DateForm::Dots,
    DateForm::WithTime,
    DateForm::TimeFirst,
    DateForm::Long,
    DateForm::Iso,
    DateForm::Nbsp,
    DateForm::TwoDigitYear,
];

/// Days since the last of 1899, as spreadsheets count after February 1900.
pub(super) fn serial(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap().num_days_from_ce()
}

/// A date as text.
pub(super) fn date_text(day: NaiveDate, form: DateForm, rng: &mut Rng) -> String {
    let time = rng.pick(&["08:15:20", "14:00:05", "16:59:59"]);
    match form {
        DateForm::SerialText | DateForm::Serial => serial(day).to_string(),
        DateForm::Short => format!("{}/{}/{}", day.day(), day.month(), day.year()),
        DateForm::Dashes => day.format("%d-%m-%Y").to_string(),
        DateForm::Dots => day.format("%d.%m.%Y").to_string(),
        DateForm::WithTime | DateForm::Moment => format!("{} {time}", day.format("%d/%m/%Y")),
        DateForm::TimeFirst => format!("{} {}", &time[..5], day.format("%d/%m/%Y")),
        DateForm::Long => format!("ngày {} tháng {} năm {}", day.day(), day.month(), day.year()),
        DateForm::Iso => day.to_string(),
        DateForm::Nbsp => format!("{}\u{a0}", day.format("%d/%m/%Y")),
        DateForm::TwoDigitYear => day.format("%d/%m/%y").to_string(),
        DateForm::MonthFirst => day.format("%m/%d/%Y").to_string(),
        DateForm::MonthFirstShort => format!("{}/{}/{}", day.month(), day.day(), day.year()),
        DateForm::Slashes | DateForm::Native | DateForm::Mixed => day.format("%d/%m/%Y").to_string(),
    }
}
