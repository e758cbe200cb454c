// The passage of an article that answers a question best, and the words in it that do. Pure: the page shows
// it.
import { WEIGHTS } from './rank.mjs';

/** How long an excerpt is, in words. A pair of characters of an unspaced script is half a word. */
const LENGTH = 30;

/** What should be shown as a whole: the surfaces of each phrase, and of each run of an unspaced script. */
function sequencesOf(phrases, units, asked) {
  const runs = [];
  for (const [i, { token }] of units.entries()) {
    const before = units[i - 1]?.token;
    if (!token.unspaced) continue;
    if (before?.unspaced && before.end > token.start) runs.at(-1).push(token.surface);
    else runs.push([token.surface]);
  }
  const wanted = phrases.filter(([, isWithout]) => !isWithout);
  const quoted = wanted.map(([text]) => asked(text).map(({ surface }) => surface));
  return [...quoted, ...runs].filter((one) => one[1]);
}

/** What to mark where a question was answered: `[{weight, words, sequences}]`, of each of its words. */
export function marksOf({ question, units, ranked, index }) {
  const sequences = sequencesOf(question.phrases, units, index.asked);
  // Of a synonym of several words, the rarest: the others are everywhere.
  const telling = ([weight, ...groups]) =>
    weight === WEIGHTS.synonym ? groups.sort((a, b) => a.count - b.count).slice(0, 1) : groups;
  return ranked.map(({ weight, token, readings }) => ({
    weight,
    words: [token.surface, ...readings.flatMap(telling).flatMap((group) => group.words)],
    sequences: sequences.filter((one) => one.includes(token.surface)),
  }));
}

/** All that a word of a text is found by. */
const formsOf = ({ surface, parts, segments }) => [surface, ...parts, ...segments];

/**
 * What to mark in a text: `{start, end, word, unit, weight}`: `word` is a place in `tokens`, `unit` one in
 * `marks`. Where a text has a whole sequence, what it is made of is not marked elsewhere.
 */
function hitsOf(tokens, marks) {
  const units = new Map(marks.flatMap((mark, unit) => mark.words.map((word) => [word, unit])));
  const isAt = (word, surface) => tokens[word] && formsOf(tokens[word]).includes(surface);
  const whole = new Set();
  const hits = marks.flatMap(({ sequences = [], weight }, unit) =>
    sequences.flatMap((sequence) => {
      const places = [...tokens.keys()].filter((word) => sequence.every((one, i) => isAt(word + i, one)));
      if (places[0] >= 0) for (const one of sequence) whole.add(one);
      const last = sequence.length - 1;
      return places.map((word) => {
        const [{ start }, { end }] = [tokens[word], tokens[word + last]];
        return { start, end, word, unit, weight: weight * 2 };
      });
    }),
  );
  for (const [word, token] of tokens.entries()) {
    const { surface, unspaced, start, end } = token;
    const key = formsOf(token).find((one) => units.has(one) && !whole.has(one));
    // A character that was asked for alone is marked alone in the pairs that it begins.
    const [first] = surface;
    const isLone = unspaced && units.has(first);
    if (!isLone && !key) continue;
    const unit = units.get(isLone ? first : key);
    hits.push({ start, end: isLone ? start + first.length : end, word, unit, weight: marks[unit].weight });
  }
  hits.sort((a, b) => a.word - b.word || b.end - a.end);
  // Of a run that was asked for, a single pair is a part of some other word.
  const isHit = new Set(hits.map(({ word }) => word));
  return hits.filter(
    ({ word, unit, weight }) =>
      !tokens[word].unspaced ||
      !marks[unit].sequences?.[0] ||
      weight > marks[unit].weight ||
      isHit.has(word - 1) ||
      isHit.has(word + 1),
  );
}

/** `text` from `start` to `end` in pieces `{text, marked}`. */
function pieces(text, start, end, hits) {
  const list = [];
  const add = (to, marked) => {
    if (to <= start) return;
    // Pairs of characters overlap.
    if (list.at(-1)?.marked === marked) list.at(-1).text += text.slice(start, to);
    else list.push({ text: text.slice(start, to), marked });
    start = to;
  };
  for (const hit of hits) {
    add(hit.start, false);
    add(hit.end, true);
  }
  add(end, false);
  return list;
}

/** A whole text, such as a title, in pieces `{text, marked}`. `words` takes a text of its language apart. */
export const mark = (text, marks, words) => pieces(text, 0, text.length, hitsOf(words(text), marks));

/**
 * The best passage of `blocks`, the texts of an article's paragraphs, in pieces `{text, marked}`: that with
 * the most of the question's words, weighed by their rarity; the longest of these; the one with the most
 * marks; the first. Without any such word, the beginning. `words` takes a text of their language apart.
 */
export function excerpt(blocks, marks, words) {
  let best;
  for (const text of blocks) {
    const tokens = words(text);
    const all = hitsOf(tokens, marks);
    // The first of the words that is at a place or behind it, from the one that was for the passage before.
    const seek = (i, place) => {
      while (all[i]?.word < place) i++;
      while (all[i - 1]?.word >= place) i--;
      return i;
    };
    let first = 0;
    let behind = 0;
    for (const start of new Set([0, ...all.map(({ word }) => word)])) {
      // A little before a word of the question, and what follows; more before it, if the text ends.
      let from = start;
      let to = start;
      let size = 0;
      const cost = (i) => (tokens[i].unspaced ? 0.5 : 1);
      while (from && size < LENGTH / 4) size += cost(--from);
      while (to < tokens.length && size < LENGTH) size += cost(to++);
      while (from && size < LENGTH) size += cost(--from);
      first = seek(first, from);
      behind = seek(behind, to);
      const hits = all.slice(first, behind);
      let score = size / 1e3 + hits.length / 1e6;
      const weights = new Map();
      for (const { unit, weight } of hits) weights.set(unit, Math.max(weight, weights.get(unit) ?? 0));
      for (const weight of weights.values()) score += weight;
      if (!(score <= best?.score)) best = { score, text, tokens, hits, from, to };
    }
  }
  if (!best) return [];
  const { text, tokens, hits, from, to } = best;
  // With what clings to the first and the last word: a bracket, a full stop.
  const before = text.slice(tokens[from - 1]?.end ?? 0, tokens[from]?.start);
  const after = text.slice(tokens[to - 1]?.end ?? 0, tokens[to]?.start);
  const start = from ? tokens[from].start - /\S*$/.exec(before)[0].length : 0;
  const end = to < tokens.length ? tokens[to - 1].end + /^\S*/.exec(after)[0].length : text.length;
  const list = pieces(text, start, end, hits);
  const space = tokens[from]?.unspaced ? '' : ' ';
  if (from) list.unshift({ text: `…${space}`, marked: false });
  if (to < tokens.length) list.push({ text: `${space}…`, marked: false });
  return list;
}
