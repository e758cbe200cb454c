//! One binary of integration tests: each file is about one kind of behaviour.

mod addresses;
mod archives;
mod cli;
mod documents;
mod events;
mod corrections;
mod freshness;
mod golden;
mod harness;
mod laws;
mod links;
mod pages;
mod pictures;
mod posts;
mod problems;
mod provenance;
mod publishing;
mod reading;
mod series;
mod templates;
mod terms;
mod text;
mod themes;
mod tidy;
mod told;
mod translations;
