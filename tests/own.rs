//! Own figures of a template: its sheet `_chi_tieu`, counted over the cases, in total and for every group.

use rust_xlsxwriter::Workbook;

use crate::support::Workdir;

fn template(own: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Bao cao").expect("a name");
    for (row, text) in (0..).zip([
        "{{ rieng.truc_tuyen }}",
        "{{ tong_dong }}",
        "{% for lv in linh_vuc %}",
        "{{ lv.ten }}: {{ lv.rieng.truc_tuyen }}",
        "{% endfor %}",
    ]) {
        sheet.write(row, 0, text).expect("a cell");
    }
    let sheet = workbook.add_worksheet().set_name("_chi_tieu").expect("a name");
    for (row, (key, name, expression)) in (0..).zip(own) {
        for (col, text) in [key, name, expression].into_iter().enumerate() {
            sheet.write(row, col as u16, *text).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

#[test]
fn an_own_figure_is_counted_in_total_and_by_field() {
    let work = Workdir::sample();
    let own = [
        ("Mã", "Tên", "Biểu thức"),
        ("rieng.truc_tuyen", "Hồ sơ trực tuyến", "kenh == \"Trực tuyến\""),
        ("tong_dong", "Tổng số dòng", "dong"),
    ];
    work.write("bc/mau/rieng.xlsx", template(&own));
    work.run(&["run", "bc", "--today", "2023-03-20"]).ends(1);
    let cells = work.cells("bc/ket-qua/rieng-2022-12-05_2023-03-04-du-thao.xlsx", "Bao cao");
    assert!((cells.number("A1") - 7.0).abs() < 1e-9);
    assert!(cells.number("A2") > 9.0);
    assert_eq!(cells.text("A3"), "Hoạt động khoa học và công nghệ: 3");
    assert_eq!(cells.text("A5"), "Năng lượng nguyên tử, an toàn bức xạ và hạt nhân: 3");
}

#[test]
fn the_check_of_a_template_knows_its_own_figures() {
    let work = Workdir::new();
    let own = [("rieng.truc_tuyen", "x", "kenh == \"Trực tuyến\""), ("tong_dong", "y", "dong")];
    work.write("rieng.xlsx", template(&own));
    work.run(&["fill", "--check", "rieng.xlsx"]).ends(0);
    work.write("sai.xlsx", template(&[("rieng.truc_tuyen", "x", "kenhh == 1"), ("tong_dong", "y", "dong")]));
    work.run(&["fill", "--check", "sai.xlsx"]).ends(3).says(&["_chi_tieu", "C1"]);
}

#[test]
fn an_unknown_attribute_stops_the_run_and_names_the_cell() {
    let work = Workdir::sample();
    work.write(
        "bc/mau/rieng.xlsx",
        template(&[("rieng.truc_tuyen", "x", "kenhh == 1"), ("tong_dong", "y", "dong")]),
    );
    work.run(&["run", "bc", "--today", "2023-03-20"]).ends(3).says(&["_chi_tieu", "C1"]);
}

#[test]
fn a_key_that_is_a_figure_already_is_refused() {
    let work = Workdir::sample();
    let own = [("tiep_nhan.tong", "x", "1"), ("rieng.truc_tuyen", "x", "1"), ("tong_dong", "y", "dong")];
    work.write("bc/mau/rieng.xlsx", template(&own));
    work.run(&["run", "bc", "--today", "2023-03-20"]).ends(3).says(&["_chi_tieu", "tiep_nhan.tong"]);
}
