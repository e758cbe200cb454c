//! Quotes of posts of social networks, as a built page shows them and as problems tell of them.

use insta::assert_snapshot;

use crate::harness::{build, printed, problems};

const POST: &str = "\
> [!POST] Signal @signalapp | 2021-03-19 19:05 UTC | en | https://twitter.com/signalapp
>
> Signal registrations are \"through the roof\"; welcome everyone!
>
> ---
>
> Les inscriptions sur Signal \"crèvent le plafond\" ; bienvenue à tous !
";

/// A site with an article of this text in each of these languages.
fn archive(languages: &[&str], text: &str) -> String {
    use std::fmt::Write as _;
    let mut archive =
        format!("-- depeche.yaml --\nlanguages: [{}]\ntime_zone: Europe/Paris\n", languages.join(", "));
    for language in languages {
        let _ = write!(archive, "-- content/x.{language}.md --\n---\ntitle: X\n---\n{text}\n");
    }
    archive
}

/// The one figure of the page at `path`.
#[track_caller]
fn figure(archive: &str, path: &str) -> String {
    let built = build(archive);
    let page = built.file(path);
    let start = page.find("<figure").expect("a figure");
    let end = page[start..].find("</figure>").expect("an end") + start;
    page[start..end + "</figure>".len()].to_owned()
}

#[test]
fn a_post_is_quoted_in_its_language_and_dated_in_the_reader_s() {
    assert_snapshot!(figure(&archive(&["fr", "ja"], POST), "x/index.html"), @r#"
<figure class="post"><blockquote lang="en" dir="ltr" cite="https://twitter.com/signalapp">
<p>Signal registrations are &quot;through the roof&quot;; welcome everyone!</p>
</blockquote>
<blockquote class="translation"><p class="label">Traduction</p>
<p>Les inscriptions sur Signal « crèvent le plafond » ; bienvenue à tous !</p>
</blockquote>
<figcaption><cite dir="auto">Signal</cite> <span class="handle" dir="ltr">@signalapp</span> <a href="https://twitter.com/signalapp"><time datetime="2021-03-19T19:05:00+00:00">19 mars 2021 à 20:05</time></a></figcaption></figure>
"#);
    let japanese = figure(&archive(&["fr", "ja"], POST), "ja/x/index.html");
    assert!(
        japanese.contains("<time datetime=\"2021-03-19T19:05:00+00:00\">2021年3月19日 20:05</time>"),
        "{japanese}"
    );
    assert!(japanese.contains("lang=\"en\" dir=\"ltr\""), "{japanese}");
}

#[test]
fn a_post_in_the_page_s_language_needs_no_mark_of_it_and_is_set_as_the_page_is() {
    let text = "> [!POST] Signal | 2021-03-19 20:05\n> \"Welcome\" everyone!";
    assert_snapshot!(figure(&archive(&["en"], text), "x/index.html"), @r#"
<figure class="post"><blockquote>
<p>“Welcome” everyone!</p>
</blockquote>
<figcaption><cite dir="auto">Signal</cite> <time datetime="2021-03-19T20:05:00+01:00">March 19, 2021 at 8:05 PM</time></figcaption></figure>
"#);
}

#[test]
fn a_post_without_a_date_has_a_link_in_words() {
    let text = "> [!POST] @signalapp | https://twitter.com/signalapp\n> Bienvenue";
    let html = figure(&archive(&["fr"], text), "x/index.html");
    assert!(html.contains("<a href=\"https://twitter.com/signalapp\">Message d’origine</a>"), "{html}");
}

#[test]
fn a_post_is_no_summary() {
    let built = build(&archive(&["fr"], &format!("{POST}\nSignal s'en est aperçu.")));
    assert!(built.file("index.html").contains("Signal s’en est aperçu."));
    assert!(!built.file("index.html").contains("registrations"));
}

#[test]
fn a_page_with_posts_asks_no_host_for_anything() {
    let built = build(&archive(&["fr"], POST));
    let page = built.file("x/index.html");
    let page = page.replace("<script type=\"application/ld+json\">", "");
    assert!(!page.contains("<script") && !page.contains("<iframe"), "{page}");
    assert!(!page.contains("src=\"https://"), "{page}");
}

#[test]
fn what_a_post_lacks_is_told() {
    assert_snapshot!(
        problems(&archive(&["en"], "> [!POST] | 19.03.2021 | 2021-03 | jp | ftp://e.org\n> Text")), @r"
error: the post does not say who wrote it
 --> content/x.en.md:4:3
  |
4 | > [!POST] | 19.03.2021 | 2021-03 | jp | ftp://e.org
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: name the author behind the mark: `[!POST] Signal @signalapp | …`

error: `19.03.2021` does not begin with the year
 --> content/x.en.md:4:13
  |
4 | > [!POST] | 19.03.2021 | 2021-03 | jp | ftp://e.org
  |             ^^^^^^^^^^
  |
  = hint: write `2021-03-19`

error: `2021-03` names no day
 --> content/x.en.md:4:26
  |
4 | > [!POST] | 19.03.2021 | 2021-03 | jp | ftp://e.org
  |                          ^^^^^^^
  |
  = hint: write the day, such as `2021-03-01`

error: unknown language subtag `jp`
 --> content/x.en.md:4:36
  |
4 | > [!POST] | 19.03.2021 | 2021-03 | jp | ftp://e.org
  |                                    ^^
  |
  = hint: write `ja` for the language

error: `ftp://e.org` is no address of a web page
 --> content/x.en.md:4:41
  |
4 | > [!POST] | 19.03.2021 | 2021-03 | jp | ftp://e.org
  |                                         ^^^^^^^^^^^
  |
  = hint: write the whole address of the post, from `https://` on

5 errors
");
    assert_snapshot!(problems(&archive(&["en"], "> [!POST] Signal | March 19, 2021 | EN\n> Text")), @r"
error: `March 19, 2021` fits no field of a post
 --> content/x.en.md:4:20
  |
4 | > [!POST] Signal | March 19, 2021 | EN
  |                    ^^^^^^^^^^^^^^
  |
  = hint: beside the author, write a date that begins with the year, a language such as `en`, an address that begins with `https://`; write a `|` in a name as `\|`

error: `EN` fits no field of a post
 --> content/x.en.md:4:37
  |
4 | > [!POST] Signal | March 19, 2021 | EN
  |                                     ^^
  |
  = hint: for the language, write `en`

2 errors
");
    assert_snapshot!(problems(&archive(&["en"], "> [!POST] A | fr | en\n\nText")), @r"
error: the post has no text
 --> content/x.en.md:4:3
  |
4 | > [!POST] A | fr | en
  |   ^^^^^^^^^^^^^^^^^^^
  |
  = hint: write it below the first line, with `>` before each line

error: the first line of the post names two languages
 --> content/x.en.md:4:20
  |
4 | > [!POST] A | fr | en
  |                    ^^
  |
  = hint: leave out the one that is wrong

2 errors
");
    assert_snapshot!(
        problems(&archive(&["en"], "> [!POST] A\n>\n> a\n>\n> > [!POST] B\n> > b\n\n> [!POST] C\n> 2. > [!POST] D")), @r"
error: a post stands in another post
 --> content/x.en.md:8:5
  |
8 | > > [!POST] B
  |     ^^^^^^^^^
  |
  = hint: quote the two one after the other

error: this post cannot be told from the text above it
  --> content/x.en.md:12:8
   |
12 | > 2. > [!POST] D
   |        ^^^^^^^^^
   |
   = hint: begin the quote in a line of its own, below an empty one

2 errors
");
}

#[test]
fn what_a_post_may_not_have_meant_is_told() {
    let warnings = |text: &str| {
        let archive = archive(&["en"], text);
        printed(&archive, &build(&archive).site.warnings)
    };
    assert_snapshot!(warnings("> [!POST] A | fr\n>\n> Un\n> ---\n> One"), @r"
warning: `---` right below a text makes a heading of it, and begins no translation
 --> content/x.en.md:7:3
  |
7 | > ---
  |   ^^^
  |
  = hint: write `>` alone into a line between the two

1 warning
");
    assert_snapshot!(warnings("> [!POST] A\n> Un\n>\n> ---\n>\n> One"), @r"
warning: the post has a translation, and is taken to be in `en` as the page is
 --> content/x.en.md:4:3
  |
4 | > [!POST] A
  |   ^^^^^^^^^
  |
  = hint: name the language of the post in its first line, or remove the translation

1 warning
");
    assert_snapshot!(warnings("> [!POST] A | fr\n> Un\n>\n> ---\n"), @r"
warning: the translation of the post is empty
 --> content/x.en.md:4:3
  |
4 | > [!POST] A | fr
  |   ^^^^^^^^^^^^^^
  |
  = hint: write the translation, or remove the line above it

1 warning
");
}
