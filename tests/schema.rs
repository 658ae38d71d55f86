//! The machine result, key by key as the contract has it: scripts read it without asking.
#![allow(clippy::unwrap_used)]

use serde_json::Value as Json;

use crate::support::{INDICATORS, REGISTER, Workdir, sheet};

fn keys(value: &Json) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn has(value: &Json, names: &[&str]) {
    let keys = keys(value);
    for name in names {
        assert!(keys.contains(name), "{name} is missing: {keys:?}");
    }
}

const ROWS: [&str; 11] = [
    "blank",
    "cases",
    "footer",
    "group",
    "header",
    "note",
    "number",
    "read",
    "title",
    "total",
    "unclassified",
];
const FATES: [&str; 8] =
    ["cases", "counted", "duplicate", "never_counted", "outside_period", "rows", "superseded", "unplaced"];
const COLUMNS: &str = "sequence case_code procedure_code procedure_name content field applicant address phone copies \
                       channel submitted_on received_on due_on extended_to finished_on handed_over_on supplement_on \
                       refused_on status time_limit unit officer fee note";
const KINDS: [&str; 7] =
    ["register", "catalogue", "indicators", "report", "corrections", "ignored", "unreadable"];

fn keeps_the_contract(result: &Json) {
    has(
        result,
        &[
            "schema", "agency", "period", "draft", "files", "ledger", "findings", "figures", "groups",
            "outputs",
        ],
    );
    assert_eq!(result["schema"], 1);
    assert_eq!(keys(&result["period"]), ["from", "id", "to"]);
    assert_eq!(keys(&result["ledger"]), FATES);
    assert_eq!(keys(&result["groups"]), ["don_vi", "linh_vuc", "thang", "tthc"]);
    for file in result["files"].as_array().unwrap() {
        assert_eq!(keys(file), ["kind", "path", "sha256", "sheets", "unit"]);
        assert_eq!(file["sha256"].as_str().unwrap().len(), 64);
        assert!(KINDS.contains(&file["kind"].as_str().unwrap()), "{file}");
        for sheet in file["sheets"].as_array().unwrap() {
            assert_eq!(keys(sheet), ["columns", "header_rows", "name", "rows"]);
            assert_eq!(keys(&sheet["rows"]), ROWS);
            for column in keys(&sheet["columns"]) {
                assert!(COLUMNS.split_whitespace().any(|known| known == column), "{column}");
            }
        }
    }
    let errors =
        result["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error");
    assert_eq!(result["draft"], errors.count() > 0);
    for finding in result["findings"].as_array().unwrap() {
        has(finding, &["code", "severity", "file", "value", "message", "figures"]);
        assert!(["error", "warning", "info"].contains(&finding["severity"].as_str().unwrap()));
        let message = finding["message"].as_str().unwrap();
        assert!(!message.contains(['{', '}']), "a hole was left open: {message}");
        // A cell has its sheet and row; a fault of the whole file has neither.
        let holds = |key| finding.get(key).is_some();
        assert!(!holds("cell") || holds("row"), "{finding}");
        assert!(!holds("row") || holds("sheet"), "{finding}");
        if let (Some(cell), Some(row)) = (finding["cell"].as_str(), finding["row"].as_u64()) {
            assert!(cell.ends_with(&row.to_string()), "{finding}");
        }
        assert!(finding.as_object().unwrap().values().all(|value| !value.is_null()), "{finding}");
    }
    for (group, list) in result["groups"].as_object().unwrap() {
        for entry in list.as_array().unwrap() {
            has(entry, if group == "tthc" { &["code", "name", "figures"] } else { &["name", "figures"] });
        }
    }
}

#[test]
fn a_run_gives_the_shape_of_the_contract_and_the_file_holds_the_same() {
    let work = Workdir::sample();
    let result = work.result(&["run", "bc"]);
    keeps_the_contract(&result);
    let file: Json = serde_json::from_slice(&work.read("bc/ket-qua/ket-qua.json")).unwrap();
    assert_eq!(file, result);
    let outputs = result["outputs"].as_array().unwrap();
    assert_eq!(outputs.len(), 7);
    for path in outputs {
        let path = path.as_str().unwrap();
        let bytes = work.read(&format!("bc/{path}"));
        assert_eq!(result["output_sha256"][path], tthc::commands::load::hash(&bytes), "{path}");
    }
}

#[test]
fn check_gives_the_same_shape_with_paths_as_given() {
    let work = Workdir::sample();
    let path = format!("bc/{REGISTER}");
    let result = work.result(&["check", &path, "--catalogue", "bc/danh-muc/danh-muc-tthc.xlsx"]);
    keeps_the_contract(&result);
    let paths: Vec<&str> =
        result["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert!(paths.contains(&path.as_str()), "{paths:?}");
    assert_eq!(result["outputs"].as_array().unwrap().len(), 0);
    assert_eq!(work.names("bc"), ["danh-muc", "hop-thu", "tthc.toml"], "check writes nothing");
}

#[test]
fn every_kind_of_input_is_named_and_has_its_sheets() {
    let work = Workdir::sample();
    work.write("bc/hop-thu/hong.xlsx", "PK\u{3}\u{4} not a package");
    work.write("bc/hop-thu/van-phong/ghi-chu.txt", "ghi chú\n");
    work.bring(INDICATORS, "bc/hop-thu/van-phong/chi-tieu (1).xlsx");
    let result = work.result(&["run", "bc"]);
    keeps_the_contract(&result);
    let kind = |path: &str| {
        let file = result["files"].as_array().unwrap().iter().find(|file| file["path"] == path);
        let file = file.unwrap_or_else(|| panic!("{path} is not listed"));
        assert_eq!(file["sheets"].as_array().unwrap().is_empty(), file["kind"] != "register");
        file["kind"].as_str().unwrap().to_owned()
    };
    assert_eq!(kind("danh-muc/danh-muc-tthc.xlsx"), "catalogue");
    assert_eq!(kind(&format!("hop-thu/{}", &REGISTER[8..])), "register");
    assert_eq!(kind("hop-thu/hong.xlsx"), "unreadable");
    let pair = [kind(INDICATORS), kind("hop-thu/van-phong/chi-tieu (1).xlsx")];
    assert!(pair.contains(&"indicators".to_owned()) && pair.contains(&"ignored".to_owned()), "{pair:?}");
}

#[test]
fn both_cells_of_a_repeated_case_code_are_named() {
    let work = Workdir::new();
    let header = [
        "STT",
        "Mã hồ sơ",
        "Tên TTHC",
        "Hình thức tiếp nhận",
        "Ngày tiếp nhận",
        "Ngày hẹn trả",
        "Ngày có kết quả",
    ];
    let code = "000.99.99.H14-230105-0001";
    work.write(
        "so.xlsx",
        sheet(
            "Sổ",
            &[
                &header,
                &["1", code, "Cấp giấy phép A", "Trực tuyến", "05/01/2023", "20/01/2023", "18/01/2023"],
                &["2", code, "Cấp giấy phép B", "Trực tiếp", "16/01/2023", "30/01/2023", ""],
            ],
        ),
    );
    let result = work.result(&["check", "so.xlsx", "--period", "2023-Q1"]);
    keeps_the_contract(&result);
    let cells: Vec<&str> = result["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["code"] == "LD001")
        .map(|finding| finding["cell"].as_str().unwrap())
        .collect();
    assert_eq!(cells, ["B2", "B3"]);
}
