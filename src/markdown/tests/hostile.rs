//! Texts that mean harm: nothing in a page may run, nothing may reach beyond the article, and no
//! text may take more time than its length explains.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use proptest::prelude::*;

use super::*;
use crate::markdown::raw_html::is_void;

/// Reads HTML as a browser does and gathers what is wrong with it.
#[derive(Default)]
struct Judge {
    open: RefCell<Vec<String>>,
    faults: RefCell<Vec<String>>,
}

impl TokenSink for Judge {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut faults = self.faults.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                if tag.kind == TagKind::EndTag {
                    if self.open.borrow_mut().pop().as_deref() != Some(&*name) {
                        faults.push(format!("</{name}> closes nothing"));
                    }
                    return TokenSinkResult::Continue;
                }
                if [
                    "script", "style", "iframe", "svg", "math", "object", "embed", "form", "base", "meta",
                    "link", "template",
                ]
                .contains(&&*name)
                {
                    faults.push(format!("<{name}>"));
                }
                for attribute in &tag.attrs {
                    let (key, value) = (&*attribute.name.local, &*attribute.value);
                    let address: String = value
                        .chars()
                        .filter(|character| !character.is_whitespace() && !character.is_control())
                        .collect();
                    let runs = ["javascript:", "vbscript:", "data:"]
                        .iter()
                        .any(|scheme| address.to_lowercase().starts_with(scheme));
                    let is_handler =
                        key.starts_with("on") || ["style", "srcdoc", "formaction"].contains(&key);
                    if is_handler || ["href", "src", "action"].contains(&key) && runs {
                        faults.push(format!("{key}={value}"));
                    }
                }
                if !is_void(&name) {
                    self.open.borrow_mut().push(name);
                }
            }
            Token::CommentToken(comment) => faults.push(format!("comment {comment}")),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn faults(html: &str) -> Vec<String> {
    let tokenizer = Tokenizer::new(Judge::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut faults = tokenizer.sink.faults.take();
    faults.extend(tokenizer.sink.open.take().into_iter().map(|name| format!("<{name}> stays open")));
    if html.contains(html::is_forbidden) {
        faults.push("forbidden character".into());
    }
    faults
}

#[track_caller]
fn check_harmless(markdown: &str) {
    for raw_html in [RawHtml::Sanitize, RawHtml::Escape] {
        let converted = convert(markdown, &Options { raw_html, ..options() });
        let html = filled(&converted);
        assert_eq!(faults(&html), Vec::<String>::new(), "{raw_html:?}: {markdown:?}\n{html}");
    }
}

const VECTORS: [&str; 60] = [
    "<script>alert(1)</script>",
    "a <script>alert(1)</script> b",
    "<SCRIPT SRC=//e.org/x.js></SCRIPT>",
    "<script src=x />\n\ntext",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<img src=\"javascript:alert(1)\">",
    "<img src=data:text/html,x>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"java&#115;cript:alert(1)\">x</a>",
    "<a href=\"java&Tab;script&colon;alert(1)\">x</a>",
    "<a href=\"&#1;javascript:alert(1)\">x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
    "<a href=vbscript:x>x</a>",
    "[x](javascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](JAVASCRIPT:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![\" onerror=alert(1) x=\"](a.png)",
    "[x](a.md \"\\\" onclick=alert(1) x=\\\"\")",
    "![x](a.png '\" onload=alert(1) x=\"')",
    "[x](https://e.org/\"onclick=\"alert(1))",
    "```\"><script>alert(1)</script>\nx\n```",
    "```x\" onclick=\"alert(1)\nx\n```",
    "## A {#\"onclick=alert(1)}",
    "## A {#x onclick=alert(1) style=x}",
    "a[^\"><script>x</script>]\n\n[^\"><script>x</script>]: b",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<iframe src=x>\n\n**after**",
    "<object data=x></object><embed src=x><form action=javascript:x><button formaction=javascript:y>",
    "<style>*{color:red}</style><div style=\"background:url(x)\">x</div>",
    "<base href=//e.org/><meta http-equiv=refresh content=0><link rel=stylesheet href=x>",
    "<template><img src=x onerror=alert(1)></template>",
    "</div></article></body></html>",
    "<div><div><div>\n\nopen\n\n<!-- never closed",
    "<div title=\"\n\n```js\n\" onclick=alert(1)\n```\n\n\">x</div>",
    "<a href=\"&#xFDD0;L0&#xFDD1;\">x</a> [y](z.md)",
    "<p title='&#xFDD0;B0&#xFDD1;'>x</p>\n\n```js\n\"><\n```",
    "<b><p>x</b>y</p><table><tr><td><li></table>z",
    "<plaintext>\n\nafter",
    "<!--><script>alert(1)</script>-->",
    "> [!POST] <script>alert(1)</script> @\"onclick=alert(1) | https://e.org/\"onclick=\"alert(1) | en\n> x",
    "> [!POST] A | javascript:alert(1) | <javascript:alert(1)>\n> x",
    "> [!POST] A | https://e.org\n> <a href=x>y\n>\n> <div>z",
    "> [!POST] A | https://e.org\n> </blockquote></figure><script>alert(1)</script>",
    "<a href=x>\n\n> [!POST] A | https://e.org\n> x",
    "> [!POST] A <!--\n> -->\n>\n> ---\n>\n> <figure><figcaption>",
    "> [!POST]\n> > [!POST]\n> > > [!POST]\n> - [!POST]\n> ---",
    "> [!POST] \u{FDD0}L0\u{FDD1} &#xFDD0;T0&#xFDD1; &lt;script> | 9999-12-31T23:59-23:59\r\n> x",
];

#[test]
fn no_vector_gets_through() {
    for vector in VECTORS {
        check_harmless(vector);
        // Beside code, links, and raw HTML that brings the sanitizer in.
        check_harmless(&format!("<b>a</b> [b](c.md)\n\n{vector}\n\n```js\nlet x = \"<\";\n```\n"));
        check_harmless(&format!("- > {vector}\n\n| a |\n|--|\n| {} |\n", vector.replace('\n', " ")));
    }
}

#[test]
fn what_is_dropped_is_told_once_with_its_place() {
    let converted = convert(
        "a\n\n<b onclick=\"x\" style=\"y\">c</b> <blink>d</blink>\n\n<script>e</script>\n",
        &options(),
    );
    assert_eq!(messages(&converted), ["3: raw HTML was left out: `onclick`, `style`, `<blink>`, `<script>`"]);
    assert_eq!(&*converted.body.html, "<p>a</p>\n<p><b>c</b> d</p>\n\n");
}

#[test]
fn text_behind_an_unclosed_element_stays() {
    let html =
        filled(&convert("<iframe src=x>\n\n**after**\n\n<div>\n\n[a](b.md)[^1]\n\n[^1]: note", &options()));
    assert!(
        html.contains("<strong>after</strong>") && html.contains("</div>") && html.contains("note"),
        "{html}"
    );
    assert!(html.find("</div>") < html.find("<section"), "{html}");
}

#[test]
fn deep_nesting_is_an_error_with_its_line() {
    for deep in [
        format!("\n{}a", ">".repeat(100_000)),
        format!("\n{}a", "- ".repeat(2000)),
        format!("\n{}", "<div>".repeat(20_000)),
        format!("\na {}", "<b>".repeat(20_000)),
        format!("\na {}", "<div><b id=x></div>".repeat(2000)),
    ] {
        let converted = convert(&deep, &options());
        let error = converted.problems.iter().find(|problem| problem.is_error()).expect("an error");
        assert_eq!(error.span.map(|span| span.line), Some(2), "{error:?}");
    }
    let flat = format!("{}a", "> ".repeat(100));
    assert_eq!(convert(&flat, &options()).problems, []);
    let siblings = "<div>a</div>\n<p>b\n<ul><li>c<li>d</ul>\n\n".repeat(2000);
    assert_eq!(convert(&siblings, &options()).problems, []);
}

fn numbered(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect::<Vec<_>>().concat()
}

#[test]
fn a_tag_with_too_many_attributes_is_left_out() {
    for (separator, end) in
        [(" ", ""), ("/", ""), (" =", "=b"), ("", "=\"b\""), ("\n", " = '>'"), (" ", "='' ")]
    {
        let tag = |count: usize| {
            let attributes = numbered(count, |n| format!("{separator}a{n}{end}"));
            format!("c\n\n<div><b {attributes}>e</b></div>\n")
        };
        let told = |count: usize| messages(&convert(&tag(count), &options())).pop().unwrap_or_default();
        assert!(!told(200).contains("more than"), "{}", told(200));
        assert_eq!(told(201), "3: raw HTML was left out: `a tag with more than 200 attributes`");
    }
    // Neither spaces nor the paths of an address are attributes, nor is anything in a comment.
    for html in [
        format!("a <b{}title=c>d</b>", " ".repeat(900)),
        format!("a <a href=https://e.org{}>d</a>", "/b".repeat(300)),
        format!("<div>\n<!-- <b {}> -->\nc\n</div>", "a ".repeat(300)),
    ] {
        assert_eq!(convert(&html, &options()).problems, [], "{html}");
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    for hostile in [
        "## same\n\n".repeat(20_000),
        "[a](".repeat(50_000),
        "[a](b.md) ".repeat(50_000),
        "![".repeat(50_000),
        "![a](b)".repeat(50_000),
        "*a _b ".repeat(50_000),
        "`".repeat(100_000),
        "<!--".repeat(50_000),
        "<br>".repeat(50_000),
        "a <b>c</b> ".repeat(20_000),
        "<b id=x>c</b>\n\n".repeat(10_000),
        "<x".repeat(50_000),
        "</p>".repeat(50_000),
        "\"'".repeat(50_000),
        "{{".repeat(50_000),
        "{".repeat(200_000),
        format!("x. {}", "{".repeat(1_000_000)),
        format!("x. {}", "{% }".repeat(250_000)),
        "{{ a".repeat(200_000),
        "www.".repeat(200_000),
        "mailto:).".repeat(100_000),
        "*\"*'".repeat(50_000),
        "\\'".repeat(200_000),
        "<div>".repeat(200_000) + &"</b>".repeat(200_000),
        format!("a {}{}", "<i>".repeat(100_000), "</b>".repeat(100_000)),
        format!("a <b {}>c</b>", numbered(100_000, |n| format!("a{n} "))),
        format!("a <b {}>c</b>", numbered(100_000, |n| format!("lang{n}=\"b\" "))),
        "a:".repeat(100_000),
        "http://".repeat(30_000),
        "[^1]".repeat(20_000) + "\n\n[^1]: a",
        numbered(5000, |n| format!("[^{n}]\n\n[^{n}]: [a](b)\n\n")),
        format!("|{}\n|{}\n{}", "a|".repeat(1000), "-|".repeat(1000), "|\n".repeat(2000)),
        format!("```js\n{}\n```", "(".repeat(1_000_000)),
        "```js\n".repeat(10_000),
        "> [!POST] A\n> b\n>\n> ---\n> c\n\n".repeat(10_000),
        "> [!POST] | x | x | en | fr\n\n".repeat(10_000),
        format!("> [!POST] {}", "a|".repeat(100_000)),
        format!("> [!POST] A\n{}", "> a\n> ---\n".repeat(20_000)),
        format!("> [!POST] A\n{}", "> > [!POST] B\n\n".repeat(20_000)),
        format!("{}[!POST] A", ">".repeat(100_000)),
        "[!POST]".repeat(100_000),
    ] {
        let french = Typography::for_language("fr");
        let start = Instant::now();
        let _ = convert(&hostile, &Options { typography: Some(&french), ..options() });
        // Far more than any of them needs, far less than a square would take.
        let seconds = if cfg!(debug_assertions) { 20 } else { 2 };
        let took = start.elapsed();
        assert!(took < Duration::from_secs(seconds), "{took:?} for {:?}", hostile.get(..20));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_text_does_harm(text in "\\PC{0,200}") {
        check_harmless(&text);
    }

    #[test]
    fn no_mixture_of_markup_does_harm(
        parts in prop::collection::vec(prop::sample::select(&[
            "<", ">", "\"", "'", "&", "/", "=", " ", "\n", "\n\n", "`", "```", "*", "_", "[", "](", ")", "![", "|", "-", "#", ":", "x",
            "<a href=", "</a>", "<div ", "<p>", "</div>", "<table>", "<td>", "<b>", "</b>", "<li>", "<script>", "</script>", "<style>",
            "<svg>", "<!--", "-->", "<img src=", "onerror=alert(1)", "javascript:", "<textarea>", "</textarea>", "<title>", "<pre>", "<h1>",
            "[^1]", "[^1]: ", "> [!NOTE]\n", "> [!POST] A | en | 2021-03-19\n> ", ">\n> ---\n> ", "- [x] ", "    ", "\\", "&#xFDD0;", "&#x3c;", "\u{FDD0}L0\u{FDD1}", "{{<", "http://e.org", "é", "<select>", "<math>",
        ][..]), 0..40)
    ) {
        check_harmless(&parts.concat());
    }

    #[test]
    fn no_line_about_a_post_yields_more_than_its_figure(
        line in prop_oneof![
            "\\PC{0,80}",
            "([ |@<>\"'&;:/.0-9a-z\\\\-]|https://|2021-03-19|<b>|&lt;|\\[a\\]\\(b\\)|`|\\*){0,20}",
        ]
    ) {
        let markdown = format!("> [!POST] {line}\n>\n> text\n>\n> ---\n>\n> text\n");
        check_harmless(&markdown);
        let html = filled(&convert(&markdown, &options()));
        for tag in html.split('<').skip(1) {
            let name = tag.trim_start_matches('/').split(|character: char| !character.is_ascii_alphanumeric()).next();
            let may_be = ["figure", "blockquote", "p", "figcaption", "cite", "span", "a", "time"];
            prop_assert!(may_be.contains(&name.unwrap_or("")), "<{tag} in {html}");
        }
    }
}
