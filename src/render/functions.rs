//! The functions that templates can call. All of them answer in the language of the page, and none
//! reaches into the site: what a page shows is exactly what its views hold.
//!
//! | function | answers |
//! |---|---|
//! | `t(key="by", names="…", n=3)` | a text of the interface, with its placeholders filled and its plural form chosen by `n` |
//! | `has_text(key="…")` | whether the interface has such a text |
//! | `format_date(date="2021-03-19", length="long")` | a day, month or year in words: `full`, `long`, `medium` or `short` |
//! | `format_number(n=1234)` | a number with the language's digits and grouping |
//! | `format_list(items=["a", "b"])` | `a and b` |
//! | `url(path="/logo.svg")` | an address of this site, under the base path |
//! | `asset(path="/style.css")` | the address of a static file, with its fingerprint where it has one |

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use tera::{Error, Kwargs, State, Tera, TeraResult};

use crate::config::BaseUrl;
use crate::date;
use crate::diagnostic::closest;
use crate::ids::{Id, IdVec, LanguageId};
use crate::locale::DateLength;
use crate::path::{UrlPath, percent_encode};
use crate::routes::Routes;
use crate::site::StaticFile;

use super::interface::Interface;

/// The functions by name, for messages.
pub(super) const NAMES: &[&str] =
    &["t", "has_text", "format_date", "format_number", "format_list", "url", "asset"];

/// The variable that tells functions the language of the page.
pub(super) const LANGUAGE_ID: &str = "__language";

type Interfaces = Arc<IdVec<LanguageId, Interface>>;

/// Makes the functions known to templates.
pub(super) fn register(tera: &mut Tera, interfaces: &Interfaces, base_url: &BaseUrl) {
    let own = Arc::clone(interfaces);
    tera.register_function("t", move |kwargs: Kwargs, state: &State| {
        translate(&kwargs, interface(&own, state)?)
    });
    let own = Arc::clone(interfaces);
    tera.register_function("has_text", move |kwargs: Kwargs, state: &State| -> TeraResult<bool> {
        Ok(interface(&own, state)?.has(kwargs.must_get::<&str>("key")?))
    });
    let own = Arc::clone(interfaces);
    tera.register_function("format_date", move |kwargs: Kwargs, state: &State| {
        format_date(&kwargs, interface(&own, state)?)
    });
    let own = Arc::clone(interfaces);
    tera.register_function("format_number", move |kwargs: Kwargs, state: &State| -> TeraResult<String> {
        Ok(interface(&own, state)?.locale().number(kwargs.must_get::<i64>("n")?))
    });
    let own = Arc::clone(interfaces);
    tera.register_function("format_list", move |kwargs: Kwargs, state: &State| -> TeraResult<String> {
        let items: Vec<String> = kwargs.must_get::<Vec<String>>("items")?;
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        Ok(interface(&own, state)?.locale().list(&items))
    });
    let base_path = base_url.path.clone();
    tera.register_function("url", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path = kwargs.must_get::<&str>("path")?;
        Ok(format!("{base_path}{}", percent_encode(path.trim_start_matches('/'))))
    });
}

/// Makes the addresses of static files known to templates.
pub(super) fn register_assets(tera: &mut Tera, statics: &[StaticFile], routes: Routes<'_>) {
    let href =
        |file: &StaticFile| (file.output.as_str().to_owned(), routes.href(&UrlPath::of_file(file.best())));
    let addresses: BTreeMap<String, String> = statics.iter().map(href).collect();
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path = kwargs.must_get::<&str>("path")?;
        let name = path.trim_start_matches('/');
        addresses.get(name).cloned().ok_or_else(|| {
            let hint = closest(name, addresses.keys().map(String::as_str))
                .map_or(String::new(), |meant| format!("; did you mean `/{meant}`?"));
            Error::message(format!("there is no static file `{path}`{hint}"))
        })
    });
}

/// The interface of the page's language.
fn interface<'i>(interfaces: &'i Interfaces, state: &State) -> TeraResult<&'i Interface> {
    let index = state.get::<u64>(LANGUAGE_ID)?.and_then(|index| usize::try_from(index).ok()).unwrap_or(0);
    if index < interfaces.len() {
        Ok(&interfaces[LanguageId::from_index(index)])
    } else {
        Err(Error::message("the page has no language"))
    }
}

fn translate(kwargs: &Kwargs, interface: &Interface) -> TeraResult<String> {
    let mut key = "";
    let mut count = None;
    let mut arguments: Vec<(&str, String)> = Vec::new();
    for (name, value) in kwargs.iter() {
        match name.as_str() {
            Some("key") => key = value.as_str().unwrap_or(""),
            Some("n") => count = value.as_i64().map(i64::unsigned_abs),
            Some(name) => arguments.push((name, value.to_string())),
            None => {}
        }
    }
    let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, &**value)).collect();
    interface.find(key, count, &arguments).ok_or_else(|| {
        let hint =
            interface.closest_key(key).map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
        Error::message(format!("there is no interface text `{key}`{hint}"))
    })
}

fn format_date(kwargs: &Kwargs, interface: &Interface) -> TeraResult<String> {
    let written = kwargs.must_get::<&str>("date")?;
    // What follows the day does not matter, and where it is a month or a year that is all.
    let date = date::parse(written.get(..10).unwrap_or(written), &TimeZone::UTC)
        .ok()
        .filter(|date| date.iso_day().starts_with(written.get(..10).unwrap_or(written)))
        .ok_or_else(|| Error::message(format!("`{written}` is not a day such as `2021-03-19`")))?;
    let length = match kwargs.get::<&str>("length")?.unwrap_or("long") {
        "full" => DateLength::Full,
        "long" => DateLength::Long,
        "medium" => DateLength::Medium,
        "short" => DateLength::Short,
        other => {
            let problem =
                format!("`{other}` is no length of a date; the lengths are full, long, medium, short");
            return Err(Error::message(problem));
        }
    };
    Ok(interface.locale().written(&date, length))
}
