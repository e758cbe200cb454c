// Words that are unknown, and what they may have been meant as.
import { all, bytesOf } from './common.mjs';
import { WEIGHTS } from './rank.mjs';

/** How many parts of the dictionary are read for words that begin like one, at most. */
const MOST_PARTS = 3;
/**
 * How many of such words stand in for that one, and how many of these may have a list with a file of its own.
 */
const MOST_WORDS = 30;
const MOST_LONG = 8;

const isLetters = (word) => /^[\p{L}\p{M}]+$/u.test(word);

/** `f`: words, and how many documents have them, roughly: `[word, binary logarithm]`. */
export function readSpelling(from) {
  from.begins('f');
  const sizes = [];
  return from.words(from.number(), () => sizes.push(from.bits(8))).map((word, i) => [word, sizes[i]]);
}

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

/**
 * Groups with words that begin with `start`, and the shortest of these: `[word, group]`; the largest first.
 */
export async function beginning({ routes, route, loadPart, parts, long, counts }, start, isAll) {
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

/** The end of an `s`: how its `words` are written, where that is not as they are found. */
export function readWritten(from, words) {
  let next = 0;
  return new Map(
    from.times(from.left() && from.number(), () => {
      next += from.number() + 1;
      return [words[next - 1], from.string()];
    }),
  );
}

/** How a word of a group is written in texts, where the part of the dictionary that has it was read. */
export function writtenAs({ decode }, word, { part }) {
  if (!part) return word;
  part.texts ??= decode(part.written, readWritten, [...part.words.keys()]);
  return part.texts.get(word) ?? word;
}

/** Which letters a word has: a bit for each, which it may share with others. */
function lettersOf(word) {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
}

/** Whether two words may be so few steps apart: each takes away one letter, or adds one, or both. */
function isNear(letters, other, most) {
  let steps = 2 * most;
  for (let rest = letters ^ other; rest && steps >= 0; rest &= rest - 1) steps--;
  return steps >= 0;
}

/** The end of `m`: the files of words for finding a misspelt one, by their keys; and that of filters. */
export function readRest(from) {
  const keys = from.times(from.number(), () => `${from.number()} ${from.number()}`);
  return { spelling: new Map(keys.map((key) => [key, from.hash()])), terms: from.hash() };
}

/** Words that are written much like `word`: `[weight, group, word]`. */
async function guess({ part, find, file, rest, decode }, word) {
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
  if (!rest.length) return found;
  const { spelling } = decode(rest, readRest);
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
  const words = await all(new Set(hashes), (hash) => (hash ? file(`f${hash}`, readSpelling) : []));
  const own = lettersOf(word);
  const alike = words.flat().filter(([other]) => isNear(own, lettersOf(other), most));
  const near = alike.map(([other, count]) => [distance(letters, [...other], most), count, other]);
  const nearest = near.filter(([far]) => far <= most).sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  await all(nearest.slice(0, 4), async ([far, , other]) => {
    const group = await find(other);
    if (group) found.push([WEIGHTS.neighbours[far], group, other]);
  });
  return found;
}

/**
 * What stands in for a word that is unknown, or unfinished: `[weight, group, word]`, the heaviest first. It may be
 * the beginning of words if it `canBegin`, and misspelt if it `canGuess`, but not where it `isOpen` and begins some.
 */
export async function standIns(index, word, canBegin, canGuess, isOpen) {
  const found = [];
  if (canBegin && word[1]) {
    for (const [longer, group] of await beginning(index, word)) {
      found.push([WEIGHTS.prefix * Math.sqrt(word.length / longer.length), group, longer]);
    }
  }
  if (canGuess && !(isOpen && found[0])) found.push(...(await guess(index, word)));
  return found.sort(([a], [b]) => b - a);
}
