//! One binary of integration tests: each file is about one kind of behaviour.

mod archives;
mod browser;
mod cli;
mod golden;
mod harness;
mod laws;
mod links;
mod markup;
mod problems;
mod publishing;
mod reading;
mod server;
mod stylesheet;
mod templates;
mod terms;
mod text;
mod theme;
mod tidy;
mod told;
mod translations;
