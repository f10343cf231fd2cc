import { build } from 'esbuild';

await build({
  entryPoints: ['inline/main.js', 'page/index.html'],
  entryNames: '[name]',
  outdir: 'dist/esbuild-inline',
  bundle: true,
  format: 'iife',
  loader: { '.html': 'copy', '.wasm': 'binary' },
  // Of sqlite-wasm, which asks import.meta for addresses that are not needed here.
  logOverride: { 'empty-import-meta': 'silent' },
});
