// What can be chosen while a question is typed: words that the last one may become, and filters.
import { isLone } from './common.mjs';
import { beginning, readRest, writtenAs } from './guesses.mjs';
import { filterOf } from './query.mjs';

/** How many completions are offered, at most. */
const MOST = 6;

/** A filter at the end of a query: all before its value, its name, a quotation mark that opens, its value. */
const FILTER = /^(.*(?<!\S)[-−－]?([^\s:："“”„‟«»「」『』＂]+)[:：])(["“„‟«「『＂]?\s*)([^"“”„‟«»「」『』＂]*)$/s;

/** What a filter may be: terms of a `taxonomy`, years, or languages, as `[name, documents]`. */
async function termsOf(archive, language, taxonomy, filter) {
  if (!taxonomy && filter === 'lang') return [...archive.settings.languages.map(({ tag }) => [tag]), ['all']];
  const { taxonomies, years } = await filters(archive, language.tag);
  if (!taxonomy) return years.map(([year, documents]) => [`${year}`, documents]);
  return taxonomies.find(({ name }) => name === taxonomy.name)?.terms ?? [];
}

/** The terms that a filter at the end of `query` may be for, as completions; nothing where it ends in none. */
async function completeTerm(archive, query, language, signal) {
  const [, start, name, mark, value] = FILTER.exec(query) ?? [];
  if (!name || (!mark && /\s/.test(value))) return null;
  const { taxonomy, filter } = filterOf(archive.settings, name);
  if (!taxonomy && !['year', 'lang'].includes(filter)) return null;
  const terms = await termsOf(archive, language, taxonomy, filter);
  const index = await archive.open(language, signal);
  const key = (text) => index.words(text).map(({ surface }) => surface).join(' ');
  const alike = terms.filter(([term]) => key(term).startsWith(key(value)) && term !== value);
  return alike.slice(0, MOST).map(([word, documents]) => {
    const text = /[\s:：]/.test(word) ? `"${word}"` : word;
    return { word, query: start + text, documents };
  });
}

/**
 * Up to six words that the last word of `query` may become, or terms for a filter at its end, those in the most
 * documents first: `[{word, query, documents}]`, where `query` is the whole one with that word. Options: `language`,
 * `signal`.
 */
export async function complete(archive, query, options) {
  const { isOpen, language, text } = await archive.parse(query, { ...options, isTyping: true });
  const terms = await completeTerm(archive, query, language, options?.signal);
  if (terms) return terms;
  const index = await archive.open(language, options?.signal);
  const token = index.asked(text).at(-1);
  const isEnough = token?.unspaced ? isLone(token) : token?.surface[1];
  if (!isOpen || !isEnough || token.end < text.length) return [];
  const start = query.slice(0, token.start - token.end);
  return (await beginning(index, token.surface))
    .filter(([word]) => word !== token.surface)
    .slice(0, MOST)
    .map(([found, group]) => {
      const word = writtenAs(index, found, group);
      return { word, query: start + word, documents: group.count };
    });
}

/** `t`: of each taxonomy `{name, terms: [[name, documents], …]}`. */
export const readFilters = (from) =>
  from.json().taxonomies.map(({ name, terms }) => ({ name, terms: [...terms] }));

/**
 * What a language can be narrowed down to: `{taxonomies: [{name, terms: [[name, documents]]}], years: [[year,
 * documents]]}`.
 */
export async function filters(archive, language) {
  const question = await archive.parse('', { language });
  const { months, rest, file, decode } = await archive.open(question.language);
  const years = new Map();
  for (const [month, count] of months) {
    const year = Math.floor(month / 12);
    years.set(year, (years.get(year) ?? 0) + count);
  }
  const taxonomies = rest.length ? await file(`t${decode(rest, readRest).terms}`, readFilters) : [];
  return { taxonomies, years: [...years].reverse() };
}

/** Fills the choices that narrow a search down, `selects`. `settings` are those of the page. */
export async function offer(archive, selects, { language, locale, taxonomies }) {
  const { years, ...known } = await filters(archive, language);
  for (const choice of selects) {
    const { name } = taxonomies.find(({ words }) => words.includes(choice.name)) ?? {};
    const terms = known.taxonomies.find((one) => one.name === name)?.terms ?? years;
    const { value } = choice;
    const options = terms.map(([term, n]) => new Option(`${term} (${n.toLocaleString(locale)})`, term));
    choice.replaceChildren(choice[0], ...options);
    choice.value = value;
    if (choice.selectedIndex < 0) choice.add(new Option(value, value, true, true));
  }
}
