// import.test.mjs - CSV files into the table: every kind, all or nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { notesOf } from '../../../../wasm/page/src/worker/store/symbol-notes.mjs';
import { choices, errorOf, importText, newDatabase, rowsOf } from './support.mjs';

const shown = (rows) => rows.map((row) => row.map((value) => value ?? '').join(' '));

async function imported(text, options) {
  const db = newDatabase();
  const result = await importText(db, text, options);
  const rows = shown(rowsOf(db));
  db.close();
  return { ...result, table: rows };
}

async function refused(text, options) {
  const db = newDatabase();
  db.exec("INSERT INTO prices VALUES ('X', '2020-01-01', 1, 2, 1, 2, 3)");
  const before = rowsOf(db);
  const error = await errorOf(() => importText(db, text, options));
  assert.equal(error.name, 'ImportError', error.stack);
  assert.deepEqual(rowsOf(db), before, 'a refused file has changed the table');
  assert.equal(db.selectValue('SELECT count(*) FROM sqlite_temp_schema'), 0);
  // Nothing is left open.
  db.exec('BEGIN; COMMIT');
  db.close();
  return error;
}

test('files of well-known sites', async () => {
  const expected = ['X 2020-04-16 1 3 0.5 2 1000', 'X 2020-04-17 2 4 1.5 3.25 2000'];
  for (const text of [
    'Date,Open,High,Low,Close,Adj Close,Volume\n2020-04-16,1.0,3.0,0.5,2.0,9,1000\n2020-04-17,2,4,1.5,3.25,9,2000\n',
    'Date,Close/Last,Volume,Open,High,Low\r\n04/17/2020,$3.25,2000,$2,$4,$1.5\r\n04/16/2020,$2,1000,$1,$3,$0.5\r\n',
    '"Date","Price","Open","High","Low","Vol.","Change %"\n"Apr 17, 2020","3.25","2","4","1.5","2K","1%"\n"Apr 16, 2020","2","1","3","0.5","1.00K",""\n',
    'Datum;Erster;Hoch;Tief;Schlusskurs;Stuecke;Volumen\n17.04.2020;2;4;1,5;3,25;2.000;7\n16.04.2020;1;3;0,5;2,0;1.000;7\n',
    '<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\nX,D,20200416,000000,1,3,0.5,2,1000,0\nX,D,20200417,000000,2,4,1.5,3.25,2000,0\n',
    'Date,Open,High,Low,Close,Volume\n2020-04-16 00:00:00-04:00,1,3,0.5,2,1000\n2020-04-17 00:00:00-04:00,2,4,1.5,3.25,2000\n',
    'unix\topen\thigh\tlow\tclose\tvolume\n1586995200\t1\t3\t0.5\t2\t1000\n1587081600\t2\t4\t1.5\t3.25\t2000',
    '20200416,1,3,0.5,2,1000\n20200417,2,4,1.5,3.25,2000\n',
    'https://www.example.org\nUnix,Date,Symbol,Open,High,Low,Close,Volume USD\n1,2020-04-17,X,2,4,1.5,3.25,2000\n1,2020-04-16,X,1,3,0.5,2,1000\n',
    '\ufeffsep=;\nts;open;high;low;close;volume\n2020-04-16;1;3;.5;2;1000\n2020-04-17;2;4;1.5;3.25;2000\n',
  ]) {
    const { table, rows, symbols, replaced, skipped } = await imported(text);
    assert.deepEqual(table, expected, text);
    assert.deepEqual([rows, symbols, replaced, skipped], [2, ['X'], 0, 0], text);
  }
});

test('closes alone, several symbols, missing values, rows without a price', async () => {
  const { table, symbols, skipped, rows } = await imported(
    'ticker,date,close,volume\nB,2020-01-02,5,\nA,2020-01-02,n/a,\nA,2020-01-01,-37.63,0.5\n,,,\nB,2020-01-01,null,7\n');
  assert.deepEqual(table, ['A 2020-01-01    -37.63 0.5', 'B 2020-01-02    5 ']);
  assert.deepEqual([rows, symbols, skipped], [2, ['A', 'B'], 3]);
  assert.deepEqual((await imported('DATE,SP500\n2020-01-01,.\n2020-01-02,3257.85\n')).table, ['X 2020-01-02    3257.85 ']);
});

test('times of day, and files in which every one is midnight', async () => {
  assert.deepEqual((await imported('date,close\n2020-01-01 09:30,1\n2020-01-02,2\n')).table,
    ['X 2020-01-01 09:30:00    1 ', 'X 2020-01-02 00:00:00    2 ']);
  assert.deepEqual((await imported('date,time,close\n2020.01.01,09:30,1\n2020.01.01,10:00,2\n')).table,
    ['X 2020-01-01 09:30:00    1 ', 'X 2020-01-01 10:00:00    2 ']);
  assert.deepEqual((await imported('date,close\n2020-01-01 00:00:00,1\n2020-01-02,2\n')).table,
    ['X 2020-01-01    1 ', 'X 2020-01-02    2 ']);
});

test('a symbol has times of day or none, whatever a file has of others', async () => {
  const db = newDatabase();
  const table = () => rowsOf(db, "SELECT symbol || ' ' || ts FROM prices ORDER BY symbol, ts").flat();
  await importText(db, 'symbol,date,close\nA,2020-01-01 09:30,1\nB,2020-01-01,2\n');
  assert.deepEqual(table(), ['A 2020-01-01 09:30:00', 'B 2020-01-01']);
  // The bars that are there decide.
  assert.equal((await importText(db, 'symbol,date,close\nA,2020-01-02,1\nB,2020-01-01 00:00:00,3\n')).replaced, 1);
  assert.deepEqual(table(), ['A 2020-01-01 09:30:00', 'A 2020-01-02 00:00:00', 'B 2020-01-01']);
  const { name, message } = await errorOf(() => importText(db, 'symbol,date,close\nA,2020-01-03,1\nB,2020-01-02 09:30,3\n'));
  assert.deepEqual([name, message], ['ImportError', 'B has times of day in the file, and dates alone in the table.']);
  assert.equal(table().length, 3);
  db.close();
});

test('numbers keep their type: whole volumes are INTEGER, prices REAL', async () => {
  const db = newDatabase();
  await importText(db, 'date,close,volume\n2020-01-01,1,10\n2020-01-02,2,0.5\n');
  assert.deepEqual(rowsOf(db, 'SELECT typeof(close), typeof(volume) FROM prices ORDER BY ts'), [['real', 'integer'], ['real', 'real']]);
  db.close();
});

test('day and month: decided by the first date that can be read one way, wherever it stands', async () => {
  const file = (dates) => `date,close\n${dates.map((date, index) => `${date},${index}`).join('\n')}\n`;
  const days = async (dates, options) => (await imported(file(dates), options)).table.map((row) => row.split(' ')[1]).sort();
  assert.deepEqual(await days(['01/02/2020', '02/02/2020', '13/02/2020']), ['2020-02-01', '2020-02-02', '2020-02-13']);
  assert.deepEqual(await days(['01/02/2020', '02/13/2020']), ['2020-01-02', '2020-02-13']);
  // Read in small pieces, the date that decides is in another piece.
  assert.deepEqual(await days(['01/02/2020', '02/03/2020', '13/03/2020'], { pieceBytes: 20 }), ['2020-02-01', '2020-03-02', '2020-03-13']);
  assert.deepEqual(await days(['01/02/2020', '2020-03-02', '13/03/2020'], { pieceBytes: 14 }), ['2020-02-01', '2020-03-02', '2020-03-13']);
  assert.deepEqual(await days(['01/02/2020', '03/04/2020'], { choices: { order: 'month first' } }), ['2020-01-02', '2020-03-04']);
  assert.deepEqual(await days(['01.02.2020', '03.04.2020']), ['2020-02-01', '2020-04-03']);
  assert.equal((await refused(file(['01-02-2020', '03-04-2020']))).message,
    'Order of the date: Every date can be read in more than one way, such as 01-02-2020.');

  const contradiction = await refused(file(['01/02/2020', '13/02/2020', '02/14/2020']));
  assert.equal(contradiction.message,
    'Line 4: "02/14/2020" is no date when the file\'s dates are day first (line 3, "13/02/2020", is day first).');
  const mixed = await refused(file(['2020-01-01', '02/03/2020']));
  assert.equal(mixed.message, 'Line 3: "02/03/2020" can be two dates, and has not the form of the file\'s first date.');
});

test('what is no bar is left out: notes below, totals, dividends, the header and rows again', async () => {
  const { table, skipped } = await imported(['date,open,close', '2020-01-01,1,1', '2020-01-02,2,2', '2020-01-02,0.25 Dividend', 'date,open,close',
    '2020-01-02,2,2', 'Total,,3', '2020-01-03,,', 'Downloaded from a site', ''].join('\n'));
  assert.deepEqual(table, ['X 2020-01-01 1   1 ', 'X 2020-01-02 2   2 ']);
  assert.equal(skipped, 6);
});

test('aapl is AAPL', async () => {
  const { symbols } = await imported('symbol,date,close\naapl,2020-01-01,1\nAAPL,2020-01-02,2\n');
  assert.deepEqual(symbols, ['aapl']);
  const db = newDatabase();
  db.exec("INSERT INTO prices(symbol, ts, close) VALUES ('AAPL', '2020-01-01', 1)");
  assert.deepEqual((await importText(db, 'symbol,date,close\naapl,2020-01-02,1\n')).symbols, ['AAPL']);
  assert.deepEqual((await importText(db, 'date,close\n2020-01-03,1\n', { symbol: 'Aapl' })).symbols, ['AAPL']);
  assert.deepEqual(rowsOf(db, 'SELECT DISTINCT symbol FROM prices'), [['AAPL']]);
  db.close();
});

test('instants are stored in UTC, with their zone beside the symbol', async () => {
  const db = newDatabase();
  const stored = async (text, options) => {
    const { symbols: [symbol] } = await importText(db, text, { there: 'replace', ...options });
    return [rowsOf(db, 'SELECT ts FROM prices ORDER BY ts').flat(), notesOf(db, symbol).zone];
  };
  assert.deepEqual(await stored('time,close\n2026-10-30T09:30:00-04:00,1\n2026-11-02T09:30:00-05:00,2\n'),
    [['2026-10-30 13:30:00', '2026-11-02 14:30:00'], 'UTC']);
  assert.deepEqual(await stored('time,close\n20261030 09:30:00 US/Eastern,1\n20261102 09:30:00 US/Eastern,2\n'),
    [['2026-10-30 13:30:00', '2026-11-02 14:30:00'], 'America/New_York']);
  // An hour twice and an hour never.
  assert.deepEqual(await stored('time,close\n2026-10-25T02:00:00+02:00,1\n2026-10-25T02:00:00+01:00,2\n'), [['2026-10-25 00:00:00', '2026-10-25 01:00:00'], 'UTC']);
  const twice = ['01:00', '01:30', '01:00', '01:30', '02:00'].map((time, index) => `2026-11-01 ${time},${index}`);
  const instants = ['05:00', '05:30', '06:00', '06:30', '07:00'].map((time) => `2026-11-01 ${time}:00`);
  for (const lines of [twice, twice.toReversed()]) {
    const text = ['time,close', ...lines].join('\n');
    assert.match((await errorOf(() => importText(db, text))).message,
      /^Time zone: On 2026-11-01 the times 01:00 to 01:30 stand twice, as when clocks are put back/);
    assert.deepEqual(await stored(text, { choices: { zone: 'America/New_York' } }), [instants, 'America/New_York']);
    assert.deepEqual(rowsOf(db, 'SELECT close FROM prices ORDER BY ts').flat(), [0, 1, 2, 3, 4]);
  }
  assert.match((await errorOf(() => importText(db, 'time,close\n2026-03-08 02:30,1\n', { choices: { zone: 'America/New_York' } }))).message,
    /^Line 2: 2026-03-08 02:30:00 was no time in America\/New_York: clocks were put forward over it\.$/);
  // Days are days, wherever they begin; and times of a clock that nobody knows stay as they are.
  assert.deepEqual(await stored('time,close\n2026-10-30T00:00:00-04:00,1\n2026-11-02T00:00:00-05:00,2\n'), [['2026-10-30', '2026-11-02'], '']);
  assert.deepEqual(await stored('time,close\n2026-10-23T00:00:00+02:00,1\n2026-10-26T00:00:00+01:00,2\n'), [['2026-10-23', '2026-10-26'], '']);
  assert.deepEqual(await stored('time,close\n2026-10-30 09:30,1\n'), [['2026-10-30 09:30:00'], '']);
  db.close();
});

test('the name of the symbol', async () => {
  const text = 'date,close\n2020-01-01,1\n';
  assert.deepEqual((await imported(text, { symbol: ' AB ' })).symbols, ['AB']);
  assert.deepEqual((await imported(text, { symbol: undefined, fileName: 'C:\\x\\SPX.csv' })).symbols, ['SPX']);
  assert.equal((await refused(text, { symbol: undefined })).message, 'The file has no column for the symbol: say which one it is.');
  // A file with a column for it has its own.
  assert.deepEqual((await imported('symbol,date,close\nQ,2020-01-01,1\n', { symbol: 'X' })).symbols, ['Q']);
});

test('what is there is replaced, and all the rest stays', async () => {
  const db = newDatabase();
  db.exec("INSERT INTO prices VALUES ('X', '2020-01-01', 1, 2, 1, 2, 3), ('X', '2020-01-05', 1, 1, 1, 1, 1), ('Y', '2020-01-01', 1, 1, 1, 1, 1)");
  const { replaced, rows } = await importText(db, 'date,close\n2020-01-01,7\n2020-01-02,8\n');
  assert.deepEqual([replaced, rows], [1, 2]);
  assert.deepEqual(shown(rowsOf(db)), ['X 2020-01-01    7 ', 'X 2020-01-02    8 ', 'X 2020-01-05 1 1 1 1 1', 'Y 2020-01-01 1 1 1 1 1']);
  db.close();
});

test('every bad row is told, by its line', async () => {
  for (const [text, errors] of [
    ['date,close\n2020-01-01,x\n', [[2, 'the close, "x", is not a number']]],
    ['date,close\n\n\n2020-02-30,1\n', [[4, '"2020-02-30" is not a date']]],
    ['date,close\r\n2020-01-01,1\r\n,2\r\n', [[3, 'the date is missing']]],
    ['date,open,close\n2020-01-01,1,\n', [[2, 'the close is missing']]],
    ['date,close,volume\n2020-01-01,1,-5\n', [[2, 'the volume, -5, is negative']]],
    ['date,high,low,close\n2020-01-01,3,1,3.5\n', [[2, 'the close, 3.5, is above the high, 3']]],
    ['date,high,low,close\n2020-01-01,3,1,0.5\n', [[2, 'the close, 0.5, is below the low, 1']]],
    ['date,open,high,low,close\n2020-01-01,4,3,1,2\n2020-01-02,0,3,1,2\n', [[2, 'the open, 4, is above the high, 3'], [3, 'the open, 0, is below the low, 1']]],
    ['date,close\n1026-01-01,1\n2126-01-02,2\n2020-01-01,3\n', [[2, 'the year 1026 has no prices'], [3, 'the year 2126 is in the future']]],
    ['date,close\n2020-01-01 09:30Z,1\n2020-01-01 10:30,2\n', [[3, 'the time has no offset or zone, as those above have']]],
    ['date,close\n46350,1\n2020-01-01,2\n', [[2, '"46350" is not a date; it may be the day number of a spreadsheet: give the column the form of a date there']]],
    ['date,close\n2020-01-01,1\nwords between\n2020-01-02,2\n', [[3, '1 field instead of 2']]],
    ['date,high,low,close\n2020-01-01,1,2,1\n', [[2, 'the low, 2, is above the high, 1']]],
    ['date,close\n2020-01-01,1e999\n', [[2, 'the close, "1e999", is too large']]],
    ['date,close\n2020-01-01\n2020-01-02,1,2\n2020-01-03,1,\n', [[2, '1 field instead of 2'], [3, '3 fields instead of 2']]],
    ['symbol,date,close\n,2020-01-01,1\n', [[2, 'the symbol is missing']]],
    ['date,time,close\n2020-01-01,25:00,1\n', [[2, '"25:00" is not a time']]],
    ['date,close\n2020-01-01,1\n2020-01-02,2\n2020-01-01,3\n', [[4, 'the same bar as line 2: 2020-01-01']]],
    ['date,close\n2020-01-01 10:00,1\n2020-01-01 10:00:00,2\n', [[3, 'the same bar as line 2: 2020-01-01 10:00:00']]],
    ['date,close\n"2020-01-01\n",1\n2020-01-02,x\n', [[4, 'the close, "x", is not a number']]],
    ['date,close\n2020-01-01,1\n2020-01-02,"2\n', [[3, 'a quote is opened and not closed']]],
    ['date,close\n2020-01-01,1,5\n', [[2, '3 fields instead of 2']]],
    ['date;close\n2020-01-01;1,5\n2020-01-02;1.5\n', [[3, 'the close, "1.5", is not a number']]],
    [`date,close\n2020-01-01,${'9'.repeat(30)}x${'9'.repeat(30)}\n`, [[2, `the close, "${'9'.repeat(30)}x${'9'.repeat(9)}…", is not a number`]]],
  ]) {
    const error = await refused(text);
    assert.deepEqual(error.errors.map(({ line, message }) => [line, message]), errors, text);
    assert.equal(error.total, errors.length);
    assert.ok(error.message.includes(errors[0][1]), error.message);
  }
});

test('many bad rows: the first twenty and how many there are', async () => {
  const rows = Array.from({ length: 100 }, (_, index) => `2020-01-${index < 50 ? 'x' : '01'},${index}`);
  const error = await refused(`date,close\n${rows.join('\n')}\n`);
  // Fifty are no dates, and the last fifty are the same bar, so 49 repeat it.
  assert.equal(error.total, 99);
  assert.equal(error.errors.length, 20);
  assert.deepEqual([error.errors[0].line, error.errors[19].line], [2, 21]);
  assert.equal(error.message, '99 lines cannot be imported; the first is line 2: "2020-01-x" is not a date.');
});

test('files that are no price files', async () => {
  for (const [text, expected] of [
    ['', 'The file is empty.'],
    ['\n \n\n', 'The file is empty.'],
    ['date,close\n', 'The file has a header and no rows.'],
    ['date,close\n2020-01-01,\n', 'No row of the file has a price.'],
    ['date,open\n2020-01-01,1,2\n', 'The columns of the file are not clear: there is no column for the close among "date", "open".'],
    ['hello world\nthis is a letter\n',
      'The columns of the file are not clear: its first line should name them, for example date,open,high,low,close,volume.'],
    ['1,2,3\n4,5,6\n', 'The columns of the file are not clear: no line names them.'],
    ['a\0b', 'The file is not text, so it is no CSV file.'],
  ]) {
    assert.equal((await refused(text)).message, expected, JSON.stringify(text));
  }
});

test('a transaction that SQL has left open', async () => {
  const db = newDatabase();
  db.exec('BEGIN');
  const error = await errorOf(() => importText(db, 'date,close\n2020-01-01,1\n'));
  assert.equal(error.message, 'A transaction begun by SQL is open: run COMMIT or ROLLBACK first.');
  db.exec('ROLLBACK');
  assert.equal((await importText(db, 'date,close\n2020-01-01,1\n')).rows, 1);
  db.close();
});

test('a table that SQL has changed: its own words, and nothing changes', async () => {
  const db = newDatabase();
  db.exec('DROP TABLE prices; CREATE TABLE prices(symbol, ts, open, high, low, close CHECK (close < 5), volume, PRIMARY KEY (symbol, ts))');
  const error = await errorOf(() => importText(db, 'date,close\n2020-01-01,1\n2020-01-02,9\n'));
  assert.match(error.message, /CHECK constraint failed: close < 5/);
  assert.deepEqual(rowsOf(db), []);
  // A dropped table is made again.
  db.exec('DROP TABLE prices');
  assert.equal((await importText(db, 'date,close\n2020-01-01,1\n2020-01-02,9\n')).rows, 2);
  db.close();
});

test('an import that is stopped changes nothing', async () => {
  const db = newDatabase();
  let asked = 0;
  const text = `date,close\n${Array.from({ length: 150 }, (_, day) => `${new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10)},1`).join('\n')}`;
  const error = await errorOf(() => importText(db, text, { pieceBytes: 50, isStopped: () => ++asked > 3 }));
  assert.equal(error.name, 'AbortError');
  assert.deepEqual(rowsOf(db), []);
  assert.equal(db.selectValue('SELECT count(*) FROM sqlite_temp_schema'), 0);
  db.close();
});

test('progress goes up to the end', async () => {
  const text = `date,close\n${Array.from({ length: 150 }, (_, day) => `${new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10)},1`).join('\n')}`;
  const reports = [];
  const db = newDatabase();
  await importText(db, text, { pieceBytes: 64, onProgress: (progress) => reports.push(progress) });
  db.close();
  assert.ok(reports.length > 3);
  assert.deepEqual(reports.at(-1), { bytes: text.length, total: text.length, rows: 150 });
  for (let index = 1; index < reports.length; index++) assert.ok(reports[index].bytes > reports[index - 1].bytes);
});

// What was written comes back, whatever way it was written and cut.
test('random files', async (t) => {
  const { next, below, of, chance } = choices(t);
  const two = (number) => String(number).padStart(2, '0');
  for (let round = 0; round < 60; round++) {
    const separator = of([',', ';', '\t']);
    const isComma = separator !== ',' && chance(0.5);
    const end = of(['\n', '\r\n']);
    const form = of([(y, m, d) => `${y}-${two(m)}-${two(d)}`, (y, m, d) => `${two(d)}.${two(m)}.${y}`,
      (y, m, d) => `${two(m)}/${two(d)}/${y}`, (y, m, d) => `${y}${two(m)}${two(d)}`]);
    const columns = ['Date', 'Open', 'High', 'Low', 'Close', 'Volume'].sort(() => next() - 0.5);
    const number = (value) => isComma ? String(value).replace('.', ',') : String(value);
    const rows = [];
    let text = columns.join(separator) + end;
    // 25 December 2019 decides the order of day and month, whichever row it comes in.
    const days = Array.from({ length: 40 }, (_, index) => new Date(Date.UTC(2019, 11, 25 + index)))
      .filter((_, index) => index === 0 || chance(0.8)).sort(() => next() - 0.5);
    for (const day of days) {
      // Two decimals, so that the decimal mark shows.
      const price = () => (1 + below(100000)) / 100;
      const [low, close, high] = [price(), price(), price()].sort((a, b) => a - b);
      const bar = { Open: chance(0.1) ? null : low, High: high, Low: low, Close: close, Volume: chance(0.1) ? null : below(1e9) };
      const date = form(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate());
      const fields = columns.map((name) => name === 'Date' ? date : bar[name] === null ? '' : number(Number(bar[name].toFixed(3))));
      text += fields.map((field) => chance(0.2) ? `"${field}"` : field).join(separator) + end;
      rows.push([`X ${day.toISOString().slice(0, 10)}`, ...['Open', 'High', 'Low', 'Close', 'Volume']
        .map((name) => bar[name] === null ? '' : Number(bar[name].toFixed(3)))].join(' '));
    }
    const { table } = await imported(text, { pieceBytes: 50 + below(5000) });
    assert.deepEqual(table, rows.sort(), text);
  }
});
