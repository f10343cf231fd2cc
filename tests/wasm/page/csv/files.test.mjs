// files.test.mjs - files of every form become what they say, are asked about, or are refused; nothing else is stored.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Interrupt } from '../../../../wasm/page/src/worker/calls/interrupt.mjs';
import { Service } from '../../../../wasm/page/src/worker/calls/service.mjs';
import { bytesOfFile, root } from '../../support.mjs';
import { errorOf, samples, schema, sqlite3 } from '../worker/support.mjs';
import { asked, forms, sheet, workbook } from './files-of-forms.mjs';
import { sites } from './files-of-sites.mjs';
import { daily, days, high, hourly, oneBadRow, open, outside, ownBirch, refused, repeatedHour, straight } from './price-files.mjs';

async function newService(withSamples = false) {
  const blobs = withSamples ? samples.map((name) => new Blob([bytesOfFile(new URL(name, root))])) : [];
  const service = new Service({ sqlite3, contents: { schema, samples: async () => blobs }, interrupt: new Interrupt(() => true), onStatus: () => {} });
  await service.open();
  service.run(schema, {});
  return service;
}

const fileOf = (name, content) => Object.assign(new Blob([content]), { name });
const COLUMNS = ['symbol', 'ts', 'open', 'high', 'low', 'close', 'volume'];
const rowsOf = (service, where = '1') => service.run(`SELECT * FROM prices WHERE ${where} ORDER BY symbol, ts`, {}).rows;
const expectedRows = (bars, symbol) => bars.map((bar) => COLUMNS.map((name) => name === 'symbol' ? symbol ?? bar.symbol : bar[name]));
const openIn = ({ questions }) => questions.filter(({ isOpen }) => isOpen).map(({ id }) => id);

for (const [name, content, bars, skipped = {}] of [...straight, ...sites, ...forms]) {
  test(`straight in: ${name}`, async () => {
    const service = await newService();
    const preview = await service.previewImport(fileOf(name, content), {});
    assert.deepEqual(openIn(preview), []);
    assert.deepEqual(preview.faults, []);
    assert.deepEqual(Object.fromEntries(preview.skipCounts), skipped);
    assert.deepEqual([preview.bars, preview.first, preview.last], [bars.length, bars[0].ts, bars.at(-1).ts]);
    assert.deepEqual(rowsOf(service), [], 'a preview stores nothing');
    const symbol = preview.needsSymbol ? preview.suggested : undefined;
    if (symbol !== undefined) assert.equal(symbol, bars[0].symbol);
    service.importPreviewed({ symbol });
    assert.deepEqual(rowsOf(service), expectedRows(bars));
    service.close();
  });
}

for (const [name, content, id, [first, bars], [other, sign]] of [...open, ...asked]) {
  test(`asks: ${name}`, async () => {
    const service = await newService();
    const file = fileOf(name, content);
    const preview = await service.previewImport(file, {});
    assert.deepEqual(openIn(preview), [id]);
    const question = preview.questions.find((each) => each.id === id);
    assert.equal(question.value, first);
    assert.equal(question.options[0].value, first, 'the likeliest is offered first');
    assert.match((await errorOf(() => service.importPreviewed({ symbol: 'X' }))).message, /^(Order of the date|Decimal mark|Price series|Day of a bar|Day numbers|Time zone): /);
    assert.deepEqual(rowsOf(service), []);
    const chosen = async (value) => {
      assert.deepEqual(openIn(await service.previewImport(file, { choices: { [id]: value } })), []);
      service.importPreviewed({ symbol: 'X', there: 'replace' });
      return rowsOf(service);
    };
    const others = await chosen(other);
    assert.ok(others.some((row) => row.includes(sign)), `${sign} in ${others[0]}`);
    assert.deepEqual(await chosen(first), expectedRows(bars, 'X'));
    service.close();
  });
}

for (const [name, content, pattern] of refused) {
  test(`refused: ${name}, ${pattern}`, async () => {
    const service = await newService();
    const error = await errorOf(() => service.previewImport(fileOf(name, content), {}));
    assert.equal(error.name, 'ImportError', error.stack);
    assert.match(error.message, pattern);
    await assert.rejects(async () => service.importPreviewed({ symbol: 'X' }), /The file has to be read again/);
    service.close();
  });
}

test('rows that cannot be taken: with number, text and reason, and the good ones without them', async () => {
  const service = await newService();
  const preview = await service.previewImport(fileOf('GOOD.csv', oneBadRow), {});
  const line = days.findIndex(({ ts }) => ts === '2024-10-08') + 2;
  assert.equal(preview.faultCount, 1);
  assert.equal(preview.faults[0].line, line);
  assert.match(preview.faults[0].text, /^2024-10-08,/);
  assert.match(preview.faults[0].message, /^the low, [\d.]+, is above the high, [\d.]+$/);
  assert.match((await errorOf(() => service.importPreviewed({ symbol: 'GOOD' }))).message, new RegExp(`^Line ${line}: the low`));
  assert.deepEqual(rowsOf(service), []);
  const { rows, faults } = service.importPreviewed({ symbol: 'GOOD', goodRows: true });
  assert.deepEqual([rows, faults], [days.length - 1, 1]);

  const other = await service.previewImport(fileOf('OUT.csv', outside), {});
  assert.deepEqual(other.faults.map(({ line, text, message }) => [line, text, message]), [
    [2, '2024-11-04,10,11,9,110', 'the close, 110, is above the high, 11'], [3, '2024-11-05,10,11,9,1.0', 'the close, 1.0, is below the low, 9']]);
  service.close();
});

test('an hour that is there twice asks for the zone', async () => {
  const service = await newService();
  const file = fileOf('TWICE.csv', repeatedHour);
  const preview = await service.previewImport(file, {});
  assert.deepEqual(openIn(preview), ['zone']);
  assert.match(preview.questions.find(({ id }) => id === 'zone').text, /^On 2024-11-03 the times 01:00 to 01:30 stand twice/);
  await assert.rejects(async () => service.importPreviewed({ symbol: 'TWICE' }), /stand twice/);
  await service.previewImport(file, { choices: { zone: 'America/New_York' } });
  service.importPreviewed({ symbol: 'TWICE' });
  assert.deepEqual(rowsOf(service).map(([, ts, , , , close]) => `${ts.slice(11)} ${close}`),
    ['04:30:00 100', '05:00:00 101', '05:30:00 102', '06:00:00 103', '06:30:00 104', '07:00:00 105']);
  service.close();
});

test('bars of different steps, and those that come with the page, are never one symbol', async () => {
  const service = await newService(true);
  await service.previewImport(fileOf('a.csv', daily), {});
  service.importPreviewed();
  const { there: [there] } = await service.previewImport(fileOf('b.csv', hourly), {});
  assert.equal(there.obstacle, 'ZZZ has dates alone, and the file has times of day.');
  assert.match((await errorOf(() => service.importPreviewed())).message, /^ZZZ has dates alone, and the file has times of day\. Replace them/);
  assert.deepEqual(rowsOf(service, "symbol = 'ZZZ'").map(([, ts]) => ts), ['2024-11-04', '2024-11-05']);
  service.importPreviewed({ there: 'replace' });
  assert.deepEqual(rowsOf(service, "symbol = 'ZZZ'").map(([, ts]) => ts), ['2024-11-05 00:00:00', '2024-11-05 01:00:00']);

  const { there: [birch] } = await service.previewImport(fileOf('my_birch_30days.csv', ownBirch), {});
  assert.equal(birch.obstacle, 'The bars of BIRCH that are there are samples that come with the page.');
  await assert.rejects(async () => service.importPreviewed(), /are samples that come with the page\. Replace them/);
  service.importPreviewed({ there: 'replace' });
  assert.equal(rowsOf(service, "symbol = 'BIRCH'").length, days.length);
  // A step that is another, of the same form.
  await service.previewImport(fileOf('BIRCH.csv', 'date,close\n2022-01-01,1\n2022-02-01,2\n2022-03-01,3\n'), {});
  assert.equal(service.importTarget('BIRCH').obstacle, 'The bars of BIRCH are 1 day apart, and those of the file 1 month.');
  // They are one's own now.
  const { there: [again] } = await service.previewImport(fileOf('birch.csv', ownBirch.replaceAll('BIRCH', 'birch')), {});
  assert.deepEqual([again.symbol, again.obstacle, again.same, again.changed, again.added], ['BIRCH', '', days.length, 0, 0]);
  service.close();
});

test('the same instants by an offset and in UTC are the same bars; times of an unknown zone are others', async () => {
  const service = await newService();
  const content = (name) => straight.find(([other]) => other === name)[1];
  await service.previewImport(fileOf('AAPL_ny.csv', content('AAPL_1h_ny.csv')), {});
  service.importPreviewed({ symbol: 'AAPL' });
  const before = rowsOf(service);
  await service.previewImport(fileOf('AAPL_z.csv', content('AAPL_1h_z.csv')), {});
  const there = service.importTarget('aapl');
  assert.deepEqual([there.symbol, there.obstacle, there.same, there.changed, there.added], ['AAPL', '', before.length, 0, 0]);
  service.importPreviewed({ symbol: 'aapl' });
  assert.deepEqual(rowsOf(service), before);
  await service.previewImport(fileOf('AAPL_local.csv', content('AAPL_1h_z.csv').replaceAll('Z,', ',')), {});
  assert.match(service.importTarget('AAPL').obstacle, /^The times of AAPL are in UTC, and those of the file are of an unknown time zone/);
  assert.equal(service.importTarget('OTHER'), undefined);
  service.close();
});

test('the columns can be changed', async () => {
  const service = await newService();
  const [, content] = straight.find(([name]) => name === 'CHRIS-CME_CL1.csv');
  const { header, columns } = await service.previewImport(fileOf('CL1.csv', content), {});
  assert.equal(header[columns.close], 'Settle');
  await service.previewImport(fileOf('CL1.csv', content), { choices: { columns: { close: header.indexOf('Last') } } });
  service.importPreviewed({ symbol: 'CL1' });
  assert.deepEqual(rowsOf(service).map((row) => row[5]), days.map((bar) => bar.open));
  service.close();
});

test('a slip of the year is listed, and the other rows are taken', async () => {
  const service = await newService();
  const rows = days.map(({ ts, close }) => [ts, close]);
  const slips = [[5, '1999'], [12, '2016'], [rows.length - 1, '2014']];
  for (const [at, year] of slips) rows[at][0] = rows[at][0].replace('2024', year);
  const preview = await service.previewImport(fileOf('SLIP.csv', ['date,close', ...rows.map((row) => row.join())].join('\n')), {});
  assert.deepEqual(preview.faults.map(({ line, text, message }) => [line, text, message]),
    slips.map(([at, year]) => [at + 2, rows[at].join(), `the year is ${year}, and 2024 beside it`]));
  assert.equal(preview.bars, days.length - slips.length);
  // Rows in no order, and a pause of years, are no slips.
  for (const years of [['2024', '2010', '2022', '2005', '2019', '2001'], ['2001', '2002', '2003', '2014', '2015', '2016']]) {
    const other = await service.previewImport(fileOf('ORDER.csv', `date,close\n${years.map((year) => `${year}-05-03,1`).join('\n')}\n`), {});
    assert.equal(other.faultCount, 0, years.join());
  }
  service.close();
});

test('all rows that cannot be taken, with their texts', async () => {
  const service = await newService();
  const rows = Array.from({ length: 450 }, (_, index) => `2024-01-01,x${index}`);
  const { faultCount, faults } = await service.previewImport(fileOf('BAD.csv', ['date,close', ...rows].join('\n')), {});
  assert.deepEqual([faultCount, faults.length], [450, 200]);
  const all = await service.importFaults();
  assert.deepEqual(all.map(({ line, text }) => [line, text]), rows.map((row, index) => [index + 2, row]));
  service.close();
});

test('of several symbols each can be renamed or left out', async () => {
  const service = await newService();
  const file = fileOf('THREE.csv', 'symbol,date,close\nA,2024-11-04,1\nB,2024-11-04,2\nC,2024-11-04,3\n');
  await service.previewImport(file, {});
  service.importPreviewed();
  const { symbols } = await service.previewImport(file, {});
  assert.deepEqual(symbols.map(({ name }) => name), ['A', 'B', 'C']);
  const names = { A: 'AA', B: '' };
  assert.deepEqual(service.importTargets(names).map(({ symbol, same }) => [symbol, same]), [['C', 1]]);
  await assert.rejects(async () => service.importPreviewed({ names: { A: 'c' } }), /Two symbols of the file cannot both become C\./);
  assert.deepEqual(service.importPreviewed({ names }).symbols, ['AA', 'C']);
  assert.deepEqual(rowsOf(service).map(([symbol, , , , , close]) => `${symbol} ${close}`), ['A 1', 'AA 1', 'B 2', 'C 3']);
  service.close();
});

test('columns that are not clear are chosen', async () => {
  const service = await newService();
  const file = fileOf('ODD.csv', 'when,open,how much\n2024-11-04,1,5\n2024-11-05,2,6\n');
  const preview = await service.previewImport(file, {});
  assert.deepEqual([openIn(preview), preview.bars, preview.header], [['columns'], 0, ['when', 'open', 'how much']]);
  assert.deepEqual(preview.head.map(({ fields }) => fields.join()), ['2024-11-04,1,5', '2024-11-05,2,6']);
  await assert.rejects(async () => service.importPreviewed({ symbol: 'ODD' }), /^ImportError: Columns: /);
  assert.deepEqual(openIn(await service.previewImport(file, { choices: { columns: { date: 0, close: 2 } } })), []);
  service.importPreviewed({ symbol: 'ODD' });
  assert.deepEqual(rowsOf(service).map(([, ts, , , , close]) => `${ts} ${close}`), ['2024-11-04 5', '2024-11-05 6']);
  // Nothing names them.
  const { header, questions } = await service.previewImport(fileOf('X.csv', 'AAPL,US,2024-11-04,1,5\nAAPL,US,2024-11-05,2,6\n'), {});
  assert.equal(header.join(), 'column 1,column 2,column 3,column 4,column 5');
  assert.match(questions[0].text, /no line names them/);
  service.close();
});

test('a workbook with several sheets is several files', async () => {
  const service = await newService();
  const file = fileOf('two.xlsx', workbook({ Notes: [['Prices of two']], KO: sheet(days), PEP: sheet(high) }));
  const first = await service.previewImport(file, {});
  assert.deepEqual([first.files, first.name, first.form, first.suggested, first.bars], [2, 'KO', 'Excel workbook', 'KO', days.length]);
  const second = await service.previewImport(file, { entry: 1 });
  assert.deepEqual([second.name, second.bars], ['PEP', high.length]);
  service.close();
});

test('what is said about columns: other closes, and clocks that differ from instants', async () => {
  const service = await newService();
  const content = (name) => [...straight, ...sites].find(([other]) => other === name)[1];
  const notesOf = async (name) => (await service.previewImport(fileOf(name, content(name)), {})).notes;
  assert.deepEqual(await notesOf('CHRIS-CME_CL1.csv'), ['Closes are those of Settle; the file has Last too.']);
  assert.deepEqual(await notesOf('BTC_cdd_differs.csv'),
    ['Date and Unix Timestamp do not say the same time: 2024-11-03 06:00:00 and 2024-11-03 11:00:00 UTC. Unix Timestamp is taken, as it names the instant.']);
  assert.deepEqual(await notesOf('Binance_BTCUSDT_1h.csv'), []);
  service.close();
});
