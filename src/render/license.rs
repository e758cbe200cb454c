//! A licence as readers know it: its name, and where its terms are.

/// A licence by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct License {
    pub name: String,
    pub url: Option<String>,
}

/// The licence that a header names: by its web address, by its name, or by its identifier in SPDX.
pub(super) fn license(written: &str) -> License {
    let address = ["https://", "http://"].iter().find_map(|scheme| {
        let head = written.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| &written[scheme.len()..])
    });
    if let Some(rest) = address {
        let rest = rest.trim_end_matches('/');
        let name = name_of_deed(rest).unwrap_or_else(|| rest.to_owned());
        return License { name, url: Some(written.to_owned()) };
    }
    match Creative::parse(written) {
        Some(creative) => License { name: creative.name(), url: Some(creative.deed()) },
        None => License { name: written.to_owned(), url: None },
    }
}

/// The name of the licence of Creative Commons whose page this is, without the scheme.
fn name_of_deed(address: &str) -> Option<String> {
    let host = "creativecommons.org/";
    let address = address.strip_prefix("www.").unwrap_or(address);
    let path = address.strip_prefix(host)?.to_ascii_lowercase();
    let mut parts = path.split('/');
    let written = match (parts.next()?, parts.next()?) {
        ("licenses", terms) => format!("cc {terms}"),
        ("publicdomain", "zero") => "cc0".to_owned(),
        ("publicdomain", "mark") => "cc pdm".to_owned(),
        _ => return None,
    };
    // What follows is a version, a country, and the language of the page.
    let written = match (parts.next(), parts.next().filter(|part| !part.contains('.') && part.len() < 4)) {
        (Some(version), Some(port)) => format!("{written} {version} {port}"),
        (Some(version), None) => format!("{written} {version}"),
        (None, _) => return None,
    };
    Some(Creative::parse(&written)?.name())
}

/// A licence, or a mark, of Creative Commons.
#[derive(Debug, PartialEq, Eq)]
struct Creative {
    /// `by-sa`, `zero` or `mark`.
    terms: &'static str,
    version: &'static str,
    /// The country whose law it was made for, in lower case.
    port: Option<String>,
}

const TERMS: &[&str] = &["by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd", "by-nd-nc"];
const VERSIONS: &[&str] = &["1.0", "2.0", "2.1", "2.5", "3.0", "4.0"];

impl Creative {
    /// Reads `CC BY-SA 4.0`, `CC-BY-SA-4.0`, `cc by 3.0 de`, `CC0 1.0`, `CC-PDM-1.0`. A licence without
    /// a version may be any of several.
    fn parse(written: &str) -> Option<Self> {
        let written = written.to_ascii_lowercase();
        let mut words: Vec<&str> =
            written.split(|character: char| character == '-' || character.is_whitespace()).collect();
        words.retain(|word| !word.is_empty());
        match *words.as_slice() {
            ["cc0"] | ["cc0", "1.0"] => {
                return Some(Self { terms: "zero", version: "1.0", port: None });
            }
            ["cc", "pdm"] | ["cc", "pdm", "1.0"] => {
                return Some(Self { terms: "mark", version: "1.0", port: None });
            }
            _ => {}
        }
        let (first, rest) = words.split_first()?;
        let at = rest.iter().position(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
        let terms = TERMS.iter().find(|terms| terms.split('-').eq(rest[..at].iter().copied()))?;
        let version = VERSIONS.iter().find(|version| **version == rest[at])?;
        let port = match rest[at + 1..] {
            [] | ["int" | "international" | "unported"] => None,
            [port] if port.len() == 2 || port == "igo" => Some(port.to_owned()),
            _ => return None,
        };
        // There are no versions for single countries since 4.0.
        let exists = port.is_none() || *version != "4.0";
        (*first == "cc" && exists).then_some(Self { terms, version, port })
    }

    fn name(&self) -> String {
        let name = match self.terms {
            "zero" => "CC0".to_owned(),
            "mark" => "CC PDM".to_owned(),
            terms => format!("CC {}", terms.to_ascii_uppercase()),
        };
        match &self.port {
            Some(port) => format!("{name} {} {}", self.version, port.to_ascii_uppercase()),
            None => format!("{name} {}", self.version),
        }
    }

    /// The page that says in plain words what it allows.
    fn deed(&self) -> String {
        let kind = if matches!(self.terms, "zero" | "mark") { "publicdomain" } else { "licenses" };
        // The first version named its terms in another order.
        let terms = if self.version == "1.0" && self.terms == "by-nc-nd" { "by-nd-nc" } else { self.terms };
        let port = self.port.as_ref().map_or_else(String::new, |port| format!("{port}/"));
        format!("https://creativecommons.org/{kind}/{terms}/{}/{port}", self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, name: &str, url: Option<&str>) {
        assert_eq!(license(written), License { name: name.into(), url: url.map(String::from) }, "{written}");
    }

    #[test]
    fn licences_of_creative_commons_have_a_deed() {
        let by = Some("https://creativecommons.org/licenses/by/4.0/");
        for written in ["CC BY 4.0", "CC-BY-4.0", "cc by 4.0", "CC  BY 4.0 International"] {
            check(written, "CC BY 4.0", by);
        }
        check(
            "CC-BY-NC-SA-3.0",
            "CC BY-NC-SA 3.0",
            Some("https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        );
        check(
            "CC-BY-SA-3.0-DE",
            "CC BY-SA 3.0 DE",
            Some("https://creativecommons.org/licenses/by-sa/3.0/de/"),
        );
        check("CC-BY-3.0-IGO", "CC BY 3.0 IGO", Some("https://creativecommons.org/licenses/by/3.0/igo/"));
        check(
            "CC BY-NC-ND 1.0",
            "CC BY-NC-ND 1.0",
            Some("https://creativecommons.org/licenses/by-nd-nc/1.0/"),
        );
        let zero = Some("https://creativecommons.org/publicdomain/zero/1.0/");
        check("CC0", "CC0 1.0", zero);
        check("CC0-1.0", "CC0 1.0", zero);
        check("CC-PDM-1.0", "CC PDM 1.0", Some("https://creativecommons.org/publicdomain/mark/1.0/"));
    }

    #[test]
    fn what_is_no_known_licence_stays_as_written() {
        for written in [
            "CC BY",
            "CC BY 9.0",
            "CC BY-XX 4.0",
            "CC BY 4.0 DE",
            "BY 4.0",
            "All rights reserved",
            "MIT",
            "©",
            "4.0",
            "",
        ] {
            check(written, written, None);
        }
    }

    #[test]
    fn an_address_is_named_for_its_licence_or_its_host() {
        let deed = "https://creativecommons.org/licenses/by-sa/4.0/";
        check(deed, "CC BY-SA 4.0", Some(deed));
        let legal = "http://creativecommons.org/licenses/by/3.0/fr/legalcode";
        check(legal, "CC BY 3.0 FR", Some(legal));
        let german = "https://creativecommons.org/licenses/by/4.0/deed.de";
        check(german, "CC BY 4.0", Some(german));
        let zero = "https://creativecommons.org/publicdomain/zero/1.0/";
        check(zero, "CC0 1.0", Some(zero));
        check("HTTPS://example.org/terms/", "example.org/terms", Some("HTTPS://example.org/terms/"));
        check("https://creativecommons.org/", "creativecommons.org", Some("https://creativecommons.org/"));
    }
}
