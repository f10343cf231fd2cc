import { defineConfig } from 'vite';
import sqlocal from 'sqlocal/vite';

const pages = ['sqlocal', 'drizzle', 'kysely', 'promiser', 'opfs', 'evolu'].map((name) => `${name}/index.html`);

export default defineConfig({
  build: { rolldownOptions: { input: pages } },
  optimizeDeps: { exclude: ['sqlite-smma', '@sqlite.org/sqlite-wasm', '@evolu/sqlite-wasm'] },
  plugins: [sqlocal()],
});
