//! What a block must not cut in two: fields, and cells merged downwards. A scanned part in, faults or repairs out.

use std::collections::BTreeSet;
use std::ops::Range;

use super::scan::Scan;
use crate::ooxml::xml::{self, Edits, Kind, Tag};
use crate::text::Text;

/// What is said of a field that a block cuts.
pub const CUT_FIELD: Text = Text {
    vi: "một trường của Word (mục lục, số trang, liên kết …) bắt đầu trong khối này mà kết thúc ở ngoài, hoặc ngược lại. Hãy đặt cả trường vào trong hoặc ra ngoài khối.",
    en: "a field of Word (contents, a page number, a link …) begins inside this block and ends outside of it, or the reverse. Put all of it inside or outside.",
};

/// Whether a field begins or ends in these bytes without its other end.
pub fn cuts_field(scan: &Scan<'_>, bytes: Range<usize>) -> bool {
    let first = scan.tags.partition_point(|tag| tag.span.start < bytes.start);
    let mut depth = 0_i64;
    for tag in scan.tags[first..].iter().take_while(|tag| tag.span.start < bytes.end) {
        if tag.name != "fldChar" || !tag.starts() {
            continue;
        }
        match tag.attr_local("fldCharType").map(|attr| attr.raw) {
            Some("begin") => depth += 1,
            Some("end") => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return true;
        }
    }
    depth != 0
}

#[derive(Default)]
struct Table {
    above: BTreeSet<u32>,
    row: BTreeSet<u32>,
    column: u32,
    span: u32,
    merge: Option<(usize, bool)>,
    /// Whether the row at hand holds a control tag and will be gone.
    passing: bool,
}

/// Cells that go on a merge which nothing above begins: the indices of their `vMerge`. Rows of control tags do not count.
fn orphans(doc: &str, tags: &[Tag<'_>]) -> Vec<usize> {
    let mut tables: Vec<Table> = Vec::new();
    let mut found = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        if tag.name == "tbl" {
            match tag.kind {
                Kind::Open => tables.push(Table::default()),
                Kind::Close => drop(tables.pop()),
                Kind::Empty => {}
            }
            continue;
        }
        let Some(table) = tables.last_mut() else { continue };
        let number = || tag.attr_local("val").and_then(|attr| attr.raw.parse::<u32>().ok());
        match (tag.name, tag.starts()) {
            ("tr", true) => {
                (table.row, table.column) = (BTreeSet::new(), 0);
                table.passing = doc[xml::element(tags, at)].contains("{%");
            }
            ("tr", false) if table.passing => {}
            ("tr", false) => table.above = std::mem::take(&mut table.row),
            ("gridBefore", true) => table.column += number().unwrap_or(0).min(100),
            ("tc", true) => (table.span, table.merge) = (1, None),
            ("gridSpan", true) => table.span = number().unwrap_or(1).clamp(1, 100),
            ("vMerge", true) => {
                let begins = tag.attr_local("val").is_some_and(|attr| attr.raw == "restart");
                table.merge = Some((at, begins));
            }
            ("tc", false) => {
                if let Some((merge, begins)) = table.merge.take() {
                    if !table.passing && !begins && !table.above.contains(&table.column) {
                        found.push(merge);
                    }
                    table.row.insert(table.column);
                }
                table.column += table.span;
            }
            _ => {}
        }
    }
    found
}

/// Lets cells whose merge began in a row that is gone begin it themselves; not where the template was like that.
pub fn mend_merges(source: &Scan<'_>, doc: &str, tags: &[Tag<'_>], edits: &mut Edits) {
    let found = orphans(doc, tags);
    if found.is_empty() || !orphans(source.doc, &source.tags).is_empty() {
        return;
    }
    for tag in found.into_iter().map(|at| &tags[at]) {
        let name = doc[tag.span.start + 1..tag.span.end].split([' ', '/', '>']).next().unwrap_or_default();
        let prefix = name.strip_suffix("vMerge").unwrap_or_default();
        let end = if tag.kind == Kind::Empty { "/>" } else { ">" };
        edits.replace(tag.span.clone(), format!("<{name} {prefix}val=\"restart\"{end}"));
    }
}
