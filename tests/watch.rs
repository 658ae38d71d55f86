//! `tthc watch` as a real process on a temporary folder: what is dropped, overwritten, renamed, half copied and deleted
//! shows in the results, which are those of a fresh run; faults do not end it; one watch a folder; signals do end it.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant, SystemTime},
};

use serde_json::Value as Json;
use tthc::commands::load::hash;

use crate::support::{Workdir, sheet, slashes};

const OPTIONS: [&str; 4] = ["--period", "2023-Q1", "--today", "2023-03-20"];
const HEADER: &str = "STT,Mã hồ sơ,Tên TTHC,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả\n";
/// Windows has no files of devices' names.
const DROPPED: &str =
    if cfg!(windows) { "bc/hop-thu/phong-c/còn.xlsx" } else { "bc/hop-thu/phong-c/con.xlsx" };
/// What is said when a run begins that is not the first.
const CHANGED: &str = "Có thay đổi";
/// Longer than any of this takes on a busy machine.
const DEADLINE: Duration = Duration::from_secs(50);

/// A running watch and what it has said.
struct Watch {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Watch {
    fn start(work: &Workdir) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tthc"))
            .args(["watch", "bc"])
            .args(OPTIONS)
            .current_dir(work.path(""))
            .env_remove("TTHC_LANG")
            // Waits take a third of their time, above all those that are only patience.
            .env("TTHC_TEST_PACE", "3")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let (said, stderr) = (Arc::clone(&lines), child.stderr.take().unwrap());
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                said.lock().unwrap().push(slashes(&line));
            }
        });
        Self { child, lines }
    }

    fn said(&self) -> String {
        self.lines.lock().unwrap().join("\n")
    }

    fn count(&self, text: &str) -> usize {
        self.lines.lock().unwrap().iter().filter(|line| line.contains(text)).count()
    }

    /// Whether the last thing said of a run is its verdict.
    fn is_idle(&self) -> bool {
        let lines = self.lines.lock().unwrap();
        let last = |text: &str| lines.iter().rposition(|line| line.contains(text));
        last("đã đọc").is_some() && last("đã đọc") > last(CHANGED)
    }

    /// Waits until it has said this so many times.
    fn says(&self, text: &str, times: usize) {
        eventually(|| self.count(text) >= times, || format!("«{text}» × {times} is not in: {}", self.said()));
    }

    /// Sends a signal and waits for the end; the exit status and all that was said.
    #[cfg(unix)]
    fn stop(mut self, signal: &str) -> (Option<i32>, String) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let mut status = None;
        eventually(
            || {
                status = self.child.try_wait().unwrap();
                status.is_some()
            },
            || "it does not stop".to_owned(),
        );
        (status.unwrap().code(), self.said())
    }
}

/// Ends it as a signal would; what it says and leaves behind then is that of a signal.
#[cfg(unix)]
fn ends_by(watch: Watch, signal: &str, work: &Workdir) {
    let (status, said) = watch.stop(signal);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("Đã dừng theo dõi"), "{said}");
    assert!(!work.names("bc/ket-qua").iter().any(|name| name.starts_with('.')), "nothing else is left");
}

/// Windows sends Ctrl-C to all programs of a console, the tests among them, and only through calls that are not safe Rust:
/// here the program is ended by force, which leaves a lock that does not hold.
#[cfg(windows)]
fn ends_by(watch: Watch, _: &str, work: &Workdir) {
    drop(watch);
    let another = Watch::start(work);
    another.says("đã đọc", 1);
}

/// A test that fails leaves no process behind.
impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn eventually(mut holds: impl FnMut() -> bool, why: impl Fn() -> String) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < DEADLINE, "{}", why());
        thread::sleep(Duration::from_millis(50));
    }
}

fn folder() -> Workdir {
    let work = Workdir::new();
    work.write("bc/hop-thu/phong-a/so.csv", csv(&["01/02/2023", "02/02/2023"]));
    work.write("bc/hop-thu/phong-b/sổ & ghi.xlsx", book("B", 3));
    work.write("bc/tthc.toml", "");
    work
}

fn csv(days: &[&str]) -> String {
    let rows =
        days.iter().enumerate().map(|(n, day)| format!("{n},A-{n},Cấp A,{day},20/02/2023,15/02/2023\n"));
    HEADER.to_owned() + &rows.collect::<String>()
}

fn book(code: &str, cases: usize) -> Vec<u8> {
    let codes: Vec<String> = (0..cases).map(|n| format!("{code}-{n}")).collect();
    let header: Vec<&str> = HEADER.trim_end().split(',').collect();
    let cells: Vec<[&str; 6]> =
        codes.iter().map(|code| ["1", code, "Cấp B", "05/01/2023", "20/02/2023", "15/02/2023"]).collect();
    let mut rows: Vec<&[&str]> = vec![&header];
    rows.extend(cells.iter().map(<[&str; 6]>::as_slice));
    sheet("Sổ", &rows)
}

/// The results by name.
fn results(work: &Workdir, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let root = work.path(folder).join("ket-qua");
    let state = work.state(&format!("{folder}/ket-qua"));
    let named =
        state.into_iter().map(|(path, (bytes, _))| (path.strip_prefix(&root).unwrap().to_owned(), bytes));
    named.filter(|(path, _)| !path.to_string_lossy().starts_with('.')).collect()
}

/// Path and hash of every file read, as the machine result has them; `None` while there is none.
fn read(work: &Workdir) -> Option<BTreeMap<String, String>> {
    let result: Json = serde_json::from_slice(&fs::read(work.path("bc/ket-qua/ket-qua.json")).ok()?).ok()?;
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    Some(
        result["files"].as_array()?.iter().map(|file| (text(&file["path"]), text(&file["sha256"]))).collect(),
    )
}

/// Waits until the results are those of the inbox as it is, and compares them byte for byte with a fresh run on a copy,
/// once with the earlier result for the comparison in it, once without.
fn settles(work: &Workdir, watch: &Watch, name: &str) {
    let root = work.path("bc");
    let inbox: BTreeMap<String, String> = work
        .state("bc/hop-thu")
        .into_iter()
        .map(|(path, (bytes, _))| {
            (slashes(&path.strip_prefix(&root).unwrap().to_string_lossy()), hash(&bytes))
        })
        .collect();
    eventually(|| read(work).as_ref() == Some(&inbox), || format!("{name}: {}", watch.said()));
    // The machine result is the last to be written; what no longer holds goes after it, and then the verdict is told.
    eventually(|| watch.is_idle(), || format!("{name}: {}", watch.said()));
    let begun = watch.count(CHANGED);
    let copy = format!("copy {name}");
    let mut arguments = vec!["run", copy.as_str(), "--quiet"];
    arguments.extend(OPTIONS);
    for (path, (bytes, _)) in
        work.state("bc").into_iter().filter(|(path, _)| !path.to_string_lossy().contains(".theo-doi"))
    {
        let path = format!("{copy}/{}", slashes(&path.strip_prefix(&root).unwrap().to_string_lossy()));
        work.write(&path, bytes);
        // Written long ago: a single run need not wait whether the file goes on growing.
        let file = fs::OpenOptions::new().write(true).open(work.path(&path)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000)).unwrap();
    }
    work.run(&arguments);
    let (watched, fresh) = (results(work, "bc"), results(work, &copy));
    let same = |name: &PathBuf| watched.get(name) == fresh.get(name);
    let differing: Vec<&PathBuf> = watched.keys().chain(fresh.keys()).filter(|name| !same(name)).collect();
    assert!(differing.is_empty(), "{name}: {differing:?}\n{}", watch.said());
    assert_eq!(watch.count(CHANGED), begun, "{name}: it goes on without a change\n{}", watch.said());
    work.remove(&format!("{copy}/ket-qua"));
    work.run(&arguments);
    let alone = results(work, &copy);
    assert_eq!(alone.keys().collect::<Vec<_>>(), watched.keys().collect::<Vec<_>>(), "{name}");
    for result in alone.keys().filter(|path| path.to_string_lossy().starts_with("tong-hop")) {
        assert!(alone[result] == watched[result], "{name}: {}", result.display());
    }
}

#[test]
fn whatever_happens_in_the_inbox_shows_in_the_results_as_in_those_of_a_fresh_run() {
    let work = folder();
    let watch = Watch::start(&work);
    settles(&work, &watch, "start");

    let second = work.run(&["theo-doi", "bc"]).ends(3);
    assert!(second.err.contains(&format!("tiến trình {} trên máy", watch.child.id())), "{}", second.err);

    work.write(DROPPED, book("C", 4));
    work.write("bc/hop-thu/phong-a/so.csv", csv(&["01/02/2023", "02/02/2023", "32/02/2023"]));
    work.write("bc/hop-thu/~$x.xlsx", "owner");
    settles_without(&work, &watch, "drop and overwrite", "bc/hop-thu/~$x.xlsx");
    assert!(work.names("bc/ket-qua").iter().any(|name| name.contains("du-thao")), "an error makes a draft");
    assert_eq!(watch.count("/3] "), 2, "only what changed is read again: {}", watch.said());

    fs::rename(work.path("bc/hop-thu/phong-c"), work.path("bc/hop-thu/phòng d")).unwrap();
    work.write("bc/hop-thu/phong-a/so.csv", csv(&["01/02/2023"]));
    settles(&work, &watch, "rename and correct");
    assert!(!work.names("bc/ket-qua").iter().any(|name| name.contains("du-thao")), "the draft is gone");

    // Half of a workbook, and nothing for longer than it takes to run.
    let before = results(&work, "bc");
    let whole = book("E", 300);
    work.write("bc/hop-thu/phong-e/so.xlsx", &whole[..whole.len() / 2]);
    watch.says("so.xlsx: tệp chưa trọn vẹn", 1);
    assert_eq!(results(&work, "bc"), before, "half a file is not read");
    work.write("bc/hop-thu/phong-e/so.xlsx", &whole);
    settles(&work, &watch, "half copied");
    assert_eq!(watch.count("tệp chưa trọn vẹn"), 1, "said once: {}", watch.said());

    work.remove("bc/hop-thu/phong-e");
    work.remove("bc/hop-thu/phong-a/so.csv");
    settles(&work, &watch, "delete");

    ends_by(watch, "-INT", &work);
}

/// The same, one file of the inbox not being one to read.
fn settles_without(work: &Workdir, watch: &Watch, name: &str, path: &str) {
    eventually(|| read(work).is_some_and(|files| files.len() == 3), || watch.said());
    assert!(!read(work).unwrap().contains_key(path.trim_start_matches("bc/")));
    work.remove(path);
    settles(work, watch, name);
}

#[test]
fn a_fault_of_settings_or_template_is_told_once_and_the_watch_goes_on() {
    let work = folder();
    work.write("bc/tthc.toml", "[ky\n");
    let watch = Watch::start(&work);
    watch.says("Vẫn đang theo dõi", 1);
    assert!(read(&work).is_none());
    work.write("bc/tthc.toml", "");
    settles(&work, &watch, "settings repaired");

    let before = results(&work, "bc");
    work.write("bc/mau/rieng.xlsx", sheet("A", &[&["{{ khong_co_ten_nay }}"]]));
    watch.says("rieng.xlsx", 2);
    watch.says("Vẫn đang theo dõi", 2);
    assert_eq!(results(&work, "bc"), before, "nothing is written");
    work.write("bc/mau/rieng.xlsx", sheet("A", &[&["{{ tiep_nhan.tong }}"]]));
    // Only the folder's own templates count now; what no longer holds goes last.
    let own_only = || {
        work.path("bc/ket-qua/rieng-2023-Q1.xlsx").exists()
            && !work.path("bc/ket-qua/tong-hop-2023-Q1.xlsx").exists()
    };
    eventually(own_only, || watch.said());
    assert_eq!(watch.count("Vẫn đang theo dõi"), 2, "told once each: {}", watch.said());

    ends_by(watch, "-TERM", &work);
}

#[test]
fn results_that_cannot_be_written_are_tried_again_without_a_word_until_they_can() {
    let work = folder();
    work.write("bc/hop-thu/phong-b/hỏng.xlsx", "%PDF-1.7\n");
    // A folder where a result should be: nothing in the inbox has to change for the fault to pass.
    let obstacle = "bc/ket-qua/nhat-ky.txt/x";
    work.write(obstacle, "x");
    let watch = Watch::start(&work);
    watch.says("chương trình tự thử lại", 1);
    let told = watch.said();
    assert_eq!(watch.count("Không làm được"), 1, "{told}");
    // The first try comes after 5 seconds of the watch's time, the second 10 later.
    thread::sleep(Duration::from_millis(2_500));
    assert_eq!(watch.said(), told, "tries that fail like the last one are not told");
    assert!(read(&work).is_none());
    work.remove("bc/ket-qua/nhat-ky.txt");
    watch.says("Đã lập lại được kết quả", 1);
    settles(&work, &watch, "writable");
    assert_eq!(watch.count("hỏng.xlsx"), 1, "read again, told once: {}", watch.said());
    ends_by(watch, "-TERM", &work);
}

#[test]
fn an_inbox_that_is_away_is_waited_for() {
    let work = folder();
    let watch = Watch::start(&work);
    settles(&work, &watch, "start");
    let before = results(&work, "bc");
    fs::rename(work.path("bc/hop-thu"), work.path("away")).unwrap();
    watch.says("Không thấy bc/hop-thu", 1);
    work.write("away/phong-c/so.csv", csv(&["03/02/2023"]));
    fs::rename(work.path("away"), work.path("bc/hop-thu")).unwrap();
    watch.says("Đã thấy lại", 1);
    settles(&work, &watch, "back");
    assert_ne!(results(&work, "bc"), before);
    assert!(
        !watch.said().contains("đã đọc 0 sổ"),
        "no report of an empty inbox in between: {}",
        watch.said()
    );
}

#[cfg(unix)]
#[test]
fn results_that_are_thrown_away_are_made_again_and_the_lock_with_them() {
    let work = folder();
    let watch = Watch::start(&work);
    settles(&work, &watch, "start");
    let before = results(&work, "bc");
    fs::remove_dir_all(work.path("bc/ket-qua")).unwrap();
    watch.says("bị xoá hoặc chuyển đi", 1);
    settles(&work, &watch, "again");
    assert_eq!(results(&work, "bc"), before);
    work.run(&["watch", "bc"]).ends(3).says(&["đang được theo dõi"]);
    ends_by(watch, "-INT", &work);
}

#[cfg(any(target_os = "linux", windows))]
#[test]
fn a_result_that_is_open_is_put_in_its_place_as_soon_as_it_is_closed() {
    let work = folder();
    let watch = Watch::start(&work);
    settles(&work, &watch, "start");
    let (plain, beside) = ("bc/ket-qua/tong-hop-2023-Q1.xlsx", "bc/ket-qua/tong-hop-2023-Q1 (2).xlsx");
    let holder = crate::held::Holder::of(&work, plain);
    work.write("bc/hop-thu/phong-c/so.csv", csv(&["03/02/2023"]));
    eventually(
        || work.path(beside).exists() && read(&work).is_some_and(|files| files.len() == 3),
        || watch.said(),
    );
    drop(holder);
    eventually(|| !work.path(beside).exists(), || watch.said());
    settles(&work, &watch, "closed");
    assert!(work.read(plain).starts_with(b"PK"));
}

#[test]
fn a_single_run_waits_for_a_file_that_is_still_being_written() {
    let work = folder();
    let whole = book("E", 300);
    let (path, half) = (work.path("bc/hop-thu/phong-e/so.xlsx"), whole.len() / 2);
    work.write("bc/hop-thu/phong-e/so.xlsx", &whole[..half]);
    let writer = thread::spawn(move || {
        thread::sleep(Duration::from_millis(700));
        let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
        file.write_all(&whole[half..]).unwrap();
    });
    let mut arguments = vec!["run", "bc"];
    arguments.extend(OPTIONS);
    let result = work.result(&arguments);
    writer.join().unwrap();
    assert_eq!(result["ledger"]["cases"], 305, "{}", result["findings"]);
}
