//! Digests: what makes two rows "the same content", and people without their names.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::{
    cells::{procedure_code, text::key},
    model::case::Case,
};

pub(super) fn digest(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// What makes two rows "the same content": everything that is read but running number, officer, fee and note.
pub(super) fn content_digest(case: &Case) -> u64 {
    let name = case.procedure_name.value().map(|name| key(name));
    let code = case.procedure_code.value().map(|code| procedure_code::key(code));
    digest(&(
        code,
        name,
        case.channel.get(),
        [case.submitted_on.get(), case.received_on.get(), case.due_on.get(), case.extended_to.get()],
        [case.finished_on.get(), case.handed_over_on.get(), case.supplement_on.get(), case.refused_on.get()],
        key(&case.status_text),
        case.applicant_digest,
    ))
}
