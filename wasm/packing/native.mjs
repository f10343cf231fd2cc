// native.mjs - makes what sqlite-smma/native needs in dist/: the table of platforms, and all of it as CommonJS.

import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

import { platformPackages, version } from './platforms.mjs';

const dist = new URL('../dist/', import.meta.url);

const rows = platformPackages.map(({ title, package: name, file, os, cpu, libc }) =>
  `  ${JSON.stringify({ title, package: name, file, os, cpu, libc })},\n`).join('');

fs.mkdirSync(new URL('native/', dist), { recursive: true });
fs.writeFileSync(new URL('native/platforms.mjs', dist), `// What there are packages for, made by packing/native.mjs
/** @typedef {{ title: string, package: string, file: string, os: string, cpu: string, libc?: string }} Platform */
/** @type {string} */
export const version = ${JSON.stringify(version)};
/** @type {Platform[]} */
export const platforms = [
${rows}];
`);
await build({
  entryPoints: [fileURLToPath(new URL('../native.mjs', import.meta.url))],
  outfile: fileURLToPath(new URL('native.cjs', dist)),
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'es2022',
  logLevel: 'warning',
  // It asks for __filename first.
  logOverride: { 'empty-import-meta': 'silent' },
});
