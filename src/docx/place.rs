//! Where something stands in a Word document, in words: Word shows no addresses, so paragraphs and tables are counted.

use crate::text::{Lang, Text};

/// The text that a place belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Story {
    /// The whole file.
    File,
    /// The document's body.
    Body,
    /// A header.
    Header,
    /// A footer.
    Footer,
    /// Footnotes.
    Footnotes,
    /// Endnotes.
    Endnotes,
    /// Comments.
    Comments,
    /// The title among the document's properties.
    Title,
}

/// A place: paragraphs outside of tables, tables, rows and cells are counted from 1 within their story, in the order of the
/// template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which text.
    pub story: Story,
    /// Number of the paragraph; 0 in a table and where none is meant.
    pub paragraph: u32,
    /// Table, row and cell; all 0 outside of tables.
    pub cell: (u32, u32, u32),
    /// Whether it stands in a text box there.
    pub in_box: bool,
}

impl Place {
    /// A whole story.
    pub const fn of(story: Story) -> Self {
        Self { story, paragraph: 0, cell: (0, 0, 0), in_box: false }
    }

    /// The place in words, with a capital: `Bảng 2, dòng 3, ô 1`.
    pub fn words(&self, lang: Lang) -> String {
        let story = match self.story {
            Story::File => Some(Text { vi: "tệp mẫu", en: "template" }),
            Story::Body => None,
            Story::Header => Some(Text { vi: "đầu trang", en: "header" }),
            Story::Footer => Some(Text { vi: "chân trang", en: "footer" }),
            Story::Footnotes => Some(Text { vi: "chú thích cuối trang", en: "footnotes" }),
            Story::Endnotes => Some(Text { vi: "chú thích cuối văn bản", en: "endnotes" }),
            Story::Comments => Some(Text { vi: "nhận xét (comment)", en: "comments" }),
            Story::Title => Some(Text { vi: "tiêu đề của tệp", en: "document title" }),
        };
        let mut parts: Vec<String> = story.map(|story| story.get(lang).to_owned()).into_iter().collect();
        if self.in_box {
            parts.push(Text { vi: "hộp chữ", en: "text box" }.get(lang).to_owned());
        }
        let (table, row, cell) = self.cell;
        if table > 0 {
            let words = Text { vi: "bảng {t}", en: "table {t}" };
            parts.push(words.fill(lang, &[("t", table.to_string())]));
            let words = Text { vi: "dòng {n}", en: "row {n}" };
            parts.extend((row > 0).then(|| words.fill(lang, &[("n", row.to_string())])));
            let words = Text { vi: "ô {n}", en: "cell {n}" };
            parts.extend((cell > 0).then(|| words.fill(lang, &[("n", cell.to_string())])));
        } else if self.paragraph > 0 {
            let words = Text { vi: "đoạn {n}", en: "paragraph {n}" };
            parts.push(words.fill(lang, &[("n", self.paragraph.to_string())]));
        }
        let words = parts.join(", ");
        let mut chars = words.chars();
        chars
            .next()
            .map(|first| first.to_uppercase().collect::<String>() + chars.as_str())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_said_in_words() {
        let body = Place::of(Story::Body);
        assert_eq!(Place { paragraph: 12, ..body }.words(Lang::Vi), "Đoạn 12");
        assert_eq!(Place { cell: (2, 3, 1), ..body }.words(Lang::Vi), "Bảng 2, dòng 3, ô 1");
        assert_eq!(Place { cell: (2, 3, 0), ..body }.words(Lang::En), "Table 2, row 3");
        let header = Place { paragraph: 1, in_box: true, ..Place::of(Story::Header) };
        assert_eq!(header.words(Lang::Vi), "Đầu trang, hộp chữ, đoạn 1");
    }
}
