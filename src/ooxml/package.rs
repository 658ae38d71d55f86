//! The zip package of a workbook: parts read by name, changed parts written in their old place with their old date, all
//! others copied with their compressed bytes. Refuses what no template can be: encrypted, damaged, bombs, doubled names.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read, Write};

use thiserror::Error;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::encoding;
use super::xml::XmlFault;

/// Most entries a package may have.
pub const MAX_ENTRIES: usize = 10_000;
/// Most bytes all parts may unpack to.
pub const MAX_UNPACKED: u64 = 512 << 20;
/// Highest ratio of unpacked to packed size of a part that is larger than [`RATIO_FROM`].
pub const MAX_RATIO: u64 = 250;
/// Parts up to this size may have any ratio.
pub const RATIO_FROM: u64 = 100_000;

/// Why a package is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PackageFault {
    /// No zip file at all.
    #[error("not a zip package")]
    NotAPackage,
    /// An OLE file: an encrypted workbook or an old .xls.
    #[error("encrypted, or an Excel 97-2003 workbook")]
    Encrypted,
    /// The directory or a part cannot be read.
    #[error("damaged: {0}")]
    Damaged(String),
    /// Too many entries, too large, or packed too well to be honest.
    #[error("too large: {0}")]
    Bomb(String),
    /// Two entries have the same name.
    #[error("two parts are named {0}")]
    Duplicate(String),
    /// A part that is needed is missing.
    #[error("part {0} is missing")]
    Missing(String),
    /// A part is not UTF-8 text.
    #[error("part {0} is not UTF-8")]
    Encoding(String),
    /// A part is not acceptable XML.
    #[error("part {part}: {fault}")]
    Xml {
        /// The part's name.
        part: String,
        /// What is wrong with it.
        fault: XmlFault,
    },
}

/// An opened package with the changes made to it so far.
pub struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    index: BTreeMap<String, usize>,
    changed: BTreeMap<String, Vec<u8>>,
    removed: BTreeSet<String>,
    added: Vec<(String, Vec<u8>)>,
    /// Parts made while the package is written: their names in the package, and as they were announced.
    streamed: BTreeMap<String, String>,
}

impl<'a> Package<'a> {
    /// Opens a package and checks every entry against the limits and its own checksum.
    pub fn open(bytes: &'a [u8]) -> Result<Self, PackageFault> {
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(PackageFault::Encrypted);
        }
        if !bytes.starts_with(b"PK") {
            return Err(PackageFault::NotAPackage);
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        if zip.len() > MAX_ENTRIES {
            return Err(PackageFault::Bomb(format!("{} parts", zip.len())));
        }
        let mut names = Vec::with_capacity(zip.len());
        let mut index = BTreeMap::new();
        let mut folded = BTreeSet::new();
        let mut total = 0_u64;
        for at in 0..zip.len() {
            let name = check_entry(&mut zip, at, &mut total)?;
            if !folded.insert(key(&name)) {
                return Err(PackageFault::Duplicate(name));
            }
            index.insert(key(&name), at);
            names.push(name);
        }
        if zip.has_duplicate_names() {
            return Err(PackageFault::Duplicate(String::from("?")));
        }
        for (at, name) in names.iter().enumerate() {
            verify(&mut zip, at, name)?;
        }
        Ok(Self {
            zip,
            names,
            index,
            changed: BTreeMap::new(),
            removed: BTreeSet::new(),
            added: Vec::new(),
            streamed: BTreeMap::new(),
        })
    }

    /// The names of all parts in the order of the package.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The names of all parts as they are now, added ones last.
    pub fn all(&self) -> Vec<String> {
        let kept = self.names.iter().filter(|name| !self.removed.contains(*name));
        kept.chain(self.added.iter().map(|(name, _)| name)).cloned().collect()
    }

    /// Whether there is such a part.
    pub fn has(&self, name: &str) -> bool {
        match self.known(name) {
            Some(at) => !self.removed.contains(&self.names[at]),
            None => self.added.iter().any(|(added, _)| added == name),
        }
    }

    /// The index of a part of the template.
    fn known(&self, name: &str) -> Option<usize> {
        self.index.get(&key(name)).copied()
    }

    /// The part's bytes, with the changes made so far.
    pub fn bytes(&mut self, name: &str) -> Result<Vec<u8>, PackageFault> {
        let Some(at) = self.known(name) else {
            let added = self.added.iter().find(|(added, _)| added == name).map(|(_, bytes)| bytes.clone());
            return added.ok_or_else(|| PackageFault::Missing(name.to_owned()));
        };
        if let Some(bytes) = self.changed.get(&self.names[at]) {
            return Ok(bytes.clone());
        }
        let mut bytes = Vec::new();
        let mut file = self.zip.by_index(at).map_err(|error| damaged(&error))?;
        file.read_to_end(&mut bytes).map_err(|error| PackageFault::Damaged(format!("{name}: {error}")))?;
        Ok(bytes)
    }

    /// The part as text; a byte order mark stays in it (see [`without_bom`]). A declared code page that is not used becomes UTF-8.
    pub fn text(&mut self, name: &str) -> Result<String, PackageFault> {
        encoding::utf8(self.bytes(name)?).ok_or_else(|| PackageFault::Encoding(name.to_owned()))
    }

    /// Replaces a part's content; a part that does not exist yet is appended.
    pub fn set(&mut self, name: &str, bytes: Vec<u8>) {
        if let Some(at) = self.known(name) {
            self.changed.insert(self.names[at].clone(), bytes);
        } else if let Some(slot) = self.added.iter_mut().find(|(added, _)| added == name) {
            slot.1 = bytes;
        } else {
            self.added.push((name.to_owned(), bytes));
        }
    }

    /// Leaves a part out of the result.
    pub fn remove(&mut self, name: &str) {
        let name = self.known(name).map_or_else(|| name.to_owned(), |at| self.names[at].clone());
        self.removed.insert(name);
    }

    /// Announces that the content of a part is made while the package is written.
    pub fn stream(&mut self, name: &str) {
        let own = self.known(name).map_or_else(|| name.to_owned(), |at| self.names[at].clone());
        self.streamed.insert(own, name.to_owned());
    }

    /// Writes the package: same order, untouched entries with their compressed bytes and dates, new parts last.
    pub fn write(self) -> Result<Vec<u8>, PackageFault> {
        self.write_with(&mut |_, _| Ok(()))
    }

    /// Like [`Package::write`]; `make` writes the content of the parts that were announced by [`Package::stream`], and is given
    /// the names they were announced by, whatever case they have in the package.
    pub fn write_with(mut self, make: &mut Make<'_>) -> Result<Vec<u8>, PackageFault> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let comment = self.zip.comment().to_vec();
        out.set_raw_comment(comment.into()).map_err(|error| damaged(&error))?;
        for (at, name) in self.names.iter().enumerate() {
            if self.removed.contains(name) {
                continue;
            }
            let file = self.zip.by_index_raw(at).map_err(|error| damaged(&error))?;
            let streamed = self.streamed.get(name);
            let bytes = self.changed.remove(name);
            if bytes.is_none() && streamed.is_none() {
                out.raw_copy_file(file).map_err(|error| damaged(&error))?;
                continue;
            }
            let date = file.last_modified().filter(DateTime::is_valid).unwrap_or_default();
            let options = file
                .options()
                .last_modified_time(date)
                .large_file(bytes.as_ref().is_some_and(|bytes| bytes.len() as u64 >= u64::from(u32::MAX)))
                .compression_method(CompressionMethod::Deflated);
            drop(file);
            match (streamed, bytes) {
                (Some(streamed), _) => add(&mut out, name, options, &mut |out| make(streamed, out))?,
                (None, bytes) => {
                    let bytes = bytes.unwrap_or_default();
                    add(&mut out, name, options, &mut |out| out.write_all(&bytes))?;
                }
            }
        }
        for (name, bytes) in self.added {
            let options = SimpleFileOptions::default()
                .last_modified_time(DateTime::default())
                .compression_method(CompressionMethod::Deflated);
            if self.streamed.contains_key(&name) {
                add(&mut out, &name, options, &mut |out| make(&name, out))?;
            } else {
                add(&mut out, &name, options, &mut |out| out.write_all(&bytes))?;
            }
        }
        Ok(out.finish().map_err(|error| damaged(&error))?.into_inner())
    }
}

/// What a part's name is known by: names are compared without regard to case (ECMA-376 part 2), and some writers separate
/// folders as Windows does, which Excel takes.
fn key(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

/// Writes the content of the part with this name.
pub type Make<'m> = dyn FnMut(&str, &mut dyn Write) -> io::Result<()> + 'm;

fn add(
    out: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    options: SimpleFileOptions,
    content: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), PackageFault> {
    out.start_file(name, options).map_err(|error| damaged(&error))?;
    content(out).map_err(|error| PackageFault::Damaged(format!("{name}: {error}")))
}

fn check_entry(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    at: usize,
    total: &mut u64,
) -> Result<String, PackageFault> {
    let file = zip.by_index_raw(at).map_err(|error| damaged(&error))?;
    let name = file.name().map_err(|error| damaged(&error))?.into_owned();
    if file.encrypted() {
        return Err(PackageFault::Encrypted);
    }
    *total = total.saturating_add(file.size());
    if *total > MAX_UNPACKED {
        return Err(PackageFault::Bomb(format!("{} MiB", *total >> 20)));
    }
    if file.size() > RATIO_FROM && file.size() / file.compressed_size().max(1) > MAX_RATIO {
        return Err(PackageFault::Bomb(name));
    }
    Ok(name)
}

/// Reads a part to its end, which makes the zip layer compare its checksum.
fn verify(zip: &mut ZipArchive<Cursor<&[u8]>>, at: usize, name: &str) -> Result<(), PackageFault> {
    let mut file = zip.by_index(at).map_err(|error| damaged(&error))?;
    // An empty part without even the end mark of its compression is written by some programs; there is nothing to verify.
    if file.size() == 0 && file.compressed_size() == 0 {
        return Ok(());
    }
    std::io::copy(&mut file, &mut std::io::sink())
        .map_err(|error| PackageFault::Damaged(format!("{name}: {error}")))?;
    Ok(())
}

fn damaged(error: &ZipError) -> PackageFault {
    PackageFault::Damaged(error.to_string())
}

/// The text behind a byte order mark, and whether there was one.
pub fn without_bom(text: &str) -> (&str, bool) {
    text.strip_prefix('\u{feff}').map_or((text, false), |rest| (rest, true))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            add(&mut out, name, SimpleFileOptions::default(), &mut |out| out.write_all(bytes)).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    #[test]
    fn an_untouched_package_comes_back_byte_for_byte() {
        let bytes = zip_of(&[("a.xml", b"<a/>"), ("b/c.xml", &[7; 5000])]);
        assert_eq!(Package::open(&bytes).unwrap().write().unwrap(), bytes);
    }

    #[test]
    fn a_changed_part_stays_in_its_place() {
        let bytes = zip_of(&[("a", b"1"), ("b", b"2"), ("c", b"3")]);
        let mut package = Package::open(&bytes).unwrap();
        package.set("b", b"two".to_vec());
        package.set("d", b"4".to_vec());
        package.remove("c");
        let out = package.write().unwrap();
        let mut again = Package::open(&out).unwrap();
        assert_eq!(again.names(), ["a", "b", "d"]);
        assert_eq!(again.bytes("b").unwrap(), b"two");
    }

    #[test]
    fn a_part_is_streamed_by_its_announced_name_whatever_its_spelling_in_the_package() {
        for name in ["xl/WorkSheets/SHEET1.xml", "xl\\worksheets\\sheet1.xml"] {
            let bytes = zip_of(&[("a.xml", b"<a/>"), (name, b"<old/>")]);
            let mut package = Package::open(&bytes).unwrap();
            assert_eq!(package.text("xl/worksheets/sheet1.xml").unwrap(), "<old/>");
            package.stream("xl/worksheets/sheet1.xml");
            let mut make = |part: &str, out: &mut dyn Write| write!(out, "<new part=\"{part}\"/>");
            let out = package.write_with(&mut make).unwrap();
            let mut again = Package::open(&out).unwrap();
            assert_eq!(again.names(), ["a.xml", name]);
            assert_eq!(again.text(name).unwrap(), "<new part=\"xl/worksheets/sheet1.xml\"/>");
        }
    }

    #[test]
    fn an_empty_part_without_the_end_mark_of_its_compression_is_kept() {
        let mut bytes = zip_of(&[("a.xml", b"<a/>"), ("empty", b"")]);
        // Method 8 (deflated) in both headers of the empty part, which was stored.
        let named = |bytes: &[u8]| -> Vec<usize> {
            bytes.windows(5).enumerate().filter(|(_, word)| word == b"empty").map(|(at, _)| at).collect()
        };
        let at = named(&bytes);
        assert_eq!(at.len(), 2);
        bytes[at[0] - 22] = 8;
        bytes[at[1] - 36] = 8;
        let mut package = Package::open(&bytes).unwrap();
        assert_eq!(package.text("a.xml").unwrap(), "<a/>");
        assert_eq!(package.write().unwrap(), bytes);
    }

    #[test]
    fn what_is_no_honest_package_is_refused() {
        assert_eq!(Package::open(b"hello").err(), Some(PackageFault::NotAPackage));
        assert_eq!(Package::open(&[0xd0, 0xcf, 0x11, 0xe0, 1]).err(), Some(PackageFault::Encrypted));
        let bomb = zip_of(&[("a", &vec![0; 3_000_000])]);
        assert!(matches!(Package::open(&bomb).err(), Some(PackageFault::Bomb(_))));
        let twice = zip_of(&[("A.xml", b"1"), ("a.xml", b"2")]);
        assert!(matches!(Package::open(&twice).err(), Some(PackageFault::Duplicate(_))));
        let mut cut = zip_of(&[("a", b"hello hello hello")]);
        cut[35] ^= 0x55;
        assert!(matches!(Package::open(&cut).err(), Some(PackageFault::Damaged(_))));
    }
}
