//! Which scope of a grammar is which class.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use syntect::parsing::Scope;

/// A class as one byte; 0 is no class.
pub(super) type Class = u8;

/// The first rule whose scope starts a scope decides; `" "` is plain text within what has a class.
const RULES: [(&str, &str); 62] = [
    ("comment", "c"),
    ("punctuation.definition.comment", "c"),
    ("string.unquoted", " "),
    ("string.regexp", "s"),
    ("string", "s"),
    ("punctuation.definition.string", "s"),
    ("meta.interpolation", " "),
    ("meta.template.expression", " "),
    ("punctuation.section.interpolation", " "),
    ("punctuation.section.embedded", " "),
    ("source", " "),
    ("constant.character.escape", "e"),
    ("constant.other.placeholder", "e"),
    ("constant.numeric", "n"),
    ("constant", "l"),
    ("keyword.operator.word", "k"),
    ("keyword.operator.logical.python", "k"),
    ("keyword.operator.new", "k"),
    ("keyword.operator", "o"),
    ("keyword.other.unit", "n"),
    ("keyword", "k"),
    ("storage", "k"),
    ("entity.name.function", "f"),
    ("support.function", "f"),
    ("support.macro", "f"),
    ("variable.function", "f"),
    ("entity.name.macro", "f"),
    ("entity.name.tag", "g"),
    ("support.type.property-name", "g"),
    ("meta.property-name", "g"),
    ("punctuation.definition.tag", "g"),
    ("entity.other.attribute-name", "a"),
    ("variable.annotation", "a"),
    ("meta.annotation", "a"),
    ("entity.name.section", "h"),
    ("markup.heading", "h"),
    ("markup.deleted", "d"),
    ("markup.inserted", "i"),
    ("markup.raw", "s"),
    ("meta.diff.header", "h"),
    ("meta.diff.range", "h"),
    ("meta.toc-list", " "),
    ("entity.name.namespace", " "),
    ("entity.name.label", "l"),
    ("entity.name.constant", "l"),
    ("entity.name.class", "t"),
    ("entity.name.struct", "t"),
    ("entity.name.enum", "t"),
    ("entity.name.interface", "t"),
    ("entity.name.trait", "t"),
    ("entity.name.type", "t"),
    ("entity.name.module", "t"),
    ("entity.other.inherited-class", "t"),
    ("support.type", "t"),
    ("support.class", "t"),
    ("support.constant", "l"),
    ("variable.language", "v"),
    ("variable.parameter", "v"),
    ("variable.other.readwrite.instance", "v"),
    ("variable.other.readwrite.global", "v"),
    ("variable.other.readwrite.shell", "v"),
    ("punctuation.definition.variable", "v"),
];

static SELECTORS: LazyLock<Vec<(Scope, Class)>> = LazyLock::new(|| {
    RULES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, class.as_bytes()[0]))).collect()
});

thread_local! {
    /// What each scope was found to mean: a few hundred entries, asked millions of times.
    static MEANINGS: RefCell<HashMap<Scope, Option<Class>>> = RefCell::default();
}

/// The class that `scope` gives to what is in it, if it gives one.
pub(super) fn class_of(scope: Scope) -> Option<Class> {
    MEANINGS.with_borrow_mut(|meanings| {
        *meanings.entry(scope).or_insert_with(|| {
            SELECTORS.iter().find(|(selector, _)| selector.is_prefix_of(scope)).map(|(_, class)| *class)
        })
    })
}
