import assert from 'node:assert/strict';
import test from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readFilters } from '../../search/choices.mjs';
import { IndexFault } from '../../search/common.mjs';
import * as format from '../../search/format.mjs';
import { readRest, readSpelling, readWritten } from '../../search/guesses.mjs';
import { readPlaces, readPositions } from '../../search/phrases.mjs';
import { Writer, listBytes, positionBytes } from './encoder.mjs';
import { chance, inMemory } from './helpers.mjs';

const { below, of } = chance(1);

test('a list is read as it was written', () => {
  for (let round = 0; round < 300; round++) {
    const n = 1 + below(2000);
    const share = 1 + below(100);
    const postings = [];
    for (let doc = 0; doc < n; doc++) {
      if (below(100) < share) postings.push({ doc, level: below(8), title: below(5) - 1, zone: below(8) });
    }
    if (!postings.length) continue;
    for (const isFilter of [false, true]) {
      const bytes = Uint8Array.from(listBytes(postings, isFilter));
      const { docs, marks } = format.decode(bytes, format.readList, n, postings.length);
      assert.deepEqual(
        [...docs],
        postings.map(({ doc }) => doc),
      );
      const expected = postings.map(({ level, title, zone }) => level | ((title + 1) << 3) | (zone << 6));
      assert.deepEqual([...marks], isFilter ? expected.map(() => 0) : expected);
    }
  }
});

test('positions are read as they were written', () => {
  for (let round = 0; round < 200; round++) {
    const forms = 1 + below(9);
    const postings = Array.from({ length: 1 + below(20) }, (_, doc) => {
      const positions = Array.from({ length: below(30) }, () => ({
        position: below(of([50, 5000])),
        form: below(forms),
      }));
      positions.sort((a, b) => a.position - b.position);
      return { doc, positions };
    });
    const found = [];
    const bytes = Uint8Array.from(positionBytes(postings, forms));
    const docs = Uint32Array.from(postings, ({ doc }) => doc);
    const marks = Uint16Array.from(
      postings,
      ({ positions: [first] }) => (first ? (first.position >> 5) & 7 : 0) << 6,
    );
    readPositions(bytes, docs, marks, forms, (...one) => found.push(one));
    const expected = postings.flatMap(({ doc, positions }) =>
      positions.map((one) => [doc, one.position, one.form]),
    );
    assert.deepEqual(found, expected);
  }
});

test('what a server has inflated already is read as well', async () => {
  const plain = new TextEncoder().encode('a text '.repeat(100));
  assert.deepEqual(await format.inflate(new Uint8Array(gzipSync(plain))), plain);
  assert.deepEqual(await format.inflate(plain), plain);
});

test('a small file that becomes a huge one is not inflated to its end', async () => {
  const bomb = new Uint8Array(gzipSync(new Uint8Array(200 << 20)));
  assert.ok(bomb.length < 1 << 20);
  await assert.rejects(format.inflate(bomb), IndexFault);
});

test('words that share much with each other do not take memory without bound', () => {
  for (const count of [15, 600, 100000]) {
    const one = new Writer('f')
      .number(count)
      .number(0)
      .number(60000)
      .put(new Uint8Array(60000).fill(97))
      .put([0]);
    for (let i = 1; i < count; i++) one.number(60000).number(0).put([0]);
    const bytes = Uint8Array.from(one.bytes);
    const start = process.cpuUsage();
    if (count < 20) assert.equal(format.decode(bytes, readSpelling).length, count);
    else assert.throws(() => format.decode(bytes, readSpelling), IndexFault);
    assert.ok(process.cpuUsage(start).user < 1e6, `${count}`);
  }
});

/** Files of each kind, and how each is read. */
function samples() {
  const documents = Array.from({ length: 40 }, (_, i) => ({
    url: `${i}/`,
    title: `Title ${i} of the end-to-end thing`,
    summary: i % 3 ? 'A short summary' : '',
    blocks: [`word${i % 7} thing things 内核模块 café ${'again '.repeat(i % 5)}`, 'Second block'],
    date: `20${10 + (i % 10)}-0${1 + (i % 9)}`,
    terms: [['tags', `Tag ${i % 3}`]],
    editions: [[0, i]],
  }));
  const { files } = inMemory({ en: documents }, { synonyms: [['thing', 'word1']], written: { cafe: 'café', endtoend: 'end-to-end' } });
  const n = documents.length;
  const readPart = (bytes) => {
    const { words, written } = format.decode(bytes, format.readPart, 0);
    format.decode(written, readWritten, [...words.keys()]);
    for (const { bytes: list, count } of words.values()) if (list) format.decode(list, format.readList, n, count);
  };
  const readLong = (bytes) => {
    const { bytes: list } = format.decode(bytes, format.readLong);
    for (const count of [14, 13, 40]) format.decode(list, format.readList, n, count);
  };
  const docs = Uint16Array.of(1, 2, 3, 4, 5);
  const readMain = (bytes) => format.decode(format.decode(bytes, format.readMain).rest, readRest);
  const readAllPlaces = (bytes) => {
    for (const some of format.decode(bytes, readPlaces, 3)) readPositions(some, docs, docs, 2, () => {});
  };
  const readChunk = (bytes) => readPositions(format.decode(bytes, readPlaces), docs, docs, 3, () => {});
  const reading = (read) => (bytes) => format.decode(bytes, read);
  const readers = {
    m: readMain,
    s: readPart,
    p: readLong,
    x: readAllPlaces,
    q: readChunk,
    d: reading(format.readRecords),
    f: reading(readSpelling),
    t: reading(readFilters),
  };
  return Object.entries(readers).map(([kind, read]) => {
    const own = [...files].filter(([path]) => path.includes(`/${kind}`)).map(([, bytes]) => bytes);
    assert.ok(own.length, kind);
    return {
      kind,
      read,
      files: own.map((bytes) => (bytes[0] === 0x1f ? new Uint8Array(gunzipSync(bytes)) : bytes)),
    };
  });
}

/** Reads, and lets nothing but a fault through. */
function endures(read, bytes, what) {
  // Of the processor's time: others may be at work.
  const start = process.cpuUsage();
  try {
    read(bytes);
  } catch (error) {
    assert.ok(error instanceof IndexFault, `${what}: ${error.stack}`);
    assert.equal(error.kind, 'stale');
  }
  const { user, system } = process.cpuUsage(start);
  assert.ok(user + system < 500e3, `${what} took too long`);
}

for (const { kind, read, files } of samples()) {
  test(`a damaged ${kind} is read to its end soon, or is a fault`, () => {
    const { below, of } = chance(kind.charCodeAt());
    for (let round = 0; round < 4000; round++) {
      const bytes = Uint8Array.from(of(files));
      for (let i = 1 + below(4); i; i--) bytes[below(bytes.length)] = of([below(256), 0, 255, 128, 127]);
      endures(read, bytes, `${kind} ${Buffer.from(bytes).toString('hex')}`);
    }
    for (const file of files.slice(0, 5)) {
      for (let length = 0; length < Math.min(file.length, 600); length++) {
        endures(read, file.slice(0, length), `${kind} of ${length} bytes`);
      }
    }
    for (let round = 0; round < 2000; round++) {
      const bytes = Uint8Array.from({ length: below(200) }, () => below(256));
      bytes[0] = kind.charCodeAt();
      if (round % 2) bytes[1] = 1;
      endures(read, bytes, `${kind} ${Buffer.from(bytes).toString('hex')}`);
    }
  });
}

test('a file that is cut off is never taken for a whole one', async () => {
  for (const { kind, read, files } of samples()) {
    if (kind === 'p' || kind === 'x' || kind === 'q') continue;
    for (const file of files) {
      const zipped = new Uint8Array(gzipSync(file));
      for (const length of [10, Math.floor(zipped.length / 2), zipped.length - 9]) {
        await assert.rejects(
          async () => read(await format.inflate(zipped.slice(0, length))),
          IndexFault,
          kind,
        );
      }
    }
  }
});
