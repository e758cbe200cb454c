// The search page: what is typed and chosen becomes an address, and an address becomes results.
//
// The page has all that is shown, in `templates/partials/finder.html`: the form, places for what is found, texts.
import { words } from './analysis.mjs';
import { Archive } from './archive.mjs';

/** How many milliseconds pass from a search to the words that it takes time, that it takes long. */
const [LOADING, SLOW] = [300, 5000];
/** How many a line above the results must stand to be read out. */
const STANDS = 700;
const PER_PAGE = 10;
/** The last page that is shown: in several languages, all before it have to be read. */
const LAST_PAGE = 100;

const part = (selector, within = finder) => within.querySelector(selector);
const parts = (selector, within = finder) => [...within.querySelectorAll(selector)];
const set = Object.assign;
const make = (name, values) => set(document.createElement(name), values);
const ignore = () => {};

const finder = part('[data-search]', document);
const [form, found, headline, notice, list, pager, spoken, hints, model] = (
  'form,.found,.rubric,.notice,ol,.pager,[role=status],.hints,template'
).split(',').map((name) => part(name));
const { q: field, lang: everywhere } = form.elements;
const [order, ...filters] = parts('select');

const settingsOf = (page) => JSON.parse(part('[data-search]', page).dataset.search);
const own = settingsOf(document);
const { language, locale, languages, texts, counts } = own;
/** The second script: that which this one was made with. Online, it may only be gone. */
const more = () =>
  import(own.more).catch((cause) => {
    throw set(cause, { kind: navigator.onLine ? 'stale' : 'offline' });
  });
const open = (settings) => new Archive({ ...settings, more });
let archive = open(own);
/** Gives up the search that is at work or shown. */
let shown = new AbortController();
let speaking;

const lastOf = (total) => Math.min(LAST_PAGE, Math.ceil(total / PER_PAGE));
const count = (number) => number.toLocaleString(locale);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** A day, a month or a year in words. French counts the first of a month, which browsers do not know. */
function inWords(date) {
  const shape = { year: 'numeric', month: date[4] && 'long', day: date[7] && 'numeric', timeZone: 'UTC' };
  const words = new Date(date).toLocaleDateString(locale, shape);
  return language.startsWith('fr') ? words.replace(/^1 /, '1er ') : words;
}

/** Shows a line above the results, and has it read out when it stands. */
function say(text, ...more) {
  headline.textContent = text;
  found.hidden = !text;
  clearTimeout(speaking);
  speaking = setTimeout(() => (spoken.textContent = [text, ...more].join(' ')), STANDS);
}

/** Shows those buttons below that line, and no others. */
const lead = (...ways) => {
  for (const button of parts('[value]', found)) button.hidden = !ways.includes(button.value);
};

async function load(url, options) {
  return new DOMParser().parseFromString(await (await fetch(url, options)).text(), 'text/html');
}

/** The address of the form, or of a further page of what it finds. */
function addressOf(page) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
  if (page > 1) query.set('page', page);
  return `${location.pathname}?${query}`.replace(/\?$/, '');
}

/** A result, as the template has it. */
function resultOf({ url, title, date, language: tag, dir, editions }) {
  const item = model.content.firstElementChild.cloneNode(true);
  const [time, badge, link, text, also] = 'time,.badge,h2 a,.excerpt,.also'.split(',').map((name) => part(name, item));
  const speak = (element, tag) => {
    const { name, dir } = languages.find((one) => one.tag === tag);
    return set(element, { textContent: name, lang: tag, dir, hreflang: tag });
  };
  set(link, { href: url, textContent: title, lang: tag, dir, hreflang: tag });
  set(text, { lang: tag, dir });
  if (date) set(time, { dateTime: date, textContent: inWords(date) });
  else time.remove();
  if (tag !== language) speak(badge, tag);
  else badge.remove();
  for (const { language, url } of editions) {
    const other = speak(make('a'), language);
    if (url) other.href = url;
    also.append(other);
  }
  if (!editions[0]) also.remove();
  return item;
}

function show(answer, lines, page, isNarrow, signal) {
  const { total, isExact, results } = answer;
  const last = lastOf(total);
  const [before, place, after] = pager.querySelectorAll('a, li:nth-child(2)');
  const form = counts[new Intl.PluralRules(locale).select(total)] ?? counts.other;
  if (!total) lines.push(texts.advice);
  place.textContent = fill(texts.page, { n: count(page), total: count(last) });
  const read = page > 1 ? [...lines, place.textContent] : lines;
  say(fill(total ? form : texts.none, { n: (isExact ? '' : '≈ ') + count(total), query: field.value }), ...read);
  notice.textContent = lines.join(' ');
  notice.hidden = !lines[0];
  lead(isNarrow && 'clear', !total && !everywhere?.checked && 'everywhere');
  list.replaceChildren(...results.map(resultOf));
  more().then(({ complement }) => complement(list, answer, signal, words), ignore);
  pager.hidden = last < 2;
  set(before, { href: addressOf(page - 1), hidden: page < 2 });
  set(after, { href: addressOf(page + 1), hidden: page >= last });
}

/** Shows what the form asks for, and which page of it the address has. */
async function search(isTyping, isAgain) {
  const query = field.value.trim();
  const narrow = filters.filter(({ value }) => value).map(({ name, value }) => [name, value]);
  const page = Math.min(LAST_PAGE, Math.max(1, new URLSearchParams(location.search).get('page') | 0));
  shown.abort();
  shown = new AbortController();
  const { signal } = shown;
  hints.hidden = query || narrow[0];
  lead();
  if (!hints.hidden) {
    list.replaceChildren();
    return say('');
  }
  // What is below must not be seen to move.
  const wait = (text) => {
    finder.classList.add('busy');
    if (text) say(text);
  };
  const timers = [setTimeout(wait, LOADING, texts.loading), setTimeout(wait, SLOW, texts.slow)];
  if (!isTyping && !list.firstChild) wait();
  const options = { language, everywhere: everywhere?.checked, filters: Object.fromEntries(narrow), sort: order.value };
  try {
    const answer = await archive.search(query, { ...options, page, perPage: PER_PAGE, isTyping, signal });
    const { spelling, ignored } = answer;
    const lines = spelling[0] || ignored[0] ? (await more()).explain(answer, own) : [];
    if (signal.aborted) return;
    const last = lastOf(answer.total);
    // An address may name a page that is no more.
    if (last && page > last) {
      history.replaceState(null, '', addressOf(last));
      await search(isTyping, isAgain);
    } else show(answer, lines, page, narrow[0], signal);
  } catch ({ kind }) {
    if (signal.aborted) return;
    if (kind === 'stale' && !isAgain) {
      // The page is newer than this copy, and so is the index that it leads to.
      const page = await load(location.pathname, { cache: 'reload', signal }).catch(ignore);
      if (page) archive = open(settingsOf(page));
      if (!signal.aborted) await search(isTyping, true);
      return;
    }
    say(texts[kind] ?? texts.offline);
    lead(kind === 'stale' ? 'reload' : 'retry');
    list.replaceChildren();
    pager.hidden = notice.hidden = true;
  } finally {
    timers.forEach(clearTimeout);
    if (!signal.aborted) finder.classList.remove('busy');
  }
}

/** Fills the form from the address, shows what that asks for, and then the place where the reader was. */
async function arrive() {
  const query = new URLSearchParams(location.search);
  const { y = 0 } = history.state ?? {};
  for (const control of form.elements) {
    const value = query.get(control.name) ?? '';
    if (control === everywhere) control.checked = value;
    else if (control.name) control.value = value;
    // A choice that is not filled yet.
    if (control.selectedIndex < 0) control.add(new Option(value, value, true, true));
  }
  await search();
  scrollTo(0, y);
}

history.scrollRestoration = 'manual';
arrive();
archive.prefetch('', { language }).catch(ignore);
// Until then, forms and links do what they do without a script: they lead to an address.
more().then(({ enliven }) => enliven({ finder, settings: own, search, arrive, addressOf, archive: () => archive }), ignore);
