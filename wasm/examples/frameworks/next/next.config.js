import { cpSync } from 'node:fs';

// What the worker loads is served as it is: neither of Next's bundlers can take sqlite-wasm.
for (const name of ['@sqlite.org/sqlite-wasm', 'sqlite-smma']) {
  cpSync(`node_modules/${name}`, `next/public/packages/${name}`, { recursive: true });
}

export default { output: 'export' };
