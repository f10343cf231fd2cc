// native.mjs - sqlite-smma/native: the compiled extension for the SQLite of Node, Bun, Deno and Electron (SPEC 6.2).

export { load } from './extension/load.mjs';
export { getLoadablePath } from './extension/path.mjs';
export { SmmaError } from './module.mjs';

/** @typedef {import('./extension/load.mjs').Connection} Connection */
/** @typedef {import('./extension/load.mjs').PromisingConnection} PromisingConnection */
/** @typedef {import('./extension/load.mjs').CallbackConnection} CallbackConnection */
