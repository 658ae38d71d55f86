//! Lines to work on: what the error listing and the marked copies show of a finding, and what they carry to come back.
//!
//! In: nothing; these are the shapes that `flow/list` and `mark` write and `flow/returned` reads back. A line is known
//! again by its key in the last, hidden column, whatever the file is called and however its rows were sorted; a workbook
//! of ours is known by its very hidden sheet [`Identity::SHEET`].

use std::{fmt, sync::Arc};

use crate::{
    model::{
        finding::{RowKey, Severity},
        place::CellAt,
    },
    text::{Lang, Text},
};

/// One line of the listing or of the first sheet of a marked copy.
#[derive(Clone, Debug)]
pub struct Line {
    /// What the line is known by when it comes back, as [`LineKey`] writes it.
    pub key: String,
    /// Whether a correction for it is applied already and only carried on.
    pub is_applied: bool,
    /// Its duty.
    pub severity: Severity,
    /// Code of the rule.
    pub code: &'static str,
    /// Case code; empty where there is none.
    pub case: String,
    /// Path of the file as in the machine result.
    pub file: Arc<str>,
    /// Sheet; `None` for a fault of the file.
    pub sheet: Option<Arc<str>>,
    /// 1-based row; `None` for a fault of the sheet.
    pub row: Option<u32>,
    /// The cell; `None` for a fault of the row.
    pub cell: Option<CellAt>,
    /// How many findings it stands for: the same fault with the same value many times in one file is one line.
    pub repeats: usize,
    /// What was found, in the language of the run.
    pub message: String,
    /// What the cell holds, as shown.
    pub value: String,
    /// What could stand there; empty where there is no suggestion.
    pub suggestion: String,
    /// More values to choose from, best first; the suggestion is the first of them where there is one.
    pub candidates: Vec<String>,
    /// *Đồng ý*: filled in already, by an earlier answer.
    pub agreed: bool,
    /// *Giá trị đúng*, as answered before; else empty.
    pub right: String,
    /// *Giải trình*, as answered before; else empty.
    pub explanation: String,
    /// Figures it touches, in words.
    pub figures: String,
}

/// What every key begins with.
const KEY_PREFIX: &str = "TTHC:";

/// What a line is known by when it comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineKey {
    /// Key of the finding, or of the group of findings.
    pub finding: u64,
    /// The row of its case; all zero for a group, for what stands at no case, and in a listing that knows no rows.
    pub row: RowKey,
}

impl LineKey {
    /// Reads what [`fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix(KEY_PREFIX)?.split('-');
        let finding = u64::from_str_radix(parts.next()?, 16).ok()?;
        let digest = parts.next().map_or(Some(0), |part| u64::from_str_radix(part, 16).ok())?;
        let nth = parts.next().map_or(Some(0), |part| part.parse().ok())?;
        Some(Self { finding, row: RowKey { digest, nth } })
    }
}

impl fmt::Display for LineKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{KEY_PREFIX}{:016x}", self.finding)?;
        if self.row.digest != 0 {
            write!(out, "-{:016x}", self.row.digest)?;
        }
        if self.row.nth != 0 {
            write!(out, "-{}", self.row.nth)?;
        }
        Ok(())
    }
}

/// What *Đồng ý* offers, and what it is filled with.
pub const TICK: &str = "x";

/// The columns of a line, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Case code.
    Case,
    /// The cell, as a link.
    Cell,
    /// What was found.
    Message,
    /// What the cell holds.
    Value,
    /// Suggestion.
    Suggestion,
    /// To be ticked.
    Agreed,
    /// To be filled in.
    Right,
    /// To be filled in.
    Explanation,
    /// Level.
    Duty,
    /// Code of the rule.
    Code,
    /// Sheet.
    Sheet,
    /// File.
    File,
    /// Figures.
    Figures,
    /// Key; the column is hidden.
    Key,
}

impl Column {
    /// All columns.
    pub const ALL: [Self; 14] = [
        Self::Case,
        Self::Cell,
        Self::Message,
        Self::Value,
        Self::Suggestion,
        Self::Agreed,
        Self::Right,
        Self::Explanation,
        Self::Duty,
        Self::Code,
        Self::Sheet,
        Self::File,
        Self::Figures,
        Self::Key,
    ];

    /// Whether people fill it in.
    pub const fn is_filled_by_people(self) -> bool {
        matches!(self, Self::Agreed | Self::Right | Self::Explanation)
    }

    /// Its heading.
    pub const fn heading(self) -> Text {
        match self {
            Self::Case => Text { vi: "Mã hồ sơ", en: "Case code" },
            Self::Cell => Text { vi: "Ô", en: "Cell" },
            Self::Message => Text { vi: "Nội dung lỗi", en: "What was found" },
            Self::Value => Text { vi: "Giá trị hiện tại", en: "Present value" },
            Self::Suggestion => Text { vi: "Đề xuất", en: "Suggestion" },
            Self::Agreed => Text { vi: "Đồng ý", en: "Agreed" },
            Self::Right => Text { vi: "Giá trị đúng", en: "Right value" },
            Self::Explanation => Text { vi: "Giải trình", en: "Explanation" },
            Self::Duty => Text { vi: "Mức", en: "Level" },
            Self::Code => Text { vi: "Mã lỗi", en: "Code" },
            Self::Sheet => Text { vi: "Trang", en: "Sheet" },
            Self::File => Text { vi: "Tệp", en: "File" },
            Self::Figures => Text { vi: "Số liệu bị ảnh hưởng", en: "Figures affected" },
            Self::Key => Text { vi: "Khoá", en: "Key" },
        }
    }

    /// Its width in characters of the standard font.
    pub const fn width(self) -> f64 {
        match self {
            Self::Case | Self::Key => 24.0,
            Self::Cell => 9.0,
            Self::Message => 46.0,
            Self::Value | Self::Suggestion | Self::Right => 15.0,
            Self::Agreed | Self::Code => 8.0,
            Self::Explanation => 18.0,
            Self::Duty => 10.0,
            Self::Sheet => 12.0,
            Self::File => 22.0,
            Self::Figures => 14.0,
        }
    }

    /// The column with this heading, in either language.
    pub fn of_heading(heading: &str) -> Option<Self> {
        let heading = heading.trim();
        Self::ALL.into_iter().find(|column| {
            let text = column.heading();
            heading == text.vi || heading == text.en
        })
    }
}

/// What people call a severity.
pub const fn duty(severity: Severity) -> Text {
    match severity {
        Severity::Error => Text { vi: "Lỗi", en: "Error" },
        Severity::Warning => Text { vi: "Cảnh báo", en: "Warning" },
        Severity::Info => Text { vi: "Thông tin", en: "Information" },
    }
}

/// What a workbook of ours says of itself on its hidden sheet: one pair of key and value a row, text both, from A1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// `listing`, `marked` or `report`.
    pub kind: String,
    /// For a marked copy: path of the file it was made from.
    pub path: String,
    /// For a marked copy: the folder of the inbox that file came in, else the unit that sent it.
    pub unit: String,
    /// Lower-case hex SHA-256 of every file whose rows (marked copy) or answers (both) it carries on: it replaces them.
    pub carries: Vec<String>,
}

impl Identity {
    /// Name of the very hidden sheet.
    pub const SHEET: &'static str = "_tthc";
    /// Kind of a marked copy.
    pub const MARKED: &'static str = "marked";
    /// Kind of an error listing.
    pub const LISTING: &'static str = "listing";
    /// Value of the first pair's key.
    const MARK: &'static str = "tthc";

    /// The pairs to write, in order.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![
            (Self::MARK, "1".to_owned()),
            ("kind", self.kind.clone()),
            ("path", self.path.clone()),
            ("unit", self.unit.clone()),
        ];
        pairs.extend(self.carries.iter().map(|hash| ("carries", hash.clone())));
        pairs
    }

    /// Reads the pairs back; `None` if the first is not ours. Unknown keys of a later version are passed over.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<Self> {
        let mut pairs = pairs.into_iter();
        pairs.next().filter(|(key, _)| *key == Self::MARK)?;
        let mut identity = Self::default();
        for (key, value) in pairs {
            match key {
                "kind" => value.clone_into(&mut identity.kind),
                "path" => value.clone_into(&mut identity.path),
                "unit" => value.clone_into(&mut identity.unit),
                "carries" => identity.carries.push(value.to_owned()),
                _ => {}
            }
        }
        Some(identity)
    }
}

/// The standard explanations that *Giải trình* offers; any other text may be typed.
pub const EXPLANATIONS: [Text; 4] = [
    Text { vi: "Đã kiểm tra: số liệu đúng", en: "Checked: the value is right" },
    Text {
        vi: "Theo văn bản của cơ quan có thẩm quyền", en: "By decision of the competent authority"
    },
    Text { vi: "Do lỗi phần mềm một cửa", en: "Fault of the one-stop software" },
    Text { vi: "Sẽ sửa ở kỳ sau", en: "To be corrected next period" },
];

/// The choices of a drop-down written into the validation itself, if Excel takes them: no comma in any, 255 characters
/// in all.
pub fn choices(values: &[String]) -> Option<String> {
    let fits = !values.is_empty() && values.iter().all(|value| !value.contains([',', '"', '\n']));
    let joined = values.join(",");
    (fits && joined.encode_utf16().count() <= 255).then_some(joined)
}

/// The explanations offered in `lang`.
pub fn explanations(lang: Lang) -> Vec<String> {
    EXPLANATIONS.iter().map(|text| text.get(lang).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_comes_back_as_it_was_written() {
        let identity = Identity {
            kind: "marked".to_owned(),
            path: "hop-thu/phong-a/sổ.xlsx".to_owned(),
            unit: "phong-a".to_owned(),
            carries: vec!["aa".to_owned(), "bb".to_owned()],
        };
        let pairs = identity.pairs();
        let read = Identity::from_pairs(pairs.iter().map(|(key, value)| (*key, value.as_str())));
        assert_eq!(read, Some(identity));
        assert_eq!(Identity::from_pairs([("kind", "listing")]), None, "the first pair says whose it is");
    }

    #[test]
    fn a_key_comes_back_as_it_was_written_with_and_without_its_row() {
        for (text, finding, digest, nth) in [
            ("TTHC:0000000000000001", 1, 0, 0),
            ("TTHC:0000000000000001-00000000000000ff", 1, 255, 0),
            ("TTHC:ffffffffffffffff-00000000000000ff-2", u64::MAX, 255, 2),
        ] {
            let key = LineKey { finding, row: RowKey { digest, nth } };
            assert_eq!((key.to_string().as_str(), LineKey::parse(text)), (text, Some(key)));
        }
        for text in ["", "0000000000000001", "TTHC:", "TTHC:x", "TTHC:1-x", "TTHC:1-2-x"] {
            assert_eq!(LineKey::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_column_is_found_by_its_heading_in_either_language() {
        for column in Column::ALL {
            for lang in [Lang::Vi, Lang::En] {
                assert_eq!(Column::of_heading(column.heading().get(lang)), Some(column));
            }
        }
        assert_eq!(Column::of_heading("Ghi chú"), None);
    }

    #[test]
    fn choices_with_a_comma_or_too_long_are_not_offered() {
        let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        assert_eq!(choices(&owned(&["1.001740", "1.001741"])).as_deref(), Some("1.001740,1.001741"));
        assert_eq!(choices(&owned(&["a, b"])), None);
        assert_eq!(choices(&owned(&[&"ă".repeat(256)])), None);
        assert!(choices(&owned(&[&"ă".repeat(255)])).is_some());
        assert_eq!(choices(&[]), None);
        assert!(choices(&explanations(Lang::Vi)).is_some() && choices(&explanations(Lang::En)).is_some());
    }
}
