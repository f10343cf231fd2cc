import { sqlite3Worker1Promiser } from '@sqlite.org/sqlite-wasm';

const show = (text) => document.querySelector('pre').append(`${text}\n`);
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
const ask = await sqlite3Worker1Promiser({ worker: () => worker });

await ask('open', { filename: ':memory:' });
await ask('exec', 'CREATE TABLE prices (close); INSERT INTO prices VALUES (10), (11), (13), (12.5), (14.1)');
const { result } = await ask('exec', { sql: 'SELECT smma(close, 3) AS average FROM prices', rowMode: 'object', resultRows: [] });
show(result.resultRows[0].average);
await ask('exec', 'SELECT smma(close, 0) FROM prices').catch((answer) => show(answer.result.message));
