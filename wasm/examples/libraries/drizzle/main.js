import { sql } from 'drizzle-orm';
import { integer, real, sqliteTable } from 'drizzle-orm/sqlite-core';
import { SQLocalDrizzle, drizzle } from 'sqlocal/drizzle';

const show = (text) => document.querySelector('pre').append(`${text}\n`);
const processor = new Worker(new URL('../sqlocal/worker.js', import.meta.url), { type: 'module' });
const client = new SQLocalDrizzle({ databasePath: 'drizzle.sqlite3', processor });
const database = drizzle(client.driver, client.batchDriver);

const prices = sqliteTable('prices', { ts: integer().primaryKey(), close: real() });
await client.sql`CREATE TABLE IF NOT EXISTS prices (ts INTEGER PRIMARY KEY, close REAL)`;
await database.delete(prices);
await database.insert(prices).values([10, 11, 13, 12.5, 14.1].map((close, ts) => ({ ts, close })));

const smma = (period) => sql`smma(${prices.close}, ${period}) OVER (ORDER BY ${prices.ts})`.mapWith(Number);
const rows = await database.select({ ts: prices.ts, average: smma(3) }).from(prices);
show(rows.at(-1).average);
await database.select({ average: smma(0) }).from(prices).catch((error) => show(error.cause?.message ?? error.message));
