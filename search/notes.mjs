// What a reader is told of how a question was understood.
import { fill } from './common.mjs';
import { writtenAs } from './guesses.mjs';
import { placeOf } from './pager.mjs';

/**
 * `{spelling, ignored}`, as `Archive.search` gives them, from the answers in each language.
 */
export function notesOf(answers) {
  const typed = ({ text }, { token }) => text.slice(token.start, token.end);
  const spelling = answers.flatMap(({ index, question, units }) =>
    units
      .filter(({ standIns }) => standIns?.[0])
      .map((unit) => {
        const used = unit.standIns.map(([, group, word]) => writtenAs(index, word, group));
        return { word: typed(question, unit), used: [...new Set(used)] };
      }),
  );
  const ignored = answers.map(({ question, units }) => {
    const texts = units.filter(({ isIgnored }) => isIgnored).map((unit) => typed(question, unit));
    return texts.filter((text) => !question.phrases.some(([phrase]) => phrase.includes(text)));
  });
  // What tells something in one of the languages is not passed over.
  return { spelling, ignored: ignored[0].filter((one) => ignored.every((all) => all.includes(one))) };
}

/** The same as sentences, and which page of the answer it is after the first. `settings` are those of the page. */
export function explain({ total, spelling, ignored }, page, settings) {
  const { locale, texts } = settings;
  const join = (words, type) => new Intl.ListFormat(locale, { type }).format(words);
  const used = new Map();
  // Several languages may have taken a word for others.
  for (const one of spelling) used.set(one.word, [...(used.get(one.word) ?? []), ...one.used.slice(0, 3)]);
  const lines = [...used].map(([word, words]) =>
    fill(texts.spelling, { word, used: join([...new Set(words)].slice(0, 3), 'disjunction') }),
  );
  if (ignored[0]) lines.push(fill(texts.ignored, { words: join([...new Set(ignored)]) }));
  if (page > 1 && total) lines.push(placeOf(page, total, settings));
  return lines;
}
