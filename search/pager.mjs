// The links between pages of results.
import { LAST_PAGE, PER_PAGE, fill } from './common.mjs';

const lastOf = (total) => Math.min(LAST_PAGE, Math.ceil(total / PER_PAGE));

/** Which page it is of how many, in words. `settings` are those of the page. */
export function placeOf(page, total, { locale, texts }) {
  const count = (number) => number.toLocaleString(locale);
  return fill(texts.page, { n: count(page), total: count(lastOf(total)) });
}

/**
 * Fills the pager of a page of `total` results, or leads from a page that is no more to the last. `addressOf(page)` is
 * the address of another, and `search()` shows what the address asks for.
 */
export function paginate(pager, total, page, settings, addressOf, search) {
  const last = lastOf(total);
  if (last && page > last) {
    history.replaceState(null, '', addressOf(last));
    search();
    return;
  }
  const [before, place, after] = pager.querySelectorAll('a, li:nth-child(2)');
  place.textContent = placeOf(page, total, settings);
  pager.hidden = last < 2;
  Object.assign(before, { href: addressOf(page - 1), hidden: page < 2 });
  Object.assign(after, { href: addressOf(page + 1), hidden: page >= last });
}
