//! `tthc figures`: every figure a template can use, with its meaning, unit and definition.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use crate::{
    error::Error,
    flow::indicators::{self, Definitions},
    model::figure::Figure,
    text::Lang,
};

/// For people.
pub fn text(lang: Lang) -> Result<String, Error> {
    let mut out = String::new();
    for figure in Figure::ALL {
        let column = if figure.form_column().is_empty() {
            String::new()
        } else {
            format!(" {}", figure.form_column())
        };
        let _ = writeln!(
            out,
            "{}{column}\n    {} ({})\n    {}",
            figure.key(),
            figure.meaning().get(lang),
            figure.unit().get(lang),
            figure.definition().get(lang)
        );
    }
    for definition in definitions()?.list {
        let _ = writeln!(
            out,
            "chi_tieu.{}\n    {} ({})",
            definition.code, definition.content, definition.measure
        );
    }
    Ok(out)
}

/// For machines.
pub fn json(lang: Lang) -> Result<Json, Error> {
    let mut figures: Vec<Json> = Figure::ALL
        .iter()
        .map(|figure| {
            json!({
                "key": figure.key(),
                "form_column": figure.form_column(),
                "meaning": figure.meaning().get(lang),
                "unit": figure.unit().get(lang),
                "definition": figure.definition().get(lang),
            })
        })
        .collect();
    figures.extend(definitions()?.list.into_iter().map(|definition| {
        json!({
            "key": format!("chi_tieu.{}", definition.code),
            "form_column": "",
            "meaning": definition.content,
            "unit": definition.measure,
            "definition": definition.same_as.unwrap_or_default(),
        })
    }));
    Ok(json!({"schema": 1, "figures": figures}))
}

fn definitions() -> Result<Definitions, Error> {
    Definitions::parse(indicators::EMBEDDED, "chi-tieu.toml")
}
