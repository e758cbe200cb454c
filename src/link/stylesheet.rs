//! The one stylesheet: the theme's `style.css` or the site's in its place, then the rules that the
//! settings ask for, then the stylesheet that they name.

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Problems, Span, Spanned, closest};
use crate::discover::InputFile;
use crate::theme::css::{self, Fault};
use crate::theme::{STYLESHEET, filters, rules};

/// Completes the stylesheet among `statics`. One that nothing is added to stays as it is.
pub(super) fn complete(statics: &mut [InputFile], config: &Config, problems: &mut Problems) {
    let added = config.theme.stylesheet.as_ref().and_then(|named| added(statics, named, config, problems));
    let rules =
        rules(&config.theme) + &filters(config.languages.iter().map(|language| language.tag.as_str()));
    if rules.is_empty() && added.is_none() {
        return;
    }
    let path = format!("{}/{STYLESHEET}", config.static_folder);
    let Some(base) = statics.iter_mut().find(|file| file.path.as_str() == path) else { return };
    let Some(mut text) = problems.take(base.read_text()) else { return };
    if let Some(fault) = css::unclosed(&text) {
        let problem = Diagnostic::error(format!("{}, so the rules behind it would be lost", fault.message));
        problems.push(problem.in_file(&base.path).at(Span::of(&text, fault.range)).hint(fault.hint));
        return;
    }
    text.push_str(&rules);
    if let Some(added) = added {
        text.push('\n');
        text.push_str(&added);
    }
    *base = base.with_bytes(text.as_bytes());
}

/// The text of the stylesheet that the settings name.
fn added(
    statics: &[InputFile],
    named: &Spanned<String>,
    config: &Config,
    problems: &mut Problems,
) -> Option<String> {
    let name = |file: &InputFile| {
        file.path.as_str().strip_prefix(&*config.static_folder)?.get(1..).map(str::to_owned)
    };
    let Some(file) = statics.iter().find(|file| name(file).as_deref() == Some(&*named.value)) else {
        let names: Vec<String> = statics.iter().filter_map(name).collect();
        problems.push(missing("stylesheet", named, names.iter().map(String::as_str), config));
        return None;
    };
    if named.value == STYLESHEET {
        let problem = format!("`{STYLESHEET}` is the stylesheet itself, and cannot be added to it");
        let hint = "leave the setting out, or name another file";
        problems.push(Diagnostic::error(problem).in_file(&config.path).at(named.span).hint(hint));
        return None;
    }
    let text = problems.take(file.read_text())?;
    let warning = |Fault { range, message, hint }: Fault| {
        Diagnostic::warning(message).in_file(&file.path).at(Span::of(&text, range)).hint(hint)
    };
    problems.extend(css::unclosed(&text).or_else(|| css::misplaced(&text)).map(warning));
    Some(text)
}

/// A file that the settings name and the static folder does not hold.
pub(super) fn missing<'a>(
    what: &str,
    named: &Spanned<String>,
    names: impl Iterator<Item = &'a str>,
    config: &Config,
) -> Diagnostic {
    let problem = format!("the {what} `{}` is no file of the folder `{}`", named.value, config.static_folder);
    let problem = Diagnostic::error(problem).in_file(&config.path).at(named.span);
    match closest(&named.value, names) {
        Some(meant) => problem.hint(format!("did you mean `{meant}`?")),
        None => problem.hint(format!("put it into `{}/`", config.static_folder)),
    }
}
