//! Whatever was read arrives as it was; whatever else arrives is an error.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

fn sent(outcome: &Result<Workbook, ReadFault>) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(outcome, &mut bytes).unwrap();
    bytes
}

/// The same outcome: workbooks have no equality of their own, their debug text shows all of them.
fn arrives(outcome: &Result<Workbook, ReadFault>) {
    let arrived = decode(sent(outcome).as_slice()).unwrap();
    assert_eq!(format!("{arrived:?}"), format!("{outcome:?}"));
}

fn day(days: i32) -> Value {
    Value::Date(NaiveDate::from_num_days_from_ce_opt(days).unwrap())
}

fn book() -> Workbook {
    let values = [
        Value::Text("Nguyễn Văn A".to_owned()),
        Value::Text("dài ".repeat(50_000)),
        Value::Number(1.001_74),
        Value::Number(-0.0),
        Value::Number(f64::MAX),
        day(-5),
        day(738_000),
        Value::Bool(false),
        Value::Bool(true),
        Value::Error("#N/A".to_owned()),
        Value::NoResult,
    ];
    let cells: Vec<Cell> =
        values.into_iter().zip(0..).map(|(value, col)| Cell { col: Col(col * 1_489), value }).collect();
    let last = vec![Cell { col: Col::LAST, value: Value::NoResult }];
    let first = CellAt { row: 1, col: Col(0) };
    let sheet = Sheet {
        name: "Sổ".to_owned(),
        hidden: true,
        rows: vec![
            Row { number: 1, cells },
            Row { number: 7, cells: Vec::new() },
            Row { number: MAX_ROWS, cells: last },
        ],
        merges: vec![Area { first, last: CellAt { row: MAX_ROWS, col: Col::LAST } }],
        hidden_rows: BTreeSet::from([1, 7, MAX_ROWS]),
        hidden_columns: BTreeSet::from([Col(0), Col::LAST]),
        legacy_fonts: vec![
            FontRun { col: Col(0), rows: (1, 7), encoding: Legacy::Tcvn3 },
            FontRun { col: Col::LAST, rows: (7, MAX_ROWS), encoding: Legacy::Vni },
        ],
    };
    let text = || "so.xlsx".to_owned();
    Workbook {
        format: Format::Xlsb,
        sheets: vec![Sheet::default(), sheet],
        notes: vec![
            ReadNote::WrongExtension { extension: text() },
            ReadNote::Date1904,
            ReadNote::ExternalLinks { cells: 300, target: text() },
            ReadNote::Signed,
            ReadNote::LegacyEncoding { encoding: "windows-1258" },
            ReadNote::SheetSkipped { name: text() },
            ReadNote::SheetUnreadable { name: text(), detail: String::new() },
        ],
    }
}

#[test]
fn every_kind_of_value_note_and_format_arrives() {
    for format in FORMATS {
        arrives(&Ok(Workbook { format, ..book() }));
    }
}

#[test]
fn every_fault_arrives_with_its_words() {
    let detail = || "why".to_owned();
    arrives(&Err(ReadFault::Damaged { detail: detail() }));
    arrives(&Err(ReadFault::Encrypted));
    arrives(&Err(ReadFault::Unreliable { detail: detail() }));
    arrives(&Err(ReadFault::Crashed { detail: detail() }));
    arrives(&Err(ReadFault::TooSlow { seconds: 30 }));
    arrives(&Err(ReadFault::Locked { detail: detail() }));
    for actual in sniff::FOREIGN {
        arrives(&Err(ReadFault::Foreign { actual, extension: "xls".to_owned() }));
    }
    for what in limit::ALL {
        arrives(&Err(ReadFault::TooBig { what, value: u64::MAX, limit: 0 }));
    }
}

#[test]
fn the_lists_of_words_hold_every_word_there_is() {
    // `= WORD` names a listed one once more.
    let words = |source: &str| source.matches(": Text =").count() - source.matches(": Text = WORD;").count();
    let aliases = ["OLD_POWERPOINT: Text = POWERPOINT", "OLD_BIFF: Text = OLD_EXCEL"];
    let sniffed = include_str!("../sniff.rs");
    assert!(aliases.iter().all(|alias| sniffed.contains(alias)));
    assert_eq!(sniff::FOREIGN.len(), words(sniffed) - aliases.len());
    assert_eq!(limit::ALL.len(), words(include_str!("../fault.rs")));
}

#[test]
fn a_stream_that_is_cut_anywhere_is_an_error() {
    let mut small = book();
    small.sheets[1].rows[0].cells.remove(1);
    let bytes = sent(&Ok(small));
    for length in 0..bytes.len() {
        assert!(decode(&bytes[..length]).is_err(), "{length}");
    }
}

#[test]
fn an_altered_byte_is_an_error() {
    let bytes = sent(&Ok(book()));
    for at in (0..bytes.len()).step_by(97).chain(0..40) {
        let mut altered = bytes.clone();
        altered[at] ^= 0x10;
        assert!(decode(altered.as_slice()).is_err(), "{at}");
    }
}

#[test]
fn rows_out_of_order_are_not_sent() {
    let mut book = book();
    book.sheets[1].rows.swap(0, 1);
    assert_eq!(encode(&Ok(book), Vec::new()).unwrap_err().kind(), io::ErrorKind::InvalidData);
}

proptest! {
    /// Chunks with a right checksum may hold anything: a process whose memory was overwritten makes such ones.
    #[test]
    fn wild_content_in_whole_chunks_never_panics(content in prop::collection::vec(any::<u8>(), 0..400), tag in 0_u8..9) {
        let mut bytes = Vec::new();
        let mut out = Writer::new(&mut bytes);
        out.bytes(&[tag]).unwrap();
        out.bytes(&content).unwrap();
        out.finish().unwrap();
        // What is understood can be sent on.
        if let Ok(outcome) = decode(bytes.as_slice()) {
            arrives(&outcome);
        }
    }

    #[test]
    fn wild_bytes_are_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(decode(bytes.as_slice()).is_err());
    }

    #[test]
    fn numbers_arrive(number in any::<u64>()) {
        arrives(&Err(ReadFault::TooSlow { seconds: number }));
    }
}
