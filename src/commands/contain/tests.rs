//! The supervisor against processes that answer, lie, crash or never end.
#![allow(clippy::unwrap_used)]

use super::*;

const LIMITS: Limits = Limits { time: Duration::from_secs(20), memory: 1 << 20 };

#[test]
fn limits_grow_with_the_file_up_to_a_bound() {
    assert_eq!(Limits::of(0).time.as_secs(), 30);
    assert_eq!(Limits::of(20_000_000).time.as_secs(), 40);
    assert_eq!(Limits::of(0).memory, 2 * GIB);
    assert_eq!(Limits::of(100).memory, 2 * GIB + 1_200);
    assert_eq!(Limits::of(usize::MAX).memory, 6 * GIB);
}

#[test]
fn a_program_that_cannot_be_started_has_not_seen_the_file() {
    let mut command = Command::new("./no-such-program-here");
    assert!(supervise(&mut command, b"x", LIMITS).is_none());
}

#[test]
fn a_program_that_is_not_ours_reads_here() {
    // The running test never said that it is the program.
    assert_eq!(workbook("so.csv", b"a;b\n1;2\n").unwrap().sheets[0].rows.len(), 2);
}

#[test]
fn an_answer_of_another_program_is_none() {
    assert!(answer(&b""[..]).is_none());
    assert!(answer(&b"running 0 tests, and a lot more text than the greeting has\n"[..]).is_none());
}

#[cfg(unix)]
mod unix {
    use super::*;

    /// A shell that greets like a reading process and goes on as told; `$1` is a file with a right answer.
    fn shell(script: &str, limits: Limits, input: &[u8]) -> Option<Result<Workbook, ReadFault>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answer");
        let mut right = wire::HELLO.to_vec();
        wire::encode(&Err(ReadFault::Encrypted), &mut right).unwrap();
        crate::files::write(&path, &right).unwrap();
        let hello = format!("head -c {} \"$1\"; {script}", wire::HELLO.len());
        let mut command = Command::new("sh");
        command.args(["-c", &hello, "sh"]).arg(&path);
        supervise(&mut command, input, limits)
    }

    #[test]
    fn a_right_answer_counts_however_the_process_ends() {
        for end in ["exit 0", "exit 7", "exec sleep 60"] {
            let script = format!("tail -c +{} \"$1\"; {end}", wire::HELLO.len() + 1);
            assert_eq!(shell(&script, LIMITS, &vec![0; 300_000]).unwrap().unwrap_err(), ReadFault::Encrypted);
        }
    }

    #[test]
    fn a_process_that_dies_is_a_fault_of_the_file() {
        for end in ["exit 0", "kill -9 $$", "kill -SEGV $$", "printf 'no such stream at all'"] {
            let fault = shell(end, LIMITS, &vec![0; 300_000]).unwrap().unwrap_err();
            assert!(matches!(fault, ReadFault::Crashed { .. }), "{end}: {fault}");
        }
    }

    #[test]
    fn a_process_that_never_ends_is_stopped() {
        let limits = Limits { time: Duration::from_secs(1), ..LIMITS };
        for end in ["exec sleep 60", "while :; do :; done"] {
            let fault = shell(end, limits, &vec![0; 300_000]).unwrap().unwrap_err();
            assert_eq!(fault, ReadFault::TooSlow { seconds: 1 }, "{end}");
        }
    }

    #[test]
    fn a_process_that_never_stops_talking_is_cut_off() {
        let fault = shell("exec cat /dev/zero", LIMITS, b"").unwrap().unwrap_err();
        assert!(matches!(fault, ReadFault::Crashed { .. }), "{fault}");
    }
}
