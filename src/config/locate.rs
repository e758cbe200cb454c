//! Where a key of a YAML file stands, for messages about its value.

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
