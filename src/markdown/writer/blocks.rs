//! Paragraphs, headings, lists, tables, alerts and code.

use std::fmt::Write as _;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::Writer;
use crate::diagnostic::Diagnostic;
use crate::html::push_attribute;
use crate::markdown::fence::Fence;
use crate::markdown::gaps::{push_blob, push_label};
use crate::markdown::highlight::{self, Outcome};
use crate::markdown::{Label, RawHtml, footnotes, images};

impl<'a> Writer<'a> {
    /// Writes the start of a block, or all of it; the event behind what was written.
    pub(super) fn start_block(&mut self, index: usize, tag: &'a Tag<'a>) -> usize {
        match tag {
            Tag::Paragraph => {
                if let Some(lone) = images::lone(self.events, index) {
                    self.figure(&lone);
                    return lone.end;
                }
                self.html.push_str("<p>");
            }
            Tag::Heading { classes, .. } => self.start_heading(classes),
            Tag::BlockQuote(None) => {
                if let Some(end) = self.post(index) {
                    return end;
                }
                self.html.push_str("<blockquote>\n");
            }
            Tag::BlockQuote(Some(kind)) => self.start_alert(*kind),
            Tag::CodeBlock(kind) => return self.code_block(index, kind),
            Tag::HtmlBlock => return self.html_block(index),
            Tag::List(None) => self.html.push_str("<ul>\n"),
            Tag::List(Some(1)) => self.html.push_str("<ol>\n"),
            Tag::List(Some(start)) => {
                let _ = writeln!(self.html, "<ol start=\"{start}\">");
            }
            Tag::Item => self.html.push_str(if self.is_task(index) { "<li class=\"task\">" } else { "<li>" }),
            Tag::FootnoteDefinition(_) => return footnotes::end_of(self.events, index),
            Tag::DefinitionList => self.html.push_str("<dl>\n"),
            Tag::DefinitionListTitle => self.html.push_str("<dt>"),
            Tag::DefinitionListDefinition => self.html.push_str("<dd>"),
            Tag::Table(alignments) => {
                // A wide table scrolls in its own box, which a keyboard must reach and a screen
                // reader must be able to name; a group, since a region for each table would crowd
                // the list of landmarks.
                self.alignments = alignments;
                self.html.push_str("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"");
                push_label(&mut self.html, Label::Table);
                self.html.push_str("\"><table>\n");
            }
            Tag::TableHead => {
                self.column = 0;
                self.in_table_head = true;
                self.html.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.html.push_str("<tr>");
            }
            Tag::TableCell => self.start_cell(index),
            Tag::Emphasis => self.html.push_str("<em>"),
            Tag::Strong => self.html.push_str("<strong>"),
            Tag::Strikethrough => self.html.push_str("<del>"),
            // Off, or written elsewhere.
            Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::MetadataBlock(_) => {}
        }
        index + 1
    }

    /// Writes the end of an element.
    pub(super) fn end(&mut self, tag: TagEnd) {
        let text = match tag {
            TagEnd::Paragraph => {
                self.in_raw_link = false;
                "</p>\n"
            }
            TagEnd::Heading(_) => {
                let level = self.headings.get(self.next_heading).map_or(2, |heading| heading.level);
                self.next_heading += 1;
                self.in_raw_link = false;
                let _ = writeln!(self.html, "</h{level}>");
                return;
            }
            TagEnd::BlockQuote(None) => "</blockquote>\n",
            TagEnd::BlockQuote(Some(_)) => "</aside>\n",
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::DefinitionList => "</dl>\n",
            TagEnd::DefinitionListTitle => "</dt>\n",
            TagEnd::DefinitionListDefinition => "</dd>\n",
            TagEnd::Table => "</tbody></table></div>\n",
            TagEnd::TableHead => {
                self.in_table_head = false;
                "</tr></thead>\n<tbody>\n"
            }
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell => {
                self.column += 1;
                self.in_raw_link = false;
                if self.is_header_cell { "</th>" } else { "</td>" }
            }
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Link => {
                self.in_link = false;
                "</a>"
            }
            TagEnd::Image
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => "",
        };
        self.html.push_str(text);
    }

    fn start_heading(&mut self, classes: &[pulldown_cmark::CowStr]) {
        let Some(heading) = self.headings.get(self.next_heading) else { return };
        let _ = write!(self.html, "<h{}", heading.level);
        push_attribute(&mut self.html, "id", &heading.id);
        // Elsewhere, authors could dress a heading up as a part of the page around the article.
        if self.options.raw_html == RawHtml::Allow && !classes.is_empty() {
            push_attribute(&mut self.html, "class", &classes.join(" "));
        }
        self.html.push('>');
    }

    fn start_alert(&mut self, kind: BlockQuoteKind) {
        let (name, label) = match kind {
            BlockQuoteKind::Note => ("note", Label::Note),
            BlockQuoteKind::Tip => ("tip", Label::Tip),
            BlockQuoteKind::Important => ("important", Label::Important),
            BlockQuoteKind::Warning => ("warning", Label::Warning),
            BlockQuoteKind::Caution => ("caution", Label::Caution),
        };
        let _ =
            write!(self.html, "<aside class=\"alert alert-{name}\" role=\"note\"><p class=\"alert-title\">");
        push_label(&mut self.html, label);
        self.html.push_str("</p>\n");
    }

    fn is_task(&self, item: usize) -> bool {
        let follows = |index: usize| self.events.get(index).map(|(event, _)| event);
        match follows(item + 1) {
            Some(Event::TaskListMarker(_)) => true,
            Some(Event::Start(Tag::Paragraph)) => matches!(follows(item + 2), Some(Event::TaskListMarker(_))),
            _ => false,
        }
    }

    pub(super) fn task_marker(&mut self, is_done: bool) {
        self.html.push_str("<input type=\"checkbox\" disabled");
        self.html.push_str(if is_done { " checked aria-label=\"" } else { " aria-label=\"" });
        push_label(&mut self.html, if is_done { Label::TaskDone } else { Label::TaskOpen });
        self.html.push_str("\"> ");
    }

    fn start_cell(&mut self, index: usize) {
        // An empty cell, as in the corner of a table, is the header of nothing.
        let is_empty = matches!(self.events.get(index + 1), Some((Event::End(TagEnd::TableCell), _)));
        self.is_header_cell = self.in_table_head && !is_empty;
        self.html.push_str(if self.is_header_cell { "<th scope=\"col\"" } else { "<td" });
        self.html.push_str(match self.alignments.get(self.column) {
            Some(Alignment::Left) => " class=\"left\">",
            Some(Alignment::Center) => " class=\"center\">",
            Some(Alignment::Right) => " class=\"right\">",
            Some(Alignment::None) | None => ">",
        });
    }

    /// Writes a block of code; the event behind it.
    fn code_block(&mut self, start: usize, kind: &CodeBlockKind) -> usize {
        let mut code = String::new();
        let mut end = start + 1;
        for (event, _) in &self.events[start + 1..] {
            end += 1;
            match event {
                Event::Text(text) => code.push_str(text),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let fence = match kind {
            CodeBlockKind::Fenced(info) => Fence::parse(info),
            CodeBlockKind::Indented => Fence::default(),
        };
        // Long lines scroll in the block, as tables do in theirs.
        self.html.push_str("<pre role=\"group\" tabindex=\"0\" aria-label=\"");
        push_label(&mut self.html, Label::Code);
        self.html.push_str("\" dir=\"ltr\" translate=\"no\"");
        if fence.language.is_empty() {
            self.html.push_str("><code>");
        } else {
            let language = &fence.language;
            let _ = write!(self.html, " data-lang=\"{language}\"><code class=\"language-{language}\">");
        }
        let outcome = if self.uses_blobs {
            let mut blob = String::with_capacity(code.len() * 2);
            let outcome = highlight::push_code(&mut blob, &code, &fence);
            push_blob(&mut self.html, self.blobs.len());
            self.blobs.push(blob);
            outcome
        } else {
            highlight::push_code(&mut self.html, &code, &fence)
        };
        self.html.push_str("</code></pre>\n");
        match outcome {
            Outcome::Done => {}
            Outcome::NoGrammar => *self.plain_code.entry(fence.language).or_default() += 1,
            Outcome::TooLarge => {
                let span = self.locator.span(self.events[start].1.clone());
                let lines = highlight::LINE_BYTES_MAX;
                let kibibytes = highlight::CODE_BYTES_MAX / 1024;
                self.problems.push(
                    Diagnostic::warning("this code is too large to be highlighted, and shown plain").at(span).hint(
                        format!("keep a block below {kibibytes} KiB and its lines below {lines} bytes, or call it `text`"),
                    ),
                );
            }
        }
        end
    }
}
