//! What the content of a file is, from its first bytes, never from its name.

use encoding_rs::Encoding;

use crate::model::sheet::Format;
use crate::text::Text;

use super::encoding::{self, Decoded};
use super::fault::ReadFault;
use super::package::Package;

/// What the content is, as far as the first bytes tell.
pub(super) enum Content {
    /// A zip archive: .xlsx, .xlsm, .xlsb, .ods, or something foreign.
    Zip,
    /// A compound file: .xls, an encrypted .xlsx, or something foreign.
    Ole,
    /// A BIFF5 or BIFF8 stream without the compound file around it.
    BareBiff,
    /// OpenDocument in one XML file.
    FlatOds(String),
    /// XML Spreadsheet 2003.
    SpreadsheetMl(String),
    /// A page with at least one table.
    Html(Decoded),
    /// Any other text.
    Text(Decoded),
    /// Something that is no spreadsheet.
    Foreign(Text),
}

const PDF: Text = Text { vi: "tệp PDF", en: "a PDF file" };
const EMPTY: Text = Text { vi: "tệp rỗng (0 byte)", en: "an empty file (0 bytes)" };
const BLANK: Text = Text { vi: "tệp văn bản không có nội dung", en: "a text file without content" };
const ZEROS: Text = Text {
    vi: "tệp chỉ gồm các byte 0 (chép chưa xong)",
    en: "a file of zero bytes only (not copied completely)",
};
const IMAGE: Text = Text { vi: "tệp ảnh", en: "an image" };
const ARCHIVE: Text = Text { vi: "tệp nén", en: "an archive" };
const WORD: Text = Text { vi: "văn bản Word", en: "a Word document" };
const POWERPOINT: Text = Text { vi: "bản trình chiếu PowerPoint", en: "a PowerPoint presentation" };
const RTF: Text = Text { vi: "văn bản RTF", en: "an RTF document" };
const PROGRAM: Text = Text { vi: "chương trình", en: "a program" };
/// What Windows makes when a file is dragged with the right button, or sent to the desktop.
const SHORTCUT: Text = Text {
    vi: "lối tắt (shortcut), không phải chính tệp đó",
    en: "a shortcut, not the file itself",
};
const OLD_EXCEL: Text =
    Text { vi: "bảng tính Excel 4 hoặc cũ hơn", en: "a worksheet of Excel 4 or older" };
const DATABASE: Text = Text { vi: "cơ sở dữ liệu", en: "a database" };
const PAGE: Text = Text { vi: "trang web không có bảng", en: "a web page without a table" };
const MHTML: Text = Text { vi: "trang web lưu trữ (MHTML)", en: "a web archive (MHTML)" };
const XML: Text = Text { vi: "tệp XML khác", en: "some other XML file" };
const BINARY: Text = Text { vi: "dữ liệu không nhận ra được", en: "data that is not recognised" };
/// An OpenDocument text, drawing or presentation.
pub(super) const OTHER_ODF: Text = Text {
    vi: "tài liệu OpenDocument không phải bảng tính",
    en: "an OpenDocument file that is no spreadsheet",
};
/// A compound file without a workbook in it.
pub(super) const OTHER_OLE: Text =
    Text { vi: "tài liệu Office không phải bảng tính", en: "an Office file that is no spreadsheet" };
/// A Word document in a compound file.
pub(super) const OLD_WORD: Text = WORD;
/// A presentation in a compound file.
pub(super) const OLD_POWERPOINT: Text = POWERPOINT;
/// A worksheet before BIFF5.
pub(super) const OLD_BIFF: Text = OLD_EXCEL;

/// Everything above that is no spreadsheet: a fault travels between processes as its place in this list.
pub(super) const FOREIGN: [Text; 19] = [
    PDF, EMPTY, BLANK, ZEROS, IMAGE, ARCHIVE, WORD, POWERPOINT, RTF, PROGRAM, OLD_EXCEL, DATABASE, PAGE,
    MHTML, XML, BINARY, OTHER_ODF, OTHER_OLE, SHORTCUT,
];

/// First bytes that settle it.
const MAGIC: [(&[u8], Text); 25] = [
    (b"PK\x05\x06", ARCHIVE),
    (b"{\\rtf", RTF),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
    (b"II*\0", IMAGE),
    (b"MM\0*", IMAGE),
    (b"RIFF", IMAGE),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ", ARCHIVE),
    (b"L\0\0\0\x01\x14\x02\0", SHORTCUT),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"SQLite format 3\0", DATABASE),
    (b"\0\x01\0\0Standard Jet DB", DATABASE),
    (b"\0\x01\0\0Standard ACE DB", DATABASE),
    (b"\x09\0\x04\0", OLD_EXCEL),
    (b"\x09\0\x06\0", OLD_EXCEL),
    (b"\x09\x02\x06\0", OLD_EXCEL),
    (b"\x09\x04\x06\0", OLD_EXCEL),
    (b"\x09\x02\x08\0", OLD_EXCEL),
    (b"\x09\x04\x08\0", OLD_EXCEL),
];

/// What the content of a file is.
pub(super) fn content(bytes: &[u8]) -> Content {
    if bytes.is_empty() {
        return Content::Foreign(EMPTY);
    }
    if bytes.iter().all(|byte| *byte == 0) {
        return Content::Foreign(ZEROS);
    }
    // The first bytes of a package that was cut there are no text either.
    if bytes.starts_with(b"PK\x03\x04") || bytes == b"PK" || bytes == b"PK\x03" {
        return Content::Zip;
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Content::Ole;
    }
    if bytes.starts_with(b"\x09\x08\x08\0") || bytes.starts_with(b"\x09\x08\x10\0") {
        return Content::BareBiff;
    }
    if bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-") {
        return Content::Foreign(PDF);
    }
    // "BM" could begin a text; a bitmap goes on with its own length.
    let bitmap = bytes.starts_with(b"BM")
        && bytes.get(2..6).is_some_and(|size| size == (bytes.len() as u32).to_le_bytes());
    if bitmap {
        return Content::Foreign(IMAGE);
    }
    match MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic) && !looks_like_words(bytes)) {
        Some((_, actual)) => Content::Foreign(*actual),
        None => text(bytes),
    }
}

/// A heading may begin with the letters of a magic number ("MZ", "BZh", "RIFF"): text has no control characters.
fn looks_like_words(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(512)].iter().all(|byte| *byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r'))
        && !bytes.starts_with(b"{\\rtf")
}

fn text(bytes: &[u8]) -> Content {
    let decoded = encoding::decode(bytes, declared(bytes));
    let head: String = decoded.text.chars().take(65_536).collect();
    let controls = head
        .chars()
        .filter(|ch| ch.is_control() && !matches!(ch, '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\x1a'));
    // Some exports pad with a few zero bytes; more than that is no text.
    if controls.count() > 4.max(head.chars().count() / 50) {
        return Content::Foreign(BINARY);
    }
    let trimmed = head.trim_start_matches(|ch: char| ch.is_whitespace() || ch == '\0');
    if trimmed.is_empty() && decoded.text.trim().is_empty() {
        return Content::Foreign(BLANK);
    }
    if trimmed.get(..13).is_some_and(|start| start.eq_ignore_ascii_case("MIME-Version:")) {
        return Content::Foreign(MHTML);
    }
    if !trimmed.starts_with('<') {
        return Content::Text(decoded);
    }
    let lower = trimmed.to_ascii_lowercase();
    if lower.contains("urn:schemas-microsoft-com:office:spreadsheet") && lower.starts_with("<?") {
        Content::SpreadsheetMl(decoded.text)
    } else if lower.contains("urn:oasis:names:tc:opendocument") && lower.contains("<office:document") {
        if lower.contains("opendocument.spreadsheet") {
            Content::FlatOds(decoded.text)
        } else {
            Content::Foreign(OTHER_ODF)
        }
    } else if has_table(&decoded.text) {
        Content::Html(decoded)
    } else if lower.contains("<html") || lower.starts_with("<!doctype html") {
        Content::Foreign(PAGE)
    } else if lower.starts_with("<?xml") {
        Content::Foreign(XML)
    } else {
        Content::Text(decoded)
    }
}

fn has_table(text: &str) -> bool {
    text.as_bytes().windows(6).any(|window| window.eq_ignore_ascii_case(b"<table"))
}

/// The encoding that an HTML `meta` or an XML declaration names within the first bytes.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let at = ["charset=", "encoding="].iter().find_map(|key| head.find(key).map(|at| at + key.len()))?;
    let label = head[at..].trim_start_matches(['"', '\'', ' ']);
    let label: String =
        label.chars().take_while(|ch| ch.is_ascii_alphanumeric() || "-_".contains(*ch)).collect();
    if !head.trim_start().starts_with('<') {
        return None;
    }
    // Bytes that pass for text cannot be UTF-16, whatever they declare.
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

/// What a zip archive holds, by the parts in it.
///
/// # Errors
/// [`ReadFault::Foreign`] for archives that hold no spreadsheet.
pub(super) fn package(package: &mut Package<'_>) -> Result<Format, ReadFault> {
    if package.has("content.xml") && package.has("META-INF/manifest.xml") {
        return Ok(Format::Ods);
    }
    let any = |package: &Package<'_>, folder: &str| package.names().any(|name| name.starts_with(folder));
    if any(package, "word/") {
        Err(ReadFault::foreign(WORD))
    } else if any(package, "ppt/") {
        Err(ReadFault::foreign(POWERPOINT))
    } else if package.has("xl/workbook.bin") {
        Ok(Format::Xlsb)
    } else if package.has("_rels/.rels") || package.has("xl/workbook.xml") {
        let types = package.bytes("[Content_Types].xml").transpose()?.unwrap_or_default();
        let macros = String::from_utf8_lossy(&types).contains("macroEnabled");
        Ok(if macros || package.has("xl/vbaProject.bin") { Format::Xlsm } else { Format::Xlsx })
    } else {
        Err(ReadFault::foreign(ARCHIVE))
    }
}

/// What an OpenDocument file is that says so by its media type.
///
/// # Errors
/// [`ReadFault::Foreign`] for texts, drawings and presentations.
pub(super) fn media_type(media: &str) -> Result<(), ReadFault> {
    let media = media.trim();
    let right = media.is_empty() || media.starts_with("application/vnd.oasis.opendocument.spreadsheet");
    if right { Ok(()) } else { Err(ReadFault::foreign(OTHER_ODF)) }
}
