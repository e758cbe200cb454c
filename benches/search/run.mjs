// Measures the search of a built site: how well it finds, what it costs readers, and how large it is.
//
//   node run.mjs OUTPUT QUERIES [option …]
//
//   --articles FILE    the JSON lines of `articles.mjs`, to compare sizes with those of the texts
//   --only PARTS       of relevance,processor,cost,size: those to do, with commas between (all)
//   --half HALF        even or odd: only these queries
//   --kind KIND, --language TAG
//                      only these queries
//   --ranks FILE       writes each query with its `rank` (0: not in the first ten), and the first ten
//   --against FILE     compares with the ranks that an earlier run wrote
//   --runtime FILE     the module that exports `Archive` (the project's)
//   --each N           how many queries of a kind and language are asked for their cost (20)
//
// Prints tables in Markdown. `README.md` says how to read them.
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const OUR_RUNTIME = fileURLToPath(new URL('../../search/archive.mjs', import.meta.url));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    articles: { type: 'string' },
    only: { type: 'string', default: 'relevance,processor,cost,size' },
    half: { type: 'string' },
    kind: { type: 'string' },
    language: { type: 'string' },
    ranks: { type: 'string' },
    against: { type: 'string' },
    runtime: { type: 'string', default: OUR_RUNTIME },
    each: { type: 'string', default: '20' },
  },
});
if (positionals.length !== 2) throw new Error('usage: node run.mjs OUTPUT QUERIES [option …]');
const [output, queriesFile] = positionals;
const parts = new Set(options.only.split(','));

/** A group with fewer queries tells too little to count in a mean of groups. */
const LEAST = 10;
/** Slow 4G: milliseconds until an answer begins, and bytes in a millisecond. */
const [LATENCY, SPEED] = [150, 200];
/** Milliseconds without a request after which those that wait are answered, as one wave. */
const QUIET = 15;
/** The kinds whose cost is measured, by the name of their row. */
const COSTLY = {
  words: ['title3', '2words'],
  titles: ['fulltitle', 'title'],
  typos: ['typo'],
  phrases: ['phrase'],
  'common words': ['common'],
};

const runtime = pathToFileURL(path.resolve(options.runtime));
const { Archive } = await import(runtime);
const more = () => import(new URL('more.mjs', runtime));

async function lines(file) {
  const found = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line) found.push(JSON.parse(line));
  }
  return found;
}

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
function quantile(numbers, part) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}
const grouped = (list, keyOf) => {
  const groups = new Map();
  for (const item of list) {
    const key = keyOf(item);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return groups;
};
function table(title, head, rows) {
  const cells = [head, head.map((_, i) => (i ? '--:' : '---')), ...rows];
  console.log(`\n### ${title}\n\n${cells.map((row) => `| ${row.join(' | ')} |`).join('\n')}`);
}

// ----------------------------------------------------------------------------------------------------------
// The site

const files = new Map();
async function file(name) {
  if (!files.has(name)) files.set(name, await readFile(path.join(output, name)).catch(() => null));
  return files.get(name);
}

/** How many bytes a static host sends: it compresses texts, and nothing else. */
const sent = new Map();
function served(name, bytes) {
  if (!/\.(mjs|js|css|html|json|svg|xml)$/.test(name)) return bytes.length;
  if (!sent.has(name)) sent.set(name, gzipSync(bytes, { level: 6 }).length);
  return sent.get(name);
}

const unescaped = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot));/gi, (_, hex, decimal, name) =>
    name
      ? { amp: '&', lt: '<', gt: '>', quot: '"' }[name]
      : String.fromCodePoint(parseInt(hex ?? decimal, hex ? 16 : 10)),
  );

/** The search page: its path, and what it tells its script; the first that is not far from the top. */
async function searchPage() {
  let folders = [''];
  for (let depth = 0; depth < 3; depth++) {
    const below = [];
    for (const folder of folders) {
      const html = String((await file(`${folder}index.html`)) ?? '');
      const found = /\sdata-search="([^"]*)"/.exec(html);
      if (found) return { page: `${folder}index.html`, html, ...JSON.parse(unescaped(found[1])) };
      const entries = depth < 2 ? await readdir(path.join(output, folder), { withFileTypes: true }) : [];
      for (const entry of entries) if (entry.isDirectory()) below.push(`${folder}${entry.name}/`);
    }
    folders = below.filter((folder) => !/^(api|search-index)\//.test(folder));
  }
  return undefined;
}

/** The languages, where there is no search page: by the folders of the index. */
async function indexFolders() {
  const tags = await readdir(path.join(output, 'search-index')).catch(() => []);
  return Promise.all(
    tags.sort().map(async (tag) => {
      const names = await readdir(path.join(output, 'search-index', tag));
      return {
        tag,
        name: tag,
        dir: 'ltr',
        index: `search-index/${tag}/${names.find((name) => /^m/.test(name))}`,
      };
    }),
  );
}

const found = await searchPage();
const site = found ?? { base: '/', languages: await indexFolders(), taxonomies: [] };
const base = site.base ?? '/';
if (!site.languages.length && options.runtime === OUR_RUNTIME)
  throw new Error(`${output} has no search index`);

/** The bytes of a script with all that it imports. */
async function scriptBytes(url, seen = new Set()) {
  const name = url.startsWith(base) ? url.slice(base.length) : url;
  if (seen.has(name)) return 0;
  seen.add(name);
  const bytes = await file(name);
  if (!bytes) return 0;
  let sum = served(name, bytes);
  for (const [, imported] of String(bytes).matchAll(
    /(?:^|[;}\s])(?:import|export)[^'";]*from\s*['"](\.[^'"]+)['"]/g,
  )) {
    sum += await scriptBytes(path.posix.join(path.posix.dirname(name), imported), seen);
  }
  return sum;
}
const own = [...(site.html ?? '').matchAll(/<script type="module" src="([^"]+)"/g)].map(([, url]) => unescaped(url));
const scripts = [...own, ...(site.more ? [site.more] : [])];
const sizes = [];
for (const url of scripts) sizes.push(await scriptBytes(url));
const script = sizes.reduce((sum, size) => sum + size, 0);

/** A new visitor: nothing is loaded yet. `isPaced`: whether requests are answered in waves. */
class Visitor {
  #waiting = [];
  #timer;

  constructor(isPaced = false) {
    this.isPaced = isPaced;
    this.reset();
    const { languages, taxonomies } = site;
    const fetch = (url, signal) => this.fetch(url, signal);
    this.archive = new Archive({ base, languages, taxonomies, fetch, keep: null, more });
  }

  reset() {
    Object.assign(this, { bytes: 0, requests: 0, waves: 0 });
  }

  async fetch(url) {
    const name = url.slice(base.length);
    const bytes = await file(name);
    this.requests++;
    this.bytes += bytes ? served(name, bytes) : 0;
    if (this.isPaced) {
      await new Promise((resolve) => {
        this.#waiting.push(resolve);
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => {
          this.waves++;
          for (const answer of this.#waiting.splice(0)) answer();
        }, QUIET);
      });
    }
    return bytes && new Uint8Array(bytes);
  }

  async ask({ query, language, kind }) {
    const isTyping = kind === 'prefix';
    const search = this.archive.search(query, { language, perPage: 10, isTyping });
    const { results } = await search.catch((cause) => {
      throw new Error(`\`${query}\` in ${language} fails`, { cause });
    });
    return results.map(({ url }) => url.slice(base.length));
  }
}

// ----------------------------------------------------------------------------------------------------------
// The queries

const queries = (await lines(queriesFile)).filter(
  ({ kind, language, half }) =>
    (!options.half || half === options.half) &&
    (!options.kind || kind === options.kind) &&
    (!options.language || language === options.language),
);

/** `{mrr, first, ten, empty}` of queries. */
function marks(list) {
  return {
    mrr: mean(list.map(({ rank }) => (rank ? 1 / rank : 0))),
    first: mean(list.map(({ rank }) => Number(rank === 1))),
    ten: mean(list.map(({ rank }) => Number(rank > 0))),
    empty: mean(list.map(({ top }) => Number(!top.length))),
  };
}

/** The mean of the groups, by kind and language, that are large enough. */
function macro(list) {
  const groups = [...grouped(list, ({ kind, language }) => `${kind} ${language}`).values()];
  const large = groups.filter(({ length }) => length >= LEAST).map(marks);
  if (!large.length) return undefined;
  return Object.fromEntries(Object.keys(large[0]).map((key) => [key, mean(large.map((one) => one[key]))]));
}

const three = (number) => (number === undefined ? '' : number.toFixed(3).replace(/^0/, ''));
const two = (number) => (number === undefined ? '' : number.toFixed(2).replace(/^0/, ''));
const percent = (number) => `${(100 * number).toFixed(number > 0 && number < 0.1 ? 1 : 0)} %`;
const change = (now, before) =>
  now === undefined || before === undefined
    ? ''
    : `${now < before ? '−' : '+'}${three(Math.abs(now - before))}`;

function relevanceTables(asked, before) {
  const byHalf = (list, half) => list.filter((one) => one.half === half);
  const row = (name, list, then) => {
    const all = macro(list);
    if (!all) return undefined;
    const cells = [name, list.length, three(all.mrr), two(all.first), two(all.ten), percent(all.empty)];
    cells.push(three(macro(byHalf(list, 'even'))?.mrr), three(macro(byHalf(list, 'odd'))?.mrr));
    if (before) {
      const old = then.length ? macro(then) : undefined;
      cells.push(three(old?.mrr), change(all.mrr, old?.mrr), two(old?.ten));
    }
    return cells;
  };
  const head = ['', 'queries', 'MRR@10', 'R@1', 'R@10', 'empty', 'even', 'odd'];
  if (before) head.push('MRR@10 before', 'change', 'R@10 before');
  const kinds = grouped(asked, ({ kind }) => kind);
  const languages = grouped(asked, ({ language }) => language);
  const ofKind = (kind) => before?.filter((one) => one.kind === kind);
  const ofLanguage = (language) => before?.filter((one) => one.language === language);
  table(
    'Relevance by kind',
    head,
    [
      ...[...kinds].map(([kind, list]) => row(kind, list, ofKind(kind))).filter(Boolean),
      row('**all**', asked, before),
    ].filter(Boolean),
  );
  table(
    'Relevance by language',
    head,
    [...languages].map(([language, list]) => row(language, list, ofLanguage(language))).filter(Boolean),
  );
  const cell = (kind, language) => {
    const here = (list) => list?.filter((one) => one.kind === kind && one.language === language) ?? [];
    const [now, then] = [here(asked), here(before)];
    if (now.length < LEAST) return '';
    const { mrr } = marks(now);
    return before ? `${three(mrr)} (${change(mrr, then.length ? marks(then).mrr : undefined)})` : three(mrr);
  };
  const tags = [...languages.keys()];
  table(
    `MRR@10 by kind and language${before ? ' (change)' : ''}`,
    ['', ...tags],
    [...kinds.keys()].map((kind) => [kind, ...tags.map((language) => cell(kind, language))]),
  );
}

async function relevance() {
  const asked = [];
  const known = queries.filter(({ expected }) => expected !== null);
  const times = [];
  // The first queries also pay for what the engine learns about the program.
  for (const query of known.filter((_, i) => i % Math.ceil(known.length / 100) === 0))
    await new Visitor().ask(query);
  const common = queries.filter(({ expected }) => expected === null);
  for (const query of [...known, ...common]) {
    const visitor = new Visitor();
    await visitor.ask({ ...query, query: '' });
    const before = process.cpuUsage();
    const top = await visitor.ask(query);
    const { user, system } = process.cpuUsage(before);
    times.push({ ...query, time: (user + system) / 1000 });
    if (query.expected !== null) asked.push({ ...query, rank: top.indexOf(query.expected) + 1, top });
  }
  if (options.ranks) {
    const stream = createWriteStream(options.ranks);
    for (const one of asked) stream.write(`${JSON.stringify(one)}\n`);
    await new Promise((resolve) => stream.end(resolve));
  }
  if (parts.has('relevance')) {
    const before = options.against && (await lines(options.against));
    const key = ({ kind, language, query, expected }) => [kind, language, query, expected].join('\n');
    const here = new Set(asked.map(key));
    relevanceTables(asked, before ? before.filter((one) => here.has(key(one))) : undefined);
  }
  if (parts.has('processor')) {
    const row = (name, list) => {
      const numbers = list.map(({ time }) => time);
      const worst = list.reduce((a, b) => (a.time > b.time ? a : b));
      const cells = [mean(numbers), quantile(numbers, 0.5), quantile(numbers, 0.99), worst.time];
      return [
        name,
        list.length,
        ...cells.map((number) => number.toFixed(1)),
        `\`${worst.query.replaceAll('|', ' ')}\``,
      ];
    };
    table(
      'Processor time of a first query, in milliseconds',
      ['', 'queries', 'mean', 'median', 'p99', 'worst', 'the worst'],
      [
        ...[...grouped(times, ({ kind }) => kind)].map(([kind, list]) => row(kind, list)),
        row('**all**', times),
      ],
    );
  }
}

// ----------------------------------------------------------------------------------------------------------
// What it costs readers

const kilobytes = (bytes) => (bytes / 1000).toFixed(bytes < 9950 ? 1 : 0);
const spread = (list, of) => [0.5, 0.9, 1].map((part) => kilobytes(quantile(list.map(of), part))).join(' / ');
const seconds = ({ waves, bytes }) => (waves * LATENCY + bytes / SPEED) / 1000;

async function pagesBytes(urls) {
  let sum = 0;
  for (const url of urls) {
    const name = url === '' || url.endsWith('/') ? `${url}index.html` : url;
    const bytes = await file(name);
    if (bytes) sum += served(name, bytes);
    files.delete(name);
  }
  return sum;
}

async function cost() {
  const rows = [];
  for (const [language, list] of grouped(queries, ({ language }) => language)) {
    for (const [name, kinds] of Object.entries(COSTLY)) {
      const some = list.filter(({ kind }) => kinds.includes(kind)).slice(0, Number(options.each));
      if (some.length < Math.min(LEAST, Number(options.each))) continue;
      const [firsts, nexts] = [[], []];
      for (const [i, query] of some.entries()) {
        const visitor = new Visitor(true);
        const top = await visitor.ask(query);
        const { bytes, requests, waves } = visitor;
        firsts.push({
          bytes: bytes + script,
          requests: requests + scripts.length,
          waves,
          pages: await pagesBytes(top),
        });
        visitor.reset();
        await visitor.ask(some[(i + 1) % some.length]);
        nexts.push({ bytes: visitor.bytes, waves: visitor.waves });
      }
      const median = (of) => quantile(firsts.map(of), 0.5);
      const times = (ones) =>
        [0.5, 0.9].map((part) => quantile(ones.map(seconds), part).toFixed(2)).join(' / ');
      rows.push([
        `${language} ${name}`,
        spread(firsts, ({ bytes }) => bytes),
        median(({ requests }) => requests),
        median(({ waves }) => waves),
        times(firsts),
        spread(nexts, ({ bytes }) => bytes),
        times(nexts),
        kilobytes(median(({ pages }) => pages)),
      ]);
    }
  }
  const heads = ['first query: kB, median / p90 / most', 'requests', 'waves', 's on slow 4G, median / p90'];
  heads.push('second query: kB', 's', 'the ten pages, kB');
  table('Cost for readers', ['', ...heads], rows);
  console.log(
    `\nThe first query includes the scripts, ${sizes.map(kilobytes).join(' and ')} kB, and excludes the pages of the results.`,
  );
}

// ----------------------------------------------------------------------------------------------------------
// How large it is

const KINDS = {
  m: 'what has to be known before a question',
  s: 'the dictionary, with short lists',
  p: 'long lists',
  x: 'positions of short lists',
  q: 'positions of long lists',
  d: 'what is shown of documents',
  f: 'words for finding a misspelt one',
  t: 'what can be chosen as a filter',
};

async function size() {
  const all = [];
  const tags = await readdir(path.join(output, 'search-index')).catch(() => []);
  for (const language of tags) {
    for (const name of await readdir(path.join(output, 'search-index', language))) {
      const { size: bytes } = await stat(path.join(output, 'search-index', language, name));
      all.push({ language, kind: name[0], bytes });
    }
  }
  if (!all.length) return;
  const texts = new Map();
  for (const { language, title, summary, text, code } of options.articles
    ? await lines(options.articles)
    : []) {
    const sum = texts.get(language) ?? { bytes: 0, articles: 0 };
    sum.bytes += Buffer.byteLength(`${title}${summary}${text}${code}`);
    sum.articles++;
    texts.set(language, sum);
  }
  const whole = [...texts.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  const sumOf = (list) => list.reduce((sum, { bytes }) => sum + bytes, 0);
  const share = (bytes, of) => (of ? percent(bytes / of) : '');
  const kinds = grouped(all, ({ kind }) => kind);
  const row = (name, list) => {
    const bytes = sumOf(list);
    const most = Math.max(0, ...list.map((one) => one.bytes));
    const blocks = list.reduce((sum, one) => sum + Math.ceil(one.bytes / 4096) * 4096, 0);
    return [name, list.length, kilobytes(bytes), kilobytes(most), kilobytes(blocks), share(bytes, whole)];
  };
  const isPhrases = ({ kind }) => kind === 'x' || kind === 'q';
  table(
    'Files of the index',
    ['', 'files', 'kB', 'largest, kB', 'kB in blocks of 4 kB', 'of the texts'],
    [
      ...Object.keys(KINDS)
        .filter((kind) => kinds.has(kind))
        .map((kind) => row(`\`${kind}\` ${KINDS[kind]}`, kinds.get(kind))),
      row(
        '**all but phrases**',
        all.filter((one) => !isPhrases(one)),
      ),
      row('**all**', all),
    ],
  );
  table(
    'The index by language',
    [
      '',
      'articles',
      'text, kB',
      'files',
      'all but phrases, kB',
      'of the text',
      'all, kB',
      'of the text',
      '`m`, kB',
    ],
    [...grouped(all, ({ language }) => language)].map(([language, list]) => {
      const { bytes = 0, articles = '' } = texts.get(language) ?? {};
      const found = sumOf(list.filter((one) => !isPhrases(one)));
      const total = sumOf(list);
      const first = kilobytes(sumOf(list.filter(({ kind }) => kind === 'm')));
      const cells = [kilobytes(found), share(found, bytes), kilobytes(total), share(total, bytes), first];
      return [language, articles, bytes ? kilobytes(bytes) : '', list.length, ...cells];
    }),
  );
}

if (parts.has('relevance') || parts.has('processor')) await relevance();
if (parts.has('cost')) await cost();
if (parts.has('size')) await size();
