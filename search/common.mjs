// What both scripts of the search page need: short enough to be in both.

/** Something is wrong with a file. The page then reads its settings again: the index may be a newer one. */
export class IndexFault extends Error {
  kind = 'stale';
}

/** What must be true of a file. */
export const need = (isTrue) => {
  if (!isTrue) throw new IndexFault();
};

/** `work` on each of a list, at once. */
export const all = (list, work) => Promise.all(Array.from(list, work));

/** Whether a word is a single character of a script without spaces. */
export const isLone = ({ surface, unspaced }) => unspaced && [...surface].length < 2;

/** `word` with a character for each byte, by which the dictionary is in order. */
export const bytesOf = (word) => String.fromCharCode(...new TextEncoder().encode(word));
