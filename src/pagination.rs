//! A list cut into pagers.

use std::ops::Range;

/// One slice of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pager {
    /// Which slice, from 1.
    pub number: usize,
    /// How many slices there are; at least one, so that an empty list has a page.
    pub count: usize,
    /// How many items a slice has, but for the last.
    size: usize,
}

impl Pager {
    /// All slices of a list of `items` things, at most `size` in each.
    pub fn all(items: usize, size: usize) -> impl Iterator<Item = Self> {
        let size = size.max(1);
        let count = items.div_ceil(size).max(1);
        (1..=count).map(move |number| Self { number, count, size })
    }

    /// The one slice of a list that is never cut.
    #[must_use]
    pub fn only() -> Self {
        Self { number: 1, count: 1, size: usize::MAX }
    }

    /// Another slice of the same list.
    #[must_use]
    pub fn other(self, number: usize) -> Self {
        Self { number, ..self }
    }

    /// What this slice shows of its list.
    #[must_use]
    pub fn slice<T>(self, items: &[T]) -> &[T] {
        let Range { start, end } = self.range(items.len());
        &items[start..end]
    }

    /// The position of its first item in the whole list, from 1.
    #[must_use]
    pub fn first_item(self) -> usize {
        (self.number - 1) * self.size + 1
    }

    /// What this slice shows of the list with its end first.
    #[must_use]
    pub fn slice_of_reversed<T: Copy>(self, items: &[T]) -> Vec<T> {
        let Range { start, end } = self.range(items.len());
        items[items.len() - end..items.len() - start].iter().rev().copied().collect()
    }

    fn range(self, items: usize) -> Range<usize> {
        let start = ((self.number - 1) * self.size).min(items);
        start..(start + self.size).min(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pagers_put_together_are_the_list(items in proptest::collection::vec(0..100, 0..60), size in 0usize..9) {
            let joined: Vec<i32> =
                Pager::all(items.len(), size).flat_map(|pager| pager.slice(&items).to_vec()).collect();
            prop_assert_eq!(&joined, &items);
            let mut reversed: Vec<i32> =
                Pager::all(items.len(), size).flat_map(|pager| pager.slice_of_reversed(&items)).collect();
            reversed.reverse();
            prop_assert_eq!(&reversed, &items);
            prop_assert!(Pager::all(items.len(), size).all(|pager| pager.slice(&items).len() <= size.max(1)));
        }
    }

    #[test]
    fn an_empty_list_has_one_page() {
        assert_eq!(Pager::all(0, 20).count(), 1);
    }
}
