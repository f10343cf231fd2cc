import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';

const read = (name) => readFileSync(fileURLToPath(import.meta.resolve(name)));

// Each is looked for beside the script that asks for it, where the package has it.
const files = {
  name: 'files',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'dist/smma.wasm', source: read('sqlite-smma/smma.wasm') });
    this.emitFile({ type: 'asset', fileName: 'dist/smma-core.wasm', source: read('sqlite-smma/smma-core.wasm') });
    this.emitFile({ type: 'asset', fileName: 'sqlite3.wasm', source: read('@sqlite.org/sqlite-wasm/sqlite3.wasm') });
    this.emitFile({ type: 'asset', fileName: 'index.html', source: readFileSync('page/index.html') });
  },
};

export default {
  input: ['page/main.js', 'page/worker.js'],
  output: { dir: 'dist/rollup', chunkFileNames: '[name].js' },
  plugins: [nodeResolve({ browser: true }), files],
};
