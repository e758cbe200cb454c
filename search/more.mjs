// The second script of the search page: what not every question needs, or only after the answer is there. So
// that the first is small. It has what it needs of the first from those who call it.
export { enliven, follow } from './controls.mjs';
export { beginning, standIns } from './guesses.mjs';
export { explain, notesOf } from './notes.mjs';
export { parse } from './query.mjs';
export { openTo } from './restrict.mjs';
export { stories } from './stories.mjs';
