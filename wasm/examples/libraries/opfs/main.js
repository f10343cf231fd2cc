import { query } from './database.js';

const show = (text) => document.querySelector('pre').append(`${text}\n`);

await query('CREATE TABLE IF NOT EXISTS prices (ts INTEGER PRIMARY KEY, close REAL)');
await query('INSERT OR REPLACE INTO prices VALUES (1, 10), (2, 11), (3, 13), (4, 12.5), (5, 14.1)');
const rows = await query('SELECT ts, smma(close, ?) OVER (ORDER BY ts) AS average FROM prices', [3]);
show(rows.at(-1).average);
await query('SELECT smma(close, 0) FROM prices').catch((error) => show(error.message));
