// What an article's page tells of it besides its record: its passage that answers best, and where its editions are.
import { excerpt, mark, marksOf } from './excerpt.mjs';

/** The paragraphs of an article, and what is in them besides its text. */
const BLOCKS = 'p,li,dt,dd,h2,h3,h4,h5,h6,td,th,pre,figcaption';
const ASIDES = '[role^=doc-],script,style';

/** Fills an element with pieces of a text, those that answer the question marked. */
function put(element, pieces) {
  const nodes = pieces.map(({ text, marked }) =>
    marked ? Object.assign(document.createElement('mark'), { textContent: text }) : text,
  );
  element.replaceChildren(...nodes);
}

async function load(url, signal) {
  return new DOMParser().parseFromString(await (await fetch(url, { signal })).text(), 'text/html');
}

/** The texts of an article, given its page. */
function blocksOf(page) {
  for (const aside of page.querySelectorAll(ASIDES)) aside.remove();
  const text = page.querySelector('[data-text]') ?? page.querySelector('main');
  const blocks = [...(text?.querySelectorAll(BLOCKS) ?? [])].filter((block) => !block.querySelector(BLOCKS));
  const all = [page.querySelector('[name=description]')?.content, ...blocks.map((block) => block.textContent)];
  return all.map((text) => text?.replace(/\s+/g, ' ').trim()).filter(Boolean);
}

/** Completes a result, `item`, from its article's page. */
async function read(item, { url, language }, found, signal, words) {
  const [page, title, passage] = [await load(url, signal), ...item.querySelectorAll('h2 a, .excerpt')];
  for (const link of item.querySelectorAll('.also a:not([href])')) {
    const other = page.querySelector(`[rel=alternate][hreflang=${link.lang}]`);
    if (other) link.href = new URL(other.href).pathname;
  }
  const marks = found[language] ? marksOf(found[language]) : [];
  const wordsOf = (text) => words(text, language);
  put(title, mark(title.textContent, marks, wordsOf));
  put(passage, excerpt(blocksOf(page), marks, wordsOf));
}

/**
 * Completes the results in `list` from their articles when they are seen: marks what was found in their titles, fills
 * their excerpts, and gives links to editions their addresses. `words` is the analysis of texts.
 */
export function complement(list, { results, found }, signal, words) {
  if (signal.aborted) return;
  const items = [...list.children];
  const sight = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      sight.unobserve(target);
      read(target, results[items.indexOf(target)], found, signal, words).catch(() => {});
    }
  });
  for (const item of items) sight.observe(item);
  signal.addEventListener('abort', () => sight.disconnect());
}
