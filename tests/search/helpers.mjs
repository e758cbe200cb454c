// What several tests of the search need: numbers by chance, but the same each time; archives in memory.
import { Archive } from '../../search/archive.mjs';
import { encode, inOrder } from './encoder.mjs';

/** Numbers by chance: `below(n)`, and `of(list)`, one of it. */
export function chance(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  return { below, of: (list) => list[below(list.length)] };
}

/** The second script of the search page. */
export const more = () => import('../../search/more.mjs');

/** A stand-in for stemming: without a plural's `s`. */
export const stem = (word) => word.replace(/s$/, '');

export const TAXONOMIES = [
  { name: 'tags', words: ['tag', 'mot-clé', '标签'] },
  { name: 'authors', words: ['author'] },
];

/**
 * An archive in memory, of documents by language: `{archive, documents, files, asked}`: `files` by path,
 * `asked` has the paths that were asked for. `options` are those of `encode`, and `settings` of `Archive`.
 */
export function inMemory(documentsByLanguage, options = {}, settings = {}) {
  const files = new Map();
  const documents = {};
  const languages = Object.entries(documentsByLanguage).map(([tag, list]) => {
    documents[tag] = inOrder(list);
    const { index, files: own } = encode(documents[tag], {
      language: tag,
      stem,
      taxonomies: TAXONOMIES,
      ...options,
    });
    for (const [path, bytes] of own) files.set(`/top/${path}`, bytes);
    return { tag, dir: tag === 'ar' ? 'rtl' : 'ltr', name: tag, index };
  });
  const asked = [];
  const fetch = async (path) => {
    asked.push(path);
    return files.get(path);
  };
  const all = { base: '/top/', languages, taxonomies: TAXONOMIES, fetch, keep: null, more, ...settings };
  return { archive: new Archive(all), settings: all, documents, files, asked };
}
