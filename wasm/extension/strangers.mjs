// strangers.mjs - what is given to load() and is no connection it can load into, and what to do instead.

import { SmmaError } from '../module.mjs';

/** @type {{ is: (value: any) => boolean, means: string }[]} */
const STRANGERS = [
  {
    is: ({ $client, select }) => $client !== undefined && typeof select === 'function',
    means: 'db is of Drizzle: give the connection below it, load(db.$client)',
  },
  {
    is: ({ selectFrom, getExecutor }) => typeof selectFrom === 'function' && typeof getExecutor === 'function',
    means: 'db is of Kysely: give the connection of better-sqlite3 that its SqliteDialect gets',
  },
  {
    is: (value) => typeof value === 'function' && typeof value.raw === 'function' && value.client?.config !== undefined,
    means: 'db is of Knex, which opens connections by itself: load the extension in its pool, '
      + 'pool: { afterCreate: (connection, done) => { load(connection); done(); } }',
  },
  {
    is: ({ initialize, options }) => typeof initialize === 'function' && options?.type !== undefined,
    means: "db is of TypeORM, which opens connections by itself: take type: 'better-sqlite3' and prepareDatabase: load",
  },
  {
    is: ({ capi, pointer, selectValue }) => capi !== undefined || (pointer !== undefined && typeof selectValue === 'function'),
    means: "db is of sqlite-wasm, which takes the module of WebAssembly: import { loadSmma } from 'sqlite-smma'",
  },
  {
    is: ({ execute, batch, protocol }) => typeof execute === 'function' && typeof batch === 'function' && protocol !== undefined,
    means: 'db is of @libsql/client, which keeps its connection to itself: take the package libsql, which it is built on',
  },
  {
    is: ({ dump, batch, withSession }) => typeof dump === 'function' && typeof batch === 'function' && typeof withSession === 'function',
    means: 'db is of Cloudflare D1, whose SQLite takes no extension: fetch the prices, and take averages with sqlite-smma/core',
  },
  {
    is: ({ handleError, getRowsModified }) => typeof handleError === 'function' && typeof getRowsModified === 'function',
    means: 'db is of sql.js, which cannot load extensions: take @sqlite.org/sqlite-wasm with loadSmma() of sqlite-smma, or '
      + 'node:sqlite',
  },
  {
    is: ({ open_v2, statements }) => typeof open_v2 === 'function' && typeof statements === 'function',
    means: 'db is of wa-sqlite, which cannot load extensions: take @sqlite.org/sqlite-wasm with loadSmma() of sqlite-smma',
  },
  {
    is: ({ location, prepare, exec }) => [location, prepare, exec].every((method) => typeof method === 'function'),
    means: 'node:sqlite loads extensions from Node 22.13 on, which this one is not',
  },
];

const HOSTS = 'better-sqlite3, node:sqlite, bun:sqlite, @db/sqlite, libsql or sqlite3';

/**
 * Throws where db is no connection of a host that loads extensions.
 * @param {unknown} db
 */
export function requireConnection(db) {
  if (db === null || (typeof db !== 'object' && typeof db !== 'function')) {
    const given = typeof db === 'string' ? JSON.stringify(db) : String(db);
    throw new TypeError(`load(db): db must be an open connection of ${HOSTS}, not ${given}`);
  }
  if (typeof (/** @type {any} */ (db).loadExtension) === 'function') return;
  const stranger = STRANGERS.find(({ is }) => is(db));
  if (stranger !== undefined) throw new SmmaError(`load(db): ${stranger.means}`);
  const kind = db.constructor?.name ?? 'Object';
  throw new TypeError(`load(db): db must be an open connection of ${HOSTS}; the ${kind} given has no loadExtension()`);
}
