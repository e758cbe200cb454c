//! The six phases in order.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::concordance::Concordance;
use crate::config::{Config, Overrides};
use crate::diagnostic::{Diagnostic, Problems, Result, Severity, closest, try_map};
use crate::discover::{self, InputFile, Sources};
use crate::events::EventDefinitions;
use crate::ledger::{self, Ledger};
use crate::link::{self, Parts, Publishing};
use crate::parse::{Parsed, Parser};
use crate::path::{OutputPath, SourcePath, UrlPath};
use crate::plan::{self, OutputKind, Plan};
use crate::render::{Content, Renderer};
use crate::search::SearchIndex;
use crate::site::{Counts, Reason, Site, Unpublished};
use crate::theme;
use crate::write::{Protected, Replacement, Sizes, Staging, Written, length_of};

/// What to build, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site's folder.
    pub root: PathBuf,
    /// The settings file, where it is not `depeche.yaml` in the site's folder.
    pub config_file: Option<PathBuf>,
    /// The folder to write to.
    pub output_dir: PathBuf,
    /// The folder that remembers what was made, if there is to be one.
    pub cache_dir: Option<PathBuf>,
    /// Folders that the output must never be nor hold, such as the user's home.
    pub protected: Vec<PathBuf>,
    /// What goes before the settings.
    pub overrides: Overrides,
    /// Which pages are published.
    pub publishing: Publishing,
    /// Whether files that cannot be read are left out instead of stopping the build.
    pub keep_going: bool,
    /// Whether warnings stop the build.
    pub strict: bool,
    /// Whether nothing is to be written.
    pub dry_run: bool,
    /// What becomes of the ledger of published addresses.
    pub ledger: LedgerOptions,
}

/// What a build does with the ledger of published addresses. It is always read, and an address that
/// would be lost is always an error.
#[derive(Clone, Debug, Default)]
pub struct LedgerOptions {
    /// Whether new addresses are written to it, where the build is for the public.
    pub keep: bool,
    /// Whether it is an error if it lacks an address.
    pub locked: bool,
    /// Addresses that are given up for good, as the ledger or a reader has them.
    pub forget: Vec<String>,
}

/// A phase of the build, for those who watch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Listing the inputs.
    Discover,
    /// Reading and converting each article.
    Parse,
    /// Relating them to each other.
    Link,
    /// Indexing every word for the search.
    Index,
    /// Listing the outputs, and loading what all of them share.
    Plan,
    /// Making the bytes of each output, and staging them.
    Render,
    /// Putting the new output in place.
    Write,
}

impl Phase {
    /// Its name, as a verb.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Discover => "discover",
            Self::Parse => "parse",
            Self::Link => "link",
            Self::Index => "index",
            Self::Plan => "plan",
            Self::Render => "render",
            Self::Write => "write",
        }
    }
}

/// Is told how a build gets on. The build itself knows neither clock nor terminal.
pub trait Observer: Sync {
    /// A phase begins, with this many items to do.
    fn phase(&self, _phase: Phase, _items: usize) {}
    /// An item of the phase is done.
    fn item_done(&self) {}
}

/// Watches nothing.
impl Observer for () {}

/// What a build did.
#[derive(Clone, Debug)]
pub struct BuildReport {
    /// What changed on disk; nothing in a dry run.
    pub written: Option<Written>,
    /// The outputs, in a dry run.
    pub planned: Vec<OutputPath>,
    /// How large the output is, or would be.
    pub sizes: Sizes,
    /// How many addresses the ledger was given, and how many it had before; `None` where it was not
    /// written.
    pub ledger: Option<(usize, usize)>,
    /// Articles published, by language tag, in the order of the settings.
    pub articles: Vec<(String, usize)>,
    /// Stories, and those of them with more than one edition.
    pub stories: (usize, usize),
    /// What exists and was not published.
    pub unpublished: Vec<Unpublished>,
    /// Translations that are older than their original.
    pub stale: Vec<SourcePath>,
    /// What was counted.
    pub counts: Counts,
    /// Warnings and notes.
    pub warnings: Vec<Diagnostic>,
    /// Errors of files that were left out, where the command said to go on.
    pub left_out: Vec<Diagnostic>,
}

/// Builds the site in `options.root`.
///
/// # Errors
///
/// Everything that is wrong with the site; the output is then as it was before.
pub fn build(options: &Options, observer: &dyn Observer) -> Result<BuildReport> {
    let mut told = Told::default();
    let built = build_and_tell(options, observer, &mut told);
    built.map_err(|mut errors| {
        errors.extend(told.left_out);
        errors.extend(told.warnings);
        errors
    })
}

/// What the phases so far have told, which an error of a later one must not hide.
#[derive(Default)]
struct Told {
    warnings: Vec<Diagnostic>,
    left_out: Vec<Diagnostic>,
}

fn build_and_tell(options: &Options, observer: &dyn Observer, told: &mut Told) -> Result<BuildReport> {
    observer.phase(Phase::Discover, 0);
    let config;
    (config, told.warnings) = read_config(options)?;
    let outputs: Vec<&Path> =
        [&options.output_dir].into_iter().chain(&options.cache_dir).map(PathBuf::as_path).collect();
    let files = discover::walk(&options.root, &config, &outputs)?;
    let mut sources = Sources::sort(files, &config)?;
    sources.notes.append(&mut told.warnings);
    sources.forget.clone_from(&options.ledger.forget);

    let (templates, strings) = (theme::with_templates(sources.templates.clone()), sources.strings.clone());
    let mut folders = input_folders(&options.root, &config);
    folders.extend(options.cache_dir.clone());
    let cache = Arc::new(cache(options));
    let site;
    Assembled { site, left_out: told.left_out } =
        assemble(config, sources, options.publishing, options.keep_going, &cache, observer)?;
    told.warnings.clone_from(&site.warnings);
    observer.phase(Phase::Index, 0);
    let index = SearchIndex::of(&site);
    observer.phase(Phase::Plan, 0);
    let plan = plan::plan(&site, &index)?;
    told.warnings.extend_from_slice(plan.warnings());
    check_ledger(&plan, &site, options)?;
    let (renderer, notes) = Renderer::new(&site, &index, &plan, &templates, &strings)?;
    told.warnings.extend(notes);
    if options.strict && told.warnings.iter().any(Diagnostic::is_warning) {
        return Err(strict_errors(std::mem::take(&mut told.warnings)));
    }

    observer.phase(Phase::Render, plan.outputs().len());

    let (written, sizes, ledger) = if options.dry_run {
        let lengths = try_map(plan.outputs(), |output| {
            observer.item_done();
            renderer.render(output).map(|content| length_of(&content))
        })?;
        let sizes = Sizes::of(plan.outputs().iter().map(|output| &output.path).zip(lengths));
        told.warnings.extend(check_sizes(&sizes, options.strict)?);
        (None, sizes, None)
    } else {
        let protected = Protected { parents: with_root(options), inputs: folders };
        let (written, ledger) = write(&plan, &site, &renderer, &protected, options, observer, told)?;
        told.warnings.extend(written.warnings.clone());
        told.warnings.extend(cache.finish());
        let sizes = written.sizes.clone();
        (Some(written), sizes, ledger)
    };
    let report = report(&site, &plan, written, std::mem::take(told));
    Ok(BuildReport { sizes, ledger, ..report })
}

/// The cache that the command asks for; a dry run writes nothing, not even there.
fn cache(options: &Options) -> Cache {
    match options.cache_dir.clone() {
        None => Cache::in_memory(),
        Some(folder) if options.dry_run => Cache::read_only(folder),
        Some(folder) => Cache::in_folder(folder),
    }
}

fn read_config(options: &Options) -> Result<(Config, Vec<Diagnostic>)> {
    let (path, text) = discover::read_settings(&options.root, options.config_file.as_deref())?;
    Config::parse(&text, &path, &options.overrides)
}

/// Stages every output and the ledger, and puts both in place once all has gone well.
fn write(
    plan: &Plan,
    site: &Site,
    renderer: &Renderer<'_>,
    protected: &Protected,
    options: &Options,
    observer: &dyn Observer,
    told: &mut Told,
) -> Result<(Written, Option<(usize, usize)>)> {
    let staging = Staging::create(&options.output_dir, protected).map_err(of_machine)?;
    staging.make_folders(plan.outputs().iter().map(|output| &output.path)).map_err(of_machine)?;
    try_map(plan.outputs(), |output| {
        let done = staging.put(&output.path, renderer.render(output)?).map_err(of_machine);
        observer.item_done();
        done
    })?;
    told.warnings.extend(check_sizes(&staging.sizes(), options.strict)?);
    observer.phase(Phase::Write, 0);
    // What the command forgets was forgotten when the ledger was read.
    let has_changed = *plan.ledger() != site.ledger || !options.ledger.forget.is_empty();
    let is_new = is_for_the_public(options, &site.config) && has_changed;
    let ledger = if is_new { prepare_ledger(plan, site, options, told)? } else { None };
    let written = staging.commit().map_err(of_machine)?;
    let counts = (plan.ledger().entries().len(), site.ledger.entries().len());
    match ledger {
        Some(ledger) => ledger.commit().map_err(of_machine).map(|()| (written, Some(counts))),
        None => Ok((written, None)),
    }
}

/// Stages the ledger. A site that keeps none yet, in a folder that cannot be written to, is built
/// without: it loses nothing that it had.
fn prepare_ledger(
    plan: &Plan,
    site: &Site,
    options: &Options,
    told: &mut Told,
) -> Result<Option<Replacement>> {
    let place = options.root.join(ledger::FILE_NAME);
    let problems = match Replacement::prepare(&place, plan.ledger().text().as_bytes()) {
        Ok(ledger) => return Ok(Some(ledger)),
        Err(problems) => problems.into_iter().map(|problem| {
            let hint = problem.hint.clone().unwrap_or_default();
            problem.hint(format!("{hint}; or keep no ledger, with the setting `ledger: false`"))
        }),
    };
    if !site.ledger.entries().is_empty() {
        return Err(of_machine(problems.collect()));
    }
    told.warnings.extend(problems.map(|mut problem| {
        problem.severity = Severity::Warning;
        problem
    }));
    Ok(None)
}

/// Whether a build shows what readers will see, where they will see it: only then are its addresses
/// promised to anyone.
fn is_for_the_public(options: &Options, config: &Config) -> bool {
    let Publishing { drafts, future, expired, .. } = options.publishing;
    options.ledger.keep && config.ledger && !config.base_url.is_local() && !(drafts || future || expired)
}

/// What is wrong with what the command says of the ledger.
fn check_ledger(plan: &Plan, site: &Site, options: &Options) -> Result<()> {
    let mut problems = Problems::default();
    let LedgerOptions { locked, forget, .. } = &options.ledger;
    if !forget.is_empty() {
        if !options.dry_run && !is_for_the_public(options, &site.config) {
            let problem = "`--forget` would not be remembered: this build is not for the public";
            let hint = "build with the public `base_url`, and without `--drafts`, `--future` and `--expired`";
            problems.push(Diagnostic::error(problem).hint(hint));
        }
        // The ledger was told to forget them when it was read.
        for entry in site.ledger.entries().iter().filter(|entry| entry.is_forgotten) {
            let is_named = forget.iter().any(|written| meant_by(written, &site.config).contains(&entry.url));
            let is_served =
                plan.find(&entry.url).is_some_and(|kind| !matches!(kind, OutputKind::Tombstone(_)));
            if is_named && is_served {
                let problem = format!("`{}` cannot be forgotten: the site still has it", entry.url);
                let hint = "remove the article, its alias or its last article first";
                problems.push(Diagnostic::error(problem).hint(hint));
            }
        }
    }
    if *locked {
        let lacking = plan.ledger().entries().iter().filter(|entry| site.ledger.find(&entry.url).is_none());
        let lacking: Vec<String> = lacking.map(|entry| format!("`{}`", entry.url)).collect();
        if let Some(first) = lacking.first() {
            let more =
                if lacking.len() > 1 { format!(" and {} more", lacking.len() - 1) } else { String::new() };
            let problem =
                format!("`{}` lacks {first}{more}, and `--locked` lets nothing change it", ledger::FILE_NAME);
            let hint = "build with the public `base_url` and without `--locked`, and commit the file";
            problems.push(Diagnostic::error(problem).hint(hint));
        }
    }
    problems.finish(()).map(|((), _)| ())
}

/// The warnings of what GitHub Pages would not publish; errors, if the command wants them to be.
fn check_sizes(sizes: &Sizes, strict: bool) -> Result<Vec<Diagnostic>> {
    let warnings = sizes.warnings();
    if strict && !warnings.is_empty() { Err(strict_errors(warnings)) } else { Ok(warnings) }
}

fn of_machine(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    problems.into_iter().map(Diagnostic::of_machine).collect()
}

/// A linked site, with the errors of the files that were left out of it.
#[derive(Debug)]
pub struct Assembled {
    /// The site.
    pub site: Site,
    /// Why files were left out; empty unless the caller said to go on.
    pub left_out: Vec<Diagnostic>,
}

/// Reads, parses and links: the part of a build that ends with the [`Site`].
///
/// # Errors
///
/// Everything that is wrong with the articles; with `keep_going`, files that cannot be read are
/// left out instead.
pub fn assemble(
    config: Config,
    sources: Sources,
    publishing: Publishing,
    keep_going: bool,
    cache: &Arc<Cache>,
    observer: &dyn Observer,
) -> Result<Assembled> {
    observer.phase(Phase::Parse, sources.articles.len());
    let mut problems = Problems::default();
    let concordance = match &sources.terms {
        Some(file) => {
            problems.take(file.read_text().and_then(|text| Concordance::parse(&text, &file.path, &config)))
        }
        None => None,
    };
    let mut notes = sources.notes;
    let events = match &sources.events {
        Some(file) => {
            let read =
                file.read_events().and_then(|text| EventDefinitions::parse(&text, &file.path, &config));
            problems.take(read).map(|(events, noticed)| {
                notes.extend(noticed);
                events
            })
        }
        None => None,
    };
    let ledger = problems.take(ledger(&config, sources.ledger.as_ref(), &sources.forget));
    let (pages, unreadable, left_out) =
        parse(&config, &sources.articles, keep_going, &mut problems, observer);
    if problems.has_errors() {
        let mut problems = problems.into_vec();
        problems.extend(left_out);
        problems.extend(notes);
        return Err(problems);
    }

    observer.phase(Phase::Link, pages.len());
    let statics = theme::with_static_files(sources.statics, &config.static_folder);
    let parts = Parts {
        config,
        pages,
        assets: sources.assets,
        statics,
        concordance: concordance.unwrap_or_default(),
        ledger: ledger.unwrap_or_default(),
        events,
        warnings: notes,
        cache: cache.clone(),
        unreadable,
    };
    match link::link(parts, publishing) {
        Ok(site) => Ok(Assembled { site, left_out }),
        Err(mut problems) => {
            problems.extend(left_out);
            Err(problems)
        }
    }
}

/// The addresses that earlier builds published, without those that the command gives up.
fn ledger(config: &Config, file: Option<&InputFile>, forget: &[String]) -> Result<Ledger> {
    let mut ledger = match file {
        Some(file) if config.ledger => Ledger::parse(&file.read_ledger()?, &file.path)?,
        _ => Ledger::default(),
    };
    let mut problems = Problems::default();
    for written in forget {
        problems.extend(forget_one(&mut ledger, written, config).err());
    }
    problems.finish(ledger).map(|(ledger, _)| ledger)
}

/// Gives one address up, written as the ledger has it or as a reader sees it.
fn forget_one(ledger: &mut Ledger, written: &str, config: &Config) -> std::result::Result<(), Diagnostic> {
    if !config.ledger {
        let problem = Diagnostic::error("`--forget` has nothing to forget: the site keeps no ledger");
        return Err(problem.hint("the setting `ledger: false` says so"));
    }
    if meant_by(written, config).into_iter().any(|url| ledger.forget(&url)) {
        return Ok(());
    }
    let problem = Diagnostic::error(format!("`{written}` is not in the ledger of published addresses"));
    let known = ledger.entries().iter().map(|entry| entry.url.as_str());
    Err(match closest(written, known) {
        Some(meant) => problem.hint(format!("did you mean `{meant}`?")),
        None => problem.hint(format!("`--forget` takes an address of `{}`", ledger::FILE_NAME)),
    })
}

/// The addresses that `written` may mean: as the ledger has them, or below the base URL.
fn meant_by(written: &str, config: &Config) -> Vec<UrlPath> {
    let path = written.strip_prefix(config.base_url.origin.as_str()).unwrap_or(written);
    let below = path.strip_prefix(config.base_url.path.as_str());
    [path, below.unwrap_or(path)].iter().filter_map(|path| UrlPath::parse(path).ok()).collect()
}

/// Every file as a page, in order; those that cannot be one as problems, or, with `keep_going`, as
/// left out.
fn parse(
    config: &Config,
    articles: &[InputFile],
    keep_going: bool,
    problems: &mut Problems,
    observer: &dyn Observer,
) -> (Vec<Parsed>, Vec<Unpublished>, Vec<Diagnostic>) {
    let parser = Parser::new(config);
    let parsed: Vec<Result<Parsed>> = articles
        .par_iter()
        .map(|file| {
            let parsed = parser.parse(file);
            observer.item_done();
            parsed
        })
        .collect();
    let mut pages = Vec::with_capacity(parsed.len());
    let (mut unreadable, mut left_out) = (Vec::new(), Vec::new());
    for (file, parsed) in articles.iter().zip(parsed) {
        match parsed {
            Ok(page) => pages.push(page),
            Err(errors) if keep_going => {
                unreadable.push(Unpublished { source: file.path.clone(), reason: Reason::Unreadable });
                left_out.extend(errors);
            }
            Err(errors) => problems.extend(errors),
        }
    }
    (pages, unreadable, left_out)
}

/// Every output of a site with its bytes, in the order of the plan, without a disk.
///
/// # Errors
///
/// Whatever planning, templates or files have wrong with them.
pub fn render_all(
    site: &Site,
    templates: Vec<InputFile>,
    strings: &[InputFile],
) -> Result<Vec<(OutputPath, Vec<u8>)>> {
    let index = SearchIndex::of(site);
    let plan = plan::plan(site, &index)?;
    let (renderer, _) = Renderer::new(site, &index, &plan, &theme::with_templates(templates), strings)?;
    try_map(plan.outputs(), |output| {
        let bytes = match renderer.render(output)? {
            Content::Bytes(bytes) => bytes,
            Content::Copy(path) => discover::read_copied(&path)?,
        };
        Ok((output.path.clone(), bytes))
    })
}

fn with_root(options: &Options) -> Vec<PathBuf> {
    options.protected.iter().cloned().chain([options.root.clone()]).collect()
}

/// The folders that inputs are read from. A content folder that is the site's root holds the
/// output in the usual way.
fn input_folders(root: &Path, config: &Config) -> Vec<PathBuf> {
    let folders = [
        &*config.content.folder,
        &*config.static_folder,
        discover::TEMPLATES,
        discover::STRINGS,
        discover::DATA,
    ];
    folders.iter().filter(|folder| !folder.is_empty()).map(|folder| root.join(folder)).collect()
}

/// The warnings as errors; each says why it is one.
fn strict_errors(warnings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    const WHY: &str = "`--strict` takes warnings for errors";
    let mut errors = warnings;
    for warning in errors.iter_mut().filter(|problem| problem.is_warning()) {
        warning.severity = Severity::Error;
        warning.hint = Some(match warning.hint.take() {
            Some(hint) => format!("{hint}; {WHY}"),
            None => WHY.to_owned(),
        });
    }
    errors
}

fn report(site: &Site, plan: &Plan, written: Option<Written>, told: Told) -> BuildReport {
    let articles = site
        .config
        .languages
        .enumerate()
        .map(|(id, language)| {
            let own = site.pages.iter().filter(|page| page.language == id).count();
            (language.tag.as_str().to_owned(), own)
        })
        .collect();
    let translated = site.stories.iter().filter(|story| story.editions.len() > 1).count();
    let relations = site.pages.iter().zip(site.relations.iter());
    let stale = relations.filter(|(_, relations)| relations.is_stale);
    let stale = stale.map(|(page, _)| page.source.clone()).collect();
    let planned = match written {
        Some(_) => Vec::new(),
        None => plan.outputs().iter().map(|output| output.path.clone()).collect(),
    };
    BuildReport {
        written,
        planned,
        sizes: Sizes::default(),
        ledger: None,
        articles,
        stories: (site.stories.len(), translated),
        unpublished: site.unpublished.clone(),
        stale,
        counts: site.counts.clone(),
        warnings: told.warnings,
        left_out: told.left_out,
    }
}
