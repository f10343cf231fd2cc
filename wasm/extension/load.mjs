// load.mjs - load(db): the extension into a connection of any host, whose refusals become errors that name the cure
// (SPEC 6.2).

import { SmmaError } from '../module.mjs';
import { explain } from './refusals.mjs';
import { getLoadablePath } from './path.mjs';
import { requireConnection } from './strangers.mjs';

/**
 * A connection that loads at once: better-sqlite3, node:sqlite (of Node, Deno and Bun), bun:sqlite, @db/sqlite, libsql.
 * @typedef {{ loadExtension(path: string): unknown }} Connection
 */

/**
 * One that gives a promise: the package sqlite.
 * @typedef {{ loadExtension(path: string): Promise<unknown> }} PromisingConnection
 */

/**
 * One that calls back: node-sqlite3, the package sqlite3.
 * @typedef {{ loadExtension(path: string, callback?: (error: Error | null) => void): unknown, parallelize: unknown }} CallbackConnection
 */

/**
 * Gives a connection the functions of sqlite-smma. With hosts that answer later it is a promise: `await load(db)` is right
 * for all of them. Doing it again does no harm.
 * @template {Connection | PromisingConnection | CallbackConnection} Db
 * @param {Db} db
 * @returns {Db extends PromisingConnection | CallbackConnection ? Promise<void> : void}
 */
export function load(db) {
  requireConnection(db);
  // Without its suffix, which SQLite adds: told the whole name, it tries it with the suffix twice when that fails, and
  // what it tells is about that.
  const path = getLoadablePath().replace(/\.\w+$/, '');
  /** @type {any} */
  const done = isCallbackConnection(db) ? loadLater(db, path) : loadNow(db, path);
  return done;
}

/**
 * node-sqlite3 has this method, and sqlite, which gives a promise of its own instead of calling back.
 * @param {any} db
 * @returns {db is CallbackConnection}
 */
const isCallbackConnection = (db) => typeof db.parallelize === 'function';

/** @param {any} answer @returns {answer is Promise<unknown>} */
const isPromise = (answer) => typeof answer?.then === 'function';

/**
 * @param {CallbackConnection} db
 * @param {string} path
 * @returns {Promise<void>}
 */
function loadLater(db, path) {
  return new Promise((resolve, reject) => {
    const refuse = (/** @type {unknown} */ error) => reject(failure(error));
    const answer = db.loadExtension(path, (error) => {
      if (error) refuse(error);
      else resolve();
    });
    if (isPromise(answer)) answer.then(() => resolve(), refuse);
  });
}

/**
 * @param {any} db
 * @param {string} path
 * @returns {void | Promise<void>}
 */
function loadNow(db, path) {
  const forbid = allow(db);
  try {
    const answer = db.loadExtension(path);
    if (!isPromise(answer)) return undefined;
    return answer.then(() => undefined, (error) => { throw failure(error); });
  } catch (error) {
    throw failure(error);
  } finally {
    forbid();
  }
}

/**
 * @db/sqlite has a property that allows it, which is put back afterwards, as it allows SQL to load extensions too.
 * (node:sqlite has a method of this name, which is of use only where the connection was opened for it.)
 * @param {any} db
 * @returns {() => void}
 */
function allow(db) {
  const before = db.enableLoadExtension;
  if (typeof before !== 'boolean') return () => {};
  db.enableLoadExtension = true;
  return () => { db.enableLoadExtension = before; };
}

/** @param {unknown} error */
function failure(error) {
  const text = error instanceof Error ? error.message : String(error);
  return new SmmaError(`load(db): ${explain(text) ?? `the extension could not be loaded: ${text}`}`, error);
}
