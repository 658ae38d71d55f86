//! Who can repair a fault.

use super::Text;

/// Who can repair a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// The program normalised the value; nothing to do.
    Auto,
    /// The program has one suggestion, to be accepted.
    Suggestion,
    /// The program has candidates, one is to be chosen.
    Choice,
    /// Only people know.
    Human,
}

impl Fix {
    /// The word in the machine result.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Suggestion => "suggestion",
            Self::Choice => "choice",
            Self::Human => "human",
        }
    }

    /// What class of repair it is, in words.
    pub const fn class(self) -> Text {
        match self {
            Self::Auto => Text { vi: "an toàn, đã tự làm", en: "safe, done already" },
            Self::Suggestion => {
                Text { vi: "có đề xuất, chờ người đồng ý", en: "a suggestion, to be accepted" }
            }
            Self::Choice => {
                Text { vi: "chọn một trong các khả năng", en: "one of several to be chosen" }
            }
            Self::Human => Text { vi: "chỉ người biết", en: "only people know" },
        }
    }

    /// Who repairs it, in words.
    pub const fn meaning(self) -> Text {
        match self {
            Self::Auto => {
                Text { vi: "Chương trình đã tự chuẩn hoá", en: "Normalised by the program" }
            }
            Self::Suggestion => Text {
                vi: "Người giữ sổ; chương trình có một đề xuất khi tìm được",
                en: "Whoever keeps the register; there is a suggestion where one was found",
            },
            Self::Choice => Text {
                vi: "Người giữ sổ, chọn một trong các khả năng",
                en: "Whoever keeps the register, choosing one of several possibilities",
            },
            Self::Human => Text {
                vi: "Người giữ sổ hoặc người lập báo cáo",
                en: "Whoever keeps the register or makes the report",
            },
        }
    }
}
