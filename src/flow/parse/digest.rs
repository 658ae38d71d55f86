//! Digests: people without their names.

use std::hash::{DefaultHasher, Hash, Hasher};

pub(super) fn digest(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
