// Reads the articles out of a built site, as JSON lines.
//
//   node articles.mjs OUTPUT > articles.jsonl
//
// OUTPUT is the folder that `depeche build` wrote. Nothing of the search is read: only the pages, by their
// JSON-LD and the element that holds the text. So what the benchmark asks for does not depend on what is
// measured. Each line is
//
//   {url, language, key, title, date, tags, authors, summary, text, code}
//
// `url` is below the site's top; editions of one story share their `key`; `text` has one block on each line,
// and `code` the code blocks. Lines are sorted by `url`.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const BLOCKS = new Set(
  (
    'address article aside blockquote br caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 ' +
    'h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
);
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
/** What is no text of the article, wherever it stands. */
const LEFT_OUT = new Set('script style template svg math noscript button select'.split(' '));
const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

const decoded = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED[name] ?? whole;
    return String.fromCodePoint(parseInt(hex ?? decimal, hex ? 16 : 10));
  });

/** The tags and texts of a page: `{tag, isEnd, attributes}` or `{text}`. */
function* tokens(html) {
  const tag = /<!--.*?-->|<!doctype[^>]*>|<(\/?)([a-z][a-z0-9-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gis;
  let last = 0;
  for (let found; (found = tag.exec(html));) {
    if (found.index > last) yield { text: decoded(html.slice(last, found.index)) };
    last = tag.lastIndex;
    const name = found[2]?.toLowerCase();
    if (!name) continue;
    yield { tag: name, isEnd: found[1] === '/', attributes: found[3] };
    if (found[1] === '' && (name === 'script' || name === 'style')) {
      const end = html.indexOf(`</${name}`, last);
      yield { text: html.slice(last, end) };
      tag.lastIndex = last = end;
    }
  }
}

const attribute = (attributes, name) => {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(
    attributes,
  );
  return found ? decoded(found[1] ?? found[2] ?? found[3]) : undefined;
};

/** The text of the first element that `isWanted`, in blocks: `{text, code}`, or nothing if there is none. */
export function textOf(html, isWanted) {
  const blocks = [];
  const code = [];
  let depth = 0;
  let left = 0;
  let pre = 0;
  let open = '';
  const close = () => {
    const text = open.replace(/\s+/gu, ' ').trim();
    if (text) blocks.push(text);
    open = '';
  };
  for (const { text, tag, isEnd, attributes } of tokens(html)) {
    if (text !== undefined) {
      if (!depth || left) continue;
      if (pre) code[code.length - 1] += text;
      else open += text;
      continue;
    }
    if (!depth) {
      if (!isEnd && isWanted(tag, attributes)) depth = 1;
      continue;
    }
    if (BLOCKS.has(tag)) close();
    if (VOID.has(tag) || attributes.endsWith('/')) continue;
    depth += isEnd ? -1 : 1;
    if (!depth) break;
    if (left || LEFT_OUT.has(tag)) left = Math.max(0, left + (isEnd ? -1 : 1));
    if (tag === 'pre') {
      if (!isEnd && !pre) code.push('');
      pre = Math.max(0, pre + (isEnd ? -1 : 1));
    }
  }
  close();
  return { text: blocks.join('\n'), code: code.filter((block) => block.trim()).join('\n') };
}

const hasClass = (wanted) => (tag, attributes) =>
  attribute(attributes, 'class')?.split(/\s+/).includes(wanted);
const isElement = (wanted) => (tag) => tag === wanted;

/** The JSON-LD of a page that is an article. */
function articleNode(html) {
  for (const [, json] of html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
    const graph = JSON.parse(json);
    const node = (graph['@graph'] ?? [graph]).find(({ '@type': type }) =>
      /Article$|^BlogPosting$/.test(type),
    );
    if (node) return node;
  }
  return undefined;
}

/** One article, or nothing if the page is none, or one that is hidden. */
export function article(html, url) {
  const node = articleNode(html);
  if (!node) return undefined;
  if (/<meta name="robots" content="[^"]*noindex/.test(html)) return undefined;
  let found = textOf(html, hasClass('text'));
  // A theme of another make.
  if (!found.text && !found.code) found = textOf(html, isElement('article'));
  if (!found.text && !found.code) found = textOf(html, isElement('main'));
  const editions = [...html.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">/g)]
    .filter(([, language]) => language !== 'x-default')
    .map(([, , href]) => decoded(href));
  const [key] = [node.mainEntityOfPage, ...editions].sort();
  return {
    url,
    language: node.inLanguage,
    key,
    title: node.headline,
    date: node.datePublished ?? '',
    tags: node.keywords ?? [],
    authors: (node.author ?? []).map(({ name }) => name),
    summary: textOf(html, hasClass('standfirst')).text,
    ...found,
  };
}

/** The pages of a folder: `[url, path]`, where the `url` is below the site's top. */
async function* pages(folder, below = '') {
  const entries = await readdir(path.join(folder, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const here = below + entry.name;
    if (entry.isDirectory()) {
      if (here !== 'api' && here !== 'search-index') yield* pages(folder, `${here}/`);
    } else if (entry.name === 'index.html') yield [below, path.join(folder, here)];
    else if (entry.name.endsWith('.html')) yield [here, path.join(folder, here)];
  }
}

/** All articles of an output folder. */
export async function* articles(folder) {
  for await (const [url, file] of pages(folder)) {
    const found = article(await readFile(file, 'utf8'), url);
    if (found) yield found;
  }
}

async function main([folder]) {
  if (!folder) throw new Error('usage: node articles.mjs OUTPUT > articles.jsonl');
  const all = [];
  for await (const one of articles(folder)) all.push(one);
  all.sort((a, b) => (a.url < b.url ? -1 : 1));
  for (const one of all) {
    if (!process.stdout.write(`${JSON.stringify(one)}\n`)) {
      await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  }
  const counts = new Map();
  for (const { language } of all) counts.set(language, (counts.get(language) ?? 0) + 1);
  process.stderr.write(`${all.length} articles: ${[...counts].map((pair) => pair.join(' ')).join(', ')}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.slice(2));
