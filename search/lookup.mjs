// The index of one language: which of its files tell what is asked of it.
import * as read from './format.mjs';
import { WEIGHTS, isCommon, workspace } from './rank.mjs';

/** How many parts of the dictionary are read for words that begin like one, at most. */
const MOST_PARTS = 3;
/**
 * How many of such words stand in for that one, and how many of these may have a list with a file of its own.
 */
const MOST_WORDS = 30;
const MOST_LONG = 8;

const encoder = new TextEncoder();
/** `word` with a character for each byte. */
const bytesOf = (word) => String.fromCharCode(...encoder.encode(word));
const isLetters = (word) => /^[\p{L}\p{M}]+$/u.test(word);

/** `work` on each of a list, at once. */
export const all = (list, work) => Promise.all(Array.from(list, work));

/**
 * How many letters must be added, left out, replaced, or swapped with the next; if more than `most`,
 * infinity.
 */
export function distance(a, b, most) {
  let above = [];
  let row = [...b, 0].map((_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], above[j - 2] + 1);
    }
    if (Math.min(...next) > most) return Infinity;
    above = row;
    row = next;
  }
  return row[b.length];
}

/** The `m` of a language that has no article, and so no files. */
const EMPTY = { n: 0, dated: 0, months: [], routes: [], parts: [], long: new Map(), spelling: new Map() };

/**
 * Opens the index whose `m` is at `path`, an empty one without. `load(path, decode)` gives a file, decoded: the
 * same each time. Groups are those of `readPart`.
 */
export async function openIndex(path, load) {
  const head = path ? await load(path, read.readMain) : EMPTY;
  const { n, routes, parts, firsts, counts, longs, long, size, records, spelling } = head;
  const file = (name, decode) => load(path.replace(/[^/]*$/, `${name}.bin`), decode);
  const loadPart = (i) => file(`s${parts[i]}`, (bytes) => read.readPart(bytes, firsts[i]));
  const loadLong = (i) => file(`p${longs[i]}`, read.readLong);

  /** The number of the part of the dictionary that has `word`, if any has. */
  function route(word) {
    const key = bytesOf(word);
    let low = 0;
    for (let high = routes.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if (routes[middle] > key) high = middle;
      else low = middle;
    }
    return low;
  }

  const part = async (word) => (parts.length ? loadPart(route(word)) : { words: new Map(), synonyms: [] });

  /** The group of `word`, if there is one. */
  async function find(word) {
    const i = long.get(word);
    // The list is asked for at the same time, if it will be needed. If it fails, it does so then.
    if (i >= 0 && !isCommon(counts[i], n)) loadLong(i).catch(() => {});
    return (await part(word)).words.get(word);
  }

  /** Loads the list of a group: its `read` is then `{docs, marks, chunks}`. */
  async function list(group) {
    // The same file may be two lists of different lengths.
    const { bytes, chunks } = group.bytes ? group : await loadLong(group.list);
    group.read ??= { ...read.readList(bytes, n, group.count), chunks };
  }

  /**
   * Groups with words that begin with `start`, and the shortest of these: `[word, group]`; the largest first.
   */
  async function beginning(start, isAll) {
    const some = new Set([route(start)]);
    const key = bytesOf(start);
    for (const [i, border] of routes.entries()) {
      if ((isAll || some.size < MOST_PARTS) && border.startsWith(key)) some.add(i);
    }
    const found = new Map();
    const add = (key, word, group) => {
      if (word.startsWith(start) && !(found.get(key)?.[0].length <= word.length))
        found.set(key, [word, group]);
    };
    for (const { words } of await all(parts.length ? some : [], loadPart)) {
      for (const [word, group] of words) add(group.list ?? group, word, group);
    }
    // Of other parts, the words that are known to be frequent.
    if (!isAll) for (const [word, i] of long) add(i, word, { words: [word], count: counts[i], list: i });
    const groups = [...found.values()].sort((a, b) => b[1].count - a[1].count || a[0].length - b[0].length);
    let left = isAll ? Infinity : MOST_LONG;
    return groups.filter(([, { bytes }]) => bytes || left-- > 0).slice(0, isAll ? Infinity : MOST_WORDS);
  }

  /** Words that are written much like `word`: `[weight, group, word]`. */
  async function guess(word) {
    if (!isLetters(word)) return [];
    const found = [];
    for (const [other, group] of (await part(word)).words) {
      let same = 0;
      while (same < word.length && other[same] === word[same]) same++;
      const longer = Math.max(word.length, other.length);
      if (same >= 4 && same >= word.length * 0.6 && longer - same <= 4 && isLetters(other)) {
        found.push([(WEIGHTS.relative * same) / longer, group, other]);
      }
    }
    const letters = [...word];
    const { length } = letters;
    const most = length < 8 ? 1 : 2;
    if (length < 4) return found;
    // Should the first two letters have been swapped, the second is the first.
    const keys = [[letters[1], length]];
    for (let far = -most; far <= most; far++) keys.push([letters[0], length + far]);
    // Where there are few words, they are in one file for all lengths, or for all letters.
    const hashes = keys.map(([letter, long]) => {
      const one = letter.codePointAt();
      return spelling.get(`${one} ${long >> 1}`) ?? spelling.get(`${one} 0`) ?? spelling.get('0 0');
    });
    const words = await all(new Set(hashes), (hash) => (hash ? file(`f${hash}`, read.readSpelling) : []));
    const near = words.flat().map(([other, count]) => [distance(letters, [...other], most), count, other]);
    const nearest = near.filter(([far]) => far <= most).sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    await all(nearest.slice(0, 4), async ([far, , other]) => {
      const group = await find(other);
      if (group) found.push([WEIGHTS.neighbours[far], group, other]);
    });
    return found;
  }

  /**
   * `visit(document, position)` for each position of words of `group` that are `wanted`, in `open` documents.
   */
  async function positions({ read: { docs, marks, chunks }, words, x, groups, place }, wanted, open, visit) {
    await all(chunks ?? [[0, docs.length]], async ([start, end, hash]) => {
      const some = docs.subarray(start, end);
      if (!some.some((doc) => open[doc])) return;
      const bytes = hash
        ? await file(`q${hash}`, read.readPlaces)
        : (await file(`x${x}`, (all) => read.readPlaces(all, groups.length)))[place];
      read.readPositions(bytes, some, marks.subarray(start, end), words.length, (doc, position, form) => {
        if (open[doc] && wanted(words[form])) visit(doc, position);
      });
    });
  }

  /** `[url, title, date, editions]` of a document. */
  async function record(doc) {
    const number = Math.floor(doc / size);
    const name = `d${records[Math.floor(number / read.FILES_PER_HASH)]}-${number % read.FILES_PER_HASH}`;
    return (await file(name, read.readRecords))[doc % size] ?? read.need();
  }

  head.arrays ??= workspace(n);
  return { ...head, file, route, part, find, list, beginning, guess, positions, record };
}
