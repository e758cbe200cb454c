// The search page: what is typed and chosen becomes an address, and an address becomes results.
//
// The page has all that is shown, in `templates/partials/finder.html`: the form, places for what is found, texts.
import { words } from './analysis.mjs';
import { Archive } from './archive.mjs';
import { PER_PAGE, fill } from './common.mjs';

/** How many milliseconds pass from a search to the words that it takes time, that it takes long. */
const [LOADING, SLOW] = [300, 5000];
/** How many a line above the results must stand to be read out. */
const STANDS = 700;

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

const own = JSON.parse(finder.dataset.search);
const { language, locale, languages, texts, counts } = own;
/** The second script: that which this one was made with. It may be gone, as this page is older than the site. */
const more = () =>
  import(own.more).catch(async (cause) => {
    const { ok } = await fetch(own.more, { method: 'HEAD' }).catch(() => own);
    throw set(cause, { kind: ok === false ? 'stale' : 'offline' });
  });
const archive = new Archive({ ...own, more });
/** A promise of what `enliven` does, once it was asked for. */
let life;
/** Gives up the search that is at work or shown. */
let shown = new AbortController();
let speaking;

const count = (number) => number.toLocaleString(locale);

/** A day, a month or a year in words. */
function inWords(date) {
  const shape = { year: 'numeric', month: date[4] && 'long', day: date[7] && 'numeric', timeZone: 'UTC' };
  return new Date(date).toLocaleDateString(locale, shape);
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

/** Loads the page anew, as it leads to what is gone; whether it does, once. */
function renew() {
  const { search } = finder.dataset;
  try {
    if (sessionStorage.search === search) return false;
    sessionStorage.search = search;
    location.reload();
    return true;
  } catch {
    // Nothing may be kept here.
    return false;
  }
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

function show(answer, lines, page, [filter], signal) {
  const { total, isExact, results } = answer;
  const form = counts[new Intl.PluralRules(locale).select(total)] ?? counts.other;
  const query = field.value || filter[1];
  if (!total) lines.push(texts.advice);
  say(fill(total ? form : texts.none, { n: (isExact ? '' : '≈ ') + count(total), query }), ...lines);
  notice.textContent = lines.join(' ');
  notice.hidden = !lines[0];
  lead(filter && 'clear', !total && !everywhere?.checked && 'everywhere');
  list.replaceChildren(...results.map(resultOf));
  more().then(({ follow }) => follow(given, answer, page, signal), ignore);
}

/** Shows nothing, or what went wrong alone. */
function empty(text, way) {
  say(text);
  lead(way);
  list.replaceChildren();
  pager.hidden = notice.hidden = true;
  finder.classList.remove('busy');
}

/**
 * Makes the page live. Until then, forms and links do what they do without a script. Where the second script is gone,
 * the page is loaded anew, once.
 */
function enter() {
  life ??= more().then(
    ({ enliven }) => enliven(given),
    ({ kind }) => {
      life = null;
      if (kind === 'stale') renew();
    },
  );
}

/** Shows what the form asks for, and which page of it the address has. */
async function search(isTyping) {
  const query = field.value.trimStart();
  const narrow = filters.filter(({ value }) => value).map(({ name, value }) => [name, value]);
  const page = Math.max(1, new URLSearchParams(location.search).get('page') | 0);
  shown.abort();
  shown = new AbortController();
  const { signal } = shown;
  hints.hidden = !!(query || narrow[0]);
  if (!hints.hidden) return empty('');
  lead();
  // What is below must not be seen to move.
  const wait = (text) => {
    if (signal.aborted) return;
    finder.classList.add('busy');
    if (text) say(text);
  };
  const timers = [setTimeout(wait, LOADING, texts.loading), setTimeout(wait, SLOW, texts.slow)];
  if (!isTyping && !list.firstChild) wait();
  try {
    const answer = await archive.search(query, {
      ...{ language, everywhere: everywhere?.checked, filters: Object.fromEntries(narrow), sort: order.value },
      ...{ page, perPage: PER_PAGE, isTyping, signal },
    });
    const isToTell = page > 1 || answer.spelling[0] || answer.ignored[0];
    const lines = isToTell ? await more().then(({ explain }) => explain(answer, page, own), () => []) : [];
    if (!signal.aborted) show(answer, lines, page, narrow, signal);
  } catch (error) {
    const { kind } = error;
    if (signal.aborted) return;
    if (kind === 'stale' && renew()) return;
    if (!kind) console.error(error);
    empty(texts[kind] ?? texts.offline, kind === 'stale' ? 'reload' : 'retry');
  } finally {
    timers.forEach(clearTimeout);
    if (!signal.aborted) finder.classList.remove('busy');
  }
}

/** Fills the form from the address, shows what that asks for, and then the place where the reader was. */
async function arrive(isFirst) {
  const query = new URLSearchParams(location.search);
  const { y = 0 } = history.state ?? {};
  for (const control of form.elements) {
    const value = query.get(control.name) ?? '';
    if (control === everywhere) control.checked = value === 'all';
    // What was typed before there was a script is left.
    else if (control.name) control.value = value || (isFirst ? control.value : '');
    // A choice that is not filled yet.
    if (control.selectedIndex < 0) control.add(new Option(value, value, true, true));
  }
  await search();
  if (y) scrollTo(0, y);
}

/** What the second script is given of this one. */
const given = { finder, settings: own, archive, words, search, arrive, addressOf };

history.scrollRestoration = 'manual';
arrive(true);
archive.prefetch('', { language }).catch(ignore);
enter();
found.addEventListener('click', ({ target: { value } }) => {
  if (value === 'reload') location.reload();
  if (value !== 'retry') return;
  // The button will be gone.
  headline.focus();
  enter();
  search();
});
