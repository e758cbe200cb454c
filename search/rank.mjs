// Which documents answer a question, and how well. Nothing is loaded here: the lists of all words are there.

/**
 * What the ranking weighs, and where it draws lines. Measured, not derived: change them with the benchmark.
 */
export const WEIGHTS = {
  /** The level, from 0 to 7, at which a text counts 1 for a word. */
  level: 3.2,
  /** Titles: none, that of another edition, its own: a long, a middling, a short one. */
  titles: [0, 0.8, 0.85, 1, 1.15],
  /** What titles count against texts. */
  title: 5,
  /** How much of a word is covered by a document that has it at all, and by one that has it in its title. */
  present: 0.4,
  placed: 0.6,
  /** The power of the coverage of all words. */
  coverage: 2,
  /**
   * What a document has before others, at most: where each word stands near the one before it; the newest; one that
   * has all words.
   */
  near: 0.25,
  recent: 0.03,
  all: 0.75,
  /** The share of the best coverage that a document needs to be found. */
  found: 1 / 3,
  /** A word is common in more than this share of all documents. */
  common: 1 / 2,
  /** Readings of a word other than as itself: by all of its parts, by one, by a synonym, by longer words … */
  parts: 0.9,
  part: 0.4,
  synonym: 0.8,
  prefix: 0.9,
  /** … if it is unknown, by words that begin alike, and by words at a distance of 1 and 2. */
  relative: 0.75,
  neighbours: [1, 0.8, 0.5],
};

/** Whether so many of `n` documents have a word that it tells nothing. */
export const isCommon = (count, n) => count > n * WEIGHTS.common;

/** The weight of a word that `count` of `n` documents have. */
export const rarity = (count, n) => Math.log(1 + (n - count + 0.5) / (count + 0.5));

/**
 * For each document that is in the lists of all `groups`, `visit(document, mark)`: the least of each mark.
 */
export function eachInAll(groups, visit) {
  const [first, ...others] = groups.map(({ read }) => ({ ...read, at: 0 }));
  for (const [i, doc] of first.docs.entries()) {
    let mark = first.marks[i];
    const isInAll = others.every((list) => {
      while (list.docs[list.at] < doc) list.at++;
      const other = list.marks[list.at];
      mark = Math.min(mark & 7, other & 7) | Math.min(mark & 56, other & 56) | (mark & 448);
      return list.docs[list.at] === doc;
    });
    if (isInAll) visit(doc, mark);
  }
}

/** Arrays for ranking `n` documents, for one question after the other. */
export const workspace = (n) => Array.from({ length: 13 }, (_, i) => new (i ? Float32Array : Uint32Array)(n));

/**
 * The documents that are found, the oldest first, and their scores: `[docs, scores]`.
 *
 * `units` are what is asked for: `{weight, readings, isSeam}`, with readings `[weight, ...groups]`. A document has a
 * unit as much as the heaviest reading all of whose groups it has; one that `isSeam`, a pair of two words, need not be
 * there. `total` is the weight of all words, also
 * of those that are not found. `open` has 1 for each document that may be found.
 */
export function rank(arrays, units, total, open) {
  const [touched, body, title, titled, share, cover, near, zones, ofUnit, inText, inTitle, zone, has] = arrays;
  for (const array of arrays) array.fill(0);
  let known = 0;
  let wanted = 0;
  for (const { weight, readings, isSeam } of units) {
    known += weight;
    if (!isSeam) wanted++;
    let count = 0;
    for (const [part, ...groups] of readings) {
      eachInAll(groups, (doc, mark) => {
        if (!ofUnit[doc]) touched[count++] = doc;
        ofUnit[doc] = Math.max(ofUnit[doc], part);
        inTitle[doc] = Math.max(inTitle[doc], part * WEIGHTS.titles[(mark >> 3) & 7]);
        const text = (part * (mark & 7)) / WEIGHTS.level;
        if (text > inText[doc]) {
          inText[doc] = text;
          zone[doc] = (mark >> 6) + 1;
        }
      });
    }
    for (const doc of touched.subarray(0, count)) {
      const text = inText[doc];
      share[doc] += weight * ofUnit[doc];
      if (!isSeam) has[doc]++;
      body[doc] += weight * text;
      title[doc] += weight * inTitle[doc];
      if (inTitle[doc]) titled[doc] += weight;
      const placed = WEIGHTS.placed * Math.max(inTitle[doc], text && 0.5);
      cover[doc] += weight * Math.min(1, WEIGHTS.present + placed + text / 2);
      if (text) {
        // Zones go round: the last is beside the first.
        if (zones[doc] && ((zones[doc] - zone[doc] + 9) & 7) < 3) near[doc] += weight;
        zones[doc] = zone[doc];
      }
      ofUnit[doc] = inText[doc] = inTitle[doc] = 0;
    }
  }
  const n = share.length;
  let most = 0;
  for (let doc = 0; doc < n; doc++) if (open[doc] && share[doc] > most) most = share[doc];
  // A little less, as sums are rounded.
  const least = most * WEIGHTS.found * 0.9999;
  const docs = [];
  for (let doc = 0; doc < n; doc++) if (open[doc] && share[doc] && share[doc] >= least) docs.push(doc);
  const scores = docs.map(
    (doc) =>
      ((body[doc] + (WEIGHTS.title * title[doc] * titled[doc]) / known) / total) *
      (cover[doc] / total) ** WEIGHTS.coverage *
      (1 + (WEIGHTS.near * near[doc]) / known) *
      (1 + (WEIGHTS.recent * doc) / n) *
      (1 + WEIGHTS.all * (has[doc] === wanted)),
  );
  return [docs, scores];
}

/** Places in `scores` of the best `count`, the best first, and of equal ones the later. */
export function best(scores, count) {
  // Sorting numbers alone is many times faster than sorting places by them.
  const least = Float64Array.from(scores).sort().at(-count) ?? -1;
  const places = [...scores.keys()].filter((i) => scores[i] >= least);
  return places.sort((a, b) => scores[b] - scores[a] || b - a).slice(0, count);
}
