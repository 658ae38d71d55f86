//! What Word makes of an expression while it is typed (curly quotes, dashes for minus signs, no-break spaces), turned back.
//! Text in, text out. Outside of strings none of these means anything in the expression language, so nothing is lost.

use crate::template::fault::FaultKind;
use crate::template::language::{Compiled, Language};
use crate::template::words::Control;

/// Compiles an expression with its typing corrections undone.
pub fn compile<'e>(language: &'e Language, text: &str) -> Result<Compiled<'e>, FaultKind> {
    language.compile(&straight(text))
}

/// Reads a control tag with its typing corrections undone; the error is the tag.
pub fn control(inner: &str) -> Result<Control, String> {
    Control::read(&straight(inner))
}

/// The text with straight quotes around its strings, and plain spaces and minus signs between them.
pub fn straight(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    for ch in text.chars() {
        let (double, single) = (matches!(ch, '"' | '“' | '”' | '„'), matches!(ch, '\'' | '‘' | '’'));
        match quote {
            // A string ends with its own straight quote, or where it began with a curly one with any of that kind.
            Some((end, curly)) => {
                let ends = if curly { (end == '"' && double) || (end == '\'' && single) } else { ch == end };
                out.push(if ends { end } else { ch });
                if ends {
                    quote = None;
                }
            }
            None if double || single => {
                let plain = if double { '"' } else { '\'' };
                quote = Some((plain, ch != plain));
                out.push(plain);
            }
            None => out.push(match ch {
                '\u{a0}' | '\u{202f}' | '\u{2007}' | '\n' | '\t' => ' ',
                '–' | '—' | '−' => '-',
                _ => ch,
            }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_word_corrects_while_typing_is_turned_back() {
        assert_eq!(straight("x | default(“– ”)"), "x | default(\"– \")");
        assert_eq!(straight("a\u{a0}– ‘b’"), "a - 'b'");
        assert_eq!(straight("\"“giữ”\" + 'x'"), "\"“giữ”\" + 'x'");
        assert!(matches!(control("for\u{a0}x\u{a0}in\u{a0}ds"), Ok(Control::For { .. })));
        let language = Language::for_text(crate::template::data::of(&serde_json::json!({"a": 3})));
        let compiled = compile(&language, "a – 1").unwrap();
        assert_eq!(language.eval(&compiled, &language.data()).unwrap().to_string(), "2");
        assert!(compile(&language, "“a").is_err());
    }
}
