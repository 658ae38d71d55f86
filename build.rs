//! Lists `src/rules/<code>_<fault>.rs` into one registry, so that a new rule is one new file; each rule also gets a name
//! of its own (`rules::DG006`), for the stages that raise it. Built for Windows, the program also gets its icon, manifest and
//! version block from `scripts/windows/`.
#![allow(clippy::disallowed_methods)] // the build folder is not the user's

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

type Built = Result<(), Box<dyn Error>>;

fn main() -> Built {
    rules()?;
    if env::var("CARGO_CFG_TARGET_OS")? == "windows" { resources() } else { Ok(()) }
}

fn rules() -> Built {
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

/// What staff read in the file's properties; the English text is the package's description.
const DESCRIPTION: &str = "tthc: đọc sổ theo dõi hồ sơ TTHC, lập báo cáo quý";

/// Icon, manifest and version block, by the resource compiler that comes with the linker; no crate is needed for that. Other
/// toolchains than MinGW get none, and the program still works: only paths over 260 characters and the icon are lost.
fn resources() -> Built {
    for watched in ["scripts/windows", "Cargo.toml"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    println!("cargo::rerun-if-env-changed=WINDRES");
    if env::var("CARGO_CFG_TARGET_ENV")? != "gnu" {
        println!("cargo::warning=no icon, manifest and version: they need MinGW's windres");
        return Ok(());
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("scripts/windows");
    let parts = ["MAJOR", "MINOR", "PATCH"].map(|part| env::var(format!("CARGO_PKG_VERSION_{part}")));
    let [major, minor, patch] = parts;
    let (major, minor, patch) = (major?, minor?, patch?);
    let manifest = fs::read_to_string(folder.join("tthc.manifest"))?;
    fs::write(
        out.join("tthc.manifest"),
        manifest.replace("@VERSION@", &format!("{major}.{minor}.{patch}.0")),
    )?;
    fs::copy(folder.join("tthc.ico"), out.join("tthc.ico"))?;

    let mut script = format!(
        "#pragma code_page(65001)\n1 ICON \"tthc.ico\"\n1 24 \"tthc.manifest\"\n\
         1 VERSIONINFO\nFILEVERSION {major},{minor},{patch},0\nPRODUCTVERSION {major},{minor},{patch},0\n\
         FILEOS 0x40004\nFILETYPE 1\nBEGIN\nBLOCK \"StringFileInfo\"\nBEGIN\n"
    );
    // Language and code page: Vietnamese and American English, both UTF-16.
    for (language, description) in
        [("042A04B0", DESCRIPTION.to_owned()), ("040904B0", env::var("CARGO_PKG_DESCRIPTION")?)]
    {
        writeln!(script, "BLOCK \"{language}\"\nBEGIN")?;
        let version = env::var("CARGO_PKG_VERSION")?;
        for (name, value) in [
            ("FileDescription", description.as_str()),
            ("FileVersion", &version),
            ("InternalName", "tthc"),
            ("LegalCopyright", &env::var("CARGO_PKG_LICENSE")?),
            ("OriginalFilename", "tthc.exe"),
            ("ProductName", "tthc"),
            ("ProductVersion", &version),
        ] {
            writeln!(script, "VALUE \"{name}\", \"{}\"", value.replace('"', "\"\""))?;
        }
        script.push_str("END\n");
    }
    script.push_str(
        "END\nBLOCK \"VarFileInfo\"\nBEGIN\nVALUE \"Translation\", 0x042A, 0x04B0, 0x0409, 0x04B0\nEND\nEND\n",
    );
    fs::write(out.join("tthc.rc"), script)?;

    let known = ["x86_64-w64-mingw32-windres".to_owned(), "windres".to_owned()];
    let object = out.join("tthc-resources.o");
    for windres in env::var("WINDRES").into_iter().chain(known) {
        // In the folder of the script: windres splits paths at spaces.
        let mut command = Command::new(&windres);
        command.current_dir(&out).args([
            "--codepage=65001",
            "tthc.rc",
            "-O",
            "coff",
            "-o",
            "tthc-resources.o",
        ]);
        match command.status() {
            Ok(status) if status.success() => {
                println!("cargo::rustc-link-arg-bins={}", object.display());
                return Ok(());
            }
            Ok(status) => return Err(format!("{windres}: {status}").into()),
            Err(_) => {}
        }
    }
    Err("windres was not found: it is part of MinGW's binutils; WINDRES can name it".into())
}
