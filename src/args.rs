//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use depeche::config::BaseUrl;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Turns a folder of Markdown articles in several languages into a static archive.
#[derive(Debug, Parser)]
#[command(name = "depeche", version, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,

    /// The site's folder
    #[arg(short, long, global = true, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,

    /// The settings file [default: depeche.yaml in the site's folder]
    #[arg(short, long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Say nothing but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,

    /// Say everything, notes too
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site
    Build(Build),
    /// Compare two outputs: what is added, changed, moved or lost; exits with 1 if anything is lost
    Diff(Diff),
}

/// Which outputs to compare.
#[derive(Debug, Args)]
pub struct Diff {
    /// The folder of the earlier output
    pub old: PathBuf,

    /// The folder of the later output
    pub new: PathBuf,

    /// Print the whole comparison as JSON
    #[arg(long)]
    pub json: bool,
}

/// How to build.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Build {
    /// The folder to write to [default: public in the site's folder]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,

    /// The folder that remembers what was made [default: .depeche-cache in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub cache_dir: Option<PathBuf>,

    /// Where the site will be served, in place of `DEPECHE_BASE_URL` and of the settings' `base_url`
    #[arg(short = 'u', long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,

    /// Publish drafts too
    #[arg(short = 'D', long)]
    pub drafts: bool,

    /// Publish articles whose time has not come, too
    #[arg(short = 'F', long)]
    pub future: bool,

    /// Publish articles whose time is over, too
    #[arg(short = 'E', long)]
    pub expired: bool,

    /// Build as if it were this moment, such as 2021-03-19T18:00:00Z
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub clock: Option<Timestamp>,

    /// Leave out files that cannot be read, list them, and exit with 1
    #[arg(long)]
    pub keep_going: bool,

    /// Take warnings for errors
    #[arg(long)]
    pub strict: bool,

    /// Do everything but write, and list what would be written
    #[arg(long)]
    pub dry_run: bool,

    /// Give an address of `urls.lock` up for good: a page there says that it was withdrawn; may be
    /// given several times
    #[arg(long, value_name = "URL", conflicts_with = "locked")]
    pub forget: Vec<String>,

    /// Take it for an error if `urls.lock` lacks an address
    #[arg(long)]
    pub locked: bool,

    /// Print how many milliseconds each phase took
    #[arg(long)]
    pub timings: bool,
}

fn base_url(text: &str) -> Result<String, String> {
    BaseUrl::parse(text).map(|_| text.to_owned())
}

/// A moment as authors write dates; one without an offset is in UTC.
fn moment(written: &str) -> Result<Timestamp, String> {
    let date = depeche::date::parse(written, &TimeZone::UTC);
    date.map(|date| date.instant).map_err(|why| format!("{}; {}", why.message, why.hint))
}
