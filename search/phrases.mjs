// Phrases: where words stand in texts. Few questions ask for that.
import { all, isLone, need } from './common.mjs';
import { beginning } from './guesses.mjs';

/**
 * `x`: the bytes of the positions of each of `count` groups; or, without `count`, `q`: those of a chunk.
 */
export function readPlaces(from, count) {
  from.begins(count ? 'x' : 'q');
  return count ? from.times(count).map((length) => from.take(length)) : from.take();
}

/** Bits from bit `at` on, the first of them lowest: 25 are true, those behind them may not be. */
const peek = (bytes, at) => {
  const i = at >>> 3;
  return (bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)) >>> (at & 7);
};

/** How many bits of a number are 0 before the first that is 1. */
const zerosOf = (value) => (value ? 31 - Math.clz32(value & -value) : 32);

/**
 * Positions of a group of `forms` words in documents: `visit(document, position, form)` for each, where
 * `form` is the word's place in its group. `docs` and `marks` are those of the list.
 *
 * As there may be a million of them, this is not written with `Reader`, which takes ten times as long.
 */
export function readPositions(given, docs, marks, forms, visit) {
  // Where no document has positions, there are no bytes.
  if (!given.length) return;
  const end = given.length * 8;
  // After the end, bits are 0.
  const bytes = new Uint8Array(given.length + 8);
  bytes.set(given);
  const k = bytes[0] & 15;
  const j = bytes[0] >> 4;
  const main = forms > 1 ? bytes[1] : 0;
  const size = 32 - Math.clz32(forms - 1);
  let at = forms > 1 ? 16 : 8;
  for (let i = 0; i < docs.length; i++) {
    const zeros = zerosOf(peek(bytes, at));
    need(zeros < 25);
    at += zeros + 1;
    const code = (1 << zeros) | (peek(bytes, at) & ((1 << zeros) - 1));
    at += zeros;
    const count = code > 2 ? code - 1 : code & 1;
    need(count <= end - at);
    let position = 0;
    for (let one = 0; one < count; one++) {
      const low = one ? j : k;
      let quotient = 0;
      let ones = zerosOf(~peek(bytes, at));
      while (ones > 24) {
        quotient += 25;
        at += 25;
        ones = zerosOf(~peek(bytes, at));
      }
      at += ones + 1;
      const distance = ((quotient + ones) << low) | (peek(bytes, at) & ((1 << low) - 1));
      at += low;
      if (one) position += distance;
      else {
        position = distance * 256 + (marks[i] >> 6) * 32 + (peek(bytes, at) & 31);
        at += 5;
      }
      let form = main;
      if (forms > 1) {
        const other = peek(bytes, at);
        at++;
        if (other & 1) {
          form = (other >>> 1) & ((1 << size) - 1);
          at += size;
        }
      }
      visit(docs[i], position, form);
    }
  }
  need(at <= end);
}

/** Of the documents that are `open`, 1 for each, those with one of `groups`. */
export function only(open, groups) {
  const next = new Uint8Array(open.length);
  for (const { read } of groups) for (const doc of read.docs) next[doc] = open[doc];
  return next;
}

/** Loads the positions of `group` in those of its documents that are `open`: parts for `readPositions`. */
async function placesOf({ file }, { read: { docs, marks, chunks }, part, place }, open) {
  const parts = await all(chunks ?? [[0, docs.length]], async ([start, end, hash]) => {
    const some = docs.subarray(start, end);
    if (!some.some((doc) => open[doc])) return null;
    const bytes = hash ? await file(`q${hash}`, readPlaces) : (await file(`x${part.x}`, readPlaces, part.groups.length))[place];
    return [bytes, some, marks.subarray(start, end)];
  });
  return parts.filter(Boolean);
}

/**
 * Of the documents that are `open`, 1 for each, those that have `tokens` one after the other, and exactly
 * these words.
 */
export async function having(index, tokens, open) {
  const { find, list } = index;
  const units = await all(tokens, async (token) => {
    const { surface, position } = token;
    const isPrefix = isLone(token);
    const groups = isPrefix ? (await beginning(index, surface, true)).map(([, group]) => group) : [await find(surface)];
    if (!groups[0]) groups.pop();
    await all(groups, list);
    const count = groups.reduce((sum, { count }) => sum + count, 0);
    return { groups, count, position, isIt: (word) => (isPrefix ? word.startsWith(surface) : word === surface) };
  });
  let left = units.reduce((left, { groups }) => only(left, groups), open);
  // The rarest words first, two at once: the others are looked for where these are.
  units.sort((a, b) => a.count - b.count);
  // Where the phrase would begin, each with its document, as one number, in order.
  let starts;
  while (units.length && left.includes(1)) {
    const some = units.splice(0, 2);
    const places = await all(some, ({ groups }) => all(groups, (group) => placesOf(index, group, left)));
    for (const [i, { groups, position, isIt }] of some.entries()) {
      const found = [];
      for (const [g, { words }] of groups.entries()) {
        const wanted = words.map(isIt);
        const before = groups[1] ? undefined : starts;
        let at = 0;
        for (const [bytes, docs, marks] of places[i][g]) {
          readPositions(bytes, docs, marks, words.length, (doc, place, form) => {
            if (!left[doc] || !wanted[form]) return;
            const start = doc * 2 ** 32 + place - position;
            while (before?.[at] < start) at++;
            if (!before || before[at] === start) found.push(start);
          });
        }
      }
      const sorted = groups[1] ? Float64Array.from(found).sort() : found;
      let at = 0;
      starts = (starts ?? sorted).filter((start) => {
        while (sorted[at] < start) at++;
        return sorted[at] === start;
      });
    }
    const next = new Uint8Array(open.length);
    for (const start of starts) next[Math.floor(start / 2 ** 32)] = 1;
    left = next;
  }
  return left;
}
