// The checks: each opens one address, and returns what is wrong there, in words.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { loadPictures } from './chromium.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 800 };

/** A context with a viewport of `size` and other options of Playwright. */
export const screen = (size, options = {}) => ({ viewport: size, ...options });

/** WCAG 2.2 AA and good practice, by axe-core, in light and dark, on a phone and a desktop. */
export function axe(browser, address) {
  return browser.visit(screen(DESKTOP), async (page) => {
    await page.goto(address);
    return barriers(page);
  });
}

/** The barriers of a page as it stands. */
export async function barriers(page) {
  // Not as a `<script>`, which the page's policy forbids.
  await page.evaluate(axeSource);
  const settings = new Map();
  const note = (fault, setting) => settings.set(fault, [...(settings.get(fault) ?? []), setting]);
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const found = await page.evaluate(async () => {
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
        const { violations, passes } = await axe.run(document, {
          runOnly: { type: 'tag', values: tags },
          // Rules of WCAG 2.2 are off until asked for.
          rules: { 'target-size': { enabled: true } },
          resultTypes: ['violations'],
        });
        const nodes = violations.flatMap((rule) =>
          rule.nodes.map((node) => `axe ${rule.id}: ${node.html.slice(0, 100)}: ${node.failureSummary}`),
        );
        return { nodes, passed: passes.length };
      });
      const setting = `${colorScheme} at ${size.width} px`;
      if (found.passed < 10) note(`axe passed ${found.passed} rules only: did it run?`, setting);
      for (const node of found.nodes) note(node.replace(/\s+/g, ' '), setting);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(DESKTOP);
  return [...settings].map(([fault, where]) => `${fault} (${where.join(', ')})`);
}

/** Nothing is wider than 320 pixels but what scrolls inside itself, by keyboard and with a name. */
export function sidewaysScroll(browser, address) {
  return browser.visit(screen({ width: 320, height: 640 }), async (page) => {
    await page.goto(address);
    return page.evaluate(() => {
      const faults = [];
      const describe = (element) => element.cloneNode(false).outerHTML;
      const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
      const { scrollWidth } = document.scrollingElement;
      if (scrollWidth > innerWidth) {
        faults.push(`is ${scrollWidth} px wide on a screen of ${innerWidth} px`);
        const isInside = (element) => {
          for (let around = element; around; around = around.parentElement) if (scrolls(around)) return true;
          return false;
        };
        const wide = [...document.body.querySelectorAll('*')].filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          return (right > innerWidth + 0.5 || left < -0.5) && !isInside(element);
        });
        const innermost = wide.filter((element) => !wide.some((other) => other !== element && element.contains(other)));
        faults.push(...innermost.slice(0, 5).map((element) => `too wide: ${describe(element)}`));
      }
      for (const element of document.body.querySelectorAll('*')) {
        if (!scrolls(element) || element.scrollWidth <= element.clientWidth) continue;
        if (element.tabIndex !== 0 || !element.hasAttribute('tabindex')) {
          faults.push(`scrolls, and no key gets there: ${describe(element)}`);
        }
        const labels = (element.getAttribute('aria-labelledby') ?? '').split(' ');
        const label = labels.map((id) => document.getElementById(id)?.textContent ?? '').join('').trim();
        if (!(label || element.getAttribute('aria-label')?.trim()) || !element.hasAttribute('role')) {
          faults.push(`scrolls, and has no role and name: ${describe(element)}`);
        }
      }
      return faults;
    });
  });
}

/** What has the focus: whether it can be seen, and that it has it. Runs in the page. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  if (element.dataset.focused) return null;
  element.dataset.focused = 'yes';

  // A control that is drawn by its label is seen there.
  const shown = [element, ...(element.labels ?? [])];
  const inView = (one) => {
    const [box] = one.getClientRects();
    if (!box || box.width < 2 || box.height < 2) return false;
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const hit = document.elementFromPoint(x, y);
    return Boolean(hit) && (one.contains(hit) || hit.contains(one));
  };

  const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
  const rgba = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color) => {
    const linear = color.slice(0, 3).map((part) => part / 255).map((part) => {
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  // The outline stands around the element, so on the ground of what is around it.
  const ground = (one) => {
    for (let around = one.parentElement; around; around = around.parentElement) {
      const color = rgba(getComputedStyle(around).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const marked = (one) => {
    const style = getComputedStyle(one);
    const width = parseFloat(style.outlineWidth);
    const isDrawn = style.outlineStyle !== 'none' && width >= 2;
    return isDrawn && contrast(rgba(style.outlineColor), ground(one)) >= 3;
  };

  return {
    what: element.outerHTML.slice(0, 120).replace(/\s+/g, ' '),
    isInView: shown.some(inView),
    isMarked: shown.some(marked),
  };
}

/** The first Tab stop is a visible link to the text, and Enter takes the focus there. */
export function skipLink(browser, address) {
  return browser.visit(screen(DESKTOP, { reducedMotion: 'reduce' }), async (page) => {
    await page.goto(address);
    await page.keyboard.press('Tab');
    const found = await page.evaluate(focused);
    if (!found) return ['nothing has the focus after the first Tab'];
    const href = await page.evaluate(() => document.activeElement.getAttribute('href') ?? '');
    if (!href.startsWith('#')) return [`the first Tab stop is no skip link: ${found.what}`];
    const faults = [];
    if (!found.isInView) faults.push(`the skip link is not shown: ${found.what}`);
    await page.keyboard.press('Enter');
    const isThere = await page.evaluate(() => document.querySelector('main')?.contains(document.activeElement));
    if (!isThere) faults.push('Enter on the skip link does not move the focus to the text');
    return faults;
  });
}

/** Whatever Tab leads to is in view, covered by nothing, and outlined in a colour that shows. */
export async function focus(browser, address) {
  const faults = [];
  for (const [size, colorScheme] of [[DESKTOP, 'light'], [PHONE, 'dark']]) {
    const options = screen(size, { reducedMotion: 'reduce', colorScheme });
    const found = await browser.visit(options, async (page) => {
      await page.goto(address);
      const stops = [];
      for (let count = 0; count < 1000; count += 1) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(focused);
        if (!stop) break;
        stops.push(stop);
      }
      return stops;
    });
    if (found.length < 3) faults.push(`${colorScheme}: Tab stops at ${found.length} places only`);
    for (const { what, isInView, isMarked } of found) {
      if (!isInView) faults.push(`${colorScheme}: has the focus and is not seen: ${what}`);
      if (!isMarked) faults.push(`${colorScheme}: has the focus and does not show it: ${what}`);
    }
  }
  return faults;
}

/** Nothing is asked of another host, nothing fails, and the console stays silent. */
export async function network(browser, address) {
  const faults = [];
  const { origin } = new URL(address);
  for (const javaScriptEnabled of [true, false]) {
    await browser.visit(screen(DESKTOP, { javaScriptEnabled }), async (page) => {
      const note = (fault) => faults.push(`${javaScriptEnabled ? 'with' : 'without'} JavaScript: ${fault}`);
      page.on('request', (request) => {
        const url = new URL(request.url());
        if (url.origin !== origin && url.protocol !== 'data:') note(`asks ${url.href}`);
      });
      page.on('requestfailed', (request) => note(`${request.url()}: ${request.failure()?.errorText}`));
      page.on('response', (response) => {
        // The page itself may be the one for an address that leads nowhere.
        const isPage = response.request().isNavigationRequest() && response.status() === 404;
        if (response.status() >= 400 && !isPage) note(`${response.url()}: status ${response.status()}`);
      });
      page.on('console', (message) => {
        const isPage = message.location().url === address && message.text().includes('status of 404');
        if (['error', 'warning'].includes(message.type()) && !isPage) note(`console: ${message.text()}`);
      });
      page.on('pageerror', (error) => note(`error: ${error.message}`));
      await page.goto(address);
      await loadPictures(page);
      // What a script would ask for, or complain of, once the page is there.
      await setTimeout(100);
      await page.close();
    });
  }
  return faults;
}

/** An address that leads nowhere gets the page for it, at any depth. */
export function notFound(browser, address) {
  return browser.visit(screen(DESKTOP), async (page) => {
    const response = await page.goto(address);
    const heading = await page.locator('main h1').count();
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const faults = [];
    if (response.status() !== 404) faults.push(`status ${response.status()}`);
    if (heading !== 1) faults.push('is not the page for an address that leads nowhere');
    if (background === 'rgba(0, 0, 0, 0)') faults.push('has lost its stylesheet');
    return faults;
  });
}

/** The text is the same with JavaScript and without. */
export async function plainText(browser, address) {
  const read = (javaScriptEnabled) =>
    browser.visit(screen(DESKTOP, { javaScriptEnabled }), async (page) => {
      await page.goto(address);
      return page.evaluate(() => document.querySelector('main')?.innerText ?? '');
    });
  const [script, plain] = [await read(true), await read(false)];
  if (!plain.trim()) return ['has no text without JavaScript'];
  const missing = script.split('\n').filter((line) => line.trim() && !plain.includes(line));
  return missing.map((line) => `only with JavaScript: ${line}`);
}

/** Both schemes say ground and ink themselves, and are two. */
export async function schemes(browser, address) {
  const read = (colorScheme) =>
    browser.visit(screen(DESKTOP, { colorScheme }), async (page) => {
      await page.goto(address);
      return page.evaluate(() => {
        const { backgroundColor, color } = getComputedStyle(document.body);
        const { colorScheme } = getComputedStyle(document.documentElement);
        return { backgroundColor, color, colorScheme };
      });
    });
  const [light, dark] = [await read('light'), await read('dark')];
  const faults = [];
  for (const [name, { backgroundColor, colorScheme }] of Object.entries({ light, dark })) {
    if (!/^rgb\(/.test(backgroundColor)) faults.push(`${name}: the ground of the body is ${backgroundColor}`);
    if (!colorScheme.includes(name)) faults.push(`${name}: \`color-scheme\` is ${colorScheme}`);
  }
  for (const property of ['backgroundColor', 'color']) {
    if (light[property] === dark[property]) faults.push(`${property} is ${light[property]} in light and dark`);
  }
  return faults;
}

/** Nothing moves for those who asked for less motion, and nothing starts by itself for anyone. */
export function motion(browser, address) {
  return browser.visit(screen(DESKTOP, { reducedMotion: 'reduce' }), async (page) => {
    await page.goto(address);
    return page.evaluate(() => {
      const faults = [];
      // A hundredth of a second is over before it is seen.
      const lasts = (durations) => durations.split(', ').some((duration) => parseFloat(duration) > 0.01);
      for (const element of document.querySelectorAll('*')) {
        const what = element.outerHTML.slice(0, 80).replace(/\s+/g, ' ');
        for (const pseudo of [null, '::before', '::after']) {
          const style = getComputedStyle(element, pseudo);
          if (style.animationName !== 'none' && lasts(style.animationDuration)) faults.push(`is animated: ${what}`);
          if (lasts(style.transitionDuration)) faults.push(`has a transition: ${what}`);
        }
        if (getComputedStyle(element).scrollBehavior === 'smooth') faults.push(`scrolls smoothly: ${what}`);
        if (element.matches('[autoplay], marquee, blink')) faults.push(`starts by itself: ${what}`);
      }
      return faults;
    });
  });
}

/** On paper: black on white, without navigation, with the addresses of links. */
export async function print(browser, address) {
  const faults = [];
  for (const colorScheme of ['light', 'dark']) {
    const found = await browser.visit(screen(DESKTOP, { colorScheme }), async (page) => {
      await page.emulateMedia({ media: 'print' });
      await page.goto(address);
      const found = await page.evaluate(() => {
        const faults = [];
        const describe = (element) => element.cloneNode(false).outerHTML;
        const isShown = (element) => element.checkVisibility();
        for (const element of document.querySelectorAll('nav, form, body > a[href^="#"]')) {
          if (isShown(element)) faults.push(`is printed: ${describe(element)}`);
        }
        const parts = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
        const isWhite = (color) => parts(color).every((part, index) => index === 3 || part === 255);
        const isClear = (color) => parts(color)[3] === 0;
        const isDark = (color) => parts(color).slice(0, 3).every((part) => part <= 0x66);
        for (const element of [document.documentElement, document.body]) {
          const { backgroundColor } = getComputedStyle(element);
          if (!isWhite(backgroundColor) && !isClear(backgroundColor)) {
            faults.push(`the ground of <${element.localName}> is ${backgroundColor}`);
          }
        }
        for (const element of document.body.querySelectorAll('*')) {
          const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
          if (!hasText || !isShown(element)) continue;
          const { color } = getComputedStyle(element);
          // Colours of code say what is what, and are dark on paper all the same.
          const isCode = element.closest('pre');
          const isLegible = isCode ? Math.min(...parts(color).slice(0, 3)) <= 0x80 : isDark(color);
          const what = isCode ? `code of the class "${element.className}"` : describe(element);
          if (!isLegible) faults.push(`is printed in ${color}: ${what}`);
        }
        for (const link of document.querySelectorAll('main a[href^="http"]')) {
          const isElsewhere = new URL(link.href).origin !== location.origin;
          if (!isElsewhere || !isShown(link)) continue;
          const printed = getComputedStyle(link, '::after').content + link.textContent;
          const address = link.getAttribute('href');
          if (!printed.includes(address)) faults.push(`is printed without its address: ${describe(link)}`);
        }
        return faults;
      });
      await page.emulateMedia({ media: null });
      return found;
    });
    faults.push(...found.map((fault) => `${colorScheme}: ${fault}`));
  }
  return faults;
}

/** Text runs as its language does, and code from left to right. */
export function direction(browser, address) {
  return browser.visit(screen(DESKTOP), async (page) => {
    await page.goto(address);
    return page.evaluate(() => {
      const faults = [];
      const isRightToLeft = (lang) => {
        const locale = new Intl.Locale(lang || 'und');
        return (locale.getTextInfo?.() ?? locale.textInfo).direction === 'rtl';
      };
      const { lang, dir } = document.documentElement;
      if (dir !== (isRightToLeft(lang) ? 'rtl' : 'ltr')) faults.push(`<html lang="${lang}" dir="${dir}">`);
      for (const element of document.body.querySelectorAll('[lang]')) {
        const expected = isRightToLeft(element.lang) ? 'rtl' : 'ltr';
        const { direction } = getComputedStyle(element);
        const what = element.outerHTML.slice(0, 100).replace(/\s+/g, ' ');
        if (direction !== expected && element.dir !== 'auto') faults.push(`runs ${direction}: ${what}`);
      }
      for (const name of ['body', 'main', 'main p', 'main h1']) {
        const element = document.querySelector(name);
        if (!element || element.closest('[lang]') !== document.documentElement) continue;
        const { direction, textAlign } = getComputedStyle(element);
        if (direction !== dir) faults.push(`<${name}> runs ${direction}`);
        if (textAlign === (dir === 'rtl' ? 'left' : 'right')) faults.push(`<${name}> is aligned ${textAlign}`);
      }
      for (const element of document.querySelectorAll('pre, code, kbd, samp')) {
        const { direction } = getComputedStyle(element);
        const what = element.outerHTML.slice(0, 100).replace(/\s+/g, ' ');
        if (direction !== 'ltr') faults.push(`code runs ${direction}: ${what}`);
      }
      return faults;
    });
  });
}

/** The choice of a language on the page of an event hides the articles in others, without a script. */
export function eventFilter(browser, address) {
  return browser.visit(screen(DESKTOP, { javaScriptEnabled: false }), async (page) => {
    await page.goto(address);
    const radios = page.locator('fieldset input[type=radio][name=language]');
    const count = await radios.count();
    // The coverage of an event in one language leaves no choice.
    const languages = await page.evaluate(() => {
      return [...new Set([...document.querySelectorAll('main [data-language]')].map((item) => item.dataset.language))];
    });
    if (languages.length === 0) return ['has no item with `data-language`'];
    if (languages.length === 1 && count === 0) return [];
    if (count !== languages.length + 1) return [`offers ${count} choices for ${languages.length} languages and all`];

    const faults = [];
    const legend = await page.evaluate(() => {
      const set = document.querySelector('input[type=radio][name=language]').closest('fieldset');
      return set.querySelector(':scope > legend')?.textContent.trim() ?? '';
    });
    if (!legend) faults.push('the fieldset of languages has no legend');
    const state = () =>
      page.evaluate(() => {
        const items = [...document.querySelectorAll('main [data-language]')];
        const shown = items.filter((item) => item.checkVisibility()).map((item) => item.dataset.language);
        const { value } = document.querySelector('input[type=radio][name=language]:checked') ?? {};
        return { value, shown, total: items.length };
      });
    const check = async (how) => {
      const { value, shown, total } = await state();
      const isOne = languages.includes(value);
      if (value === undefined) faults.push(`${how}: nothing is chosen`);
      else if (isOne && (shown.length === 0 || shown.some((language) => language !== value))) {
        faults.push(`${how}: the choice of \`${value}\` shows ${JSON.stringify(shown)}`);
      } else if (!isOne && shown.length !== total) {
        faults.push(`${how}: the choice of all shows ${shown.length} of ${total}`);
      }
      return value;
    };
    await check('at first');
    for (let index = 0; index < count; index += 1) {
      // By its label, which may be all that is drawn of it.
      const label = await radios.nth(index).evaluateHandle((radio) => radio.labels[0] ?? radio);
      await label.asElement().click();
      if (!(await radios.nth(index).isChecked())) faults.push(`choice ${index + 1} cannot be clicked`);
      await check('by mouse');
    }
    await radios.first().focus();
    await page.keyboard.press('Space');
    const values = new Set();
    for (let index = 0; index < count; index += 1) {
      await page.keyboard.press('ArrowDown');
      values.add(await check('by keys'));
    }
    if (values.size !== count) faults.push(`arrow keys reach ${values.size} of ${count} choices`);
    return faults;
  });
}
