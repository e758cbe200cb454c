//! Quotes of posts, on a page in French.

use super::*;

static FRENCH: LazyLock<(LanguageTag, Locale, Typography)> = LazyLock::new(|| {
    let tag = LanguageTag::new("fr").expect("a language");
    let locale = Locale::new(&tag);
    (tag, locale, Typography::for_language("fr"))
});

fn french() -> Options<'static> {
    let (language, locale, typography) = &*FRENCH;
    Options { language, locale, typography: Some(typography), ..options() }
}

const SIGNAL: &str = "> [!POST] Signal @signalapp | 2021-03-19 19:05 UTC | en | https://e.org/1?a&b";

#[track_caller]
fn check(markdown: &str, expected: &str) {
    check_with(markdown, &french(), expected);
}

/// The problems with their columns, and nothing else.
#[track_caller]
fn check_problems(markdown: &str, expected: &[&str]) {
    let converted = convert(markdown, &french());
    let shown: Vec<String> = converted
        .problems
        .iter()
        .map(|problem| {
            let span = problem.span.expect("a place");
            format!("{}:{}: {}", span.line, span.column, problem.message)
        })
        .collect();
    assert_eq!(shown, expected, "{markdown}");
}

#[test]
fn a_post_is_a_figure_with_its_translation() {
    check(
        &format!("{SIGNAL}\n>\n> \"Welcome\" everyone!\n>\n> ---\n>\n> \"Bienvenue\" à tous !\n\nAprès"),
        "<figure class=\"post\"><blockquote lang=\"en\" dir=\"ltr\" cite=\"https://e.org/1?a&amp;b\">\n\
         <p>&quot;Welcome&quot; everyone!</p>\n</blockquote>\n\
         <blockquote class=\"translation\"><p class=\"label\">post_translation</p>\n\
         <p>«\u{A0}Bienvenue\u{A0}» à tous\u{202F}!</p>\n</blockquote>\n\
         <figcaption><cite dir=\"auto\">Signal</cite> <span class=\"handle\" dir=\"ltr\">@signalapp</span> \
         <a href=\"https://e.org/1?a&amp;b\"><time datetime=\"2021-03-19T19:05:00+00:00\">19 mars 2021 à 19:05</time></a>\
         </figcaption></figure>\n<p>Après</p>",
    );
}

#[test]
fn a_post_may_lack_all_but_its_author_and_text() {
    check(
        "> [!post] L'Équipe\n> C'est \"long\"",
        "<figure class=\"post\"><blockquote>\n<p>C’est «\u{A0}long\u{A0}»</p>\n</blockquote>\n\
         <figcaption><cite dir=\"auto\">L'Équipe</cite></figcaption></figure>",
    );
    check(
        "> [!POST] @a | https://e.org/\n> Oui",
        "<figure class=\"post\"><blockquote cite=\"https://e.org/\">\n<p>Oui</p>\n</blockquote>\n\
         <figcaption><cite dir=\"auto\">@a</cite> <a href=\"https://e.org/\">post_link</a></figcaption></figure>",
    );
    check(
        "> [!POST] A | 2021-04-01\n> Oui",
        "<figure class=\"post\"><blockquote>\n<p>Oui</p>\n</blockquote>\n\
         <figcaption><cite dir=\"auto\">A</cite> <time datetime=\"2021-04-01\">1er avril 2021</time></figcaption></figure>",
    );
}

#[test]
fn a_date_is_shown_on_the_clock_of_the_site() {
    let paris = TimeZone::get("Europe/Paris").expect("a zone");
    let options = Options { time_zone: &paris, ..french() };
    let html = filled(&convert("> [!POST] A | 2021-03-19 19:05\n> Oui", &options));
    assert!(
        html.contains("<time datetime=\"2021-03-19T19:05:00+01:00\">19 mars 2021 à 19:05</time>"),
        "{html}"
    );
    let html = filled(&convert("> [!POST] A | 2021-03-19 14:05 -04:00\n> Oui", &options));
    assert!(
        html.contains("<time datetime=\"2021-03-19T14:05:00-04:00\">19 mars 2021 à 19:05</time>"),
        "{html}"
    );
}

#[test]
fn a_language_is_named_only_where_it_is_not_the_page_s() {
    let html = |tag: &str| filled(&convert(&format!("> [!POST] A | {tag}\n> x"), &french()));
    assert!(html("fr-FR").contains("<figure class=\"post\"><blockquote>"), "{}", html("fr-FR"));
    assert!(html("fr-CA").contains("<blockquote lang=\"fr-CA\" dir=\"ltr\">"), "{}", html("fr-CA"));
    assert!(html("ar").contains("<blockquote lang=\"ar\" dir=\"rtl\">"), "{}", html("ar"));
}

#[test]
fn posts_stand_where_quotes_do_and_hold_what_quotes_hold() {
    check(
        "- x\n\n  > [!POST] A\n  > - `b`\n  >\n  > ```\n  > c\n  > ```\n",
        "<ul>\n<li><p>x</p>\n<figure class=\"post\"><blockquote>\n<ul>\n<li><code>b</code></li>\n</ul>\n\
         <pre role=\"group\" tabindex=\"0\" aria-label=\"code_sample\" dir=\"ltr\" translate=\"no\"><code>c\n</code></pre>\n</blockquote>\n\
         <figcaption><cite dir=\"auto\">A</cite></figcaption></figure>\n</li>\n</ul>",
    );
    check(
        ">> [!POST] A\n>> > b\n>>\n>> > ---\n",
        "<blockquote>\n<figure class=\"post\"><blockquote>\n<blockquote>\n<p>b</p>\n</blockquote>\n\
         <blockquote>\n<hr>\n</blockquote>\n</blockquote>\n\
         <figcaption><cite dir=\"auto\">A</cite></figcaption></figure>\n</blockquote>",
    );
    check(
        "x[^1]\n\n[^1]: > [!POST] A\n    > b\n",
        "<p>x<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\">1</a></sup></p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"footnotes\"><ol>\n\
         <li id=\"fn-1\"><figure class=\"post\"><blockquote>\n<p>b</p>\n</blockquote>\n\
         <figcaption><cite dir=\"auto\">A</cite></figcaption></figure>\n \
         <a href=\"#fnref-1\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"footnote_back 1\">↩\u{FE0E}</a></li>\n\
         </ol></section>",
    );
}

#[test]
fn markup_in_the_first_line_is_text_and_reaches_no_further() {
    check(
        "> [!POST] *A <b> `@a_b_c\n> d* `e`\n\n[!post]: https://e.org",
        "<figure class=\"post\"><blockquote>\n<p>d* <code>e</code></p>\n</blockquote>\n\
         <figcaption><cite dir=\"auto\">*A &lt;b&gt; `@a_b_c</cite></figcaption></figure>",
    );
    let table = "> [!POST] A | fr\n> |-|-|\n";
    let html = filled(&convert(table, &french()));
    assert!(html.contains("<p>|-|-|</p>") && html.contains("<cite dir=\"auto\">A</cite>"), "{html}");
}

#[test]
fn other_quotes_stay_what_they_are() {
    check("> \\[!POST] A", "<blockquote>\n<p>[!POST] A</p>\n</blockquote>");
    check("> x [!POST] A", "<blockquote>\n<p>x [!POST] A</p>\n</blockquote>");
    check("> [!POSTS] A", "<blockquote>\n<p>[!POSTS] A</p>\n</blockquote>");
    check(
        "> [!POST](https://e.org)",
        "<blockquote>\n<p><a href=\"https://e.org\">!POST</a></p>\n</blockquote>",
    );
    check("[!POST] A", "<p>[!POST] A</p>");
    check(
        "```\n> [!POST] A\n```",
        "<pre role=\"group\" tabindex=\"0\" aria-label=\"code_sample\" dir=\"ltr\" translate=\"no\"><code>&gt; [!POST] A\n</code></pre>",
    );
    check("<blockquote class=\"twitter-tweet\">a</blockquote>", "<blockquote>a</blockquote>");
}

#[test]
fn a_post_is_the_same_beside_raw_html() {
    let post = format!("{SIGNAL}\n> a\n>\n> ***\n>\n> b\n");
    let alone = filled(&convert(&post, &french()));
    let beside = filled(&convert(&format!("<b>x</b>\n\n{post}"), &french()));
    assert_eq!(beside.trim_start_matches("<p><b>x</b></p>\n"), alone);
}

#[test]
fn posts_are_counted_and_not_summed_up() {
    let post = format!("{SIGNAL}\n> One two\n>\n> ---\n>\n> Un deux trois\n");
    let body = convert(&format!("{post}\nQuatre"), &french()).body;
    assert_eq!((&*body.summary, body.words), ("Quatre", 6));
    let body = convert(&format!("{post}\n- Quatre\n\n<!--more-->\n\nCinq"), &french()).body;
    assert_eq!(&*body.summary, "Quatre");
    assert_eq!(&*convert(&post, &french()).body.summary, "");
}

#[test]
fn what_is_wrong_with_a_post_is_told_at_its_place() {
    check_problems("\n- > [!POST] | en\n  > a", &["2:5: the post does not say who wrote it"]);
    check_problems("> [!POST] é | 2021-13-01 | en\n> a", &["1:15: there is no day `2021-13-01`"]);
    check_problems("> [!POST] A", &["1:3: the post has no text"]);
    check_problems("> [!POST] A | en\na", &["1:3: the post has no text"]);
    check_problems("> [!POST] A | en\n>\n> ---\n> a", &["1:3: the post has no text"]);
    check_problems("> [!POST] A | en\n> a\n>\n> ---", &["1:3: the translation of the post is empty"]);
    check_problems(
        "> [!POST] A\n> a\n>\n> ---\n> b",
        &["1:3: the post has a translation, and is taken to be in `fr` as the page is"],
    );
    check_problems(
        "> [!POST] A | en\n>\n> a\n> ---\n> b",
        &["4:3: `---` right below a text makes a heading of it, and begins no translation"],
    );
    check_problems("> [!POST] A\n> a\n>\n> > [!POST] B\n> > b", &["4:5: a post stands in another post"]);
}

#[test]
fn a_post_that_depends_on_the_line_above_it_is_told() {
    // A second item only continues the first line, until that is taken out.
    check_problems(
        "> [!POST] A\n> 2. > [!POST] B\n> b",
        &["2:8: this post cannot be told from the text above it"],
    );
    // A definition is one only as long as there is a line above it.
    check_problems(
        "> [!POST] A\n> : > [!POST] B\n",
        &["2:7: this post cannot be told from the text above it"],
    );
}
