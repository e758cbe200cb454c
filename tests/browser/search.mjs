// The checks of the search page: what readers type, choose and see, and what they see when something fails.
import { setTimeout } from 'node:timers/promises';
import { DESKTOP, PHONE, barriers, screen } from './checks.mjs';

/** Words of the sample: one that is found; the start of another; a phrase; a tag; one that is nowhere. */
const WORDS = {
  fr: { word: 'panne', start: 'teleg', phrase: '"trois quarts d’heure"', tag: 'panne', none: 'zzyzx' },
  en: { word: 'outage', start: 'teleg', phrase: '"status page"', tag: 'outage', none: 'zzyzx' },
  ar: { word: 'واتساب', start: 'وات', phrase: '"ثلاثة أرباع"', tag: 'انقطاع الخدمة', none: 'ظظظظظ' },
};

/** Files of the index. */
const INDEX = /\/search-index\/.*\.bin$/;
/** The scripts of the page. */
const FIRST = /\/search\.\w+\.mjs$/;
const SECOND = /\/search-more\.\w+\.mjs$/;

/** A search page with what its tests do and ask; `faults` collects what is wrong. */
class Finder {
  faults = [];

  constructor(page, address) {
    Object.assign(this, { page, address });
    this.field = page.getByRole('combobox');
    this.options = page.locator('[role=option]');
    this.results = page.locator('.found ol > li');
    page.on('pageerror', (error) => this.faults.push(`error: ${error.message}`));
  }

  /** Opens the page, with a query or without. */
  async goto(query = '') {
    await this.page.goto(this.address + query);
    this.lang ??= await this.page.evaluate(() => document.documentElement.lang);
    this.words = WORDS[this.lang];
    this.texts ??= await this.page.evaluate(() => JSON.parse(document.querySelector('[data-search]').dataset.search).texts);
    if (query) await this.settle();
  }

  /** The line above the results. */
  line() {
    return this.page.locator('.found .rubric').innerText();
  }

  titles() {
    return this.results.locator('h2').allInnerTexts();
  }

  /** Waits until `isTrue`; says what it waited for where it waits in vain. */
  async until(what, isTrue, milliseconds = 5000) {
    for (const end = Date.now() + milliseconds; Date.now() < end; await setTimeout(20)) {
      if (await isTrue()) return true;
    }
    this.faults.push(`in vain: ${what} (at \`${this.page.url()}\`, which says \`${await this.line().catch(() => '')}\`)`);
    return false;
  }

  /** Waits until the line above the results is not that a search is at work. */
  settle() {
    return this.until('a line above the results', async () => {
      if (!(await this.page.locator('.found').isVisible())) return false;
      const text = await this.line();
      return text && ![this.texts.loading, this.texts.slow].includes(text);
    });
  }

  /** Does `what`, and waits until there are other results. */
  async renew(what) {
    await this.results.first().evaluate((item) => (item.dataset.isOld = ''));
    await what();
    return this.until('other results', async () => !(await this.page.locator('[data-is-old]').count()));
  }

  /** Types into the field, and waits for what that finds. */
  async type(text) {
    await this.field.fill(text);
    await this.until(`the address of \`${text}\``, () => this.query('q') === text);
    await this.settle();
  }

  query(name) {
    return new URL(this.page.url()).searchParams.get(name);
  }

  expect(isTrue, fault) {
    if (!isTrue) this.faults.push(fault);
  }
}

/** A check in a browser that has nothing of the site yet. */
const check =
  (use, options = screen(DESKTOP, { reducedMotion: 'reduce' })) =>
  (browser, address) =>
    browser.afresh(options, async (page) => {
      await page.goto(address);
      if (!(await page.locator('[data-search]').count())) return ['has no search'];
      const finder = new Finder(page, address);
      await finder.goto();
      await use(finder, page);
      return finder.faults;
    });

/** Typing finds, says how many, and marks the words; the address follows, and names the page. */
export const searchTyping = check(async (finder, page) => {
  const { word } = finder.words;
  await page.evaluate(() => (window.isSame = true));
  await finder.field.focus();
  await page.keyboard.type(word, { delay: 40 });
  await finder.until('results', async () => (await finder.results.count()) > 0);
  await finder.until('the address', () => finder.query('q') === word);
  await finder.settle();
  const said = await finder.line();
  finder.expect(/\d/.test(said), `the line above the results is \`${said}\``);
  await finder.until('the line to be read out', async () => (await page.getByRole('status').textContent()) === said);
  finder.expect((await page.title()).startsWith(`${word} – `), `the title is \`${await page.title()}\``);
  await finder.until('an excerpt', () => finder.results.first().locator('.excerpt').innerText());
  finder.expect((await finder.results.locator('mark').count()) > 0, 'nothing is marked');
  finder.expect(await page.evaluate(() => window.isSame), 'the page was loaded anew');
  // Whatever was typed in between is no page to go back to.
  await page.goBack();
  finder.expect(!finder.query('q'), `the page before is \`${page.url()}\``);
});

/** The first file of the index is fetched while the page loads, and once; so is an article, for its excerpt. */
export const searchRequests = check(async (finder, page) => {
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  page.on('console', (message) => finder.faults.push(`console: ${message.text()}`));
  await finder.goto(`?q=${encodeURIComponent(finder.words.word)}`);
  await finder.until('an excerpt', () => finder.results.first().locator('.excerpt').innerText());
  await page.reload();
  await finder.settle();
  await finder.until('an excerpt', () => finder.results.first().locator('.excerpt').innerText());
  const files = asked.filter((path) => path.includes('/search-index/'));
  const twice = files.filter((path, i) => files.indexOf(path) !== i && !/\/m[^/]*$/.test(path));
  // What is preloaded is asked for by each page, and comes from the browser's own cache.
  finder.expect(files.filter((path) => /\/m[^/]*$/.test(path)).length <= 2, `asks for ${files}`);
  finder.expect(twice.length === 0, `asks again for ${twice}`);
  // Longer than the browser waits before it complains of what was preloaded for nothing.
  await page.goto(finder.address);
  await setTimeout(4000);
});

/** What an input method is at work on is not searched for. */
export const searchComposing = check(async (finder, page) => {
  const session = await page.context().newCDPSession(page);
  await finder.field.focus();
  await session.send('Input.imeSetComposition', { text: finder.words.word, selectionStart: 1, selectionEnd: 1 });
  await setTimeout(400);
  finder.expect(!finder.query('q'), 'searches for what is being composed');
  await session.send('Input.insertText', { text: finder.words.word });
  await finder.until('the address', () => finder.query('q') === finder.words.word);
});

/** The list of completions is one that keys and screen readers know: a combobox of WAI-ARIA 1.2. */
export const searchCompletions = check(async (finder, page) => {
  const { field, options } = finder;
  const attribute = (name) => field.getAttribute(name);
  const isOpen = async () => (await attribute('aria-expanded')) === 'true' && options.first().isVisible();
  const active = async () => {
    const id = (await attribute('aria-activedescendant')) ?? '';
    const selected = await options.evaluateAll((all) => all.filter((one) => one.ariaSelected === 'true').map(({ id }) => id));
    finder.expect(selected.length === (id ? 1 : 0) && (selected[0] ?? '') === id, `\`${id}\` is active, ${selected} selected`);
    return id;
  };
  finder.expect((await attribute('aria-expanded')) === 'false', 'the list is said to be open at first');
  await field.focus();
  await page.keyboard.type(finder.words.start, { delay: 20 });
  // Not those of what was typed before the last letter.
  const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const isWhole = async () => (await options.allInnerTexts()).every((text) => plain(text).startsWith(finder.words.start));
  if (!(await finder.until('completions', async () => (await isOpen()) && isWhole()))) return;
  const count = await options.count();
  const texts = await options.allInnerTexts();
  finder.expect(count <= 6, `${count} completions`);
  finder.expect((await active()) === '', 'a completion is chosen before a key is pressed');
  await page.keyboard.press('ArrowDown');
  finder.expect((await active()).endsWith('-0'), 'ArrowDown does not choose the first');
  await page.keyboard.press('Home');
  finder.expect((await active()) === '', 'Home does not lead back to the field');
  await page.keyboard.press('ArrowUp');
  finder.expect((await active()).endsWith(`-${count - 1}`), 'ArrowUp does not choose the last');
  await page.keyboard.press('ArrowDown');
  finder.expect((await active()) === '', 'ArrowDown after the last does not lead back to the field');
  await page.keyboard.press('Escape');
  finder.expect(!(await isOpen()), 'Escape does not close the list');
  finder.expect((await field.inputValue()) === finder.words.start, 'Escape changes what is typed');
  await page.keyboard.press('Alt+ArrowDown');
  finder.expect(await isOpen(), 'Alt+ArrowDown does not open the list');
  finder.expect((await active()) === '', 'Alt+ArrowDown chooses');
  await page.keyboard.press('Alt+ArrowUp');
  finder.expect(!(await isOpen()), 'Alt+ArrowUp does not close the list');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  finder.expect(!(await isOpen()), 'Enter does not close the list');
  finder.expect((await field.inputValue()) === texts[0], `Enter takes \`${await field.inputValue()}\`, not \`${texts[0]}\``);
  await finder.until('the address', () => finder.query('q') === texts[0]);
  await finder.settle();
  finder.expect((await finder.results.count()) > 0, 'a completion finds nothing');
  // By mouse; and the field keeps the focus.
  await field.fill(finder.words.start);
  await finder.until('completions', isOpen);
  await options.last().click();
  await finder.until('the address', () => finder.query('q') === texts.at(-1));
  finder.expect(await field.evaluate((one) => one === document.activeElement), 'a click takes the focus');
  await field.fill(finder.words.start);
  await finder.until('completions', isOpen);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  finder.expect((await field.inputValue()) === texts[0], 'Tab does not take what is chosen');
  finder.expect(!(await isOpen()), 'Tab does not close the list');
  finder.expect(await field.evaluate((one) => one !== document.activeElement), 'Tab does not lead on');
});

/** Tags, years and order narrow results down, stand in the address, and can be taken back. */
export const searchFilters = check(async (finder, page) => {
  const { word, tag } = finder.words;
  await finder.goto(`?q=${encodeURIComponent(word)}`);
  const all = await finder.line();
  await page.locator('summary').first().click();
  const choice = (name) => page.locator(`select[name=${name}]`);
  await finder.until('choices', async () => (await choice('tag').locator('option').count()) > 2);
  await choice('tag').selectOption(tag);
  await finder.until('the address', () => finder.query('tag') === tag);
  await finder.until('fewer results', async () => (await finder.line()) !== all);
  const some = await finder.titles();
  finder.expect(some.length > 0, 'nothing has the tag');
  await choice('sort').selectOption('date');
  await finder.until('the address', () => finder.query('sort') === 'date');
  const dates = () => finder.results.locator('time').evaluateAll((all) => all.map(({ dateTime }) => dateTime));
  const isSorted = (list) => list.every((date, i) => i === 0 || list[i - 1] >= date);
  await finder.until('the newest first', async () => isSorted(await dates()));
  const [newest] = await dates();
  await finder.renew(() => choice('year').selectOption(newest.slice(0, 4)));
  finder.expect(finder.query('year') === newest.slice(0, 4), `the address is \`${page.url()}\``);
  finder.expect((await dates()).every((date) => date.startsWith(newest.slice(0, 4))), 'other years are found');
  // What is chosen is said where the panel is closed, and comes back with the address.
  await finder.goto(`?${new URL(page.url()).searchParams}`);
  finder.expect((await choice('tag').inputValue()) === tag, 'the tag is lost');
  finder.expect((await page.locator('summary').first().innerText()).includes(tag), 'the panel does not say what is chosen');
  await page.locator('.found button[value=clear]').click();
  await finder.until('the address', () => !finder.query('tag') && !finder.query('year'));
  finder.expect(finder.query('q') === word && finder.query('sort') === 'date', 'more than filters are taken back');
  await finder.until('all results', async () => (await finder.line()) === all);
  // Tags alone, without a word.
  await finder.goto(`?tag=${encodeURIComponent(tag)}`);
  finder.expect((await finder.results.count()) > 0, 'a tag alone finds nothing');
});

/** Phrases and words that must not be there. */
export const searchOperators = check(async (finder) => {
  const { word, phrase, tag } = finder.words;
  const found = async (query) => {
    await finder.goto(`?q=${encodeURIComponent(query)}`);
    // One and two have words of their own in Arabic.
    return Number((await finder.line()).match(/\d+/)?.[0] ?? (await finder.results.count()));
  };
  const [words, exact] = [await found(phrase.replaceAll('"', '')), await found(phrase)];
  finder.expect(exact > 0 && exact <= words, `the phrase is found ${exact} times, its words ${words} times`);
  const [all, some, others] = [await found(word), await found(`${word} tag:"${tag}"`), await found(`${word} -tag:"${tag}"`)];
  finder.expect(some > 0 && some + others === all, `${all} in all, ${some} with the tag, ${others} without`);
  await finder.goto(`?q=${encodeURIComponent(`${phrase} -${word}`)}`);
  const titles = (await finder.titles()).join(' ').toLowerCase();
  finder.expect(!titles.includes(word), `what must not be there is in \`${titles}\``);
});

/** The other languages are found when asked for, and named. */
export const searchEverywhere = check(async (finder, page) => {
  await finder.goto('?q=signal&lang=all&sort=date');
  const foreign = finder.results.filter({ has: page.locator('.badge') });
  // All stories of the sample are there in French.
  finder.expect((await foreign.count()) > 0 || finder.lang === 'fr', 'nothing in another language is found');
  for (const item of await foreign.all()) {
    const link = item.locator('h2 a');
    const [lang, hreflang, badge] = [
      await link.getAttribute('lang'),
      await link.getAttribute('hreflang'),
      await item.locator('.badge').getAttribute('lang'),
    ];
    const isNamed = lang === hreflang && lang === badge && lang !== finder.lang;
    finder.expect(isNamed, `a result is in \`${lang}\`, leads to \`${hreflang}\`, and is named in \`${badge}\``);
    const excerpt = await item.locator('.excerpt').getAttribute('lang');
    finder.expect(excerpt === lang, `a result in \`${lang}\` has an excerpt in \`${excerpt}\``);
  }
  const also = page.locator('.found .also a');
  await finder.until('addresses of editions', async () => (await also.first().getAttribute('href')) !== null);
  const [href, lang] = [await also.first().getAttribute('href'), await also.first().getAttribute('lang')];
  await page.goto(new URL(href, finder.address).href);
  finder.expect((await page.evaluate(() => document.documentElement.lang)) === lang, `\`${href}\` is not in \`${lang}\``);
});

/** Where nothing is found, the page says so and leads on. */
export const searchNothing = check(async (finder, page) => {
  const { none } = finder.words;
  await finder.type(none);
  finder.expect((await finder.line()) === finder.texts.none.replace('{query}', none), `it says \`${await finder.line()}\``);
  finder.expect((await page.locator('.found .notice').innerText()) === finder.texts.advice, 'there is no advice');
  finder.expect((await finder.results.count()) === 0, 'there are results all the same');
  finder.expect(await page.locator('#site-ways').isVisible(), 'the other ways are hidden');
  await page.locator('.found button[value=everywhere]').click();
  await finder.until('the address', () => finder.query('lang') === 'all');
  finder.expect(await page.locator('[name=lang]').isChecked(), 'the box is not ticked');
  await finder.until('the focus', () => page.evaluate(() => document.activeElement.matches('.rubric')));
});

/** Back and forward bring queries, results and places back. */
export const searchHistory = check(async (finder, page) => {
  const { word, none } = finder.words;
  const isAgain = (titles) => async () => JSON.stringify(await finder.titles()) === JSON.stringify(titles);
  const place = () => page.evaluate(() => scrollY);
  await finder.field.fill('signal');
  await page.keyboard.press('Enter');
  await finder.until('results', async () => (await finder.results.count()) > 2);
  const first = await finder.titles();
  await finder.field.fill(none);
  await page.keyboard.press('Enter');
  await finder.until('other results', async () => finder.query('q') === none && (await finder.results.count()) === 0);
  await page.goBack();
  await finder.until('the first results', isAgain(first));
  finder.expect((await finder.field.inputValue()) === 'signal', `the field has \`${await finder.field.inputValue()}\``);
  await page.goForward();
  await finder.until('the last results', async () => (await finder.line()).includes(none));
  await page.goBack();
  await finder.until('the first results', isAgain(first));
  // An article and back: the results are there, at their place.
  await page.mouse.wheel(0, 400);
  await finder.until('scrolling', async () => (await page.evaluate(() => history.state?.y ?? 0)) > 100);
  const y = await place();
  await finder.results.nth(2).locator('h2 a').evaluate((link) => link.click());
  await page.waitForURL((url) => !url.searchParams.has('q'));
  await page.goBack();
  await finder.until('the first results', isAgain(first));
  await finder.until('the place', async () => Math.abs((await place()) - y) < 2);
  // Other results, and back.
  await page.locator('[name=lang]').evaluate((box) => box.click());
  await finder.until('the address', () => finder.query('lang') === 'all');
  await page.mouse.wheel(0, -1000);
  await finder.until('the top', async () => (await place()) === 0);
  await page.goBack();
  await finder.until('the first results', isAgain(first));
  await finder.until('the place', async () => Math.abs((await place()) - y) < 2);
  // A word that is typed after one that was searched for does not take its place.
  await finder.type(word);
  await page.goBack();
  await finder.until('the query before', () => finder.query('q') === 'signal');
});

/** Results come in pages, each with an address. */
export const searchPages = check(async (finder, page) => {
  await finder.goto('?q=signal&lang=all');
  const first = await finder.titles();
  finder.expect(first.length === 10, `${first.length} results on the first page`);
  const pager = page.locator('.found .pager');
  finder.expect(!(await pager.locator('[rel=prev]').isVisible()), 'there is a page before the first');
  await pager.locator('[rel=next]').click();
  await finder.until('the address', () => finder.query('page') === '2');
  await finder.until('other results', async () => (await finder.titles())[0] !== first[0]);
  const second = await finder.titles();
  finder.expect(second.every((title) => !first.includes(title)), 'a result is on both pages');
  finder.expect(await page.evaluate(() => document.activeElement.matches('.rubric')), 'the focus stays below');
  await finder.goto(`?${new URL(page.url()).searchParams}`);
  finder.expect(JSON.stringify(await finder.titles()) === JSON.stringify(second), 'the address shows other results');
  await pager.locator('[rel=prev]').click();
  await finder.until('the first page', async () => (await finder.titles())[0] === first[0]);
  finder.expect(!finder.query('page'), 'the first page has a number');
});

/** All of it by keys. */
export const searchKeys = check(async (finder, page) => {
  const focused = (selector) => page.evaluate((selector) => document.activeElement.matches(selector), selector);
  const tabTo = async (selector) => {
    for (let count = 0; count < 60; count += 1) {
      await page.keyboard.press('Tab');
      if (await focused(selector)) return;
    }
    finder.faults.push(`Tab does not lead to \`${selector}\``);
  };
  await tabTo('[role=combobox]');
  await page.keyboard.type(finder.words.word);
  await page.keyboard.press('Enter');
  await finder.until('results', async () => (await finder.results.count()) > 0);
  await tabTo('summary');
  await page.keyboard.press('Enter');
  await tabTo('select[name=sort]');
  await finder.renew(() => page.keyboard.press('ArrowDown'));
  finder.expect(finder.query('sort') === 'date', `the address is \`${page.url()}\``);
  await tabTo('[name=lang]');
  await finder.renew(() => page.keyboard.press('Space'));
  finder.expect(finder.query('lang') === 'all', `the address is \`${page.url()}\``);
  await tabTo('.found h2 a');
  const href = await page.evaluate(() => document.activeElement.href);
  await page.keyboard.press('Enter');
  await page.waitForURL(href);
});

/** The box on every other page leads here. */
export const searchBox = check(async (finder, page) => {
  const { word } = finder.words;
  await page.goto(await page.locator('header .site-title a').getAttribute('href').then((href) => new URL(href, page.url()).href));
  const box = page.locator('header').getByRole('searchbox');
  await box.fill(word);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('q') === word);
  await finder.settle();
  finder.expect((await finder.results.count()) > 0, 'finds nothing');
  finder.expect((await finder.field.inputValue()) === word, 'the field is empty');
});

/** Without JavaScript, readers are led to a search engine, and see no form that does nothing. */
export async function searchPlain(browser, address) {
  return browser.afresh(screen(DESKTOP, { javaScriptEnabled: false }), async (page) => {
    await page.goto(address);
    const forms = await page.locator('main form:visible').evaluateAll((all) => all.map(({ action }) => action));
    const faults = [];
    const isElsewhere = (action) => new URL(action).origin !== new URL(address).origin;
    if (forms.length !== 1 || !forms.every(isElsewhere)) faults.push(`shows forms that lead to ${forms}`);
    if (await page.locator('[data-search]').isVisible()) faults.push('shows a search that does nothing');
    if (!(await page.locator('#site-ways').isVisible())) faults.push('hides the other ways');
    return faults;
  });
}

/** A slow network is told of, a search that was given up is not shown. */
export const searchSlowly = check(async (finder, page) => {
  const { word, none } = finder.words;
  const { loading } = finder.texts;
  let delay = 1000;
  await page.route(INDEX, async (route) => {
    await setTimeout(delay);
    await route.continue().catch(() => {});
  });
  await finder.field.fill(word);
  await finder.until('the words that it takes time', async () => (await finder.line()) === loading, 2000);
  // Before that answer is there, another question.
  await finder.field.fill(none);
  await finder.until('the other answer', async () => (await finder.line()).includes(none), 15_000);
  await setTimeout(1500);
  finder.expect((await finder.line()).includes(none), 'a search that was given up is shown');
  finder.expect((await finder.results.count()) === 0, 'results that were given up are shown');
});

/** Without a connection, the page says so, and tries again when asked to. */
export const searchOffline = check(async (finder, page) => {
  await page.route(INDEX, (route) => route.abort('internetdisconnected'));
  await finder.type(finder.words.word);
  finder.expect((await finder.line()) === finder.texts.offline, `it says \`${await finder.line()}\``);
  await page.unroute(INDEX);
  await page.locator('.found button[value=retry]').click();
  await finder.until('results', async () => (await finder.results.count()) > 0);
  finder.expect(!(await page.locator('.found button[value=retry]').isVisible()), 'the button stays');
});

/** An index that is gone is looked for once more with the page as it is now; then readers may load it anew. */
export const searchStale = check(async (finder, page) => {
  // The page is of a day when the index had another name.
  const [path] = await page.evaluate(() => {
    const { languages } = JSON.parse(document.querySelector('[data-search]').dataset.search);
    return languages.filter(({ tag }) => tag === document.documentElement.lang).map(({ index }) => index);
  });
  const old = async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll(path, path.replace(/m[^/]*$/, 'm000000.bin')) });
  };
  const isPage = (url) => url.pathname === new URL(finder.address).pathname;
  await page.route(isPage, old, { times: 1 });
  await finder.goto(`?q=${encodeURIComponent(finder.words.word)}`);
  finder.expect((await finder.results.count()) > 0, 'the index of today is not found');
  // And the page of today is no better.
  await page.route(isPage, old);
  await finder.goto(`?q=${encodeURIComponent(finder.words.word)}`);
  finder.expect((await finder.line()) === finder.texts.stale, `it says \`${await finder.line()}\``);
  await page.unroute(isPage);
  await page.locator('.found button[value=reload]').click();
  await finder.until('results', async () => (await finder.results.count()) > 0);
});

/** Holds answers back. */
const late = (milliseconds) => async (route) => {
  await setTimeout(milliseconds);
  await route.continue().catch(() => {});
};

/** What readers do before the scripts are there is not lost. */
export const searchLate = check(async (finder, page) => {
  const { word, phrase } = finder.words;
  const url = new URL(finder.address);
  await page.route(FIRST, late(1500));
  await page.goto(url.href, { waitUntil: 'commit' });
  await finder.field.fill(word);
  await finder.until('what was typed before', async () => (await finder.results.count()) > 0);
  await finder.until('its address', () => finder.query('q') === word);
  finder.expect((await finder.field.inputValue()) === word, 'what was typed is gone');
  await page.unroute(FIRST);
  await page.route(SECOND, late(1500));
  await page.goto(url.href);
  await page.locator('details summary').click();
  await finder.until('choices', async () => (await page.locator('select[name=year] option').count()) > 1);
  await finder.goto(`?q=${encodeURIComponent(phrase)}`);
  finder.expect((await finder.results.count()) > 0, 'a quotation finds nothing');
  await page.goto(url.href);
  await finder.field.fill(word);
  await finder.until('what was typed then', async () => (await finder.results.count()) > 0);
});

/** Without the second script, plain words are found; where it is gone, or not to be had, the page says so. */
export const searchAlone = check(async (finder, page) => {
  const { word, phrase } = finder.words;
  for (const [answer, text, way] of [
    [(route) => route.abort('internetdisconnected'), 'offline', 'retry'],
    [(route) => route.fulfill({ status: 404, body: '' }), 'stale', 'reload'],
  ]) {
    await page.route(SECOND, answer);
    // The page may load itself anew meanwhile.
    const goto = (query) => page.goto(`${finder.address}?q=${encodeURIComponent(query)}`).catch(() => {});
    await goto(word);
    await finder.until(`${text}: plain words`, async () => (await finder.results.count()) > 0);
    await setTimeout(500);
    await goto(phrase);
    await finder.until(`${text}, in words`, async () => (await finder.line()) === finder.texts[text]);
    await page.unroute(SECOND);
    await page.locator(`.found button[value=${way}]`).click();
    await finder.until('results', async () => (await finder.results.count()) > 0);
    await finder.type(word);
    finder.expect((await finder.results.count()) > 0, `${text}: nothing is found after that`);
  }
});

/** A search that was given up shows nothing more, however long it takes. */
export const searchGivenUp = check(async (finder, page) => {
  const { word, start, none } = finder.words;
  await finder.type(word);
  const said = await finder.line();
  await page.route(INDEX, late(4000));
  await finder.field.fill(`${none}${start}`);
  await setTimeout(300);
  await finder.field.fill(word);
  await finder.until('the results of before', async () => (await finder.line()) === said);
  await setTimeout(1000);
  finder.expect((await finder.line()) === said, `it says \`${await finder.line()}\``);
  await finder.field.fill(start);
  await setTimeout(300);
  await finder.field.fill('');
  await setTimeout(1000);
  finder.expect(!(await page.locator('.found').isVisible()), 'something is shown of an empty question');
  finder.expect(!(await page.locator('.busy').count()), 'an empty question is at work');
});

/** The search has no barrier, whatever it shows. */
export const searchBarriers = check(async (finder, page) => {
  const { word, none, start, tag } = finder.words;
  const look = async (state) => {
    for (const fault of await barriers(page)) finder.faults.push(`${state}: ${fault}`);
  };
  await look('at first');
  await finder.goto(`?q=${encodeURIComponent(word)}&lang=all`);
  await look('results');
  await finder.goto(`?q=${encodeURIComponent(word)}&tag=${encodeURIComponent(tag)}`);
  await page.locator('summary').first().click();
  await look('choices');
  await finder.goto(`?q=${encodeURIComponent(none)}`);
  await look('nothing');
  await finder.goto();
  await finder.field.focus();
  await page.keyboard.type(start, { delay: 20 });
  await finder.until('completions', () => finder.options.first().isVisible());
  await page.keyboard.press('ArrowDown');
  await look('completions');
  await page.route(INDEX, (route) => route.abort('internetdisconnected'));
  await page.evaluate(() => caches.delete('depeche-search'));
  await finder.goto(`?q=${encodeURIComponent(word)}`);
  await look('offline');
});

/** Nothing moves when results and excerpts come, even late: the layout shift is none that anyone sees. */
export async function searchShift(browser, address) {
  const faults = [];
  for (const [size, delay] of [[PHONE, 0], [PHONE, 400], [DESKTOP, 400]]) {
    const found = await check(async (finder, page) => {
      await page.addInitScript(() => {
        window.shift = 0;
        new PerformanceObserver((list) => {
          for (const { hadRecentInput, value } of list.getEntries()) if (!hadRecentInput) window.shift += value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      const isLate = (url) => INDEX.test(url.pathname) || /\/20\d\d\//.test(url.pathname);
      await page.route(isLate, async (route) => {
        await setTimeout(delay);
        await route.continue().catch(() => {});
      });
      for (const query of [finder.words.word, 'signal', finder.words.none]) {
        await finder.goto(`?q=${encodeURIComponent(query)}`);
        await setTimeout(700);
        const shift = await page.evaluate(() => window.shift);
        finder.expect(shift < 0.02, `\`${query}\` at ${size.width} px moves by ${shift.toFixed(3)}`);
      }
      await page.evaluate(() => (window.shift = 0));
      await finder.field.focus();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(finder.words.word, { delay: 50 });
      // Letters that no key of this keyboard has come without one.
      await page.keyboard.press('End');
      await finder.until('results', async () => (await finder.results.count()) > 0);
      await setTimeout(700);
      const shift = await page.evaluate(() => window.shift);
      finder.expect(shift < 0.02, `typing at ${size.width} px moves by ${shift.toFixed(3)}`);
    }, screen(size, { reducedMotion: 'reduce' }))(browser, address);
    faults.push(...found);
  }
  return faults;
}
