//! Loads templates, and puts what Tera says of their mistakes into our words.

use std::collections::BTreeMap;

use tera::value::Key;
use tera::{Context, ErrorKind, ReportError, Tera, Value};

use crate::diagnostic::{Diagnostic, Problems, Result, Span, closest};
use crate::discover::{InputFile, TEMPLATES};
use crate::path::SourcePath;
use crate::theme;

use super::functions;

/// Adds the templates of the theme and the site; gives back their texts, for messages.
pub(super) fn load(tera: &mut Tera, files: &[InputFile]) -> Result<BTreeMap<String, String>> {
    let mut problems = Problems::default();
    let mut texts = BTreeMap::new();
    for file in files {
        let name = file.path.as_str().strip_prefix(TEMPLATES).unwrap_or(file.path.as_str());
        if let Some(text) = problems.take(file.read_text()) {
            texts.insert(name.trim_start_matches('/').to_owned(), text);
        }
    }
    let (texts, _) = problems.finish(texts)?;
    let added = texts.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    tera.add_raw_templates(added).map_err(|why| match why.kind() {
        ErrorKind::SyntaxError(_) => syntax_errors(&texts),
        _ => explain(&why, &texts, None),
    })?;
    Ok(texts)
}

/// The site's own templates that nothing uses, and whose name is near one of the theme's: that one was
/// probably to be replaced. `named` are those that headers of pages name.
pub(super) fn unused<'a>(
    texts: &BTreeMap<String, String>,
    named: &(impl Iterator<Item = &'a str> + Clone),
) -> Vec<Diagnostic> {
    let is_named = |name: &str| {
        let short = name.strip_suffix(".html").unwrap_or(name);
        let quoted = [format!("\"{name}\""), format!("'{name}'")];
        named.clone().any(|named| named == name || named == short)
            || texts.values().any(|text| quoted.iter().any(|quoted| text.contains(quoted)))
    };
    let last = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
    let strangers = texts.keys().filter(|name| !theme::template_names().any(|own| own == *name));
    let unused = |name: &String| {
        let moved = || theme::template_names().find(|own| last(own) == last(name));
        let meant = closest(name, theme::template_names()).or_else(moved)?;
        let problem =
            Diagnostic::warning("no template includes or extends this one, and no article names it");
        let problem = problem.in_file(&SourcePath::new(&format!("{TEMPLATES}/{name}")));
        (!is_named(name)).then(|| problem.hint(format!("did you mean `{TEMPLATES}/{meant}`?")))
    };
    strangers.filter_map(unused).collect()
}

/// The syntax error of each template that has one; Tera stops at the first.
fn syntax_errors(texts: &BTreeMap<String, String>) -> Vec<Diagnostic> {
    let alone = texts.iter().filter_map(|(name, text)| Tera::new().add_raw_template(name, text).err());
    // What else is wrong with a template alone is that the others are missing.
    alone
        .filter(|why| matches!(why.kind(), ErrorKind::SyntaxError(_)))
        .flat_map(|why| explain(&why, texts, None))
        .collect()
}

/// The problems of templates: file, line and column, and the names that exist where one does not.
pub(super) fn explain(
    why: &tera::Error,
    texts: &BTreeMap<String, String>,
    context: Option<&Context>,
) -> Vec<Diagnostic> {
    match why.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            vec![explain_report(report, texts, context)]
        }
        ErrorKind::Msg(reports) if reports.starts_with(REPORT_START) => explain_printed(reports),
        _ => vec![Diagnostic::error(format!("the templates cannot be used: {why}"))],
    }
}

/// How Tera begins to print a problem.
const REPORT_START: &str = "error: ";

/// What templates name and nobody defines comes as text: all problems, each printed with its place.
///
/// ```text
/// error: Unknown function `tt`
///  --> page.html:3:9
///   |
/// 3 | <h1>{{ tt(key="by") }}</h1>
///   |        ^^
/// ```
fn explain_printed(reports: &str) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    for line in reports.lines() {
        let last = problems.last_mut();
        if let Some(message) = line.strip_prefix(REPORT_START) {
            let problem = Diagnostic::error(lower_first(message));
            problems.push(match message.split('`').nth(1) {
                Some(name) if message.starts_with("Unknown function") => {
                    problem.hint(known_names(name, functions::NAMES.to_vec()))
                }
                _ => problem,
            });
        } else if let (Some(problem), Some((_, place))) = (last, line.split_once("--> ")) {
            let mut parts = place.rsplitn(3, ':');
            let mut number = || parts.next().and_then(|number| number.parse().ok());
            if let (Some(column), Some(line)) = (number(), number()) {
                let file = SourcePath::new(&format!("{TEMPLATES}/{}", parts.next().unwrap_or("")));
                problem.path.get_or_insert(file);
                problem.span.get_or_insert(Span { line, column, length: 0 });
            }
        }
    }
    problems
}

/// The way out of a template that ends too early.
const UNCLOSED: &str = "a `{% if %}`, `{% for %}` or `{% block %}` above is not closed by its `{% end… %}`";

fn explain_report(
    report: &ReportError,
    texts: &BTreeMap<String, String>,
    context: Option<&Context>,
) -> Diagnostic {
    let name = report.filename();
    let path = SourcePath::new(&format!("{TEMPLATES}/{name}"));
    let span = report.span();
    let marked = texts.get(name).and_then(|text| text.get(span.range.clone())).unwrap_or("");
    let place = Span {
        line: u32::try_from(span.start_line).unwrap_or(1),
        column: u32::try_from(span.start_col + 1).unwrap_or(1),
        length: u32::try_from(marked.lines().next().unwrap_or("").chars().count()).unwrap_or(0),
    };
    // Tera lists the names that exist in the order of its hash map: they are put in order here.
    let (message, listed) = match report.message().split_once(" Available ") {
        Some((message, listed)) => (message, listed.split_once(": ").map(|(_, names)| names)),
        None => (report.message(), None),
    };
    let problem = Diagnostic::error(lower_first(message.trim_end_matches('.'))).in_file(&path).at(place);
    let written = message.split('`').nth(1).unwrap_or("");
    let hint = match listed {
        Some(names) => Some(known_names(written, names.split(", ").collect())),
        None if message.starts_with("Unexpected end of input") => Some(UNCLOSED.to_owned()),
        None => context.and_then(|context| fields_hint(marked, context)),
    };
    match hint {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}

fn lower_first(message: &str) -> String {
    let mut characters = message.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// For `page.titel`, where `page` has no such field: the fields that it has.
fn fields_hint(expression: &str, context: &Context) -> Option<String> {
    let expression = expression.trim_matches(['{', '}', '%', ' ', '-', '~']);
    let mut parts = expression.split('.');
    let mut value: &Value = context.get(parts.next()?.trim())?;
    for part in parts {
        let map = value.as_map()?;
        match map.get(&Key::Str(part)) {
            Some(inner) => value = inner,
            None => return Some(known_names(part, map.keys().filter_map(Key::as_str).collect())),
        }
    }
    None
}

fn known_names(written: &str, mut names: Vec<&str>) -> String {
    // Names that begin with two underscores are the tool's own.
    names.retain(|name| !name.starts_with("__"));
    names.sort_unstable();
    let known = format!("what exists here is {}", names.join(", "));
    match closest(written, names) {
        Some(meant) => format!("did you mean `{meant}`? {known}"),
        None => known,
    }
}
