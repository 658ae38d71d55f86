//! The workbook part: its sheets in the order of the tabs, its names, and the parts it shares. Read only; edits are made by
//! span elsewhere.

use std::ops::Range;

use super::package::{Package, PackageFault, without_bom};
use super::{rels, xml};

/// What stands in the workbook part and its relationships.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// Name of the workbook part.
    pub part: String,
    /// Sheets in the order of the tabs, chart sheets included.
    pub sheets: Vec<SheetInfo>,
    /// Defined names in their order.
    pub names: Vec<DefinedName>,
    /// Shared strings.
    pub strings: Option<String>,
    /// Styles.
    pub styles: Option<String>,
    /// Calculation chain.
    pub calc_chain: Option<String>,
    /// Whether dates count from 1904.
    pub date1904: bool,
}

/// A sheet as the workbook part lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetInfo {
    /// The tab's name.
    pub name: String,
    /// The part that holds it.
    pub part: String,
    /// Id of the relationship.
    pub rel: String,
    /// Whether it is a worksheet (not a chart, macro or dialog sheet).
    pub worksheet: bool,
    /// Bytes of its `sheet` element in the workbook part.
    pub span: Range<usize>,
}

/// A defined name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinedName {
    /// Its name.
    pub name: String,
    /// Index of the sheet it belongs to, if it is a local one.
    pub local: Option<usize>,
    /// Its comment, as shown in the name manager.
    pub comment: String,
    /// What it means: a formula without `=`.
    pub formula: String,
    /// Bytes of the formula as written (escaped) in the workbook part.
    pub span: Range<usize>,
    /// Bytes of the whole element.
    pub element: Range<usize>,
}

impl Book {
    /// Reads the workbook part, found by the package's relationships.
    pub fn read(package: &mut Package<'_>) -> Result<Self, PackageFault> {
        let top = rels::of(package, "")?;
        let part = top
            .into_iter()
            .find(|rel| rel.kind == "officeDocument" && !rel.external)
            .map(|rel| rel.target)
            .ok_or_else(|| PackageFault::Missing(String::from("xl/workbook.xml")))?;
        let links = rels::of(package, &part)?;
        let text = package.text(&part)?;
        let (doc, _) = without_bom(&text);
        let tags = xml::tags(doc).map_err(|fault| PackageFault::Xml { part: part.clone(), fault })?;
        let by_kind = |kind: &str| links.iter().find(|rel| rel.kind == kind && !rel.external);
        let mut book = Self {
            strings: by_kind("sharedStrings").map(|rel| rel.target.clone()),
            styles: by_kind("styles").map(|rel| rel.target.clone()),
            calc_chain: by_kind("calcChain").map(|rel| rel.target.clone()),
            part,
            ..Self::default()
        };
        for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.starts()) {
            match tag.name {
                "workbookPr" => {
                    // Since 2013 there is a second element of this name, in an extension, without the attribute.
                    book.date1904 |= tag.value("date1904").is_some_and(|on| on == "1" || on == "true");
                }
                "sheet" => {
                    let rel = tag.attr_local("id").map(|attr| attr.value().into_owned());
                    let link = links.iter().find(|link| Some(&link.id) == rel.as_ref());
                    let (Some(name), Some(link)) = (tag.value("name"), link) else { continue };
                    book.sheets.push(SheetInfo {
                        name,
                        part: link.target.clone(),
                        rel: link.id.clone(),
                        worksheet: link.kind == "worksheet",
                        span: xml::element(&tags, at),
                    });
                }
                "definedName" => {
                    let span = xml::inside(&tags, at);
                    book.names.push(DefinedName {
                        name: tag.value("name").unwrap_or_default(),
                        comment: tag.value("comment").unwrap_or_default(),
                        local: tag.value("localSheetId").and_then(|id| id.parse().ok()),
                        formula: xml::text(&doc[span.clone()]).into_owned(),
                        span,
                        element: xml::element(&tags, at),
                    });
                }
                _ => {}
            }
        }
        Ok(book)
    }

    /// The index of the sheet with this name; Excel compares without regard to case.
    pub fn sheet(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        self.sheets.iter().position(|sheet| sheet.name.to_lowercase() == name)
    }
}
