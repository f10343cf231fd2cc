// start.mjs - where the rows of a price file begin, and its columns.

import { ImportError } from '../../calls/errors.mjs';
import { guessColumns, isLikeHeader, isNumber, noColumns, readHeader } from './columns.mjs';

/** @typedef {import('./columns.mjs').Columns} Columns */
/** @typedef {import('./layout.mjs').Choices} Choices */

/**
 * The first rows of a file.
 * @typedef {{ rows: string[][], lines: number[] }} Head
 */

/**
 * @typedef {object} Start
 * @property {string[]} header the names of the columns
 * @property {boolean} hasHeader false: the columns are told by what is in them
 * @property {Columns} columns
 * @property {string[]} series prices of several kinds side by side; none where there is one kind
 * @property {string} chosenSeries
 * @property {string} symbol that the header names, or ''
 * @property {number} firstLine of the rows with prices
 * @property {number[]} volumes the columns of volumes, the likeliest first
 * @property {number[]} dates other columns of dates
 * @property {number[]} closes other columns of closes
 * @property {string} problem why the columns are not clear; '' where they are
 */

// Some sites put a few lines of their own above the header.
const HEADER_WITHIN = 30;
const ROWS_BELOW = 20;

/**
 * Finds the header, or the first row of a file without one. What is not clear can be chosen, if there are
 * numbers in columns at all.
 * @param {Head} head
 * @param {Choices} choices
 * @returns {Start} throws an ImportError where there are none
 */
export function findStart(head, choices) {
  const start = clearStart(head, choices) ?? unclearStart(head);
  if (choices.columns === undefined) return start;
  const columns = { ...start.columns, ...choices.columns };
  const missing = [...(columns.date < 0 ? ['the date'] : []), ...(columns.close < 0 ? ['the close'] : [])];
  return { ...start, columns, problem: missing.length === 0 ? '' : `none is taken for ${missing.join(' and ')}` };
}

/** @param {Head} head @param {Choices} choices @returns {Start | undefined} */
function clearStart({ rows, lines }, choices) {
  // Words of which no column became plain: what looks like a row below them is none of a file without a header.
  let isNamed = false;
  for (const [index, fields] of rows.slice(0, HEADER_WITHIN).entries()) {
    if (fields.every((text) => text === '')) continue;
    const below = rows.slice(index + 1, index + 1 + ROWS_BELOW);
    const tickers = tickersOf(rows, index);
    if (tickers !== undefined) {
      const header = readHeader(tickers.names, { chosen: choices.series, series: tickers.series, rows: below.slice(2) });
      if (header.message === '') {
        const start = startOf(header, tickers.names, lines[index + 2] + 1, choices);
        const [first] = new Set(tickers.series.filter((name) => name !== ''));
        return { ...start, symbol: start.chosenSeries || first };
      }
    }
    if (isLikeHeader(fields)) {
      const header = readHeader(fields, { chosen: choices.series, rows: rowsBelow(below, fields.length) });
      if (header.message === '') return startOf(header, fields, lines[index] + 1, choices);
      isNamed = true;
    } else if (!isNamed) {
      const columns = guessColumns(fields, below);
      if (columns !== undefined) return guessedStart(columns, fields.length, lines[index]);
    }
  }
  return undefined;
}

/**
 * The names above the first row of numbers, with what is known of them.
 * @param {Head} head
 * @returns {Start} throws an ImportError where there is no such row
 */
function unclearStart({ rows, lines }) {
  const first = rows.findIndex((fields) => fields.length > 1 && fields.some((text) => text !== '' && isNumber(text)));
  const isNamed = (/** @type {string[]} */ fields) => fields.length > 1 && isLikeHeader(fields);
  // The last above the numbers; where there are none, the first.
  const named = first < 0 ? rows.slice(0, HEADER_WITHIN).findIndex(isNamed)
    : rows.slice(0, first).reduce((last, fields, index) => isNamed(fields) ? index : last, -1);
  const header = named < 0 ? undefined : readHeader(rows[named], { rows: rowsBelow(rows.slice(named + 1), rows[named].length) });
  if (first < 0) {
    if (rows.every((fields) => fields.every((text) => text === ''))) throw new ImportError('The file is empty.');
    if (header === undefined) {
      throw new ImportError('The columns of the file are not clear: its first line should name them, for example date,open,high,low,close,volume.');
    }
    // The names are clear, and below them is nothing.
    if (rows.length === named + 1 && header.message === '') return startOf(header, rows[named], lines[named] + 1, {});
    throw new ImportError(`The columns of the file are not clear: ${header.message}.`, { errors: [{ line: lines[named], message: header.message }] });
  }
  if (header !== undefined && rows[named].length === rows[first].length) return { ...startOf(header, rows[named], lines[named] + 1, {}), problem: header.message };
  return { ...guessedStart(noColumns(), rows[first].length, lines[first]), problem: header?.message ?? 'no line names them' };
}

/**
 * Rows to look at for what a header leaves open: not the units or notes that may stand between.
 * @param {string[][]} rows
 * @param {number} fields
 */
const rowsBelow = (rows, fields) => rows.filter((row) => row.length === fields && row.some((text) => text !== '' && isNumber(text)));

/**
 * The three lines that yfinance writes above its rows: Price and the names, Ticker and the tickers, Date.
 * @param {readonly string[][]} rows
 * @param {number} index
 * @returns {{ names: string[], series: string[] } | undefined}
 */
function tickersOf(rows, index) {
  const [names, tickers, dates] = rows.slice(index, index + 3);
  if (dates === undefined || names[0] !== 'Price' || tickers[0] !== 'Ticker' || !/^date/i.test(dates[0])) return undefined;
  if (dates.slice(1).some((text) => text !== '')) return undefined;
  return { names: [dates[0], ...names.slice(1)], series: ['', ...tickers.slice(1)] };
}

/**
 * @param {import('./columns.mjs').Header} header
 * @param {string[]} names
 * @param {number} firstLine
 * @param {Choices} choices
 * @returns {Start}
 */
function startOf({ columns, series, volumes, dates, closes, symbol }, names, firstLine, choices) {
  const chosenSeries = choices.series !== undefined && series.includes(choices.series) ? choices.series : series[0] ?? '';
  return { header: names, hasHeader: true, columns, series, chosenSeries, volumes, dates, closes, symbol, firstLine, problem: '' };
}

/**
 * @param {Columns} columns
 * @param {number} count
 * @param {number} firstLine
 * @returns {Start}
 */
function guessedStart(columns, count, firstLine) {
  return {
    header: Array.from({ length: count }, (_, at) => `column ${at + 1}`), hasHeader: false, columns, series: [], chosenSeries: '',
    volumes: columns.volume < 0 ? [] : [columns.volume], dates: [], closes: [], symbol: '', firstLine, problem: '',
  };
}
