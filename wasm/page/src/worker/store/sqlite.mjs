// sqlite.mjs - the types of sqlite-wasm, under short names.

/** @typedef {import('@sqlite.org/sqlite-wasm').Sqlite3Static} Sqlite3 */
/** @typedef {import('@sqlite.org/sqlite-wasm').Database} Connection */

export {};
