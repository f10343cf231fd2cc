// link.test.mjs - queries and views as the fragment of an address.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import zlib from 'node:zlib';

import { fragmentOf, linkOf } from '../../../../wasm/page/src/app/link.mjs';
import { FIRST_VIEW } from '../../../../wasm/page/src/app/view.mjs';
import { read } from '../../support.mjs';

const LINES = Object.fromEntries(['periods', 'alligator', 'rsi', 'rsiPeriod', 'atr', 'atrPeriod', 'adx', 'adxPeriod', 'logarithmic'].map((key) => [key, FIRST_VIEW[key]]));
const packed = (bytes) => zlib.deflateRawSync(bytes).toString('base64url');

test('what goes in comes out', async () => {
  const view = { ...FIRST_VIEW, symbol: `S&P="500" 'é#`, periods: [3, 200], rsi: true, rsiPeriod: 7, logarithmic: true };
  for (const sql of ['SELECT 1', "SELECT 'é😀 + & # % =';\n-- end\n", read('sql/sweep.sql'), '']) {
    const fragment = await fragmentOf(sql, view);
    assert.match(fragment, /^[\w.~!$'()*+,;:@%=&-]+$/);
    const { symbol, periods, rsi, rsiPeriod, logarithmic } = view;
    assert.deepEqual(await linkOf(`#${fragment}`), { sql, view: { ...LINES, symbol, periods, rsi, rsiPeriod, logarithmic }, faults: [] });
  }
  assert.ok((await fragmentOf(read('sql/sweep.sql'), FIRST_VIEW)).length < read('sql/sweep.sql').length / 1.4);
});

test('where nothing can be compressed the text is plain', async () => {
  const { CompressionStream } = globalThis;
  delete globalThis.CompressionStream;
  try {
    const fragment = await fragmentOf('SELECT 1 + 1', FIRST_VIEW);
    assert.equal(fragment, 'averages=14,50,200&text=SELECT+1+%2B+1');
    assert.equal((await linkOf(fragment)).sql, 'SELECT 1 + 1');
  } finally {
    globalThis.CompressionStream = CompressionStream;
  }
});

test('a short link changes what it names', async () => {
  assert.deepEqual(await linkOf('#symbol=IBM'), { view: { symbol: 'IBM' }, faults: [] });
  assert.deepEqual(await linkOf('#averages=&alligator=1'), { view: { ...LINES, periods: [], alligator: true }, faults: [] });
  assert.deepEqual(await linkOf('#text=SELECT%201'), { sql: 'SELECT 1', view: {}, faults: [] });
});

test('a link within the page is none of these', async () => {
  for (const fragment of ['', '#', '#sql-section', '#chart-section']) assert.equal(await linkOf(fragment), undefined);
});

test('what cannot be read is named, and the rest is taken', async () => {
  const bomb = packed(Buffer.alloc(40_000_000, 'x'));
  assert.ok(bomb.length < 100_000);
  for (const sql of ['%%%', '!!!', 'AAAA', packed(Buffer.from([0xff, 0xfe, 0x80])), bomb]) {
    assert.deepEqual(await linkOf(`#symbol=A&sql=${sql}`), { view: { symbol: 'A' }, faults: ['sql'] }, sql.slice(0, 30));
  }
  assert.deepEqual(await linkOf('#rsi=0&symbol=&averages=1,x&alligator=yes&log=2&__proto__=1&odd=1'),
    { view: LINES, faults: ['rsi', 'symbol', 'averages', 'alligator', 'log', '__proto__', 'odd'] });
});
