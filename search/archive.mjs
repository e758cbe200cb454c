// The search of a site: takes a question apart, finds what answers it, and gives what is shown of that.
import { words } from './analysis.mjs';
import { IndexFault, inflate, readFilters } from './format.mjs';
import { all, openIndex } from './lookup.mjs';
import { parse } from './query.mjs';
import { WEIGHTS, best, eachInAll, isCommon, rank, rarity } from './rank.mjs';

/** How many files are kept between visits, at most. */
const MOST_KEPT = 600;

/** Of documents that may be found, what is set for those that are. */
const FOUND = 2;

const ignore = () => {};

/** A file from the web: `null` where there is none. */
async function fetchFile(url, signal) {
  const response = await fetch(url, { signal });
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  // Gone, or forbidden: so some stores say that there is none.
  if ([403, 404, 410].includes(response.status)) return null;
  throw Error(response.status);
}

/** Where files are kept, if anywhere, without those that were kept first, beyond a bound. */
async function openStore(keep) {
  const store = await keep;
  for (const key of (await store?.keys())?.slice(0, -MOST_KEPT) ?? []) store.delete(key);
  return store;
}

/** Whether a word is a single character of a script without spaces. */
const isLone = ({ surface, unspaced }) => unspaced && [...surface].length < 2;

/** The words of a question: without the last character of a run alone, which the pair before it has. */
const wordsOf = (text, tag) =>
  words(text, tag).filter((word, i, list) => !(isLone(word) && list[i - 1]?.end > word.start));

/**
 * What word `i` of `tokens` may stand in a document as: readings, `[weight, ...groups]`: all of these groups.
 */
async function readingsOf({ language, find, route, part, beginning }, tokens, i) {
  const { surface, parts } = tokens[i];
  const readings = [];
  const add = (weight, ...groups) => {
    if (groups[0] && groups.every(Boolean)) readings.push([weight, ...groups]);
  };
  if (isLone(tokens[i])) {
    // Each pair that it begins, and itself at the end of a run.
    for (const [, group] of await beginning(surface)) add(1, group);
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
    for (const [asked, meant] of (await part(token.surface)).synonyms) {
      const source = asked.split(' ');
      if (from + source.length > i && source.every((word, j) => word === tokens[from + j]?.surface)) {
        add(WEIGHTS.synonym, ...(await all(wordsOf(meant, language.tag), (word) => find(word.surface))));
      }
    }
  }
  return readings;
}

/** Of the documents that are `open`, 1 for each, those with one of `groups`. */
function only(open, groups) {
  const next = new Uint8Array(open.length);
  for (const { read } of groups) for (const doc of read.docs) next[doc] = open[doc];
  return next;
}

/**
 * Of the documents that are `open`, those that have `tokens` one after the other, and exactly these words.
 */
async function having({ find, list, beginning, positions }, tokens, open) {
  const places = await all(tokens, async (token) => {
    const { surface, position } = token;
    const isPrefix = isLone(token);
    const groups = isPrefix
      ? (await beginning(surface, true)).map(([, group]) => group)
      : [await find(surface)];
    if (!groups[0]) groups.pop();
    await all(groups, list);
    open = only(open, groups);
    return {
      count: groups.reduce((sum, { count }) => sum + count, 0),
      // Where the phrase would begin, each with its document, as one number, in order.
      load: async () => {
        const starts = [];
        const isIt = (word) => (isPrefix ? word.startsWith(surface) : word === surface);
        const visit = (doc, at) => starts.push(doc * 2 ** 32 + at - position);
        await all(groups, (group) => positions(group, isIt, open, visit));
        return Float64Array.from(starts).sort();
      },
    };
  });
  // The rarest words first, two at once: the others are looked for where these are.
  places.sort((a, b) => a.count - b.count);
  let starts;
  while (places.length && open.includes(1)) {
    for (const some of await all(places.splice(0, 2), ({ load }) => load())) {
      let at = 0;
      starts = (starts ?? some).filter((start) => {
        while (some[at] < start) at++;
        return some[at] === start;
      });
    }
    open = only(open, [{ read: { docs: starts.map((start) => Math.floor(start / 2 ** 32)) } }]);
  }
  return open;
}

/** How many words of a question are looked for. An address may hold thousands. */
const MOST_WORDS = 40;

/** The first wave: the parts of the dictionary that have the words of a question. */
async function look(index, question) {
  const tokens = wordsOf(question.text, index.language.tag).slice(0, MOST_WORDS);
  return {
    index,
    units: await all(tokens, async (token, i) => ({ token, readings: await readingsOf(index, tokens, i) })),
  };
}

/** Which documents filters, exclusions and phrases leave: 1 for each of them. */
async function openTo(index, { from, to, terms, phrases }) {
  const { n, language, months, find, list } = index;
  let end = index.dated;
  let start = from ? end : 0;
  for (const [month, count] of months) {
    if (month < from) start += count;
    if (month <= to) end += count;
  }
  const open = new Uint8Array(n).fill(1, start, end);
  const ofTerm = async ([taxonomy, term, isWithout]) => {
    const name = words(term, language.tag).map(({ surface }) => surface);
    const group = await find(`#${taxonomy}:${name.join(' ')}`);
    if (group) await list(group);
    return [only(open, group ? [group] : []), isWithout];
  };
  const ofPhrase = async ([text, isWithout]) => {
    const tokens = wordsOf(text, language.tag);
    if (!tokens[0]) return [open];
    if (!isWithout || tokens[1] || isLone(tokens[0])) return [await having(index, tokens, open), isWithout];
    const some = new Uint8Array(n);
    for (const [weight, ...groups] of await readingsOf(index, tokens, 0)) {
      await all(groups, list);
      if (weight >= WEIGHTS.parts) eachInAll(groups, (doc) => (some[doc] = 1));
    }
    return [some, true];
  };
  const masks = await Promise.all([...terms.map(ofTerm), ...phrases.map(ofPhrase)]);
  return open.map((is, doc) => is && masks.every(([some, isWithout]) => some[doc] ^ isWithout));
}

/** What should be shown as a whole: the surfaces of each phrase, and of each run of an unspaced script. */
function sequencesOf({ phrases }, units, tag) {
  const runs = [];
  for (const [i, { token }] of units.entries()) {
    const before = units[i - 1]?.token;
    if (!token.unspaced) continue;
    if (before?.unspaced && before.end > token.start) runs.at(-1).push(token.surface);
    else runs.push([token.surface]);
  }
  const wanted = phrases.filter(([, isWithout]) => !isWithout);
  const quoted = wanted.map(([text]) => wordsOf(text, tag).map(({ surface }) => surface));
  return [...quoted, ...runs].filter((one) => one[1]);
}

/** What answers a question in one language; `known` are the words that are some in any. */
async function answer({ index, units, opening }, question, known) {
  const { n, beginning, guess, list } = index;
  const typed = ({ token }) => question.text.slice(token.start, token.end);
  const spelling = [];
  await all(units, async (unit, i) => {
    const { token, readings } = unit;
    const { surface, unspaced } = token;
    const isOpen = question.isOpen && token.end === question.text.length;
    const isNew = !readings.length;
    const others = [];
    if (!unspaced && (isOpen || (isNew && !units[i + 1])) && surface[1]) {
      for (const [word, group] of await beginning(surface)) {
        others.push([WEIGHTS.prefix * Math.sqrt(surface.length / word.length), group, word]);
      }
    }
    const isGuess = isNew && !unspaced && !known.has(surface) && !(isOpen && others[0]);
    if (isGuess) others.push(...(await guess(surface)));
    others.sort(([a], [b]) => b - a);
    readings.push(...others.map(([weight, group]) => [weight, group]));
    if (isNew && !isOpen && others[0]) {
      spelling.push({ word: typed(unit), used: [...new Set(others.map(([, , word]) => word))] });
    }
    // As rare as the heaviest reading, of which the others are only more.
    const [, ...groups] = readings.reduce((most, one) => (one[0] > most[0] ? one : most), [0]);
    unit.count = groups[0] ? Math.min(...groups.map(({ count }) => count)) : 0;
    unit.weight = rarity(unit.count, n) * token.weight;
  });
  const found = units.filter(({ readings }) => readings.length);
  const rare = found.filter(({ count }) => !isCommon(count, n));
  const ranked = rare[0] ? rare : found;
  const ignored = found.filter((unit) => !ranked.includes(unit));
  const isInPhrase = (text) => question.phrases.some(([phrase]) => phrase.includes(text));
  const groupsOf = ({ readings }) => readings.flatMap(([, ...groups]) => groups);
  await all(ranked.flatMap(groupsOf), list);
  const open = await opening;
  const total = units.reduce((sum, unit) => sum + (ignored.includes(unit) ? 0 : unit.weight), 0);
  const [docs, scores] = units[0]
    ? rank(index.arrays, ranked, total, open)
    : [[...open.keys()].filter((doc) => open[doc]), []];
  for (const doc of docs) open[doc] = FOUND;
  // Of a synonym of several words, the rarest: the others are everywhere.
  const telling = ([weight, ...groups]) =>
    weight === WEIGHTS.synonym ? groups.sort((a, b) => a.count - b.count).slice(0, 1) : groups;
  const sequences = sequencesOf(question, units, index.language.tag);
  const marks = ranked.map(({ weight, token, readings }) => ({
    weight,
    words: [token.surface, ...readings.flatMap(telling).flatMap((group) => group.words)],
    sequences: sequences.filter((one) => one.includes(token.surface)),
  }));
  return {
    index,
    open,
    docs,
    scores,
    spelling,
    marks,
    ignored: ignored.map(typed).filter((text) => !isInPhrase(text)),
  };
}

export class Archive {
  #settings;
  #files = new Map();

  /**
   * - `base`: the absolute path of the site's top: `/`, or `/archive/`
   * - `languages`: `[{tag, dir, name, index}]`; `index` is the path of the language's `m` below `base`
   * - `taxonomies`: `[{name, words}]`; `words` are other names that a query may call it by
   * - `fetch`: `async (path, signal) => Uint8Array`, or nothing for a file that is not there; without it,
   *   that of the browser. A script in Node.js may read files.
   * - `keep`: a `Cache` or a promise of one, where files are kept between visits; without it, that of the
   *   browser; `null` for none
   * - `preloaded`: the path, below `base`, of a file that the page itself has asked for: it comes from there,
   *   and not from what is kept
   */
  constructor(settings) {
    const { keep = globalThis.caches?.open('depeche-search') } = settings;
    this.#settings = { fetch: fetchFile, ...settings, keep: openStore(keep).catch(ignore) };
  }

  /** A file, decoded, once. What was asked for by a question that is given up is asked for again. */
  #load(path, decode, signal) {
    const started = this.#files.get(path);
    if (started) {
      return started.catch((error) => {
        if (error.name !== 'AbortError' || signal?.aborted) throw error;
        return this.#load(path, decode, signal);
      });
    }
    const file = this.#read(this.#settings.base + path, decode, signal);
    this.#files.set(path, file);
    file.catch(() => this.#files.delete(path));
    return file;
  }

  async #read(url, decode, signal) {
    const { base, fetch, keep, preloaded } = this.#settings;
    const store = await keep;
    const kept = url !== base + preloaded && (await store?.match(url).catch(ignore));
    const bytes = kept
      ? new Uint8Array(await kept.arrayBuffer())
      : await fetch(url, signal).catch((cause) => {
          throw cause.name === 'AbortError' ? cause : Object.assign(Error(cause), { kind: 'offline' });
        });
    try {
      // A file that is not there is as bad as one that is empty.
      const content = decode(await inflate(bytes ?? []));
      // That the store is full, or closed, is no matter.
      if (!kept) store?.put(url, new Response(bytes)).catch(ignore);
      return content;
    } catch (fault) {
      store?.delete(url).catch(ignore);
      throw fault;
    }
  }

  async #open(language, signal) {
    return {
      language,
      ...(await openIndex(language.index, (path, decode) => this.#load(path, decode, signal))),
    };
  }

  /**
   * Answers `query`.
   *
   * Options: `language`, the reader's, a tag; `everywhere`, in all languages; `filters`, names and values as
   * in the query, `{tag: 'x', author: ['y', 'z'], year: 2021}`; `sort`, `'relevance'` or `'date'`; `page`,
   * from 1; `perPage`; `isTyping`, whether the last word may be unfinished; `signal`, to give it up.
   *
   * Gives `{total, isExact, results, marks, spelling, ignored}`:
   *
   * - `total`: how many were found. In all languages, editions of a story count apart as long as they are on
   *   later pages; `isExact` is then false
   * - `results`: `{url, title, date, language, dir, score, editions, matchedIn}`; `editions` are the others,
   *   `{language, url, title, date, dir}`, of which only the language is there where the rest is not known;
   *   `matchedIn` has the languages in which it was found
   * - `marks`: by language, what `excerpt` needs
   * - `spelling`: `{word, used}`: an unknown word, and those that it was taken for
   * - `ignored`: words too common to tell anything
   *
   * Throws errors of `kind` `'stale'`, if the index is not there, or not whole, or `'offline'`.
   */
  async search(query, options = {}) {
    const { languages } = this.#settings;
    const question = parse(query, this.#settings, options);
    const searched = question.everywhere ? languages : [question.language];
    const looks = await all(searched, async (one) => {
      const index = await this.#open(one, options.signal);
      const opening = openTo(index, question);
      // Should it fail, it does so where it is waited for.
      opening.catch(ignore);
      return { opening, ...(await look(index, question)) };
    });
    const units = looks.flatMap((one) => one.units);
    // What is a word in one language is not taken for a misspelling in another.
    const known = new Set(units.filter(({ readings }) => readings[0]).map(({ token }) => token.surface));
    const answers = await all(units[0] || question.isNarrow ? looks : [], (one) =>
      answer(one, question, known),
    );
    options.signal?.throwIfAborted();
    return {
      ...(await this.#page(answers, !units[0] || question.sort === 'date', question, options)),
      marks: Object.fromEntries(answers.map(({ index, marks }) => [index.language.tag, marks])),
      spelling: answers.flatMap(({ spelling }) => spelling),
      // What tells something in one of the languages is not passed over.
      ignored: (answers[0]?.ignored ?? []).filter((one) => answers.every(({ ignored }) => ignored.includes(one))),
    };
  }

  /** The stories of a page. An edition is `[place of its language, document]`. */
  async #page(answers, byDate, { language, everywhere }, { page = 1, perPage = 10 }) {
    const { base, languages } = this.#settings;
    const answerIn = (place) => answers.find(({ index }) => index.language === languages[place]);
    const isFound = ([place, doc]) => answerIn(place)?.open[doc] === FOUND;
    const load = async (entry) => {
      const [place, doc] = entry.edition;
      entry.record = await answerIn(place).index.record(doc);
    };
    // In one language, what is before the page is not looked at; in several, it may have the same stories.
    const wanted = page * perPage;
    const skipped = everywhere ? 0 : wanted - perPage;
    let total = 0;
    // As no story is twice in one language, the first of each language have the first of all.
    const entries = answers.flatMap(({ index, docs, scores }) => {
      total += docs.length;
      const places = byDate ? [...docs.keys()].reverse().slice(0, wanted) : best(scores, wanted);
      const place = languages.indexOf(index.language);
      return places.slice(skipped).map((i) => ({ edition: [place, docs[i]], score: scores[i] ?? 0 }));
    });
    let left = everywhere && total;
    if (byDate) await all(entries, load);
    entries.sort((a, b) =>
      byDate ? (a.record[2] < b.record[2]) - (a.record[2] > b.record[2]) : b.score - a.score,
    );
    const stories = [];
    const seen = new Set();
    while (entries[0] && stories.length + skipped < wanted) {
      const some = entries.splice(0, wanted - skipped - stories.length);
      await all(some, load);
      for (const entry of some) {
        left--;
        if (seen.has(`${entry.edition}`)) continue;
        entry.editions = [entry.edition, ...entry.record[3]].filter(([place]) => languages[place]);
        entry.found = entry.editions.filter(isFound);
        for (const one of entry.editions) seen.add(`${one}`);
        total -= entry.found.length - 1;
        stories.push(entry);
      }
    }
    const results = await all(
      stories.slice(wanted - perPage - skipped),
      async ({ score, editions, found }) => {
        // Those that were found, and that of the reader.
        const shown = await all(editions, async (edition) => {
          const [place, doc] = edition;
          const { tag, dir } = languages[place];
          const isReaders = languages[place] === language;
          if (!found.includes(edition) && !(everywhere && isReaders)) return { language: tag };
          const [url, title, date] = await answerIn(place).index.record(doc);
          return { url: base + url, title, date, language: tag, dir };
        });
        const main = shown.find((one) => one.url && one.language === language.tag) ?? shown[0];
        const others = shown.filter((one) => one !== main);
        return { ...main, score, editions: others, matchedIn: found.map(([place]) => languages[place].tag) };
      },
    );
    return { total, isExact: !(left > 0), results };
  }

  /**
   * Up to six words that the last word of `query` may become, those in the most documents first: `[{word,
   * query, documents}]`, where `query` is the whole one with that word.
   */
  async complete(query, options) {
    const { isOpen, language, text } = parse(query, this.#settings, { ...options, isTyping: true });
    const token = wordsOf(text, language.tag).at(-1);
    const isEnough = token?.unspaced ? isLone(token) : token?.surface[1];
    if (!isOpen || !isEnough || token.end < text.length) return [];
    const { beginning } = await this.#open(language, options?.signal);
    const start = query.slice(0, token.start - token.end);
    return (await beginning(token.surface))
      .filter(([word]) => word !== token.surface)
      .slice(0, 6)
      .map(([word, { count }]) => ({ word, query: start + word, documents: count }));
  }

  /** Loads what a search for `query` will need first. */
  async prefetch(query, options) {
    const question = parse(query, this.#settings, options);
    await look(await this.#open(question.language, options?.signal), question);
  }

  /** What can be chosen: `{taxonomies: [{name, terms: [[name, documents]]}], years: [[year, documents]]}`. */
  async filters(language) {
    const { months, terms, file } = await this.#open(parse('', this.#settings, { language }).language);
    const years = new Map();
    for (const [month, count] of months) {
      const year = Math.floor(month / 12);
      years.set(year, (years.get(year) ?? 0) + count);
    }
    const taxonomies = terms ? await file(`t${terms}`, readFilters) : [];
    return { taxonomies, years: [...years].reverse() };
  }
}
