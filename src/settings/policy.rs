//! `[chinh_sach]`: how cases count where dates alone do not decide. Every choice has a sentence that is printed with the
//! results.

use serde::Deserialize;

use crate::text::Text;

/// The counting policy; printed with every result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// Returned, refused and withdrawn cases.
    #[serde(rename = "tra_lai_rut")]
    pub returned: ReturnedPolicy,
    /// Cases without a usable due date.
    #[serde(rename = "khong_han")]
    pub without_due: WithoutDuePolicy,
    /// Paused cases.
    #[serde(rename = "tam_dung")]
    pub paused: PausedPolicy,
    /// Extensions (ngày hẹn lại).
    #[serde(rename = "hen_lai")]
    pub extended: ExtendedPolicy,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            returned: ReturnedPolicy::OnTime,
            without_due: WithoutDuePolicy::Catalogue,
            paused: PausedPolicy::InTime,
            extended: ExtendedPolicy::FirstDue,
        }
    }
}

/// How returned, refused and withdrawn cases count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum ReturnedPolicy {
    /// Finished on time, whatever the dates.
    #[serde(rename = "dung_han")]
    OnTime,
    /// By their dates, like any other case.
    #[serde(rename = "theo_ngay")]
    ByDates,
}

/// How a case without a usable due date counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum WithoutDuePolicy {
    /// Due by the catalogue's limit, else on time.
    #[serde(rename = "danh_muc")]
    Catalogue,
    /// Always on time.
    #[serde(rename = "dung_han")]
    OnTime,
}

/// How a paused case counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum PausedPolicy {
    /// Within its limit.
    #[serde(rename = "trong_han")]
    InTime,
    /// By its dates.
    #[serde(rename = "theo_ngay")]
    ByDates,
}

/// Which due date decides where a case was extended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum ExtendedPolicy {
    /// The first one: an extension after an apology does not make a late case early.
    #[serde(rename = "han_dau")]
    FirstDue,
    /// The extension.
    #[serde(rename = "han_moi")]
    Extension,
}

impl Policy {
    /// The policy in words, one line each: printed with every result.
    pub fn lines(self) -> Vec<Text> {
        vec![
            match self.returned {
                ReturnedPolicy::OnTime => Text {
                    vi: "Hồ sơ trả lại, từ chối, công dân rút: tính là đã giải quyết đúng hạn.",
                    en: "Returned, refused and withdrawn cases count as finished on time.",
                },
                ReturnedPolicy::ByDates => Text {
                    vi: "Hồ sơ trả lại, từ chối, công dân rút: tính theo ngày tháng như hồ sơ khác.",
                    en: "Returned, refused and withdrawn cases count by their dates.",
                },
            },
            match self.without_due {
                WithoutDuePolicy::Catalogue => Text {
                    vi: "Hồ sơ không có (hoặc sai) ngày hẹn trả: lấy hạn theo thời hạn trong danh mục; không có thì tính là đúng hạn.",
                    en: "A case with no (or an impossible) due date gets one from the catalogue's limit, else counts as on time.",
                },
                WithoutDuePolicy::OnTime => Text {
                    vi: "Hồ sơ không có (hoặc sai) ngày hẹn trả: tính là đúng hạn.",
                    en: "A case with no (or an impossible) due date counts as on time.",
                },
            },
            match self.paused {
                PausedPolicy::InTime => Text {
                    vi: "Hồ sơ tạm dừng, chờ bổ sung: tính là trong hạn.",
                    en: "A paused case counts as within its limit.",
                },
                PausedPolicy::ByDates => Text {
                    vi: "Hồ sơ tạm dừng, chờ bổ sung: tính theo ngày hẹn trả.",
                    en: "A paused case counts by its due date.",
                },
            },
            match self.extended {
                ExtendedPolicy::FirstDue => Text {
                    vi: "Hồ sơ hẹn lại: vẫn tính theo ngày hẹn trả đầu tiên.",
                    en: "An extended case is judged by its first due date.",
                },
                ExtendedPolicy::Extension => Text {
                    vi: "Hồ sơ hẹn lại: tính theo ngày hẹn lại.",
                    en: "An extended case is judged by the new date.",
                },
            },
            Text {
                vi: "Hồ sơ “mới đăng ký” và “không được tiếp nhận”: không tính.",
                en: "“New” and “not accepted” cases are never counted.",
            },
        ]
    }
}
