import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

// As `wrangler dev` does: one script, and .wasm files as modules that are compiled already.
await build({
  entryPoints: ['workerd/worker.js'],
  outdir: 'dist/workerd',
  bundle: true,
  format: 'esm',
  loader: { '.wasm': 'copy' },
  assetNames: '[name]',
});
const workerd = new Miniflare({
  compatibilityDate: '2026-01-01',
  modules: [
    { type: 'ESModule', path: 'dist/workerd/worker.js' },
    { type: 'CompiledWasm', path: 'dist/workerd/smma-core.wasm' },
  ],
});

const ask = (body) => workerd.dispatchFetch('http://worker/', { method: 'POST', body: JSON.stringify(body) });
const averages = await (await ask({ prices: [10, 11, 13, 12.5, 14.1], period: 3 })).json();
console.log(averages.at(-1));
console.log(await (await ask({ prices: [10, 11], period: 0 })).text());
await workerd.dispose();
