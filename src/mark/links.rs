//! New parts in the package: free names, relationships and content types, in the words (transitional or strict) that the
//! workbook itself uses.

use super::bits;
use super::refusal::Refusal;
use crate::ooxml::package::{Package, PackageFault};
use crate::ooxml::rels;
use crate::ooxml::xml;

const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE_RELS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES: &str = "[Content_Types].xml";

/// Content type of a worksheet part.
pub(super) const WORKSHEET: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
/// Content type of a comments part.
pub(super) const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
/// Content type of a styles part.
pub(super) const STYLES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
const VML: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// The namespaces of a workbook.
#[derive(Clone, Debug)]
pub(super) struct Words {
    /// What relationship types begin with; also the namespace of `r:id`.
    pub(super) relationships: String,
    /// The namespace of worksheets, styles and comments.
    pub(super) main: &'static str,
}

impl Words {
    /// Reads them off the relationship to the workbook part.
    pub(super) fn read(package: &mut Package<'_>) -> Result<Self, Refusal> {
        let (doc, _) = bits::part(package, "_rels/.rels")?;
        let tags = xml::tags(&doc).map_err(|fault| bits::broken("_rels/.rels", fault))?;
        let kinds = tags.iter().filter_map(|tag| tag.value("Type"));
        let base = kinds.into_iter().find_map(|kind| kind.strip_suffix("/officeDocument").map(str::to_owned));
        let relationships = base.unwrap_or_else(|| TRANSITIONAL.to_owned());
        let strict = relationships.starts_with("http://purl.oclc.org/");
        let main = if strict {
            "http://purl.oclc.org/ooxml/spreadsheetml/main"
        } else {
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        };
        Ok(Self { relationships, main })
    }
}

/// A name like `xl/comments3.xml` that no part has; `stem` ends before the number.
pub(super) fn fresh(package: &Package<'_>, stem: &str, extension: &str) -> String {
    let taken = package.all();
    (1..u32::MAX)
        .map(|number| format!("{stem}{number}.{extension}"))
        .find(|name| !taken.iter().any(|taken| taken.eq_ignore_ascii_case(name)))
        .unwrap_or_default()
}

/// The folder of a part with its final slash.
pub(super) fn folder(part: &str) -> &str {
    part.rfind('/').map_or("", |at| &part[..=at])
}

/// Relates `owner` to the part `target`; the id of the new relationship.
pub(super) fn relate(
    package: &mut Package<'_>,
    words: &Words,
    owner: &str,
    kind: &str,
    target: &str,
) -> Result<String, PackageFault> {
    let used: Vec<String> = rels::of(package, owner)?.into_iter().map(|rel| rel.id).collect();
    let id = (1..u32::MAX).map(|number| format!("rId{number}")).find(|id| !used.contains(id));
    let id = id.unwrap_or_default();
    let (kind, target) = (format!("{}/{kind}", words.relationships), xml::escape_attr(target));
    let rel =
        |prefix: &str| format!("<{prefix}Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{target}\"/>");
    let name = rels::rels_part(owner);
    if package.has(&name) {
        rels::edit(package, &name, |doc, tags, edits| {
            if let Some(root) = tags.first() {
                bits::append(doc, tags, 0, &rel(bits::prefix(doc, root)), edits);
            }
        })?;
    } else {
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{PACKAGE_RELS}\">{}</Relationships>",
            rel("")
        );
        package.set(&name, text.into_bytes());
    }
    Ok(id)
}

/// Gives a part its content type.
pub(super) fn add_type(package: &mut Package<'_>, part: &str, kind: &str) -> Result<(), PackageFault> {
    rels::edit(package, TYPES, |doc, tags, edits| {
        let Some(root) = tags.first() else { return };
        let part = xml::escape_attr(part);
        let prefix = bits::prefix(doc, root);
        let text = format!("<{prefix}Override PartName=\"/{part}\" ContentType=\"{kind}\"/>");
        bits::append(doc, tags, 0, &text, edits);
    })
}

/// Gives a legacy drawing its content type, as Excel does for all of them by their extension.
pub(super) fn add_vml_type(package: &mut Package<'_>, part: &str) -> Result<(), PackageFault> {
    let mut other = false;
    rels::edit(package, TYPES, |doc, tags, edits| {
        let Some(root) = tags.first() else { return };
        let own = |tag: &&xml::Tag<'_>| {
            tag.starts()
                && tag.name == "Default"
                && tag.value("Extension").is_some_and(|extension| extension.eq_ignore_ascii_case("vml"))
        };
        if let Some(tag) = tags.iter().find(own) {
            other = tag.value("ContentType").is_none_or(|kind| kind != VML);
            return;
        }
        let text = format!("<{}Default Extension=\"vml\" ContentType=\"{VML}\"/>", bits::prefix(doc, root));
        match tags.get(1) {
            Some(first) if first.starts() => edits.insert(first.span.start, text),
            _ => bits::append(doc, tags, 0, &text, edits),
        }
    })?;
    if other { add_type(package, part, VML) } else { Ok(()) }
}
