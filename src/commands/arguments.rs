//! The arguments in the order the parser takes them: options may stand before its name, too.

use std::ffi::OsString;

/// Options that have a value: those for every command, and those of a count, which a path without a command takes too.
const VALUED: [&str; 8] =
    ["--format", "--lang", "--color", "--period", "--from", "--to", "--catalogue", "--today"];

/// Puts the name of a command before the options it was given behind; `is_command` knows the names.
pub(super) fn ordered(
    arguments: impl Iterator<Item = OsString>,
    is_command: impl Fn(&str) -> bool,
) -> Vec<OsString> {
    let mut all: Vec<OsString> = arguments.collect();
    let mut at = 1;
    while let Some(option) = all.get(at).and_then(|argument| argument.to_str()) {
        let name = option.split('=').next().unwrap_or_default();
        if !VALUED.contains(&name) && name != "--quiet" {
            break;
        }
        at += if VALUED.contains(&option) { 2 } else { 1 };
    }
    let named = all.get(at).and_then(|argument| argument.to_str()).is_some_and(is_command);
    if named && at > 1 {
        let command = all.remove(at);
        all.insert(1, command);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_before_the_command_are_those_of_the_command() {
        let order = |words: &str| {
            let words = words.split(' ').map(OsString::from);
            let all = ordered(words, |name| ["run", "explain"].contains(&name));
            all.join(std::ffi::OsStr::new(" ")).to_string_lossy().into_owned()
        };
        for (given, expected) in [
            ("tthc --lang en explain DG010", "tthc explain --lang en DG010"),
            ("tthc --today 2023-03-20 run bc", "tthc run --today 2023-03-20 bc"),
            ("tthc --quiet --format=json run bc", "tthc run --quiet --format=json bc"),
            ("tthc run --lang en bc", "tthc run --lang en bc"),
            ("tthc --lang en bc", "tthc --lang en bc"),
            ("tthc --lang", "tthc --lang"),
            ("tthc bc run", "tthc bc run"),
            ("tthc", "tthc"),
        ] {
            assert_eq!(order(given), expected);
        }
    }
}
