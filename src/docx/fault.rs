//! What can be wrong with a Word template, in both languages.

use super::place::{Place, Story};
use crate::ooxml::package::PackageFault;
use crate::template::fault::{FaultKind, said};
use crate::text::{Lang, Text, visible};

/// A fault of a Word template: nothing is produced while there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// The text that stands there.
    pub text: String,
    /// What is wrong.
    pub kind: FaultKind,
}

const OPEN: Text = Text {
    vi: "khối “{tag}” mở ra mà không đóng. Hãy thêm một đoạn (hoặc một dòng của bảng) chỉ ghi thẻ đóng, {% endfor %} hoặc {% endif %}, trong cùng ô hoặc cùng phần văn bản.",
    en: "the block “{tag}” is never closed. Add a paragraph (or a table row) that holds only {% endfor %} or {% endif %}, in the same cell or the same part of the text.",
};
const UNEXPECTED: Text = Text {
    vi: "thẻ “{tag}” không có khối nào đang mở để đóng. Hãy xóa thẻ này, hoặc mở khối ở trên, trong cùng bảng hoặc cùng phần văn bản.",
    en: "the tag “{tag}” has no open block to end. Delete it, or open the block above, in the same table or the same part of the text.",
};
const NOT_ALONE: Text = Text {
    vi: "thẻ điều khiển phải đứng một mình: cả đoạn, hoặc cả dòng của bảng, chỉ có thẻ ấy (không có hình, ngắt trang, ngắt phần). Hãy chuyển nội dung khác sang đoạn hoặc dòng khác.",
    en: "a control tag must stand alone: its paragraph or its table row holds nothing else (no picture, page break or section break). Move everything else elsewhere.",
};
const UNKNOWN_TAG: Text = Text {
    vi: "không có thẻ điều khiển “{tag}”, hoặc viết thiếu, hoặc đặt sai chỗ. Cách viết trong Word: for x in DANH_SÁCH, endfor, if ĐIỀU_KIỆN, elif ĐIỀU_KIỆN, else, endif.",
    en: "there is no control tag “{tag}”, or it is incomplete or stands in the wrong place. Known in Word are for x in LIST, endfor, if CONDITION, elif CONDITION, else, endif.",
};
const NOT_A_VALUE: Text = Text {
    vi: "không viết được {found} thành chữ. Hãy lặp danh sách bằng {% for %}, hoặc chọn một giá trị trong đó.",
    en: "{found} cannot be written as text. Repeat a list with {% for %}, or choose one value of it.",
};
const TOO_MANY: Text = Text {
    vi: "văn bản sau khi lặp quá dài. Hãy lặp một danh sách ngắn hơn.",
    en: "after repeating the document would be too long. Repeat a shorter list.",
};
const NOT_WORD: Text = Text {
    vi: "tệp không phải văn bản Word (.docx). Hãy mở bằng Word và lưu lại dạng .docx.",
    en: "the file is no Word document (.docx). Open it in Word and save it as .docx.",
};
const ENCRYPTED: Text = Text {
    vi: "tệp có mật khẩu hoặc là tệp Word 97-2003 (.doc). Hãy bỏ mật khẩu và lưu lại dạng .docx.",
    en: "the file is password-protected or a Word 97-2003 document (.doc). Remove the password and save it as .docx.",
};
const DAMAGED: Text = Text {
    vi: "tệp bị hỏng hoặc không an toàn ({detail}). Hãy mở bằng Word, lưu thành tệp mới rồi dùng tệp mới.",
    en: "the file is damaged or not safe ({detail}). Open it in Word, save it as a new file and use that.",
};

impl Fault {
    /// A fault of the whole file.
    pub fn of_file(fault: PackageFault) -> Self {
        Self { place: Place::of(Story::File), text: String::new(), kind: FaultKind::Package(fault) }
    }

    /// Where, what is wrong, and what to do.
    pub fn message(&self, lang: Lang) -> String {
        let mut out = self.place.words(lang) + ": ";
        if !self.text.is_empty() {
            out.extend(visible(&self.text).chars().take(80));
            out.push_str(" – ");
        }
        out + &self.what(lang)
    }

    /// What is wrong and what to do, without the place.
    pub fn what(&self, lang: Lang) -> String {
        match &self.kind {
            FaultKind::Open(tag) => OPEN.get(lang).replace("{tag}", tag),
            FaultKind::Unexpected(tag) => UNEXPECTED.fill(lang, &[("tag", tag)]),
            FaultKind::NotAlone => NOT_ALONE.get(lang).to_owned(),
            FaultKind::UnknownTag(tag) => UNKNOWN_TAG.fill(lang, &[("tag", tag)]),
            FaultKind::NotAValue(found) => {
                NOT_A_VALUE.get(lang).replace("{found}", crate::template::fault::kind_name(found, lang))
            }
            FaultKind::TooMany => TOO_MANY.get(lang).to_owned(),
            FaultKind::Package(PackageFault::NotAPackage | PackageFault::Missing(_)) => {
                NOT_WORD.get(lang).to_owned()
            }
            FaultKind::Package(PackageFault::Encrypted) => ENCRYPTED.get(lang).to_owned(),
            FaultKind::Package(other) => DAMAGED.fill(lang, &[("detail", said(&other.to_string(), lang))]),
            kind => kind.message(lang),
        }
    }
}
