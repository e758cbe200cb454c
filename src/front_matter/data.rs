//! Reads a file of the data folder with the care that headers get: every value with its place, every
//! fault of YAML in an author's words.

use super::{checks, yaml};
use crate::diagnostic::Diagnostic;

pub(crate) use super::node::{Entry, Node, Value};
pub(crate) use super::values::{boolean, date, kind, not_boolean, shown, web_address};

/// How many values a data file may have: thousands of entries, each in twenty languages.
const DATA_NODES_MAX: usize = 5_000_000;

const DATA: yaml::Bounds = yaml::Bounds {
    name: "the file",
    nodes_max: DATA_NODES_MAX,
    too_much: "take out what readers do not need",
    example: "name: …",
};

/// The entries of the outermost map of a file in YAML, with everything that is wrong with it. What
/// cannot be read is left out of them.
pub(crate) fn read(text: &str) -> (Vec<Entry>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let entries = yaml::read_within(text, &DATA, &mut problems);
    checks::check(&entries, &mut problems);
    (entries, problems)
}
