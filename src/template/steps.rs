//! Names with numbered steps (`ho_so[0].ten`): which step is not there. The expression language tells of plain names only.
//! An expression and a scope in, the name up to the first missing step and the names it could have been out.

use minijinja::Value;
use minijinja::value::ValueKind;

/// The first name with `[…]` in an expression that has a step which is not there: the name up to that step, and what
/// could stand in its place.
pub fn missing(text: &str, scope: &Value) -> Option<(String, Vec<String>)> {
    let is_name = |ch: char| ch.is_alphanumeric() || ch == '_';
    let mut rest = text;
    while let Some(start) = rest.find(|ch: char| is_name(ch) || matches!(ch, '"' | '\'')) {
        rest = &rest[start..];
        if let Some(quote) = rest.chars().next().filter(|ch| matches!(ch, '"' | '\'')) {
            let end = rest[1..].find(quote)?;
            rest = &rest[end + 2..];
            continue;
        }
        let end = end_of(rest);
        if let Some(found) = first_missing(&rest[..end], scope) {
            return Some(found);
        }
        rest = &rest[end..];
    }
    None
}

/// How far a name with its steps reaches.
fn end_of(text: &str) -> usize {
    let mut depth = 0_u32;
    for (at, ch) in text.char_indices() {
        match ch {
            '[' => depth += 1,
            ']' if depth > 0 => depth -= 1,
            _ if depth > 0 || ch.is_alphanumeric() || matches!(ch, '_' | '.') => {}
            _ => return at,
        }
    }
    text.len()
}

fn first_missing(name: &str, scope: &Value) -> Option<(String, Vec<String>)> {
    if !name.contains('[') {
        return None;
    }
    let mut at = scope.clone();
    let mut done = 0;
    while done < name.len() {
        let rest = &name[done..];
        let (next, end) = if let Some(inner) = rest.strip_prefix('[') {
            let close = inner.find(']')?;
            let key = inner[..close].trim();
            let quoted = key.strip_prefix(['"', '\'']).and_then(|key| key.strip_suffix(['"', '\'']));
            let next = match quoted {
                Some(key) => at.get_attr(key),
                None => at.get_item(&Value::from(key.parse::<i64>().ok()?)),
            };
            (next, done + close + 2)
        } else {
            let start = usize::from(rest.starts_with('.'));
            let length = rest[start..].find(['.', '[']).unwrap_or(rest.len() - start);
            (at.get_attr(rest[start..].get(..length)?), done + start + length)
        };
        match next {
            Ok(next) if !next.is_undefined() => at = next,
            // A first step that is not there is a plain name that is not there.
            _ if done == 0 => return None,
            _ => return Some((name[..end].to_owned(), beside(&name[..done], &at))),
        }
        if end == done {
            return None;
        }
        done = end;
    }
    None
}

/// The names that a group has.
fn beside(prefix: &str, group: &Value) -> Vec<String> {
    if group.kind() != ValueKind::Map || prefix.is_empty() {
        return Vec::new();
    }
    let Ok(keys) = group.try_iter() else { return Vec::new() };
    keys.filter_map(|key| key.as_str().map(|key| format!("{prefix}.{key}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_step_that_is_not_there_is_told() {
        let scope = crate::template::data::of(&json!({"ds": [{"ten": "a", "so": 1}], "a": {"b": [1]}}));
        for (text, name, known) in [
            ("ds[0].tenn", Some("ds[0].tenn"), &["ds[0].ten", "ds[0].so"][..]),
            ("'x[0]' ~ ds[0].tenn | upper", Some("ds[0].tenn"), &["ds[0].ten", "ds[0].so"]),
            ("ds[3].ten", Some("ds[3]"), &[]),
            ("a['c'].d", Some("a['c']"), &["a.b"]),
            ("ds[0].ten + a.b[0] + ds[i]", None, &[]),
            ("ds[", None, &[]),
            ("đ[0", None, &[]),
            ("'ds[0].x", None, &[]),
        ] {
            let found = missing(text, &scope);
            assert_eq!(found.as_ref().map(|(name, _)| name.as_str()), name, "{text}");
            let mut beside = found.map(|(_, known)| known).unwrap_or_default();
            let mut known: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
            beside.sort();
            known.sort();
            assert_eq!(beside, known, "{text}");
        }
    }
}
