//! Tables of the result: their names, and their copies where they stand in repeated rows. A sheet's tables and the mapping of
//! its rows in, new parts and names out.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::area::Area;
use super::copies;
use super::outs::{NamedTable, OutSheet};
use super::related::Related;
use crate::ooxml::axis::{Axis, Window};
use crate::ooxml::package::{Package, PackageFault, without_bom};
use crate::ooxml::{rels, xml};

/// Most copies of one table.
const MAX_COPIES: usize = 1_000;

/// Ids and names of tables that are taken.
pub struct TableNames {
    last: u32,
    taken: BTreeSet<String>,
}

impl TableNames {
    /// Those of all tables beside `part`, which does not count itself.
    pub fn of(package: &mut Package<'_>, part: &str) -> Self {
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = |name: &String| name.starts_with(folder) && name != part;
        let all: Vec<String> = package.all().into_iter().filter(beside).collect();
        let mut names = Self { last: 0, taken: BTreeSet::new() };
        for name in all {
            let Ok(text) = package.text(&name) else { continue };
            let Ok(tags) = xml::tags(without_bom(&text).0) else { continue };
            let Some(tag) = tags.first().filter(|tag| tag.name == "table") else { continue };
            names.last = names.last.max(tag.value("id").and_then(|id| id.parse().ok()).unwrap_or(0));
            names.taken.extend(tag.value("displayName").map(|name| name.to_lowercase()));
        }
        names
    }

    /// Gives the table in a part an id and a name of its own.
    pub fn rename(&mut self, package: &mut Package<'_>, part: &str) -> Result<NamedTable, PackageFault> {
        let mut table =
            NamedTable { part: part.to_owned(), old: String::new(), new: String::new(), inst: None };
        rels::edit(package, part, |_, tags, edits| {
            let Some(tag) = tags.iter().find(|tag| tag.name == "table") else { return };
            self.last += 1;
            table.old = tag.value("displayName").unwrap_or_default();
            let free = |name: &String| !self.taken.contains(&name.to_lowercase());
            let numbered = (2..u32::MAX).map(|number| format!("{}_{number}", table.old));
            table.new = numbered.into_iter().find(free).unwrap_or_default();
            self.taken.insert(table.new.to_lowercase());
            let values = [
                ("id", self.last.to_string()),
                ("name", table.new.clone()),
                ("displayName", table.new.clone()),
            ];
            for (key, value) in values {
                if let Some(attr) = tag.attr(key) {
                    edits.replace(attr.span, xml::escape_attr(&value));
                }
            }
            let uids = tags.iter().flat_map(xml::Tag::attrs).filter(|attr| attr.key.ends_with(":uid"));
            uids.for_each(|attr| edits.remove(attr.whole));
        })?;
        Ok(table)
    }
}

/// The tables of a sheet under the names they have.
pub fn named(package: &mut Package<'_>, related: &Related) -> Result<Vec<NamedTable>, PackageFault> {
    let mut all = Vec::new();
    for part in &related.tables {
        let text = package.text(part)?;
        let Ok(tags) = xml::tags(without_bom(&text).0) else { continue };
        let Some(tag) = tags.iter().find(|tag| tag.name == "table") else { continue };
        let name = tag.value("displayName").unwrap_or_default();
        all.push(NamedTable { part: part.clone(), old: name.clone(), new: name, inst: None });
    }
    Ok(all)
}

/// Where a table of the template stands.
pub struct Extent {
    /// All of it.
    pub area: Area,
    /// The first and the last row of its data.
    pub data: (u32, u32),
}

/// Where the table in a part stands; none if it is no table.
pub fn extent(package: &mut Package<'_>, part: &str) -> Result<Option<Extent>, PackageFault> {
    let text = package.text(part)?;
    let Ok(tags) = xml::tags(without_bom(&text).0) else { return Ok(None) };
    let Some(tag) = tags.iter().find(|tag| tag.name == "table") else { return Ok(None) };
    let number = |key: &str, default: u32| tag.value(key).and_then(|n| n.parse().ok()).unwrap_or(default);
    let area = tag.value("ref").and_then(|area| Area::parse(&area));
    Ok(area.map(|area| {
        let (head, foot) = (number("headerRowCount", 1), number("totalsRowCount", 0));
        Extent { area, data: (area.rows.0.saturating_add(head), area.rows.1.saturating_sub(foot)) }
    }))
}

/// Copies the tables of a sheet that stand whole in a repeated block, one for each pass; `tables` and `related` get the new
/// parts. The ids of the new relationships come back, and the areas of tables that would be too many.
pub fn copy_with_rows(
    package: &mut Package<'_>,
    sheet: &str,
    axis: &Axis,
    related: &mut Related,
    tables: &mut Vec<NamedTable>,
) -> Result<(Vec<String>, Vec<String>), PackageFault> {
    let mut links: Vec<(String, String)> = Vec::new();
    let mut too_many = Vec::new();
    for at in 0..tables.len() {
        let table = tables[at].clone();
        let Some(Extent { area, .. }) = extent(package, &table.part)? else { continue };
        let passes = axis.passes(area.rows.0, area.rows.1);
        let Some((first, more)) = passes.split_first() else { continue };
        tables[at].inst = Some(*first);
        if more.len() >= MAX_COPIES {
            too_many.push(area.show());
            continue;
        }
        let mut names = TableNames::of(package, "");
        for pass in more {
            let part = copies::copy_owned(package, &table.part)?;
            let renamed = names.rename(package, &part)?;
            tables.push(NamedTable { old: table.old.clone(), inst: Some(*pass), ..renamed });
            links.push((table.part.clone(), part.clone()));
            related.tables.push(part);
        }
    }
    Ok((relate(package, sheet, &links)?, too_many))
}

/// Relates new tables to their sheet like those they are copies of.
fn relate(
    package: &mut Package<'_>,
    sheet: &str,
    links: &[(String, String)],
) -> Result<Vec<String>, PackageFault> {
    let mut ids = Vec::new();
    if links.is_empty() {
        return Ok(ids);
    }
    let mut used: BTreeSet<String> = rels::of(package, sheet)?.into_iter().map(|rel| rel.id).collect();
    rels::edit(package, &rels::rels_part(sheet), |doc, tags, edits| {
        let mut text = String::new();
        let all = || tags.iter().filter(|tag| tag.starts() && tag.name == "Relationship");
        for (old, new) in links {
            let from = |tag: &&xml::Tag<'_>| {
                tag.value("Target").is_some_and(|target| rels::resolve(sheet, &target) == *old)
            };
            let Some(tag) = all().find(from) else { continue };
            let free = |id: &String| !used.contains(id);
            let id = (1..u32::MAX).map(|n| format!("rIdT{n}")).find(free).unwrap_or_default();
            used.insert(id.clone());
            let kind = tag.attr("Type").map(|attr| &doc[attr.span]).unwrap_or_default();
            let target = xml::escape_attr(new);
            let _ = write!(text, "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{target}\"/>");
            ids.push(id);
        }
        if let Some(last) = all().next_back() {
            edits.insert(last.span.end, text);
        }
    })?;
    Ok(ids)
}

impl OutSheet {
    /// The instance that the rows of a table were made in, if it was repeated with them.
    pub fn table_inst(&self, part: &str) -> Option<u32> {
        self.tables.iter().find(|table| table.part == part).and_then(|table| table.inst)
    }

    /// The new rows that may be those of a table.
    pub fn table_window(&self, part: &str) -> Window {
        self.rows.axis.window(self.table_inst(part))
    }
}
