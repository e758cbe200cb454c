// The search page: what is typed and chosen becomes an address, and an address becomes results.
//
// The page has all that is shown, in `templates/partials/finder.html`: the form, places for what is found, texts.
import { Archive } from './archive.mjs';
import { excerpt, mark } from './excerpt.mjs';

/** How many milliseconds pass from a key to a search, to the words that it takes time, that it takes long. */
const [TYPED, LOADING, SLOW] = [150, 300, 5000];
/** How many a line above the results must stand to be read out. */
const STANDS = 700;
/** How many letters tell enough to fetch what a search for them needs. */
const TELLING = 3;
const PER_PAGE = 10;
/** The last page that is shown: in several languages, all before it have to be read. */
const LAST_PAGE = 100;
/** The paragraphs of an article, and what is in them besides its text. */
const BLOCKS = 'p,li,dt,dd,h2,h3,h4,h5,h6,td,th,pre,figcaption';
const ASIDES = '[role^=doc-],script,style';

const part = (selector, within = finder) => within.querySelector(selector);
const parts = (selector, within = finder) => [...within.querySelectorAll(selector)];
const set = Object.assign;
const make = (name, values) => set(document.createElement(name), values);
const ignore = () => {};

const finder = part('[data-search]', document);
const [form, found, headline, notice, list, pager, spoken, hints, model, options, chosen] = (
  'form,.found,.rubric,.notice,ol,.pager,[role=status],.hints,template,[role=listbox],summary span'
).split(',').map((name) => part(name));
const { q: field, lang: everywhere } = form.elements;
const [order, ...filters] = parts('select');
const { title } = document;

const settingsOf = (page) => JSON.parse(part('[data-search]', page).dataset.search);
const { language, locale, languages, taxonomies, texts, counts } = settingsOf(document);
let archive = new Archive(settingsOf(document));
/** Gives up the search that is at work or shown. */
let shown = new AbortController();
/** Whether the address is to stay when something is typed. */
let isKept;
let typing;
let speaking;

const lastOf = (total) => Math.min(LAST_PAGE, Math.ceil(total / PER_PAGE));
const count = (number) => number.toLocaleString(locale);
const join = (words, type) => new Intl.ListFormat(locale, { type }).format(words);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** A day, a month or a year in words. French counts the first of a month, which browsers do not know. */
function inWords(date) {
  const shape = { year: 'numeric', month: date[4] && 'long', day: date[7] && 'numeric', timeZone: 'UTC' };
  const words = new Date(date).toLocaleDateString(locale, shape);
  return language.startsWith('fr') ? words.replace(/^1 /, '1er ') : words;
}

/** Fills an element with pieces of a text, those that answer the question marked. */
const put = (element, pieces) =>
  element.replaceChildren(...pieces.map(({ text, marked }) => (marked ? make('mark', { textContent: text }) : text)));

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

/** Articles are fetched when their results are seen: for excerpts, and for the addresses of editions. */
const sight = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    if (!isIntersecting) continue;
    sight.unobserve(target);
    target.read().catch(ignore);
  }
});

/** A result, as the template has it. */
function resultOf({ url, title, date, language: tag, dir, editions }, marks, signal) {
  const item = model.content.firstElementChild.cloneNode(true);
  const [time, badge, link, text, also] = 'time,.badge,h2 a,.excerpt,.also'.split(',').map((name) => part(name, item));
  const speak = (element, tag) => {
    const { name, dir } = languages.find((one) => one.tag === tag);
    return set(element, { textContent: name, lang: tag, dir, hreflang: tag });
  };
  put(set(link, { href: url, lang: tag, dir, hreflang: tag }), mark(title, marks, tag));
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
  item.read = async () => {
    const page = await load(url, { signal });
    for (const other of parts('a:not([href])', also)) {
      const found = part(`[rel=alternate][hreflang=${other.lang}]`, page);
      if (found) other.href = new URL(found.href).pathname;
    }
    for (const aside of parts(ASIDES, page)) aside.remove();
    const blocks = parts(BLOCKS, part('[data-text]', page) ?? part('main', page)).filter((block) => !part(BLOCKS, block));
    const all = [part('[name=description]', page)?.content, ...blocks.map((block) => block.textContent)];
    const spaced = all.map((text) => text?.replace(/\s+/g, ' ').trim()).filter(Boolean);
    put(text, excerpt(spaced, marks, tag));
  };
  sight.observe(item);
  return item;
}

function show({ total, results, marks, spelling, ignored }, page, isNarrow, signal) {
  const last = lastOf(total);
  const [before, place, after] = pager.querySelectorAll('a, li:nth-child(2)');
  const form = counts[new Intl.PluralRules(locale).select(total)] ?? counts.other;
  const lines = spelling.map(({ word, used }) => fill(texts.spelling, { word, used: join(used.slice(0, 3), 'disjunction') }));
  if (ignored[0]) lines.push(fill(texts.ignored, { words: join([...new Set(ignored)]) }));
  if (!total) lines.push(texts.advice);
  place.textContent = fill(texts.page, { n: count(page), total: count(last) });
  const read = page > 1 ? [...lines, place.textContent] : lines;
  say(fill(total ? form : texts.none, { n: count(total), query: field.value }), ...read);
  notice.textContent = lines.join(' ');
  notice.hidden = !lines[0];
  lead(isNarrow && 'clear', !total && !everywhere?.checked && 'everywhere');
  list.replaceChildren(...results.map((result) => resultOf(result, marks[result.language], signal)));
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
  document.title = query ? `${query} – ${title}` : title;
  chosen.textContent = narrow.map(([, value]) => value).join(' · ');
  // The question goes with the reader into another language.
  for (const version of parts('header a[hreflang]', document)) version.search = query && new URLSearchParams({ q: query });
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
    if (signal.aborted) return;
    const last = lastOf(answer.total);
    // An address may name a page that is no more.
    if (last && page > last) {
      history.replaceState(null, '', addressOf(last));
      await search(isTyping, isAgain);
    } else show(answer, page, narrow[0], signal);
  } catch ({ kind }) {
    if (signal.aborted) return;
    if (kind === 'stale' && !isAgain) {
      // The page is newer than this copy, and so is the index that it leads to.
      const page = await load(location.pathname, { cache: 'reload', signal }).catch(ignore);
      if (page) archive = new Archive(settingsOf(page));
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

/** Makes an address the page's, and shows what it asks for. What is typed takes the place of what was typed. */
function go(isTyping, url = addressOf()) {
  clearTimeout(typing);
  const isNew = isTyping ? isKept : url !== location.pathname + location.search;
  history[isNew ? 'pushState' : 'replaceState'](null, '', url);
  isKept = !isTyping;
  return search(isTyping);
}

/** Fills the form from the address, shows what that asks for, and then the place where the reader was. */
async function arrive() {
  const query = new URLSearchParams(location.search);
  const { y = 0 } = history.state ?? {};
  clearTimeout(typing);
  isKept = !!location.search;
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

/** Fills the choices. */
async function offer() {
  const { years, ...known } = await archive.filters(language);
  for (const choice of filters) {
    const { name } = taxonomies.find(({ words }) => words.includes(choice.name)) ?? {};
    const terms = known.taxonomies.find((one) => one.name === name)?.terms ?? years;
    const { value } = choice;
    choice.replaceChildren(choice[0], ...terms.map(([term, n]) => new Option(`${term} (${count(n)})`, term)));
    choice.value = value;
    if (choice.selectedIndex < 0) choice.add(new Option(value, value, true, true));
  }
}

/** The completion that is chosen by keys: none, or its place. */
let active = -1;

function choose(place) {
  active = place;
  for (const [i, option] of [...options.children].entries()) option.ariaSelected = i === place;
  const { id } = options.children[place] ?? {};
  if (id) field.setAttribute('aria-activedescendant', id);
  else field.removeAttribute('aria-activedescendant');
}

function open(isOpen) {
  options.hidden = !isOpen;
  field.ariaExpanded = isOpen;
  choose(-1);
}

function take(option) {
  field.value = option.textContent;
  clearTimeout(typing);
  open(false);
}

async function complete() {
  const { signal } = shown;
  const words = await archive.complete(field.value, { language, signal }).catch(() => []);
  if (signal.aborted || document.activeElement !== field) return;
  const id = (place) => `${options.id}-${place}`;
  options.replaceChildren(...words.map(({ query }, i) => make('li', { id: id(i), role: 'option', textContent: query })));
  open(!!words[0]);
}

field.addEventListener('input', ({ isComposing }) => {
  clearTimeout(typing);
  // What an input method is at work on is no word yet.
  if (isComposing) return;
  if (field.value.length >= TELLING) archive.prefetch(field.value, { language }).catch(ignore);
  typing = setTimeout(() => {
    go(true);
    complete();
  }, TYPED);
});
field.addEventListener('compositionend', () => field.dispatchEvent(new Event('input')));
field.addEventListener('keydown', (event) => {
  const { key, altKey, isComposing } = event;
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  const stops = options.childElementCount + 1;
  if (isComposing) return;
  if (step && stops > 1) {
    // Up and down through all of them and the field itself; with Alt, the list is opened or closed.
    const next = active + step;
    open(!altKey || step > 0);
    if (!altKey) choose(((next + 1 + stops) % stops) - 1);
  } else if (key === 'Escape') {
    if (options.hidden) {
      field.value = '';
      go(true);
    }
    open(false);
  } else if (active >= 0 && (key === 'Enter' || key === 'Tab')) {
    take(options.children[active]);
    go();
    if (key === 'Tab') return;
  } else {
    choose(-1);
    return;
  }
  event.preventDefault();
});
field.addEventListener('blur', () => open(false));
// The field keeps the focus.
options.addEventListener('mousedown', (event) => event.preventDefault());
options.addEventListener('click', ({ target }) => {
  take(target);
  go();
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  open(false);
  // On a small screen, the keyboard would hide what is found.
  if (matchMedia('(pointer:coarse)').matches) field.blur();
  go();
});
form.addEventListener('change', ({ target }) => target === field || go());
part('details').addEventListener('toggle', ({ target }) => target.open && offer().catch(ignore));

found.addEventListener('click', async (event) => {
  const { rel, href, value } = event.target;
  if (!(rel || value) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (value === 'reload') location.reload();
  if (value === 'everywhere') everywhere.checked = true;
  if (value === 'clear') for (const choice of filters) choice.value = '';
  await go(false, href);
  // What had the focus may be gone.
  headline.focus();
});

history.scrollRestoration = 'manual';
addEventListener('scrollend', () => history.replaceState({ y: scrollY }, ''));
addEventListener('popstate', arrive);
arrive();
archive.prefetch('', { language }).catch(ignore);
