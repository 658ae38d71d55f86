//! The legacy drawing that shows notes. Excel itself writes such parts that are no well-formed XML, so they are searched as
//! text: shapes are appended and cut, the rest keeps its bytes.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use super::links;
use crate::model::place::{CellAt, Col};
use crate::ooxml::package::{Package, PackageFault};
use crate::ooxml::rels;

/// Ids of shapes come in clusters of this many; a drawing lists those it uses.
const CLUSTER: u32 = 1_024;
const NAMESPACES: [(&str, &str); 3] = [
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("x", "urn:schemas-microsoft-com:office:excel"),
];
const TYPE: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";

/// The clusters of ids that no drawing of the package uses yet.
pub(super) struct Clusters {
    next: u32,
}

impl Clusters {
    /// Looks through all legacy drawings.
    pub(super) fn read(package: &mut Package<'_>) -> Result<Self, PackageFault> {
        let mut highest = 0;
        for name in package.all() {
            if name.to_ascii_lowercase().ends_with(".vml") {
                let bytes = package.bytes(&name)?;
                let text = String::from_utf8_lossy(&bytes);
                let ids = shape_ids(&text).map(|id| id / CLUSTER);
                let listed = map_span(&text).map(|span| clusters(&text[span])).unwrap_or_default();
                highest = ids.chain(listed).max().unwrap_or(0).max(highest);
            }
        }
        Ok(Self { next: highest.saturating_add(1) })
    }

    /// Clusters for `shapes` shapes.
    fn take(&mut self, shapes: usize) -> Range<u32> {
        let first = self.next;
        self.next = first.saturating_add((shapes as u32).div_ceil(CLUSTER - 1));
        first..self.next
    }
}

fn shape_ids(text: &str) -> impl Iterator<Item = u32> {
    text.split("\"_x0000_s").skip(1).filter_map(|rest| {
        let end = rest.find(|ch: char| !ch.is_ascii_digit())?;
        rest[..end].parse().ok()
    })
}

/// The list of clusters in `o:idmap`.
fn map_span(text: &str) -> Option<Range<usize>> {
    let map = text.find(":idmap")?;
    let end = map + text[map..].find('>')?;
    let data = map + text[map..end].find("data=")? + 6;
    let quote = text.as_bytes().get(data - 1).copied().map(char::from)?;
    Some(data..data + text[data..end].find(quote)?)
}

fn clusters(list: &str) -> Vec<u32> {
    list.split(',').filter_map(|number| number.trim().parse().ok()).collect()
}

/// A note's cell and its text.
pub(super) type Note = (CellAt, String);

/// A new drawing with the shapes of these notes.
pub(super) fn new(notes: &[Note], free: &mut Clusters) -> String {
    let taken = free.take(notes.len());
    let list: Vec<String> = taken.clone().map(|cluster| cluster.to_string()).collect();
    let mut names = String::new();
    for (prefix, name) in NAMESPACES {
        let _ = write!(names, " xmlns:{prefix}=\"{name}\"");
    }
    format!(
        "<xml{names}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"{}\"/></o:shapelayout>{TYPE}{}</xml>",
        list.join(","),
        shapes(notes, taken.start, "")
    )
}

/// The drawing with the shapes of these notes added; `None` if it has no end to add them at.
pub(super) fn append(doc: &str, notes: &[Note], free: &mut Clusters) -> Option<String> {
    let end = doc.rfind("</xml>")?;
    let taken = free.take(notes.len());
    let mut names = String::new();
    for (prefix, name) in NAMESPACES {
        let root = &doc[..doc.find("<xml").map_or(0, |at| at + doc[at..].find('>').unwrap_or(0))];
        if !root.contains(&format!("xmlns:{prefix}=\"{name}\"")) {
            let _ = write!(names, " xmlns:{prefix}=\"{name}\"");
        }
    }
    let kind = if doc.contains("_x0000_t202\"") { String::new() } else { declare(TYPE, &names) };
    let mut out = doc[..end].to_owned();
    out.push_str(&kind);
    out.push_str(&shapes(notes, taken.start, &names));
    out.push_str(&doc[end..]);
    if let Some(span) = map_span(doc) {
        let mut list = clusters(&doc[span.clone()]);
        list.extend(taken);
        out.replace_range(span, &joined(&list));
    }
    Some(out)
}

fn declare(element: &str, names: &str) -> String {
    element.replacen(' ', &format!("{names} "), 1)
}

fn joined(list: &[u32]) -> String {
    list.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

fn shapes(notes: &[Note], cluster: u32, names: &str) -> String {
    let mut out = String::with_capacity(notes.len() * 700);
    for (at, (cell, text)) in notes.iter().enumerate() {
        // The first id of a cluster is left free, as Excel does.
        let at = at as u32;
        let id = (cluster + at / (CLUSTER - 1)) * CLUSTER + 1 + at % (CLUSTER - 1);
        let lines: usize = text.split('\n').map(|line| line.chars().count() / 42 + 1).sum();
        let height = (lines as u32 + 1).clamp(4, 24);
        let (row, col) = (cell.row - 1, u32::from(cell.col.0));
        let (left, right) = if col > 16_378 { (col - 5, col - 1) } else { (col + 1, col + 5) };
        let top = row.saturating_sub(1).min(1_048_575 - height - 1);
        let _ = write!(
            out,
            "<v:shape{names} id=\"_x0000_s{id}\" type=\"#_x0000_t202\" style='position:absolute;margin-left:80pt;margin-top:2pt;width:260pt;height:{}pt;z-index:{};visibility:hidden' fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 10, {right}, 15, {}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{col}</x:Column></x:ClientData></v:shape>",
            height * 15,
            at + 1,
            top + height,
        );
    }
    out
}

/// The shapes of a drawing: where each stands, and the cell of a note.
fn all_shapes(doc: &str) -> Vec<(Range<usize>, Option<CellAt>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = doc[at..].find("<v:shape").map(|start| at + start) {
        at = start + 8;
        if !doc[at..].starts_with(|ch: char| ch.is_ascii_whitespace()) {
            continue;
        }
        let Some(end) = doc[at..].find("</v:shape>").map(|end| at + end + 10) else { break };
        let text = &doc[start..end];
        let number = |name: &str| {
            let from = text.find(&format!("<x:{name}>"))? + name.len() + 4;
            text[from..].split('<').next()?.trim().parse::<u32>().ok()
        };
        let note = text.contains("ObjectType=\"Note\"");
        let cell = number("Row").zip(number("Column")).filter(|(row, col)| *row < 1_048_576 && *col < 16_384);
        let cell = cell.map(|(row, col)| CellAt { row: row + 1, col: Col(col as u16) });
        found.push((start..end, cell.filter(|_| note)));
        at = end;
    }
    found
}

/// The drawing without the notes of these cells, and whether any shape is left in it. Clusters of ids that nothing uses any
/// more are taken off its list.
pub(super) fn without(doc: &str, cells: &BTreeSet<CellAt>) -> (String, bool) {
    let mut out = String::with_capacity(doc.len());
    let mut at = 0;
    let mut freed: BTreeSet<u32> = BTreeSet::new();
    for (span, cell) in all_shapes(doc) {
        if cell.is_some_and(|cell| cells.contains(&cell)) {
            freed.extend(shape_ids(&doc[span.clone()]).map(|id| id / CLUSTER));
            out.push_str(&doc[at..span.start]);
            at = span.end;
        }
    }
    out.push_str(&doc[at..]);
    if at == 0 {
        return (out, true);
    }
    let left = !all_shapes(&out).is_empty();
    if let Some(span) = map_span(&out) {
        let used: BTreeSet<u32> = shape_ids(&out).map(|id| id / CLUSTER).collect();
        let list = clusters(&out[span.clone()]);
        let is_kept = |cluster: &u32| used.contains(cluster) || !freed.contains(cluster);
        let kept: Vec<u32> = list.iter().copied().filter(is_kept).collect();
        if kept.len() < list.len() && !kept.is_empty() {
            out.replace_range(span, &joined(&kept));
        }
    }
    (out, left)
}

/// The cells whose notes a drawing shows.
pub(super) fn cells(doc: &str) -> BTreeSet<CellAt> {
    all_shapes(doc).into_iter().filter_map(|(_, cell)| cell).collect()
}

/// Adds a part for a new drawing and relates the sheet to it; the id of the relationship.
pub(super) fn add_part(
    package: &mut Package<'_>,
    words: &links::Words,
    sheet: &str,
    book: &str,
    text: String,
) -> Result<String, PackageFault> {
    let stem = format!("{}drawings/vmlDrawing", links::folder(book));
    let part = links::fresh(package, &stem, "vml");
    package.set(&part, text.into_bytes());
    links::add_vml_type(package, &part)?;
    links::relate(package, words, sheet, "vmlDrawing", &part)
}

/// The legacy drawing that the relationship `id` of a sheet names.
pub(super) fn part_of(
    package: &mut Package<'_>,
    sheet: &str,
    id: &str,
) -> Result<Option<String>, PackageFault> {
    let found = rels::of(package, sheet)?.into_iter().find(|rel| rel.id == id && !rel.external);
    Ok(found.map(|rel| rel.target).filter(|part| package.has(part)))
}
