// Answers of the index, against a scan of the texts.
import assert from 'node:assert/strict';
import test from 'node:test';
import { chance, inMemory, stem } from './helpers.mjs';
import { checkAnswers, randomDocuments } from './scan.mjs';

const SIZES = [
  {},
  // Everything in files of its own; all in one.
  { partBytes: 20, longBytes: 2, chunkBytes: 3, perRecords: 1 },
  { partBytes: 1e9, longBytes: 1e9, chunkBytes: 1e9, perRecords: 1000 },
  { partBytes: 1e9, longBytes: 8, chunkBytes: 12, isKnown: () => false, zip: false },
];

for (const [i, sizes] of SIZES.entries()) {
  test(`answers are those of a scan of the text (${i + 1})`, async () => {
    const random = chance(100 + i);
    let asked = 0;
    for (let round = 0; round < 12; round++) {
      const { archive, documents } = inMemory({ en: randomDocuments(random, 1 + random.below(30)) }, sizes);
      const hasParts = i !== 2 && i !== 3;
      asked += await checkAnswers(archive, documents.en, random, { stem, hasParts, times: 60 });
    }
    assert.ok(asked > 200, `${asked}`);
  });
}
