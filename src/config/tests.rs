use super::*;
use crate::ids::Id;

fn parse(text: &str) -> Result<Config> {
    Config::parse(text, &SourcePath::new(FILE_NAME), &Overrides::default()).map(|(config, _)| config)
}

#[track_caller]
fn check_problem(text: &str, line: u32, message: &str) {
    let problems = parse(text).expect_err("a problem");
    let found = problems
        .iter()
        .any(|problem| problem.message.contains(message) && problem.span.map_or(0, |span| span.line) == line);
    assert!(found, "line {line}: {message:?} is not among {problems:#?}");
}

#[test]
fn nothing_need_be_set() {
    let config = parse("").expect("defaults");
    assert_eq!(config.languages.len(), 1);
    assert_eq!(config.languages[config.default_language()].tag.as_str(), "en");
    let taxonomies: Vec<&str> = config.taxonomies.iter().map(|taxonomy| &*taxonomy.name).collect();
    assert_eq!(taxonomies, ["tags", "authors", "series"]);
    assert!(config.taxonomies[1].shared && !config.taxonomies[0].shared);
    assert!(config.taxonomies[2].ordered && !config.taxonomies[0].ordered);
}

#[test]
fn the_default_language_comes_first_and_lives_at_the_root() {
    let config = parse("default_language: fr\nlanguages: {en: , zh_cn: , fr: }\n").expect("settings");
    let languages: Vec<(&str, &str)> =
        config.languages.iter().map(|language| (language.tag.as_str(), &*language.prefix)).collect();
    assert_eq!(languages, [("fr", ""), ("en", "en"), ("zh-CN", "zh-cn")]);
    let prefixed = parse("languages: [fr, en]\ndefault_language_in_urls: true\n").expect("settings");
    assert_eq!(prefixed.languages[prefixed.default_language()].prefix, "fr");
}

#[test]
fn the_default_language_s_prefix_redirects_where_a_reader_may_expect_it() {
    let prefix = |text: &str| parse(text).expect("settings").redirected_prefix;
    assert_eq!(prefix("languages: [fr, en]\n").as_deref(), Some("fr"));
    assert_eq!(prefix("languages: {pt-BR: {prefix: pt}, en: }\n").as_deref(), Some("pt"));
    assert_eq!(prefix("languages: [fr]\n"), None);
    assert_eq!(prefix("languages: [fr, en]\ndefault_language_in_urls: true\n"), None);
    assert_eq!(prefix("languages: [fr, en]\nredirect_default_language_prefix: false\n"), None);
    assert_eq!(prefix("languages: {fr: , fr-CA: {prefix: x}, en: {prefix: fr}}\n"), None);
}

#[test]
fn a_base_url_of_this_machine_is_for_nobody_else() {
    for (text, is_local) in [
        ("http://127.0.0.1:1919/", true),
        ("http://localhost/a/", true),
        ("http://a.localhost:80/", true),
        ("http://[::1]:1919/", true),
        ("http://0.0.0.0/", true),
        ("https://localhost.example.org/", false),
        ("https://example.org:8080/", false),
    ] {
        assert_eq!(BaseUrl::parse(text).expect(text).is_local(), is_local, "{text}");
    }
}

#[test]
fn a_title_may_differ_by_language() {
    let config = parse("title: {fr: Dépêches, en: Dispatches}\nlanguages: [fr, en, de]\n").expect("settings");
    let titles: Vec<&str> = config.languages.ids().map(|language| config.title.get(language)).collect();
    assert_eq!(titles, ["Dépêches", "Dispatches", "Dépêches"]);
}

#[test]
fn base_urls_end_in_a_slash_and_keep_their_path() {
    let base = BaseUrl::parse("https://example.org/archive").expect("a base URL");
    assert_eq!((&*base.origin, &*base.path), ("https://example.org", "/archive/"));
    for bad in ["example.org", "ftp://example.org/", "https://e.org/?q=1", "https://a:b@e.org/"] {
        assert!(BaseUrl::parse(bad).is_err(), "{bad} was taken");
    }
}

#[test]
fn problems_name_their_line() {
    check_problem("title: x\nlangauges: [fr]\n", 2, "`langauges` is not a setting");
    check_problem("title: x\ntime_zone: Paris\n", 2, "`Paris` is not a time zone");
    check_problem("languages:\n  fr: {}\n  english: {}\n", 3, "english");
    check_problem("default_language: de\nlanguages: [fr]\n", 1, "`de` is not one of the `languages`");
    check_problem("permalink: /{titre}/\n", 1, "`{titre}`");
    check_problem("content:\n  paths: '{langue}/x.md'\n", 2, "`{langue}`");
    check_problem("content:\n  folder: ../..\n", 2, "outside the site");
    check_problem("articles_per_page: 0\n", 1, "`articles_per_page` is 0");
    check_problem("base_url: example.org\n", 1, "`example.org` does not start with `https://`");
}

#[test]
fn further_keys_belong_to_a_field_or_a_taxonomy() {
    let config = parse("keys: {summary: [deck], tags: [themes]}\n").expect("settings");
    assert_eq!(config.keys["summary"], ["deck"]);
    assert!(config.taxonomies[0].keys.contains(&"themes".to_owned()));
    check_problem("keys:\n  titel: [x]\n", 2, "`titel` is not a field");
}

#[test]
fn values_of_the_wrong_kind_are_told_in_words() {
    check_problem("articles_per_page: many\n", 1, "expected a whole number");
    check_problem("typography: maybe\n", 1, "expected `true` or `false`");
    check_problem("- a\n", 1, "expected settings");
}

#[test]
fn folders_hold_one_thing_each() {
    check_problem("content: {folder: data}\n", 1, "`data` holds something else");
    check_problem("static: .\n", 1, "the static folder cannot be");
    check_problem("content: {folder: a}\nstatic: a\n", 1, "both articles and static files");
    check_problem("taxonomies: [tags, tags]\n", 1, "named twice");
}

#[test]
fn all_problems_are_told_together() {
    let problems = parse("time_zone: Paris\npermalink: x\nbase_url: y\n").expect_err("problems");
    assert_eq!(problems.len(), 3);
}

#[test]
fn the_command_line_wins() {
    let overrides = Overrides { base_url: Some("https://o.org/x".into()) };
    let (config, _) =
        Config::parse("base_url: https://e.org/", &SourcePath::new(FILE_NAME), &overrides).expect("ok");
    assert_eq!(config.base_url.origin, "https://o.org");
}

#[test]
fn words_of_addresses_may_differ_by_language() {
    let text = "languages: [fr, en, de]\nslugs: {archive: {fr: archives, de: archiv}, page: seite}\n";
    let config = parse(text).expect("settings");
    let words = |slug: &LocalizedSlug| -> Vec<String> {
        config.languages.ids().map(|language| slug.get(language).to_string()).collect()
    };
    assert_eq!(words(&config.slugs.archive), ["archives", "archive", "archiv"]);
    assert_eq!(words(&config.slugs.page), ["seite"; 3]);
    assert_eq!(words(&config.slugs.events), ["events"; 3]);
    check_problem("slugs:\n  archive: a/b\n", 2, "the slug `a/b` of `archive` cannot stand in a URL");
    check_problem("slugs:\n  search:\n    xx: suche\n", 3, "`xx` is not one of the `languages`");
    check_problem("slugs:\n  archiv: x\n", 2, "`archiv` is not a setting");
    check_problem("slugs: [archive]\n", 1, "expected words of URLs");
}

#[test]
fn a_text_says_which_language_it_is_in_and_what_is_missing_is_noted() {
    let text = "languages: [fr, en, ar]\ntitle:\n  fr: Dépêches\n  en: Dispatches\ndescription: Aesop\n";
    let (config, notes) =
        Config::parse(text, &SourcePath::new(FILE_NAME), &Overrides::default()).expect("settings");
    let [fr, en, ar] = [0, 1, 2].map(LanguageId::from_index);
    let title = |language| (config.title.get(language), config.title.foreign(language));
    assert_eq!([title(en), title(ar)], [("Dispatches", None), ("Dépêches", Some(fr))]);
    assert_eq!((config.description.get(ar), config.description.foreign(ar)), ("Aesop", None));
    let notes: Vec<(&str, u32)> =
        notes.iter().map(|note| (&*note.message, note.span.map_or(0, |span| span.line))).collect();
    assert_eq!(notes, [("`title` has no text in `ar`, whose readers see `Dépêches`, marked as `fr`", 2)]);
}
