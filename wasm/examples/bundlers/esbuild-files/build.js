import { build } from 'esbuild';

await build({
  entryPoints: ['esbuild-files/main.js', 'esbuild-files/worker.js', 'page/index.html'],
  entryNames: '[name]',
  outdir: 'dist/esbuild-files',
  bundle: true,
  format: 'esm',
  loader: { '.html': 'copy', '.wasm': 'file' },
});
