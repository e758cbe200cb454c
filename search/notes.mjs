// What a reader is told of how a question was understood.
import { writtenAs } from './guesses.mjs';

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

/** The same as sentences. `settings` are those of the page. */
export function explain({ spelling, ignored }, { locale, texts }) {
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const join = (words, type) => new Intl.ListFormat(locale, { type }).format(words);
  const lines = spelling.map(({ word, used }) =>
    fill(texts.spelling, { word, used: join(used.slice(0, 3), 'disjunction') }),
  );
  if (ignored[0]) lines.push(fill(texts.ignored, { words: join([...new Set(ignored)]) }));
  return lines;
}
