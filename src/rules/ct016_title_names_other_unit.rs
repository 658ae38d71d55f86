//! CT016: The title of a register names another unit than the folder it lies in.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Title names another unit.
pub static RULE: Rule = Rule {
    code: "CT016",
    name: "title-names-other-unit",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Tiêu đề ghi đơn vị khác", en: "Title names another unit" },
    message: Text {
        vi: "Tiêu đề ghi đơn vị “{a}” nhưng tệp nằm ở thư mục của “{b}”. Hãy chuyển tệp sang đúng thư mục, hoặc sửa tiêu đề.",
        en: "The title names “{a}” but the file lies in the folder of “{b}”. Move the file, or correct the title.",
    },
    why: Text {
        vi: "Hồ sơ được tính cho đơn vị của thư mục; đặt nhầm thì số liệu hai đơn vị đều sai.",
        en: "Cases count for the folder's unit; a misplaced file spoils two units' figures.",
    },
    source: "Thực tế sổ theo dõi (đặt nhầm thư mục)",
    example: Example {
        bad: "sổ của Phòng A trong hop-thu/phong-b",
        good: "sổ của Phòng A trong hop-thu/phong-a",
    },
    check: Check::Raised,
};
