//! The two languages of every text that staff read, and the filling of its named holes.

use std::fmt::Write as _;

/// The language messages are shown in; Vietnamese unless `--lang en` or `TTHC_LANG=en`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English.
    En,
}

/// One text in both languages, standing beside the code it describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Vietnamese: what staff read.
    pub vi: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    /// The text in `lang`, its holes as written.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }

    /// The text in `lang` with every `{name}` replaced by its value; a hole without a value stays as `{name}`,
    /// which the registry's tests would catch.
    pub fn fill<V: AsRef<str>>(self, lang: Lang, values: &[(&str, V)]) -> String {
        fill(self.get(lang), values)
    }

    /// The names of the holes, in order of first appearance.
    pub fn holes(self, lang: Lang) -> Vec<&'static str> {
        let mut names = Vec::new();
        let mut rest = self.get(lang);
        while let Some((name, after)) = next_hole(rest) {
            if !names.contains(&name) {
                names.push(name);
            }
            rest = after;
        }
        names
    }
}

fn next_hole(text: &str) -> Option<(&str, &str)> {
    let (_, after) = text.split_once('{')?;
    after.split_once('}')
}

fn fill<V: AsRef<str>>(text: &str, values: &[(&str, V)]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(hole, _)| *hole == name) {
            Some((_, value)) => out.push_str(value.as_ref()),
            None => {
                let _ = write!(out, "{{{name}}}");
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Shows what cannot be seen: zero-width, non-breaking and control characters become `⟨U+200B⟩`, a line break `⏎`.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            '\n' => out.push('⏎'),
            '\r' => {}
            '\u{a0}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202f}'
            | '\u{2060}'
            | '\u{feff}' => {
                let _ = write!(out, "⟨U+{:04X}⟩", u32::from(ch));
            }
            _ if ch.is_control() => {
                let _ = write!(out, "⟨U+{:04X}⟩", u32::from(ch));
            }
            _ => out.push(ch),
        }
    }
    out
}

/// Hides what may be a number of a person, nine digits or more in one run: ID cards have nine or twelve, phones ten.
pub fn without_long_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|ch: char| ch.is_ascii_digit()) {
        out.push_str(&rest[..at]);
        let run = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
        out.push_str(if run >= 9 { "…" } else { &rest[at..at + run] });
        rest = &rest[at + run..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const GREETING: Text = Text { vi: "Ngày {d} trước {t}.", en: "Day {d} before {t}." };

    #[test]
    fn holes_are_filled_by_name_in_both_languages() {
        assert_eq!(GREETING.fill(Lang::Vi, &[("t", "B"), ("d", "A")]), "Ngày A trước B.");
        assert_eq!(GREETING.fill(Lang::En, &[("t", "B"), ("d", "A")]), "Day A before B.");
    }

    #[test]
    fn a_value_with_braces_is_not_filled_again() {
        assert_eq!(GREETING.fill(Lang::En, &[("d", "{t}"), ("t", "x")]), "Day {t} before x.");
    }

    #[test]
    fn holes_are_listed_once() {
        assert_eq!(Text { vi: "{a}{b}{a}", en: "" }.holes(Lang::Vi), ["a", "b"]);
    }

    #[test]
    fn invisible_characters_are_shown() {
        assert_eq!(visible("a\u{200b}b\u{a0}c\nd"), "a⟨U+200B⟩b⟨U+00A0⟩c⏎d");
    }
}
