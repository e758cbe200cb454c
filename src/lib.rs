//! Depeche turns a folder of Markdown articles in several languages into a static archive: tagged,
//! searchable, with translation links that never lie.
//!
//! It is a function from a folder of text to a map of files, in six phases. Each takes the value
//! of the one before it and changes nothing of it; only the first and the last touch the disk, and
//! beside them the cache, which makes no difference.
//!
//! ```text
//!           discover        parse          link          plan          render          write
//!  folder ───────────► Sources ──────► Pages ──────► Site ──────► Plan ──────► bytes ──────► folder
//! ```
//!
//! [`build()`] is the whole of it. [`assemble`], [`plan::plan`] and [`render::Renderer`] are the same
//! without a disk, for tests and for whoever serves pages from memory. The modules below are in the
//! order in which they may use each other, which is also the order to read them in.

pub mod path;
pub mod diagnostic;
pub mod ids;
pub mod date;
pub mod language;
pub mod locale;
pub mod strings;
pub mod packed;
pub mod fingerprint;
pub mod cache;
pub mod text_hash;
pub mod path_pattern;
pub mod permalink;
pub mod html;
pub mod xml;
pub mod markdown;
pub mod front_matter;
pub mod config;
pub mod ledger;
pub mod discover;
pub mod theme;
pub mod scaffold;
pub mod svg;
pub mod image_size;
pub mod pictures;
pub mod concordance;
pub mod events;
pub mod parse;
pub mod site;
pub mod routes;
pub mod pagination;
pub mod link;
pub mod search;
pub mod plan;
pub mod render;
pub mod write;
pub mod report;
pub mod diff;
mod build;

pub use build::{
    Assembled, BuildReport, LedgerOptions, Observer, Options, Phase, assemble, build, render_all,
};
