//! One binary of integration tests: each file is about one kind of behaviour.

mod archives;
mod cli;
mod corrections;
mod freshness;
mod golden;
mod harness;
mod laws;
mod links;
mod problems;
mod provenance;
mod publishing;
mod reading;
mod series;
mod templates;
mod terms;
mod text;
mod tidy;
mod told;
mod translations;
