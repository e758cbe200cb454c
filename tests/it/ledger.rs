//! The ledger of published addresses: what a build keeps, what it would lose, and how it says so.

use std::fs;
use std::path::Path;

use depeche::config::{Config, Overrides};
use depeche::discover::{self, Sources};
use depeche::plan::{Output, OutputKind};
use depeche::search::SearchIndex;
use depeche::{Assembled, assemble, plan};
use insta::assert_snapshot;

use crate::harness::{Built, build, problems, publishing, try_link};

/// The ledger of an earlier build of a site with one article of each kind of fate.
const LEDGER: &str = "-- urls.lock --\n# depeche urls 1\n";

/// A site with `articles` after a ledger with `lines`.
fn site(lines: &str, articles: &str) -> String {
    format!(
        "-- depeche.yaml --\nlanguages: [en, fr]\nbase_url: https://example.org/news/\n{LEDGER}{lines}{articles}"
    )
}

fn article(path: &str, header: &str) -> String {
    format!("-- content/{path} --\n---\n{header}\n---\nText.\n")
}

/// What the ledger says after a build of `archive`.
fn ledger_after(archive: &str) -> String {
    let Assembled { site, .. } = try_link(archive, publishing(), false).expect("a site");
    plan::plan(&site, &SearchIndex::of(&site)).expect("a plan").ledger().text()
}

const NEW: &str = "date: 2021-03-19\nslug: new";

#[test]
fn a_renamed_article_is_lost_until_it_has_its_alias() {
    let lines = "/2021/03/old/\tcontent/a.md\n";
    assert_snapshot!(problems(&site(lines, &article("a.md", NEW))), @"
    error: `/2021/03/old/` was published and would be lost: this article is now at `/2021/03/new/`
    --> content/a.md
     = hint: add `aliases: [/2021/03/old/]` to its header; `--forget /2021/03/old/` gives the address up for good; if it never went public, remove its line from `urls.lock`

    1 error
    ");
    let header = format!("{NEW}\naliases: [/2021/03/old/]");
    let built = build(&site(lines, &article("a.md", &header)));
    assert!(built.file("2021/03/old/index.html").contains("url=https://example.org/news/2021/03/new/"));
}

#[test]
fn an_article_whose_file_was_renamed_is_found_again() {
    let lines = "/2021/03/outage/\tcontent/2021-03-19-outage.md\n";
    assert_snapshot!(problems(&site(lines, &article("2021-03-19-outages.md", "title: X"))), @"
    error: `/2021/03/outage/` was published and would be lost: `content/2021-03-19-outage.md` is no longer there
     |
     = hint: if `content/2021-03-19-outages.md` is the same article, add `aliases: [/2021/03/outage/]` to its header; `--forget /2021/03/outage/` gives the address up for good; if it never went public, remove its line from `urls.lock`

    1 error
    ");
}

#[test]
fn where_a_whole_archive_moved_each_file_is_found_by_its_name() {
    let lines: Vec<String> =
        (0..1_000).map(|index| format!("/old/{index}/\tcontent/old/a{index}.md\n")).collect();
    let articles: Vec<String> =
        (0..1_000).map(|index| article(&format!("new/a{index}.md"), "title: X")).collect();
    let told = problems(&site(&lines.concat(), &articles.concat()));
    assert!(
        told.contains("if `content/new/a100.md` is the same article, add `aliases: [/old/100/]`"),
        "{told}"
    );
}

#[test]
fn an_article_that_is_gone_leaves_nothing_to_guess() {
    let lines = "/2021/03/old/\tcontent/old.md\n";
    assert_snapshot!(problems(&site(lines, &article("something-else.md", "title: X"))), @"
    error: `/2021/03/old/` was published and would be lost: `content/old.md` is no longer there
     |
     = hint: add `aliases: [/2021/03/old/]` to the header of the article that takes its place; `--forget /2021/03/old/` gives the address up for good; if it never went public, remove its line from `urls.lock`

    1 error
    ");
}

#[test]
fn an_article_that_became_a_draft_is_lost() {
    let lines = "/2021/03/new/\tcontent/a.md\n";
    assert_snapshot!(problems(&site(lines, &article("a.md", &format!("{NEW}\ndraft: true")))), @"
    error: `/2021/03/new/` was published and would be lost: this article is not published, as it is a draft
    --> content/a.md
     = hint: publish it again; `--forget /2021/03/new/` gives the address up for good; if it never went public, remove its line from `urls.lock`

    1 error
    ");
}

#[test]
fn an_alias_is_published_like_the_article() {
    let lines = "/old/\tcontent/a.md\n/2021/03/new/\tcontent/a.md\n";
    assert!(
        problems(&site(lines, &article("a.md", NEW))).contains("`/old/` was published and would be lost")
    );
}

fn is_tombstone(built: &Built, path: &str) -> bool {
    let text = built.file(path);
    text.contains("withdrawn") && text.contains("<meta name=\"robots\" content=\"noindex\">")
}

#[test]
fn an_expired_article_leaves_a_page_that_says_so() {
    let lines = "/2021/03/new/\tcontent/a.md\n";
    let archive = site(lines, &article("a.md", &format!("{NEW}\nexpiryDate: 2022-01-01")));
    assert!(is_tombstone(&build(&archive), "2021/03/new/index.html"));
    assert!(ledger_after(&archive).contains("/2021/03/new/\tcontent/a.md\n"));
}

#[test]
fn what_was_forgotten_stays_forgotten_until_it_comes_back() {
    let lines = "/2021/03/new/\tcontent/a.md\tforgotten\n/fr/2021/03/x/\tcontent/x.fr.md\tforgotten\n";
    let archive = site(lines, "");
    let built = build(&archive);
    assert!(is_tombstone(&built, "2021/03/new/index.html"));
    assert!(built.file("fr/2021/03/x/index.html").contains("<html lang=\"fr\""));
    assert!(ledger_after(&archive).contains(lines.lines().next().expect("a line")));

    let archive = site(lines, &article("a.md", NEW));
    assert!(!build(&archive).file("2021/03/new/index.html").contains("withdrawn"));
    assert!(ledger_after(&archive).contains("/2021/03/new/\tcontent/a.md\n"));
}

#[test]
fn a_list_that_lost_its_last_article_leads_to_the_list_around_it() {
    let lines = "/2021/03/19/\n/2021/03/\n/2020/\n/tags/whatsap/\n/fr/tags/x/\n";
    let header = "date: 2021-03-20\ntags: [whatsapp]";
    let built = build(&site(lines, &article("a.md", header)));
    let leads = |from: &str, to: &str| {
        let text = built.file(&format!("{from}/index.html"));
        assert!(text.contains(&format!("url=https://example.org/news{to}\"")), "{from}: {text}");
    };
    leads("2021/03/19", "/2021/03/");
    leads("2020", "/");
    leads("tags/whatsap", "/tags/");
    leads("fr/tags/x", "/fr/");
    assert!(built.file("2021/03/index.html").contains("<main"));
}

#[test]
fn what_is_no_longer_wanted_gives_way() {
    let lines = "/2021/\tcontent/old.md\tforgotten\n/2021/03/new/more/\n/TAGS/x/\n";
    let built = build(&site(lines, &article("a.md", "path: /2021/03/new.html\ntags: [x]")));
    assert!(built.has("2021/index.html") && !built.has("TAGS/x/index.html"));
}

#[test]
fn what_is_no_longer_wanted_gives_way_to_what_was_wanted_before_it() {
    let lines = "/TAGS/x/\n/tags/X/\n/x.html\tcontent/x.md\tforgotten\n/x.html/y/\tcontent/y.md\tforgotten\n\
                 /É/\tcontent/e.md\tforgotten\n/é/\tcontent/f.md\tforgotten\n";
    let archive = site(lines, &article("a.md", NEW));
    let built = build(&archive);
    assert!(built.has("TAGS/x/index.html") && !built.has("tags/X/index.html"));
    assert!(built.has("x.html") && !built.has("x.html/y/index.html"));
    assert!(built.has("É/index.html") && !built.has("é/index.html"));
    // The ledger keeps them all.
    let after = ledger_after(&archive);
    assert!(lines.lines().all(|line| after.contains(line)), "{after}");
}

#[test]
fn no_alias_is_offered_that_would_meet_what_is_there_now() {
    let lines = "/Outage/\tcontent/a.md\n";
    assert_snapshot!(problems(&site(lines, &article("a.md", "path: /outage/"))), @"
    error: `/Outage/` was published and would be lost: this article is now at `/outage/`
    --> content/a.md
     = hint: write `path: /Outage/` into its header to bring the address back; `--forget /Outage/` gives the address up for good; if it never went public, remove its line from `urls.lock`

    1 error
    ");
    assert_snapshot!(problems(&site(lines, &article("b.md", "path: /outage/"))), @"
    error: `/Outage/` was published and would be lost: `content/a.md` is no longer there
     |
     = hint: `--forget /Outage/` gives the address up for good; if it never went public, remove its line from `urls.lock`

    1 error
    ");
    build(&site(lines, &article("a.md", "path: /Outage/")));
    build(&site("/Outage/\tcontent/a.md\tforgotten\n", &article("a.md", "path: /outage/")));
}

#[test]
fn every_lasting_page_is_kept_and_nothing_else() {
    let header = "date: 2021-03-19\ntags: [x]\naliases: [/old/]";
    let archive = format!(
        "{}-- content/a.fr.md --\n---\ntitle: A\n---\nTexte.\n-- content/big/_index.md --\n---\ntitle: S\n---\n\
         -- content/a.pdf --\nx\n-- static/b.txt --\nx\n",
        site("", &article("a.md", header))
    );
    assert_snapshot!(ledger_after(&archive), @"
    # depeche urls 1
    # Every address that this site has published. Commit this file; `--forget` gives one up.
    /
    /2021/
    /2021/03/
    /2021/03/19/
    /2021/03/a/	content/a.md
    /archive/
    /big/	content/big/_index.md
    /follow/
    /fr/
    /fr/2021/
    /fr/2021/03/
    /fr/2021/03/19/
    /fr/2021/03/a/	content/a.fr.md
    /fr/archive/
    /fr/follow/
    /fr/languages/
    /fr/search/
    /fr/tags/
    /fr/tags/x/
    /languages/
    /old/	content/a.md
    /search/
    /tags/
    /tags/x/
    ");
}

#[test]
fn the_ledger_does_not_depend_on_the_base_path() {
    let archive = site("", &article("a.md", NEW));
    let elsewhere = archive.replace("https://example.org/news/", "http://e.net/a/b/c/");
    assert_eq!(ledger_after(&archive), ledger_after(&elsewhere));
}

#[test]
fn an_article_that_takes_another_s_address_is_told() {
    let lines = "/2021/03/new/\tcontent/b.md\n";
    let articles = article("a.md", NEW) + &article("b.md", "date: 2021-03-19\nslug: b");
    let Assembled { site, .. } = try_link(&site(lines, &articles), publishing(), false).expect("a site");
    let plan = plan::plan(&site, &SearchIndex::of(&site)).expect("a plan");
    let told: Vec<&str> = plan.warnings().iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(told, ["`/2021/03/new/` was the address of `content/b.md`, which is now at `/2021/03/b/`"]);
}

#[test]
fn a_site_may_keep_no_ledger() {
    let archive = site("/lost/\tcontent/lost.md\n", &article("a.md", NEW))
        .replace("languages:", "ledger: false\nlanguages:");
    build(&archive);
    assert_eq!(ledger_after(&archive).lines().count(), 2);
}

#[test]
fn a_merge_that_was_not_finished_is_told() {
    let lines = "<<<<<<< HEAD\n/a/\n=======\n/b/\n>>>>>>> main\n";
    assert_snapshot!(problems(&site(lines, "")), @"
    error: a merge left its mark in the ledger of published addresses
     --> urls.lock:2:1
      |
    2 | <<<<<<< HEAD
      | ^
     ::: urls.lock:4:1
     ::: urls.lock:6:1
      = hint: keep the lines of both sides, and remove the marks

    3 errors
    ");
}

/// The ledger of the sample archive is true. `UPDATE_GOLDEN=1 cargo test --test it ledger` writes it.
#[test]
fn the_sample_s_ledger_is_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (path, text) = discover::read_settings(root, None).expect("settings");
    let overrides = Overrides { base_url: Some("https://example.org/".into()) };
    let (config, _) = Config::parse(&text, &path, &overrides).expect("settings");
    let files = discover::walk(root, &config, &[]).expect("the sample archive");
    let sources = Sources::sort(files, &config).expect("the sample archive");
    let before = match &sources.ledger {
        Some(file) => file.read_ledger().expect("a text"),
        None => String::new(),
    };
    let Assembled { site, .. } =
        assemble(config, sources, publishing(), false, &std::sync::Arc::default(), &()).expect("the sample");
    let plan = plan::plan(&site, &SearchIndex::of(&site)).expect("no address is lost");
    let is_left_over =
        |output: &&Output| matches!(output.kind, OutputKind::Tombstone(_) | OutputKind::Successor { .. });
    assert_eq!(plan.outputs().iter().filter(is_left_over).count(), 0);
    let now = plan.ledger().text();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(root.join("urls.lock"), &now).expect("a file that can be written");
        return;
    }
    assert_eq!(now, before, "`urls.lock` of the sample archive");
}
