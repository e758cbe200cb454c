// A scan of texts, and questions by chance: what the search answers is compared with it. See "Questions" in
// docs/search-format.md.
import assert from 'node:assert/strict';
import { fold, words } from '../../search/analysis.mjs';
import { parse } from '../../search/query.mjs';
import { WEIGHTS, isCommon, rarity } from '../../search/rank.mjs';
import { TAXONOMIES } from './helpers.mjs';

const SOME = [
  ...[
    'alpha',
    'alphas',
    'Beta',
    'betas',
    'gamma',
    'delta',
    'whats',
    'app',
    'WhatsApp',
    'end-to-end',
    'end',
    'to',
  ],
  ...['C++', 'whatsApp-fi', '4.0', 'l’alpha', 'été', 'wi-fi', 'fi', 'the', 'the', 'the', 'the'],
  ...['内核', '核', '内核模块', '模块核', 'Linux内核', '块'],
];
export const TERMS = ['Red', 'dark red', '内核', 'Élan'];

/** So many documents by chance, of words that rules are about. */
export function randomDocuments({ below, of }, count) {
  const text = (most) =>
    Array.from({ length: 1 + below(most) }, () => of(SOME)).join(of([' ', ' ', ', ', '. ']));
  return Array.from({ length: count }, (_, i) => ({
    url: `${i}/`,
    title: text(4),
    summary: below(2) ? text(4) : '',
    blocks: Array.from({ length: below(4) }, () => text(9)),
    date: of(['', '2019', '2020-01', '2020-02-03', '2020-02-04', '2021-11-30']),
    terms: TERMS.filter(() => !below(3)).map((name) => ['tags', name]),
    otherTitles: below(3) ? [] : [['en', text(2)]],
  }));
}

const isLone = ({ surface, unspaced }) => unspaced && [...surface].length === 1;
const askedWords = (text) =>
  words(text, 'en').filter(
    (word, i, all) => !(isLone(word) && i && all[i - 1].unspaced && all[i - 1].end > word.start),
  );

/** All that a word of a text is found by. */
const formsOf = ({ surface, parts, segments }) => [surface, ...parts, ...segments];

/** A scan of `documents`: which of them answer a query, the oldest first. */
export class Scan {
  /** `stem` gives what a word shares with its other forms. */
  constructor(documents, stem) {
    this.stem = stem;
    this.documents = documents.map((one) => ({
      ...one,
      fields: [one.title, one.summary, ...one.blocks].map((text) => words(text, 'en')),
      others: [...one.terms, ...one.otherTitles].flatMap(([, name]) => words(name, 'en')),
    }));
    this.n = documents.length;
    const all = this.documents.flatMap(({ fields, others }) => [...fields.flat(), ...others]);
    this.known = new Set(all.flatMap(formsOf));
  }

  documentsWith(test) {
    const has = ({ fields, others }) =>
      [...fields.flat(), ...others].some((word) => formsOf(word).some(test));
    return new Set(this.documents.flatMap((one, doc) => (has(one) ? [doc] : [])));
  }

  /** The documents that have a word or one of its forms. */
  group(word) {
    if (!this.known.has(word)) return new Set();
    const isStemmed = (one) => [...one].length > 3 && /^\p{L}+$/u.test(one);
    const isSame = (one) =>
      one === word ||
      (isStemmed(one) && isStemmed(word) && one.slice(0, 3) === word.slice(0, 3) && this.stem(one) === this.stem(word));
    return this.documentsWith(isSame);
  }

  /** Readings of a word: `[weight, documents, how many have it]`. */
  readings(tokens, i) {
    const { surface, parts } = tokens[i];
    if (isLone(tokens[i])) {
      const starts = [...this.known].filter((word) => word.startsWith(surface));
      return starts.map((word) => [1, this.group(word), this.group(word).size]);
    }
    const list = [];
    const add = (weight, ...groups) => {
      if (!groups.every(({ size }) => size)) return;
      const docs = new Set([...groups[0]].filter((doc) => groups.every((group) => group.has(doc))));
      list.push([weight, docs, Math.min(...groups.map(({ size }) => size))]);
    };
    add(1, this.group(surface));
    if (parts.length > 1) add(WEIGHTS.parts, ...parts.map((part) => this.group(part)));
    if (!this.known.has(surface)) for (const part of parts) add(WEIGHTS.part, this.group(part));
    for (const from of [i - 1, i]) {
      if (from < 0 || !tokens[from + 1] || tokens[from].unspaced) continue;
      add(1, this.group(tokens[from].surface + tokens[from + 1].surface));
    }
    return list;
  }

  hasPhrase({ fields }, tokens) {
    const isAt = (field, token, position) =>
      field.some((word) => {
        if (word.position !== position) return false;
        return formsOf(word).some((one) =>
          isLone(token) ? one.startsWith(token.surface) : one === token.surface,
        );
      });
    return fields.some((field) => {
      const last = field.at(-1)?.position ?? -1;
      for (let start = 0; start <= last; start++) {
        if (tokens.every((token) => isAt(field, token, start + token.position))) return true;
      }
      return false;
    });
  }

  answer(query, filters) {
    const settings = { taxonomies: TAXONOMIES, languages: [{ tag: 'en' }], fold };
    const { text, phrases, terms, from, to, isNarrow } = parse(query, settings, { filters });
    const tokens = askedWords(text);
    const key = (name) =>
      words(name, 'en')
        .map(({ surface }) => surface)
        .join(' ');
    const isOpen = this.documents.map((one, doc) => {
      const [year, month = 1] = one.date.split('-').map(Number);
      const at = one.date && year * 12 + month - 1;
      if ((from || to < Infinity) && (!one.date || at < from || at > to)) return false;
      for (const [taxonomy, term, isWithout] of terms) {
        if (one.terms.some(([name, own]) => name === taxonomy && key(own) === key(term)) === !!isWithout)
          return false;
      }
      for (const [phrase, isWithout] of phrases) {
        const asked = askedWords(phrase);
        if (!asked.length) continue;
        if (isWithout && asked.length === 1 && !isLone(asked[0])) {
          const readings = this.readings(asked, 0).filter(([weight]) => weight >= WEIGHTS.parts);
          if (readings.some(([, docs]) => docs.has(doc))) return false;
        } else if (this.hasPhrase(one, asked) === !!isWithout) return false;
      }
      return true;
    });
    const open = this.documents.flatMap((_, doc) => (isOpen[doc] ? [doc] : []));
    if (!tokens.length) return isNarrow ? open : [];

    const units = tokens.map((token, i) => {
      const readings = this.readings(tokens, i);
      const heaviest = Math.max(0, ...readings.map(([weight]) => weight));
      const [, , count] = readings
        .filter(([weight]) => weight === heaviest)
        .sort((a, b) => isLone(token) && b[2] - a[2])[0] ?? [0, 0, 0];
      return { readings, count, weight: rarity(count, this.n) * token.weight };
    });
    const found = units.filter(({ readings }) => readings.length);
    // What stands in for words that are unknown is tested elsewhere.
    if (found.length < units.length) return;
    const rare = found.filter(({ count }) => !isCommon(count, this.n));
    const share = open.map((doc) => {
      let sum = 0;
      for (const { readings, weight } of rare.length ? rare : found) {
        sum += weight * Math.max(0, ...readings.filter(([, docs]) => docs.has(doc)).map(([part]) => part));
      }
      return sum;
    });
    const best = Math.max(...share);
    return open.filter((_, i) => share[i] && share[i] >= best * WEIGHTS.found * 0.99999);
  }
}

/** All that is found, the oldest first. */
async function answer(archive, query, options) {
  const { total, results } = await archive.search(query, { perPage: 1000, ...options });
  assert.equal(results.length, total, query);
  return results.map(({ url }) => url.slice('/top/'.length)).sort();
}

/** Ways to ask for something in `documents`, by chance. */
function waysToAsk({ below, of }, documents) {
  const some = (most) => Array.from({ length: 1 + below(most) }, () => of(SOME)).join(' ');
  const piece = () => {
    // Words of a text as they stand there.
    const { title, summary, blocks } = of(documents);
    const text = of([title, summary || title, ...blocks]);
    const list = text.split(/(?= )/);
    const start = below(list.length);
    return list
      .slice(start, start + 1 + below(4))
      .join('')
      .trim();
  };
  return [
    () => of(SOME),
    () => some(3),
    () => `"${piece()}"`,
    () => `"${some(2)}"`,
    () => `"${[...piece()].slice(below(3)).join('')}"`,
    () => `${some(1)} -${of(SOME)}`,
    () => `${some(2)} -"${piece()}"`,
    () => `-${of(SOME)}`,
    () => `tag:"${of(TERMS)}"`,
    () => `-tag:"${of(TERMS)}" ${some(1)}`,
    () => `${some(2)} year:${of(['2019', '2020', '2021', '2019-2020', '2020-02', '2020-', '2018'])}`,
    () => `"${piece()}" ${some(1)} tag:"${of(TERMS)}"`,
  ];
}

/**
 * Asks `archive` for what is in `documents`, so many times, and compares with a scan; how often that could be done.
 * `hasParts`: whether the dictionary is in parts. Joined words count where their part is read: not always, then.
 */
export async function checkAnswers(archive, documents, random, { stem, hasParts, times }) {
  const scan = new Scan(documents, stem);
  const ways = waysToAsk(random, documents);
  const settings = { taxonomies: TAXONOMIES, languages: [{ tag: 'en' }], fold };
  let asked = 0;
  for (let i = 0; i < times; i++) {
    const query = random.of(ways)();
    if (hasParts && / /.test(parse(query, settings).text.trim())) continue;
    const expected = scan.answer(query);
    if (!expected) continue;
    asked++;
    const urls = expected.map((doc) => documents[doc].url).sort();
    assert.deepEqual(await answer(archive, query), urls, query);
  }
  return asked;
}
