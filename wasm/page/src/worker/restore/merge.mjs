// merge.mjs - the symbols of a staged database into the one in use.

import { stepOf } from '../csv/prices/steps.mjs';
import { notesOf, setZone } from '../store/symbol-notes.mjs';
import { inSavepoint } from '../store/transaction.mjs';
import { STAGED } from './staged.mjs';

/** @typedef {import('../store/sqlite.mjs').Connection} Connection */

/**
 * A symbol that is in both databases. `obstacle` says why its bars cannot be put together.
 * @typedef {object} Both
 * @property {string} symbol as the database in use has it
 * @property {number} bars in use
 * @property {string} first
 * @property {string} last
 * @property {boolean} isSample
 * @property {'' | 'sample' | 'times' | 'dates' | 'zone' | 'step'} obstacle 'times': only those in use have times of day;
 *   'dates': only those of the file
 * @property {[string, string]} steps where they are the obstacle: in use, and of the file
 * @property {number} same
 * @property {number} changed
 * @property {number} added
 */

/** @typedef {{ name: string, as: string }} Taken of the file, and what the database in use calls it */

// The step of a symbol shows in its last bars.
const STEP_BARS = 2000;
const FIGURES = ['open', 'high', 'low', 'close', 'volume'];

/**
 * The symbols that a merge takes: all but samples.
 * @param {Connection} db with the staged one attached
 * @param {Connection} staged
 * @returns {{ taken: Taken[], samples: string[] }}
 */
export function symbolsToTake(db, staged) {
  const known = db.selectValues('SELECT DISTINCT symbol FROM main.prices').map(String);
  const names = db.selectValues(`SELECT DISTINCT symbol FROM ${STAGED}.prices ORDER BY symbol`).map(String);
  const samples = names.filter((name) => notesOf(staged, name).isSample);
  const taken = names.filter((name) => !samples.includes(name)).map((name) => ({
    name, as: known.includes(name) ? name : known.find((other) => other.toLowerCase() === name.toLowerCase()) ?? name,
  }));
  return { taken, samples };
}

/**
 * @param {Connection} db with the staged one attached
 * @param {Connection} staged
 * @param {readonly Taken[]} taken
 * @returns {Both[]}
 */
export function inBoth(db, staged, taken) {
  return taken.flatMap(({ name, as }) => {
    const [bars, first, last] = db.selectArray('SELECT count(*), min(ts), max(ts) FROM main.prices WHERE symbol = ?', [as]) ?? [];
    if (Number(bars) === 0) return [];
    const { zone, isSample } = notesOf(db, as);
    const there = { symbol: as, bars: Number(bars), first: String(first), last: String(last), isSample };
    const [count, same, changed] = db.selectArray(`
      SELECT count(*), count(*) FILTER (WHERE m.ts IS NOT NULL AND ${FIGURES.map((name) => `m.${name} IS s.${name}`).join(' AND ')}), count(m.ts)
        FROM ${STAGED}.prices AS s LEFT JOIN main.prices AS m ON m.symbol = ?2 AND m.ts = s.ts
       WHERE s.symbol = ?1`, [name, as])?.map(Number) ?? [0, 0, 0];
    return [{ ...there, ...obstacleTo(db, name, there, zone, notesOf(staged, name).zone), same, changed: changed - same, added: count - changed }];
  });
}

/**
 * @param {Connection} db
 * @param {string} name in the file
 * @param {{ symbol: string, first: string, isSample: boolean }} there
 * @param {string} zone in use
 * @param {string} zoneInFile
 * @returns {Pick<Both, 'obstacle' | 'steps'>}
 */
function obstacleTo(db, name, { symbol, first, isSample }, zone, zoneInFile) {
  const none = /** @type {[string, string]} */ (['', '']);
  if (isSample) return { obstacle: 'sample', steps: none };
  const hasTimes = first.length > 10;
  const hasTimesInFile = Number(db.selectValue(`SELECT length(ts) FROM ${STAGED}.prices WHERE symbol = ? LIMIT 1`, [name])) > 10;
  if (hasTimes !== hasTimesInFile) return { obstacle: hasTimes ? 'times' : 'dates', steps: none };
  if (hasTimes && (zone === '') !== (zoneInFile === '')) return { obstacle: 'zone', steps: none };
  const own = lastStep(db, 'main', symbol, hasTimes);
  const other = lastStep(db, STAGED, name, hasTimes);
  return own !== undefined && other !== undefined && own.seconds !== other.seconds
    ? { obstacle: 'step', steps: [own.name, other.name] } : { obstacle: '', steps: none };
}

/**
 * @param {Connection} db
 * @param {string} schema
 * @param {string} symbol
 * @param {boolean} hasTimes
 */
function lastStep(db, schema, symbol, hasTimes) {
  const texts = db.selectValues(`SELECT ts FROM ${schema}.prices WHERE symbol = ? ORDER BY ts DESC LIMIT ?`, [symbol, STEP_BARS]);
  return stepOf(texts.reverse().map((ts) => Date.parse(`${String(ts).replace(' ', 'T')}${hasTimes ? 'Z' : ''}`) / 1000));
}

/**
 * Takes symbols into the database in use, all or nothing.
 * @param {Connection} db with the staged one attached
 * @param {Connection} staged
 * @param {readonly Taken[]} taken
 * @param {'merge' | 'replace' | 'leave'} there what becomes of symbols that have bars
 * @returns {{ rows: number, symbols: string[], replaced: number }}
 */
export function mergeSymbols(db, staged, taken, there) {
  return inSavepoint(db, 'page_merge', () => {
    const done = { rows: 0, symbols: /** @type {string[]} */ ([]), replaced: 0 };
    for (const { name, as } of taken) {
      const before = countOf(db, as);
      if (before > 0 && there === 'leave') continue;
      const isMerged = before > 0 && there === 'merge';
      if (before > 0 && !isMerged) db.exec({ sql: 'DELETE FROM main.prices WHERE symbol = ?', bind: [as] });
      db.exec({ sql: `
        INSERT INTO main.prices(symbol, ts, ${FIGURES.join(', ')})
        SELECT ?2, ts, ${FIGURES.join(', ')} FROM ${STAGED}.prices WHERE symbol = ?1
            ON CONFLICT(symbol, ts) DO UPDATE SET ${FIGURES.map((figure) => `${figure} = excluded.${figure}`).join(', ')}`, bind: [name, as] });
      const rows = db.changes();
      done.rows += rows;
      done.symbols.push(as);
      if (isMerged) done.replaced += before + rows - countOf(db, as);
      setZone(db, as, notesOf(staged, name).zone, isMerged);
    }
    return done;
  });
}

/** @param {Connection} db @param {string} symbol */
const countOf = (db, symbol) => Number(db.selectValue('SELECT count(*) FROM main.prices WHERE symbol = ?', [symbol]));
