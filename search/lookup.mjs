// The index of one language: which of its files tell what is asked of it.
import { all, bytesOf, need } from './common.mjs';
import * as read from './format.mjs';
import { isCommon, workspace } from './rank.mjs';

/** The `m` of a language that has no article, and so no files. */
const EMPTY = read.decode(Uint8Array.of(109, 1, 0, 0, 0, 0, 0), read.readMain);

/**
 * Opens the index whose `m` is at `path`, an empty one without. `load(path, read, ...given)` gives what
 * `decode` makes of a file: the same each time. Groups are those of `readPart`.
 */
export async function openIndex(path, load) {
  const head = path ? await load(path, read.readMain) : EMPTY;
  const { n, routes, parts, firsts, counts, longs, long, size, records } = head;
  const file = (name, ...how) => load(path.replace(/[^/]*$/, `${name}.bin`), ...how);
  const loadPart = (i) => file(`s${parts[i]}`, read.readPart, firsts[i]);
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
    group.read ??= { ...read.decode(bytes, read.readList, n, group.count), chunks };
  }

  /** `[url, title, date, editions]` of a document. */
  async function record(doc) {
    const number = Math.floor(doc / size);
    const name = `d${records[Math.floor(number / read.FILES_PER_HASH)]}-${number % read.FILES_PER_HASH}`;
    return (await file(name, read.readRecords))[doc % size] ?? need();
  }

  head.arrays ??= workspace(n);
  return { ...head, file, route, loadPart, part, find, list, record };
}
