import { defineConfig } from 'vite';

export default defineConfig({
  root: 'page',
  build: { outDir: '../dist/vite', emptyOutDir: true },
  worker: { format: 'es' },
  // The development server would move them away from their .wasm files.
  optimizeDeps: { exclude: ['sqlite-smma', '@sqlite.org/sqlite-wasm'] },
});
