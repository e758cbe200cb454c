//! Remembers highlighted code.
//!
//! The editions of a story share their code, and highlighting it is the slowest thing that is done
//! with a text. What is remembered is what a pure function answered, so it makes no difference to
//! the output; it is bounded, and empty again when it is full.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use crate::markdown::fence::Fence;

/// How many bytes of code and HTML one part remembers.
const PART_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Larger blocks are rare, and rarely the same.
const CODE_BYTES_MAX: usize = 32 * 1024;

/// Apart by hash, so that threads seldom wait for each other.
static PARTS: LazyLock<[Mutex<Part>; 8]> = LazyLock::new(Default::default);
/// Only chooses a part, and so never reaches the output.
static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);

#[derive(Default)]
struct Part {
    /// By language and code, both whole: a hash could be the same for two.
    answers: HashMap<Box<str>, Arc<str>>,
    bytes: usize,
}

/// Appends what `highlight` appends for this code, from memory where it was asked before.
pub(super) fn push(
    out: &mut String,
    language: &str,
    code: &str,
    fence: &Fence,
    highlight: impl FnOnce(&mut String),
) {
    if code.len() > CODE_BYTES_MAX || !fence.marks.is_empty() {
        highlight(out);
        return;
    }
    let key = format!("{language}\n{code}");
    let hash = HASHER.hash_one(&*key);
    let part = &PARTS[usize::from(hash.to_le_bytes()[0]) % PARTS.len()];
    // A panic elsewhere cannot leave an answer half written.
    let known = part.lock().unwrap_or_else(PoisonError::into_inner).answers.get(&*key).cloned();
    if let Some(known) = known {
        out.push_str(&known);
        return;
    }
    let start = out.len();
    highlight(out);
    let answer: Arc<str> = out[start..].into();
    let bytes = key.len() + answer.len();
    let mut part = part.lock().unwrap_or_else(PoisonError::into_inner);
    if part.bytes + bytes > PART_BYTES_MAX {
        *part = Part::default();
    }
    part.bytes += bytes;
    part.answers.insert(key.into(), answer);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(code: &str, answer: &str) -> String {
        let mut out = String::from("before ");
        push(&mut out, "test", code, &Fence::default(), |out| out.push_str(answer));
        out
    }

    #[test]
    fn the_same_code_is_answered_once() {
        assert_eq!(ask("memo a", "1"), "before 1");
        assert_eq!(ask("memo a", "2"), "before 1");
        assert_eq!(ask("memo b", "2"), "before 2");
    }

    #[test]
    fn memory_is_bounded() {
        let answer = "x".repeat(CODE_BYTES_MAX);
        for number in 0..2000 {
            ask(&format!("bounded {number}"), &answer);
        }
        let bytes: usize = PARTS.iter().map(|part| part.lock().expect("whole").bytes).sum();
        assert!(bytes <= PARTS.len() * PART_BYTES_MAX);
    }
}
