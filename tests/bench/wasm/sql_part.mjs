// sql_part.mjs - the table of queries: native, the side module with and without SIMD128, the static build.

import { PERIOD } from './arrays.mjs';
import { measure, median, ratio } from './measure.mjs';
import { walk } from './prices.mjs';
import { grouped } from './report.mjs';
import { Database, openSideModule, openStatic } from './sql.mjs';

/** @typedef {import('./measure.mjs').Times} Times */
/** @typedef {import('./measure.mjs').Competitor} Competitor */
/** @typedef {import('./report.mjs').Report} Report */
/** @typedef {import('./native.mjs').Native} Native */

const DEFAULT_FRAME = 'OVER (ORDER BY ts) FROM prices';
const ROWS = 'OVER (ORDER BY ts ROWS UNBOUNDED PRECEDING) FROM prices';

const queries = [
  { name: 'scan', sql: 'SELECT close FROM prices ORDER BY ts' },
  { name: 'avg() OVER, default frame', sql: `SELECT avg(close) ${DEFAULT_FRAME}` },
  { name: 'smma() OVER, default frame', sql: `SELECT smma(close, ${PERIOD}) ${DEFAULT_FRAME}`, against: 1 },
  { name: 'avg() OVER, ROWS', sql: `SELECT avg(close) ${ROWS}` },
  { name: 'smma() OVER, ROWS', sql: `SELECT smma(close, ${PERIOD}) ${ROWS}`, against: 3 },
];

/**
 * Where the queries run.
 * @typedef {object} Engine
 * @property {string} name
 * @property {string} version of SQLite
 * @property {Pick<Database, 'query'>} database
 * @property {boolean} hasTarget
 */

/**
 * @param {Report} report
 * @param {Native} native
 * @param {string} nativeVersion
 * @param {{ simd: string, plain: string }} files the side modules
 * @param {Float64Array} prices
 */
async function openEngines(report, native, nativeVersion, files, prices) {
  await native.setPrices(prices);
  await native.open();
  const side = new Database(await openSideModule(files.simd), prices);
  const plain = new Database(await openSideModule(files.plain), prices);
  /** @type {Engine[]} */
  const engines = [
    { name: 'native', version: nativeVersion, database: native, hasTarget: false },
    { name: 'side module', version: side.version, database: side, hasTarget: true },
    { name: 'without SIMD128', version: plain.version, database: plain, hasTarget: false },
  ];
  const sqlite3 = await openStatic();
  if (sqlite3 === undefined) {
    report.print('  static build: left out, it has not been made; `make wasm-static` makes it\n');
  } else {
    const database = new Database(sqlite3, prices);
    engines.push({ name: 'static build', version: database.version, database, hasTarget: true });
  }
  return engines;
}

/**
 * Every smma() is to end with the same bits.
 * @param {Competitor[]} competitors
 */
function requireSame(competitors) {
  const averages = competitors.filter(({ name }) => name.includes('smma'));
  for (const other of averages) {
    if (Object.is(other.last(), averages[0].last())) continue;
    throw new Error(`${other.name}: the last average is ${other.last()}, not ${averages[0].last()}`);
  }
}

/**
 * @param {Report} report
 * @param {Engine[]} engines
 * @param {Times[][]} times of each engine, the queries in order
 * @param {number} rows
 */
function print(report, engines, times, rows) {
  /** @param {number} query */
  const line = (query) => {
    const cells = times.map((ofEngine) => `${(median(ofEngine[query]) * 1000).toFixed(1)} ms`);
    const ratios = times.slice(1).map((ofEngine) => `${ratio(ofEngine[query], times[0][query]).toFixed(2)}x`);
    return [queries[query].name, ...cells, ...ratios];
  };
  report.table([
    ['', ...engines.map(({ name }) => name), ...engines.slice(1).map((_, i) => (i === 0 ? '/ native:' : ''))],
    ['SQLite', ...engines.map(({ version }) => version), ...engines.slice(1).map(({ name }) => name)],
    ...queries.map((_, query) => line(query)),
  ]);
  for (const ofEngine of times) {
    for (const ofQuery of ofEngine) report.times(ofQuery, rows);
  }
  for (const [i, { name, hasTarget }] of engines.entries()) {
    for (const [query, { name: queryName, against }] of queries.entries()) {
      if (against === undefined) continue;
      report.figure(`${name}, ${queryName}: time / time of avg()`,
        ratio(times[i][query], times[i][against]), 'times', hasTarget ? { atMost: 1.15 } : undefined);
    }
  }
  const [, simd, plain] = times;
  report.figure('side module, smma() OVER, ROWS: speed / speed without SIMD128',
    ratio(plain[4], simd[4]), 'times');
}

/**
 * @param {Report} report
 * @param {object} setting
 * @param {Native} setting.native
 * @param {string} setting.nativeVersion
 * @param {{ simd: string, plain: string }} setting.files
 * @param {number} setting.rows
 * @param {number} setting.rounds
 */
export async function benchSql(report, { native, nativeVersion, files, rows, rounds }) {
  report.section(`SQL, ${grouped(rows)} rows in memory, period ${PERIOD}`);
  const engines = await openEngines(report, native, nativeVersion, files, walk(rows));
  // Engine by engine, so that avg() and smma() run one after the other.
  const competitors = engines.flatMap((engine) =>
    queries.map(({ name, sql }) => engine.database.query(`${engine.name}: ${name}`, sql)));
  await measure(competitors, 1, 1); // not kept: the engine compiles meanwhile
  const times = await measure(competitors, rounds, 1);
  requireSame(competitors);
  const byEngine = engines.map((_, i) => times.slice(i * queries.length, (i + 1) * queries.length));
  print(report, engines, byEngine, rows);
}
