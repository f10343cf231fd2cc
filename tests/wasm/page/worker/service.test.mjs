// service.test.mjs - the calls of the page, on a database in memory.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { packError, unpackError, CancelledError, ImportError, SqlError } from '../../../../wasm/page/src/worker/calls/errors.mjs';
import { Interrupt } from '../../../../wasm/page/src/worker/calls/interrupt.mjs';
import { Service } from '../../../../wasm/page/src/worker/calls/service.mjs';
import { bytesOf, bytesOfFile, read, root } from '../../support.mjs';
import { addSamples, markSamples } from '../../../../wasm/page/src/worker/store/sample.mjs';
import { samplesIn } from '../../../../wasm/page/src/worker/store/symbol-notes.mjs';
import { errorOf, newDatabase, samples, schema, sqlite3 } from './support.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'smma-page-'));
after(() => fs.rmSync(folder, { recursive: true }));

async function newService({ samples: getSamples } = {}) {
  const statuses = [];
  const contents = {
    schema,
    samples: getSamples ?? (async () => samples.map((name) => new Blob([bytesOfFile(new URL(name, root))]))),
  };
  const service = new Service({ sqlite3, contents, interrupt: new Interrupt(() => true), onStatus: (status) => statuses.push(status) });
  await service.open();
  return { service, statuses };
}

const cli = (file, ...commands) => {
  const done = spawnSync(process.env.SQLITE3 ?? 'sqlite3', ['-batch', '-bail', '-init', '/dev/null', file, ...commands],
    { encoding: 'utf8', maxBuffer: 2 ** 28, cwd: fileURLToPath(root) });
  assert.equal(done.stderr, '');
  return done.stdout;
};

test('a first opening: what is said, and the sample prices', async () => {
  const { service, statuses } = await newService();
  assert.equal(statuses.length, 1);
  const { storage, reason, canReopen, sampled, unsaved, sqliteVersion, smmaVersion } = statuses[0];
  assert.deepEqual([storage, reason, canReopen, sampled, unsaved], ['memory', 'missing', false, true, false]);
  assert.equal(sqliteVersion, sqlite3.capi.sqlite3_libversion());
  assert.match(smmaVersion, /^\d+\.\d+\.\d+$/);
  assert.deepEqual(service.symbols().map(({ symbol, bars, first, last }) => `${symbol} ${bars} ${first} ${last}`), [
    'BIRCH 123 2000-01-01 2010-03-01', 'CEDAR 123 2000-01-01 2010-03-01', 'LARCH 68 2004-08-01 2010-03-01',
    'MAPLE 123 2000-01-01 2010-03-01', 'MARKET 5105 2000-01-03 2020-04-17', 'WILLOW 123 2000-01-01 2010-03-01',
  ]);
  service.close();
});

test('the file of the database is one the CLI opens, with the rows its own import makes', async () => {
  const { service } = await newService();
  service.run("CREATE TABLE own(x); INSERT INTO own VALUES ('é')", {});
  const file = path.join(folder, 'page.db');
  fs.writeFileSync(file, service.exportDatabase());
  service.close();
  assert.equal(cli(file, 'PRAGMA integrity_check', 'PRAGMA journal_mode', 'SELECT x FROM own'), 'ok\ndelete\né\n');
  const native = path.join(folder, 'native.db');
  cli(native, '.read sql/schema.sql', '.import --csv sql/data/market.csv prices_raw', '.read sql/import.sql',
    '.import --csv sql/data/trees.csv prices_raw', '.read sql/import.sql');
  const dump = 'SELECT symbol, ts, quote(open), quote(high), quote(low), quote(close), typeof(volume), volume FROM prices ORDER BY symbol, ts';
  assert.equal(cli(file, dump), cli(native, dump));
  assert.equal(cli(file, '.schema prices'), cli(native, '.schema prices'));
});

test('bars, and the zone of their times', async () => {
  const { service } = await newService();
  service.run("UPDATE prices SET high = NULL, volume = NULL WHERE symbol = 'MARKET' AND ts LIKE '2000-02-%'", {});
  const { rows } = service.run("SELECT unixepoch(ts), open, high, low, close, volume FROM prices WHERE symbol = 'MARKET' ORDER BY ts", {});
  const part = service.part('MARKET', { start: 0, end: 5105, per: 1 }, []);
  for (const [index, name] of ['times', 'open', 'high', 'low', 'close', 'volume'].entries()) {
    assert.deepEqual(bytesOf(part[name]), bytesOf(Float64Array.from(rows, (row) => row[index] ?? NaN)), name);
  }
  assert.ok(Number.isNaN(part.high[25]));
  assert.equal(service.series('none').bars, 0);
  const file = Object.assign(new Blob(['time,close\n2024-01-02T14:30:00Z,1\n2024-01-02T14:31:00Z,2\n']), { name: 'NY.csv' });
  await service.previewImport(file, { choices: { zone: 'America/New_York' } });
  service.importPreviewed({ symbol: 'NY' });
  assert.deepEqual([service.series('NY').zone, service.series('MARKET').zone], ['America/New_York', '']);
  service.close();
});

test('what an import has stored is at hand, just as it would be read', async () => {
  const { service } = await newService();
  const lines = ['time,open,high,low,close,volume', '2024-01-02 10:01,-0,3,-1,2.5,', '2024-01-02 10:00,1,2,1,1.5,10', '2024-01-02 10:02,,,,4,1e17'];
  const partOf = (symbol) => {
    const { times, open, high, low, close, volume } = service.part(symbol, { start: 0, end: 9, per: 1 }, []);
    return [times, open, high, low, close, volume].map((column) => Buffer.from(bytesOf(column)).toString('hex'));
  };
  const importLines = async (text) => {
    await service.previewImport(Object.assign(new Blob([text]), { name: 'N.csv' }), {});
    service.importPreviewed({ symbol: 'N', there: 'replace' });
  };
  await importLines(lines.join('\n'));
  const [kept, summary] = [partOf('N'), service.series('N')];
  // Its bars are not counted again.
  assert.equal(service.symbols().find(({ symbol }) => symbol === 'N').bars, 3);
  service.series('MARKET');
  assert.deepEqual([partOf('N'), service.series('N')], [kept, summary]);
  assert.equal(service.symbols().find(({ symbol }) => symbol === 'N').bars, 3);
  // What a trigger makes of it is what there is.
  service.run("CREATE TRIGGER own AFTER INSERT ON prices BEGIN UPDATE prices SET close = close + 1 WHERE symbol = new.symbol AND ts = new.ts; END", {});
  await importLines(lines.join('\n'));
  assert.equal(service.series('N').close, 5);
  service.close();
});

test('what a rollback undoes is not shown', async () => {
  const { service } = await newService();
  const close = () => service.series('MARKET').close;
  const before = close();
  service.run("BEGIN; UPDATE prices SET close = 1 WHERE symbol = 'MARKET'", {});
  assert.equal(close(), 1);
  service.run('ROLLBACK; BEGIN', {});
  assert.equal(close(), before);
  service.run("SAVEPOINT a; UPDATE prices SET close = 2 WHERE symbol = 'MARKET'", {});
  assert.equal(close(), 2);
  service.run('ROLLBACK TO a', {});
  assert.equal(close(), before);
  service.close();
});

test('the queries of sql/ run', async () => {
  const { service } = await newService();
  for (const name of ['averages', 'crossovers', 'alligator', 'screen']) {
    assert.ok(service.run(read(`sql/${name}.sql`), {}).rows.length > 0, name);
  }
  service.close();
});

test('symbols are deleted, samples come back', async () => {
  const { service } = await newService();
  assert.equal(service.deleteSymbol('MARKET'), 5105);
  assert.equal(service.deleteSymbol('MARKET'), 0);
  service.run('DROP TABLE prices', {});
  assert.equal((await errorOf(() => service.symbols())).message, 'SQLITE_ERROR: sqlite3 result code 1: no such table: main.prices');
  await service.restoreSample();
  assert.equal(service.symbols().length, 6);
  service.close();
});

test('samples of a database from before they were noted are known by their bars', async () => {
  const db = newDatabase();
  const contents = { schema, samples: async () => samples.map((name) => new Blob([bytesOfFile(new URL(name, root))])) };
  await addSamples(sqlite3, db, contents);
  db.exec("DROP TABLE symbol_notes; UPDATE prices SET close = close + 1 WHERE symbol = 'MAPLE' AND ts = '2010-03-01'; DELETE FROM prices WHERE symbol = 'LARCH' AND ts = '2010-03-01'; INSERT INTO prices(symbol, ts, close) VALUES ('WILLOW', '2024-01-01', 1)");
  await markSamples(db, contents);
  assert.deepEqual(samplesIn(db), ['BIRCH', 'CEDAR', 'MARKET']);
  // Once is enough.
  await markSamples(db, { schema, samples: () => { throw new Error('asked again'); } });
  db.close();
});

test('samples are told from prices of one\'s own, and come back beside them or in their place', async () => {
  const { service } = await newService();
  const samples = () => service.symbols().filter(({ isSample }) => isSample).map(({ symbol }) => symbol);
  const all = ['BIRCH', 'CEDAR', 'LARCH', 'MAPLE', 'MARKET', 'WILLOW'];
  assert.deepEqual(samples(), all);
  await service.previewImport(Object.assign(new Blob(['date,close\n2024-01-01,1\n2024-01-02,2\n']), { name: 'birch.csv' }), {});
  assert.equal(service.importPreviewed({ symbol: 'birch', there: 'replace' }).samples, 5);
  const bars = () => service.symbols().map(({ symbol, bars }) => `${symbol} ${bars}`);
  assert.deepEqual(samples(), all.slice(1));
  assert.deepEqual(await service.ownAmongSamples(), ['BIRCH']);
  assert.deepEqual(service.removeSamples(), all.slice(1));
  assert.deepEqual(bars(), ['BIRCH 2']);
  await service.restoreSample({ without: ['BIRCH'] });
  assert.deepEqual(bars(), ['BIRCH 2', 'CEDAR 123', 'LARCH 68', 'MAPLE 123', 'MARKET 5105', 'WILLOW 123']);
  await service.restoreSample();
  assert.equal(bars()[0], 'BIRCH 123');
  assert.deepEqual([samples(), await service.ownAmongSamples()], [all, []]);
  // A symbol that is deleted is none.
  service.deleteSymbol('MAPLE');
  service.run("INSERT INTO prices(symbol, ts, close) VALUES ('MAPLE', '2024-01-01', 1)", {});
  assert.deepEqual(await service.ownAmongSamples(), ['MAPLE']);
  service.close();
});

test('samples that are out of reach', async (t) => {
  t.mock.method(console, 'warn', () => {});
  const { service, statuses } = await newService({ samples: () => Promise.reject(new Error('offline')) });
  assert.equal(statuses[0].sampled, false);
  assert.deepEqual(service.symbols(), []);
  assert.equal((await errorOf(() => service.restoreSample())).message, 'offline');
  service.close();
});

test('samples that are broken leave nothing half done', async (t) => {
  t.mock.method(console, 'warn', () => {});
  const broken = async () => [new Blob([bytesOfFile(new URL(samples[1], root))]), new Blob(['date,close\n2020-01-01,x\n'])];
  const { service } = await newService({ samples: broken });
  assert.deepEqual(service.symbols(), []);
  await errorOf(() => service.restoreSample());
  assert.deepEqual(service.symbols(), []);
  assert.equal(service.run('SELECT 1', {}).inTransaction, false);
  service.close();
});

test('no file of the database while a transaction is open', async () => {
  const { service } = await newService();
  service.run('BEGIN', {});
  assert.match((await errorOf(() => service.exportDatabase())).message, /run COMMIT or ROLLBACK first/);
  service.close();
});

test('importing and progress', async () => {
  const { service } = await newService();
  const reports = [];
  const file = Object.assign(new Blob(['date,close\n2020-01-01,1\n']), { name: 'NEW.csv' });
  const { needsSymbol, suggested, bars } = await service.previewImport(file, {}, (report) => reports.push(report));
  assert.deepEqual([needsSymbol, suggested, bars], [true, 'NEW', 1]);
  assert.equal((await errorOf(() => service.importPreviewed({}))).message, 'The file names no symbol: say which one it is.');
  const { elapsed, ...done } = service.importPreviewed({ symbol: 'NEW' });
  assert.deepEqual(done, { rows: 1, symbols: ['NEW'], replaced: 0, skipped: 0, faults: 0, samples: 6 });
  assert.equal((await errorOf(() => service.importPreviewed({}))).message, 'The file has to be read again.');
  assert.ok(elapsed > 0);
  assert.equal(reports.length, 1);
  service.close();
});

test('errors come through a message', () => {
  const lines = [{ line: 2, message: 'm' }];
  for (const error of [
    new Error('a'), new SqlError('b', 7), new SqlError('b'), new CancelledError(), new ImportError('c', { errors: lines, total: 9 }),
  ]) {
    const received = unpackError(structuredClone(packError(error)));
    assert.equal(received.constructor, error.constructor);
    assert.deepEqual({ ...received, message: received.message }, { ...error, message: error.message });
  }
  assert.equal(unpackError(packError('text')).message, 'text');
  const wrapped = unpackError(packError(new Error('SQLITE_ERROR: sqlite3 result code 1: no such table: x')));
  assert.deepEqual([wrapped.name, wrapped.message], ['SqlError', 'no such table: x']);
  assert.equal(unpackError(packError(new Error('SQLITE_INTERRUPT: sqlite3 result code 9: interrupted'))).name, 'AbortError');
});
