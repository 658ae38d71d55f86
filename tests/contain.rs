//! The hidden command that reads one file, as the program itself calls it.
#![allow(clippy::unwrap_used)]

use std::{
    io::Write as _,
    process::{Command, Output, Stdio},
};

use crate::support::{REGISTER, SAMPLE, Workdir, root};
use tthc::{
    cli::READ_ONE,
    read::{self, ReadFault, wire},
};

fn child(command: &mut Command, bytes: &[u8]) -> Output {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command line that is refused does not read its input.
    let _ = child.stdin.take().unwrap().write_all(bytes);
    child.wait_with_output().unwrap()
}

fn read_one(name: &str, bytes: &[u8]) -> Output {
    child(Command::new(env!("CARGO_BIN_EXE_tthc")).args([READ_ONE, "--", name]), bytes)
}

#[test]
fn the_answer_is_what_the_library_reads() {
    let mut files: Vec<(String, Vec<u8>)> = ["rac.xlsx", "-x.csv", "rỗng"]
        .into_iter()
        .zip([b"PK\x03\x04 nonsense".to_vec(), b"a;b\n1;2\n".to_vec(), Vec::new()])
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .collect();
    files.push(("so.xlsx".to_owned(), std::fs::read(root(SAMPLE).join(REGISTER)).unwrap()));
    for (name, bytes) in files {
        let output = read_one(&name, &bytes);
        assert!(output.status.success(), "{name}");
        let answer = wire::decode(output.stdout.strip_prefix(wire::HELLO).unwrap()).unwrap();
        let direct = read::workbook(&name, &bytes);
        assert_eq!(format!("{answer:?}"), format!("{direct:?}"), "{name}");
    }
}

#[test]
fn the_hidden_command_is_not_in_the_help_and_wants_a_name() {
    let work = Workdir::new();
    assert!(!work.run(&["--help"]).ends(0).out.contains(READ_ONE));
    work.run(&[READ_ONE]).ends(2);
    work.run(&[READ_ONE, "a", "b"]).ends(2);
}

/// So little address space that the program starts and takes the 6 MB in, but cannot hold three million cells.
#[cfg(target_os = "linux")]
#[test]
fn a_process_out_of_memory_ends_without_a_whole_answer() {
    let script = format!("ulimit -v 100000; exec \"$0\" {READ_ONE} so.csv");
    let bytes = b"a;b;c\n".repeat(1_000_000);
    let output = child(Command::new("sh").args(["-c", &script, env!("CARGO_BIN_EXE_tthc")]), &bytes);
    assert!(!output.status.success());
    let answer = output.stdout.strip_prefix(wire::HELLO).unwrap();
    assert!(wire::decode(answer).is_err());
}

/// The same by its own limit, which the program above it names.
#[test]
fn a_process_keeps_within_the_memory_it_is_told() {
    let bytes = b"a;b;c\n".repeat(1_000_000);
    let read = |memory: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tthc"));
        child(command.args([READ_ONE, "--memory", memory, "--", "so.csv"]), &bytes)
    };
    let little = read("100000000");
    assert!(!little.status.success());
    assert!(wire::decode(little.stdout.strip_prefix(wire::HELLO).unwrap()).is_err());
    let enough = read("4000000000");
    assert!(enough.status.success());
    assert!(wire::decode(enough.stdout.strip_prefix(wire::HELLO).unwrap()).unwrap().is_ok());
}

#[test]
fn a_file_that_took_the_reader_down_has_words_for_staff() {
    use tthc::text::Lang;
    let crashed = ReadFault::Crashed { detail: "failed to fill whole buffer".to_owned() };
    assert!(crashed.message(Lang::Vi).contains("đột ngột") && crashed.message(Lang::En).contains("submit"));
    let slow = ReadFault::TooSlow { seconds: 31 };
    assert!(slow.message(Lang::Vi).contains("31 giây") && slow.message(Lang::En).contains("31 s"));
}
