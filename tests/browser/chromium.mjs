// One Chromium for all checks, and pages in it that are used again and again.
import os from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a Chromium of its own. */
export function launch(more = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...ARGUMENTS, ...more],
    // As root, and in containers, Chromium cannot lock itself in. It opens our own pages only.
    chromiumSandbox: false,
  });
}

/** Loads what a page would load when it comes into view. */
export async function loadPictures(page) {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('[loading=lazy]')) one.loading = 'eager';
  });
  // Without JavaScript, pages hear no events: ask.
  const isLoaded = () => page.evaluate(() => [...document.images].every((image) => image.complete));
  for (let count = 0; count < 100 && !(await isLoaded()); count += 1) await setTimeout(50);
}

/** Lets in as many as there are slots, in the order in which they came. */
class Slots {
  #free;
  #waiting = [];

  constructor(count) {
    this.count = count;
    this.#free = count;
  }

  take(count = 1) {
    return new Promise((resolve) => {
      this.#waiting.push({ count, resolve });
      this.#admit();
    });
  }

  give(count = 1) {
    this.#free += count;
    this.#admit();
  }

  #admit() {
    while (this.#waiting.length > 0 && this.#waiting[0].count <= this.#free) {
      const { count, resolve } = this.#waiting.shift();
      this.#free -= count;
      resolve();
    }
  }
}

export class Browser {
  #browser;
  #contexts = new Map();
  #idle = new Map();
  #slots = new Slots(Math.max(2, os.availableParallelism()));

  #start() {
    this.#browser ??= launch();
    return this.#browser;
  }

  async #page(key, options) {
    const idle = this.#idle.get(key)?.pop();
    if (idle) return idle;
    if (!this.#contexts.has(key)) {
      this.#contexts.set(key, this.#start().then((browser) => browser.newContext(options)));
    }
    const page = await (await this.#contexts.get(key)).newPage();
    page.setDefaultTimeout(30_000);
    return page;
  }

  /** Hands `use` a page of a context with `options`, which nobody else has at the time. */
  async visit(options, use) {
    const key = JSON.stringify(options);
    await this.#slots.take();
    try {
      const page = await this.#page(key, options);
      const result = await use(page).catch(async (error) => {
        await page.close();
        throw error;
      });
      if (!this.#idle.has(key)) this.#idle.set(key, []);
      // A check that leaves traces on a page closes it.
      if (!page.isClosed()) this.#idle.get(key).push(page);
      return result;
    } finally {
      this.#slots.give();
    }
  }

  /** The same with a context that nobody had before: with nothing stored. */
  async afresh(options, use) {
    await this.#slots.take();
    const context = await (await this.#start()).newContext(options);
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      return await use(page);
    } finally {
      await context.close();
      this.#slots.give();
    }
  }

  /** Runs `use` while no page is at work. */
  async alone(use) {
    await this.#slots.take(this.#slots.count);
    try {
      return await use();
    } finally {
      this.#slots.give(this.#slots.count);
    }
  }

  async close() {
    await (await this.#browser)?.close();
  }
}
