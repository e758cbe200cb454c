//! Byte offsets to spans, in one walk over the text.
//!
//! [`Span::of`] counts from the top each time; a body with a hundred thousand links would be
//! counted through a hundred thousand times.

use std::ops::Range;

use crate::diagnostic::Span;

/// Turns byte ranges of one text into spans. Cheapest when asked in the order of the text.
pub(super) struct Locator<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
    line: usize,
    offset: usize,
    column: usize,
}

impl<'a> Locator<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, line_starts: Vec::new(), line: 0, offset: 0, column: 0 }
    }

    /// The place of `range`; a range over several lines ends with its first.
    pub(super) fn span(&mut self, range: Range<usize>) -> Span {
        if self.line_starts.is_empty() {
            self.line_starts.push(0);
            let newlines = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            self.line_starts.extend(newlines.map(|(index, _)| index + 1));
        }
        let start = self.floor(range.start);
        let end = self.floor(range.end.max(start));
        let line = self.line_starts.partition_point(|line_start| *line_start <= start) - 1;
        if line != self.line || start < self.offset {
            self.line = line;
            self.offset = self.line_starts[line];
            self.column = 0;
        }
        self.column += self.text[self.offset..start].chars().count();
        self.offset = start;
        let marked = self.text[start..end].lines().next().unwrap_or("");
        Span {
            line: number(self.line + 1),
            column: number(self.column + 1),
            length: number(marked.chars().count()),
        }
    }

    fn floor(&self, index: usize) -> usize {
        let mut index = index.min(self.text.len());
        while !self.text.is_char_boundary(index) {
            index -= 1;
        }
        index
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_order_gives_what_counting_from_the_top_gives() {
        let text = "été\nça: là [x](y)\n\n終わり。a\r\nz";
        let mut locator = Locator::new(text);
        for start in (0..text.len() + 2).chain((0..text.len()).rev()) {
            for end in start..text.len() + 2 {
                assert_eq!(locator.span(start..end), Span::of(text, start..end));
            }
        }
    }
}
