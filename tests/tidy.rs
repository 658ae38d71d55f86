//! What a reader of the tree may rely on: every file says what it is, none is a drawer, the lists are complete.
#![allow(clippy::unwrap_used)]

use std::{fs, path::PathBuf};

use crate::support::root;

/// Files longer than the limit, each with its reason.
const LONG: [(&str, &str); 0] = [];
const LONGEST: usize = 400;

/// Every .rs file below a folder with its path in the repository.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut open = vec![root(folder)];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root("")).unwrap().to_string_lossy().replace('\\', "/");
            files.push((name, fs::read_to_string(path).unwrap()));
        }
    }
    files.sort();
    assert!(!files.is_empty(), "{folder}");
    files
}

#[test]
fn every_source_file_opens_with_what_it_is() {
    let all = ["src", "tests", "examples"].into_iter().flat_map(sources);
    let silent: Vec<String> =
        all.filter(|(_, text)| !text.starts_with("//! ")).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "no module doc: {silent:#?}");
}

#[test]
fn no_file_is_a_drawer() {
    let long: Vec<(String, usize)> = sources("src")
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(path, lines)| *lines > LONGEST && !LONG.iter().any(|(known, _)| known == path))
        .collect();
    assert!(long.is_empty(), "over {LONGEST} lines: split them, or list them with a reason: {long:#?}");
    for (path, _) in LONG {
        let lines = fs::read_to_string(root(path)).unwrap_or_default().lines().count();
        assert!(lines > LONGEST, "{path} has {lines} lines and needs no exception any more");
    }
}

#[test]
fn every_test_file_is_listed() {
    let list = fs::read_to_string(root("tests/main.rs")).unwrap();
    for (path, _) in sources("tests") {
        let name = path.trim_start_matches("tests/").trim_end_matches(".rs").trim_end_matches("/mod");
        let listed = name == "main" || list.lines().any(|line| line.starts_with(&format!("mod {name};")));
        assert!(listed || name.contains('/'), "{path} is not listed in tests/main.rs");
    }
    let named: Vec<&str> = list.lines().filter_map(|line| line.strip_prefix("mod ")).collect();
    assert!(
        named.iter().all(|line| line.contains(" // ")),
        "each module has its subject beside it: {named:#?}"
    );
}

#[test]
fn every_rule_has_its_file_and_its_place_in_the_documentation() {
    let documentation = fs::read_to_string(root("docs/rules.md")).unwrap();
    for rule in tthc::rules::ALL {
        assert!(
            documentation.contains(&format!("### {} ", rule.code)),
            "{} is not in docs/rules.md",
            rule.code
        );
        let name = format!("{}_{}", rule.code.to_lowercase(), rule.name.replace('-', "_"));
        let path: PathBuf = root(&format!("src/rules/{name}.rs"));
        assert!(path.is_file(), "{} ({}) should stand in {}", rule.code, rule.name, path.display());
    }
}

/// The rows of the glossary's tables: cells without their borders.
fn glossary() -> Vec<Vec<String>> {
    let text = fs::read_to_string(root("GLOSSARY.md")).unwrap();
    text.lines()
        .filter(|line| line.starts_with('|') && !line.contains("---"))
        .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

#[test]
fn every_identifier_of_the_glossary_exists() {
    let code: String = sources("src").into_iter().map(|(_, text)| text).collect();
    let exists = |name: &str| {
        // `Case::due_on` stands for both of its parts.
        name.split("::").all(|part| {
            let mut rest = code.as_str();
            let is_letter = |ch: Option<char>| ch.is_some_and(|ch| ch.is_alphanumeric() || ch == '_');
            while let Some(at) = rest.find(part) {
                let after = &rest[at + part.len()..];
                if !is_letter(rest[..at].chars().next_back()) && !is_letter(after.chars().next()) {
                    return true;
                }
                rest = after;
            }
            false
        })
    };
    let mut terms = 0;
    let mut unknown = Vec::new();
    for row in glossary() {
        assert!(row.len() >= 3, "{row:?}");
        if row[0] == "Tiếng Việt" {
            continue;
        }
        terms += 1;
        let names: Vec<&str> = row[2].split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "{} has no identifier", row[0]);
        unknown
            .extend(names.into_iter().filter(|name| !exists(name)).map(|name| format!("{}: {name}", row[0])));
    }
    assert!(terms >= 40, "{terms} terms");
    assert!(unknown.is_empty(), "not in src/: {unknown:#?}");
}
