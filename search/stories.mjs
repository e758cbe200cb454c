// Stories that are found in several languages: one that has editions in some of them is there once.
import { LAST_PAGE, all } from './common.mjs';
import { best } from './rank.mjs';

/**
 * A page of the stories in `answers`, one for each language, as `articles` gives one of a single language. An
 * edition is `[place of its language, document]`.
 */
export async function stories(answers, byDate, { page = 1, perPage = 10 }, { language }, { base, languages }) {
  const found = new Map();
  for (const { index, docs } of answers) {
    const some = new Uint8Array(index.n);
    for (const doc of docs) some[doc] = 1;
    found.set(index.language, some);
  }
  const indexOf = (place) => answers.find(({ index }) => index.language === languages[place]).index;
  const load = async (entry) => {
    const [place, doc] = entry.edition;
    entry.record = await indexOf(place).record(doc);
  };
  // What is before the page may have the same stories.
  const wanted = Math.min(page, LAST_PAGE) * perPage;
  let total = 0;
  // As no story is twice in one language, the first of each language have the first of all.
  const entries = answers.flatMap(({ index, docs, scores }) => {
    total += docs.length;
    const places = byDate ? [...docs.keys()].reverse().slice(0, wanted) : best(scores, wanted);
    const place = languages.indexOf(index.language);
    return places.map((i) => ({ edition: [place, docs[i]], score: scores[i] ?? 0 }));
  });
  let left = total;
  if (byDate) await all(entries, load);
  entries.sort((a, b) =>
    byDate ? (a.record[2] < b.record[2]) - (a.record[2] > b.record[2]) : b.score - a.score,
  );
  const list = [];
  const seen = new Set();
  while (entries[0] && list.length < wanted) {
    const some = entries.splice(0, wanted - list.length);
    await all(some, load);
    for (const entry of some) {
      left--;
      if (seen.has(`${entry.edition}`)) continue;
      entry.editions = [entry.edition, ...entry.record[3]].filter(([place]) => languages[place]);
      entry.found = entry.editions.filter(([place, doc]) => found.get(languages[place])?.[doc]);
      for (const one of entry.editions) seen.add(`${one}`);
      total -= entry.found.length - 1;
      list.push(entry);
    }
  }
  const results = await all(list.slice(wanted - perPage), async ({ score, editions, found }) => {
    // Those that were found, and that of the reader.
    const shown = await all(editions, async (edition) => {
      const [place, doc] = edition;
      const { tag, dir } = languages[place];
      if (!found.includes(edition) && languages[place] !== language) return { language: tag };
      const [url, title, date] = await indexOf(place).record(doc);
      return { url: base + url, title, date, language: tag, dir };
    });
    const main = shown.find((one) => one.url && one.language === language.tag) ?? shown[0];
    const others = shown.filter((one) => one !== main);
    return { ...main, score, editions: others, matchedIn: found.map(([place]) => languages[place].tag) };
  });
  return { total, isExact: !(left > 0), results };
}
