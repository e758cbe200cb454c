// What both scripts of the search page need: short enough to be in both.

/** Something is wrong with a file. The page then loads itself anew: the index may be a newer one. */
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

/** How many results a page has. */
export const PER_PAGE = 10;

/** The last page that is shown: in several languages, all before it have to be read. */
export const LAST_PAGE = 100;

/** A text with values in the places that have their names. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
