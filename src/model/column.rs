//! The columns of a register that the program understands, under the names of the machine result.

use serde::Serialize;

use crate::text::Text;

macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident $name:literal $vi:literal $en:literal,)*) => {
        /// What a column of a register or catalogue holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum ColumnKind {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl ColumnKind {
            /// Every kind, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in `ket-qua.json` and in `tthc.toml`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What people call it.
            pub const fn title(self) -> Text {
                match self { $(Self::$variant => Text { vi: $vi, en: $en },)* }
            }
        }
    };
}

columns! {
    /// STT
    Sequence "sequence" "Số thứ tự" "No.",
    /// Mã hồ sơ
    CaseCode "case_code" "Mã hồ sơ" "Case code",
    /// Mã TTHC
    ProcedureCode "procedure_code" "Mã thủ tục" "Procedure code",
    /// Tên TTHC
    ProcedureName "procedure_name" "Tên thủ tục" "Procedure name",
    /// Nội dung hồ sơ
    Content "content" "Nội dung hồ sơ" "Content",
    /// Lĩnh vực
    Field "field" "Lĩnh vực" "Field of work",
    /// Người nộp, chủ hồ sơ
    Applicant "applicant" "Người nộp" "Applicant",
    /// Địa chỉ
    Address "address" "Địa chỉ" "Address",
    /// Điện thoại
    Phone "phone" "Số điện thoại" "Phone",
    /// Số bộ hồ sơ
    Copies "copies" "Số bộ" "Copies",
    /// Hình thức tiếp nhận
    Channel "channel" "Hình thức tiếp nhận" "Channel",
    /// Ngày nộp
    SubmittedOn "submitted_on" "Ngày nộp" "Submitted on",
    /// Ngày tiếp nhận
    ReceivedOn "received_on" "Ngày tiếp nhận" "Received on",
    /// Ngày hẹn trả
    DueOn "due_on" "Ngày hẹn trả" "Due on",
    /// Ngày hẹn lại, gia hạn
    ExtendedTo "extended_to" "Ngày hẹn lại" "Extended to",
    /// Ngày có kết quả, kết thúc xử lý
    FinishedOn "finished_on" "Ngày có kết quả" "Finished on",
    /// Ngày trả kết quả
    HandedOverOn "handed_over_on" "Ngày trả kết quả" "Handed over on",
    /// Ngày thông báo bổ sung
    SupplementOn "supplement_on" "Ngày yêu cầu bổ sung" "Supplement asked on",
    /// Ngày từ chối
    RefusedOn "refused_on" "Ngày từ chối" "Refused on",
    /// Trạng thái
    Status "status" "Trạng thái" "Status",
    /// Thời hạn giải quyết
    TimeLimit "time_limit" "Thời hạn giải quyết" "Time limit",
    /// Đơn vị
    Unit "unit" "Đơn vị" "Unit",
    /// Cán bộ
    Officer "officer" "Cán bộ xử lý" "Officer",
    /// Phí, lệ phí
    Fee "fee" "Phí, lệ phí" "Fee",
    /// Ghi chú
    Note "note" "Ghi chú" "Note",
}

impl ColumnKind {
    /// The kind under its machine name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Whether the column holds dates.
    pub const fn is_date(self) -> bool {
        matches!(
            self,
            Self::SubmittedOn
                | Self::ReceivedOn
                | Self::DueOn
                | Self::ExtendedTo
                | Self::FinishedOn
                | Self::HandedOverOn
                | Self::SupplementOn
                | Self::RefusedOn
        )
    }
}
