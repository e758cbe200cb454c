// Makes queries that have a known answer, of many kinds, from the articles of a site.
//
//   node make_queries.mjs ARTICLES [--forms FORMS] [--each 60] [--seed 1] > queries.jsonl
//
// ARTICLES are the JSON lines of `articles.mjs`, FORMS those of `inflections.py`: without them, there are no
// queries of the kind `inflect`. Each line of the output is
//
//   {kind, language, query, expected, half}
//
// `expected` is the `url` of the article that the query was made from, and that it can hardly mean another
// than. It is `null` for the commonest words of a language, which are there to see what they cost. `half` is
// `even` or `odd`: a search is tuned on the even ones, and judged by the odd ones. The editions of a story
// are in one half.
//
// All choices are made by hashing, so the same articles give the same queries. Nothing of the search is used:
// words are what plain expressions find, and in Chinese and Japanese what ICU's dictionary takes for a word.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    forms: { type: 'string' },
    each: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});
if (positionals.length !== 1) {
  throw new Error(
    'usage: node make_queries.mjs ARTICLES [--forms FORMS] [--each N] [--seed S] > queries.jsonl',
  );
}
const EACH = Number(options.each);

/** So many of the commonest words of a language are asked for. */
const COMMON = 20;
const UNSPACED = new Set(['zh', 'ja']);
const ELIDED = {
  fr: 'l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu',
  it: 'l|un|d|c|dell|all|dall|nell|sull|quest|quell',
  ca: 'l|d|m|t|s|n',
};
const QUESTIONS = {
  en: ['how to', 'what is'],
  fr: ['comment', 'qu’est-ce que', 'pourquoi'],
  de: ['wie', 'was ist', 'warum'],
  es: ['cómo', 'qué es'],
  it: ['come', 'che cosa è'],
  pt: ['como', 'o que é'],
  id: ['bagaimana', 'apa itu'],
  vi: ['làm thế nào', 'tại sao'],
  pl: ['jak', 'co to jest'],
  tr: ['nasıl', 'neden'],
  ru: ['как', 'что такое'],
  uk: ['як', 'що таке'],
  bg: ['как', 'какво е'],
  zh: ['如何', '什么是', '为什么'],
  ja: ['どうやって', 'なぜ'],
};

/** 53 bits (cyrb53). */
function hash(...parts) {
  const text = `${options.seed}\n${parts.join('\n')}`;
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

const pick = (list, ...parts) => list[hash(...parts) % list.length];
/** A list, or what is made of its items, in an order that hashing gives. */
const shuffled = (list, ...parts) =>
  list
    .map((item, i) => [hash(...parts, i, String(item)), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
const unique = (list) => [...new Set(list)];
const subtag = (language) => language.split('-')[0];

const WORD = /cve-\d{4}-\d+|\p{N}+(?:\.\p{N}+)+|[\p{L}\p{M}\p{N}]+/giu;
const SYMBOL = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:C\+\+|[CF]#|CVE-\d{4}-\d{4,})(?![\p{L}\p{N}])|` +
    String.raw`(?<![\p{L}\p{N}.])(?:\.NET|v?\d+\.\d+(?:\.\d+)+)(?![\p{L}\p{N}.])`,
  'gu',
);
const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]/u;
const segmenters = new Map();

/** `[word, start]` of a text in a language, as written. */
function cut(text, language) {
  if (!UNSPACED.has(subtag(language)))
    return [...text.matchAll(WORD)].map((found) => [found[0], found.index]);
  if (!segmenters.has(language))
    segmenters.set(language, new Intl.Segmenter(language, { granularity: 'word' }));
  const found = [];
  // A text twice as long takes more than twice the time.
  for (const { 0: run, index: start } of text.matchAll(/\S{1,1000}/g)) {
    for (const { segment, index, isWordLike } of segmenters.get(language).segment(run)) {
      if (isWordLike) found.push([segment, start + index]);
    }
  }
  return found;
}

const lower = (text) => text.normalize('NFC').toLowerCase();
const wordsOf = (text, language) => cut(lower(text), language).map(([word]) => word);
/** Whether somebody would search for a word. */
const isTelling = (word) =>
  HAN.test(word) ? [...word].length > 1 : /\p{L}/u.test(word) ? [...word].length > 2 : /\.|\d{4}/u.test(word);
const isPlain = (word) => /^[\p{L}\p{M}]+$/u.test(word) && !HAN.test(word);
const sentences = (text, language) =>
  text
    .split(UNSPACED.has(subtag(language)) ? /[。！？；\n]/u : /(?<=[.!?…])\s+|\n/u)
    .filter((one) => one.trim());

/** Lists of documents by word, in rising order. */
class Postings {
  #lists = new Map();

  add(doc, words) {
    for (const word of new Set(words)) {
      const list = this.#lists.get(word);
      if (list) list.push(doc);
      else this.#lists.set(word, [doc]);
    }
  }

  count(word) {
    return this.#lists.get(word)?.length ?? 0;
  }

  /** The words that most documents have. */
  common() {
    const all = [...this.#lists].sort(
      ([one, a], [other, b]) => b.length - a.length || (one < other ? -1 : 1),
    );
    return all.slice(0, COMMON).map(([word]) => word);
  }

  /** The documents that have all the words. */
  having(words) {
    const lists = words.map((word) => this.#lists.get(word) ?? []).sort((a, b) => a.length - b.length);
    let [found] = lists;
    for (const list of lists.slice(1)) {
      if (!found.length) break;
      const others = new Set(list);
      found = found.filter((doc) => others.has(doc));
    }
    return found;
  }
}

async function* lines(file) {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line) yield JSON.parse(line);
  }
}

/** By language, `{words, postings, same}` of titles; and by story, each edition's language and place. */
async function readTitles(file) {
  const languages = new Map();
  const stories = new Map();
  for await (const { language, key, title } of lines(file)) {
    if (!languages.has(language)) {
      languages.set(language, { words: [], postings: new Postings(), same: new Map() });
    }
    const { words, postings, same } = languages.get(language);
    const found = wordsOf(title, language);
    const place = words.push(found) - 1;
    postings.add(place, found);
    same.set(lower(title), (same.get(lower(title)) ?? 0) + 1);
    if (!stories.has(key)) stories.set(key, []);
    stories.get(key).push([language, place]);
  }
  return { languages, stories };
}

/** By language, the other forms of words. */
async function readForms(file) {
  const languages = new Map();
  if (!file) return languages;
  for await (const { language, forms } of lines(file)) {
    if (!languages.has(language)) languages.set(language, new Map());
    const words = languages.get(language);
    for (const form of forms) {
      words.set(form, unique([...(words.get(form) ?? []), ...forms.filter((other) => other !== form)]));
    }
  }
  return languages;
}

/** The articles of a language, and the queries that can be made of each. */
class Maker {
  constructor(language, documents, titles, forms) {
    Object.assign(this, { language, documents, titles, forms });
    this.kind = '';
    this.postings = new Postings();
    for (const [i, document] of documents.entries()) {
      document.place = i;
      const { title, summary, text, code } = document;
      this.postings.add(i, wordsOf(`${title}\n${summary}\n${text}\n${code}`, language));
    }
  }

  pick(list, { url }, ...more) {
    return pick(list, this.kind, url, ...more);
  }

  shuffled(list, { url }, ...more) {
    return shuffled(list, this.kind, url, ...more);
  }

  has({ title, summary, text, code }, words) {
    return lower(`${title}\n${summary}\n${text}\n${code}`).includes(words);
  }

  /** So many rarest words of those of a title, in its order, if no other title has all of them. */
  rarest(words, count, postings = this.titles.postings) {
    const found = words
      .map((word, i) => [postings.count(word), i, word])
      .sort((a, b) => a[0] - b[0] || a[1] - b[1])
      .slice(0, count)
      .sort((a, b) => a[1] - b[1])
      .map(([, , word]) => word);
    return found.length > 1 && postings.having(found).length === 1 ? found : undefined;
  }

  /** Two or three words of a title. */
  titleWords({ place, url }) {
    const words = unique(this.titles.words[place]).filter(isTelling);
    return this.rarest(words, words.length > 3 ? 2 + (hash('words', url) % 2) : 2);
  }

  /**
   * Another word of the title or of `sentence`, so that no other article has it and all of `words`, but many
   * have it without them: it alone does not find the article.
   */
  companion(document, words, sentence) {
    const { postings, documents } = this;
    const isOther = (word) =>
      isTelling(word) && !words.some((one) => one.includes(word) || word.includes(one));
    const many = Math.max(3, Math.min(20, documents.length / 20));
    const known = words.filter((word) => postings.count(word));
    const here = [...this.shuffled(unique(this.titles.words[document.place]), document, 'title')];
    here.push(...this.shuffled(unique(wordsOf(sentence, this.language)), document, 'sentence'));
    return here.find(
      (word) =>
        isOther(word) &&
        postings.count(word) >= many &&
        postings.count(word) < documents.length / 2 &&
        postings.having([...known, word]).length === 1,
    );
  }

  /** What an expression finds in the title, or else in the text: `[found, sentence]`, ordered by hashing. */
  matches(document, expression) {
    const within = (text) => [...text.matchAll(expression)].map((found) => [found, text]);
    const found = within(document.title);
    const all = found.length ? found : sentences(document.text, this.language).flatMap(within);
    return this.shuffled(all.slice(0, 200), document, 'matches').slice(0, 20);
  }

  /** A query of something that an expression finds, and a companion. */
  around(document, expression, make) {
    for (const [found, sentence] of this.matches(document, expression)) {
      const made = make(found);
      if (!made) continue;
      const [query, words] = made;
      const other = this.companion(document, words, sentence);
      if (other) return `${query} ${other}`;
    }
    return undefined;
  }

  title3(document) {
    return this.titleWords(document)?.join(' ');
  }

  fulltitle({ title, place }) {
    if (this.titles.words[place].length < 2 || this.titles.same.get(lower(title)) > 1) return undefined;
    return title;
  }

  body3(document) {
    const { postings, documents, language } = this;
    const title = new Set(this.titles.words[document.place]);
    for (const sentence of this.shuffled(sentences(document.text, language), document).slice(0, 40)) {
      const words = unique(wordsOf(sentence, language)).filter(
        (word) =>
          isPlain(word) && word.length > 3 && !title.has(word) && postings.count(word) < documents.length / 8,
      );
      if (words.length < 3) continue;
      const some = this.shuffled(words, document, sentence).slice(0, 3);
      if (postings.having(some).length === 1) return words.filter((word) => some.includes(word)).join(' ');
    }
    return undefined;
  }

  prefix(document) {
    const words = this.titleWords(document);
    const last = words?.at(-1);
    if (!words || !isPlain(last) || [...last].length < 5) return undefined;
    const start = [...last].slice(0, Math.ceil([...last].length * 0.6)).join('');
    return [...words.slice(0, -1), start].join(' ');
  }

  inflect(document) {
    const words = this.titleWords(document);
    if (!words || !this.forms) return undefined;
    const own = (word) => this.postings.having([word]).includes(document.place);
    for (const word of this.shuffled(words, document)) {
      const others = (this.forms.get(word) ?? []).filter((form) => this.postings.count(form) && !own(form));
      if (others.length)
        return words.map((one) => (one === word ? this.pick(others, document) : one)).join(' ');
    }
    return undefined;
  }

  noaccent(document) {
    const words = this.titleWords(document);
    const query = words?.join(' ');
    if (!query || !/\p{Script=Latin}/u.test(query) || /[^\p{Script=Latin}\p{M}\p{N}\s.]/u.test(query))
      return undefined;
    const bare = query.normalize('NFD').replace(/\p{M}/gu, '');
    return bare === query.normalize('NFD') ? undefined : bare;
  }

  'elision-doc'(document) {
    const elided = ELIDED[subtag(this.language)];
    if (!elided) return undefined;
    const before = "(?<![\\p{L}\\p{M}\\p{N}'’-])";
    const after = "(?![\\p{L}\\p{M}\\p{N}'’-])";
    const text = `${document.title}\n${document.summary}\n${document.text}\n${document.code}`;
    return this.around(
      document,
      new RegExp(`${before}(?:${elided})['’]([\\p{L}\\p{M}]{4,})${after}`, 'giu'),
      ([, word]) => {
        if (this.postings.count(lower(word)) > this.documents.length / 20) return undefined;
        if (new RegExp(`${before}${word}(?![\\p{L}\\p{M}\\p{N}])`, 'iu').test(text)) return undefined;
        return [lower(word), [lower(word)]];
      },
    );
  }

  'elision-query'(document) {
    const elided = ELIDED[subtag(this.language)];
    if (!elided) return undefined;
    const text = `${document.title}\n${document.summary}\n${document.text}\n${document.code}`;
    return this.around(
      document,
      /(?<![\p{L}\p{M}\p{N}'’-])[aeiouéèêàâîô]\p{L}{4,}(?![\p{L}\p{M}\p{N}'’-])/giu,
      ([word]) => {
        if (this.postings.count(lower(word)) > this.documents.length / 20) return undefined;
        if (new RegExp(`['’]${word}`, 'iu').test(text)) return undefined;
        const start = /[sx]$/i.test(word) ? 'd' : this.pick(['l', 'd'], document);
        return [`${start}${this.pick(["'", '’'], document, '’')}${lower(word)}`, [lower(word)]];
      },
    );
  }

  camel(document, join) {
    const expression = /(?<![\p{L}\p{N}_])\p{Lu}?\p{Ll}+(?:\p{Lu}\p{Ll}+)+(?![\p{L}\p{N}_])/gu;
    return this.around(document, expression, ([word]) => {
      const parts = lower(word.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' '));
      if (word.length < 6 || parts.split(' ').some((part) => part.length < 2)) return undefined;
      if (this.postings.count(lower(word)) > this.documents.length / 20) return undefined;
      return this.has(document, parts) ? undefined : [parts.replaceAll(' ', join), [lower(word)]];
    });
  }

  'camel-split'(document) {
    return this.camel(document, ' ');
  }

  'camel-join'(document) {
    return this.camel(document, '');
  }

  hyphen(document, join) {
    const expression = /(?<![\p{L}\p{N}_-])\p{L}{2,}(?:-\p{L}{2,}){1,3}(?![\p{L}\p{N}_-])/gu;
    return this.around(document, expression, ([word]) => {
      const parts = lower(word).split('-');
      const query = parts.join(join);
      return this.has(document, query) ? undefined : [query, parts];
    });
  }

  'hyphen-split'(document) {
    return this.hyphen(document, ' ');
  }

  'hyphen-join'(document) {
    return this.hyphen(document, '');
  }

  symbol(document) {
    return this.around(document, SYMBOL, ([symbol]) => [symbol, wordsOf(symbol, 'en')]);
  }

  typo(document) {
    const words = this.titleWords(document);
    const longest = words?.filter((word) => isPlain(word)).sort((a, b) => b.length - a.length)[0];
    if (!longest || [...longest].length < 5) return undefined;
    const letters = [...longest];
    const others = unique([...words.join('').replace(/[^\p{L}]/gu, '')]);
    for (let attempt = 0; attempt < 10; attempt++) {
      const number = hash('typo', document.url, attempt);
      const at = 2 + (number % (letters.length - 2));
      const letter = others[Math.floor(number / 64) % others.length];
      const wrong = [...letters];
      const edit = Math.floor(number / 4096) % 4;
      if (edit === 0) wrong.splice(at, 1);
      else if (edit === 1) wrong.splice(at, 0, letter);
      else if (edit === 2) wrong[at] = letter;
      else if (at + 1 < letters.length) [wrong[at], wrong[at + 1]] = [wrong[at + 1], wrong[at]];
      const typed = wrong.join('');
      if (typed !== longest && !this.postings.count(typed)) {
        return words.map((word) => (word === longest ? typed : word)).join(' ');
      }
    }
    return undefined;
  }

  /** A word that many articles have, but none that has all the others. */
  extraWord(document, words) {
    const { documents, postings } = this;
    for (let attempt = 0; attempt < 20; attempt++) {
      const other = this.pick(documents, document, 'other', attempt);
      const word = this.pick(unique(this.titles.words[other.place]).concat(''), document, 'word', attempt);
      const count = postings.count(word);
      if (!isTelling(word) || (!isPlain(word) && !HAN.test(word)) || words.includes(word)) continue;
      if (count < 3 || count > documents.length / 10 || postings.having([...words, word]).length) continue;
      return word;
    }
    return undefined;
  }

  extra(document) {
    const words = this.titleWords(document);
    const word = words && this.extraWord(document, words);
    if (!word) return undefined;
    const at = hash('extra', document.url) % (words.length + 1);
    return [...words.slice(0, at), word, ...words.slice(at)].join(' ');
  }

  question(document) {
    const words = this.titleWords(document);
    const starts = QUESTIONS[subtag(this.language)];
    return words && starts && `${this.pick(starts, document)} ${words.join(' ')}`;
  }

  phrase(document) {
    const { postings, documents, language } = this;
    for (const sentence of this.shuffled(sentences(document.text, language), document).slice(0, 30)) {
      const found = [...sentence.matchAll(/(?<![^\s])[\p{L}\p{M}]+(?: [\p{L}\p{M}]+){3}(?![^\s,.;:!?])/gu)];
      for (const [run] of this.shuffled(found, document)) {
        const words = lower(run).split(' ');
        const counts = words.map((word) => postings.count(word));
        if (Math.max(...counts) < documents.length / 4 || Math.min(...counts) > documents.length / 10)
          continue;
        const rivals = postings.having(unique(words));
        if (rivals.length > 100) continue;
        if (rivals.filter((place) => this.flat(place).includes(` ${words.join(' ')} `)).length === 1)
          return `"${run}"`;
      }
    }
    return undefined;
  }

  /** The words of an article between single spaces. */
  flat(place) {
    const { title, summary, text, code } = this.documents[place];
    return ` ${wordsOf(`${title}\n${summary}\n${text}\n${code}`, this.language).join(' ')} `;
  }

  /** Words of another edition's title. */
  xlang(document, { languages, stories }) {
    const own = new Set(this.titles.words[document.place]);
    const others = stories.get(document.key).filter(([language]) => language !== this.language);
    for (const [language, place] of this.shuffled(others, document)) {
      const { words, postings } = languages.get(language);
      const telling = unique(words[place]).filter(
        (word) => isTelling(word) && !own.has(word) && postings.count(word) <= Math.max(3, words.length / 20),
      );
      const rarest = this.rarest(telling, 3, postings);
      if (rarest) return rarest.join(' ');
    }
    return undefined;
  }
}

/** For languages that do not separate words. */
class UnspacedMaker extends Maker {
  count(text) {
    let count = 0;
    for (const document of this.documents) if (this.has(document, text)) count++;
    return count;
  }

  has(document, text) {
    const { title, summary, text: body, code } = document;
    document.whole ??= lower(`${title}\n${summary}\n${body}\n${code}`);
    return document.whole.includes(text);
  }

  titleWords(document) {
    return this.rarest(unique(this.titles.words[document.place]).filter(isTelling), 2);
  }

  '2words'(document) {
    const words = unique(this.titles.words[document.place]).filter(
      (word) => HAN.test(word) && isTelling(word),
    );
    return this.rarest(words, 2)?.join(' ');
  }

  joined(document) {
    return this['2words'](document)?.replace(' ', '');
  }

  mixed(document) {
    for (const text of [
      document.title,
      ...this.shuffled(sentences(document.text, this.language), document),
    ].slice(0, 20)) {
      const words = unique(wordsOf(text, this.language));
      const latin = words.filter((word) => /^[a-z][a-z0-9]+$/.test(word) && word.length > 1);
      const others = words.filter((word) => HAN.test(word) && isTelling(word));
      for (const word of this.shuffled(latin, document, text)) {
        const other = this.shuffled(others, document, text).find(
          (one) => this.postings.having([word, one]).length === 1,
        );
        if (other) return `${word}${other}`;
      }
    }
    return undefined;
  }

  /** Runs of characters without anything between: `[run, starts]`, where words begin, and the run's end. */
  *runs(document) {
    for (const sentence of [
      document.title,
      ...this.shuffled(sentences(document.text, this.language), document),
    ].slice(0, 20)) {
      for (const { 0: run } of sentence.matchAll(
        /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]{6,}/gu,
      )) {
        yield [
          lower(run),
          new Set([...cut(lower(run), this.language).map(([, start]) => start), run.length]),
        ];
      }
    }
  }

  substr(document) {
    for (const [run, starts] of this.runs(document)) {
      const places = [...Array(run.length - 3).keys()].filter(
        (i) => (!starts.has(i) || !starts.has(i + 4)) && [1, 2, 3].some((j) => starts.has(i + j)),
      );
      for (const i of this.shuffled(places, document, run).slice(0, 3)) {
        if (this.count(run.slice(i, i + 4)) <= 3) return run.slice(i, i + 4);
      }
    }
    return undefined;
  }

  phrase(document) {
    for (const [run, starts] of this.runs(document)) {
      const places = [...starts].flatMap((i) =>
        [6, 7, 8].filter((j) => starts.has(i + j)).map((j) => [i, i + j]),
      );
      for (const [start, end] of this.shuffled(places, document, run).slice(0, 3)) {
        if (this.count(run.slice(start, end)) === 1) return `"${run.slice(start, end)}"`;
      }
    }
    return undefined;
  }

  title({ title, place }) {
    return this.fulltitle({ title, place });
  }

  question(document) {
    const words = this.titleWords(document);
    const between = subtag(this.language) === 'ja' ? ' ' : '';
    return words && `${this.pick(QUESTIONS[subtag(this.language)], document)}${words.join(between)}`;
  }
}

const SPACED_KINDS = [
  'title3',
  'fulltitle',
  'body3',
  'prefix',
  'inflect',
  'noaccent',
  'elision-doc',
  'elision-query',
  'camel-split',
  'camel-join',
  'hyphen-split',
  'hyphen-join',
  'symbol',
  'typo',
  'extra',
  'question',
  'phrase',
  'xlang',
];
const UNSPACED_KINDS = [
  '2words',
  'joined',
  'mixed',
  'substr',
  'phrase',
  'title',
  'extra',
  'question',
  'xlang',
];

const [file] = positionals;
const titles = await readTitles(file);
const forms = await readForms(options.forms);
for (const language of [...titles.languages.keys()].sort()) {
  const documents = [];
  for await (const article of lines(file)) if (article.language === language) documents.push(article);
  const isUnspaced = UNSPACED.has(subtag(language));
  const maker = new (isUnspaced ? UnspacedMaker : Maker)(
    language,
    documents,
    titles.languages.get(language),
    forms.get(language),
  );
  const counts = [];
  for (const kind of isUnspaced ? UNSPACED_KINDS : SPACED_KINDS) {
    maker.kind = kind;
    const asked = new Set();
    const order = documents
      .map((document) => [hash('order', kind, document.url), document])
      .sort(([a], [b]) => a - b);
    for (const [, document] of order) {
      if (asked.size === EACH) break;
      const query = maker[kind](document, titles);
      if (!query || asked.has(query)) continue;
      asked.add(query);
      const half = hash('half', document.key) % 2 ? 'odd' : 'even';
      process.stdout.write(`${JSON.stringify({ kind, language, query, expected: document.url, half })}\n`);
    }
    counts.push(`${kind} ${asked.size}`);
  }
  for (const query of maker.postings.common()) {
    const half = hash('half', query) % 2 ? 'odd' : 'even';
    process.stdout.write(`${JSON.stringify({ kind: 'common', language, query, expected: null, half })}\n`);
  }
  process.stderr.write(`${language}: ${counts.join(', ')}\n`);
}
