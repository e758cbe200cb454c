// The analysis of what readers ask for: the table that the index is held to as well, and what only
// the search page needs.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fold, words } from '../../search/analysis.mjs';

const table = JSON.parse(await readFile(new URL('analysis.json', import.meta.url), 'utf8'));

// What is marked in the text for each word.
function marked(text, language) {
  return words(text, language).map(({ start, end }) => text.slice(start, end));
}

for (const { about, language, text, words: expected } of table) {
  test(`${about}: ${language}: ${JSON.stringify(text)}`, () => {
    const found = words(text, language).map(({ position, surface, parts, segments }) => [
      ...[position, surface, parts],
      ...(segments[0] ? [segments] : []),
    ]);
    assert.deepEqual(found, expected);
  });
}

test('folding twice is folding once', () => {
  for (const { text, words: expected } of table) {
    assert.equal(fold(fold(text)), fold(text));
    for (const [, surface, parts, segments = []] of expected) {
      for (const form of [surface, ...parts, ...segments]) assert.equal(fold(form), form);
    }
  }
});

test('words have their places in the text, as they were written', () => {
  assert.deepEqual(marked('«L’Équipe» a C++, .NET et 4.0.', 'fr'), [
    'L’Équipe',
    'a',
    'C++',
    '.NET',
    'et',
    '4.0',
  ]);
  assert.deepEqual(marked("l'e\u0301te\u0301 𝕏 'été'", 'fr'), ["l'e\u0301te\u0301", '𝕏', 'été']);
});

test('pairs have the places of their two characters', () => {
  assert.deepEqual(marked('Linux内核,𠮷野家', 'zh-Hans'), ['Linux', '内核', '核', '𠮷野', '野家', '家']);
});

test('what is folded into one character, or into several, is marked as a whole', () => {
  assert.deepEqual(marked('ｶﾞｷﾞｸ', 'ja'), ['ｶﾞｷﾞ', 'ｷﾞｸ', 'ｸ']);
  assert.deepEqual(marked('か\u3099き', 'ja'), ['か\u3099き', 'き']);
  assert.deepEqual(marked('ゟヿ', 'ja'), ['ゟ', 'ゟヿ', 'ヿ', 'ヿ']);
  assert.deepEqual(marked('\u1112\u1161\u11ab국', 'ko'), ['\u1112\u1161\u11ab국', '국']);
  assert.deepEqual(marked('ไทย\u200bแลนด์', 'th').slice(2, 4), ['ย\u200bแ', 'แล']);
  assert.deepEqual(marked('葛\u{e0100}城', 'ja'), ['葛\u{e0100}城', '城']);
});

test('places are in the text, and in order', () => {
  for (const { language, text } of table) {
    let last = 0;
    for (const { start, end } of words(text, language)) {
      assert.ok(last <= start && start < end && end <= text.length, JSON.stringify(text));
      last = start;
    }
  }
});

test('pairs are told from words', () => {
  assert.deepEqual(
    words('Linux内核', 'zh-Hans').map(({ unspaced }) => unspaced),
    [undefined, true, true],
  );
});

test('a pair of two words weighs less than one of one word', () => {
  const text = '東京都に住む';
  const segments = [...new Intl.Segmenter('ja', { granularity: 'word' }).segment(text)];
  const begins = (place) => segments.some(({ index }) => index === place);
  const expected = [...text].map((_, i) => (begins(i + 1) ? 0.6 : 1));
  assert.ok(segments.length > 1 && expected.includes(1) && expected.includes(0.6));
  assert.deepEqual(
    words(text, 'ja').map(({ weight }) => weight),
    expected,
  );
});

test('a short run is not cut, and words weigh the same', () => {
  assert.deepEqual(
    words('に住', 'ja').map(({ weight }) => weight),
    [1, 1],
  );
  assert.deepEqual(
    words('Linux 内', 'ja').map(({ weight }) => weight),
    [1, 1],
  );
});

test('where the browser has no segmenter, pairs are the same', () => {
  const { Segmenter } = Intl;
  const before = words('東京都に住む', 'ja');
  try {
    Intl.Segmenter = undefined;
    assert.deepEqual(
      words('東京都に住む', 'ja'),
      before.map((word) => ({ ...word, weight: 1 })),
    );
  } finally {
    Intl.Segmenter = Segmenter;
  }
});

test('a long text is read in no time', () => {
  const began = performance.now();
  for (const piece of [
    'a',
    'a-',
    'é',
    '内',
    'ｶﾞ',
    'ㅏ',
    "l'",
    '.',
    '.a',
    '++',
    'a\u0301',
    'и\u0306',
    '1.',
    'Aa',
  ]) {
    words(piece.repeat(20000), 'fr');
  }
  // One letter with many marks, and a text without a stop.
  for (const mark of ['\u0301', '\u064e', '\u0e34']) words(`a.1${mark.repeat(20000)}b`, 'fr');
  words('東京都に住む人'.repeat(12000), 'ja');
  assert.ok(performance.now() - began < 5000);
});
