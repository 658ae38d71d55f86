//! The expression language: minijinja with strict names, our filters, and the nearest known name for one that is unknown.
//! Values in, values out; it knows nothing of cells.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Expression, UndefinedBehavior, Value};

use super::fault::FaultKind;
use super::filters;
use super::lexis;
use super::nothing;
use super::samples::Samples;
use super::steps;
use crate::model::sheet::number_text;

/// The environment that compiles and evaluates expressions.
pub struct Language {
    env: Environment<'static>,
    data: Value,
    /// The names that some expression allows not to be there.
    guarded: RefCell<BTreeSet<String>>,
}

/// A compiled expression.
pub struct Compiled<'e> {
    pub(super) expression: Expression<'e, 'static>,
    names: Option<Box<Names>>,
}

/// What is known of an expression's names.
enum Names {
    /// The steps of an expression that is nothing but a name (`x.ten`): most are, and following them is all there is to do.
    Path(Vec<Box<str>>),
    /// The text of one that has numbered steps (`x[0].ten`).
    Stepped(Box<str>),
}

impl<'e> Compiled<'e> {
    fn new(expression: Expression<'e, 'static>, text: &str) -> Self {
        let plain = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '_' | '.');
        // What the language itself takes for one name is one: no keyword, no number, no filter.
        let names = text.chars().all(plain).then(|| expression.undeclared_variables(true));
        let is_name = names.is_some_and(|names| names.len() == 1 && names.contains(text));
        let path = || Names::Path(text.split('.').map(Box::from).collect());
        let stepped = || text.contains('[').then(|| Names::Stepped(Box::from(text)));
        let names = if is_name { Some(path()) } else { stepped() };
        Self { expression, names: names.map(Box::new) }
    }

    /// The value that a plain name has in a scope; none if it is no plain name or is not there.
    fn follow(&self, scope: &Value) -> Option<Value> {
        let Names::Path(path) = &**self.names.as_ref()? else { return None };
        let (first, rest) = path.split_first()?;
        let mut at = scope.get_attr(first).ok()?;
        for step in rest {
            at = at.get_attr(step).ok()?;
        }
        (!at.is_undefined()).then_some(at)
    }
}

impl Language {
    /// Prepares the language for this data.
    pub fn new(context: &serde_json::Value) -> Self {
        Self::over(super::data::of(context))
    }

    /// Prepares the language for values that were read already.
    pub fn over(data: Value) -> Self {
        let mut env = Environment::new();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        env.set_formatter(|out, _, value| {
            let text = shown(value).map_err(|kind| Error::new(ErrorKind::InvalidOperation, kind))?;
            out.write_str(&text).map_err(Error::from)
        });
        filters::register(&mut env);
        Self { env, data, guarded: RefCell::default() }
    }

    /// The language of running text: percentages, numbers and dates come out as they are written in a report.
    pub fn for_text(data: Value) -> Self {
        let mut language = Self::over(data);
        filters::register_for_text(&mut language.env);
        language
    }

    /// The outermost scope: the data itself.
    pub fn data(&self) -> Value {
        self.data.clone()
    }

    /// Compiles an expression.
    pub fn compile(&self, text: &str) -> Result<Compiled<'_>, FaultKind> {
        let expression = self
            .env
            .compile_expression_owned(nothing::joined(text).into_owned())
            .map_err(|error| FaultKind::Syntax(error.detail().unwrap_or_default().to_owned()))?;
        self.guarded.borrow_mut().extend(lexis::guarded(text));
        Ok(Compiled::new(expression, text.trim()))
    }

    /// Evaluates an expression; a name that is not there is a fault, whatever the expression would make of it.
    pub fn eval(&self, expression: &Compiled<'_>, scope: &Value) -> Result<Value, FaultKind> {
        if let Some(value) = expression.follow(scope) {
            return Ok(value);
        }
        match expression.expression.eval(scope.clone()) {
            Ok(value) if value.is_undefined() => Err(self
                .unknown(expression, scope)
                .unwrap_or_else(|| FaultKind::Failed("undefined".to_owned()))),
            Ok(value) => Ok(value),
            Err(error) => Err(fault_of(&error, || self.unknown(expression, scope))),
        }
    }

    /// Renders a text that has its own `{% %}` tags.
    pub fn render(&self, text: &str, scope: &Value) -> Result<String, FaultKind> {
        self.env.render_str(&nothing::joined_text(text), scope.clone()).map_err(|error| {
            fault_of(&error, || {
                let template = self.env.template_from_str(text).ok()?;
                self.first_unknown(template.undeclared_variables(true).into_iter().collect(), scope)
            })
        })
    }

    fn unknown(&self, expression: &Compiled<'_>, scope: &Value) -> Option<FaultKind> {
        let names = expression.expression.undeclared_variables(true);
        self.first_unknown(names.into_iter().collect(), scope).or_else(|| {
            let Names::Stepped(text) = &**expression.names.as_ref()? else { return None };
            let (name, known) = steps::missing(text, scope)?;
            Some(FaultKind::UnknownName { nearest: nearest(&name, &known), name })
        })
    }

    /// The first unknown name in an expression that is never evaluated (the body of an empty list) and that nothing declares.
    /// Of a name that the template guards (`default`, `is defined`) only what stands before its last step must be there.
    pub fn unknown_root(&self, expression: &Compiled<'_>, declared: &[String]) -> Option<FaultKind> {
        self.unknown_below(expression, declared, &Samples::default())
    }

    /// The same within blocks of which it is known what their lists hold.
    pub fn unknown_below(
        &self,
        expression: &Compiled<'_>,
        declared: &[String],
        samples: &Samples,
    ) -> Option<FaultKind> {
        let mut names: Vec<String> = expression.expression.undeclared_variables(true).into_iter().collect();
        names.retain(|name| {
            let root = name.split('.').next().unwrap_or_default();
            root != "loop"
                && samples.known(root).unwrap_or_else(|| !declared.iter().any(|known| known == root))
        });
        let names = names.iter().filter_map(|name| self.required(name)).collect();
        self.first_unknown(names, &samples.scope(self.data()))
    }

    /// The part of a name that must be there even if it is never evaluated; none if all of it may be missing.
    fn required(&self, name: &str) -> Option<String> {
        let guarded = self.guarded.borrow();
        let mut ends = name.match_indices('.').map(|(at, _)| at).chain([name.len()]);
        let Some(end) = ends.find(|end| guarded.contains(&name[..*end])) else {
            return Some(name.to_owned());
        };
        name[..end].rsplit_once('.').map(|(group, _)| group.to_owned())
    }

    fn first_unknown(&self, mut names: Vec<String>, scope: &Value) -> Option<FaultKind> {
        names.sort();
        let name = names.into_iter().find(|name| !resolves(name, scope, &self.env))?;
        let nearest = nearest(&name, &known_names(scope));
        Some(FaultKind::UnknownName { name, nearest })
    }
}

fn fault_of(error: &Error, unknown: impl FnOnce() -> Option<FaultKind>) -> FaultKind {
    let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    match error.kind() {
        ErrorKind::SyntaxError | ErrorKind::UnknownFilter | ErrorKind::UnknownTest => {
            FaultKind::Syntax(detail)
        }
        // Operators on a name that is not there complain about types: look for the name first.
        _ => unknown().unwrap_or(FaultKind::Failed(detail)),
    }
}

fn resolves(name: &str, scope: &Value, env: &Environment<'_>) -> bool {
    let mut at = scope.clone();
    for (depth, step) in name.split('.').enumerate() {
        match at.get_attr(step) {
            Ok(next) if !next.is_undefined() => at = next,
            _ => return depth == 0 && env.globals().any(|(global, _)| global == step),
        }
    }
    true
}

/// Every full name that can be written in a scope; of lists only the first item's names are not included, since those need
/// a loop variable.
fn known_names(scope: &Value) -> Vec<String> {
    let mut names = Vec::new();
    collect(scope, "", 0, &mut names);
    names
}

fn collect(value: &Value, prefix: &str, depth: usize, names: &mut Vec<String>) {
    if value.kind() != ValueKind::Map || depth > 6 || names.len() > 20_000 {
        return;
    }
    let Ok(keys) = value.try_iter() else { return };
    for key in keys {
        let Some(key) = key.as_str().map(str::to_owned) else { continue };
        let full = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        if let Ok(inner) = value.get_attr(&key) {
            collect(&inner, &full, depth + 1, names);
        }
        names.push(full);
    }
}

/// The known name most like `name`: one that ends with it, or the least different one if it is near enough.
fn nearest(name: &str, known: &[String]) -> Option<String> {
    let last = |full: &str| full.rsplit('.').next().unwrap_or_default().to_owned();
    let score = |full: &str| {
        let whole = strsim::normalized_damerau_levenshtein(name, full);
        let ends = full.strip_suffix(name).is_some_and(|before| before.ends_with('.'));
        let tail = strsim::normalized_damerau_levenshtein(&last(name), &last(full));
        let same_start = name.split('.').next() == full.split('.').next() && name.contains('.');
        // `ky.tu_ngay` for `ky.tu`: a longer name than there is, or a shorter one, in the same group.
        let (own, other) = (name.rsplit_once('.'), full.rsplit_once('.'));
        let begins = own.zip(other).is_some_and(|((group, own), (group2, other))| {
            let longer =
                |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with('_'));
            group == group2 && (longer(own, other) || longer(other, own))
        });
        whole
            .max(if begins { 0.7 } else { 0.0 })
            .max(if ends { 0.98 } else { 0.0 })
            .max(tail * if same_start { 0.97 } else { 0.9 })
    };
    known
        .iter()
        .map(|full| (score(full), full))
        .filter(|(score, _)| *score >= 0.6)
        .max_by(|(a, x), (b, y)| a.total_cmp(b).then_with(|| y.len().cmp(&x.len())).then_with(|| y.cmp(x)))
        .map(|(_, full)| full.clone())
}

/// A value as it reads within a text; the error is the kind of what cannot stand there.
pub fn shown(value: &Value) -> Result<String, String> {
    match value.kind() {
        ValueKind::None | ValueKind::Undefined => Ok(String::new()),
        ValueKind::Bool => Ok(if value.is_true() { "TRUE" } else { "FALSE" }.to_owned()),
        ValueKind::Number if value.is_integer() => Ok(value.to_string()),
        ValueKind::Number => f64::try_from(value.clone())
            .ok()
            .filter(|number| number.is_finite())
            .map(number_text)
            .ok_or_else(|| "number".to_owned()),
        ValueKind::String => Ok(value.as_str().unwrap_or_default().to_owned()),
        kind => Err(kind.to_string()),
    }
}

/// A scope inside a loop: its variables and `loop` before everything outside.
#[derive(Debug)]
pub struct Scope {
    /// Loop variables with their values.
    pub vars: Vec<(Arc<str>, Value)>,
    /// 0-based index of this pass.
    pub index: usize,
    /// How many passes there are.
    pub length: usize,
    /// The scope around.
    pub parent: Value,
}

impl Object for Scope {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, name: &str) -> Option<Value> {
        if let Some((_, value)) = self.vars.iter().find(|(var, _)| &**var == name) {
            return Some(value.clone());
        }
        if name == "loop" {
            return Some(Value::from_object(Loop { index: self.index, length: self.length }));
        }
        self.parent.get_attr(name).ok().filter(|value| !value.is_undefined())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let mut keys: Vec<Value> = self.vars.iter().map(|(name, _)| Value::from(&**name)).collect();
        keys.push(Value::from("loop"));
        if let Ok(outer) = self.parent.try_iter() {
            keys.extend(outer);
        }
        Enumerator::Values(keys)
    }
}

#[derive(Debug)]
struct Loop {
    index: usize,
    length: usize,
}

impl Object for Loop {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(match key.as_str()? {
            "index" => Value::from(self.index + 1),
            "index0" => Value::from(self.index),
            "revindex" => Value::from(self.length.saturating_sub(self.index)),
            "revindex0" => Value::from(self.length.saturating_sub(self.index + 1)),
            "first" => Value::from(self.index == 0),
            "last" => Value::from(self.index + 1 == self.length),
            "length" => Value::from(self.length),
            _ => return None,
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["index", "index0", "revindex", "revindex0", "first", "last", "length"])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn eval(text: &str) -> Result<Value, FaultKind> {
        let language = Language::new(
            &json!({"ky": {"tu": "2022-12-15", "quy": 1}, "tiep_nhan": {"tong": 9}, "ds": [1, 2],
                "nhom": [{"ten": "a"}]}),
        );
        let compiled = language.compile(text)?;
        language.eval(&compiled, &language.data())
    }

    #[test]
    fn unknown_names_come_with_the_nearest_full_name() {
        for (text, name, near) in [
            ("ky.tuu", "ky.tuu", Some("ky.tu")),
            ("tu", "tu", Some("ky.tu")),
            ("ky.tu_ngay", "ky.tu_ngay", Some("ky.tu")),
            ("tiep_nhann.tong", "tiep_nhann.tong", Some("tiep_nhan.tong")),
            ("1 + xyz", "xyz", None),
            ("ky.quy + hoan_toan_khac", "hoan_toan_khac", None),
            ("nhom[0].tenn", "nhom[0].tenn", Some("nhom[0].ten")),
            ("nhom[0].tenn | upper", "nhom[0].tenn", Some("nhom[0].ten")),
            ("nhom[9].ten", "nhom[9]", None),
        ] {
            let expected = FaultKind::UnknownName { name: name.to_owned(), nearest: near.map(str::to_owned) };
            assert_eq!(eval(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn loops_see_their_own_names_first_and_the_data_behind() {
        let language = Language::new(&json!({"a": 1, "b": 2}));
        let scope = Value::from_object(Scope {
            vars: vec![("a".into(), Value::from(7))],
            index: 1,
            length: 2,
            parent: language.data(),
        });
        let compiled = language.compile("[a, b, loop.index, loop.last, loop.length]").unwrap();
        assert_eq!(language.eval(&compiled, &scope).unwrap().to_string(), "[7, 2, 2, True, 2]");
    }

    #[test]
    fn faults_of_the_language_are_told_apart() {
        assert!(matches!(eval("1 +"), Err(FaultKind::Syntax(_))));
        assert!(matches!(eval("1 | khong_co"), Err(FaultKind::Syntax(_))));
        assert!(matches!(eval("'a' - 1"), Err(FaultKind::Failed(_))));
    }
}
