// inline.mjs - makes what sqlite-smma/inline needs in dist/: the modules as JavaScript, and all of it as CommonJS.

import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const dist = new URL('../dist/', import.meta.url);

/**
 * Base64, as any other text of bytes is at the mercy of a file's encoding and of its minifier.
 * @param {string} name
 */
function writeAsModule(name) {
  const base64 = fs.readFileSync(new URL(`${name}.wasm`, dist)).toString('base64');
  fs.writeFileSync(new URL(`inline/${name}.mjs`, dist),
    `// ${name}.wasm, made by packing/inline.mjs\n/** @type {string} */\nexport const base64 = '${base64}';\n`);
}

fs.mkdirSync(new URL('inline/', dist), { recursive: true });
writeAsModule('smma');
writeAsModule('smma-core');
await build({
  entryPoints: [fileURLToPath(new URL('../inline.mjs', import.meta.url))],
  outfile: fileURLToPath(new URL('inline.cjs', dist)),
  bundle: true,
  format: 'cjs',
  // Its CommonJS has exports that Node sees by name.
  platform: 'node',
  target: 'es2022',
  logLevel: 'warning',
});
