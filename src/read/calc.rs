//! What stands between this module and calamine: panics contained, values converted.

use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::DataRef;

use crate::model::sheet::Value;

use super::serial::{self, NumberKind};

/// Runs `work`; a panic inside becomes its text. The panic's message still reaches the process's hook, which is the
/// program's to set. Aborts, endless loops and lack of memory are not contained here.
pub(super) fn contained<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
        format!("a reader gave up: {}", text.unwrap_or_default())
    })
}

/// calamine's value as ours; `None` for an empty cell. An empty text is a value here: it is counted like any other
/// and dropped by the grid.
pub(super) fn value(data: &DataRef<'_>, date1904: bool) -> Option<Value> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) => serial::value(*number, NumberKind::Plain, date1904),
        DataRef::String(text) | DataRef::DurationIso(text) => Value::Text(text.clone()),
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Bool(truth) => Value::Bool(*truth),
        DataRef::DateTime(time) => {
            let kind = if time.is_duration() { NumberKind::Duration } else { NumberKind::Date };
            serial::value(time.as_f64(), kind, date1904)
        }
        DataRef::DateTimeIso(text) => {
            serial::iso_date(text).map_or_else(|| Value::Text(text.clone()), Value::Date)
        }
        DataRef::Error(error) => Value::Error(error.to_string()),
    })
}
