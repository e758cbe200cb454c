// Pictures of pages, for people to look at.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadPictures } from './chromium.mjs';

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

/** A page on a phone and a desktop, in light and dark, as PNG files in `folder`; `names` says by which name. */
export async function screenshots(browser, address, { page, folder, names }) {
  mkdirSync(folder, { recursive: true });
  const name = names[page];
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
      await browser.visit({ viewport, colorScheme, reducedMotion: 'reduce' }, async (tab) => {
        await tab.goto(address);
        await loadPictures(tab);
        const path = join(folder, `${name}-${size}-${colorScheme}.png`);
        await tab.screenshot({ path, fullPage: true });
      });
    }
  }
  return [];
}
