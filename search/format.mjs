// The files of the search index, from their bytes into plain structures: see docs/search-format.md. Bytes may
// be damaged, cut off or of another kind. Whatever they are, reading them ends soon, takes memory in
// proportion to their number, and fails with an `IndexFault` alone.

/** How many bytes a file may have when it is inflated, or all words of a word list together. */
const MOST_BYTES = 1 << 26;
/** How many documents an index may have: arrays of that length are made before any is read. */
const MOST_DOCUMENTS = 1 << 22;

/** How many files of records share a hash, and have their numbers behind it. */
export const FILES_PER_HASH = 16;

/** Something is wrong with a file. The page then reads its settings again: the index may be a newer one. */
export class IndexFault extends Error {
  kind = 'stale';
}

/** What must be true of a file. */
export const need = (isTrue) => {
  if (!isTrue) throw new IndexFault();
};

/** `read`, with whatever it trips over as a fault of the file. */
const guard =
  (read) =>
  (...given) => {
    try {
      return read(...given);
    } catch (cause) {
      throw new IndexFault(cause);
    }
  };

const decoder = new TextDecoder('utf-8', { fatal: true });
const decode = (bytes) => decoder.decode(bytes);

/** The content of a file: inflated where it begins like gzip. */
export async function inflate(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  let size = 0;
  const limit = new TransformStream({
    transform(part, to) {
      size += part.length;
      need(size < MOST_BYTES);
      to.enqueue(part);
    },
  });
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).pipeThrough(limit);
  return new Uint8Array(await new Response(stream).arrayBuffer().catch(() => need()));
}

/**
 * Reads bytes, the first of which is `letter`, or bits, from their start to their end. After it, bits are 0.
 */
class Reader {
  #bytes;
  /** In bits. */
  #at = 0;

  constructor(bytes, letter) {
    this.#bytes = bytes;
    if (letter) need(letter === String.fromCharCode(this.bits(8)));
  }

  /** How many bits are left. */
  left() {
    return this.#bytes.length * 8 - this.#at;
  }

  bits(count) {
    if (count > 16) return this.bits(16) + this.bits(count - 16) * 65536;
    const at = this.#at >>> 3;
    const window = this.#bytes[at] | (this.#bytes[at + 1] << 8) | (this.#bytes[at + 2] << 16);
    const value = (window >>> (this.#at & 7)) & ((1 << count) - 1);
    this.#at += count;
    return value;
  }

  rice(k) {
    let quotient = 0;
    while ((this.#bytes[this.#at >>> 3] >>> (this.#at++ & 7)) & 1) quotient++;
    return quotient * 2 ** k + this.bits(k);
  }

  gamma() {
    let size = 0;
    while (!this.bits(1)) need(++size < 32);
    return 2 ** size + this.bits(size);
  }

  /** So many bytes, by default all that are left. */
  take(length = this.left() / 8) {
    need(length * 8 <= this.left());
    const at = this.#at / 8;
    this.#at += length * 8;
    return this.#bytes.subarray(at, at + length);
  }

  number() {
    let value = 0;
    let byte = 128;
    for (let unit = 1; byte > 127; unit *= 128) {
      need(this.left() > 0);
      byte = this.bits(8);
      value += (byte & 127) * unit;
    }
    need(value < 2 ** 32);
    return value;
  }

  /**
   * So often what `read` gives, by default a number. It reads a byte or more, so that their number is a
   * bound.
   */
  times(count, read = () => this.number()) {
    need(count * 8 <= this.left());
    return Array.from({ length: count }, read);
  }

  hash() {
    return Array.from(this.take(3), (byte) => byte.toString(16).padStart(2, 0)).join('');
  }

  hashes(count) {
    return this.times(count, () => this.hash());
  }

  string() {
    return decode(this.take(this.number()));
  }

  /**
   * A word list, with a character for each byte, so that it is in order; `after` reads what follows each
   * word.
   */
  lines(count, after) {
    let size = 0;
    let word = '';
    return this.times(count, () => {
      word = word.slice(0, this.number()) + String.fromCharCode(...this.take(this.number()));
      size += word.length;
      need(size < MOST_BYTES);
      after?.();
      return word;
    });
  }

  /** A word list. To decode all of it together is much faster. */
  words(count, after) {
    const lines = this.lines(count, after).join('\n');
    return decode(Uint8Array.from(lines, (byte) => byte.charCodeAt())).split('\n', count);
  }
}

/** `m`: what has to be known before a question. */
export const readMain = guard((bytes) => {
  const from = new Reader(bytes, 'm');
  need(from.number() === 1);
  const n = from.number();
  need(n < MOST_DOCUMENTS);
  let month = 0;
  // The first document that has a date.
  let dated = n;
  const months = from.times(from.number(), () => {
    month += from.number();
    const count = from.number();
    dated -= count;
    return [month, count];
  });
  need(dated >= 0);
  const routes = from.lines(from.number());
  const parts = from.hashes(routes.length);
  // For each part, which long list is its first.
  let lists = 0;
  const firsts = from.times(parts.length).map((count) => (lists += count) - count);
  const counts = from.times(lists);
  const longs = from.hashes(lists);
  const long = new Map(from.words(from.number()).map((word) => [word]));
  for (const word of long.keys()) long.set(word, from.number());
  const size = from.number();
  const records = from.hashes(n && Math.ceil(n / size / FILES_PER_HASH));
  const keys = from.times(from.number(), () => `${from.number()} ${from.number()}`);
  const spelling = new Map(keys.map((key) => [key, from.hash()]));
  return {
    n,
    months,
    dated,
    routes,
    parts,
    firsts,
    counts,
    longs,
    long,
    size,
    records,
    spelling,
    terms: from.hash(),
  };
});

/**
 * `s`: part of the dictionary. `words` has for each word its group. A group has its words, in their order;
 * the number of its documents; the bytes of its list, or else the number of its long list, the first of which
 * here is `first`; and where its positions are: in which file, and there in which place among all `groups`.
 */
export const readPart = guard((bytes, first) => {
  const from = new Reader(bytes, 's');
  const x = from.hash();
  const groups = [];
  const words = new Map();
  for (const name of from.words(from.number())) {
    const back = from.number();
    if (!back) groups.push({ x, groups, place: groups.length, words: [] });
    const group = groups[groups.length - (back || 1)];
    group.words.push(name);
    words.set(name, group);
  }
  need(from.number() === groups.length);
  const lengths = groups.map((group) => {
    group.count = from.number();
    return from.number();
  });
  const synonyms = from.times(from.number(), () => [from.string(), from.string()]);
  for (const group of groups) {
    const length = lengths[group.place];
    if (length) group.bytes = from.take(length);
    else group.list = first++;
  }
  return { words, synonyms };
});

/**
 * A list of `count` documents out of `n`: `docs`, their numbers, rising; and `marks`: what is known of the
 * word in each, 0 for filters: bits 0–2, how much the text is about it; bits 3–5, 0, or in whose title it is,
 * 1 for that of another edition, 2–4 for its own, a long, a middling, a short one; bits 6–8, the zone.
 */
export const readList = guard((bytes, n, count) => {
  const from = new Reader(bytes);
  const k = from.bits(8);
  need(k < 32 && count <= n && count * (k + 1) <= from.left());
  const docs = new Uint32Array(count);
  const marks = new Uint16Array(count);
  let doc = -1;
  for (let i = 0; i < count; i++) docs[i] = doc += 1 + from.rice(k);
  need(doc < n);
  // After those of a filter, less than a byte is left.
  const isMarked = from.left() >= count * 7;
  need(isMarked || from.left() < 8);
  for (let i = 0; isMarked && i < count; i++) {
    const first = from.bits(4);
    marks[i] = (first & 7) | (first > 7 ? (from.bits(2) + 1) << 3 : 0) | (from.bits(3) << 6);
  }
  need(from.left() >= 0);
  return { docs, marks };
});

/** `p`: the bytes of a long list, and its chunks of positions: `[start, end, hash]`, places in the list. */
export const readLong = guard((bytes) => {
  const from = new Reader(bytes, 'p');
  let end = 0;
  const chunks = from.times(from.number(), () => [end, (end += from.number()), from.hash()]);
  return { chunks, bytes: from.take() };
});

/** `x`: the bytes of the positions of each of `count` groups; or, without `count`, `q`: those of a chunk. */
export const readPlaces = guard((bytes, count) => {
  const from = new Reader(bytes, count ? 'x' : 'q');
  return count ? from.times(count).map((length) => from.take(length)) : from.take();
});

/**
 * Positions of a group of `forms` words in documents: `visit(document, position, form)` for each, where
 * `form` is the word's place in its group. `docs` and `marks` are those of the list.
 */
export const readPositions = guard((bytes, docs, marks, forms, visit) => {
  const from = new Reader(bytes);
  const k = from.bits(4);
  const j = from.bits(4);
  const main = forms > 1 ? from.bits(8) : 0;
  const size = 32 - Math.clz32(forms - 1);
  // Where no document has positions, there are no bytes.
  for (const [i, doc] of bytes.length ? docs.entries() : []) {
    const code = from.gamma();
    const count = [0, 1, 0][code] ?? code - 1;
    need(count <= from.left());
    let position;
    for (let at = 0; at < count; at++) {
      position = at ? position + from.rice(j) : from.rice(k) * 256 + (marks[i] >> 6) * 32 + from.bits(5);
      visit(doc, position, forms > 1 && from.bits(1) ? from.bits(size) : main);
    }
  }
  need(from.left() >= 0 || !bytes.length);
});

/** `f`: words, and how many documents have them, roughly: `[word, binary logarithm]`. */
export const readSpelling = guard((bytes) => {
  const from = new Reader(bytes, 'f');
  const sizes = [];
  return from.words(from.number(), () => sizes.push(from.bits(8))).map((word, i) => [word, sizes[i]]);
});

/** `d`: of each document `[url, title, date, [[language, number], …]]`. */
export const readRecords = guard((bytes) =>
  JSON.parse(decode(bytes)).map(([url, title, date, editions]) => [
    ...[url, title, date].map(String),
    editions.flatMap((language, i) => (i % 2 ? [] : [[language >>> 0, editions[i + 1] >>> 0]])),
  ]),
);

/** `t`: of each taxonomy `{name, terms: [[name, documents], …]}`. */
export const readFilters = guard((bytes) =>
  JSON.parse(decode(bytes)).taxonomies.map(({ name, terms }) => ({ name, terms: [...terms] })),
);
