//! Reports of several units: which names are one unit, which unit has sent nothing, what is shown of each.

use super::*;

const FIRST: &str = "1;H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;10/01/2023";
const SECOND: &str = "2;H14.08-230106-0002;9.001740;06/01/2023;13/01/2023;11/01/2023";

fn units(report: &Report) -> Vec<(&str, u64)> {
    let units = report.counted.units.iter();
    units.map(|unit| (&*unit.name, unit.figures[Figure::ReceivedTotal])).collect()
}

#[test]
fn folders_of_one_name_or_title_are_one_unit_whose_repeats_count_once() {
    let (one, both) = (with_header(&[FIRST]), with_header(&[FIRST, SECOND]));
    let settings = "[don_vi.\"phong-do\"]\nten = \"Phòng Đo\"\n";
    for other in ["Phòng Đo", "PHO\u{300}NG Đo", "phòng\u{a0}đo", "Phong-Do"] {
        let path = format!("{other}/so2.csv");
        let report = report_with(settings, &[("phong-do/so.csv", &one), (&path, &both)]);
        assert_eq!(units(&report), [("phong-do", 2)], "{other:?}");
        assert_eq!((report.fates.duplicate, report.fates.counted), (1, 2));
        assert_eq!(&*report.files[2].path, path, "paths keep the real names");
        assert_eq!(found(&report, &["LD003", "TP015"]), [""; 0]);
    }
    let report = report_with(settings, &[("phong-do/so.csv", &one), ("Phong Do/so2.csv", &both)]);
    assert_eq!(units(&report), [("Phong Do", 2), ("phong-do", 1)], "accents and hyphens tell units apart");
}

#[test]
fn a_folder_a_column_and_the_settings_mean_one_unit() {
    let column = format!("Đơn vị;{HEADER}\nPHÒNG ĐO;{FIRST}\nvăn phòng;{SECOND}\n");
    let folder = with_header(&["1;H14.08-230107-0003;9.001740;07/01/2023;12/01/2023;10/01/2023"]);
    let settings = "[don_vi.\"phong-do\"]\nten = \"Phòng Đo\"\n[don_vi.\"Văn  phòng\"]\n";
    let report = report_with(settings, &[("mot-cua/so.csv", &column), ("Phòng Đo/so.csv", &folder)]);
    assert_eq!(units(&report), [("Văn  phòng", 1), ("phong-do", 2)]);
    assert_eq!(found(&report, &["TP015"]), [""; 0]);
}
