//! NL014: The case code of one of several rows of a case was answered with "-": the row would become another case.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// The code of a repeat can't be blanked.
pub static RULE: Rule = Rule {
    code: "NL014",
    name: "code-of-repeat-blanked",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text {
        vi: "Không bỏ trống mã của dòng lặp", en: "The code of a repeat can't be blanked"
    },
    message: Text {
        vi: "Câu trả lời “-” cho mã hồ sơ {v} chưa áp dụng: dòng không có mã sẽ được tính thành một hồ sơ khác, cùng với {cell}. Nếu dòng này thừa, hãy xoá cả dòng trong sổ; nếu là hồ sơ khác, hãy trả lời bằng mã đúng của nó.",
        en: "The answer “-” for case code {v} was not applied: without a code the row would count as another case, beside {cell}. If the row is superfluous, delete it in the register; if it is another case, answer with its own code.",
    },
    why: Text {
        vi: "Xoá mã không xoá dòng: hồ sơ sẽ bị tính hai lần mà không ai biết.",
        en: "Without its code the row is still there: the case would count twice unseen.",
    },
    source: "Quy ước của chương trình (bảng kê và bản đánh dấu trả về) [M]",
    example: Example { bad: "“-” cho mã của dòng lặp", good: "xoá dòng thừa trong sổ" },
    check: Check::Raised,
};
