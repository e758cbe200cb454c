// The words of the texts of the input, [[language, text], …], as a list of [position, surface, parts] each.
import { text as read } from 'node:stream/consumers';
import { words } from '../../search/analysis.mjs';

const texts = JSON.parse(await read(process.stdin));
const found = texts.map(([language, text]) =>
  words(text, language).map(({ position, surface, parts }) => [position, surface, parts]),
);
process.stdout.write(JSON.stringify(found));
