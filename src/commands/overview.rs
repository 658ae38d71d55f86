//! The two results about all others: the status page and the log. Reads the earlier results that lie among the catalogue
//! files; writes nothing itself.

use std::{fs, sync::Arc};

use super::{
    folder::{self, Folder},
    load, verdict,
};
use crate::{
    error::Error,
    flow::{
        log,
        machine::Output,
        page,
        previous::{self, File},
        recognise::{Area, Input},
        report::Report,
    },
    read::ReadFault,
    text::Lang,
};

/// The status page.
pub const PAGE: &str = "trang-thai.html";
/// The log.
pub const LOG: &str = "nhat-ky.txt";

/// A machine result holds some hundred bytes for each finding; a larger file is none.
const LARGEST: u64 = 1 << 28;

/// Adds page and log to the results (name below `ket-qua/`, bytes). The page links to all of them and to the machine
/// result `machine`; the log holds the sums of all, the page included.
pub fn add(
    results: &mut Vec<(String, Vec<u8>)>,
    folder: &Folder,
    report: &Report,
    (listing, machine): (&str, &str),
    lang: Lang,
) -> Result<(), Error> {
    let previous = previous::choose(&earlier(folder)?, &report.period, &report.agency.name);
    let (period, verdict) = (verdict::dated_title(&report.period, lang), verdict::sentence(report, lang));
    let mut names: Vec<String> = results.iter().map(|(name, _)| name.clone()).collect();
    names.extend([LOG.to_owned(), machine.to_owned()]);
    let around = page::Around {
        period: &period,
        verdict: &verdict,
        outputs: &names,
        listing,
        inbox: folder::INBOX,
        previous: &previous,
    };
    results.push((PAGE.to_owned(), page::page(report, &around, lang).into_bytes()));

    let outputs: Vec<Output> =
        results.iter().map(|(name, bytes)| Output { path: below(name), sha256: load::hash(bytes) }).collect();
    let around = log::Around {
        period: &period,
        verdict: &verdict,
        outputs: &outputs,
        machine: &below(machine),
        previous: &previous,
    };
    results.push((LOG.to_owned(), log::log(report, &around, lang)));
    Ok(())
}

fn below(name: &str) -> String {
    format!("{}/{name}", folder::RESULTS)
}

/// The earlier results that are broken, as inputs that could not be read.
pub fn broken(folder: &Folder) -> Result<Vec<Input>, Error> {
    let is_broken = |bytes: &Option<Vec<u8>>| bytes.as_ref().is_none_or(|bytes| previous::is_broken(bytes));
    let broken = earlier(folder)?.into_iter().filter(|(_, bytes)| is_broken(bytes));
    let detail = || "no whole JSON text".to_owned();
    Ok(broken
        .map(|(path, bytes)| Input {
            path: Arc::from(path),
            area: Area::Catalogue,
            sender: Arc::from(""),
            sha256: load::hash(&bytes.unwrap_or_default()),
            content: Err(ReadFault::Damaged { detail: detail() }),
        })
        .collect())
}

/// The earlier results with their bytes.
fn earlier(folder: &Folder) -> Result<Vec<File>, Error> {
    let files = folder.earlier_results()?.into_iter().map(|(path, location)| {
        let small = fs::metadata(&location).is_ok_and(|data| data.len() <= LARGEST);
        (path, if small { fs::read(&location).ok() } else { None })
    });
    Ok(files.collect())
}
