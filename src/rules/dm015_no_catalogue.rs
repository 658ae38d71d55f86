//! DM015: There is no catalogue at all; the catalogue rules are not checked.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// No procedure catalogue.
pub static RULE: Rule = Rule {
    code: "DM015",
    name: "no-catalogue",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Không có danh mục thủ tục", en: "No procedure catalogue" },
    message: Text {
        vi: "Không có danh mục thủ tục: mã, tên, thời hạn, lĩnh vực chưa được kiểm tra; hồ sơ được xếp theo tên ghi trong sổ. Hãy đặt danh mục vào danh-muc/.",
        en: "There is no procedure catalogue: codes, names, limits and fields aren't checked; cases are grouped by the names in the registers. Put one into danh-muc/.",
    },
    why: Text {
        vi: "Các chỉ tiêu đếm từ danh mục (số thủ tục, mức độ dịch vụ công) đều bằng 0.",
        en: "Figures counted from the catalogue (procedures, service levels) are all 0.",
    },
    source: "Danh mục thủ tục hành chính công bố theo Thông tư 02/2017/TT-VPCP [M]",
    example: Example { bad: "danh-muc/ trống", good: "danh-muc/danh-muc-tthc.xlsx" },
    check: Check::Raised,
};
