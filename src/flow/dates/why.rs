//! What decided the order of day and month of a column, in words.
//!
//! In: the kind of evidence. Out: a sentence with holes for the counts. It decides nothing itself.

use crate::text::Text;

/// What decided an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Texts of the column that can be read in one order only.
    Column,
    /// The same column in other sheets and files of the sender.
    Sender,
    /// The days inside the case codes.
    CaseCodes,
    /// Receipt ≤ finish, receipt < due.
    Sequence,
    /// The rest of the rows is day/month; the few texts that are not stand alone.
    Outvoted,
    /// Nothing: day/month is assumed.
    Assumed,
    /// The evidence contradicts itself.
    Contradiction,
}

impl Why {
    /// The evidence in words; `{d}` and `{m}` are counts of texts for either order.
    pub const fn text(self) -> Text {
        match self {
            Self::Column => Text {
                vi: "trong cột có {d} ngày chỉ đọc được theo ngày/tháng và {m} ngày chỉ đọc được theo tháng/ngày",
                en: "{d} dates of the column can only be read day first and {m} only month first",
            },
            Self::Sender => Text {
                vi: "cùng cột này ở các trang, tệp khác của đơn vị có {d} ngày chỉ đọc được theo ngày/tháng và {m} theo tháng/ngày",
                en: "in the sender's other sheets and files {d} dates of this column can only be read day first and {m} month first",
            },
            Self::CaseCodes => Text {
                vi: "khớp ngày ghi trong mã hồ sơ: {d} ngày theo ngày/tháng, {m} ngày theo tháng/ngày",
                en: "the days inside the case codes agree with {d} dates day first and {m} month first",
            },
            Self::Sequence => Text {
                vi: "ngày tiếp nhận phải trước ngày hẹn và ngày xong: {d} ngày chỉ hợp theo ngày/tháng, {m} ngày theo tháng/ngày",
                en: "receipt must come before due and finish: {d} dates fit only day first, {m} only month first",
            },
            Self::Outvoted => Text {
                vi: "đối chiếu với mã hồ sơ, ngày tiếp nhận và các cột ngày khác thì {d} ngày chỉ hợp theo ngày/tháng, chỉ có {m} ngày theo tháng/ngày",
                en: "beside the case codes, the receipt and the other date columns {d} dates fit only day first and just {m} month first",
            },
            Self::Assumed => Text {
                vi: "không có bằng chứng nào khác nên đọc theo ngày/tháng ({d}/{m})",
                en: "there is no evidence, so day first is assumed ({d}/{m})",
            },
            Self::Contradiction => Text {
                vi: "bằng chứng mâu thuẫn: {d} ngày theo ngày/tháng, {m} ngày theo tháng/ngày",
                en: "the evidence contradicts itself: {d} dates day first, {m} month first",
            },
        }
    }
}
