//! Small tools for the page: everything that comes from outside is escaped here, numbers and links are written here.

use std::fmt::{self, Write as _};

use crate::{
    model::{
        figure::{Figure, Figures},
        period::Period,
    },
    template::filters,
    text::{Lang, Text},
};

/// The page as it grows.
#[derive(Debug, Default)]
pub(super) struct Out(String);

impl Out {
    pub(super) fn put(&mut self, text: fmt::Arguments<'_>) {
        // A String takes everything.
        let _ = self.0.write_fmt(text);
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// Writes to an [`Out`] as `format!` would.
macro_rules! put {
    ($out:expr, $($text:tt)*) => { $out.put(format_args!($($text)*)) };
}
pub(super) use put;

/// Text for an element or a quoted attribute. Control characters, which HTML forbids, and marks that turn the direction
/// of writing, which would let a name change the text around it, show as `�`.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ch in self.0.chars() {
            match ch {
                '&' => f.write_str("&amp;"),
                '<' => f.write_str("&lt;"),
                '>' => f.write_str("&gt;"),
                '"' => f.write_str("&quot;"),
                '\'' => f.write_str("&#39;"),
                '\n' | '\t' => f.write_str(" "),
                '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                    f.write_str("\u{fffd}")
                }
                // The last two code points of the plane are no characters in HTML.
                '\u{fffe}' | '\u{ffff}' => f.write_str("\u{fffd}"),
                _ if ch.is_control() => f.write_str("\u{fffd}"),
                _ => f.write_char(ch),
            }?;
        }
        Ok(())
    }
}

/// A path or name that may be broken after the marks between its parts, never inside a word.
pub(super) struct Breakable<'a>(pub(super) &'a str);

impl fmt::Display for Breakable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in self.0.split_inclusive(['/', '_', '-', '.']) {
            write!(f, "{}", Escaped(part))?;
            if part.ends_with(['/', '_', '-', '.']) {
                f.write_str("<wbr>")?;
            }
        }
        Ok(())
    }
}

/// A relative link: every byte but letters, digits, `-._~` and the `/` between folders is percent-encoded, so that
/// neither `#`, `?`, `%` nor a colon in a name is taken for something else.
pub(super) fn href(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// `1.234` in Vietnamese, `1,234` in English.
pub(crate) fn grouped(number: u64, lang: Lang) -> String {
    let digits = number.to_string();
    let mark = if lang == Lang::Vi { '.' } else { ',' };
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// A number that a test, or a reader of the source, can find by its key.
pub(super) fn number(key: &str, value: u64, lang: Lang) -> String {
    format!(r#"<data data-key="{}" value="{value}">{}</data>"#, Escaped(key), grouped(value, lang))
}

/// The figure of a group; `group` is empty for the total, else `linh_vuc.0.`.
pub(super) fn figure(group: &str, figure: Figure, figures: &Figures, lang: Lang) -> String {
    number(&format!("{group}{}", figure.key()), figures[figure], lang)
}

/// `66,7%` by the rule of the templates' `ty_le_chu`: 0/0 is no percentage.
pub(super) fn share(part: u64, whole: u64, lang: Lang) -> String {
    const NONE: Text = Text { vi: filters::NO_CASES, en: "none arose" };
    let words = filters::share_words(part, whole);
    match lang {
        Lang::Vi => words,
        Lang::En if words == filters::NO_CASES => NONE.en.to_owned(),
        Lang::En => words.replace(',', "."),
    }
}

/// The name of a period in running text.
pub(super) fn named(period: &Period, lang: Lang) -> String {
    if lang == Lang::Vi { period.title() } else { period.id.clone() }
}

/// A cell of a table with a number in it. The label says on a narrow screen, where rows become blocks, what the number is;
/// without content there is nothing to say.
pub(super) fn cell(out: &mut Out, label: &str, content: &str) {
    put!(out, "<td class=\"n\" data-label=\"{}\">{content}</td>", Escaped(label));
}

/// A cell that only keeps the columns in line: a block has no need of it.
pub(super) fn no_cell(out: &mut Out) {
    put!(out, "<td class=\"n none\">–</td>");
}

/// The head of a table: (class, text) of each column. Opens the wrapper that scrolls where a table finds no room in spite
/// of all; [`close_table`] closes it. On a narrow screen rows become blocks (style sheet), those of a table with many
/// columns sooner. The caption is for those who do not see the heading above. A table of few `rows` is printed on one page.
pub(super) fn open_table(out: &mut Out, caption: &str, rows: usize, heads: &[(&str, &str)]) {
    const FEW: usize = 14;
    const MANY_COLUMNS: usize = 6;
    let short = if rows <= FEW { " short" } else { "" };
    let wide = if heads.len() >= MANY_COLUMNS { " wide" } else { "" };
    put!(
        out,
        "<div class=\"scroll{short}{wide}\" tabindex=\"0\" role=\"group\" aria-label=\"{}\"><table><caption class=\"hidden\">{}</caption><thead><tr>",
        Escaped(caption),
        Escaped(caption)
    );
    for (class, head) in heads {
        put!(out, "<th scope=\"col\" class=\"{class}\">{}</th>", Escaped(head));
    }
    put!(out, "</tr></thead>\n");
}

/// Closes what [`open_table`] opened.
pub(super) fn close_table(out: &mut Out) {
    put!(out, "</table></div>\n");
}

/// A section with a heading of its own.
pub(super) fn open_section(out: &mut Out, id: &str, title: &str) {
    put!(out, "<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{}</h2>\n", Escaped(title));
}

/// Closes a section.
pub(super) fn close_section(out: &mut Out) {
    put!(out, "</section>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_can_open_a_tag_or_leave_an_attribute() {
        assert_eq!(
            Escaped("<b a='1'>\"&\u{202e}\u{0}\n").to_string(),
            "&lt;b a=&#39;1&#39;&gt;&quot;&amp;\u{fffd}\u{fffd} "
        );
        assert_eq!(Breakable("a/b_<c>").to_string(), "a/<wbr>b_<wbr>&lt;c&gt;");
    }

    #[test]
    fn a_link_is_one_path_whatever_the_name() {
        assert_eq!(
            href("tra-lai/Phòng A/sổ #1 50%.xlsx"),
            "tra-lai/Ph%C3%B2ng%20A/s%E1%BB%95%20%231%2050%25.xlsx"
        );
        assert_eq!(href("javascript:x?y&z\"'<>"), "javascript%3Ax%3Fy%26z%22%27%3C%3E");
    }

    #[test]
    fn numbers_and_shares_are_written_in_the_language() {
        assert_eq!(
            [0, 999, 1_000, 1_234_567].map(|n| grouped(n, Lang::Vi)),
            ["0", "999", "1.000", "1.234.567"]
        );
        assert_eq!(grouped(1_000, Lang::En), "1,000");
        assert_eq!(share(6, 9, Lang::Vi), "66,7%");
        assert_eq!(share(6, 9, Lang::En), "66.7%");
        assert_eq!(share(0, 0, Lang::Vi), "không phát sinh");
        assert_eq!(share(0, 0, Lang::En), "none arose");
        assert_eq!(share(1_999, 2_000, Lang::Vi), "99,9%", "never rounded up to all");
    }
}
