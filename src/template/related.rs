//! The parts that hang on a sheet: drawings with their charts, tables, comments. Found by relationships.

use super::area::Area;
use super::keep::Kept;
use super::outs::Outs;
use super::source::Source;
use super::tables::{self, Extent};
use crate::ooxml::calc::parse::Rect;
use crate::ooxml::calc::tables::Table;
use crate::ooxml::escape;
use crate::ooxml::package::{Package, PackageFault, without_bom};
use crate::ooxml::rels::{self, Rel};
use crate::ooxml::xml;

/// What hangs on one sheet.
#[derive(Clone, Debug, Default)]
pub struct Related {
    /// Drawings.
    pub drawings: Vec<String>,
    /// Charts on the drawings.
    pub charts: Vec<String>,
    /// Tables.
    pub tables: Vec<String>,
    /// Where the headings of tables stand in the template.
    pub headings: Vec<Area>,
    /// Other parts that hold nothing but text: diagrams, shapes on charts.
    pub texts: Vec<String>,
    /// Comments (notes).
    pub comments: Vec<String>,
    /// Threaded comments.
    pub threads: Vec<String>,
    /// The legacy drawing that shows the comments; not that of header pictures.
    pub vml: Option<String>,
    /// Pivot tables.
    pub pivots: Vec<String>,
    /// Form controls.
    pub controls: Vec<String>,
}

/// Reads what hangs on the sheet part `part`, whose text is `doc`.
pub fn of(package: &mut Package<'_>, part: &str, doc: &str) -> Result<Related, PackageFault> {
    let mut found = Related::default();
    for Rel { id, kind, target, external } in rels::of(package, part)? {
        if external || !package.has(&target) {
            continue;
        }
        match kind.as_str() {
            "drawing" => {
                for rel in rels::of(package, &target)?.into_iter().filter(|rel| package.has(&rel.target)) {
                    match rel.kind.as_str() {
                        "chart" | "chartEx" => found.charts.push(rel.target),
                        "diagramData" | "diagramDrawing" => found.texts.push(rel.target),
                        _ => {}
                    }
                }
                found.drawings.push(target);
            }
            "table" => {
                found.headings.extend(heading(package, &target)?);
                found.tables.push(target);
            }
            "comments" => found.comments.push(target),
            "threadedComment" => found.threads.push(target),
            "pivotTable" => found.pivots.push(target),
            "ctrlProp" => found.controls.push(target),
            "vmlDrawing" if names_legacy_drawing(doc, &id) => found.vml = Some(target),
            _ => {}
        }
    }
    for chart in &found.charts {
        let shapes = rels::of(package, chart)?.into_iter().filter(|rel| rel.kind == "chartUserShapes");
        found.texts.extend(shapes.map(|rel| rel.target).filter(|part| package.has(part)));
    }
    Ok(found)
}

/// Where the headings of a table stand; none if it has none.
fn heading(package: &mut Package<'_>, table: &str) -> Result<Option<Area>, PackageFault> {
    let text = package.text(table)?;
    let Ok(tags) = xml::tags(without_bom(&text).0) else { return Ok(None) };
    let tag = tags.iter().find(|tag| tag.name == "table");
    let tag = tag.filter(|tag| tag.value("headerRowCount").is_none_or(|count| count != "0"));
    let area = tag.and_then(|tag| tag.value("ref")).and_then(|area| Area::parse(&area));
    Ok(area.map(|area| area.with((area.rows.0, area.rows.0), area.cols)))
}

fn names_legacy_drawing(doc: &str, id: &str) -> bool {
    let mut rest = doc;
    while let Some(at) = rest.find("legacyDrawing ") {
        let tag = &rest[at..rest[at..].find('>').map_or(rest.len(), |end| at + end)];
        if tag.contains(&format!("\"{id}\"")) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// For each sheet of the book, the rows and columns that names, charts, tables and pivot tables point to and that must not
/// vanish altogether.
pub fn kept(
    package: &mut Package<'_>,
    source: &Source,
    related: &[Related],
) -> Result<Vec<Kept>, PackageFault> {
    let mut kept: Vec<Kept> =
        (0..source.book.sheets.len()).map(|sheet| super::names::kept(source, sheet)).collect();
    for (sheet, parts) in related.iter().enumerate() {
        for table in &parts.tables {
            let text = package.text(table)?;
            let Ok(tags) = xml::tags(without_bom(&text).0) else { continue };
            let Some(tag) = tags.iter().find(|tag| tag.name == "table") else { continue };
            let number = |key: &str, default| tag.value(key).and_then(|n| n.parse().ok()).unwrap_or(default);
            let (head, foot): (u32, u32) = (number("headerRowCount", 1), number("totalsRowCount", 0));
            if let Some(area) = tag.value("ref").and_then(|area| Area::parse(&area)) {
                let (first, last) = (area.rows.0 + head, area.rows.1.saturating_sub(foot));
                if first <= last {
                    kept[sheet].rows.push((first, last));
                }
                // A table that stands in the block as a whole keeps its heading and its totals, too.
                kept[sheet].rows.push(area.rows);
            }
        }
        for chart in &parts.charts {
            for formula in formulas_in(package, chart)? {
                for (kept, info) in kept.iter_mut().zip(&source.book.sheets) {
                    kept.add(&formula, &info.name);
                }
            }
        }
    }
    for rel in rels::of(package, &source.book.part)? {
        if rel.kind == "pivotCacheDefinition" && package.has(&rel.target) {
            let text = package.text(&rel.target)?;
            let Ok(tags) = xml::tags(without_bom(&text).0) else { continue };
            for tag in tags.iter().filter(|tag| tag.name == "worksheetSource" && tag.starts()) {
                let sheet = tag.value("sheet").and_then(|name| source.book.sheet(&name));
                let area = tag.value("ref").and_then(|area| Area::parse(&area));
                // Its first row holds the headings.
                if let Some((sheet, area)) = sheet.zip(area).filter(|(_, area)| area.rows.0 < area.rows.1) {
                    kept[sheet].rows.push((area.rows.0 + 1, area.rows.1));
                }
            }
        }
    }
    Ok(kept)
}

/// The tables of each sheet.
pub fn extents(package: &mut Package<'_>, related: &[Related]) -> Result<Vec<Vec<Extent>>, PackageFault> {
    let mut all = Vec::with_capacity(related.len());
    for parts in related {
        let mut found = Vec::new();
        for table in &parts.tables {
            found.extend(tables::extent(package, table)?);
        }
        all.push(found);
    }
    Ok(all)
}

/// What the series and titles of a chart refer to.
fn formulas_in(package: &mut Package<'_>, chart: &str) -> Result<Vec<String>, PackageFault> {
    let text = package.text(chart)?;
    let doc = without_bom(&text).0;
    let Ok(tags) = xml::tags(doc) else { return Ok(Vec::new()) };
    let found = (0..tags.len()).filter(|at| tags[*at].name == "f" && tags[*at].starts());
    Ok(found.map(|at| xml::text(&doc[xml::inside(&tags, at)]).into_owned()).collect())
}

/// What all charts refer to.
pub fn chart_formulas(package: &mut Package<'_>, outs: &Outs) -> Result<Vec<String>, PackageFault> {
    let mut all = Vec::new();
    for related in outs.list.iter().map(|out| &out.related).chain(outs.charts.values()) {
        for chart in &related.charts {
            all.extend(formulas_in(package, chart)?);
        }
    }
    Ok(all)
}

/// All tables as they stand in the result.
pub fn tables(package: &mut Package<'_>, outs: &Outs) -> Result<Vec<Table>, PackageFault> {
    let mut all = Vec::new();
    for (sheet, out) in outs.list.iter().enumerate() {
        for part in &out.related.tables {
            let text = package.text(part)?;
            let Ok(tags) = xml::tags(without_bom(&text).0) else { continue };
            let Some(tag) = tags.iter().find(|tag| tag.name == "table") else { continue };
            let number = |key: &str, default| tag.value(key).and_then(|n| n.parse().ok()).unwrap_or(default);
            let columns = tags.iter().filter(|tag| tag.name == "tableColumn" && tag.starts());
            let mut columns: Vec<String> = columns
                .filter_map(|tag| tag.value("name"))
                .map(|name| escape::decode(&name).to_lowercase())
                .collect();
            let name = tag.value("displayName").map(|name| name.to_lowercase()).unwrap_or_default();
            let Some(area) = tag.value("ref").and_then(|area| Area::parse(&area)) else { continue };
            let (rows, cols) = (&out.rows.axis, &out.cols.axis);
            let covered = (
                rows.cover(area.rows.0, area.rows.1, out.table_window(part)),
                cols.cover(area.cols.0, area.cols.1, cols.window(None)),
            );
            let (Some(rows), Some(cols)) = covered else { continue };
            let (head, foot) = (number("headerRowCount", 1), number("totalsRowCount", 0));
            for heading in
                outs.headings.iter().filter(|heading| heading.out == sheet && heading.table == name)
            {
                if let Some(column) = columns.get_mut((heading.col - cols.0) as usize) {
                    *column = heading.new.to_lowercase();
                }
            }
            all.push(Table { name, rect: Rect { sheet, rows, cols }, head, foot, columns });
        }
    }
    Ok(all)
}
