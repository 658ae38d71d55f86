//! Lists `src/rules/<code>_<fault>.rs` into one registry, so that a new rule is one new file; each rule also gets a name
//! of its own (`rules::DG006`), for the stages that raise it.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

#[allow(clippy::disallowed_methods)] // the build folder is not the user's
fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("src/rules");
    println!("cargo::rerun-if-changed=src/rules");
    // The generated file holds paths of this checkout.
    println!("cargo::rerun-if-env-changed=CARGO_MANIFEST_DIR");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let name = entry?.file_name().into_string().map_err(|_| "a rule file needs an ASCII name")?;
        if let Some(stem) = name.strip_suffix(".rs").filter(|stem| *stem != "mod" && stem.contains('_')) {
            names.push(stem.to_owned());
        }
    }
    names.sort();
    let mut modules = String::new();
    let mut registry =
        String::from("/// Every rule, in the order of its code.\npub static ALL: &[&Rule] = &[\n");
    let mut constants = String::new();
    for name in &names {
        let path = folder.join(format!("{name}.rs"));
        let path = path.to_str().ok_or("the source folder needs a UTF-8 path")?;
        // `{:?}` quotes and escapes the path as a Rust string literal.
        writeln!(modules, "#[path = {path:?}]\npub mod {name};")?;
        writeln!(registry, "    &{name}::RULE,")?;
        let code = name.split('_').next().unwrap_or(name).to_ascii_uppercase();
        writeln!(constants, "/// The rule of [`{name}`].\npub static {code}: &Rule = &{name}::RULE;")?;
    }
    registry.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("rules.rs"), modules + &registry + &constants)?;
    Ok(())
}
