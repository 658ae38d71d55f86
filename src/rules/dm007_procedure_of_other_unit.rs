//! DM007: The catalogue gives the procedure to another unit.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, Check, Example, Facts, Fix, Hit, Rule, Severity, Text, is_in_play, procedure_column};
use crate::cells::text::key;

/// Procedure belongs to another unit.
pub static RULE: Rule = Rule {
    code: "DM007",
    name: "procedure-of-other-unit",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Thủ tục thuộc đơn vị khác", en: "Procedure belongs to another unit" },
    message: Text {
        vi: "Thủ tục {v} thuộc {owner}, không thuộc {unit}. Hãy kiểm tra mã thủ tục, hoặc chuyển hồ sơ sang sổ của {owner}.",
        en: "Procedure {v} belongs to {owner}, not to {unit}. Check the code, or move the case to {owner}'s register.",
    },
    why: Text {
        vi: "Hồ sơ được tính cho đơn vị gửi sổ; nếu nhầm thì số liệu hai đơn vị đều sai.",
        en: "The case counts for the sender; if that is wrong, two units' figures are.",
    },
    source: "Danh mục thủ tục hành chính công bố theo Thông tư 02/2017/TT-VPCP [M]",
    example: Example {
        bad: "thủ tục của Phòng B trong sổ của Phòng A",
        good: "thủ tục của Phòng A trong sổ của Phòng A",
    },
    check: Check::Cases(check),
};

/// Only where the catalogue calls units by the names that the registers or the settings use: a name that stands for no
/// procedure of the catalogue says nothing about whose a procedure is.
fn check(cases: &[Case], facts: &Facts<'_>) -> Vec<(usize, Hit)> {
    let procedures = facts.catalogue.map(|catalogue| catalogue.procedures.as_slice()).unwrap_or_default();
    let owners: Vec<String> = procedures.iter().map(|procedure| key(&procedure.unit)).collect();
    let known: BTreeSet<&str> = owners.iter().map(String::as_str).filter(|owner| !owner.is_empty()).collect();
    let mut hits = Vec::new();
    if known.is_empty() {
        return hits;
    }
    let mut units: BTreeMap<&str, String> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate().filter(|(_, case)| is_in_play(case)) {
        let Some(at) = case.procedure.filter(|at| owners.get(*at).is_some_and(|owner| !owner.is_empty()))
        else {
            continue;
        };
        let title = facts.titles.get(&*case.unit).map_or(&*case.unit, String::as_str);
        let unit = units.entry(&case.unit).or_insert_with(|| key(title));
        if *unit == owners[at] || !known.contains(unit.as_str()) {
            continue;
        }
        let value = case.procedure_code.value().or(case.procedure_name.value()).cloned().unwrap_or_default();
        let hit = Hit::new(procedure_column(case), value)
            .with("v", &procedures[at].code)
            .with("owner", &procedures[at].unit)
            .with("unit", title);
        hits.push((index, hit));
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{
        cells::{procedure_code, text},
        model::catalogue::{Catalogue, Has},
        rules::sample,
    };

    #[test]
    fn a_procedure_is_its_own_units_where_units_are_known_by_name() {
        let owned = |code: &str, unit: &str| {
            let mut procedure = sample::procedure(code, code);
            unit.clone_into(&mut procedure.unit);
            procedure
        };
        let known = |units: [&str; 2]| {
            let procedures = vec![owned("1.001770", units[0]), owned("1.001771", units[1])];
            Catalogue::new("dm".into(), procedures, Has::default(), procedure_code::key, text::key)
        };
        let mut case = sample::case();
        case.procedure = Some(0);
        let count = |catalogue: &Catalogue| sample::hits(&RULE, &[case.clone()], Some(catalogue)).len();
        assert_eq!(count(&known(["B", "A"])), 1, "the sample's unit is a");
        assert_eq!(count(&known(["A", "B"])), 0);
        assert_eq!(count(&known(["B", "C"])), 0, "the catalogue has other names for units");
        assert_eq!(count(&known(["", "A"])), 0);
    }
}
