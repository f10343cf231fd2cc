import { readFileSync } from 'node:fs';
import { nodeResolve } from '@rollup/plugin-node-resolve';

const plugin = {
  name: 'one-file',
  // A .wasm file that is imported becomes its bytes.
  load(id) {
    if (!id.endsWith('.wasm')) return null;
    return `export default Uint8Array.from(atob('${readFileSync(id, 'base64')}'), (c) => c.charCodeAt(0));`;
  },
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'index.html', source: readFileSync('page/index.html') });
  },
};

export default {
  input: 'inline/main.js',
  output: { file: 'dist/rollup-inline/main.js', format: 'iife' },
  plugins: [nodeResolve({ browser: true }), plugin],
};
