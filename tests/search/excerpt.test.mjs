import assert from 'node:assert/strict';
import test from 'node:test';
import { words } from '../../search/analysis.mjs';
import { excerpt as excerptBy, mark as markBy } from '../../search/excerpt.mjs';
import { chance } from './helpers.mjs';

const mark = (text, marks, language) => markBy(text, marks, (one) => words(one, language));
const excerpt = (blocks, marks, language) => excerptBy(blocks, marks, (one) => words(one, language));

/** Marks for units of words. */
const marksOf = (...units) => units.map((words) => ({ weight: 1, words: words.split(' ') }));
/** Pieces as a text, with what is marked in brackets. */
const show = (pieces) => pieces.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('');
const filler = (count) => Array.from({ length: count }, (_, i) => `w${i}`).join(' ');

test('a title is marked where the words of the question are', () => {
  const check = (text, marks, expected, language = 'en') =>
    assert.equal(show(mark(text, marks, language)), expected);
  check('The Kernel of kernels', marksOf('kernel kernels'), 'The [Kernel] of [kernels]');
  check('Café crème', marksOf('cafe'), '[Café] crème');
  check('An end-to-end test', marksOf('end'), 'An [end-to-end] test');
  check('Nothing here', marksOf('kernel'), 'Nothing here');
  check('', marksOf('kernel'), '');
  check('内核模块开发', marksOf('内核', '核模', '模块'), '[内核模块]开发');
  check('内核模块开发', marksOf('核'), '内[核]模块开发');
  check('内核', marksOf('核 核心'), '内[核]');
  check('开发Linux内核', marksOf('linux'), '开发[Linux]内核');
  check('a b c', [], 'a b c');
});

test('what is elided before a word does not hide it', () => {
  const pieces = mark('Avec l’application', marksOf('application'), 'fr');
  assert.match(show(pieces), /^Avec (l’)?\[(l’)?application\]$/);
});

test('an excerpt is the passage with the most of the words', () => {
  const blocks = [
    `One kernel ${filler(60)}`,
    `${filler(50)} (a kernel module). ${filler(50)}`,
    `A module ${filler(40)} kernel`,
  ];
  const shown = show(excerpt(blocks, marksOf('kernel', 'module'), 'en'));
  assert.match(shown, /^… w\d+ .* \(a \[kernel\] \[module\]\)\. w0 .* w\d+ …$/);
  const count = shown.split(/\s+/).filter((word) => word !== '…').length;
  assert.ok(count > 25 && count <= 31, `${count}`);
});

test('rarer words are worth more', () => {
  const marks = [
    { weight: 1, words: ['one'] },
    { weight: 5, words: ['two'] },
  ];
  assert.match(show(excerpt([`one one ${filler(40)}`, `${filler(40)} two`], marks, 'en')), /\[two\]$/);
});

test('a short text is shown whole', () => {
  assert.equal(show(excerpt(['« Kernel » !'], marksOf('kernel'), 'en')), '« [Kernel] » !');
  assert.equal(show(excerpt(['(No such word.)'], marksOf('kernel'), 'en')), '(No such word.)');
});

test('without any of the words, the beginning is shown', () => {
  assert.match(show(excerpt([`“${filler(60)}`], marksOf('kernel'), 'en')), /^“w0 .* w29 …$/);
  assert.deepEqual(excerpt([], marksOf('kernel'), 'en'), []);
  assert.deepEqual(
    excerpt(['', '—'], marksOf('kernel'), 'en').filter(({ marked }) => marked),
    [],
  );
});

test('an excerpt without spaces is about sixty characters', () => {
  const text = '这是一个很长的句子'.repeat(20);
  const shown = show(excerpt([`${text}内核，${text}`], marksOf('内核'), 'zh'));
  assert.match(shown, /^….*\[内核\]，.*…$/);
  assert.ok([...shown].length > 50 && [...shown].length < 70, `${[...shown].length}`);
});

test('a long text full of the words takes no time', () => {
  const began = performance.now();
  const shown = show(excerpt(['kernel '.repeat(50000)], marksOf('kernel'), 'en'));
  assert.match(shown, /^\[kernel\] /);
  assert.ok(performance.now() - began < 3000);
});

test('the pieces are a part of the text, whatever it is', () => {
  const { below, of } = chance(7);
  const some = ['kernel', 'l’eau', '内核', '核', 'x', '. ', '—', '\n', 'Wi-Fi', '4.0', 'é', '👍', '»', ' '];
  for (let round = 0; round < 3000; round++) {
    const blocks = Array.from({ length: 1 + below(3) }, () =>
      Array.from({ length: below(80) }, () => of(some)).join(of(['', ' '])),
    );
    const marks = marksOf(
      ...Array.from({ length: 1 + below(3) }, () => of(['kernel', 'eau', '内核', '核', 'wifi', '4.0'])),
    );
    const pieces = excerpt(blocks, marks, of(['en', 'fr', 'zh']));
    const shown = pieces
      .map(({ text }) => text)
      .join('')
      .replace(/^… ?/, '')
      .replace(/ ?…$/, '');
    assert.ok(!pieces.length || blocks.some((block) => block.includes(shown)), shown);
    assert.ok(pieces.every(({ text }) => text));
    for (const block of blocks)
      assert.equal(
        mark(block, marks, 'fr')
          .map(({ text }) => text)
          .join(''),
        block,
      );
  }
});

test('a quotation is marked where it stands, and its passage is the best', () => {
  const sequences = [['en', 'panne']];
  const marks = [
    { weight: 1, words: ['en'], sequences },
    { weight: 2, words: ['panne', 'pannes'], sequences },
  ];
  const blocks = ['En cas de panne, en panne de mots, la panne en est une.', 'Un en, une panne.'];
  const marked = (list) => list.filter((one) => one.marked).map(({ text }) => text);
  assert.deepEqual(marked(excerpt(['Un en et une panne.', ...blocks], marks, 'fr')), ['en panne']);
  // Where it stands nowhere, its words are what there is.
  assert.deepEqual(marked(excerpt(blocks.slice(1), marks, 'fr')), ['en', 'panne']);
});

test('of a run, no single pair is marked in another word', () => {
  const marks = ['サー', 'ーバ'].map((word) => ({ weight: 1, words: [word], sequences: [['サー', 'ーバ']] }));
  const marked = (text) => mark(text, marks, 'ja').filter((one) => one.marked).map((one) => one.text);
  assert.deepEqual(marked('サービスのサーバが'), ['サーバ']);
  assert.deepEqual(marked('サービス'), []);
});
