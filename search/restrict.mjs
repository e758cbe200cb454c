// What a question leaves of all documents, besides that they have its words: filters, phrases, exclusions.
import { all, isLone } from './common.mjs';
import { having, only } from './phrases.mjs';
import { WEIGHTS, eachInAll } from './rank.mjs';

/** Which documents filters, exclusions and phrases leave: 1 for each of them. */
export async function openTo(index, { from, to, terms, phrases }, readingsOf) {
  const { n, months, words, asked, find, list } = index;
  let end = index.dated;
  let start = from ? end : 0;
  for (const [month, count] of months) {
    if (month < from) start += count;
    if (month <= to) end += count;
  }
  const open = new Uint8Array(n).fill(1, start, end);
  const ofTerm = async ([taxonomy, term, isWithout]) => {
    const name = words(term).map(({ surface }) => surface);
    const group = await find(`#${taxonomy}:${name.join(' ')}`);
    if (group) await list(group);
    return [only(open, group ? [group] : []), isWithout];
  };
  const ofPhrase = async ([text, isWithout]) => {
    const tokens = asked(text);
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
