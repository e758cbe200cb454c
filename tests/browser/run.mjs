// Runs checks of a site in Chromium.
//
// Each line of the input is a job: {"id": 1, "check": "axe", "base": "http://127.0.0.1:1919/depeche/",
// "pages": ["", "en/"]}. Each line of the output is its result, in the order in which they are done:
// {"id": 1, "faults": [{"page": "en/", "fault": "…"}]}, or {"id": 1, "error": "…"} where the check
// itself failed. The browser is closed with the input.
import { createInterface } from 'node:readline';
import { Browser } from './chromium.mjs';
import * as checks from './checks.mjs';
import { lighthouseMarks } from './lighthouse.mjs';
import * as search from './search.mjs';
import { screenshots } from './screenshots.mjs';

const all = { ...checks, ...search, lighthouseMarks, screenshots };
const browser = new Browser();

async function run({ check, base, pages, ...options }) {
  if (!(check in all)) throw new Error(`there is no check \`${check}\``);
  const faults = await Promise.all(
    pages.map(async (page) => {
      const found = await all[check](browser, new URL(page, base).href, { ...options, page });
      return found.map((fault) => ({ page, fault }));
    }),
  );
  return faults.flat();
}

async function answer(line) {
  const job = JSON.parse(line);
  const result = await run(job).then(
    (faults) => ({ faults }),
    (error) => ({ error: error.stack }),
  );
  process.stdout.write(`${JSON.stringify({ id: job.id, ...result })}\n`);
}

const jobs = [];
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim()) jobs.push(answer(line));
}
// Whoever hung up does not wait for results: a shell's pipe does.
await Promise.all(jobs);
await browser.close();
