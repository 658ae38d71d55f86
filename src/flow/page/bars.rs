//! Bars as inline SVG. Each stands in a table beside its number and has a title and a description in words; widths are
//! per cent of the drawing, so that no text is scaled and a pattern keeps its pitch.

use super::html::{Escaped, Out, grouped, put, share};
use crate::text::{Lang, Text};

/// One part of a bar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Class of the style sheet: the fill.
    pub(super) class: &'static str,
    /// What it counts.
    pub(super) name: Text,
    /// How many.
    pub(super) value: u64,
}

/// A bar of parts that follow each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar<'a> {
    /// Unique on the page.
    pub(super) id: &'a str,
    /// What it shows.
    pub(super) title: &'a str,
    /// Its parts, from the left.
    pub(super) parts: &'a [Part],
    /// What would fill its width.
    pub(super) whole: u64,
    /// Whether `whole` is what the parts are shares of, rather than only the scale of several bars.
    pub(super) shares: bool,
}

/// The fill of what is late is hatched: it is told from the others without colour. Named by `url(#hatch)`.
pub(super) fn patterns(out: &mut Out) {
    put!(
        out,
        "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\"><defs>\
         <pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect width=\"6\" height=\"6\" fill=\"#a8322a\"/><rect width=\"2\" height=\"6\" fill=\"#f3c9c4\"/></pattern></defs></svg>\n"
    );
}

/// Draws a bar.
pub(super) fn draw(out: &mut Out, bar: Bar<'_>, lang: Lang) {
    let Bar { id, title, parts, whole, shares } = bar;
    put!(
        out,
        "<svg class=\"bar\" width=\"100%\" height=\"14\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
         <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">",
        Escaped(title)
    );
    for (at, part) in parts.iter().enumerate() {
        let comma = if at == 0 { "" } else { "; " };
        put!(out, "{comma}{}: {}", part.name.get(lang), grouped(part.value, lang));
        if shares && whole > 0 {
            put!(out, " ({})", share(part.value, whole, lang));
        }
    }
    put!(out, "</desc><rect class=\"track\" width=\"100%\" height=\"14\"/>");
    let mut before = 0;
    for part in parts.iter().filter(|part| part.value > 0) {
        let (from, width) = (percent(before, whole), percent(part.value, whole));
        put!(out, "<rect class=\"{}\" x=\"{from}%\" width=\"{width}%\" height=\"14\"/>", part.class);
        if before > 0 {
            put!(out, "<rect class=\"gap\" x=\"{from}%\" width=\"2\" height=\"14\"/>");
        }
        before += part.value;
    }
    put!(out, "</svg>");
}

/// What the fills mean; the swatches are decoration beside the words.
pub(super) fn legend(out: &mut Out, parts: &[Part], lang: Lang) {
    put!(out, "<ul class=\"legend\">");
    for part in parts {
        put!(
            out,
            "<li><svg class=\"swatch\" width=\"14\" height=\"14\" aria-hidden=\"true\" focusable=\"false\">\
             <rect class=\"{}\" width=\"14\" height=\"14\"/></svg>{}</li>",
            part.class,
            part.name.get(lang)
        );
    }
    put!(out, "</ul>\n");
}

/// Per cent with two decimals, by whole numbers: the same bytes on every machine. Never above 100.
fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "0".to_owned();
    }
    let hundredths = (u128::from(part) * 10_000 / u128::from(whole)).min(10_000);
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn widths_are_exact_and_never_leave_the_bar() {
        assert_eq!(percent(1, 3), "33.33");
        assert_eq!(percent(1, 2), "50");
        assert_eq!(percent(0, 0), "0");
        assert_eq!(percent(7, 0), "0");
        assert_eq!(percent(9, 3), "100");
        assert_eq!(percent(u64::MAX, u64::MAX), "100");
    }

    /// The relative luminance of a colour of the style sheet, as WCAG 2 computes it.
    fn luminance(rule: &str) -> f64 {
        let sheet = super::super::STYLE;
        let colour =
            sheet.split_once(rule).and_then(|(_, rest)| rest.trim_start().strip_prefix('#')).unwrap();
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
    }

    #[test]
    fn a_part_is_told_from_its_track_and_from_its_neighbour() {
        let contrast = |one: &str, other: &str| {
            let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
            one.max(other) / one.min(other)
        };
        let track = ".track { fill:";
        for part in ["rect.total { fill:", "rect.person { fill:", "rect.post { fill:", "rect.ontime { fill:"]
        {
            assert!(contrast(part, track) >= 3.0, "{part} {}", contrast(part, track));
        }
        let [early, on_time] = ["rect.early { fill:", "rect.ontime { fill:"];
        assert!(contrast(early, on_time) >= 3.0, "{}", contrast(early, on_time));
        // What is late is hatched, and a gap of two pixels sets it apart.
        let mut out = Out::default();
        let part = |class, value| Part { class, name: Text { vi: "", en: "" }, value };
        let parts = [part("ontime", 1), part("late", 1)];
        draw(&mut out, Bar { id: "b", title: "", parts: &parts, whole: 2, shares: true }, Lang::Vi);
        assert!(out.finish().contains("class=\"gap\" x=\"50%\" width=\"2\""));
    }

    #[test]
    fn a_bar_says_in_words_what_it_shows() {
        let part = |class, name, value| Part { class, name: Text { vi: name, en: name }, value };
        let mut out = Out::default();
        let parts = [part("x", "A", 1), part("y", "B", 0), part("z", "C", 3)];
        draw(&mut out, Bar { id: "b", title: "<Đo>", parts: &parts, whole: 4, shares: true }, Lang::Vi);
        let svg = out.finish();
        assert!(svg.contains("<title id=\"b-t\">&lt;Đo&gt;</title>"), "{svg}");
        assert!(svg.contains("A: 1 (25%); B: 0 (0%); C: 3 (75%)"), "{svg}");
        assert!(!svg.contains("class=\"y\""), "an empty part is not drawn: {svg}");
        assert!(svg.contains("class=\"z\" x=\"25%\" width=\"75%\""), "{svg}");
    }
}
