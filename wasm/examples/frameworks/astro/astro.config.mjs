import { defineConfig } from 'astro/config';

export default defineConfig({
  root: 'astro',
  outDir: '../dist/astro',
  vite: {
    worker: { format: 'es' },
    optimizeDeps: { exclude: ['sqlite-smma', '@sqlite.org/sqlite-wasm'] },
  },
});
