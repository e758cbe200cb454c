//! One binary of integration tests: each file is about one kind of behaviour.

mod addresses;
mod archives;
mod cli;
mod events;
mod documents;
mod golden;
mod harness;
mod laws;
mod links;
mod posts;
mod problems;
mod publishing;
mod reading;
mod templates;
mod terms;
mod text;
mod theme;
mod themes;
mod tidy;
mod told;
mod translations;
