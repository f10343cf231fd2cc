// types.mjs - finishes what tsc has written to types/.

import fs from 'node:fs';

const types = new URL('../types/', import.meta.url);

/** Typed arrays take a type argument since TypeScript 5.7; this is the same in all versions. @param {string} text */
const withoutArguments = (text) => text
  .replace(/\b(Float64Array|Uint32Array|Uint8Array)<ArrayBuffer>/g, 'ReturnType<typeof $1.of>')
  .replaceAll('Array<ArrayBufferLike>', 'Array');

fs.copyFileSync(new URL('wasm-file.d.mts', import.meta.url), new URL('wasm-file.d.mts', types));
const names = fs.readdirSync(types, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.mts'));
for (const name of names) {
  const text = withoutArguments(fs.readFileSync(new URL(name, types), 'utf8'));
  fs.writeFileSync(new URL(name, types), text);
  // The same for CommonJS.
  fs.writeFileSync(new URL(name.replace(/mts$/, 'cts'), types), text.replace(/\.mjs(?=["'])/g, '.cjs'));
}
