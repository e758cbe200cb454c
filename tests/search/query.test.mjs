import assert from 'node:assert/strict';
import test from 'node:test';
import { fold, words } from '../../search/analysis.mjs';
import { parse } from '../../search/query.mjs';
import { Archive } from '../../search/archive.mjs';
import { TAXONOMIES } from './helpers.mjs';

const languages = [{ tag: 'fr' }, { tag: 'en' }, { tag: 'zh-Hant' }];
const settings = { taxonomies: TAXONOMIES, languages, fold };
const month = (year, number = 1) => year * 12 + number - 1;

/** That `query` is `expected`, which leaves out what is as in the empty query. */
function check(query, expected, options) {
  const { language, isOpen, isNarrow, text, ...rest } = parse(query, settings, options);
  const found = Object.fromEntries(
    Object.entries(rest).filter(
      ([, value]) => value !== undefined && value !== Infinity && value !== 0 && value?.length !== 0,
    ),
  );
  if (language.tag !== 'fr') found.language = language.tag;
  const {
    narrow = found.phrases?.some(([, not]) => not) || !!(found.terms || found.from || rest.to < Infinity),
  } = expected;
  const { text: words = '', narrow: _, ...others } = expected;
  assert.equal(text.trim().replace(/\s+/g, ' '), words, query);
  assert.deepEqual(found, others, query);
  assert.equal(!!isNarrow, narrow, query);
}

test('words are taken as they are', () => {
  check('', {});
  check('   ', {});
  check('one  two', { text: 'one two' });
  check('l’application e-mail', { text: 'l’application e-mail' });
  check('内核 模块', { text: '内核 模块' });
});

test('any pair of quotation marks makes a phrase', () => {
  for (const phrase of ['"a b"', '“a b”', '„a b“', '«a b»', '»a b«', '「a b」', '『a b』', '＂a b＂']) {
    check(`x ${phrase} y`, { text: `x ${phrase} y`, phrases: [['a b']] });
  }
  check('« a b »', { text: '« a b »', phrases: [[' a b ']] });
  check('搜索「内核」模块', { text: '搜索 「内核」 模块', phrases: [['内核']] });
  check('"a" "b"', { text: '"a" "b"', phrases: [['a'], ['b']] });
  check('""', { text: '""' });
});

test('a mark that is not closed is none', () => {
  check('"a b', { text: 'a b' });
  check('5" disk', { text: '5 disk' });
  check('-"a b', { text: '- a b' });
  check('tag:"a b', { text: 'tag: a b' });
});

test('a minus before a word or phrase excludes it', () => {
  check('a -b', { text: 'a', phrases: [['b', true]] });
  check('a −b', { text: 'a', phrases: [['b', true]] });
  check('a －b', { text: 'a', phrases: [['b', true]] });
  check('-"b c" a', { text: 'a', phrases: [['"b c"', true]] });
  check('-e-mail', { phrases: [['e-mail', true]] });
  check('-x:y', { phrases: [['x:y', true]] });
});

test('any other minus excludes nothing', () => {
  check('a - b', { text: 'a - b' });
  check('a -', { text: 'a -' });
  check('-', { text: '-' });
  check('e-mail a-b', { text: 'e-mail a-b' });
  check('"a"-b', { text: '"a" -b', phrases: [['a']] });
});

test('names of taxonomies, and other names for them, restrict to a term', () => {
  check('tag:x', { terms: [['tags', 'x', false]] });
  check('tags:x a', { text: 'a', terms: [['tags', 'x', false]] });
  check('Tag：x', { terms: [['tags', 'x', false]] });
  check('mot-clé:x', { terms: [['tags', 'x', false]] });
  check('标签:内核', { terms: [['tags', '内核', false]] });
  check('author:"Jane Doe"', { terms: [['authors', 'Jane Doe', false]] });
  check('author:«Jane Doe» tag:y', {
    terms: [
      ['authors', 'Jane Doe', false],
      ['tags', 'y', false],
    ],
  });
  check('-tag:x', { terms: [['tags', 'x', true]] });
  check('-tag:"x y"', { terms: [['tags', 'x y', true]] });
  check('tag:c:d', { terms: [['tags', 'c:d', false]] });
});

test('a name that is unknown, or without a value, is a word', () => {
  check('foo:bar', { text: 'foo:bar' });
  check('http://a.b/c', { text: 'http://a.b/c' });
  check('12:30', { text: '12:30' });
  check('tag: x', { text: 'tag: x' });
  check('tag:', { text: 'tag:' });
  check('tag:""', { text: 'tag:""' });
  check('foo:"b c"', { text: 'foo:"b c"', phrases: [['b c']] });
});

test('years and languages have names in the language of the page', () => {
  const names = { year: 'année', lang: 'langue' };
  const own = (query) => parse(query, { ...settings, names }, {});
  for (const query of ['année:2021', 'Annee:2021', 'year:2021']) assert.equal(own(query).from, month(2021), query);
  for (const query of ['langue:en', 'lang:en']) assert.equal(own(query).language.tag, 'en', query);
  assert.equal(own('sprache:en').text.trim(), 'sprache:en');
});

test('years and months restrict to a range', () => {
  check('year:2021', { from: month(2021), to: month(2021, 12) });
  check('year:2019-2021', { from: month(2019), to: month(2021, 12) });
  check('year:2019–2021', { from: month(2019), to: month(2021, 12) });
  check('year:2019-', { from: month(2019) });
  check('year:2021-03', { from: month(2021, 3), to: month(2021, 3) });
  check('year:2021-12 a', { text: 'a', from: month(2021, 12), to: month(2021, 12) });
  check('year:２０２１', { from: month(2021), to: month(2021, 12) });
  check('year:2019-2021 year:2020-', { from: month(2020), to: month(2021, 12) });
  for (const query of ['year:20', 'year:2021-13', 'year:2021-00', 'year:x', '12021'])
    check(query, { text: query });
});

test('languages and the order are chosen by name', () => {
  check('a lang:en', { text: 'a', language: 'en', everywhere: false, narrow: true });
  check('lang:zh-hant', { language: 'zh-Hant', everywhere: false, narrow: true });
  check('lang:all', { everywhere: true, narrow: true });
  check('lang:en', { language: 'en', everywhere: false, narrow: true }, { everywhere: true });
  check('lang:xx', { text: 'lang:xx' });
  check('a', { text: 'a', language: 'en' }, { language: 'en' });
  check('a', { text: 'a' }, { language: 'xx' });
  check('a sort:date', { text: 'a', sort: 'date', narrow: true });
  check('year:٢٠٢١', { from: 2021 * 12, to: 2021 * 12 + 11 });
  check('a', { text: 'a', sort: 'date' }, { sort: 'date' });
});

test('a taxonomy that is called like a filter has what is nothing to that filter', () => {
  const taxonomies = ['year', 'lang'].map((name) => ({ name, words: [`${name}-term`] }));
  const own = (query) => parse(query, { ...settings, taxonomies }, {});
  assert.deepEqual([own('year:2021').from, own('year:2021').terms], [2021 * 12, []]);
  assert.deepEqual(own('year:lunar').terms, [['year', 'lunar', false]]);
  assert.deepEqual(own('year-term:2021').terms, [['year', '2021', false]]);
  assert.equal(own('lang:all').everywhere, true);
  assert.deepEqual(own('-lang:rust').terms, [['lang', 'rust', true]]);
});

test('filters are what they are in a query', () => {
  const filters = { tag: ['x', 'y z'], author: 'a', year: 2021, other: undefined };
  const terms = [
    ['tags', 'x', undefined],
    ['tags', 'y z', undefined],
    ['authors', 'a', undefined],
  ];
  check('', { terms, from: month(2021), to: month(2021, 12) }, { filters });
});

test('while it is typed, a filter without its value asks for nothing', () => {
  const text = (query, isTyping = true) => parse(query, settings, { isTyping }).text.trim();
  for (const query of ['a tag:', 'a -tag:', 'a mot-clé：', 'a tag:"', 'a year:']) assert.equal(text(query), 'a', query);
  for (const query of ['a foo:', 'tag: a', 'http:']) assert.equal(text(query), query);
  assert.equal(text('a tag:', false), 'a tag:');
});

test('of thousands of exclusions and filters, the first count', () => {
  const { phrases, terms } = parse('-a '.repeat(2000) + 'tag:x '.repeat(2000), settings, {});
  assert.deepEqual([phrases.length, terms.length], [40, 40]);
});

test('only a word at the end of the query may be unfinished', () => {
  const isOpen = (query) => parse(query, settings, { isTyping: true }).isOpen;
  for (const query of ['a', 'a b', 'tag:x a', 'e-ma', 'foo:b', '"a']) assert.ok(isOpen(query), query);
  for (const query of ['', 'a ', '"a"', 'a -b', 'a tag:x', '""']) assert.ok(!isOpen(query), query);
  assert.ok(!parse('a', settings).isOpen);
});

test('a query of words alone is the same to the first script, which has no more', async () => {
  const more = async () => assert.fail('the second script was asked for');
  const archive = new Archive({ ...settings, keep: null, more });
  for (const query of ['', ' ', 'a', 'a b', '  a  b ', 'a ', 'e-mail', 'a-b -', 'l’a', '内核 a', '(a', 'a/b', '?!']) {
    for (const isTyping of [true, false]) {
      const options = { language: 'en', everywhere: true, sort: 'date', isTyping };
      const first = await archive.parse(query, options).catch(() => assert.equal(query, 'a-b -'));
      if (!first) continue;
      const second = parse(query, settings, options);
      const surfaces = ({ text }) => words(text, 'en').map(({ surface }) => surface);
      assert.deepEqual(surfaces(first), surfaces(second), query);
      const common = ({ language, everywhere, sort, phrases, isOpen }) => [language, everywhere, sort, phrases, !!isOpen];
      assert.deepEqual(common(first), common(second), query);
    }
  }
  for (const query of ['"a"', 'a -b', 'tag:a', '« a »', 'year：2021']) await assert.rejects(archive.parse(query, {}), query);
  await assert.rejects(archive.parse('a', { filters: { tag: 'x' } }));
});
