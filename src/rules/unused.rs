//! Codes that are not used, and why: dropped rules keep their codes for good.

use super::Text;

/// A code that is not used and will not be used for anything else.
#[derive(Clone, Copy, Debug)]
pub struct NotUsed {
    /// The code.
    pub code: &'static str,
    /// What it would have said.
    pub title: Text,
    /// Why it is not used.
    pub why: Text,
}

/// The codes that are not used.
pub const NOT_USED: [NotUsed; 6] = [
    NotUsed {
        code: "CD012",
        title: Text { vi: "Ô của mẫu không như dự kiến", en: "Template cell isn't as expected" },
        why: Text {
            vi: "Mẫu không điền theo địa chỉ ô; mẫu sai làm chương trình dừng trước khi ghi, nêu đủ từng ô sai.",
            en: "Templates aren't filled by cell address; a wrong one stops the work before anything is written, with every wrong cell named.",
        },
    },
    NotUsed {
        code: "DG005",
        title: Text { vi: "Chữ giống số trong mã", en: "Look-alike characters in a code" },
        why: Text {
            vi: "DG002 (mã hồ sơ) và DM001 (mã thủ tục) nêu đúng ô đó và đề xuất mã đã sửa chữ; hai lỗi trên một ô là thừa.",
            en: "DG002 (case code) and DM001 (procedure code) name the same cell and suggest the code put right; two findings on one cell would be one too many.",
        },
    },
    NotUsed {
        code: "DG007",
        title: Text { vi: "Ngày dạng chữ đã đọc", en: "Text date read" },
        why: Text {
            vi: "CT022 nói một lần cho cả cột, kèm căn cứ; nhắc lại ở từng ô chỉ che các lỗi khác.",
            en: "CT022 says it once for the column, with its evidence; repeating it at every cell would hide other findings.",
        },
    },
    NotUsed {
        code: "DG019",
        title: Text { vi: "Thời hạn ghi bằng chữ", en: "Time limit written as text" },
        why: Text {
            vi: "Thời hạn nào cũng ghi bằng chữ; khác danh mục thì đã có DM006, không đọc được thì không dùng đến.",
            en: "Every limit is written in words; one that differs from the catalogue is DM006, one that can't be read isn't used.",
        },
    },
    NotUsed {
        code: "DG020",
        title: Text {
            vi: "Quá hạn không ghi lý do, thư xin lỗi",
            en: "Late without reason or apology letter",
        },
        why: Text {
            vi: "Sổ theo Mẫu số 06 không có chỗ cho thư xin lỗi; ô ghi chú trống không chứng tỏ là không có thư.",
            en: "Registers (Mẫu số 06) have no place for the letter, and a blank note doesn't show that there was none.",
        },
    },
    NotUsed {
        code: "DM012",
        title: Text { vi: "Danh mục cũ hơn kỳ báo cáo", en: "Catalogue older than the period" },
        why: Text {
            vi: "Danh mục không ghi ngày lập ở một chỗ nhất định; thủ tục mới còn thiếu thì đã có DM001.",
            en: "A catalogue bears its date in no fixed place; a new procedure that it lacks is DM001.",
        },
    },
];
