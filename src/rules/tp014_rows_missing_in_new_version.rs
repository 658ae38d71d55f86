//! TP014: The newer version or marked copy lacks cases of the file it replaces.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Cases missing in the newer version.
pub static RULE: Rule = Rule {
    code: "TP014",
    name: "rows-missing-in-new-version",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Bản mới thiếu hồ sơ", en: "Cases missing in the newer version" },
    message: Text {
        vi: "Bản mới thiếu {n} hồ sơ có trong {name}: {list}. Các hồ sơ này không được tính. Nếu xoá nhầm, hãy thêm lại; nếu đúng là bỏ, hãy giải trình.",
        en: "The newer version lacks {n} cases of {name}: {list}. They are not counted. If they were deleted by mistake, add them again; if on purpose, explain it.",
    },
    why: Text {
        vi: "Hồ sơ biến mất giữa hai bản thì số liệu giảm mà không ai biết.",
        en: "A case lost between two versions lowers the figures unseen.",
    },
    source: "Thực tế sổ theo dõi (sổ sửa rồi gửi lại) [M]",
    example: Example { bad: "bản mới mất 3 dòng", good: "bản mới có đủ mọi dòng" },
    check: Check::Raised,
};
