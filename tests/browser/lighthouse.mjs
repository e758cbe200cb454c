// Lighthouse, as it measures a phone.
import { createServer } from 'node:net';
import lighthouse from 'lighthouse';
import { launch } from './chromium.mjs';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const TRIES = 3;

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** What keeps a page from 100 in any of them. */
function lost({ categories, audits }) {
  return Object.keys(categories).flatMap((name) => {
    const { score, auditRefs } = categories[name];
    if (score === 1) return [];
    const failed = auditRefs.filter(({ id, weight }) => weight > 0 && (audits[id].score ?? 1) < 0.9);
    const reasons = failed.map(({ id }) => [id, audits[id].displayValue].filter(Boolean).join(' '));
    return [`Lighthouse gives ${Math.round((score ?? 0) * 100)} for ${name}: ${reasons.join(', ')}`];
  });
}

/** 100 in all categories, in the best of three tries: others may be busy on the machine. */
export function lighthouseMarks(browser, address, { categories = CATEGORIES }) {
  return browser.alone(async () => {
    const port = await freePort();
    const own = await launch([`--remote-debugging-port=${port}`]);
    try {
      let best;
      for (let count = 0; count < TRIES && best?.length !== 0; count += 1) {
        const { lhr } = await lighthouse(address, { port, logLevel: 'silent', onlyCategories: categories });
        if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
        const found = lost(lhr);
        if (!best || found.length < best.length) best = found;
      }
      return best;
    } finally {
      await own.close();
    }
  });
}
