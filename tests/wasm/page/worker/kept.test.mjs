// kept.test.mjs - the database that the browser keeps: restored, damaged, on a full disk, and cut off at every
// write to the disk.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { FullError } from '../../../../wasm/page/src/worker/calls/errors.mjs';
import { Interrupt } from '../../../../wasm/page/src/worker/calls/interrupt.mjs';
import { Service } from '../../../../wasm/page/src/worker/calls/service.mjs';
import { forgetErrors, isFull } from '../../../../wasm/page/src/worker/kept/disk-errors.mjs';
import { read } from '../../support.mjs';
import { Disk, newSqlite } from './disk.mjs';
import { errorOf, seed } from './support.mjs';

// What could not be done beside, as the disk took no more.
mock.method(console, 'warn', () => {});

const POOL_HEADER = 4096;
const PAGE = 8192;
const schema = read('sql/schema.sql');
const days = (count) => Array.from({ length: count }, (_, day) => new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10));
const csv = (symbol, count, factor = 1) => `symbol,date,close\n${days(count).map((date, day) => `${symbol},${date},${factor * (day + 1)}`).join('\n')}\n`;
const contents = { schema, samples: async () => [new Blob([csv('SAMPLE', 30)])] };

// A visit of the page: what a worker does with the disk until it ends.
async function visit(disk, { samples = contents.samples } = {}) {
  disk.use();
  const statuses = [];
  const sqlite3 = await newSqlite();
  const service = new Service({
    sqlite3, contents: { schema, samples }, interrupt: new Interrupt(() => true), onStatus: (status) => statuses.push(status), locked: Promise.resolve(() => {}),
  });
  await service.open();
  return { service, sqlite3, statuses, status: () => statuses.at(-1) };
}

async function importCsv(service, text, name = 'X.csv', options = {}) {
  const { needsSymbol } = await service.previewImport(Object.assign(new Blob([text]), { name }), {});
  return service.importPreviewed({ symbol: needsSymbol ? 'X' : '', ...options });
}

// A disk with a symbol OWN of so many bars, as it is between two visits.
async function ownDisk(count = 500) {
  const disk = new Disk();
  const { service } = await visit(disk);
  await importCsv(service, csv('OWN', count));
  service.removeSamples();
  service.close();
  return disk.restart();
}

const barsOf = (service) => service.symbols().map(({ symbol, bars }) => `${symbol} ${bars}`).join(', ');
const valueIn = (service, sql) => service.run(sql).rows[0]?.[0];
const asFile = (bytes, name = 'backup.db') => Object.assign(new Blob([bytes]), { name });

// The file of another database, as a visitor may have downloaded it.
async function fileWith(sql) {
  const { service } = await visit(new Disk(), { samples: async () => [] });
  service.run(`${schema};\n${sql}`);
  const bytes = service.exportDatabase();
  service.close();
  return bytes;
}
const insertDays = (symbol, count, factor = 1) =>
  `INSERT INTO prices(symbol, ts, close) VALUES ${days(count).map((date, day) => `('${symbol}', '${date}', ${factor * (day + 1)})`).join(',')};`;
const otherFile = await fileWith(`${insertDays('NEW', 40)} ${insertDays('own', 10, 2)} CREATE TABLE notes(text); INSERT INTO notes VALUES ('mine');`);

test('a file is shown beside what is here, and takes its place', async () => {
  const disk = await ownDisk();
  const { service, status } = await visit(disk);
  service.run('CREATE TABLE mine(x)');
  const found = await service.restore.inspect(asFile(otherFile));
  assert.deepEqual([found.problem, found.isOwnHere, found.taken, found.hasLog], [undefined, true, 2, false]);
  const { size, ...there } = found.there;
  assert.deepEqual(there, { symbols: 2, bars: 50, first: '2020-01-01', last: '2020-02-09', tables: ['notes'], hasPrices: true });
  assert.ok(size >= otherFile.length);
  assert.deepEqual([found.here.symbols, found.here.bars, found.here.tables], [1, 500, ['mine']]);
  assert.deepEqual(found.both.map(({ symbol, bars, obstacle, same, changed, added }) => [symbol, bars, obstacle, same, changed, added]), [['OWN', 500, '', 0, 10, 0]]);
  assert.equal(barsOf(service), 'OWN 500');
  assert.deepEqual(await service.restore.replaceAll(), { symbols: ['NEW', 'own'] });
  assert.equal(status().storage, 'opfs');
  assert.equal(barsOf(service), 'NEW 40, own 10');
  service.close();
  const again = await visit(disk.restart());
  assert.equal(barsOf(again.service), 'NEW 40, own 10');
  assert.equal(valueIn(again.service, 'SELECT text FROM notes'), 'mine');
  assert.equal(valueIn(again.service, 'PRAGMA integrity_check'), 'ok');
  again.service.close();
});

test('a file that is left changes nothing, and leaves nothing on the disk', async () => {
  const disk = await ownDisk();
  const { service } = await visit(disk);
  const before = disk.used();
  await service.restore.inspect(asFile(otherFile));
  assert.ok(disk.used() > before);
  service.restore.leave();
  assert.equal(barsOf(service), 'OWN 500');
  assert.equal(disk.used(), before);
  assert.match((await errorOf(() => service.restore.replaceAll())).message, /read again/);
  service.close();
});

test('the symbols of a file are taken in beside, over, and in the place of those that are there', async () => {
  for (const [there, bars, first] of [['merge', 'NEW 40, OWN 500', 2], ['replace', 'NEW 40, OWN 10', 2], ['leave', 'NEW 40, OWN 500', 1]]) {
    const { service } = await visit(await ownDisk());
    await service.restore.inspect(asFile(otherFile));
    const { rows, symbols, replaced } = service.restore.takeSymbols({ there });
    assert.equal(barsOf(service), bars, there);
    assert.equal(valueIn(service, "SELECT close FROM prices WHERE symbol = 'OWN' ORDER BY ts LIMIT 1"), first, there);
    assert.deepEqual([rows, symbols, replaced], { merge: [50, ['NEW', 'OWN'], 10], replace: [50, ['NEW', 'OWN'], 0], leave: [40, ['NEW'], 0] }[there]);
    assert.equal(service.run("SELECT name FROM sqlite_schema WHERE name = 'notes'").rows.length, 0);
    service.close();
  }
});

test('what cannot be put together, and samples, are named', async () => {
  const file = await fileWith(`
    ${insertDays('STEP', 30)} INSERT INTO prices(symbol, ts, close) VALUES ('TIMES', '2020-01-01 10:00:00', 1), ('SAMPLE', '2020-01-01', 1);
    ${insertDays('SECOND', 3)} CREATE TABLE IF NOT EXISTS symbol_notes(symbol TEXT PRIMARY KEY, zone TEXT NOT NULL DEFAULT '', is_sample INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
    INSERT INTO symbol_notes(symbol, is_sample) VALUES ('SECOND', 1);`);
  const { service } = await visit(new Disk());
  service.run("INSERT INTO prices(symbol, ts, close) VALUES ('TIMES', '2020-01-01', 1), ('STEP', '2020-01-01', 1), ('STEP', '2020-02-01', 1), ('STEP', '2020-03-01', 1)");
  const { both, samples, taken } = await service.restore.inspect(asFile(file));
  assert.deepEqual(both.map(({ symbol, obstacle, steps }) => [symbol, obstacle, ...steps]), [['SAMPLE', 'sample', '', ''], ['STEP', 'step', '1 month', '1 day'], ['TIMES', 'dates', '', '']]);
  assert.deepEqual([samples, taken], [['SECOND'], 3]);
  assert.match((await errorOf(() => service.restore.takeSymbols({ there: 'merge' }))).message, /cannot be put together/);
  service.restore.takeSymbols({ there: 'replace' });
  assert.equal(barsOf(service), 'SAMPLE 1, STEP 30, TIMES 1');
  assert.deepEqual(service.symbols().filter(({ isSample }) => isSample), []);
  service.close();
});

test('a database in memory is replaced, and taken into, just the same', async () => {
  const disk = new Disk().use();
  disk.root.getDirectoryHandle = async () => { throw new DOMException('no', 'SecurityError'); };
  const { service, status } = await visit(disk);
  assert.deepEqual([status().storage, status().reason], ['memory', 'missing']);
  const { there, both } = await service.restore.inspect(asFile(otherFile));
  assert.deepEqual([there.bars, both], [50, []]);
  service.restore.takeSymbols({});
  assert.equal(barsOf(service), 'NEW 40, SAMPLE 30, own 10');
  service.tellChanges();
  assert.equal(status().unsaved, true);
  await service.restore.inspect(asFile(otherFile));
  await service.restore.replaceAll();
  assert.equal(barsOf(service), 'NEW 40, own 10');
  assert.equal(status().unsaved, true);
  service.exportDatabase();
  service.tellChanges();
  assert.equal(status().unsaved, false);
  service.run('DELETE FROM prices');
  service.tellChanges();
  assert.equal(status().unsaved, true);
  service.close();
});

test('files that cannot be restored say why, and whether something of them can be saved', async () => {
  const changed = (change) => {
    const bytes = otherFile.slice();
    return asFile(change(bytes) ?? bytes);
  };
  const cases = [
    ['no-database', false, asFile(Buffer.from('symbol,date,close\n'))],
    ['no-database', false, changed((bytes) => { crypto.getRandomValues(bytes.subarray(0, 4096)); bytes[0] = 1; })],
    ['cut-short', true, changed((bytes) => bytes.slice(0, 5000))],
    ['cut-short', true, changed((bytes) => bytes.slice(0, -PAGE))],
    ['newer', false, changed((bytes) => { bytes[18] = 3; })],
    ['newer', false, changed((bytes) => { bytes[47] = 9; })],
    ['utf-16', false, changed((bytes) => { bytes[59] = 2; })],
    ['damaged', true, changed((bytes) => { bytes.fill(9, 2 * PAGE, 3 * PAGE); })],
    ['damaged', true, changed((bytes) => { bytes.fill(9, 100, PAGE); })],
    ['other-prices', false, asFile(await fileWith('DROP TABLE prices; CREATE TABLE prices(day, close)'))],
    ['other-prices', false, asFile(await fileWith('DROP TABLE prices; CREATE VIEW prices AS SELECT 1 AS symbol'))],
  ];
  const disk = await ownDisk();
  const { service } = await visit(disk);
  for (const [code, canSave, file] of cases) {
    const found = await service.restore.inspect(file);
    assert.deepEqual([found.problem?.code, found.canSave, found.there], [code, canSave, undefined]);
    assert.match((await errorOf(() => service.restore.replaceAll())).message, /read again/);
  }
  assert.equal(barsOf(service), 'OWN 500');
  service.close();
});

test('a file with a write-ahead log, one without prices, one whose rules are broken', async () => {
  const { service } = await visit(await ownDisk());
  const logged = otherFile.slice();
  logged.fill(2, 18, 20);
  const { hasLog, problem } = await service.restore.inspect(asFile(logged));
  assert.deepEqual([hasLog, problem], [true, undefined]);
  await service.restore.replaceAll();
  assert.equal(barsOf(service), 'NEW 40, own 10');
  const broken = await service.restore.inspect(asFile(await fileWith("PRAGMA ignore_check_constraints = 1; INSERT INTO prices(symbol, ts, close) VALUES ('X', '2020-01-01', 9e999)")));
  assert.equal(broken.problem, undefined);
  const other = await service.restore.inspect(asFile(await fileWith('DROP TABLE prices; CREATE TABLE trades(x); INSERT INTO trades VALUES (1)')));
  assert.deepEqual([other.there.hasPrices, other.there.tables, other.taken], [false, ['trades'], 0]);
  await service.restore.replaceAll();
  assert.deepEqual([barsOf(service), valueIn(service, 'SELECT x FROM trades')], ['', 1]);
  service.close();
});

test('what can be read of a damaged file can be taken', async () => {
  const { service } = await visit(await ownDisk());
  const bytes = await fileWith(`${insertDays('NEW', 900)} CREATE TABLE notes(text); INSERT INTO notes VALUES ('mine');`);
  const cut = bytes.slice(0, -2 * PAGE);
  assert.equal((await service.restore.inspect(asFile(cut))).canSave, true);
  const { saved, there } = await service.restore.saveReadable();
  assert.ok(saved.bars > 500 && saved.bars < 900 && there.bars === saved.bars, saved.bars);
  // One of the two pages that are missing had bars.
  assert.ok(saved.bars + saved.lost >= 900 && saved.bars + saved.lost < 1300, `about ${saved.bars + saved.lost}`);
  service.restore.takeSymbols({});
  assert.equal(barsOf(service), `NEW ${saved.bars}, OWN 500`);
  service.close();
});

// ------------------------------------------------------------------ cut off

// All steps take long: one in so many is tried, and other ones each time.
const STRIDE = 4;

// What is there after the disk took no more at a step of an action.
async function cutOffEverywhere(disk, action, check) {
  const whole = disk.restart();
  const first = await visit(whole);
  const start = whole.steps;
  await action(first.service);
  const total = whole.steps - start;
  first.service.close();
  const seen = new Set();
  for (let step = seed % STRIDE; step < total + STRIDE; step += STRIDE) {
    const part = disk.restart();
    const { service } = await visit(part);
    part.lastStep = part.steps + step;
    await action(service).catch(() => {});
    const after = await visit(part.restart());
    assert.equal(after.status().storage, 'opfs', `step ${step} of ${total}, seed ${seed}`);
    assert.equal(valueIn(after.service, 'PRAGMA integrity_check'), 'ok', `step ${step} of ${total}, seed ${seed}`);
    seen.add(await check(after.service, `step ${step} of ${total}, seed ${seed}`));
    after.service.close();
  }
  return [...seen];
}

test('cut off at any write, a restore leaves the one database or the other', async () => {
  const seen = await cutOffEverywhere(await ownDisk(), async (service) => {
    await service.restore.inspect(asFile(otherFile));
    await service.restore.replaceAll();
  }, (service) => barsOf(service));
  assert.deepEqual(seen, ['OWN 500', 'NEW 40, own 10']);
});

test('cut off at any write, taking symbols takes all or none', async () => {
  const seen = await cutOffEverywhere(await ownDisk(100), async (service) => {
    await service.restore.inspect(asFile(otherFile));
    service.restore.takeSymbols({ there: 'replace' });
  }, (service) => barsOf(service));
  assert.deepEqual(seen, ['OWN 100', 'NEW 40, OWN 10']);
});

test('cut off at any write, saving what is left of a damaged database loses nothing', async () => {
  const disk = await ownDisk();
  disk.slot().bytes.fill(1, POOL_HEADER, POOL_HEADER + 100);
  const whole = disk.restart();
  const first = await visit(whole);
  const start = whole.steps;
  await first.service.rescue.save();
  const total = whole.steps - start;
  const damaged = disk.slot().bytes.slice(POOL_HEADER);
  const seen = new Set();
  for (let step = seed % STRIDE; step < total + STRIDE; step += STRIDE) {
    const part = disk.restart();
    const { service } = await visit(part);
    part.lastStep = part.steps + step;
    await service.rescue.save().catch(() => {});
    const { service: after, status } = await visit(part.restart());
    const { storage, reason } = status();
    seen.add(reason ?? storage);
    if (reason === 'damaged') assert.deepEqual(Buffer.from(after.rescue.file()), Buffer.from(damaged), `step ${step} of ${total}, seed ${seed}`);
    else assert.equal(barsOf(after), 'OWN 500', `step ${step} of ${total}, seed ${seed}`);
    const asides = await after.rescue.asides();
    assert.equal(asides.length, reason === 'damaged' ? 0 : 1, `step ${step} of ${total}, seed ${seed}`);
    after.close();
  }
  assert.deepEqual([...seen], ['damaged', 'opfs']);
});

test('what the disk refuses once leaves a page that goes on', async () => {
  const disk = await ownDisk();
  const { service } = await visit(disk);
  await service.restore.inspect(asFile(otherFile));
  disk.lastStep = disk.steps;
  await errorOf(() => service.restore.replaceAll());
  disk.lastStep = Infinity;
  assert.equal(barsOf(service), 'OWN 500');
  service.close();

  const next = disk.restart();
  const { service: damaged, status } = await visit(next);
  const { move } = FileSystemFileHandle.prototype;
  FileSystemFileHandle.prototype.move = async () => { throw new DOMException('no', 'NoModificationAllowedError'); };
  await errorOf(() => damaged.rescue.save());
  FileSystemFileHandle.prototype.move = move;
  assert.equal(status().storage, 'memory');
  await damaged.rescue.save();
  assert.deepEqual([status().storage, barsOf(damaged)], ['opfs', 'OWN 500']);
  damaged.close();
});

// ------------------------------------------------------------------ damage

test('a database whose file has lost its name is found again', async () => {
  for (const fill of [0, 0xee]) {
    const disk = await ownDisk();
    disk.slot().bytes.fill(fill, 0, 600);
    const { service, status } = await visit(disk);
    assert.deepEqual([status().storage, status().found, barsOf(service)], ['opfs', true, 'OWN 500']);
    service.close();
    const again = await visit(disk.restart());
    assert.deepEqual([again.status().found, barsOf(again.service)], [false, 'OWN 500']);
    again.service.close();
  }
});

test('a nameless database beside the one in use is set aside, not emptied', async () => {
  const disk = await ownDisk();
  const free = disk.slots().find(({ bytes }) => bytes.length === POOL_HEADER);
  free.bytes = new Uint8Array(POOL_HEADER + otherFile.length);
  free.bytes.fill(0x41, 0, 600);
  free.bytes.set(otherFile, POOL_HEADER);
  const { service } = await visit(disk);
  assert.equal(barsOf(service), 'OWN 500');
  const [aside] = await service.rescue.asides();
  assert.deepEqual(Buffer.from(await (await service.rescue.asideFile(aside.name)).arrayBuffer()), Buffer.from(otherFile));
  await service.rescue.removeAside(aside.name);
  assert.deepEqual(await service.rescue.asides(), []);
  service.close();
});

// The file of the pool without what the pool puts before it, damaged.
const damages = {
  'the header is overwritten': (bytes) => bytes.fill(0xaa, 0, 100),
  'the first page is gone': (bytes) => bytes.fill(0, 0, PAGE),
  'it is cut short': (bytes) => bytes.subarray(0, bytes.length - 9000),
};
for (const [title, damage] of Object.entries(damages)) {
  test(`damaged: ${title}; nothing of it is changed, and what can be read is saved`, async () => {
    const disk = await ownDisk(2000);
    const slot = disk.slot();
    const kept = damage(slot.bytes.subarray(POOL_HEADER)).slice();
    slot.bytes = slot.bytes.slice(0, POOL_HEADER + kept.length);
    const { service, status } = await visit(disk);
    assert.deepEqual([status().storage, status().reason], ['memory', 'damaged']);
    assert.match(status().damage, /malformed|not a database/);
    assert.equal(barsOf(service), 'SAMPLE 30');
    await importCsv(service, csv('MEANWHILE', 5));
    assert.deepEqual(Buffer.from(service.rescue.file()), Buffer.from(kept));
    const { bars, lost } = await service.rescue.save();
    assert.ok(title === 'it is cut short' ? bars > 1300 && Math.abs(bars + lost - 2000) < 250 : bars === 2000, `${bars} and ${lost}`);
    assert.deepEqual([status().storage, status().damage], ['opfs', '']);
    assert.equal(barsOf(service), `MEANWHILE 5, OWN ${bars}`);
    const [aside] = await service.rescue.asides();
    assert.deepEqual(Buffer.from(await (await service.rescue.asideFile(aside.name)).arrayBuffer()), Buffer.from(kept));
    service.close();
    const again = await visit(disk.restart());
    assert.equal(barsOf(again.service), `MEANWHILE 5, OWN ${bars}`);
    again.service.close();
  });
}

test('starting afresh: the samples, and the damaged one is set aside', async () => {
  const disk = await ownDisk();
  disk.slot().bytes.fill(1, POOL_HEADER, POOL_HEADER + 100);
  const { service, status } = await visit(disk);
  service.run('DELETE FROM prices');
  assert.match((await errorOf(() => service.rescue.startAfresh())).message, /^SQL has changed/);
  assert.equal(status().storage, 'memory');
  await service.rescue.startAfresh({ discard: true });
  assert.deepEqual([status().storage, barsOf(service), (await service.rescue.asides()).length], ['opfs', 'SAMPLE 30', 1]);
  service.close();
});

// 5 is what a page of another kind begins with.
for (const fill of [0x77, 5]) test(`damage that a query meets is told, saved from, and costs only what was on the page: ${fill}`, async () => {
  const disk = await ownDisk(3000);
  const prepared = await visit(disk);
  prepared.service.run(`CREATE TABLE mine(id INTEGER PRIMARY KEY, text); CREATE INDEX by_text ON mine(text); CREATE VIEW last AS SELECT max(ts) FROM prices;
    WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000) INSERT INTO mine SELECT n, printf('%050d', n) FROM c;
    CREATE TABLE other(symbol TEXT, ts TEXT, o, h, l, c, v, PRIMARY KEY (symbol, ts)) WITHOUT ROWID;
    INSERT INTO other VALUES ('NOT MINE', '2020-01-01', 1, 1, 1, 1, 1);`);
  const page = (sql) => Number(valueIn(prepared.service, sql));
  const target = page("SELECT pageno FROM dbstat WHERE name = 'prices' AND pagetype = 'leaf' ORDER BY path LIMIT 1 OFFSET 7");
  const lost = page(`SELECT ncell FROM dbstat WHERE pageno = ${target}`);
  const second = page("SELECT pageno FROM dbstat WHERE name = 'mine' AND pagetype = 'leaf' ORDER BY path LIMIT 1 OFFSET 3");
  prepared.service.close();
  const next = disk.restart();
  for (const number of [target, second]) next.slot().bytes.fill(fill, POOL_HEADER + (number - 1) * PAGE, POOL_HEADER + number * PAGE);
  const { service, status } = await visit(next);
  assert.deepEqual([status().storage, status().damage], ['opfs', '']);
  const error = await errorOf(() => service.series('OWN'));
  service.noteFailure(error);
  assert.equal(status().damage, 'database disk image is malformed');
  const saved = await service.rescue.save();
  // One more or less: an inner page has rows of its own.
  assert.deepEqual([saved.bars, saved.left], [3000 - lost, []]);
  assert.ok(Math.abs(saved.lost - lost) < 40, `about ${saved.lost} of ${lost}`);
  assert.deepEqual(saved.tables.map(({ name, isWhole }) => [name, isWhole]), [['mine', false], ['other', true]]);
  assert.ok(saved.tables[0].rows > 850 && saved.tables[0].rows < 1000, saved.tables[0].rows);
  assert.deepEqual([status().storage, status().damage], ['opfs', '']);
  assert.equal(barsOf(service), `OWN ${3000 - lost}`);
  assert.equal(valueIn(service, 'PRAGMA integrity_check'), 'ok');
  assert.equal(valueIn(service, 'SELECT * FROM last'), days(3000).at(-1));
  service.close();
});

test('a failure that is no damage of the database is not told as one', async () => {
  const { service, status } = await visit(await ownDisk());
  service.noteFailure(await errorOf(() => service.run('SELECT * FROM nothing')));
  service.noteFailure(Object.assign(new Error('database disk image is malformed')));
  assert.equal(status().damage, '');
  service.close();
});

// ------------------------------------------------------------------ full disk

test('a full disk: an import, a restore and SQL say so, and nothing has changed', async () => {
  const disk = await ownDisk();
  const { service } = await visit(disk);
  disk.quota = disk.used() + 20_000;
  const big = await fileWith(insertDays('BIG', 2000));
  const actions = {
    import: () => importCsv(service, csv('BIG', 2000)),
    restore: () => service.restore.inspect(asFile(big)),
    sql: () => service.run("CREATE TABLE big(x); INSERT INTO big VALUES (zeroblob(1000000))"),
  };
  for (const [title, action] of Object.entries(actions)) {
    forgetErrors();
    const error = await errorOf(action);
    assert.equal(isFull(error), true, `${title}: ${error.stack}`);
    assert.equal(barsOf(service), 'OWN 500', title);
    assert.equal(valueIn(service, 'PRAGMA integrity_check'), 'ok', title);
  }
  assert.equal(service.run('SELECT 1').inTransaction, false);
  forgetErrors();
  assert.equal(isFull(await errorOf(() => service.run('SELECT * FROM nothing'))), false);
  disk.quota = Infinity;
  await importCsv(service, csv('BIG', 2000));
  assert.equal(barsOf(service), 'BIG 2000, OWN 500');
  service.close();
  const { message } = new FullError({ usage: 1_500_000, quota: 2_000_000 });
  assert.match(message, /^The disk is full, .*: it has 1\.5 MB of 2\.0 MB\. Nothing of what failed was stored/);
  assert.match(new FullError({ usage: 1_500_000, quota: 10_000_000_000 }).message, /: it has 1\.5 MB here\. /);
});

// ------------------------------------------------------------------ samples

test('samples that were taken away stay away, also when all tables are', async () => {
  const disk = new Disk();
  const { service } = await visit(disk);
  service.removeSamples();
  service.close();
  const second = await visit(disk.restart());
  assert.deepEqual([barsOf(second.service), second.status().sampled], ['', false]);
  second.service.run('DROP TABLE prices; DROP TABLE symbol_notes');
  second.service.close();
  const third = await visit(disk.restart());
  assert.deepEqual([barsOf(third.service), third.status().sampled], ['', false]);
  third.service.close();
});

test('samples of a database of an earlier version are known by their bars', async () => {
  const disk = new Disk();
  const samples = async () => [new Blob([csv('ONE', 30)]), new Blob([csv('TWO', 30)]), new Blob([csv('THREE', 30)])];
  const { service } = await visit(disk, { samples });
  service.run("DROP TABLE symbol_notes; UPDATE prices SET close = 7 WHERE symbol = 'TWO' AND ts = '2020-01-05'; DELETE FROM prices WHERE symbol = 'THREE' AND ts = '2020-01-30'");
  service.close();
  const again = await visit(disk.restart(), { samples });
  assert.deepEqual(again.service.symbols().filter(({ isSample }) => isSample).map(({ symbol }) => symbol), ['ONE']);
  again.service.close();
});
