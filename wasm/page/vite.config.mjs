import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

import { offline } from './build/offline.mjs';
import { seal } from './build/seal.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
// The database belongs to the origin, the port included: another port would show an empty one.
const port = 4173;

export default defineConfig({
  // Relative addresses: dist/ works on any static host and under any path.
  base: './',
  plugins: [seal(), offline()],
  build: {
    // The first browsers with SIMD128, which smma.wasm needs.
    target: ['chrome91', 'firefox89', 'safari16.4'],
  },
  worker: { format: 'es' },
  // They find their .wasm files beside themselves, so they must stay where they are.
  optimizeDeps: { exclude: ['@sqlite.org/sqlite-wasm', 'sqlite-smma'] },
  // Above this folder: ../dist/smma.wasm, and sql/ with the sample prices.
  server: { host: '127.0.0.1', port, strictPort: true, fs: { allow: [repository] } },
  preview: { host: '127.0.0.1', port, strictPort: true },
});
