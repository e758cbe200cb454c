//! The end of a build, in a few lines: what was written, and what was not published and why.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use depeche::BuildReport;
use depeche::ledger;
use depeche::link::reason_in_words;
use depeche::site::{Reason, Unpublished};

/// How many names of a list are told; the others are counted.
const NAMES_MAX: usize = 10;

/// The summary of a build.
pub fn text(report: &BuildReport, output: &Path, time: Duration, verbose: bool) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_summary(&mut text, report, output, time, verbose);
    text
}

fn write_summary(
    text: &mut String,
    report: &BuildReport,
    output: &Path,
    time: Duration,
    verbose: bool,
) -> std::fmt::Result {
    let total: usize = report.articles.iter().map(|(_, count)| count).sum();
    let languages: Vec<String> =
        report.articles.iter().map(|(language, count)| format!("{language} {count}")).collect();
    writeln!(text, "{} ({})", counted(total, "article", "articles"), languages.join(", "))?;
    let (stories, translated) = report.stories;
    let stories = counted(stories, "story", "stories");
    writeln!(text, "{stories}, {translated} of them in more than one language")?;
    let files = counted(report.sizes.files, "file", "files");
    let bytes = size(report.sizes.bytes);
    if let Some(written) = &report.written {
        writeln!(
            text,
            "{files}, {bytes} in `{}`: {} written, {} unchanged, {} removed",
            output.display(),
            written.written,
            written.unchanged,
            written.removed.len()
        )?;
        names(text, "files of others in the output, kept", &written.kept_foreign, verbose)?;
    } else {
        writeln!(text, "{files} would be written, {bytes}")?;
    }
    if (verbose || report.sizes.is_large()) && !report.sizes.folders.is_empty() {
        let folders = report.sizes.folders.iter().map(|(folder, bytes)| format!("{folder} {}", size(*bytes)));
        writeln!(text, "largest folders: {}", folders.collect::<Vec<_>>().join(", "))?;
    }
    if let Some((now, before)) = report.ledger {
        let new = counted(now.saturating_sub(before), "new address", "new addresses");
        writeln!(text, "`{}`: {new}, {now} in all; commit it", ledger::FILE_NAME)?;
    }
    unpublished(text, &report.unpublished, verbose)?;
    let stale: Vec<String> = report.stale.iter().map(ToString::to_string).collect();
    names(text, "translations older than their original", &stale, verbose)?;
    let (shortcodes, pages) = report.counts.shortcodes;
    if shortcodes > 0 {
        let pages = counted(pages as usize, "article", "articles");
        writeln!(text, "shortcodes of other tools, shown as written: {shortcodes} in {pages}")?;
    }
    if !report.counts.plain_code.is_empty() {
        let mut languages: Vec<(&String, &u32)> = report.counts.plain_code.iter().collect();
        languages.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), (*name).clone()));
        let languages: Vec<String> =
            languages.iter().map(|(name, count)| format!("{name} {count}")).collect();
        names(text, "code blocks in languages without a grammar, shown plain", &languages, verbose)?;
    }
    let notes = report.warnings.iter().filter(|problem| !problem.is_warning()).count();
    if notes > 0 && !verbose {
        writeln!(text, "notes: {notes}, told with `--verbose`")?;
    }
    writeln!(text, "built in {:.2} s", time.as_secs_f64())
}

/// A number with its noun.
fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// What was not published, by reason.
fn unpublished(text: &mut String, unpublished: &[Unpublished], verbose: bool) -> std::fmt::Result {
    let mut groups: BTreeMap<u8, Vec<&Unpublished>> = BTreeMap::new();
    for page in unpublished {
        groups.entry(rank(page.reason)).or_default().push(page);
    }
    for pages in groups.values() {
        let reason = pages[0].reason;
        let what = if matches!(reason, Reason::Unreadable) { "left out" } else { "not published" };
        let sources: Vec<String> = pages.iter().map(|page| page.source.to_string()).collect();
        names(text, &format!("{what}, {}", reason_in_words(reason)), &sources, verbose)?;
        let dates = pages.iter().filter_map(|page| match page.reason {
            Reason::Future(date) => Some(date),
            _ => None,
        });
        if let Some(next) = dates.min_by_key(|date| date.instant) {
            writeln!(text, "  the next is due on {}", next.rfc3339())?;
        }
    }
    Ok(())
}

/// The order in which reasons are told.
fn rank(reason: Reason) -> u8 {
    match reason {
        Reason::Draft => 0,
        Reason::Future(_) => 1,
        Reason::Expired(_) => 2,
        Reason::Stub => 3,
        Reason::Unreadable => 4,
    }
}

fn names(text: &mut String, what: &str, names: &[String], verbose: bool) -> std::fmt::Result {
    if names.is_empty() {
        return Ok(());
    }
    let shown = if verbose { names.len() } else { names.len().min(NAMES_MAX) };
    write!(text, "{what}: {} ({}", names.len(), names[..shown].join(", "))?;
    if shown < names.len() {
        write!(text, ", and {} more", names.len() - shown)?;
    }
    writeln!(text, ")")
}

/// Bytes for people.
#[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
fn size(bytes: u64) -> String {
    let mut amount = bytes as f64;
    for unit in ["B", "kB", "MB"] {
        if amount < 1000.0 {
            return if unit == "B" { format!("{amount} B") } else { format!("{amount:.1} {unit}") };
        }
        amount /= 1000.0;
    }
    format!("{amount:.1} GB")
}
