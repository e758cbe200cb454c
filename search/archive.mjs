// The search of a site: takes a question apart, finds what answers it, and gives what is shown of that.
import { fold, words } from './analysis.mjs';
import { IndexFault, all, isLone } from './common.mjs';
import { decode, inflate } from './format.mjs';
import { openIndex } from './lookup.mjs';
import { WEIGHTS, best, isCommon, rank, rarity } from './rank.mjs';

/** What more than words a query may have: quotation marks, colons, minus signs. */
const OPERATORS = /["“”„‟«»「」『』＂:：]|(?<!\S)[-−－]/;

const ignore = () => {};

/** A file from the web: `null` where there is none. */
async function fetchFile(url, signal) {
  const response = await fetch(url, { signal });
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  // Gone, or forbidden: so some stores say that there is none.
  if ([403, 404, 410].includes(response.status)) return null;
  throw Error(response.status);
}

/** The words of a question: without the last character of a run alone, which the pair before it has. */
const wordsOf = (text, tag) =>
  words(text, tag).filter((word, i, list) => !(isLone(word) && list[i - 1]?.end > word.start));

/**
 * What word `i` of `tokens` may stand in a document as: readings, `[weight, ...groups]`: all of these groups.
 */
async function readingsOf(index, tokens, i) {
  const { asked, find, route, part, more } = index;
  const { surface, parts } = tokens[i];
  const readings = [];
  const add = (weight, ...groups) => {
    if (groups[0] && groups.every(Boolean)) readings.push([weight, ...groups]);
  };
  if (isLone(tokens[i])) {
    // Each pair that it begins, and itself at the end of a run.
    for (const [, group] of await (await more()).beginning(index, surface)) add(1, group);
    return readings;
  }
  const [own, ...groups] = await all([surface, ...parts], find);
  add(1, own);
  // A part that is longer than its word is another spelling of it: `zuerich`.
  const shorter = groups.filter((group, j) => parts[j].length <= surface.length || add(1, group));
  if (shorter.length > 1) add(WEIGHTS.parts, ...shorter);
  if (!own) for (const group of shorter) add(WEIGHTS.part, group);
  for (const [from, token] of tokens.slice(0, i + 1).entries()) {
    // With a word beside it as one word, if that is in a part of the dictionary that is read anyway.
    const joined = token.surface + tokens[from + 1]?.surface;
    const isBeside = from > i - 2 && tokens[from + 1] && !token.unspaced;
    if (isBeside && tokens.some((one) => route(one.surface) === route(joined))) add(1, await find(joined));
    // With those around it as what has a synonym.
    for (const [name, meant] of (await part(token.surface)).synonyms) {
      const source = name.split(' ');
      if (from + source.length > i && source.every((word, j) => word === tokens[from + j]?.surface)) {
        add(WEIGHTS.synonym, ...(await all(asked(meant), (word) => find(word.surface))));
      }
    }
  }
  return readings;
}

/** How many words of a question are looked for. An address may hold thousands. */
const MOST_WORDS = 40;

/** The first wave: the parts of the dictionary that have the words of a question. */
async function look(index, question) {
  const tokens = index.asked(question.text).slice(0, MOST_WORDS);
  return {
    index,
    units: await all(tokens, async (token, i) => ({ token, readings: await readingsOf(index, tokens, i) })),
  };
}

/** What answers a question in one language; `known` are the words that are some in any. */
async function answer({ index, units, opening }, question, known) {
  const { n, list, more } = index;
  await all(units, async (unit, i) => {
    const { token, readings } = unit;
    const { surface, unspaced } = token;
    const isOpen = question.isOpen && token.end === question.text.length;
    const isNew = !readings.length;
    if (!unspaced && (isOpen || isNew)) {
      const canBegin = isOpen || !units[i + 1];
      const canGuess = isNew && !known.has(surface);
      const others = await (await more()).standIns(index, surface, canBegin, canGuess, isOpen);
      readings.push(...others.map(([weight, group]) => [weight, group]));
      if (isNew && !isOpen) unit.standIns = others;
    }
    // As rare as the heaviest reading, of which the others are only more.
    const [, ...groups] = readings.reduce((most, one) => (one[0] > most[0] ? one : most), [0]);
    unit.count = groups[0] ? Math.min(...groups.map(({ count }) => count)) : 0;
    unit.weight = rarity(unit.count, n) * token.weight;
    unit.isSeam = token.weight < 1;
  });
  const found = units.filter(({ readings }) => readings.length);
  const rare = found.filter(({ count }) => !isCommon(count, n));
  const ranked = rare[0] ? rare : found;
  const groupsOf = ({ readings }) => readings.flatMap(([, ...groups]) => groups);
  await all(ranked.flatMap(groupsOf), list);
  const open = await opening;
  for (const unit of found) unit.isIgnored = !ranked.includes(unit);
  const total = units.reduce((sum, { isIgnored, weight }) => (isIgnored ? sum : sum + weight), 0);
  const [docs, scores] = units[0]
    ? rank(index.arrays, ranked, total, open)
    : [[...open.keys()].filter((doc) => open[doc]), []];
  return { index, docs, scores, units, ranked, question };
}

/** A page of the articles that are found in one language. */
async function articles([{ index, docs, scores }], byDate, { page = 1, perPage = 10 }, _, { base, languages }) {
  const { tag, dir } = index.language;
  const places = byDate ? [...docs.keys()].reverse() : best(scores, page * perPage);
  const results = await all(places.slice((page - 1) * perPage, page * perPage), async (i) => {
    const [url, title, date, editions] = await index.record(docs[i]);
    const others = editions.flatMap(([place]) => languages[place] ?? []);
    return {
      ...{ url: base + url, title, date, language: tag, dir, score: scores[i] ?? 0 },
      ...{ editions: others.map(({ tag }) => ({ language: tag })), matchedIn: [tag] },
    };
  });
  return { total: docs.length, isExact: true, results };
}

export class Archive {
  #files = new Map();

  /**
   * - `base`: the absolute path of the site's top: `/`, or `/archive/`
   * - `languages`: `[{tag, dir, name, index}]`; `index` is the path of the language's `m` below `base`
   * - `taxonomies`: `[{name, words}]`; `words` are other names that a query may call it by
   * - `names`: what else the filters `year` and `lang` are called by, perhaps: `{year: 'année'}`
   * - `fetch`: `async (path, signal) => Uint8Array`, or nothing for a file that is not there; without it,
   *   that of the browser. A script in Node.js may read files.
   * - `keep`: a `Cache` or a promise of one, where files are kept between visits; without it, that of the
   *   browser; `null` for none
   * - `preloaded`: the path, below `base`, of a file that the page itself has asked for: it comes from there,
   *   and not from what is kept
   * - `more`: gives a promise of `more.mjs`, which not all questions need
   */
  constructor(settings) {
    const { keep = globalThis.caches?.open('depeche-search') } = settings;
    this.settings = { fetch: fetchFile, fold, ...settings, keep: Promise.resolve(keep).catch(ignore) };
  }

  /** A file, decoded, once. What was asked for by a question that is given up is asked for again. */
  #load(path, how, signal) {
    const started = this.#files.get(path);
    if (started) {
      return started.catch((error) => {
        if (error.name !== 'AbortError' || signal?.aborted) throw error;
        return this.#load(path, how, signal);
      });
    }
    const file = this.#read(this.settings.base + path, how, signal);
    this.#files.set(path, file);
    file.catch(() => this.#files.delete(path));
    return file;
  }

  async #read(url, how, signal) {
    const { base, fetch, keep, preloaded } = this.settings;
    const store = await keep;
    const kept = url !== base + preloaded && (await store?.match(url).catch(ignore));
    const bytes = kept
      ? new Uint8Array(await kept.arrayBuffer())
      : await fetch(url, signal).catch((cause) => {
          throw cause.name === 'AbortError' ? cause : Object.assign(Error(cause), { kind: 'offline' });
        });
    try {
      // A file that is not there is as bad as one that is empty.
      const content = decode(await inflate(bytes ?? []), ...how);
      // That the store is full, or closed, is no matter.
      if (!kept) store?.put(url, new Response(bytes)).catch(ignore);
      return content;
    } catch (fault) {
      store?.delete(url).catch(ignore);
      throw fault;
    }
  }

  /** The index of a language: what `openIndex` gives, and the words of a text and those of a question. */
  async open(language, signal) {
    const load = (path, ...how) => this.#load(path, how, signal);
    return {
      language,
      more: this.settings.more,
      decode,
      words: (text) => words(text, language.tag),
      asked: (text) => wordsOf(text, language.tag),
      ...(await openIndex(language.index, load)),
    };
  }

  /** A query taken apart, as `parse` does: one of words alone is one already. */
  async parse(query, options = {}) {
    const { languages, more } = this.settings;
    const { filters = {}, isTyping } = options;
    const isPlain = !OPERATORS.test(query) && !Object.keys(filters)[0];
    if (!isPlain) return (await more()).parse(query, this.settings, options);
    const language = languages.find(({ tag }) => tag === options.language) ?? languages[0];
    return { ...options, isPlain, text: query, phrases: [], isOpen: isTyping && /\S$/.test(query), language };
  }

  /**
   * Answers `query`.
   *
   * Options: `language`, the reader's, a tag; `everywhere`, in all languages; `filters`, names and values as
   * in the query, `{tag: 'x', author: ['y', 'z'], year: 2021}`; `sort`, `'relevance'` or `'date'`; `page`,
   * from 1; `perPage`; `isTyping`, whether the last word may be unfinished; `signal`, to give it up.
   *
   * Gives `{total, isExact, results, found, spelling, ignored}`:
   *
   * - `total`: how many were found. In all languages, editions of a story count apart as long as they are on
   *   later pages; `isExact` is then false
   * - `results`: `{url, title, date, language, dir, score, editions, matchedIn}`; `editions` are the others,
   *   `{language, url, title, date, dir}`, of which only the language is there where the rest is not known;
   *   `matchedIn` has the languages in which it was found
   * - `found`: by language, what `marksOf` makes marks of
   * - `spelling`: `{word, used}`: an unknown word, and those that it was taken for
   * - `ignored`: words too common to tell anything
   *
   * Throws errors of `kind` `'stale'`, if the index is not there, or not whole, or `'offline'`.
   */
  async search(query, options = {}) {
    const { languages, more } = this.settings;
    const question = await this.parse(query, options);
    const searched = question.everywhere ? languages : [question.language];
    const looks = await all(searched, async (one) => {
      const index = await this.open(one, options.signal);
      const opening = question.isPlain
        ? new Uint8Array(index.n).fill(1)
        : index.more().then(({ openTo }) => openTo(index, question, readingsOf));
      // Should it fail, it does so where it is waited for.
      opening.catch?.(ignore);
      return { opening, ...(await look(index, question)) };
    });
    const units = looks.flatMap((one) => one.units);
    // What is a word in one language is not taken for a misspelling in another.
    const known = new Set(units.filter(({ readings }) => readings[0]).map(({ token }) => token.surface));
    const answers = await all(units[0] || question.isNarrow ? looks : [], (one) =>
      answer(one, question, known),
    );
    options.signal?.throwIfAborted();
    const byDate = !units[0] || question.sort === 'date';
    const { stories } = question.everywhere ? await more() : { stories: articles };
    const isToTell = units.some(({ isIgnored, standIns }) => isIgnored || standIns);
    return {
      ...{ total: 0, isExact: true, results: [], spelling: [], ignored: [] },
      ...(answers[0] && (await stories(answers, byDate, options, question, this.settings))),
      ...(isToTell && (await more().catch(ignore))?.notesOf(answers)),
      found: Object.fromEntries(answers.map((one) => [one.index.language.tag, one])),
    };
  }

  /** Loads what a search for `query` will need first. */
  async prefetch(query, options) {
    const question = await this.parse(query, options);
    await look(await this.open(question.language, options?.signal), question);
  }
}
