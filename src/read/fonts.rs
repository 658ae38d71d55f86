//! Fonts that name an encoding from before Unicode (`.VnTime`, `VNI-Times`): the styles of an .xlsx in, one answer for each
//! cell format out. Fonts of single words inside a cell, themes and conditional formats are not looked at.

use std::io::BufRead;

use quick_xml::events::Event;

use crate::cells::legacy::{Legacy, from_font};

use super::fault::ReadFault;
use super::xml::{XmlPart, attribute};

/// What the font of each cell format (`cellXfs`, by its position) stands for; empty where no font is of that kind.
///
/// # Errors
/// Damaged XML or checksum: the part is read to its end.
pub(super) fn of_styles<R: BufRead>(part: &mut XmlPart<R>) -> Result<Vec<Option<Legacy>>, ReadFault> {
    let (mut fonts, mut formats) = (Vec::new(), Vec::new());
    let (mut in_fonts, mut in_formats) = (false, false);
    loop {
        match part.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "fonts" => in_fonts = true,
                "cellXfs" => in_formats = true,
                "font" if in_fonts => fonts.push(None),
                "name" if in_fonts => {
                    if let (Some(font), Some(name)) = (fonts.last_mut(), attribute(&element, "val")) {
                        *font = from_font(&name);
                    }
                }
                "xf" if in_formats => {
                    let font = attribute(&element, "fontId").and_then(|text| text.parse::<usize>().ok());
                    formats.push(font.unwrap_or(0));
                }
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "fonts" => in_fonts = false,
                "cellXfs" => in_formats = false,
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(by_format(&fonts, formats.into_iter()))
}

/// Joins the formats' font numbers with the fonts.
pub(super) fn by_format(
    fonts: &[Option<Legacy>],
    formats: impl Iterator<Item = usize>,
) -> Vec<Option<Legacy>> {
    if fonts.iter().all(Option::is_none) {
        return Vec::new();
    }
    formats.map(|font| fonts.get(font).copied().flatten()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn formats(styles: &str) -> Vec<Option<Legacy>> {
        of_styles(&mut XmlPart::new(styles.as_bytes(), "styles.xml")).unwrap()
    }

    #[test]
    fn a_cell_format_leads_to_its_font() {
        let styles = r#"<styleSheet><fonts><font><name val="Calibri"/></font><font><sz val="12"/><name val=".VnTime"/></font>
            <font><name val="VNI-Times"/></font></fonts><cellStyleXfs><xf fontId="1"/></cellStyleXfs>
            <cellXfs><xf fontId="0"/><xf fontId="2"/><xf fontId="1"/><xf fontId="9"/><xf/></cellXfs></styleSheet>"#;
        assert_eq!(formats(styles), [None, Some(Legacy::Vni), Some(Legacy::Tcvn3), None, None]);
    }

    #[test]
    fn without_such_fonts_there_is_nothing_to_remember() {
        assert!(
            formats(
                r#"<s><fonts><font><name val="Arial"/></font></fonts><cellXfs><xf fontId="0"/></cellXfs></s>"#
            )
            .is_empty()
        );
    }
}
