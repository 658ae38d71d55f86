//! The bytes of one file in, its cells with absolute positions out.
//!
//! What a file is, is decided by its content; the name is used only to say that the extension promises something
//! else, and to name the sheet of a format that has no sheet names. Values stay as stored: nothing is trimmed,
//! normalised or interpreted here, except that numbers formatted as dates become dates.
//!
//! `.xlsx` and `.xlsm` are read twice: once by `package` and `guard`, which check the archive, the checksums and
//! the XML of every part used and count the cells, and once by calamine's streaming reader, which must find the same
//! number of cells. `.xlsb` is treated alike. `.xls`, `.ods` and the XML of Excel 2003 are read by this module alone:
//! calamine would build a dense rectangle in memory (one stray cell costs gigabytes), does not stop on some damaged
//! files, and knows neither hidden rows nor formulas without a result.
//!
//! Not done here: limits on time and memory of the process (`commands/contain.rs` has them, with `wire` between its two processes), finding tables,
//! Unicode normalisation, legacy Vietnamese encodings (TCVN3, VNI).

mod biff;
mod calc;
mod delimited;
mod encoding;
mod fault;
mod fonts;
mod grid;
mod guard;
mod html;
mod notation;
mod ods;
mod package;
mod repair;
mod serial;
mod sniff;
mod spreadsheetml;
mod tokens;
pub mod wire;
mod xls;
mod xls_book;
mod xlsb;
mod xlsx;
mod xml;

pub use fault::ReadFault;

use crate::model::sheet::{Format, ReadNote, Workbook};

use sniff::Content;

/// The last row of a sheet; the last column is [`crate::model::place::Col::LAST`].
pub(crate) const MAX_ROWS: u32 = 1_048_576;

/// Extensions of files that are taken for spreadsheets, lower case.
const EXTENSIONS: [&str; 17] = [
    "xlsx", "xlsm", "xlsb", "xls", "xltx", "xltm", "xlt", "xlam", "ods", "ots", "fods", "csv", "tsv", "tab",
    "htm", "html", "xhtml",
];

/// Whether a file of this name is meant to be a spreadsheet: by its extension alone, in any case.
pub fn is_spreadsheet_name(name: &str) -> bool {
    EXTENSIONS.contains(&extension(name).as_str())
}

/// The extension of a file name, lower case, without its dot; empty if there is none.
fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_lowercase())
}

/// The name without folders and extension: what Excel calls the sheet of a text file.
fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if stem.is_empty() { "Sheet1".to_owned() } else { stem.to_owned() }
}

/// Reads the file called `name` with the content `bytes`.
///
/// Rows are 1-based, blank cells (empty, white or zero-width text) are left out, all sheets are in the order of the
/// tabs, hidden ones included. A sheet that cannot be read is a note if others can be.
///
/// # Errors
/// A [`ReadFault`] says why the file as a whole cannot be used; nothing of it has been taken then.
pub fn workbook(name: &str, bytes: &[u8]) -> Result<Workbook, ReadFault> {
    let extension = extension(name);
    let mut workbook = calc::contained(|| read(name, bytes))
        .unwrap_or_else(|panic| Err(ReadFault::Damaged { detail: panic }))
        .map_err(|fault| fault.with_extension(&extension))?;
    if !promises(&extension, workbook.format) {
        workbook.notes.insert(0, ReadNote::WrongExtension { extension });
    }
    Ok(workbook)
}

fn read(name: &str, bytes: &[u8]) -> Result<Workbook, ReadFault> {
    match sniff::content(bytes) {
        Content::Zip => {
            let mut package = package::Package::open(bytes)?;
            match sniff::package(&mut package)? {
                Format::Xlsb => xlsb::read(&mut package, bytes),
                Format::Ods => ods::read(&mut package),
                format => xlsx::read(&mut package, bytes, format),
            }
        }
        Content::Ole => xls::read(bytes),
        Content::BareBiff => xls::read_stream(bytes),
        Content::FlatOds(text) => ods::read_flat(&text),
        Content::SpreadsheetMl(text) => spreadsheetml::read(&text),
        Content::Html(text) => html::read(&stem(name), &text),
        Content::Text(text) => delimited::read(&stem(name), &text),
        Content::Foreign(actual) => Err(ReadFault::foreign(actual)),
    }
}

/// Whether an extension is right for a format. A file without extension promises nothing.
fn promises(extension: &str, format: Format) -> bool {
    let right: &[&str] = match format {
        Format::Xlsx => &["xlsx", "xltx"],
        Format::Xlsm => &["xlsm", "xltm", "xlam"],
        Format::Xlsb => &["xlsb"],
        Format::Xls => &["xls", "xlt", "xla"],
        Format::Ods => &["ods", "ots", "fods"],
        Format::Xml2003 => &["xml"],
        Format::Delimited => &["csv", "tsv", "tab", "txt"],
        Format::Html => &["htm", "html", "xhtml"],
    };
    extension.is_empty() || right.contains(&extension)
}

#[cfg(test)]
mod tests;
