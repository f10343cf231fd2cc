import { SQLocal } from 'sqlocal';

const show = (text) => document.querySelector('pre').append(`${text}\n`);
const processor = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
const { sql } = new SQLocal({ databasePath: 'sqlocal.sqlite3', processor });

await sql`CREATE TABLE IF NOT EXISTS prices (ts INTEGER PRIMARY KEY, close REAL)`;
await sql`INSERT OR REPLACE INTO prices VALUES (1, 10), (2, 11), (3, 13), (4, 12.5), (5, 14.1)`;

const period = 3;
const rows = await sql`SELECT ts, smma(close, ${period}) OVER (ORDER BY ts) AS average FROM prices`;
show(rows.at(-1).average);
await sql`SELECT smma(close, 0) FROM prices`.catch((error) => show(error.message));
