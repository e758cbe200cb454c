//! XML, written element by element: what comes out is well-formed whatever the texts are.
//!
//! Elements are closed by construction. Texts and attributes are escaped here, once, and characters
//! that XML may not hold are left out. There are no CDATA sections, so nothing can end one early.

use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesEnd, BytesPI, BytesStart, BytesText, Event};

use crate::html::strip_forbidden;

/// The name and value of an attribute.
pub type XmlAttribute<'a> = (&'a str, &'a str);

/// A document or a part of one, as far as it is written. Each element stands on a line of its own.
pub struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    /// Begins a document, in UTF-8.
    #[must_use]
    pub fn document() -> Self {
        let mut xml = Self::part();
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        xml.end_line();
        xml
    }

    /// Begins a part of a document, for [`Xml::insert`].
    #[must_use]
    pub fn part() -> Self {
        Self { writer: Writer::new(Vec::with_capacity(8 * 1024)) }
    }

    /// Names the style sheet by which a browser shows the document.
    pub fn style_sheet(&mut self, address: &str) {
        let mut target = BytesStart::new("xml-stylesheet");
        target.push_attribute(("type", "text/css"));
        target.push_attribute(("href", address));
        let content = target.to_string();
        self.event(Event::PI(BytesPI::new(content)));
        self.end_line();
    }

    /// Writes an element with what `inside` writes.
    pub fn element(&mut self, name: &str, attributes: &[XmlAttribute<'_>], inside: impl FnOnce(&mut Self)) {
        self.event(Event::Start(start(name, attributes)));
        self.end_line();
        inside(self);
        self.event(Event::End(BytesEnd::new(name)));
        self.end_line();
    }

    /// Writes an element that holds nothing but text.
    pub fn leaf(&mut self, name: &str, attributes: &[XmlAttribute<'_>], text: &str) {
        self.event(Event::Start(start(name, attributes)));
        self.characters(text);
        self.event(Event::End(BytesEnd::new(name)));
        self.end_line();
    }

    /// Writes an element that holds nothing.
    pub fn empty(&mut self, name: &str, attributes: &[XmlAttribute<'_>]) {
        self.event(Event::Empty(start(name, attributes)));
        self.end_line();
    }

    /// Writes text, within an element.
    pub fn characters(&mut self, text: &str) {
        let (text, _) = strip_forbidden(text);
        self.event(Event::Text(BytesText::from_escaped(partial_escape(text))));
    }

    /// Writes what another [`Xml::part`] has given.
    pub fn insert(&mut self, part: &str) {
        self.writer.get_mut().extend_from_slice(part.as_bytes());
    }

    /// What was written.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.writer.into_inner()
    }

    /// What was written, of a part that is kept for later.
    #[must_use]
    pub fn finish_part(self) -> String {
        String::from_utf8(self.finish()).unwrap_or_default()
    }

    fn event(&mut self, event: Event<'_>) {
        // A list of bytes takes all that is written to it.
        let _ = self.writer.write_event(event);
    }

    fn end_line(&mut self) {
        self.writer.get_mut().push(b'\n');
    }
}

fn start<'a>(name: &'a str, attributes: &[XmlAttribute<'_>]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        let (value, _) = strip_forbidden(value);
        start.push_attribute(Attribute::from((*name, &*value)));
    }
    start
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quick_xml::Reader;
    use quick_xml::escape::unescape;

    use super::*;

    #[test]
    fn elements_are_nested_and_end() {
        let mut xml = Xml::document();
        xml.style_sheet("https://example.org/a.css?b&c");
        xml.element("feed", &[("xml:lang", "fr")], |xml| {
            xml.leaf("title", &[], "A < B & ]]> \"C\"");
            xml.empty("link", &[("href", "https://example.org/?a=\"b\"&c")]);
        });
        let expected = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
                        <?xml-stylesheet type=\"text/css\" href=\"https://example.org/a.css?b&amp;c\"?>\n\
                        <feed xml:lang=\"fr\">\n<title>A &lt; B &amp; ]]&gt; \"C\"</title>\n\
                        <link href=\"https://example.org/?a=&quot;b&quot;&amp;c\"/>\n</feed>\n";
        assert_eq!(xml.finish_part(), expected);
    }

    #[test]
    fn characters_that_xml_cannot_hold_are_left_out() {
        let mut xml = Xml::part();
        xml.leaf("a", &[("b", "x\u{1}y\u{FFFE}")], "1\u{0}2\u{B}3\u{FDD0}4\u{85}5\u{1F600}");
        assert_eq!(xml.finish_part(), "<a b=\"xy\">12345\u{1F600}</a>\n");
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_it_was_but_for_what_xml_cannot_hold(text: String, value: String) {
            let mut xml = Xml::part();
            xml.leaf("a", &[("b", &value)], &text);
            let written = xml.finish_part();
            let mut reader = Reader::from_str(&written);
            let (mut read, mut attribute) = (String::new(), String::new());
            loop {
                match reader.read_event().expect("well-formed XML") {
                    Event::Start(start) => {
                        for found in start.attributes() {
                            let found = found.expect("a well-formed attribute");
                            attribute = unescape(&found.value).unwrap().into_owned();
                        }
                    }
                    Event::Text(text) => read.push_str(&text),
                    Event::GeneralRef(name) => {
                        read.push_str(&unescape(&format!("&{};", &*name)).unwrap());
                    }
                    Event::Eof => break,
                    _ => {}
                }
            }
            let (text, _) = strip_forbidden(&text);
            prop_assert_eq!(read.strip_suffix('\n'), Some(&*text));
            prop_assert_eq!(attribute, strip_forbidden(&value).0);
        }
    }
}
