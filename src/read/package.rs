//! A zip archive, examined before anything in it is unpacked.
//!
//! The limits come from 4,396 public workbooks that open (the largest seen in brackets): entries ≤ 10,000 (1,033),
//! ratio ≤ 250 : 1 for entries above 100 kB (170), everything unpacked ≤ 512 MiB (114 MB). Sheets and shared strings
//! have 2 GiB of their own: a register of a million rows takes 700 MB of XML. The zip crate never yields more bytes
//! than an entry declares, and checks its checksum where it is read to the end, so declared sizes are real ones.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read, Write};

use zip::read::ZipFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::fault::{ReadFault, limit};
use super::xml::XmlPart;

const MAX_ENTRIES: u64 = 10_000;
const MAX_RATIO: u64 = 250;
const SMALL: u64 = 100_000;
const MAX_DATA: u64 = 2 << 30;
const MAX_OTHER: u64 = 512 << 20;
/// Workbook, relationships, styles, theme: parts that readers keep in memory.
const MAX_KEPT: u64 = 64 << 20;

/// An archive that passed the checks.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Lower-case names with forward slashes → index.
    names: BTreeMap<String, usize>,
}

/// A part being unpacked.
pub(super) type Part<'p, 'a> = BufReader<ZipFile<'p, Cursor<&'a [u8]>>>;

/// The name under which a part is found: case and the direction of slashes mean nothing.
fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

impl<'a> Package<'a> {
    /// Opens an archive and checks its directory.
    ///
    /// # Errors
    /// Damaged (no directory, overlapping entries, unknown compression), encrypted, too big, or unreliable (two
    /// entries of one name).
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadFault> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(ReadFault::damaged)?;
        ReadFault::check(limit::ENTRIES, zip.len() as u64, MAX_ENTRIES)?;
        if zip.has_duplicate_names() {
            return Err(ReadFault::unreliable("two entries of the archive have the same name"));
        }
        let mut names = BTreeMap::new();
        let (mut data, mut other) = (0_u64, 0_u64);
        for index in 0..zip.len() {
            let file = zip.by_index_raw(index).map_err(ReadFault::damaged)?;
            let name = key(&file.name().map_err(ReadFault::damaged)?);
            check_entry(&file, &name)?;
            if local_name(bytes, file.header_start()).is_none_or(|local| local != file.name_raw()) {
                return Err(ReadFault::damaged(format!("{name}: the entry itself has another name")));
            }
            let sum = if is_data(&name) { &mut data } else { &mut other };
            *sum = sum.saturating_add(file.size());
            if !file.is_dir() && names.insert(name, index).is_some() {
                return Err(ReadFault::unreliable(
                    "two entries of the archive differ only in case or slashes",
                ));
            }
        }
        ReadFault::check(limit::UNPACKED, data, MAX_DATA)?;
        ReadFault::check(limit::UNPACKED, other, MAX_OTHER)?;
        if zip.has_overlapping_files().map_err(ReadFault::damaged)? {
            return Err(ReadFault::damaged("entries of the archive overlap"));
        }
        Ok(Self { zip, names })
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&key(name))
    }

    /// All names, lower case, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The unpacked size of a part in bytes.
    pub(super) fn size(&mut self, name: &str) -> Option<u64> {
        let index = *self.names.get(&key(name))?;
        self.zip.by_index_raw(index).ok().map(|file| file.size())
    }

    /// A copy of the archive in which `parts` replace those of the same name. Packed data is copied as it is.
    pub(super) fn with_parts(&mut self, parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ReadFault> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let replaced: Vec<String> = parts.iter().map(|(name, _)| key(name)).collect();
        for index in 0..self.zip.len() {
            let entry = self.zip.by_index_raw(index).map_err(ReadFault::damaged)?;
            let name = key(&entry.name().map_err(ReadFault::damaged)?);
            if !entry.is_dir() && !replaced.contains(&name) {
                out.raw_copy_file(entry).map_err(ReadFault::damaged)?;
            }
        }
        for (name, bytes) in parts {
            out.start_file(name.as_str(), SimpleFileOptions::default()).map_err(ReadFault::damaged)?;
            out.write_all(bytes).map_err(ReadFault::damaged)?;
        }
        Ok(out.finish().map_err(ReadFault::damaged)?.into_inner())
    }

    /// Opens a part; `None` if there is none of this name.
    pub(super) fn part(&mut self, name: &str) -> Option<Result<Part<'_, 'a>, ReadFault>> {
        let index = *self.names.get(&key(name))?;
        Some(
            self.zip
                .by_index(index)
                .map(|file| BufReader::with_capacity(64 << 10, file))
                .map_err(ReadFault::damaged),
        )
    }

    /// Opens a part as XML.
    pub(super) fn xml(&mut self, name: &str) -> Option<Result<XmlPart<Part<'_, 'a>>, ReadFault>> {
        Some(self.part(name)?.map(|part| XmlPart::new(part, name)))
    }

    /// A whole part that is kept in memory.
    pub(super) fn bytes(&mut self, name: &str) -> Option<Result<Vec<u8>, ReadFault>> {
        let part = match self.part(name)? {
            Ok(part) => part,
            Err(fault) => return Some(Err(fault)),
        };
        let mut bytes = Vec::new();
        let read = part.take(MAX_KEPT + 1).read_to_end(&mut bytes).map_err(ReadFault::damaged);
        Some(
            read.and_then(|_| ReadFault::check(limit::UNPACKED, bytes.len() as u64, MAX_KEPT))
                .map(|()| bytes),
        )
    }

    /// Opens a part that a library will keep in memory, after its size was checked.
    pub(super) fn kept(&mut self, name: &str) -> Option<Result<XmlPart<Part<'_, 'a>>, ReadFault>> {
        let size = self.size(name).unwrap_or(0);
        if let Err(fault) = ReadFault::check(limit::UNPACKED, size, MAX_KEPT) {
            return Some(Err(fault));
        }
        self.xml(name)
    }

    /// Reads a part that a library will keep in memory: its size, its checksum and that it is well-formed.
    pub(super) fn verify_kept(&mut self, name: &str) -> Result<(), ReadFault> {
        let Some(part) = self.kept(name) else { return Ok(()) };
        let mut part = part?;
        while !matches!(part.next()?, quick_xml::events::Event::Eof) {}
        Ok(())
    }
}

/// The name in an entry's own header, which repeats that in the directory: no checksum covers either.
fn local_name(bytes: &[u8], header: u64) -> Option<&[u8]> {
    let header = bytes.get(usize::try_from(header).ok()?..)?;
    let length = usize::from(u16::from_le_bytes([*header.get(26)?, *header.get(27)?]));
    header.get(30..30 + length)
}

/// Parts that hold rows.
fn is_data(name: &str) -> bool {
    name.contains("worksheets/") || name.contains("sharedstrings.") || name == "content.xml"
}

fn check_entry<R: Read>(file: &ZipFile<'_, R>, name: &str) -> Result<(), ReadFault> {
    if file.encrypted() {
        return Err(ReadFault::Encrypted);
    }
    if !matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(ReadFault::damaged(format!(
            "{name}: packed by a method that no spreadsheet program uses"
        )));
    }
    if file.size() > SMALL {
        ReadFault::check(limit::RATIO, file.size() / file.compressed_size().max(1), MAX_RATIO)?;
    }
    Ok(())
}
