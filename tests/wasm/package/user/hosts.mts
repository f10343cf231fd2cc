// hosts.mts - sqlite-smma/native with connections as the types of their hosts have them.

import { SmmaError, getLoadablePath, load } from 'sqlite-smma/native';

// As in @types/better-sqlite3, @types/node, bun-types, libsql.
declare const betterSqlite3: { loadExtension(path: string): typeof betterSqlite3; serialize(): Uint8Array };
declare const nodeSqlite: { loadExtension(path: string): void; enableLoadExtension(allow: boolean): void };
declare const bunSqlite: { loadExtension(extension: string, entryPoint?: string): void };
declare const libsql: { loadExtension(...args: any[]): void };
// As in sqlite3, and in sqlite, which gives promises.
declare const nodeSqlite3: {
  loadExtension(filename: string, callback?: (error: Error | null) => void): typeof nodeSqlite3;
  parallelize(callback?: () => void): void;
};
declare const sqlite: { loadExtension(path: string): Promise<void> };

const path: string = getLoadablePath();
const error: Error = new SmmaError(path);
const now: void = load(betterSqlite3);
for (const db of [nodeSqlite, bunSqlite, libsql]) load(db);
const later: Promise<void> = load(nodeSqlite3);
await load(sqlite).then(() => later);
// @ts-expect-error a path is no connection
load(path);
export { error, now };
