//! What can be wrong with a template, and what is worth telling about a filled one, in both languages.

use super::details;
use crate::ooxml::package::PackageFault;
use crate::ooxml::refs::RefFault;
use crate::text::{Lang, Text, visible};

/// A fault of a template: nothing is produced while there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The sheet's name; empty if the fault is the whole file's.
    pub sheet: String,
    /// The cell (`B7`) or another place on the sheet; empty if there is none.
    pub cell: String,
    /// The text that stands there.
    pub text: String,
    /// What is wrong.
    pub kind: FaultKind,
}

/// Kinds of faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A name that the data does not have, and the nearest full name it has.
    UnknownName {
        /// The name as written.
        name: String,
        /// The nearest known full name, if one is near.
        nearest: Option<String>,
    },
    /// The expression cannot be read; the detail is the expression language's own (English).
    Syntax(String),
    /// `{{` or `{%` without its end.
    Unclosed,
    /// A `for` or `if` (named) that is never ended.
    Open(String),
    /// An `endfor`, `else` … (named) that has nothing to end.
    Unexpected(String),
    /// A control tag in a row where something else stands too.
    NotAlone,
    /// A control tag that does not exist.
    UnknownTag(String),
    /// What shall be repeated is no list; what it is.
    NotAList(String),
    /// What shall stand in the cell is a list or a group; what it is.
    NotAValue(String),
    /// A number that no cell can hold.
    NotANumber,
    /// The expression failed; the detail is the expression language's own.
    Failed(String),
    /// More rows, columns or copies than a sheet can hold.
    TooMany,
    /// The template carries a digital signature that filling would break.
    Signed,
    /// Every sheet of the workbook would be left out.
    NoSheets,
    /// Blocks nested too deep.
    TooDeep,
    /// A merged area that begins inside a repeated block and ends outside of it, or the reverse.
    Merge(String),
    /// A formula that cannot follow the rows.
    Formula(RefFault),
    /// A repeated sheet carries a pivot table.
    Pivot,
    /// A table over columns that repeat or are left out.
    TableColumns,
    /// A column of a table that would have no name, or that of another column.
    Heading(String),
    /// The list of a validation would be longer than Excel takes.
    LongList,
    /// What only one kind of template knows, in both languages.
    Told(Text),
    /// The file itself.
    Package(PackageFault),
}

const UNKNOWN: Text = Text {
    vi: "không có dữ liệu nào tên “{name}”. Hãy sửa tên cho đúng (xem danh sách bằng lệnh `tthc chi-tieu`).",
    en: "there is no data named “{name}”. Correct the name (`tthc figures` lists them).",
};
const UNKNOWN_NEAR: Text = Text {
    vi: "không có dữ liệu nào tên “{name}”. Có phải ý là “{near}”?",
    en: "there is no data named “{name}”. Did you mean “{near}”?",
};
const SYNTAX: Text = Text {
    vi: "biểu thức viết sai, không đọc được ({detail}). Hãy sửa lại biểu thức.",
    en: "the expression cannot be read ({detail}). Correct it.",
};
const UNCLOSED: Text = Text {
    vi: "thiếu dấu đóng “}}” hoặc “%}”. Hãy thêm dấu đóng.",
    en: "the closing “}}” or “%}” is missing. Add it.",
};
const OPEN: Text = Text {
    vi: "khối “{tag}” mở ra mà không đóng. Hãy thêm một dòng chỉ ghi thẻ đóng tương ứng (endfor, endif, endcol).",
    en: "the block “{tag}” is never closed. Add a row that holds only the closing tag (endfor, endif, endcol).",
};
const UNEXPECTED: Text = Text {
    vi: "thẻ “{tag}” không có khối nào đang mở để đóng. Hãy xóa thẻ này hoặc thêm dòng mở khối ở trên.",
    en: "the tag “{tag}” has no open block to end. Delete it, or open the block above.",
};
const NOT_ALONE: Text = Text {
    vi: "thẻ điều khiển phải đứng một mình trên dòng của nó. Hãy chuyển các nội dung khác sang dòng khác.",
    en: "a control tag must stand alone in its row. Move everything else to another row.",
};
const UNKNOWN_TAG: Text = Text {
    vi: "không có thẻ điều khiển “{tag}”, hoặc viết thiếu, hoặc đặt sai chỗ. Cách viết: for x in DANH_SÁCH, endfor, if ĐIỀU_KIỆN, elif, else, endif, col x in DANH_SÁCH, endcol, sheet x in DANH_SÁCH named TÊN (chỉ ở ô A1).",
    en: "there is no control tag “{tag}”, or it is incomplete or stands in the wrong place. Known are for x in LIST, endfor, if CONDITION, elif, else, endif, col x in LIST, endcol, sheet x in LIST named NAME (in A1 only).",
};
const NOT_A_LIST: Text = Text {
    vi: "không lặp được vì đây không phải danh sách mà là {found}. Hãy dùng tên của một danh sách.",
    en: "this cannot be repeated: it is no list but {found}. Use the name of a list.",
};
const NOT_A_VALUE: Text = Text {
    vi: "một ô không chứa được {found}. Hãy lặp danh sách bằng {% for %}, hoặc chọn một giá trị trong đó.",
    en: "a cell cannot hold {found}. Repeat a list with {% for %}, or choose one value of it.",
};
const NOT_A_NUMBER: Text = Text {
    vi: "kết quả không phải là một số hợp lệ (chia cho 0?).",
    en: "the result is no valid number (a division by 0?).",
};
const FAILED: Text = Text {
    vi: "không tính được biểu thức ({detail}). Hãy kiểm tra kiểu dữ liệu và bộ lọc.",
    en: "the expression failed ({detail}). Check its types and filters.",
};
const TOO_MANY: Text = Text {
    vi: "số dòng, cột hoặc bản sao sau khi lặp vượt quá giới hạn của một trang tính.",
    en: "after repeating there would be more rows, columns or copies than a sheet can hold.",
};
const SIGNED: Text = Text {
    vi: "tệp mẫu có chữ ký số, điền số liệu sẽ làm chữ ký mất hiệu lực. Hãy dùng bản mẫu chưa ký.",
    en: "the template is digitally signed, and filling would void the signature. Use an unsigned copy.",
};
const NO_SHEETS: Text = Text {
    vi: "danh sách trống nên sổ tính sẽ không còn trang nào. Hãy thêm một trang không lặp.",
    en: "the list is empty, so the workbook would have no sheet left. Add one that does not repeat.",
};
const TOO_DEEP: Text = Text {
    vi: "các khối lồng nhau quá sâu (tối đa 32 mức).",
    en: "blocks are nested too deep (at most 32).",
};
const MERGE: Text = Text {
    vi: "vùng gộp ô {area} nằm một phần trong, một phần ngoài khối lặp nên không lặp được. Hãy tách ô đã gộp.",
    en: "the merged area {area} lies partly inside and partly outside the repeated block. Unmerge it.",
};
const FORMULA_LONG: Text = Text {
    vi: "sau khi lặp, công thức phải kể ra quá nhiều ô rời nên dài quá giới hạn của Excel. Hãy dùng SUMIF trên cả khối với một cột đánh dấu, ví dụ =SUMIF(A8:A12,\"x\",D8:D12): ghi x ở cột A của dòng cần cộng, vùng gồm cả hai dòng thẻ.",
    en: "after repeating the formula would list too many separate cells for Excel. Use SUMIF over the whole block with a column that marks the rows, as in =SUMIF(A8:A12,\"x\",D8:D12): an x in column A of the rows to add, the ranges including both control rows.",
};
const FORMULA_RANGE: Text = Text {
    vi: "hàm này cần một vùng liền nhau, nhưng ô được nhắc tới lặp thành nhiều ô rời. Hãy ghi vùng bao cả khối, kể cả hai dòng thẻ (ví dụ D8:D10), và một điều kiện chỉ đúng với dòng cần tính.",
    en: "this function needs one range, but the cell repeats as separate cells. Give the range over the block with both control rows (D8:D10), and a condition that only the rows meant fulfil.",
};
const FORMULA_SEVERAL: Text = Text {
    vi: "hàm này chỉ nhận một vùng, nhưng trang hoặc bảng (Table) được nhắc tới lặp thành nhiều bản sao. Hãy tính ở từng trang, từng nhóm rồi cộng lại bằng SUM.",
    en: "this function takes one range, but the sheet or table it names repeats. Compute it on each sheet or in each group, and add that up with SUM.",
};
const FORMULA_3D: Text = Text {
    vi: "công thức cộng xuyên qua nhiều trang, trong đó có trang có dòng, cột hoặc trang lặp, nên không theo được. Hãy cộng từng trang.",
    en: "the formula reaches through several sheets, one of which has repeated rows, columns or repeats itself. Name each sheet.",
};
const PIVOT: Text = Text {
    vi: "trang lặp có bảng tổng hợp (PivotTable) nên không nhân bản được. Hãy chuyển PivotTable sang một trang không lặp.",
    en: "the repeated sheet carries a pivot table, which cannot be copied. Move it to a sheet that does not repeat.",
};
const TABLE_COLUMNS: Text = Text {
    vi: "bảng (Table) trùm lên các cột lặp lại nên không theo được. Hãy chuyển bảng thành vùng thường (Convert to Range).",
    en: "a table lies over columns that repeat, which it cannot follow. Turn it into a plain range (Convert to Range).",
};
const HEADING: Text = Text {
    vi: "tiêu đề cột của bảng (Table) trống hoặc trùng với cột khác: “{name}”. Hãy sửa để mỗi cột có một tên riêng.",
    en: "the heading of a table's column is empty or that of another column: “{name}”. Give each column a name of its own.",
};
const LONG_LIST: Text = Text {
    vi: "danh sách chọn dài quá 255 ký tự, Excel không nhận. Hãy ghi các mục vào một vùng ô và cho danh sách chỉ vào vùng ấy.",
    en: "the list to choose from is longer than the 255 characters Excel takes. Put its items into cells and refer to them.",
};
const NOT_A_WORKBOOK: Text = Text {
    vi: "tệp không phải sổ tính Excel (.xlsx, .xlsm). Hãy mở bằng Excel và lưu lại dạng .xlsx.",
    en: "the file is no Excel workbook (.xlsx, .xlsm). Open it in Excel and save it as .xlsx.",
};
const PART_MISSING: Text = Text {
    vi: "tệp không trọn vẹn: thiếu phần “{part}” bên trong. Hãy mở bằng Excel, lưu thành tệp mới rồi dùng tệp mới.",
    en: "the file is not complete: its part “{part}” is missing. Open it in Excel, save it as a new file and use that.",
};
const ENCRYPTED: Text = Text {
    vi: "tệp có mật khẩu hoặc là tệp Excel 97-2003 (.xls). Hãy bỏ mật khẩu và lưu lại dạng .xlsx.",
    en: "the file is password-protected or an Excel 97-2003 workbook (.xls). Remove the password and save it as .xlsx.",
};
const DAMAGED: Text = Text {
    vi: "tệp bị hỏng hoặc không an toàn ({detail}). Hãy mở bằng Excel, lưu thành tệp mới rồi dùng tệp mới.",
    en: "the file is damaged or not safe ({detail}). Open it in Excel, save it as a new file and use that.",
};
const PLACES: [(&str, Text); 8] = [
    ("@header", Text { vi: "đầu trang, chân trang", en: "header and footer" }),
    ("@comment", Text { vi: "ghi chú ở ô", en: "comment on cell" }),
    ("@drawing", Text { vi: "hộp chữ hoặc biểu đồ", en: "text box or chart" }),
    (
        "@rule",
        Text {
            vi: "kiểm tra dữ liệu, định dạng có điều kiện hoặc liên kết ở ô",
            en: "validation, conditional format or link on",
        },
    ),
    ("@tab", Text { vi: "tên trang", en: "name of the tab" }),
    ("@title", Text { vi: "tiêu đề của tài liệu", en: "document title" }),
    ("@defined", Text { vi: "tên", en: "name" }),
    ("@name", Text { vi: "chú thích của tên", en: "comment of the name" }),
];
const AT_CELL: Text =
    Text { vi: "Trang “{sheet}”, ô {cell}: ", en: "Sheet “{sheet}”, cell {cell}: " };
const AT_PLACE: Text = Text { vi: "Trang “{sheet}”, {cell}: ", en: "Sheet “{sheet}”, {cell}: " };
const AT_FILE: Text = Text { vi: "Tệp mẫu: ", en: "Template: " };

impl Fault {
    /// A fault of the whole file.
    pub fn of_file(fault: PackageFault) -> Self {
        Self {
            sheet: String::new(),
            cell: String::new(),
            text: String::new(),
            kind: FaultKind::Package(fault),
        }
    }

    /// Where, what is wrong, and what to do.
    pub fn message(&self, lang: Lang) -> String {
        let mut out = place(&self.sheet, &self.cell, lang);
        if !self.text.is_empty() {
            let short: String = visible(&self.text).chars().take(80).collect();
            out.push_str(&short);
            out.push_str(" – ");
        }
        out.push_str(&self.kind.message(lang));
        out
    }
}

/// Places that are no cells are written as `@header`, `@comment B7` and the like (see `texts`): how people call one. None for a
/// cell.
pub fn place_words(cell: &str, lang: Lang) -> Option<String> {
    let (word, rest) = cell.split_once(' ').unwrap_or((cell, ""));
    let named = PLACES.iter().find(|(code, _)| *code == word).map(|(_, text)| text.get(lang));
    named.map(|named| format!("{named} {rest}").trim_end().to_owned())
}

fn place(sheet: &str, cell: &str, lang: Lang) -> String {
    let shown = place_words(cell, lang);
    let cell = shown.as_deref().unwrap_or(cell);
    if sheet.is_empty() {
        return AT_FILE.get(lang).to_owned() + &shown.map(|shown| shown + ": ").unwrap_or_default();
    }
    let at = if crate::model::place::CellAt::parse(cell).is_some() { AT_CELL } else { AT_PLACE };
    at.fill(lang, &[("sheet", sheet), ("cell", cell)])
}

impl FaultKind {
    /// What is wrong and what to do, without the place.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::UnknownName { name, nearest: Some(near) } => {
                UNKNOWN_NEAR.fill(lang, &[("name", name.as_str()), ("near", near)])
            }
            Self::UnknownName { name, nearest: None } => UNKNOWN.fill(lang, &[("name", name)]),
            Self::Syntax(detail) => SYNTAX.fill(lang, &[("detail", said(detail, lang))]),
            Self::Unclosed => UNCLOSED.get(lang).to_owned(),
            Self::Open(tag) => OPEN.fill(lang, &[("tag", tag)]),
            Self::Unexpected(tag) => UNEXPECTED.fill(lang, &[("tag", tag)]),
            Self::NotAlone => NOT_ALONE.get(lang).to_owned(),
            Self::UnknownTag(tag) => UNKNOWN_TAG.fill(lang, &[("tag", tag)]),
            Self::NotAList(found) => NOT_A_LIST.fill(lang, &[("found", kind_name(found, lang))]),
            Self::NotAValue(found) => NOT_A_VALUE.get(lang).replace("{found}", kind_name(found, lang)),
            Self::LongList => LONG_LIST.get(lang).to_owned(),
            Self::NotANumber => NOT_A_NUMBER.get(lang).to_owned(),
            Self::Failed(detail) => FAILED.fill(lang, &[("detail", said(detail, lang))]),
            Self::TooMany => TOO_MANY.get(lang).to_owned(),
            Self::Signed => SIGNED.get(lang).to_owned(),
            Self::NoSheets => NO_SHEETS.get(lang).to_owned(),
            Self::TooDeep => TOO_DEEP.get(lang).to_owned(),
            Self::Merge(area) => MERGE.fill(lang, &[("area", area)]),
            Self::Formula(RefFault::TooLong) => FORMULA_LONG.get(lang).to_owned(),
            Self::Formula(RefFault::Several) => FORMULA_SEVERAL.get(lang).to_owned(),
            Self::Formula(RefFault::ThreeD) => FORMULA_3D.get(lang).to_owned(),
            Self::TableColumns => TABLE_COLUMNS.get(lang).to_owned(),
            Self::Heading(name) => HEADING.fill(lang, &[("name", visible(name))]),
            Self::Told(text) => text.get(lang).to_owned(),
            Self::Pivot => PIVOT.get(lang).to_owned(),
            Self::Formula(RefFault::NeedsRange) => FORMULA_RANGE.get(lang).to_owned(),
            Self::Package(fault) => match fault {
                PackageFault::NotAPackage => NOT_A_WORKBOOK.get(lang).to_owned(),
                PackageFault::Missing(part) if part == "xl/workbook.xml" => {
                    NOT_A_WORKBOOK.get(lang).to_owned()
                }
                PackageFault::Missing(part) => PART_MISSING.fill(lang, &[("part", part)]),
                PackageFault::Encrypted => ENCRYPTED.get(lang).to_owned(),
                other => DAMAGED.fill(lang, &[("detail", said(&other.to_string(), lang))]),
            },
        }
    }
}

/// What the expression language says, for whom it is told.
pub fn said(detail: &str, lang: Lang) -> String {
    if lang == Lang::Vi { details::vietnamese(detail) } else { detail.to_owned() }
}

/// The name of a kind of value in the expression language, as staff would say it.
pub fn kind_name(kind: &str, lang: Lang) -> &str {
    let text = match kind {
        "map" => Text { vi: "một nhóm giá trị", en: "a group of values" },
        "sequence" | "iterator" => Text { vi: "một danh sách", en: "a list" },
        "string" => Text { vi: "một đoạn chữ", en: "a text" },
        "number" => Text { vi: "một số", en: "a number" },
        "bool" => Text { vi: "giá trị đúng/sai", en: "a yes/no value" },
        "none" => Text { vi: "giá trị trống", en: "nothing" },
        _ => return kind,
    };
    text.get(lang)
}

/// Something worth telling about a filled workbook; it does not stop anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The sheet's name in the result.
    pub sheet: String,
    /// The cell in the result.
    pub cell: String,
    /// What.
    pub kind: NoteKind,
}

/// Kinds of notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// The result of this formula cannot be computed here: it was removed and is computed on opening.
    NotComputed(String),
    /// A text was longer than a cell can hold and was cut.
    Cut,
    /// A range of this formula takes in rows that stand between the copies of those it named.
    TakesMore(String),
    /// A whole number has more digits than Excel keeps; it was written as text.
    LongNumber,
    /// A cell outside of every block tells something the filling cannot follow (`INDIRECT`, a 3-D reference).
    CannotFollow(String),
    /// Something of a Word document, in Vietnamese and in English, with its place.
    Word(String, String),
}

const NOT_COMPUTED: Text = Text {
    vi: "chưa tính được kết quả của công thức ={formula}; kết quả cũ đã bỏ, Excel sẽ tính khi mở tệp.",
    en: "the result of ={formula} could not be computed; the old one was removed, Excel computes it on opening.",
};
const CUT: Text = Text {
    vi: "đoạn chữ dài hơn 32.767 ký tự nên đã bị cắt.",
    en: "the text is longer than 32,767 characters and was cut.",
};
const TAKES_MORE: Text = Text {
    vi: "công thức ={formula} cần một vùng liền nhau, nhưng các bản sao của dòng được nhắc tới nằm rời nhau, nên vùng gồm cả các dòng xen giữa. Hãy kiểm tra lại, hoặc dùng SUMIFS, COUNTIFS với một cột đánh dấu.",
    en: "={formula} needs one range, but the copies of the rows it names do not touch, so the range takes in the rows between them. Check it, or use SUMIFS or COUNTIFS with a column that marks the rows.",
};
const LONG_NUMBER: Text = Text {
    vi: "số có hơn 15 chữ số được ghi thành chữ để giữ đủ chữ số (Excel chỉ giữ 15): phép cộng và SUM bỏ qua ô này.",
    en: "the number has more than 15 digits and was written as text to keep them all (Excel keeps 15): SUM passes over it.",
};
const CANNOT_FOLLOW: Text = Text {
    vi: "công thức ={formula} có phần không theo được các dòng lặp (INDIRECT, OFFSET, tham chiếu nhiều trang). Hãy kiểm tra lại.",
    en: "={formula} holds something that cannot follow repeated rows (INDIRECT, OFFSET, 3-D references). Check it.",
};

impl Note {
    /// Where and what.
    pub fn message(&self, lang: Lang) -> String {
        let text = match &self.kind {
            NoteKind::NotComputed(formula) => NOT_COMPUTED.fill(lang, &[("formula", formula)]),
            NoteKind::Cut => CUT.get(lang).to_owned(),
            NoteKind::TakesMore(formula) => TAKES_MORE.fill(lang, &[("formula", formula)]),
            NoteKind::LongNumber => LONG_NUMBER.get(lang).to_owned(),
            NoteKind::CannotFollow(formula) => CANNOT_FOLLOW.fill(lang, &[("formula", formula)]),
            NoteKind::Word(vi, en) => return if lang == Lang::Vi { vi } else { en }.clone(),
        };
        place(&self.sheet, &self.cell, lang) + &text
    }
}
