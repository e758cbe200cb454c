// What a reader typed, taken apart. No word is looked up here, and none is analysed: that depends on the
// language that is searched.

// Any of these opens a phrase, and any of them ends it: "so", “so”, „so“, «so», »so«, 「so」.
const QUOTES = '"“”„‟«»「」『』＂';

// An item: perhaps a minus, which nothing precedes; perhaps a name and a colon; a phrase or a word. A
// quotation mark that none closes is passed over.
const ITEM = new RegExp(
  `((?<!\\S)[-−－])?(?:([^\\s:：${QUOTES}]+)[:：])?(?:[${QUOTES}]([^${QUOTES}]*)[${QUOTES}]|[^\\s${QUOTES}]+)`,
  'g',
);

// A name and a colon at the end of what is being typed, of which the value is still to come.
const PENDING = new RegExp(`(?<!\\S)[-−－]?([^\\s:：${QUOTES}]+)[:：][${QUOTES}]?$`);

/** How many phrases, and how many terms, a question may have. An address may hold thousands. */
const MOST = 40;

/** What a name before a colon may stand for: the `taxonomy` that has it, the `filter` `year`, `lang` or `sort`. */
export function filterOf({ taxonomies, names = {}, fold }, name) {
  const key = fold(name);
  const isOne = (words) => words.some((word) => fold(word) === key);
  return {
    taxonomy: taxonomies.find((one) => isOne([one.name, ...one.words])),
    filter: ['year', 'lang', 'sort'].find((filter) => isOne([filter, names[filter] ?? filter])),
  };
}

/** Adds what a name and a value ask for to `question`; whether they ask for anything. */
function restrict(question, settings, name, value, isWithout) {
  const { languages, fold } = settings;
  const { taxonomy, filter } = filterOf(settings, name);
  const chosen = fold(value);
  const language = languages.find(({ tag }) => fold(tag) === chosen);
  // 2021, 2021-03, 2019-2021, and 2019-.
  const years = /^(\d{4})(?:([-–−])(?:(\d{4})|(0?[1-9]|1[0-2]))?)?$/.exec(
    value.normalize('NFKC').replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt() & 15),
  );
  // A taxonomy may have such a name as well, for values that are no year and no language.
  if (filter === 'year' && years && !isWithout) {
    const [, first, isRange, last, month] = years;
    const from = first * 12 + (month ? month - 1 : 0);
    question.from = Math.max(question.from, from);
    question.to = Math.min(
      question.to,
      month ? from : last ? last * 12 + 11 : isRange ? Infinity : from + 11,
    );
    question.isNarrow = true;
  } else if (filter === 'lang' && (language || chosen === 'all') && !isWithout) {
    question.everywhere = !language;
    question.language = language ?? question.language;
    question.isNarrow = true;
  } else if (taxonomy && chosen) {
    question.terms.push([taxonomy.name, value, isWithout]);
    question.isNarrow = true;
  } else if (filter === 'sort' && chosen && !isWithout) {
    question.sort = chosen;
    question.isNarrow = true;
  } else return false;
  return true;
}

/**
 * A query taken apart:
 *
 * - `text`: its words and phrases; if `isOpen`, the last of them may be unfinished, and it ends as the query
 *   does
 * - `phrases`: `[text, isWithout]`: what must stand there, or must not
 * - `terms`: `[taxonomy, name, isWithout]`
 * - `from`, `to`: the first month and the last, counted like those of the index
 * - `isNarrow`: whether anything is asked for but words
 * - `language`, one of the settings; `everywhere`; `sort`: as in the options, or as the query has it
 *
 * `settings` are `{taxonomies: [{name, words}], languages: [{tag}], names, fold}`; the options, those of `Archive.search`.
 */
export function parse(query, settings, { language, everywhere, filters = {}, sort, isTyping } = {}) {
  const { languages } = settings;
  const chosen = languages.find(({ tag }) => tag === language) ?? languages[0];
  const question = {
    text: '',
    phrases: [],
    terms: [],
    from: 0,
    to: Infinity,
    language: chosen,
    everywhere,
    sort,
  };
  for (const [name, values] of Object.entries(filters)) {
    for (const value of [values ?? []].flat()) restrict(question, settings, name, `${value}`);
  }
  const drop = (all, name) => (Object.values(filterOf(settings, name)).some(Boolean) ? '' : all);
  const typed = isTyping ? query.replace(PENDING, drop) : query;
  for (const { 0: item, 1: minus = '', 2: name, 3: phrase, index } of typed.matchAll(ITEM)) {
    question.isOpen = false;
    const value = phrase ?? item.slice(minus.length + name?.length + 1);
    if (name && restrict(question, settings, name, value, !!minus)) continue;
    if (minus) {
      question.phrases.push([item.slice(1), true]);
      question.isNarrow ||= !!settings.fold(value);
    } else {
      if (phrase) question.phrases.push([phrase]);
      question.text += ` ${item}`;
      question.isOpen = isTyping && phrase === undefined && index + item.length === query.length;
    }
  }
  for (const list of [question.phrases, question.terms]) list.splice(MOST);
  return question;
}
