// The words of the texts of the input, [[language, text], …], as a list of [position, surface, parts, segments if any] each.
import { text as read } from 'node:stream/consumers';
import { words } from '../../search/analysis.mjs';

const texts = JSON.parse(await read(process.stdin));
const found = texts.map(([language, text]) =>
  words(text, language).map(({ position, surface, parts, segments }) => [
    ...[position, surface, parts],
    ...(segments[0] ? [segments] : []),
  ]),
);
process.stdout.write(JSON.stringify(found));
