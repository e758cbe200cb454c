// What readers do on the search page: each thing becomes an address, and is answered without leaving the page.
import { complement } from './article.mjs';
import { offer } from './choices.mjs';
import { Combobox } from './combobox.mjs';
import { paginate } from './pager.mjs';

/** How many files are kept between visits, at most. */
const MOST_KEPT = 600;

/** Takes away what an archive has kept first, beyond a bound. */
export async function tidy({ settings }) {
  const store = await settings.keep;
  for (const key of (await store?.keys())?.slice(0, -MOST_KEPT) ?? []) store.delete(key);
}

/** What follows when page `page` of an answer is shown; what is given is as for `enliven`. */
export function follow({ finder, settings, words, search, addressOf }, answer, page, signal) {
  // French counts the first of a month, which browsers do not know.
  const times = settings.language.startsWith('fr') ? finder.querySelectorAll('ol time') : [];
  for (const time of times) time.textContent = time.textContent.replace(/^1 /, '1er ');
  complement(finder.querySelector('ol'), answer, signal, words);
  paginate(finder.querySelector('.pager'), answer.total, page, settings, addressOf, search);
}

/**
 * `finder` is the element with all of the search, and `settings` are those of the page. `search(isTyping)` answers what
 * is in the form, `arrive()` what the address asks for; `addressOf()` is that of the form, `archive` is asked, and
 * `words` is the analysis of texts.
 */
export function enliven({ finder, settings, search, arrive, addressOf, archive }) {
  const part = (selector) => finder.querySelector(selector);
  const form = part('form');
  const found = part('.found');
  const [, ...filters] = finder.querySelectorAll('select');
  const { q: field, lang: everywhere } = form.elements;
  /** Whether the address is to stay when something is typed. */
  let isKept;
  const { title } = document;
  let address;

  /** Has the rest of the page say what is asked for. */
  function tell() {
    address = location.search;
    const query = field.value.trim();
    document.title = query ? `${query} – ${title}` : title;
    part('summary span').textContent = filters.flatMap(({ value }) => value || []).join(' · ');
    // The question goes with the reader into another language.
    for (const version of document.querySelectorAll('header a[hreflang]')) {
      version.search = query && new URLSearchParams({ q: query });
    }
  }

  /** The address is one that the reader has come to. */
  function stay() {
    isKept = !!location.search;
    tell();
  }

  /** Makes an address the page's, and shows what it asks for. What is typed takes the place of what was typed. */
  function go(isTyping, url = addressOf()) {
    const isNew = isTyping ? isKept : url !== location.pathname + location.search;
    history[isNew ? 'pushState' : 'replaceState'](null, '', url);
    isKept = !isTyping;
    tell();
    return search(isTyping);
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    go();
  });
  form.addEventListener('change', ({ target }) => target === field || go());
  found.addEventListener('click', async (event) => {
    const { rel, href, value } = event.target;
    if (!(rel || ['everywhere', 'clear'].includes(value)) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (value === 'everywhere') everywhere.checked = true;
    if (value === 'clear') for (const choice of filters) choice.value = '';
    await go(false, href);
    // What had the focus may be gone.
    part('.rubric').focus();
  });
  addEventListener('scrollend', () => history.replaceState({ y: scrollY }, ''));
  addEventListener('popstate', () => {
    // A link to a part of the page asks for nothing new.
    if (address === location.search) return;
    arrive();
    stay();
  });
  stay();
  const details = part('details');
  const fillChoices = () => details.open && offer(archive, filters, settings).catch(() => {});
  details.addEventListener('toggle', fillChoices);
  fillChoices();
  tidy(archive).catch(() => {});
  new Combobox(finder, go, archive, settings.language);
}
