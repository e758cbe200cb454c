// Makes the scripts of the search page from the modules in `search/`: `node bundle.mjs [FOLDER]`.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';

const here = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const [folder = here('static')] = process.argv.slice(2);

for (const [module, script] of [
  ['page', 'search.mjs'],
  ['more', 'search-more.mjs'],
]) {
  const { outputFiles } = await build({
    ...{ entryPoints: [here(`search/${module}.mjs`)], bundle: true, write: false },
    ...{ format: 'esm', target: 'es2022', charset: 'utf8', minify: true },
  });
  const { code } = await minify(outputFiles[0].text, {
    ...{ module: true, ecma: 2020, compress: { passes: 3, pure_getters: true, unsafe_arrows: true } },
  });
  await writeFile(path.join(folder, script), `${code}\n`);
}
