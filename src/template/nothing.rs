//! What the filters and the `~` of the expression language make of nothing: they would write the word None or take it for 0,
//! which it is not. An environment in, the same with its filters laid over.

use std::borrow::Cow;
use std::collections::BTreeMap;

use minijinja::value::Rest;
use minijinja::{Environment, Error, ErrorKind, State, Value, filters};

use super::lexis::{self, Kind, Lexeme};
use super::words::{self, TokenKind};

/// The filter that stands behind every part of a text joined with `~`.
const JOINED: &str = "ghep";

/// Lays our reading of nothing over the filters; `written` is how a text that is joined with `~` is written.
pub(super) fn register(env: &mut Environment<'_>, written: fn(&str) -> Option<String>) {
    env.add_filter(JOINED, move |value: &Value| joined_part(value, written));
    env.add_filter("_int", filters::int);
    env.add_filter("_float", filters::float);
    env.add_filter("_string", filters::string);
    env.add_filter("_upper", filters::upper);
    env.add_filter("_lower", filters::lower);
    env.add_filter("_title", filters::title);
    env.add_filter("_capitalize", filters::capitalize);
    env.add_filter("_trim", filters::trim);
    env.add_filter("_replace", filters::replace);
    env.add_filter("_join", filters::join);
    for (name, inner, text) in [
        ("int", "_int", false),
        ("float", "_float", false),
        ("string", "_string", true),
        ("upper", "_upper", true),
        ("lower", "_lower", true),
        ("title", "_title", true),
        ("capitalize", "_capitalize", true),
        ("trim", "_trim", true),
        ("replace", "_replace", true),
    ] {
        env.add_filter(name, move |state: &mut State<'_, '_>, value: &Value, Rest(mut args): Rest<Value>| {
            if value.is_none() && (text || args.is_empty()) {
                return Ok(if text { Value::from("") } else { Value::from(()) });
            }
            args.insert(0, value.clone());
            state.apply_filter(inner, &args)
        });
    }
    env.add_filter("join", move |state: &mut State<'_, '_>, value: &Value, Rest(mut args): Rest<Value>| {
        let mut list = value.clone();
        if args.len() < 2
            && value.as_str().is_none()
            && let Ok(items) = value.try_iter()
        {
            list = Value::from(
                items.map(|item| joined_part(&item, written)).collect::<Result<Vec<Value>, Error>>()?,
            );
        }
        args.insert(0, list);
        state.apply_filter("_join", &args)
    });
}

fn joined_part(value: &Value, written: fn(&str) -> Option<String>) -> Result<Value, Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    if value.is_none() {
        return Ok(Value::from(""));
    }
    Ok(value.as_str().and_then(written).map_or_else(|| value.clone(), Value::from))
}

/// Words that end a part of a joined text.
const WORDS: [&str; 9] = ["and", "or", "not", "in", "if", "else", "elif", "for", "set"];
/// Signs that do.
const SIGNS: [&str; 12] = ["~", ",", ":", "=", "==", "!=", "<", ">", "<=", ">=", "+", "-"];

/// An expression whose parts joined with `~` go through the filter that reads nothing as an empty text.
pub(super) fn joined(text: &str) -> Cow<'_, str> {
    if !text.contains('~') {
        return Cow::Borrowed(text);
    }
    let lexemes = lexis::lexemes(text);
    let word = |at: usize| &text[lexemes[at].span.clone()];
    // What is put in, by the byte it stands before.
    let mut added: BTreeMap<usize, &str> = BTreeMap::new();
    let closing = format!(") | {JOINED}");
    for at in (0..lexemes.len()).filter(|at| word(*at) == "~" && lexemes[*at].kind == Kind::Sign) {
        let first = reach(text, &lexemes, (0..at).rev(), &[")", "]", "}"]);
        let last = reach(text, &lexemes, at + 1..lexemes.len(), &["(", "[", "{"]);
        for (first, last) in [(first, at.checked_sub(1)), (Some(at + 1), last)] {
            if let (Some(first), Some(last)) = (first, last)
                && first <= last
                && last < lexemes.len()
            {
                added.insert(lexemes[first].span.start, "(");
                added.insert(lexemes[last].span.end, &closing);
            }
        }
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut from = 0;
    for (at, more) in added {
        out.push_str(&text[from..at]);
        out.push_str(more);
        from = at;
    }
    Cow::Owned(out + &text[from..])
}

/// How far a part of a joined text reaches, going on through `lexemes` in one direction.
fn reach(text: &str, lexemes: &[Lexeme], way: impl Iterator<Item = usize>, deeper: &[&str]) -> Option<usize> {
    let word = |at: usize| lexemes.get(at).map_or("", |lexeme| &text[lexeme.span.clone()]);
    let mut depth = 0_usize;
    let mut found = None;
    for at in way {
        let here = word(at);
        let before = if at == 0 { "" } else { word(at - 1) };
        match lexemes[at].kind {
            Kind::Sign if deeper.contains(&here) => depth += 1,
            Kind::Sign if matches!(here, "(" | "[" | "{" | ")" | "]" | "}") => {
                if depth == 0 {
                    break;
                }
                depth -= 1;
            }
            _ if depth > 0 => {}
            // A sign before a number is a part of it.
            Kind::Sign if here == "-" && starts(before) => {}
            Kind::Sign if SIGNS.contains(&here) => break,
            Kind::Name if here == "not" && before == "is" => {}
            Kind::Name if WORDS.contains(&here) => break,
            _ => {}
        }
        found = Some(at);
    }
    found
}

/// Whether what stands behind this begins a value.
fn starts(before: &str) -> bool {
    before.is_empty()
        || WORDS.contains(&before)
        || SIGNS.contains(&before)
        || matches!(before, "(" | "[" | "{" | "*" | "/" | "//" | "%" | "**")
}

/// A text with tags of its own, its expressions as [`joined`] makes them.
pub(super) fn joined_text(text: &str) -> Cow<'_, str> {
    let Some(tokens) = words::tokens(text).filter(|_| text.contains('~')) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + 64);
    for token in tokens {
        let (open, close) = match token.kind {
            TokenKind::Expression => ("{{ ", " }}"),
            TokenKind::Statement => ("{% ", " %}"),
            TokenKind::Literal | TokenKind::Comment => {
                out.push_str(&text[token.span]);
                continue;
            }
        };
        out.push_str(open);
        out.push_str(&joined(&token.inner));
        out.push_str(close);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::template::language::Language;
    use serde_json::json;

    #[test]
    fn every_part_of_a_joined_text_is_found() {
        for (text, made) in [
            ("a ~ b", "(a) | ghep ~ (b) | ghep"),
            ("a|f('~') ~ 'x ~ y'", "(a|f('~')) | ghep ~ ('x ~ y') | ghep"),
            (
                "(a ~ -1) ~ c[d ~ e] if x else y",
                "(((a) | ghep ~ (-1) | ghep)) | ghep ~ (c[(d) | ghep ~ (e) | ghep]) | ghep if x else y",
            ),
            ("x + a ~ b * 2 == y", "x + (a) | ghep ~ (b * 2) | ghep == y"),
            ("a ~ b is not defined", "(a) | ghep ~ (b is not defined) | ghep"),
            ("~", "~"),
            ("'~'", "'~'"),
        ] {
            assert_eq!(joined(text), made, "{text}");
        }
    }

    #[test]
    fn nothing_is_neither_a_word_nor_a_number() {
        let data = json!({"z": null, "d": "2023-03-04", "n": 1234, "ds": ["a", null, "2023-03-04"]});
        let word = Language::for_text(crate::template::data::of(&data));
        let book = Language::new(&data);
        for (text, in_word, in_book) in [
            ("d ~ ' đến ' ~ z", "04/03/2023 đến ", "2023-03-04 đến "),
            ("n ~ z", "1234", "1234"),
            ("z | string", "", ""),
            ("z | upper", "", ""),
            ("ds | join(', ')", "a, , 04/03/2023", "a, , 2023-03-04"),
            ("z | int", "none", "none"),
            ("z | float", "none", "none"),
            ("'7' | int + 1", "8", "8"),
            ("z | int(3)", "3", "3"),
            ("z | ty_le(4)", "không xác định", "không xác định"),
            ("0 | ty_le(z)", "không xác định", "không xác định"),
            ("z | ty_le_chu(z)", "không xác định", "không xác định"),
            ("'A-b' | replace('-', '+') | lower", "a+b", "a+b"),
        ] {
            for (language, expected) in [(&word, in_word), (&book, in_book)] {
                let compiled = language.compile(text).unwrap();
                let value = language.eval(&compiled, &language.data()).unwrap();
                let shown = if value.is_none() { "none".to_owned() } else { value.to_string() };
                assert_eq!(shown, expected, "{text}");
            }
        }
        let text = "{% if z ~ 'x' == 'x' %}{{ z ~ d }}{% endif %}";
        assert_eq!(word.render(text, &word.data()).unwrap(), "04/03/2023");
    }
}
