//! Small helpers over quick-xml for parts of packages: every part is read to its end and must be well-formed.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::fault::ReadFault;

/// One part, read event by event. Empty elements come as a start and an end.
pub(super) struct XmlPart<R: BufRead> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    name: String,
    depth: usize,
    rooted: bool,
}

impl<R: BufRead> XmlPart<R> {
    /// `name` is for messages.
    pub(super) fn new(source: R, name: &str) -> Self {
        let mut reader = Reader::from_reader(source);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Self { reader, buffer: Vec::with_capacity(1024), name: name.to_owned(), depth: 0, rooted: false }
    }

    /// The next event, [`Event::Eof`] once all elements are closed.
    ///
    /// # Errors
    /// [`ReadFault::Damaged`] for XML that is not well-formed, an early end, a wrong checksum, and a document type
    /// declaration, which no spreadsheet program writes.
    pub(super) fn next(&mut self) -> Result<Event<'_>, ReadFault> {
        self.buffer.clear();
        match self.reader.read_event_into(&mut self.buffer) {
            Err(error) => Err(ReadFault::damaged(format!("{}: {error}", self.name))),
            Ok(event) => {
                match &event {
                    Event::Start(_) => {
                        self.depth += 1;
                        self.rooted = true;
                    }
                    Event::End(_) => self.depth = self.depth.saturating_sub(1),
                    Event::DocType(_) => {
                        return Err(ReadFault::damaged(format!("{}: document type declaration", self.name)));
                    }
                    Event::Eof if self.depth > 0 || !self.rooted => {
                        return Err(ReadFault::damaged(format!("{}: ends early", self.name)));
                    }
                    _ => {}
                }
                Ok(event)
            }
        }
    }
}

/// The value of the attribute called `name` (as written, with its prefix), entities resolved.
pub(super) fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let found =
        element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(value(&found))
}

/// As [`attribute`], by the name without prefix.
pub(super) fn attribute_local<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let mut all = element.attributes();
    let found =
        all.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(value(&found))
}

fn value<'a>(attribute: &quick_xml::events::attributes::Attribute<'a>) -> Cow<'a, str> {
    attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_else(|_| attribute.value.clone())
}

/// Whether an attribute's value is true in the XML Schema sense.
pub(super) fn truth(value: &str) -> bool {
    matches!(value, "1" | "true" | "True" | "on")
}

/// Appends what a reference such as `&amp;` or `&#10;` stands for.
///
/// # Errors
/// [`ReadFault::Damaged`] for an entity that XML does not define.
pub(super) fn push_reference(reference: &BytesRef<'_>, text: &mut String) -> Result<(), ReadFault> {
    if let Ok(Some(ch)) = reference.resolve_char_ref() {
        text.push(ch);
        return Ok(());
    }
    match quick_xml::escape::resolve_predefined_entity(&reference.xml10_content()) {
        Some(known) => text.push_str(known),
        None => return Err(ReadFault::damaged("an entity that XML does not define")),
    }
    Ok(())
}
