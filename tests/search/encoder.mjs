// Writes a search index as docs/search-format.md has it, plainly: what the program writes is compared with
// this.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { words } from '../../search/analysis.mjs';

const encoder = new TextEncoder();
const byBytes = (a, b) => Buffer.compare(encoder.encode(a), encoder.encode(b));

/** Bytes, written one after the other. */
export class Writer {
  bytes = [];

  constructor(letter = '') {
    this.put(encoder.encode(letter));
  }

  put(bytes) {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }

  number(value) {
    for (; value > 127; value = Math.floor(value / 128)) this.bytes.push((value % 128) | 128);
    this.bytes.push(value);
    return this;
  }

  string(text) {
    const bytes = encoder.encode(text);
    return this.number(bytes.length).put(bytes);
  }

  hash(digits) {
    return this.put(Buffer.from(digits, 'hex'));
  }

  words(list, after = () => {}) {
    let before = new Uint8Array();
    for (const [i, word] of list.entries()) {
      const bytes = encoder.encode(word);
      let shared = 0;
      while (shared < bytes.length && bytes[shared] === before[shared]) shared++;
      this.number(shared)
        .number(bytes.length - shared)
        .put(bytes.subarray(shared));
      after(i);
      before = bytes;
    }
    return this;
  }
}

/** Bits, the low ones of each byte first. */
class BitWriter {
  bytes = [];
  #free = 0;

  bit(value) {
    if (!this.#free) {
      this.bytes.push(0);
      this.#free = 8;
    }
    this.bytes[this.bytes.length - 1] |= value << (8 - this.#free--);
  }

  bits(value, count) {
    for (let i = 0; i < count; i++) this.bit(Math.floor(value / 2 ** i) % 2);
  }

  rice(value, k) {
    for (let i = Math.floor(value / 2 ** k); i; i--) this.bit(1);
    this.bit(0);
    this.bits(value, k);
  }

  gamma(value) {
    const size = Math.floor(Math.log2(value));
    for (let i = 0; i < size; i++) this.bit(0);
    this.bit(1);
    this.bits(value, size);
  }
}

/** The k with which `values` take the fewest bits, near the logarithm of their mean. */
function bestRice(values) {
  const mean = Math.floor(values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1));
  const near = mean && Math.floor(Math.log2(mean));
  const cost = (k) => values.reduce((sum, value) => sum + Math.floor(value / 2 ** k) + k, 0);
  let best = Math.max(near - 1, 0);
  for (let k = best; k <= near + 1; k++) if (cost(k) < cost(best)) best = k;
  return best;
}

/** `postings`: `[{doc, level, title, zone}]`; `title` is -1 where the word is in none. */
export function listBytes(postings, isFilter) {
  const gaps = postings.map(({ doc }, i) => doc - (i ? postings[i - 1].doc + 1 : 0));
  const k = bestRice(gaps);
  const bits = new BitWriter();
  for (const gap of gaps) bits.rice(gap, k);
  if (!isFilter) {
    for (const { level, title, zone } of postings) {
      bits.bits(level, 3);
      bits.bit(title < 0 ? 0 : 1);
      if (title >= 0) bits.bits(title, 2);
      bits.bits(zone, 3);
    }
  }
  return [k, ...bits.bytes];
}

/** `postings`: `[{positions: [{position, form}]}]`, of a group of `forms` words. */
export function positionBytes(postings, forms) {
  const all = postings.flatMap(({ positions }) => positions);
  const firsts = postings.flatMap(({ positions: [first] }) =>
    first ? [Math.floor(first.position / 256)] : [],
  );
  const further = postings.flatMap(({ positions }) =>
    positions.slice(1).map(({ position }, i) => position - positions[i].position),
  );
  const k = Math.min(bestRice(firsts), 15);
  const j = Math.min(bestRice(further), 15);
  const counts = Array.from(
    { length: Math.min(forms, 256) },
    (_, form) => all.filter((one) => one.form === form).length,
  );
  const main = counts.indexOf(Math.max(...counts));
  const bits = new BitWriter();
  for (const { positions } of postings) {
    bits.gamma([2, 1][positions.length] ?? positions.length + 1);
    for (const [i, { position, form }] of positions.entries()) {
      if (i) bits.rice(position - positions[i - 1].position, j);
      else {
        bits.rice(Math.floor(position / 256), k);
        bits.bits(position % 32, 5);
      }
      if (forms === 1) continue;
      bits.bit(form === main ? 0 : 1);
      if (form !== main) bits.bits(form, Math.ceil(Math.log2(forms)));
    }
  }
  return [k | (j << 4), ...(forms > 1 ? [main] : []), ...bits.bytes];
}

/** The mean of some numbers, rounded to a power of the fourth root of two. */
function roundedMean(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.max(1, 2 ** (Math.round(Math.log2(mean) * 4) / 4));
}

/** The words of several texts, with positions counted through them. */
function wordsOf(texts, language, start = 0) {
  const all = [];
  let next = start;
  for (const text of texts) {
    const list = words(text, language);
    if (!list.length) continue;
    for (const word of list) all.push({ ...word, position: next + word.position });
    next = all.at(-1).position + (all.at(-1).unspaced ? 2 : 1) + 4;
  }
  return { all, next };
}

/** In the order of an index: by date, and then by URL, which stands for the path here. */
export const inOrder = (documents) =>
  [...documents].sort((a, b) => byBytes(a.date ?? '', b.date ?? '') || byBytes(a.url, b.url));

/** The key of a term. */
export const termKey = (taxonomy, name, language) =>
  `#${taxonomy}:${words(name, language)
    .map(({ surface }) => surface)
    .join(' ')}`;

/**
 * What an index has of each document. A document is `{url, title, summary, blocks, terms, date, otherTitles,
 * editions}`: `terms` are `[taxonomy, name]`, `otherTitles` are `[language, title]`.
 */
export function analyse(documents, language) {
  const inverted = new Map();
  const sizes = documents.map((document, doc) => {
    const title = wordsOf([document.title], language);
    const summary = wordsOf([document.summary ?? ''], language, title.next);
    const text = wordsOf(document.blocks ?? [], language, summary.next);
    const add = (list, field) => {
      for (const { surface, parts, segments, position } of list) {
        for (const word of new Set([surface, ...parts, ...segments])) {
          if (!inverted.has(word)) inverted.set(word, new Map());
          const postings = inverted.get(word);
          if (!postings.has(doc)) postings.set(doc, []);
          // What is not part of the article has no positions.
          postings
            .get(doc)
            .push({ field, position: ['title', 'summary', 'text'].includes(field) ? position : undefined });
        }
      }
    };
    add(title.all, 'title');
    add(summary.all, 'summary');
    add(text.all, 'text');
    for (const [taxonomy, name] of document.terms ?? []) {
      add(words(name, language), 'term');
      add([{ surface: termKey(taxonomy, name, language), parts: [], segments: [] }], 'filter');
    }
    for (const [other, name] of document.otherTitles ?? []) add(words(name, other), 'other');
    return { title: title.all.length, text: summary.all.length + text.all.length };
  });
  return { inverted, sizes };
}

/**
 * The files of an index: `{index, files}`: the path of its `m`, and a map from paths to bytes.
 *
 * Options: `language`; `stem`, of a folded word; `synonyms`, `[asked, meant]`; `partBytes`, how large a part
 * of the dictionary becomes; `longBytes`, from which size on a list has a file; `chunkBytes`, how many
 * positions a chunk has; `perRecords`; `perSpelling`, how few words have no file of their own; `taxonomies`;
 * `isKnown`, whether `m` has a word with a long list; `zip`.
 */
export function encode(documents, options = {}) {
  const {
    language = 'en',
    stem = (word) => word,
    synonyms = [],
    partBytes = 300,
    longBytes = 20,
    chunkBytes = 40,
    perRecords = 3,
    perSpelling = 2,
    isKnown = () => true,
    written = {},
    zip = true,
  } = options;
  const n = documents.length;
  const files = new Map();
  const folder = `search-index/${language}/`;
  const save = (kind, bytes, isZipped) => {
    const content = isZipped && zip ? gzipSync(Uint8Array.from(bytes)) : Uint8Array.from(bytes);
    for (let again = 0; ; again++) {
      const hash = createHash('sha256')
        .update(content)
        .update(Uint8Array.from(again ? [again] : []));
      const digits = hash.digest('hex').slice(0, 8);
      const path = `${folder}${kind}${digits}.bin`;
      const there = files.get(path);
      if (there && Buffer.compare(there, content)) continue;
      files.set(path, new Uint8Array(content));
      return digits;
    }
  };

  // Files with one hash, of all of them.
  const saveNumbered = (kind, list) => {
    const contents = list.map((bytes) => (zip ? gzipSync(bytes) : bytes));
    const digits = createHash('sha256').update(Buffer.concat(contents)).digest('hex').slice(0, 8);
    contents.forEach((content, i) =>
      files.set(`${folder}${kind}${digits}-${i}.bin`, new Uint8Array(content)),
    );
    return digits;
  };

  const { inverted, sizes } = analyse(documents, language);
  const meanText = roundedMean(sizes.map(({ text }) => text));
  const meanTitle = roundedMean(sizes.map(({ title }) => title));

  // Groups: words of one stem that begin alike.
  const groupOf = new Map();
  const groups = [];
  const byStem = new Map();
  for (const word of [...inverted.keys()].sort(byBytes)) {
    const stems = [...word].length > 3 && /^\p{L}+$/u.test(word);
    const key = stems ? `${[...word].slice(0, 3).join('')} ${stem(word)}` : `= ${word}`;
    if (!byStem.has(key)) {
      byStem.set(key, { words: [] });
      groups.push(byStem.get(key));
    }
    byStem.get(key).words.push(word);
    groupOf.set(word, byStem.get(key));
  }
  for (const group of groups) {
    const isFilter = group.words[0][0] === '#';
    const postings = new Map();
    for (const [form, word] of group.words.entries()) {
      for (const [doc, list] of inverted.get(word)) {
        if (!postings.has(doc)) postings.set(doc, []);
        postings.get(doc).push(...list.map((one) => ({ ...one, form })));
      }
    }
    group.postings = [...postings]
      .sort(([a], [b]) => a - b)
      .map(([doc, list]) => {
        const count = (field) => list.filter((one) => one.field === field).length;
        const f = count('text') + 2 * count('summary') + 2 * count('term');
        const relative = f / (0.4 + (0.6 * sizes[doc].text) / meanText);
        const length = sizes[doc].title;
        const own = length <= 0.7 * meanTitle ? 3 : length > 1.4 * meanTitle ? 1 : 2;
        const positions = list.filter(({ position }) => position !== undefined);
        positions.sort((a, b) => a.position - b.position || a.form - b.form);
        return {
          doc,
          level: Math.ceil((7 * relative) / (relative + 1.2)),
          title: count('title') ? own : count('other') ? 0 : -1,
          zone: positions.length ? Math.floor(positions[0].position / 32) % 8 : 0,
          positions,
        };
      });
    group.isFilter = isFilter;
    group.list = listBytes(group.postings, isFilter);
    const isPlaced = group.postings.some(({ positions }) => positions.length);
    group.places = isPlaced ? positionBytes(group.postings, group.words.length) : [];
  }

  // Parts of the dictionary: cut where no group is open.
  const parts = [];
  let part;
  let size = 0;
  const open = new Map();
  for (const word of [...inverted.keys()].sort(byBytes)) {
    if (!part || (size > partBytes && !open.size)) {
      parts.push((part = { words: [], groups: [] }));
      size = 0;
    }
    const group = groupOf.get(word);
    if (group.words[0] === word) part.groups.push(group);
    open.set(group, (open.get(group) ?? group.words.length) - 1);
    if (!open.get(group)) open.delete(group);
    part.words.push(word);
    size += word.length + (group.list.length < longBytes ? group.list.length : 4);
  }

  const long = [];
  for (const [i, { words: names, groups: own }] of parts.entries()) {
    const x = new Writer('x');
    const isLong = (group) => group.list.length >= longBytes;
    for (const group of own) x.number(isLong(group) ? 0 : group.places.length);
    for (const group of own) if (!isLong(group)) x.put(group.places);
    const s = new Writer('s')
      .hash(save('x', x.bytes, true))
      .number(names.length)
      .words(names);
    let next = 0;
    for (const word of names) {
      const place = own.indexOf(groupOf.get(word));
      s.number(place === next ? 0 : next - place);
      if (place === next) next++;
    }
    s.number(own.length);
    const before = long.length;
    for (const group of own) {
      s.number(group.postings.length).number(isLong(group) ? 0 : group.list.length);
      if (!isLong(group)) continue;
      group.number = long.length;
      long.push(group);
    }
    const here = synonyms.filter(([asked]) => {
      const after = parts[i + 1]?.words[0];
      return (!i || byBytes(names[0], asked) <= 0) && (!after || byBytes(asked, after) < 0);
    });
    s.number(here.length);
    for (const [asked, meant] of here) s.string(asked).string(meant);
    for (const group of own) if (!isLong(group)) s.put(group.list);
    const spelled = [...names.entries()].filter(([, word]) => word in written);
    s.number(spelled.length);
    for (const [j, [place, word]] of spelled.entries()) {
      s.number(place - (j ? spelled[j - 1][0] + 1 : 0)).string(written[word]);
    }
    parts[i].hash = save('s', s.bytes, true);
    parts[i].long = long.length - before;
  }

  for (const group of long) {
    const chunks = [];
    let size = Infinity;
    for (const posting of group.isFilter ? [] : group.postings) {
      if (size > chunkBytes) {
        chunks.push([]);
        size = 0;
      }
      chunks.at(-1).push(posting);
      size += posting.positions.length;
    }
    const p = new Writer('p').number(chunks.length);
    for (const chunk of chunks) {
      const q = new Writer('q').put(positionBytes(chunk, group.words.length));
      p.number(chunk.length).hash(save('q', q.bytes, true));
    }
    group.hash = save('p', p.put(group.list).bytes);
  }

  let spelling = new Map();
  const spell = (key, words) => spelling.set(key, [...(spelling.get(key) ?? []), ...words]);
  for (const word of [...inverted.keys()].sort(byBytes)) {
    const letters = [...word];
    const count = inverted.get(word).size;
    const isSpaced = !/[\p{Script=Han}\p{Script=Hira}\p{Script=Kana}\p{Script=Hang}\p{Script=Thai}]/u.test(
      word,
    );
    if (letters.length < 4 || letters.length > 20 || !/^\p{L}+$/u.test(word) || count < 2 || !isSpaced)
      continue;
    spell(`${letters[0].codePointAt(0)} ${letters.length >> 1}`, [[word, count]]);
  }
  // Too few words are put together.
  for (const second of ['0', undefined]) {
    const own = spelling;
    spelling = new Map();
    for (const [key, words] of own) {
      const [letter] = key.split(' ');
      const isLarge = words.length >= perSpelling || (second === undefined && !key.endsWith(' 0'));
      spell(isLarge ? key : second === undefined ? '0 0' : `${letter} ${second}`, words);
    }
  }
  const numbered = [...spelling].map(([key, words]) => [key.split(' ').map(Number), words]);
  numbered.sort(([a], [b]) => a[0] - b[0] || a[1] - b[1]);

  const months = new Map();
  for (const { date } of documents) {
    const [year, month = 1] = (date ?? '').split('-').map(Number);
    if (date) months.set(year * 12 + month - 1, (months.get(year * 12 + month - 1) ?? 0) + 1);
  }

  const taxonomies = (options.taxonomies ?? []).map(({ name }) => {
    const counts = new Map();
    for (const { terms = [] } of documents) {
      for (const [taxonomy, term] of terms)
        if (taxonomy === name) counts.set(term, (counts.get(term) ?? 0) + 1);
    }
    const terms = [...counts].sort((a, b) => b[1] - a[1] || byBytes(a[0], b[0])).slice(0, 100);
    return { name, terms };
  });

  const records = [];
  for (let start = 0; start < n; start += perRecords) {
    const some = documents.slice(start, start + perRecords);
    const list = some.map(({ url, title, date = '', editions = [] }) => [url, title, date, editions.flat()]);
    records.push(encoder.encode(JSON.stringify(list)));
  }

  const m = new Writer('m').put([1]).number(n).number(months.size);
  let before = 0;
  for (const [month, count] of [...months].sort(([a], [b]) => a - b)) {
    m.number(month - before).number(count);
    before = month;
  }
  // As much of the first word of each part as comes after the last of the part before.
  const borders = parts.map(({ words: [first] }, i) => {
    const letters = [...first];
    const last = i ? parts[i - 1].words.at(-1) : '';
    for (let length = 1; ; length++) {
      const border = letters.slice(0, length).join('');
      if (byBytes(border, last) > 0) return border;
    }
  });
  m.number(parts.length).words(borders);
  for (const { hash } of parts) m.hash(hash);
  for (const one of parts) m.number(one.long);
  for (const { postings } of long) m.number(postings.length);
  for (const { hash } of long) m.hash(hash);
  const known = long
    .flatMap((group) => group.words.map((word) => [word, group]))
    .filter(([word]) => isKnown(word));
  known.sort(([a], [b]) => byBytes(a, b));
  m.number(known.length).words(known.map(([word]) => word));
  let next = 0;
  for (const [, { number }] of known) {
    m.number(number < next ? (next - number) * 2 - 1 : (number - next) * 2);
    next = number + 1;
  }
  m.number(perRecords);
  for (let i = 0; i < records.length; i += 16) m.hash(saveNumbered('d', records.slice(i, i + 16)));
  m.number(numbered.length);
  for (const [key] of numbered) m.number(key[0]).number(key[1]);
  for (const [, list] of numbered) {
    list.sort(([a], [b]) => byBytes(a, b));
    const f = new Writer('f').number(list.length);
    f.words(
      list.map(([word]) => word),
      (i) => f.put([Math.round(Math.log2(list[i][1]))]),
    );
    m.hash(save('f', f.bytes, true));
  }
  m.hash(save('t', encoder.encode(JSON.stringify({ taxonomies })), true));
  return { index: `${folder}m${save('m', m.bytes, true)}.bin`, files };
}
