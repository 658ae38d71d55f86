//! The data a template is filled with, read from JSON straight into values of the expression language: a hundred thousand
//! records are held once, their names shared. JSON in, values out.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, Serde};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

/// Reads a JSON text in UTF-8, with or without a byte order mark, or in UTF-16 with one, as Notepad and PowerShell save it;
/// the error says where it is none.
pub fn read(json: &[u8]) -> Result<Value, serde_json::Error> {
    let mut names = Names::default();
    let json = without_mark(json);
    let mut reader = serde_json::Deserializer::from_slice(&json);
    let value = Reader { names: &mut names }.deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// The text without its byte order mark, in UTF-8.
fn without_mark(bytes: &[u8]) -> Cow<'_, [u8]> {
    let utf8 = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> =
            rest.chunks(2).map(|two| unit([two[0], two.get(1).copied().unwrap_or(0)])).collect();
        Cow::Owned(String::from_utf16_lossy(&units).into_bytes())
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(rest),
        [0xff, 0xfe, rest @ ..] => utf8(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf8(rest, u16::from_be_bytes),
        _ => Cow::Borrowed(bytes),
    }
}

/// The same of JSON that was read already.
pub fn of(json: &serde_json::Value) -> Value {
    Value::from(Serde(json))
}

/// Data of which more is known than there is in it: `shape` has one element in every list, so that the names in a loop over an
/// empty one can be checked.
pub fn shaped(data: Value, shape: Value) -> Value {
    Value::from_object(Shaped { data, shape })
}

/// What [`shaped`] was given besides the data itself.
pub fn shape_of(data: &Value) -> Option<Value> {
    data.downcast_object_ref::<Shaped>().map(|shaped| shaped.shape.clone())
}

#[derive(Debug)]
struct Shaped {
    data: Value,
    shape: Value,
}

impl Object for Shaped {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.data.get_item(key).ok().filter(|value| !value.is_undefined())
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.data.get_attr(key).ok().filter(|value| !value.is_undefined())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        self.data.try_iter().map_or(Enumerator::Empty, |keys| Enumerator::Values(keys.collect()))
    }
}

/// The names of a record, ascending, shared by all records that have the same ones in the same order.
type Keys = Arc<[Arc<str>]>;

#[derive(Default)]
struct Names {
    known: BTreeSet<Arc<str>>,
    last: Layout,
}

/// How the record before was laid out: its names as written, in ascending order, and which value goes where.
#[derive(Default)]
struct Layout {
    written: Vec<Arc<str>>,
    keys: Option<Keys>,
    order: Vec<usize>,
}

impl Names {
    fn name(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let name: Arc<str> = text.into();
        self.known.insert(name.clone());
        name
    }

    /// A record; of a name that comes twice the last value counts.
    fn record(&mut self, written: Vec<Arc<str>>, values: &[Value]) -> Record {
        let pick = |order: &[usize]| order.iter().map(|at| values[*at].clone()).collect();
        if let Some(keys) = self.last.keys.as_ref().filter(|_| self.last.written == written) {
            return Record { keys: keys.clone(), values: pick(&self.last.order) };
        }
        let mut order: Vec<usize> = (0..written.len()).collect();
        order.sort_by(|a, b| written[*a].cmp(&written[*b]).then(b.cmp(a)));
        order.dedup_by(|a, b| written[*a] == written[*b]);
        let keys: Keys = order.iter().map(|at| written[*at].clone()).collect();
        let record = Record { keys: keys.clone(), values: pick(&order) };
        self.last = Layout { written, keys: Some(keys), order };
        record
    }
}

/// A group of named values.
#[derive(Debug)]
struct Record {
    keys: Keys,
    values: Box<[Value]>,
}

impl Object for Record {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let at = self.keys.binary_search_by(|name| (**name).cmp(key)).ok()?;
        self.values.get(at).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.keys.iter().map(|name| Value::from(&**name)).collect())
    }
}

struct Reader<'n> {
    names: &'n mut Names,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

struct Name<'n>(&'n mut Names);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Arc<str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Arc<str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Arc<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, text: &str) -> Result<Arc<str>, E> {
        Ok(self.0.name(text))
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::from(()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items: Vec<Value> = Vec::new();
        while let Some(item) = seq.next_element_seed(Reader { names: &mut *self.names })? {
            items.push(item);
        }
        items.shrink_to_fit();
        Ok(Value::from(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let (mut names, mut values) = (Vec::new(), Vec::new());
        while let Some(name) = map.next_key_seed(Name(&mut *self.names))? {
            names.push(name);
            values.push(map.next_value_seed(Reader { names: &mut *self.names })?);
        }
        if names.len() != values.len() {
            return Err(A::Error::custom("a name without a value"));
        }
        Ok(Value::from_object(self.names.record(names, &values)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_read_equals_what_the_language_makes_of_json() {
        let text = r#"{"b": [1, -2, 0.5, 1e300, 18446744073709551615], "a": {"y": null, "x": "chữ dài hơn hai mươi hai"},
            "ds": [{"k": 1, "m": "x"}, {"m": "y", "k": 2}, {"k": 3}, {}], "t": true}"#;
        let json: serde_json::Value = serde_json::from_str(text).unwrap();
        let read = read(text.as_bytes()).unwrap();
        assert_eq!(read, of(&json));
        assert_eq!(read.to_string(), of(&json).to_string());
        assert_eq!(
            read.get_attr("ds").unwrap().get_item_by_index(1).unwrap().get_attr("k").unwrap(),
            Value::from(2)
        );
    }

    #[test]
    fn of_a_name_that_comes_twice_the_last_value_counts() {
        for text in [r#"{"a": 1, "a": 2}"#, r#"[{"a": 1, "a": 2}, {"a": 1, "a": 2}]"#] {
            let value = read(text.as_bytes()).unwrap();
            let record = value.get_item_by_index(1).ok().filter(|item| !item.is_undefined()).unwrap_or(value);
            assert_eq!(record.get_attr("a").unwrap(), Value::from(2));
            assert_eq!(record.len(), Some(1));
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        let text = "{\"tên\": \"Cao Bằng 😀\"}";
        let expected = read(text.as_bytes()).unwrap();
        let wide = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
        };
        for bytes in [format!("\u{feff}{text}").into_bytes(), wide(u16::to_le_bytes), wide(u16::to_be_bytes)]
        {
            assert_eq!(read(&bytes).unwrap(), expected);
        }
        for bytes in [&[0xef, 0xbb, 0xbf][..], &[0xff, 0xfe], &[0xff, 0xfe, b'{'], &[0xfe, 0xff, 0xd8]] {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_json_is_said_with_its_place() {
        for text in ["", "{", "[1,]", "{} x", "{\"a\" 1}"] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
    }
}
