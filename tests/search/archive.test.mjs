import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { Archive } from '../../search/archive.mjs';
import { complete, filters } from '../../search/choices.mjs';
import { tidy } from '../../search/controls.mjs';
import { marksOf } from '../../search/excerpt.mjs';
import { chance, inMemory } from './helpers.mjs';

const article = (url, title, text = '', more = {}) => ({
  url,
  title,
  blocks: [text],
  date: '2020-01-01',
  ...more,
});
const urls = ({ results }) => results.map(({ url }) => url.slice('/top/'.length));
const fillers = (count) =>
  Array.from({ length: count }, (_, i) => article(`filler/${i}`, `Filler ${i}`, 'nothing here'));

/** Answers from an archive of one language. */
function one(documents, options) {
  const all = inMemory({ en: documents }, options);
  const ask = async (query, more) => urls(await all.archive.search(query, more));
  return { ...all, ask };
}

test('a result has what a page shows of it', async () => {
  const { archive } = one([article('a/', 'Some title', 'words', { date: '2021-03' })]);
  const { results, ...rest } = await archive.search('words');
  const [{ score, ...shown }] = results;
  const { found, ...told } = rest;
  assert.ok(score > 0);
  assert.deepEqual(shown, {
    ...{ url: '/top/a/', title: 'Some title', date: '2021-03', language: 'en', dir: 'ltr' },
    ...{ editions: [], matchedIn: ['en'] },
  });
  assert.deepEqual(told, {
    total: 1,
    isExact: true,
    spelling: [],
    ignored: [],
  });
  assert.deepEqual(marksOf(found.en)[0].words, ['words', 'words']);
});

test('nothing asked, nothing answered', async () => {
  const { archive, asked } = one(fillers(3));
  for (const query of ['', '  ', '-', '--', '?!', '""']) {
    const { total, results } = await archive.search(query);
    assert.deepEqual([total, results], [0, []], query);
  }
  assert.ok(asked.length < 2);
});

test('a language or an order alone is asked for all of its articles, the newest first', async () => {
  const { ask } = one([article('a/', 'Word', '', { date: '2020' }), article('b/', 'Word', '', { date: '2021' })]);
  for (const query of ['sort:date', 'lang:en', 'lang:all']) assert.deepEqual(await ask(query), ['b/', 'a/'], query);
});

test('a language without an index has nothing to find, and does not keep others from it', async () => {
  const { settings } = one([article('a/', 'Word')]);
  const empty = { tag: 'fr', dir: 'ltr', name: 'fr', index: null };
  const archive = new Archive({ ...settings, languages: [...settings.languages, empty] });
  assert.equal((await archive.search('word', { language: 'fr' })).total, 0);
  assert.deepEqual(urls(await archive.search('word', { language: 'fr', everywhere: true })), ['a/']);
  assert.deepEqual(await complete(archive, 'wo', { language: 'fr' }), []);
  assert.deepEqual(await filters(archive, 'fr'), { taxonomies: [], years: [] });
});

test('an index without documents, and one without words, answer nothing', async () => {
  for (const documents of [[], [article('a/', '…')]]) {
    const { archive } = one(documents);
    assert.equal((await archive.search('word')).total, 0);
    assert.equal((await archive.search('内')).total, 0);
    assert.equal((await archive.search('"a word"')).total, 0);
    assert.equal((await archive.search('tag:x')).total, 0);
    assert.equal((await archive.search('-word')).total, documents.length);
    assert.deepEqual(await complete(archive, 'wo'), []);
    assert.equal((await filters(archive, 'en')).taxonomies.length, 2);
  }
});

test('an article with the word in its title is before one with it in its text', async () => {
  const { ask } = one([article('a/', 'Rare thing'), article('b/', 'Other', 'a rare thing'), ...fillers(9)]);
  assert.deepEqual(await ask('rare'), ['a/', 'b/']);
});

test('an article with more of the words is before one with fewer', async () => {
  const { ask } = one([
    article('a/', 'x', 'one two three'),
    article('b/', 'x', 'one two'),
    article('c/', 'x', 'two'),
    ...fillers(20),
  ]);
  assert.deepEqual(await ask('one two three'), ['a/', 'b/']);
});

test('of articles that are alike, the newer is first', async () => {
  const { ask } = one(['2019', '2021', '2020'].map((date) => article(date, 'Same', 'text', { date })));
  assert.deepEqual(await ask('same'), ['2021', '2020', '2019']);
});

test('words that stand together count a little more than words apart', async () => {
  const far = `blue ${'filler '.repeat(70)} moon`;
  const { ask } = one([
    article('near', 'x', `blue moon ${'filler '.repeat(70)}`, { date: '2019' }),
    article('far', 'x', far, { date: '2020' }),
    ...fillers(8),
  ]);
  assert.deepEqual(await ask('blue moon'), ['near', 'far']);
});

test('pages follow each other without a gap', async () => {
  const { archive } = one(Array.from({ length: 23 }, (_, i) => article(`${i}`, 'Thing', 'thing '.repeat(i))));
  const all = urls(await archive.search('thing', { perPage: 100 }));
  for (const sort of ['relevance', 'date']) {
    const whole = urls(await archive.search('thing', { perPage: 100, sort }));
    const pages = [];
    for (let page = 1; page <= 5; page++)
      pages.push(urls(await archive.search('thing', { page, perPage: 5, sort })));
    assert.deepEqual(
      pages.map(({ length }) => length),
      [5, 5, 5, 5, 3],
    );
    assert.deepEqual(pages.flat(), whole);
    assert.deepEqual(urls(await archive.search('thing', { page: 6, perPage: 5, sort })), []);
  }
  assert.equal(new Set(all).size, 23);
});

test('only records of the page that is shown are loaded', async () => {
  const { archive, asked } = one(Array.from({ length: 90 }, (_, i) => article(`${i}`, 'Thing')));
  await archive.search('thing', { page: 5 });
  assert.ok(asked.filter((path) => path.includes('/d')).length <= 5);
});

test('by date, the newest is first, and what has no date last', async () => {
  const dates = ['2021-03-19', '2021-03', '2020', '', '2021-12-01'];
  const { ask } = one(dates.map((date) => article(date, 'Thing', '', { date })));
  const expected = ['2021-12-01', '2021-03-19', '2021-03', '2020', ''];
  assert.deepEqual(await ask('thing sort:date'), expected);
  assert.deepEqual(await ask('thing', { sort: 'date' }), expected);
  assert.deepEqual(await ask('-nothing'), expected);
  assert.deepEqual(await ask('year:2021'), ['2021-12-01', '2021-03-19', '2021-03']);
  assert.deepEqual(await ask('thing', { filters: { year: '2020' } }), ['2020']);
});

test('filters and words go together', async () => {
  const { ask } = one([
    article('a/', 'Thing', '', {
      terms: [
        ['tags', 'Big Data'],
        ['authors', 'Jane Doe'],
      ],
    }),
    article('b/', 'Thing', '', { terms: [['tags', 'Élan']] }),
    article('c/', 'Other', '', { terms: [['tags', 'Big Data']] }),
  ]);
  assert.deepEqual(await ask('thing tag:"big data"'), ['a/']);
  assert.deepEqual(await ask('thing tag:elan'), ['b/']);
  assert.deepEqual(await ask('tag:"big data" -author:"jane doe"'), ['c/']);
  assert.deepEqual(await ask('', { filters: { tags: 'Big Data', authors: 'Jane Doe' } }), ['a/']);
  assert.deepEqual(await ask('thing tag:big'), []);
});

test('a misspelt word finds what it is taken for, and the answer says so', async () => {
  const { archive } = one([
    article('a/', 'Telephone', 'colour'),
    article('b/', 'A telephone', 'colour'),
    ...fillers(4),
  ]);
  for (const [query, word] of [
    ['telphone', 'telephone'],
    ['teelphone', 'telephone'],
    ['etlephone', 'telephone'],
    ['telaphine', 'telephone'],
    ['Colur here', 'colour'],
  ]) {
    const { total, spelling } = await archive.search(query);
    assert.ok(total > 0, query);
    assert.equal(spelling[0].word, query.split(' ')[0]);
    assert.ok(spelling[0].used.includes(word), query);
  }
});

test('nothing is guessed for words that are known, short, or have digits', async () => {
  const { archive, asked } = one([
    article('a/', 'form', 'farm x11 abc'),
    article('b/', 'farm', 'form x11 abc'),
    ...fillers(4),
  ]);
  for (const query of ['form', 'farm', 'x12', 'abd '])
    assert.deepEqual((await archive.search(query)).spelling, [], query);
  assert.ok(!asked.some((path) => path.includes('/f')));
});

test('a form that no article has finds those that begin alike', async () => {
  const { ask } = one([article('a/', 'Nationalised', ''), ...fillers(4)]);
  assert.deepEqual(await ask('nationaliser banks'), ['a/']);
});

test('a word that is being typed finds what it begins', async () => {
  const { archive, ask } = one([
    article('a/', 'Program'),
    article('b/', 'Programming'),
    article('c/', 'Pro'),
    ...fillers(4),
  ]);
  assert.deepEqual(await ask('pro'), ['c/']);
  assert.deepEqual(await ask('pro', { isTyping: true }), ['c/', 'a/', 'b/']);
  assert.deepEqual(await ask('pro ', { isTyping: true }), ['c/']);
  assert.deepEqual((await ask('progr')).sort(), ['a/', 'b/']);
  assert.deepEqual((await archive.search('progr', { isTyping: true })).spelling, []);
  assert.deepEqual((await archive.search('progr')).spelling, [
    { word: 'progr', used: ['program', 'programming'] },
  ]);
});

test('two words find one, and the parts of a word find it', async () => {
  const { ask } = one(
    [
      ...[
        article('a/', 'WhatsApp'),
        article('b/', 'Whats up', 'the app'),
        article('c/', 'An end-to-end test'),
      ],
      ...fillers(5),
    ],
    { partBytes: 1e9 },
  );
  assert.deepEqual(await ask('whats app'), ['a/', 'b/']);
  assert.deepEqual(await ask('whatsapp'), ['a/']);
  assert.deepEqual(await ask('WhatsApp'), ['a/', 'b/']);
  assert.deepEqual(await ask('end to end'), ['c/']);
  assert.deepEqual(await ask('end-to-end'), ['c/']);
  assert.deepEqual(await ask('endtoend'), ['c/']);
});

test('of a question, forty words are looked for', async () => {
  const documents = [article('a/', 'first'), article('b/', 'last'), ...fillers(5)];
  const { ask } = one(documents);
  assert.deepEqual(await ask(`first ${'first '.repeat(60)} last`), ['a/']);
});

test('of a synonym of several words, the rarest is marked', async () => {
  const documents = [article('a/', 'New York'), article('b/', 'New ways'), article('c/', 'NYC'), ...fillers(5)];
  const { archive } = inMemory({ en: documents }, { synonyms: [['nyc', 'New York']] });
  const { found } = await archive.search('nyc');
  assert.deepEqual([...new Set(marksOf(found.en)[0].words)].sort(), ['nyc', 'york']);
});

test('a synonym counts, a little less', async () => {
  const documents = [
    article('a/', 'New York'),
    article('b/', 'The Big Apple'),
    article('c/', 'NYC'),
    ...fillers(5),
  ];
  const synonyms = [
    ['nyc', 'New York'],
    ['big apple', 'New York'],
  ];
  const { ask } = one(documents, { synonyms });
  assert.deepEqual(await ask('nyc'), ['c/', 'a/']);
  assert.deepEqual(await ask('big apple'), ['b/', 'a/']);
  assert.deepEqual(await ask('apple'), ['b/']);
});

test('a synonym may be of a script without spaces, on either side', async () => {
  const documents = [
    article('a/', 'An outage'),
    article('b/', '大規模障害が発生'),
    article('c/', '障害'),
    ...fillers(5),
  ];
  const synonyms = [
    ['障害', 'outage'],
    ['outage', '障害'],
  ];
  const { ask } = one(documents, { synonyms });
  assert.deepEqual(await ask('outage'), ['a/', 'c/', 'b/']);
  assert.deepEqual((await ask('障害')).sort(), ['a/', 'b/', 'c/']);
});

test('words that are too common are passed over, and named', async () => {
  const { archive } = one([
    article('a/', 'The cat'),
    ...Array.from({ length: 9 }, (_, i) => article(`${i}`, 'The dog')),
  ]);
  const { total, ignored } = await archive.search('The cat');
  assert.deepEqual([total, ignored], [1, ['The']]);
  const all = await archive.search('the');
  assert.deepEqual([all.total, all.ignored], [10, []]);
});

test('completions are the words in the most articles', async () => {
  const { archive } = one([
    ...[
      article('a/', 'Tests tested', 'testing term'),
      article('b/', 'Tests', 'term testing'),
      article('c/', 'term'),
    ],
    ...[article('d/', '核心 核能', '核能'), article('e/', '内核 核心'), article('f/', '核心')],
  ]);
  const completions = async (query) => (await complete(archive, query)).map(({ query }) => query);
  assert.deepEqual(await complete(archive, 'some te'), [
    { word: 'term', query: 'some term', documents: 3 },
    { word: 'tests', query: 'some tests', documents: 2 },
    { word: 'testing', query: 'some testing', documents: 2 },
    { word: 'tested', query: 'some tested', documents: 1 },
  ]);
  assert.deepEqual(await completions('test'), ['tests', 'testing', 'tested']);
  assert.deepEqual(await completions('-x TES'), ['-x tests', '-x testing', '-x tested']);
  assert.deepEqual(await completions('核'), ['核心', '核能']);
  for (const query of ['', 't', 'te ', '"te', '"te"', 'tag:te', '-te', 'zzz', '内核', 'te.']) {
    if (query !== '"te') assert.deepEqual(await completions(query), [], query);
  }
});

test('words are shown as they are written', async () => {
  const { archive } = one([article('a/', 'Téléphone'), article('b/', 'téléphone, un élan'), ...fillers(4)], {
    written: { telephone: 'téléphone', elan: 'élan' },
  });
  assert.deepEqual(await complete(archive, 'un tel'), [{ word: 'téléphone', query: 'un téléphone', documents: 2 }]);
  assert.deepEqual(await complete(archive, 'FIL'), [{ word: 'filler', query: 'filler', documents: 4 }]);
  for (const query of ['telephnoe', 'telepho']) {
    assert.deepEqual((await archive.search(query)).spelling, [{ word: query, used: ['téléphone'] }], query);
  }
});

test('completions of a filter are terms, as they are written', async () => {
  const terms = (...names) => ({ terms: names.map((name) => ['tags', name]) });
  const { archive } = one([
    article('a/', 'x', '', terms('Élan', 'Élections: 2021')),
    article('b/', 'x', '', terms('Élan', 'Big Data')),
    article('c/', 'x', '', { terms: [['authors', 'Elena']] }),
  ]);
  const completions = async (query) => (await complete(archive, query)).map(({ query }) => query);
  assert.deepEqual(await complete(archive, 'some tag:el'), [
    { word: 'Élan', query: 'some tag:Élan', documents: 2 },
    { word: 'Élections: 2021', query: 'some tag:"Élections: 2021"', documents: 1 },
  ]);
  assert.deepEqual(await completions('-tag:"big d'), ['-tag:"Big Data"']);
  assert.deepEqual(await completions('mot-clé：b'), ['mot-clé："Big Data"']);
  assert.deepEqual(await completions('author:'), ['author:Elena']);
  assert.deepEqual(await completions('year:20'), ['year:2020']);
  assert.deepEqual(await completions('lang:'), ['lang:en', 'lang:all']);
  for (const query of ['tag:x', 'tag:Élan', 'tag:el x', 'tag:"big data" ']) assert.deepEqual(await completions(query), [], query);
});

test('what can be chosen has years, the newest first', async () => {
  const terms = [
    ['tags', 'Red'],
    ['authors', 'Me'],
  ];
  const { archive } = one(
    ['2019', '2021-03', '2021-12-01', ''].map((date) => article(date, 'x', '', { date, terms })),
  );
  assert.deepEqual(await filters(archive, 'en'), {
    taxonomies: [
      { name: 'tags', terms: [['Red', 4]] },
      { name: 'authors', terms: [['Me', 4]] },
    ],
    years: [
      [2021, 2],
      [2019, 1],
    ],
  });
});

// Stories with editions in some of three languages: `text` by language.
function stories(list) {
  const tags = ['fr', 'en', 'zh'];
  const documents = { fr: [], en: [], zh: [] };
  // Numbers are places in the order of dates, which are those of the list.
  const places = list.map(({ text }) =>
    tags.flatMap((tag, i) => (tag in text ? [[i, documents[tag].push(0) - 1]] : [])),
  );
  for (const tag of tags) documents[tag] = [];
  for (const [i, { text, date = `20${10 + i}` }] of list.entries()) {
    for (const [j, tag] of tags.entries()) {
      if (!(tag in text)) continue;
      const editions = places[i].filter(([place]) => place !== j);
      documents[tag].push(article(`${tag}/${i}`, text[tag], text[`${tag}Text`] ?? '', { date, editions }));
    }
  }
  return inMemory(documents);
}

test('in all languages, a story is there once, as the edition that its reader reads', async () => {
  const { archive } = stories([
    { text: { fr: 'Le noyau', en: 'The kernel', zh: '内核' } },
    { text: { en: 'A kernel', zh: '内核模块' } },
    { text: { fr: 'Rien', en: 'Kernel modules' } },
    { text: { fr: 'Autre chose', en: 'Other' } },
  ]);
  const ask = async (query, options) => {
    const { results, total, isExact } = await archive.search(query, { everywhere: true, ...options });
    assert.ok(isExact);
    assert.equal(total, results.length);
    return results.map(({ url, matchedIn }) => `${url.slice(5)} ${matchedIn.sort()}`).sort();
  };
  assert.deepEqual(await ask('kernel', { language: 'fr' }), ['en/1 en', 'fr/0 en', 'fr/2 en']);
  assert.deepEqual(await ask('kernel', { language: 'en' }), ['en/0 en', 'en/1 en', 'en/2 en']);
  assert.deepEqual(await ask('kernel 内核', { language: 'zh' }), ['en/2 en', 'zh/0 en,zh', 'zh/1 en,zh']);
  assert.deepEqual(await ask('kernel lang:all', { language: 'fr', everywhere: false }), [
    'en/1 en',
    'fr/0 en',
    'fr/2 en',
  ]);
  assert.deepEqual(await ask('other', { language: 'fr' }), ['fr/3 en']);
});

test('an edition says what is known of the others', async () => {
  const { archive } = stories([{ text: { fr: 'Le noyau', en: 'The kernel', zh: '内核' } }]);
  const [found] = (await archive.search('kernel noyau', { everywhere: true, language: 'en' })).results;
  assert.equal(found.language, 'en');
  assert.deepEqual(
    found.editions.map(({ language, url, title }) => [language, url, title]),
    [
      ['fr', '/top/fr/0', 'Le noyau'],
      ['zh', undefined, undefined],
    ],
  );
  const [alone] = (await archive.search('kernel', { language: 'en' })).results;
  assert.deepEqual(alone.editions, [{ language: 'fr' }, { language: 'zh' }]);
});

test('pages of all languages follow each other without a gap, and no story is twice', async () => {
  const list = Array.from({ length: 40 }, (_, i) => {
    const text = {};
    if (i % 2) text.fr = 'chose kernel';
    if (i % 3) text.en = `thing ${'kernel '.repeat(i % 5)} kernel`;
    if (i % 5 || !Object.keys(text).length) text.zh = '内核 kernel';
    return { text };
  });
  const { archive } = stories(list);
  for (const sort of ['relevance', 'date']) {
    for (const language of ['fr', 'zh']) {
      const options = { everywhere: true, language, sort };
      const whole = await archive.search('kernel', { ...options, perPage: 1000 });
      assert.equal(whole.total, 40);
      assert.equal(new Set(whole.results.map(({ url }) => url.replace(/.*\//, ''))).size, 40);
      const pages = [];
      for (let page = 1; page <= 6; page++) {
        const { results, total, isExact } = await archive.search('kernel', { ...options, page, perPage: 7 });
        assert.ok(total >= 40 && (!isExact || total === 40));
        pages.push(...results);
      }
      assert.deepEqual(
        pages.map(({ url }) => url),
        whole.results.map(({ url }) => url),
      );
      if (sort === 'date') {
        const dates = whole.results.map(({ date }) => date);
        assert.deepEqual(dates, [...dates].sort().reverse());
      }
    }
  }
});

test('a filter alone lists what it leaves in all languages', async () => {
  const { archive } = stories([
    { text: { fr: 'Un', en: 'One' } },
    { text: { en: 'Two' } },
    { text: { fr: 'Trois' } },
  ]);
  const { results } = await archive.search('year:2010-2011', { everywhere: true, language: 'fr' });
  assert.deepEqual(
    results.map(({ url }) => url),
    ['/top/en/1', '/top/fr/0'],
  );
});

test('what is a word in another language is not taken for a misspelling', async () => {
  const { archive } = stories([
    { text: { fr: 'Donner', en: 'Banner' } },
    { text: { fr: 'Donner', en: 'Dinner' } },
    { text: { fr: 'Donner', en: 'Dinner' } },
  ]);
  const { spelling, total } = await archive.search('dinner', { everywhere: true, language: 'fr' });
  assert.deepEqual([spelling, total], [[], 2]);
});

test('in one language, nothing of another is loaded', async () => {
  const { archive, asked } = stories([{ text: { fr: 'Le noyau', en: 'The kernel', zh: '内核' } }]);
  await archive.search('noyau', { language: 'fr' });
  assert.ok(asked.every((path) => path.includes('/fr/')));
});

test('a second search of the same costs nothing', async () => {
  const { archive, asked } = one([article('a/', 'Thing'), ...fillers(9)]);
  await archive.search('thing');
  const { length } = asked;
  await archive.search('thing');
  await archive.search('Thing', { isTyping: true });
  assert.equal(asked.length, length);
});

test('files come in few waves', async () => {
  const documents = Array.from({ length: 60 }, (_, i) =>
    article(`${i}`, `Thing ${i}`, `word${i % 3} other${i % 4} last`),
  );
  const { files, settings } = inMemory({ en: documents });
  let waves = 0;
  let pending = [];
  const fetch = (path) =>
    new Promise((resolve) => {
      pending.push(() => resolve(files.get(path)));
    });
  const archive = new Archive({ ...settings, fetch });
  const work = archive.search('word1 other2 thing');
  let isDone = false;
  work.finally(() => (isDone = true));
  while (!isDone) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (!pending.length) continue;
    waves++;
    for (const go of pending.splice(0)) go();
  }
  await work;
  // `m`; `s` and known `p`; the rest of `p`; `d`.
  assert.ok(waves <= 4, `${waves}`);
});

test('what is prefetched is not asked for again', async () => {
  const { archive, asked } = one([article('a/', 'Thing'), ...fillers(9)], { longBytes: 1e9 });
  await archive.prefetch('thing');
  const { length } = asked;
  await archive.search('thing');
  assert.ok(asked.slice(length).every((path) => path.includes('/d')));
});

test('a file that is not there, or is something else, makes the index stale', async () => {
  const { files, settings } = inMemory({ en: [article('a/', 'Thing one', 'some word'), ...fillers(9)] });
  for (const path of files.keys()) {
    for (const bytes of [
      undefined,
      new TextEncoder().encode('<!doctype html>'),
      files.get(path).slice(0, 12),
    ]) {
      const fetch = async (asked) => (asked === path ? bytes : files.get(asked));
      const archive = new Archive({ ...settings, fetch });
      for (const work of [
        () => archive.search('"thing one" "some word" filler nothinq'),
        () => filters(archive, 'en'),
        () => complete(archive, 'thi'),
      ]) {
        try {
          await work();
        } catch (error) {
          assert.equal(error.kind, 'stale', `${path} ${error.stack}`);
        }
      }
    }
  }
  const fetch = async () => undefined;
  await assert.rejects(new Archive({ ...settings, fetch }).search('thing'), { kind: 'stale' });
});

test('whatever is damaged in an index, it is stale, or answers something', async () => {
  const { below, of } = chance(11);
  const documents = Array.from({ length: 20 }, (_, i) => ({
    ...article(
      `${i}`,
      `Thing ${i % 4}`,
      `some word${i % 3} 内核模块 end-to-end telephone ${'again '.repeat(i % 5)}`,
    ),
    terms: [['tags', `Tag ${i % 2}`]],
    editions: [[1, i]],
  }));
  const options = { zip: false, synonyms: [['thing', 'some']] };
  const { files, settings } = inMemory({ en: documents, fr: documents }, options);
  const paths = [...files.keys()];
  const queries = [
    'thing',
    '"some word1" telehpone',
    '核 -word2',
    'tag:"tag 1" year:2020 again',
    'end-to-end thi',
  ];
  for (let round = 0; round < 1500; round++) {
    const damaged = new Map(files);
    for (let i = 1 + below(6); i; i--) {
      const path = of(paths);
      const bytes = Uint8Array.from(damaged.get(path));
      bytes[below(bytes.length)] = of([below(256), 0, 255]);
      damaged.set(path, bytes);
    }
    const archive = new Archive({ ...settings, fetch: async (path) => damaged.get(path) });
    const start = process.cpuUsage();
    const query = of(queries);
    try {
      await archive.search(query, {
        everywhere: !!below(2),
        isTyping: !!below(2),
        language: of(['en', 'fr']),
      });
      await complete(archive, 'thi');
    } catch (error) {
      assert.equal(error.kind, 'stale', `${query} ${error.stack}`);
    }
    const { user, system } = process.cpuUsage(start);
    assert.ok(user + system < 1e6, query);
  }
});

test('a server says in several ways that a file is not there, and otherwise has failed', async () => {
  const { settings } = one([article('a/', 'Some thing')]);
  const { fetch } = globalThis;
  try {
    for (const [status, kind] of [
      [403, 'stale'],
      [404, 'stale'],
      [410, 'stale'],
      [429, 'offline'],
      [503, 'offline'],
    ]) {
      globalThis.fetch = async () => new Response('', { status });
      const { fetch, ...rest } = settings;
      await assert.rejects(new Archive(rest).search('thing'), { kind });
    }
  } finally {
    globalThis.fetch = fetch;
  }
});

test('without a network, the reader is offline; with it again, not', async () => {
  const { files, settings } = inMemory({ en: [article('a/', 'Thing')] });
  let isOnline = true;
  const fetch = async (path) => {
    if (!isOnline) throw new TypeError('Failed to fetch');
    return files.get(path);
  };
  const archive = new Archive({ ...settings, fetch });
  isOnline = false;
  await assert.rejects(archive.search('thing'), { kind: 'offline' });
  isOnline = true;
  assert.equal((await archive.search('thing')).total, 1);
});

/** As much of a `Cache` as is needed. */
class Store {
  files = new Map();
  async match(url) {
    return this.files.get(url)?.clone();
  }
  async put(url, response) {
    this.files.set(url, response);
  }
  async delete(url) {
    this.files.delete(url);
  }
  async keys() {
    return [...this.files.keys()];
  }
}

test('a second visit asks for nothing', async () => {
  const keep = new Store();
  const { settings, asked } = inMemory({ en: [article('a/', 'Thing'), ...fillers(9)] }, {}, { keep });
  assert.equal((await new Archive(settings).search('thing')).total, 1);
  const { length } = asked;
  assert.ok(length);
  assert.equal((await new Archive(settings).search('thing')).total, 1);
  assert.equal(asked.length, length);
  // But for the file that the page has asked for, which would be there for nothing.
  const preloaded = settings.languages[0].index;
  assert.equal((await new Archive({ ...settings, preloaded }).search('thing')).total, 1);
  assert.deepEqual(asked.slice(length), [`/top/${preloaded}`]);
});

test('what was kept damaged is not kept on', async () => {
  const keep = new Store();
  const { settings } = inMemory({ en: [article('a/', 'Thing'), ...fillers(9)] }, {}, { keep });
  await new Archive(settings).search('thing');
  for (const url of keep.files.keys()) keep.files.set(url, new Response('<html>'));
  for (let visit = 0; visit < 5; visit++)
    await new Archive(settings).search('thing').catch(({ kind }) => assert.equal(kind, 'stale'));
  assert.equal((await new Archive(settings).search('thing')).total, 1);
});

test('no more is kept than a bound', async () => {
  const keep = new Store();
  for (let i = 0; i < 2000; i++) keep.files.set(`/old/${i}`, new Response('x'));
  const { settings } = inMemory({ en: [article('a/', 'Thing')] }, {}, { keep });
  const archive = new Archive(settings);
  await archive.search('thing');
  await tidy(archive);
  assert.ok(keep.files.size < 650);
  assert.ok(!keep.files.has('/old/0') && keep.files.has('/old/1999'));
});

test('a store that fails is no failure', async () => {
  const broken = {
    match: async () => undefined,
    keys: async () => [],
    delete: async () => {},
    put: async () => Promise.reject(Error('full')),
  };
  for (const keep of [() => broken, () => Promise.reject(Error('not allowed')), () => null]) {
    const { archive } = inMemory({ en: [article('a/', 'Thing')] }, {}, { keep: keep() });
    assert.equal((await archive.search('thing')).total, 1);
    await tidy(archive);
  }
});

test('a question that is given up ends its requests, and not those of another', async () => {
  const { files, settings } = inMemory({ en: [article('a/', 'Thing'), ...fillers(9)] });
  let aborted = 0;
  const fetch = (path, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => resolve(files.get(path)), 20);
      signal?.addEventListener('abort', () => {
        aborted++;
        clearTimeout(timer);
        reject(signal.reason);
      });
    });
  const archive = new Archive({ ...settings, fetch });
  const first = new AbortController();
  const one = archive.search('thing', { signal: first.signal });
  const two = archive.search('thing', { signal: new AbortController().signal });
  setTimeout(() => first.abort(), 5);
  await assert.rejects(one, { name: 'AbortError' });
  assert.equal((await two).total, 1);
  assert.ok(aborted > 0);
});

test('the same archive answers several questions at once', async () => {
  const { archive } = one(
    Array.from({ length: 30 }, (_, i) => article(`${i}`, `Thing ${i}`, `word${i % 3} other${i % 4}`)),
  );
  const queries = ['thing', 'word1', 'other2 word0', '"thing 3"', '-word2', 'word1 other1'];
  const alone = [];
  const ask = async (query) => ({ ...(await archive.search(query)), found: undefined });
  for (const query of queries) alone.push(await ask(query));
  assert.deepEqual(await Promise.all(queries.map(ask)), alone);
});

test('a script reads an index from a folder', async (context) => {
  const { files, settings } = inMemory({ en: [article('a/', 'Thing')] });
  const folder = await mkdtemp(join(tmpdir(), 'search-'));
  context.after(() => rm(folder, { recursive: true }));
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const fetch = (path) => readFile(join(folder, path)).catch(() => null);
  assert.equal((await new Archive({ ...settings, fetch }).search('thing')).total, 1);
});
