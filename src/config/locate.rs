//! Where a key or a value of a YAML file stands, for messages about it.

use crate::diagnostic::Span;

/// The place of the key at `path` (outermost first) in block-style YAML; the nearest key above it
/// where the last ones cannot be seen, as in a flow map.
pub(crate) fn find_key(text: &str, path: &[&str]) -> Option<Span> {
    let mut found = None;
    let mut wanted = path.iter();
    let mut key_wanted = wanted.next()?;
    let mut parent_indent = None;
    let mut child_indent = None;
    for (index, line) in text.lines().enumerate() {
        let content = line.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let indent = line.len() - content.len();
        if parent_indent.is_some_and(|parent| indent <= parent) {
            return found;
        }
        // Only direct children count: all of them stand as deep as the first.
        if indent != *child_indent.get_or_insert(indent) {
            continue;
        }
        let key = content.trim_start_matches("- ").split(':').next().unwrap_or("");
        let key = key.trim_matches(['"', '\'', ' ']);
        if key == *key_wanted {
            found = Some(Span {
                line: u32::try_from(index + 1).ok()?,
                column: u32::try_from(indent + 1).ok()?,
                length: u32::try_from(key.chars().count()).ok()?,
            });
            let Some(next) = wanted.next() else { return found };
            (key_wanted, parent_indent, child_indent) = (next, Some(indent), None);
        }
    }
    found
}

/// The place of `value` behind the key at `path`, in block or flow style; that of the key where the
/// value cannot be seen, as when it is written with escapes.
pub(super) fn find_value(text: &str, path: &[&str], value: &str) -> Option<Span> {
    let key = find_key(text, path)?;
    let key_indent = key.column as usize - 1;
    let first = key.line as usize - 1;
    for (index, line) in text.lines().enumerate().skip(first) {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        let is_below = indent > key_indent || content.is_empty() || content.starts_with(['-', '#', ']', '}']);
        if index > first && !is_below {
            break;
        }
        // A key may be the value itself, and stands then at the place that was found.
        let start = if index == first { key_indent } else { 0 };
        if let Some(at) = find_word(line, value, start) {
            return Some(Span {
                line: u32::try_from(index + 1).ok()?,
                column: u32::try_from(line[..at].chars().count() + 1).ok()?,
                length: u32::try_from(value.chars().count()).ok()?,
            });
        }
    }
    Some(key)
}

/// Where `word` begins in `line`, from the byte `start` on, with nothing of its kind on either side.
fn find_word(line: &str, word: &str, start: usize) -> Option<usize> {
    let is_inside = |c: char| c.is_alphanumeric() || "_-/.#".contains(c);
    let rest = line.get(start..)?;
    rest.match_indices(word).map(|(at, _)| start + at).find(|at| {
        let (before, after) = (&line[..*at], &line[at + word.len()..]);
        !word.is_empty() && !before.ends_with(is_inside) && !after.starts_with(is_inside)
    })
}
