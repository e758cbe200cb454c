//! Problems as short lines, for tests that are about what is told and where.

use depeche::diagnostic::{Diagnostic, Severity};

use crate::harness::{Built, publishing, try_build};

/// A problem as `error content/a.md:3: message`; without a line where it has none.
pub fn line(problem: &Diagnostic) -> String {
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let path = problem.path.as_ref().map_or("-", |path| path.as_str());
    let line = problem.span.map_or_else(String::new, |span| format!(":{}", span.line));
    format!("{severity} {path}{line}: {}", problem.message)
}

/// What a build without errors noticed, without what it passed over.
pub fn noticed(built: &Built) -> Vec<String> {
    built.site.warnings.iter().map(line).collect()
}

/// What stops the build of a site, each with its hint behind an arrow.
#[track_caller]
pub fn errors(archive: &str) -> Vec<String> {
    let Err(problems) = try_build(archive, publishing()) else { panic!("the site has no problems") };
    let with_hint = |problem: &Diagnostic| {
        let hint = problem.hint.as_ref().map_or_else(String::new, |hint| format!(" -> {hint}"));
        format!("{}{hint}", line(problem))
    };
    problems.iter().filter(|problem| problem.is_error()).map(with_hint).collect()
}
