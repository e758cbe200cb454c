// Archives by chance for the program to index, and questions to what it has written.
//
// With a number as argument, prints so many archives as JSON: lists of documents. Else reads them from the input,
// each as {documents, stems, index, files}, with files in hexadecimal digits by path, asks, and prints how often.
import { text as read } from 'node:stream/consumers';
import { Archive } from '../../search/archive.mjs';
import { TAXONOMIES, chance, more } from './helpers.mjs';
import { checkAnswers, randomDocuments } from './scan.mjs';

const count = Number(process.argv[2]);
const random = chance(2021);
if (count) {
  const archives = Array.from({ length: count }, () => randomDocuments(random, 1 + random.below(30)));
  process.stdout.write(JSON.stringify(archives));
} else {
  let asked = 0;
  for (const { documents, stems, index, files } of JSON.parse(await read(process.stdin))) {
    const fetch = async (path) => {
      const content = files[path.slice('/top/'.length)];
      return content === undefined ? undefined : new Uint8Array(Buffer.from(content, 'hex'));
    };
    const languages = [{ tag: 'en', dir: 'ltr', name: 'English', index }];
    const archive = new Archive({ base: '/top/', languages, taxonomies: TAXONOMIES, fetch, keep: null, more });
    const stem = (word) => stems[word] ?? word;
    asked += await checkAnswers(archive, documents, random, { stem, hasParts: false, times: 100 });
  }
  process.stdout.write(`${asked}`);
}
