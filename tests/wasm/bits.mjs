// bits.mjs - smma() over random series in every frame and for every class of period, Wilder's functions,
// and sweeps by smma_series(), as text for the sqlite3 CLI and as calls of a sqlite-wasm: in Node and in browsers
// (SPEC 2.1).

import { hexOf, walk, wild } from './series.mjs';

const frames = [
  'ORDER BY id ROWS UNBOUNDED PRECEDING',
  'ORDER BY id',
  'ORDER BY id / 3',
  'ORDER BY id ROWS 19 PRECEDING',
  'ORDER BY id ROWS BETWEEN 200 PRECEDING AND 5 FOLLOWING',
  'ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING',
  'ORDER BY id ROWS BETWEEN 30 PRECEDING AND 3 PRECEDING',
  'ORDER BY id ROWS 60 PRECEDING EXCLUDE CURRENT ROW',
  'PARTITION BY id % 3 ORDER BY id ROWS UNBOUNDED PRECEDING',
];

// Of smma_series().
const sweeps = ['1, 40', '200, 1, 9', '14', '3, 3, 0', '1, 2147483647, 2147483646'];

// Copies, seeds within and beyond a frame, the vector kernel's strides, longer than the data.
export const periodsFor = (n) =>
  [1, 2, 3, 4, 5, 7, 14, 15, 16, 17, 50, 128, 200, n - 1, n, n + 1, 2147483647];

// Series of n prices; other random ones for another seed.
export const seriesOf = (n, seed) => ({
  whole: walk(n, 0, seed + 1),
  gaps: walk(n, 0.05, seed + 2),
  holes: walk(n, 0.5, seed + 3),
  wild: wild(n, seed + 4),
  empty: new Float64Array(20).fill(NaN),
});

// Wilder's functions, of bars around the prices.
const wilder = (period) => {
  const bar = `x + id % 5 / 4.0, x - id % 3 / 2.0, x, ${period}`;
  return [`rsi(x, ${period})`, ...['atr', 'plus_di', 'minus_di', 'adx'].map((name) => `${name}(${bar})`)];
};

const calls = (name, n) => [
  ...periodsFor(n).flatMap((period) => frames.map((frame) => ({
    call: `smma(x, ${period}) OVER (${frame})`,
    source: `${name} ORDER BY id`,
  }))),
  ...periodsFor(n).map((period) => ({
    call: `smma(x, ${period})`,
    source: `(SELECT x FROM ${name} ORDER BY id)`,
  })),
  ...[1, 5, 14, n].flatMap((period) => wilder(period).flatMap((call) => frames.map((frame) => ({
    call: `${call} OVER (${frame})`,
    source: `${name} ORDER BY id`,
  })))),
  ...sweeps.map((range) => ({
    call: 'smma',
    source: `smma_series('SELECT id / 150, id, x FROM ${name} ORDER BY id', ${range}) ORDER BY rowid`,
  })),
];

// The SQL of a table of prices (id, x) for the CLI, and the same table in a sqlite-wasm.
export const tableOf = (name, prices) => `
  CREATE TABLE ${name}(id INTEGER PRIMARY KEY, x);
  INSERT INTO ${name}(x) VALUES ${[...prices].map((price) =>
    Number.isNaN(price) ? '(NULL)' : `(ieee754_from_blob(x'${hexOf(price)}'))`).join(',')};`;

export function createTable({ capi }, db, name, prices) {
  db.exec(`CREATE TABLE ${name}(id INTEGER PRIMARY KEY, x)`);
  const insert = db.prepare(`INSERT INTO ${name}(x) VALUES (?)`);
  for (const price of prices) {
    // Not bind(): it makes integers of doubles without a fraction. NaN becomes NULL.
    capi.sqlite3_bind_double(insert.pointer, 1, price);
    insert.stepReset();
  }
  insert.finalize();
}

// What the CLI shall be asked; it answers with the text of wasmBits().
export const bitsQuery = (n, seed) => Object.entries(seriesOf(n, seed)).map(([name, prices]) => `
  ${tableOf(name, prices)}
  ${calls(name, n).map(({ call, source }) =>
    `SELECT hex(ieee754_to_blob(${call})) FROM ${source}; SELECT '--';`).join('\n')}`).join('');

export function wasmBits(sqlite3, db, n, seed) {
  const lines = [];
  for (const [name, prices] of Object.entries(seriesOf(n, seed))) {
    createTable(sqlite3, db, name, prices);
    for (const { call, source } of calls(name, n)) {
      for (const value of db.selectValues(`SELECT ${call} FROM ${source}`)) lines.push(hexOf(value));
      lines.push('--');
    }
  }
  return `${lines.join('\n')}\n`;
}
