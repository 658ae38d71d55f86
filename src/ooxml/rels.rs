//! Relationships between parts: which part another part names, found by relationship and never by file name.

use super::package::{Package, PackageFault, without_bom};
use super::xml::{self, Edits};

/// One relationship of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rel {
    /// `rId1`
    pub id: String,
    /// The last word of the relationship's type: `worksheet`, `drawing`, `comments` …
    pub kind: String,
    /// The resolved name of the target part, or the address of an external target.
    pub target: String,
    /// Whether the target lies outside the package.
    pub external: bool,
}

/// The name of the part that holds `part`'s relationships; `""` is the package itself.
pub fn rels_part(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The relationships of `part` in their order; none if it has no relationship part.
pub fn of(package: &mut Package<'_>, part: &str) -> Result<Vec<Rel>, PackageFault> {
    let name = rels_part(part);
    if !package.has(&name) {
        return Ok(Vec::new());
    }
    let text = package.text(&name)?;
    let (doc, _) = without_bom(&text);
    let tags = xml::tags(doc).map_err(|fault| PackageFault::Xml { part: name.clone(), fault })?;
    let mut found = Vec::new();
    for tag in tags.iter().filter(|tag| tag.starts() && tag.name == "Relationship") {
        let (Some(id), Some(kind), Some(target)) = (tag.value("Id"), tag.value("Type"), tag.value("Target"))
        else {
            continue;
        };
        let external = tag.value("TargetMode").is_some_and(|mode| mode == "External");
        let target = if external { target } else { resolve(part, &target.replace('\\', "/")) };
        found.push(Rel {
            id,
            kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
            target,
            external,
        });
    }
    Ok(found)
}

/// Resolves a relative target against the part that names it.
pub fn resolve(part: &str, target: &str) -> String {
    let target = target.split('#').next().unwrap_or_default();
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = part.split('/').collect();
    path.pop();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            name => path.push(name),
        }
    }
    path.join("/")
}

/// Removes a part together with its relationship in `owner` and its entry in the content types.
pub fn drop_part(package: &mut Package<'_>, owner: &str, part: &str) -> Result<(), PackageFault> {
    package.remove(part);
    let name = rels_part(owner);
    edit(package, &name, |_, tags, edits| {
        for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.starts() && tag.name == "Relationship")
        {
            if tag.value("Target").is_some_and(|target| resolve(owner, &target).eq_ignore_ascii_case(part)) {
                edits.remove(xml::element(tags, at));
            }
        }
    })?;
    edit(package, "[Content_Types].xml", |_, tags, edits| {
        for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.starts() && tag.name == "Override") {
            if tag
                .value("PartName")
                .is_some_and(|name| name.trim_start_matches('/').eq_ignore_ascii_case(part))
            {
                edits.remove(xml::element(tags, at));
            }
        }
    })
}

/// Edits a part by its tags; a part that gets no edit keeps its bytes.
pub fn edit(
    package: &mut Package<'_>,
    name: &str,
    change: impl FnOnce(&str, &[xml::Tag<'_>], &mut Edits),
) -> Result<(), PackageFault> {
    let text = package.text(name)?;
    let (doc, bom) = without_bom(&text);
    let tags = xml::tags(doc).map_err(|fault| PackageFault::Xml { part: name.to_owned(), fault })?;
    let mut edits = Edits::default();
    change(doc, &tags, &mut edits);
    if !edits.is_empty() {
        let edited = edits.apply_all(doc);
        package.set(name, if bom { format!("\u{feff}{edited}") } else { edited }.into_bytes());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_against_their_part() {
        assert_eq!(
            resolve("xl/worksheets/sheet1.xml", "../drawings/drawing1.xml"),
            "xl/drawings/drawing1.xml"
        );
        assert_eq!(resolve("xl/workbook.xml", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(resolve("", "xl/workbook.xml"), "xl/workbook.xml");
        assert_eq!(resolve("a.xml", "../../../b.xml"), "b.xml");
        assert_eq!(rels_part("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
        assert_eq!(rels_part(""), "_rels/.rels");
    }
}
