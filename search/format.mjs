// The files of the search index, from their bytes into plain structures: see docs/search-format.md. Bytes may
// be damaged, cut off or of another kind. Whatever they are, reading them ends soon, takes memory in
// proportion to their number, and fails with an `IndexFault` alone.
import { IndexFault, need } from './common.mjs';

/** How many bytes a file may have when it is inflated. */
const MOST_BYTES = 1 << 26;
/** How many all words of a word list together. */
const MOST_LETTERS = 1 << 20;
/** How many documents an index may have: arrays of that length are made before any is read. */
const MOST_DOCUMENTS = 1 << 22;

/** How many files of records share a hash, and have their numbers behind it. */
export const FILES_PER_HASH = 16;

const decoder = new TextDecoder('utf-8', { fatal: true });

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

/** Reads bytes, or bits, from their start to their end. After it, bits are 0. */
class Reader {
  #bytes;
  /** In bits. */
  #at = 0;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  /** Whether what follows is this letter. */
  begins(letter) {
    need(this.bits(8) === letter.charCodeAt());
  }

  /** How many bits are left. */
  left() {
    return this.#bytes.length * 8 - this.#at;
  }

  /** Up to 25 bits, the lowest first. */
  bits(count) {
    const bytes = this.#bytes;
    const at = this.#at >>> 3;
    const window = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    const value = (window >>> (this.#at & 7)) & ((1 << count) - 1);
    this.#at += count;
    return value;
  }

  rice(k) {
    let quotient = 0;
    while (this.bits(1)) quotient++;
    return quotient * 2 ** k + this.bits(k);
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
    return Array.from(this.take(4), (byte) => byte.toString(16).padStart(2, 0)).join('');
  }

  hashes(count) {
    return this.times(count, () => this.hash());
  }

  string() {
    return decoder.decode(this.take(this.number()));
  }

  json() {
    return JSON.parse(decoder.decode(this.take()));
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
      need(size < MOST_LETTERS);
      after?.();
      return word;
    });
  }

  /** A word list. To decode all of it together is much faster. */
  words(count, after) {
    const lines = this.lines(count, after).join('\n');
    return decoder.decode(Uint8Array.from(lines, (byte) => byte.charCodeAt())).split('\n', count);
  }
}

/** Has `read`, which is given a `Reader`, read bytes. Whatever it trips over is a fault of these. */
export function decode(bytes, read, ...given) {
  try {
    return read(new Reader(bytes), ...given);
  } catch (cause) {
    throw new IndexFault(cause);
  }
}

/** `m`: what has to be known before a question. */
export function readMain(from) {
  from.begins('m');
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
  let list = 0;
  for (const word of long.keys()) {
    const far = from.number();
    list += far & 1 ? ~(far >> 1) : far >> 1;
    long.set(word, list++);
  }
  const size = from.number();
  const records = from.hashes(n && Math.ceil(n / size / FILES_PER_HASH));
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
    rest: from.take(),
  };
}

/**
 * `s`: part of the dictionary. `words` has for each word its group. A group has its words, in their order;
 * the number of its documents; the bytes of its list, or else the number of its long list, the first of which
 * here is `first`; and its part, and its place among the `groups` there, by which its positions are found in the file
 * `x`. `written` are the bytes that `readWritten` reads.
 */
export function readPart(from, first) {
  from.begins('s');
  const groups = [];
  const words = new Map();
  const part = { x: from.hash(), groups, words };
  for (const name of from.words(from.number())) {
    const back = from.number();
    if (!back) groups.push({ part, place: groups.length, words: [] });
    const group = groups[groups.length - (back || 1)];
    group.words.push(name);
    words.set(name, group);
  }
  need(from.number() === groups.length);
  const lengths = groups.map((group) => {
    group.count = from.number();
    return from.number();
  });
  part.synonyms = from.times(from.number(), () => [from.string(), from.string()]);
  for (const group of groups) {
    const length = lengths[group.place];
    if (length) group.bytes = from.take(length);
    else group.list = first++;
  }
  part.written = from.take();
  return part;
}

/**
 * A list of `count` documents out of `n`: `docs`, their numbers, rising; and `marks`: what is known of the
 * word in each, 0 for filters: bits 0–2, how much the text is about it; bits 3–5, 0, or in whose title it is,
 * 1 for that of another edition, 2–4 for its own, a long, a middling, a short one; bits 6–8, the zone.
 */
export function readList(from, n, count) {
  const k = from.bits(8);
  need(k < 26 && count <= n && count * (k + 1) <= from.left());
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
}

/** `p`: the bytes of a long list, and its chunks of positions: `[start, end, hash]`, places in the list. */
export function readLong(from) {
  from.begins('p');
  let end = 0;
  const chunks = from.times(from.number(), () => [end, (end += from.number()), from.hash()]);
  return { chunks, bytes: from.take() };
}

/** `d`: of each document `[url, title, date, [[language, number], …]]`. */
export const readRecords = (from) =>
  from.json().map(([url, title, date, editions]) => [
    ...[url, title, date].map(String),
    editions.flatMap((language, i) => (i % 2 ? [] : [[language >>> 0, editions[i + 1] >>> 0]])),
  ]);
