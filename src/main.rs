//! The command `depeche`: arguments in, one call of the library, problems and a summary out.
//!
//! Here, and nowhere below, are the clock, the environment and the terminal.

mod args;
mod progress;
mod summary;

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use jiff::Timestamp;

use args::{Arguments, Build, Command, Diff};
use depeche::config::{BaseUrl, Overrides};
use depeche::diagnostic::{Cause, Diagnostic, Severity};
use depeche::link::Publishing;
use depeche::path::SourcePath;
use depeche::report::{self, Style};
use depeche::{LedgerOptions, Options, cache, diff, discover};
use progress::Progress;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The variable that says where the site will be served.
const BASE_URL: &str = "DEPECHE_BASE_URL";

/// The site is built.
const DONE: u8 = 0;
/// The site has problems.
const SITE_PROBLEMS: u8 = 1;
/// The command was not given what it takes, or the machine failed.
const MACHINE_FAILED: u8 = 2;

fn main() -> ExitCode {
    // Wrong arguments end here, with 2.
    let arguments = Arguments::parse();
    match &arguments.command {
        Command::Build(build) => run_build(&arguments, build),
        Command::Diff(diff) => run_diff(&arguments, diff),
    }
}

fn run_diff(arguments: &Arguments, Diff { old, new, json }: &Diff) -> ExitCode {
    let compare = || diff::diff(&discover::walk_output(old)?, &discover::walk_output(new)?);
    let code = match compare() {
        Ok(diff) => {
            let text = if *json { diff.json() } else { diff.text(arguments.verbose) };
            let code = if diff.has_lost() { SITE_PROBLEMS } else { DONE };
            print_list(arguments, &text).unwrap_or(code)
        }
        Err(problems) => finish(arguments, &problems),
    };
    ExitCode::from(code)
}

/// Writes a list to standard output; gives the exit code if that fails.
fn print_list(arguments: &Arguments, list: &str) -> Option<u8> {
    let why = print(&mut io::stdout().lock(), list).err()?;
    let problem = Diagnostic::error(format!("the list cannot be written: {why}"));
    Some(finish(arguments, &[problem.of_machine()]))
}

/// The base URL that the environment gives, for workflows that pass it on; an empty one is none.
fn base_url_of_environment() -> Result<Option<String>, Diagnostic> {
    let Ok(url) = env::var(BASE_URL) else { return Ok(None) };
    if url.trim().is_empty() {
        return Ok(None);
    }
    match BaseUrl::parse(&url) {
        Ok(_) => Ok(Some(url)),
        Err(why) => {
            Err(Diagnostic::error(why).hint(format!("this is the value of `{BASE_URL}`")).of_machine())
        }
    }
}

fn run_build(arguments: &Arguments, build: &Build) -> ExitCode {
    let now = match build.clock.map_or_else(now, Ok) {
        Ok(now) => now,
        Err(problem) => return ExitCode::from(finish(arguments, &[problem])),
    };
    let base_url = match build.base_url.clone().map_or_else(base_url_of_environment, |url| Ok(Some(url))) {
        Ok(base_url) => base_url,
        Err(problem) => return ExitCode::from(finish(arguments, &[problem])),
    };
    let root = arguments.root.clone();
    let options = Options {
        output_dir: build.output.clone().unwrap_or_else(|| root.join("public")),
        cache_dir: Some(cache_dir(build, &root)),
        config_file: arguments.config.clone(),
        protected: env::var_os("HOME")
            .or_else(|| env::var_os("USERPROFILE"))
            .map(PathBuf::from)
            .into_iter()
            .collect(),
        overrides: Overrides { base_url },
        publishing: Publishing { now, drafts: build.drafts, future: build.future, expired: build.expired },
        keep_going: build.keep_going,
        strict: build.strict,
        dry_run: build.dry_run,
        ledger: LedgerOptions { keep: !build.locked, locked: build.locked, forget: build.forget.clone() },
        root,
    };
    let progress = Progress::start(io::stderr().is_terminal() && !arguments.quiet);
    let built = depeche::build(&options, &progress);
    let timings = progress.finish();
    let code = match built {
        Ok(report) => {
            let problems: Vec<Diagnostic> = report.warnings.iter().chain(&report.left_out).cloned().collect();
            let mut code = finish(arguments, &problems);
            if build.dry_run {
                let list: String = report.planned.iter().flat_map(|path| [path.as_str(), "\n"]).collect();
                code = print_list(arguments, &list).unwrap_or(code);
            }
            if !arguments.quiet {
                tell(&summary::text(&report, &options.output_dir, timings.total(), arguments.verbose));
            }
            code
        }
        Err(problems) => finish(arguments, &problems),
    };
    if build.timings {
        tell(&timings.table());
    }
    ExitCode::from(code)
}

/// Writes all of `text`. A reader that has gone, as `head` does, had what it wanted.
fn print(to: &mut dyn Write, text: &str) -> io::Result<()> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(why) if why.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Writes to standard error. Where that fails, there is nobody left to tell.
fn tell(text: &str) {
    let _ = print(&mut io::stderr().lock(), text);
}

/// The folder of the cache: as the command says, else the environment, else in the site's own.
fn cache_dir(build: &Build, root: &Path) -> PathBuf {
    let from_environment =
        || env::var_os("DEPECHE_CACHE_DIR").filter(|dir| !dir.is_empty()).map(PathBuf::from);
    build.cache_dir.clone().or_else(from_environment).unwrap_or_else(|| root.join(cache::FOLDER))
}

/// The moment of the build: `SOURCE_DATE_EPOCH` where it is set, so that a build can be repeated
/// (reproducible-builds.org), else the clock's.
fn now() -> Result<Timestamp, Diagnostic> {
    let Ok(epoch) = env::var("SOURCE_DATE_EPOCH") else { return Ok(Timestamp::now()) };
    let moment = epoch.trim().parse::<i64>().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    moment.ok_or_else(|| {
        Diagnostic::error(format!("`SOURCE_DATE_EPOCH` is `{epoch}`, which is not a number of seconds"))
            .of_machine()
    })
}

/// Tells the problems and gives the exit code.
fn finish(arguments: &Arguments, problems: &[Diagnostic]) -> u8 {
    let told: Vec<Diagnostic> = problems
        .iter()
        .filter(|problem| match problem.severity {
            Severity::Error => true,
            Severity::Warning => !arguments.quiet,
            Severity::Note => arguments.verbose,
        })
        .cloned()
        .collect();
    let style = Style { color: wants_color(), width: terminal_width() };
    let mut text = report::render(&told, &|path| source_text(&place(arguments, path)), style);
    if env::var_os("GITHUB_ACTIONS").is_some() {
        // GitHub reads both streams; standard output is for lists.
        let told: Vec<Diagnostic> = told.into_iter().map(|problem| from_here(problem, arguments)).collect();
        text.push_str(&report::github_annotations(&told));
    }
    tell(&text);
    exit_code(problems)
}

/// The exit code that the errors among `problems` ask for.
fn exit_code(problems: &[Diagnostic]) -> u8 {
    let errors = problems.iter().filter(|problem| problem.is_error());
    let codes = errors.map(|error| match error.cause {
        Cause::Site => SITE_PROBLEMS,
        Cause::Machine => MACHINE_FAILED,
    });
    codes.max().unwrap_or(DONE)
}

/// Where the file that a problem names is: below the site's root, but for settings that the command
/// names.
fn place(arguments: &Arguments, path: &SourcePath) -> PathBuf {
    match &arguments.config {
        Some(config) if *path == SourcePath::new(&config.to_string_lossy()) => config.clone(),
        _ => arguments.root.join(path.as_str()),
    }
}

/// A problem with its path counted from the working folder, as GitHub does, and not from the site's
/// root.
fn from_here(mut problem: Diagnostic, arguments: &Arguments) -> Diagnostic {
    problem.path = problem.path.map(|path| {
        let place = place(arguments, &path);
        let here = env::current_dir().unwrap_or_default();
        let place = place.strip_prefix(&here).or_else(|_| place.strip_prefix(".")).unwrap_or(&place);
        SourcePath::new(&place.to_string_lossy().replace(MAIN_SEPARATOR, "/"))
    });
    problem
}

/// The text of a file that a problem names, to show its line.
fn source_text(place: &Path) -> Option<String> {
    let bytes = std::fs::read(place).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let text = text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text);
    Some(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Colours on a terminal only, and as `NO_COLOR` and `CLICOLOR_FORCE` say.
fn wants_color() -> bool {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("NO_COLOR") {
        return false;
    }
    if env::var("CLICOLOR_FORCE").is_ok_and(|value| value != "0") {
        return true;
    }
    io::stderr().is_terminal() && env::var("CLICOLOR").map_or(true, |value| value != "0")
}

fn terminal_width() -> usize {
    env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(100)
}
