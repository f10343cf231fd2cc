// preview.mjs - a price file that has been read, as the page shows it before anything is stored.

import { tsOf } from '../csv/fields/dates.mjs';
import { questionsOf } from '../csv/prices/questions.mjs';
import { stepOf } from '../csv/prices/steps.mjs';
import { symbolNamed } from '../csv/prices/symbol-name.mjs';
import { nameOf } from './import.mjs';
import { notesOf } from './symbol-notes.mjs';

/** @typedef {import('./sqlite.mjs').Connection} Connection */
/** @typedef {import('../csv/prices/read-prices.mjs').Prices} Prices */
/** @typedef {import('../csv/prices/read-prices.mjs').Remark} Remark */
/** @typedef {import('../csv/prices/bars.mjs').Group} Group */

/**
 * The bars of a symbol that are in the table already, beside those of the file. `obstacle` says why the two
 * cannot be one symbol, in a sentence; '' where they can.
 * @typedef {object} There
 * @property {string} symbol as the table has it
 * @property {number} bars
 * @property {string} first
 * @property {string} last
 * @property {boolean} isSample
 * @property {string} obstacle
 * @property {number} same bars of the file that are there as they are
 * @property {number} changed bars of the file that are there with other prices
 * @property {number} added bars of the file that are not there
 */

/**
 * @typedef {{ name: string, bars: number, first: string, last: string }} SymbolPreview
 */

/**
 * @typedef {object} Preview
 * @property {string} name of the file; of the one inside where it is packed
 * @property {number} files how many are inside, if it is packed
 * @property {string} form in words: its encoding, packing and separator
 * @property {string[]} notes what is to be said about its columns, in sentences
 * @property {number} bars
 * @property {string} first ts of the first bar
 * @property {string} last ts of the last
 * @property {string} step between bars, or ''
 * @property {string[]} header
 * @property {boolean} hasHeader
 * @property {import('../csv/table/columns.mjs').Columns} columns
 * @property {{ line: number, fields: string[] }[]} head
 * @property {{ line: number, fields: string[] }[]} tail
 * @property {{ line: number, symbol: string, values: string[] }[]} rows the first and last bars as they will be stored: ts,
 *   open, high, low, close, volume
 * @property {import('../csv/prices/questions.mjs').Question[]} questions
 * @property {boolean} needsSymbol whether the file names none
 * @property {string} suggested the symbol that the file or its name tells, or ''
 * @property {There[]} there the symbols that have bars already, of those that the file names
 * @property {SymbolPreview[]} symbols those the file names
 * @property {number} symbolCount
 * @property {string[]} known symbols that are in the table
 * @property {Remark[]} faults
 * @property {number} faultCount
 * @property {Remark[]} skipped
 * @property {[string, number][]} skipCounts by reason
 */

// So many symbols tell the step of a file.
const STEP_SYMBOLS = 50;
// The step of a symbol shows in its last bars.
const STEP_BARS = 2000;

const ENCODINGS = /** @type {Record<string, string>} */ ({ 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16', 'shift_jis': 'Shift JIS', 'euc-kr': 'EUC-KR',
  'gb18030': 'GB 18030', 'big5': 'Big5' });
const SEPARATORS = /** @type {Record<string, string>} */ ({ ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars', ' ': 'spaces' });

/**
 * @param {Connection} db
 * @param {Prices} prices
 * @param {import('../csv/file/unpack.mjs').PriceFile} file
 * @param {number} files
 * @returns {Preview}
 */
export function previewOf(db, prices, { name, packed }, files) {
  const { layout, sorted, faults, faultCount, skipped, skipCounts, head, tail } = prices;
  const { groups } = sorted;
  const known = db.selectValues('SELECT DISTINCT symbol FROM main.prices').map(String);
  const needsSymbol = groups.some((group) => group.name === '');
  const all = groups.map((group) => spanOf(prices, group));
  const steps = new Set(groups.slice(0, STEP_SYMBOLS).map((group) => stepName(prices, group)));
  return {
    name, files,
    form: formOf(layout, packed), notes: layout.notes,
    bars: sorted.places.length,
    first: all.reduce((least, { first }) => least === '' || first < least ? first : least, ''),
    last: all.reduce((most, { last }) => last > most ? last : most, ''),
    step: [...steps].filter((name) => name !== '').join(', '),
    header: layout.header, hasHeader: layout.hasHeader, columns: layout.columns, head, tail, rows: rowsOf(prices),
    questions: questionsOf(prices), needsSymbol, suggested: needsSymbol || groups.length === 0 ? symbolNamed(name, known) : groups[0].name,
    there: needsSymbol ? [] : groups.flatMap((group) => thereOf(db, prices, group, group.name, known) ?? []),
    symbols: needsSymbol ? [] : groups.map((group, index) => ({ ...all[index], name: group.name, bars: group.end - group.start })),
    symbolCount: groups.length, known, faults, faultCount, skipped, skipCounts: [...skipCounts],
  };
}

/**
 * @param {import('../csv/table/layout.mjs').Layout} layout
 * @param {import('../csv/file/unpack.mjs').PriceFile['packed']} packed
 */
function formOf({ encoding, separator }, packed) {
  if (packed === 'workbook') return 'Excel workbook';
  return [ENCODINGS[encoding] ?? encoding.replace('windows', 'Windows'), ...(packed === undefined ? [] : [`packed as ${packed}`]),
    `${SEPARATORS[separator] ?? separator} between the columns`].join(', ');
}

/**
 * What is there for a file of several symbols.
 * @param {Connection} db
 * @param {Prices} prices
 * @param {import('./import.mjs').Names} names that some are given
 * @returns {There[]}
 */
export function thereForAll(db, prices, names) {
  const known = db.selectValues('SELECT DISTINCT symbol FROM main.prices').map(String);
  return prices.sorted.groups.flatMap((group) => thereOf(db, prices, group, nameOf(prices, group, '', names), known) ?? []);
}

/**
 * What is there for a file of one symbol.
 * @param {Connection} db
 * @param {Prices} prices
 * @param {string} symbol that it is to have
 * @returns {There | undefined} undefined where nothing is
 */
export function thereFor(db, prices, symbol) {
  const [group] = prices.sorted.groups;
  if (group === undefined) return undefined;
  return thereOf(db, prices, group, nameOf(prices, group, symbol), db.selectValues('SELECT DISTINCT symbol FROM main.prices').map(String));
}

/** @param {Prices} prices @param {Group} group */
function spanOf({ sorted: { places, times } }, { start, end, hasTimes }) {
  return { first: tsOf(times[places[start]], hasTimes), last: tsOf(times[places[end - 1]], hasTimes) };
}

/** @param {Prices} prices @param {Group} group */
const stepName = (prices, group) => stepOf(timesOf(prices, group))?.name ?? '';

/** @param {Prices} prices @param {Group} group */
function timesOf({ sorted: { places, times } }, { start, end }) {
  return Array.from(places.subarray(Math.max(start, end - STEP_BARS), end), (at) => times[at]);
}

/** @param {Prices} prices */
function rowsOf({ sorted: { places, times, groups }, bars: { columns } }) {
  const chosen = places.length <= 6 ? [...places.keys()] : [0, 1, 2, places.length - 3, places.length - 2, places.length - 1];
  return chosen.map((index) => {
    const at = places[index];
    const { name = '', hasTimes = false } = groups.find(({ start, end }) => start <= index && index < end) ?? {};
    const numbers = [columns.open, columns.high, columns.low, columns.close, columns.volume].map((column) => column[at]);
    return { line: columns.line[at], symbol: name, values: [tsOf(times[at], hasTimes), ...numbers.map((number) => Number.isNaN(number) ? '' : String(number))] };
  });
}

const BARS = 'SELECT ts, open, high, low, close, volume FROM main.prices WHERE symbol = ?1 AND ts BETWEEN ?2 AND ?3 ORDER BY ts';

/**
 * @param {Connection} db
 * @param {Prices} prices
 * @param {Group} group
 * @param {string} name
 * @param {readonly string[]} known
 * @returns {There | undefined}
 */
function thereOf(db, prices, group, name, known) {
  if (name === '') return undefined;
  const symbol = known.includes(name) ? name : known.find((other) => other.toLowerCase() === name.toLowerCase());
  if (symbol === undefined) return undefined;
  const [bars, first, last] = db.selectArray('SELECT count(*), min(ts), max(ts) FROM main.prices WHERE symbol = ?', [symbol]) ?? [];
  const { zone, isSample } = notesOf(db, symbol);
  const there = { symbol, bars: Number(bars), first: String(first), last: String(last), isSample };
  const obstacle = obstacleTo(db, prices, group, there, zone);
  const total = group.end - group.start;
  if (obstacle !== '') return { ...there, obstacle, same: 0, changed: 0, added: total };
  const { same, changed } = compare(db, prices, group, symbol, there.first.length > 10);
  return { ...there, obstacle, same, changed, added: total - same - changed };
}

/**
 * Why the bars of a file cannot be put among those that are there.
 * @param {Connection} db
 * @param {Prices} prices
 * @param {Group} group
 * @param {{ symbol: string, first: string, isSample: boolean }} there
 * @param {string} zone of those that are there
 */
function obstacleTo(db, prices, group, { symbol, first, isSample }, zone) {
  if (isSample) return `The bars of ${symbol} that are there are samples that come with the page.`;
  const withTime = first.length > 10;
  if (withTime !== group.hasTimes) {
    return withTime ? `${symbol} has bars with times of day, and the file has dates alone.` : `${symbol} has dates alone, and the file has times of day.`;
  }
  if (withTime && prices.areInstants !== (zone !== '')) {
    return prices.areInstants ? `The times of ${symbol} are of an unknown time zone, and those of the file are in UTC.`
      : `The times of ${symbol} are in UTC, and those of the file are of an unknown time zone: choose it above.`;
  }
  const own = stepOf(timesOf(prices, group));
  const texts = db.selectValues('SELECT ts FROM main.prices WHERE symbol = ? ORDER BY ts DESC LIMIT ?', [symbol, STEP_BARS]);
  const other = stepOf(texts.reverse().map((ts) => Date.parse(`${String(ts).replace(' ', 'T')}${withTime ? 'Z' : ''}`) / 1000));
  if (own !== undefined && other !== undefined && own.seconds !== other.seconds) {
    return `The bars of ${symbol} are ${other.name} apart, and those of the file ${own.name}.`;
  }
  return '';
}

/**
 * @param {Connection} db
 * @param {Prices} prices
 * @param {Group} group
 * @param {string} symbol
 * @param {boolean} withTime
 */
function compare(db, { sorted: { places, times }, bars: { columns } }, { start, end }, symbol, withTime) {
  const figures = [columns.open, columns.high, columns.low, columns.close, columns.volume];
  let index = start;
  let same = 0;
  let changed = 0;
  const bind = [symbol, tsOf(times[places[start]], withTime), tsOf(times[places[end - 1]], withTime)];
  db.exec({ sql: BARS, bind, rowMode: 'array', callback: (/** @type {any} */ row) => {
    while (index < end && tsOf(times[places[index]], withTime) < row[0]) index += 1;
    if (index === end || tsOf(times[places[index]], withTime) !== row[0]) return;
    const at = places[index];
    if (figures.every((column, place) => Object.is(column[at], Number(row[place + 1] ?? NaN)))) same += 1;
    else changed += 1;
  } });
  return { same, changed };
}
