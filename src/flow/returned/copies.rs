//! The loop with marked copies: made, answered or corrected by hand, dropped beside the original or over it.
#![allow(clippy::unwrap_used)]

use super::tests::*;
use crate::{
    flow::recognise::Input,
    model::{figure::Figure, sheet::Value},
};

const OTHER: &str = "1;H99.08-230301-0009;1.001770;Trực tiếp;01/03/2023;08/03/2023;07/03/2023";

#[test]
fn a_filled_marked_copy_replaces_the_file_it_was_made_from_wherever_it_is_dropped() {
    let original = register(&ROWS);
    let first = run(vec![original.clone()]);
    for name in ["hop-thu/a/so.xlsx", "hop-thu/tra lai (1).xlsx"] {
        let copy = marked(&first, &original, name, fixed);
        let second = run(vec![original.clone(), copy.clone()]);
        assert_eq!(
            (second.fates.superseded, second.fates.duplicate, second.fates.sum()),
            (4, 0, 8),
            "{name}"
        );
        assert_eq!(second.counted.total[Figure::FinishedTotal], 3);
        assert_eq!(outcome(&second), ["NL002"; 3]);
        assert_eq!(codes(&second, "TP"), ["TP005"]);
        let units: Vec<&str> = second.counted.units.iter().map(|unit| &*unit.name).collect();
        assert_eq!(units, ["a"], "the unit stays that of the file it was made from");
        // Saved over the original.
        let third = run(vec![copy]);
        assert_eq!((third.fates.superseded, third.fates.sum()), (0, 4));
        assert_eq!(third.counted.total, second.counted.total);
    }
}

#[test]
fn a_unit_stays_one_when_its_marked_copy_comes_back_whatever_its_folder_is_made_of() {
    let folders = ["Pho\u{300}ng Đa\u{302}\u{301}t", "trạm\u{a0}y", "VP  Sở"];
    for (folder, unit) in folders.into_iter().zip(["Phòng Đất", "trạm y", "VP Sở"]) {
        let original = file(&format!("hop-thu/{folder}/so.csv"), &format!("{HEADER}\n{}\n", ROWS.join("\n")));
        let beside = file(&format!("hop-thu/{folder}/so-b.csv"), &format!("{HEADER}\n{OTHER}\n"));
        let first = run(vec![original.clone(), beside.clone()]);
        assert_eq!(&*first.files[1].folder, folder, "the folder itself keeps its name");
        let copy = marked(&first, &original, &original.path, fixed);
        let listing = answered(&first, "hop-thu/tra loi.xlsx", fixed);
        for back in [vec![copy.clone(), beside.clone()], vec![original.clone(), beside.clone(), listing]] {
            let second = run(back);
            let units: Vec<&str> = second.counted.units.iter().map(|unit| &*unit.name).collect();
            assert_eq!(units, [unit]);
            assert_eq!(outcome(&second), ["NL002"; 3], "{folder:?}");
        }
        let both = run(vec![original, Input { path: "hop-thu/tra.xlsx".into(), ..copy }, beside]);
        assert_eq!((both.fates.superseded, both.counted.units.len()), (4, 1));
    }
}

#[test]
fn an_untouched_marked_copy_is_ignored_beside_its_original_and_is_the_register_without_it() {
    let original = register(&ROWS);
    let first = run(vec![original.clone()]);
    let copy = marked(&first, &original, "hop-thu/a/so.xlsx", |_, _| [""; 3]);
    let second = run(vec![original.clone(), copy.clone()]);
    assert_eq!((second.fates, codes(&second, "TP")), (first.fates, vec!["TP011"]));
    let third = run(vec![copy]);
    assert_eq!(third.counted.total, first.counted.total);
    assert_eq!(third.files[1].kind.word(), "register");
}

#[test]
fn cells_corrected_in_the_marked_copy_itself_count() {
    let original = register(&ROWS);
    let first = run(vec![original.clone()]);
    let mut copy = marked(&first, &original, "hop-thu/a/so da sua.xlsx", |_, _| [""; 3]);
    for sheet in &mut copy.content.as_mut().unwrap().sheets {
        for cell in sheet.rows.iter_mut().flat_map(|row| &mut row.cells) {
            if cell.value.shown() == "31/02/2023" && sheet.name != "Cần sửa" {
                cell.value = Value::Text("28/02/2023".to_owned());
            }
        }
    }
    copy.sha256 = "changed".to_owned();
    let second = run(vec![original, copy]);
    assert_eq!(second.fates.superseded, 4);
    assert_eq!(second.counted.total[Figure::FinishedTotal], 3);
    assert_eq!(value_of(&second, "DG006"), None);
}

#[test]
fn the_marked_copy_of_a_marked_copy_carries_everything_on() {
    let original = register(&ROWS);
    let first = run(vec![original.clone()]);
    let copy = marked(&first, &original, "hop-thu/a/so.xlsx", fixed);
    let second = run(vec![original.clone(), copy.clone()]);
    let again = marked(&second, &copy, "hop-thu/a/so 2.xlsx", |_, _| [""; 3]);
    let third = run(vec![original, copy, again.clone()]);
    assert_eq!((third.fates.superseded, third.fates.sum()), (8, 12));
    assert_eq!(third.counted.total, second.counted.total);
    assert_eq!(third.carried.len(), 3);
    let alone = run(vec![again]);
    assert_eq!((alone.counted.total.clone(), alone.carried.len()), (second.counted.total.clone(), 3));
}
