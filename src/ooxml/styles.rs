//! Which cell styles show a number as a date: all that filling needs of the styles part.

use super::xml::{self, XmlFault};

/// Per index of `cellXfs`, what its number format is.
#[derive(Clone, Debug, Default)]
pub struct Styles {
    formats: Vec<Format>,
    /// Codes of those that are dates.
    dates: Vec<Option<String>>,
}

/// What a number format is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Neither of the others.
    #[default]
    Other,
    /// A date or a time.
    Date,
    /// Text (`@`).
    Text,
}

impl Styles {
    /// Reads the styles part; `doc` must not begin with a byte order mark.
    pub fn read(doc: &str) -> Result<Self, XmlFault> {
        let tags = xml::tags(doc)?;
        let mut custom: Vec<(u32, Format, String)> = Vec::new();
        let (mut formats, mut dates) = (Vec::new(), Vec::new());
        let mut inside_xfs = false;
        for tag in &tags {
            match tag.name {
                "numFmt" if tag.starts() => {
                    let id = tag.value("numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, tag.value("formatCode")) {
                        custom.push((id, of_code(&code), code));
                    }
                }
                "cellXfs" => inside_xfs = tag.kind == xml::Kind::Open,
                "xf" if inside_xfs && tag.starts() => {
                    let id: u32 = tag.value("numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    let own = custom.iter().find(|(number, ..)| *number == id);
                    let format = own.map_or_else(|| built_in(id), |(_, format, _)| *format);
                    let code =
                        own.map_or(if id == 14 { "dd/mm/yyyy" } else { "" }, |(_, _, code)| code.as_str());
                    dates.push((format == Format::Date).then(|| plain(code)));
                    formats.push(format);
                }
                _ => {}
            }
        }
        Ok(Self { formats, dates })
    }

    /// The format of style `index` if that shows dates: `dd/mm/yyyy`.
    pub fn date(&self, index: u32) -> Option<String> {
        self.dates.get(index as usize).cloned().flatten()
    }

    /// The format of style `index`; a style that does not exist is an ordinary one.
    pub fn format(&self, index: u32) -> Format {
        self.formats.get(index as usize).copied().unwrap_or_default()
    }
}

/// A format without its locale, escapes and further sections.
fn plain(code: &str) -> String {
    let section = code.split(';').next().unwrap_or_default();
    let section =
        section.split_once(']').filter(|_| section.starts_with("[$")).map_or(section, |(_, rest)| rest);
    section.replace(['\\', '"'], "")
}

/// ECMA-376 18.8.30: 14–22 and 45–47 are dates and times, 27–36 and 50–58 dates in East Asian locales.
fn built_in(id: u32) -> Format {
    match id {
        14..=22 | 27..=36 | 45..=47 | 50..=58 => Format::Date,
        49 => Format::Text,
        _ => Format::Other,
    }
}

/// Judges a format code by its letters outside of quotes, brackets (save `[h]`, `[mm]`, `[ss]`) and escapes.
pub fn of_code(code: &str) -> Format {
    let section = code.split(';').next().unwrap_or_default();
    if section.trim() == "@" {
        return Format::Text;
    }
    if section.eq_ignore_ascii_case("general") {
        return Format::Other;
    }
    let mut chars = section.chars();
    while let Some(ch) = chars.next() {
        match ch {
            '"' => {
                chars.by_ref().find(|ch| *ch == '"');
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            '[' => {
                let inner: String = chars.by_ref().take_while(|ch| *ch != ']').collect();
                if !inner.is_empty() && inner.to_lowercase().chars().all(|ch| matches!(ch, 'h' | 'm' | 's')) {
                    return Format::Date;
                }
            }
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return Format::Date,
            _ => {}
        }
    }
    Format::Other
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn date_formats_are_told_from_others() {
        for code in ["dd/mm/yyyy", "[$-42A]dd mmmm yyyy;@", "[h]:mm", "\"ngày\" dd", "yyyy\\-mm"] {
            assert_eq!(of_code(code), Format::Date, "{code}");
        }
        for code in ["General", "0.00", "#,##0\" ngày\"", "[Red]0", "0\\d", "_-* #,##0_-", ""] {
            assert_eq!(of_code(code), Format::Other, "{code}");
        }
        assert_eq!(of_code("@"), Format::Text);
    }

    #[test]
    fn styles_are_looked_up_by_index() {
        let doc = concat!(
            r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>"#,
            r#"<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"><alignment/></xf><xf numFmtId="49"/></cellXfs></styleSheet>"#
        );
        let styles = Styles::read(doc).unwrap();
        let found: Vec<_> = (0..5).map(|at| styles.format(at)).collect();
        assert_eq!(found, [Format::Other, Format::Date, Format::Date, Format::Text, Format::Other]);
    }
}
