// layout.mjs - how a price file is to be read: where its rows begin, its columns, the order of its
// dates and its decimal mark. Decided from the file's first rows, and as many more as that needs.

import { ImportError } from '../../calls/errors.mjs';
import { OrderEvidence } from '../fields/day-order.mjs';
import { MarkEvidence } from '../fields/marks.mjs';
import { encodingOf } from '../file/encoding.mjs';
import { readCsv } from '../file/csv-reader.mjs';
import { guessColumns, isLikeHeader, readHeader } from './columns.mjs';

/**
 * What a person has chosen where a file can be read in several ways.
 * @typedef {object} Choices
 * @property {import('../fields/dates.mjs').DayOrder} [order]
 * @property {import('../fields/numbers.mjs').DecimalMark} [mark]
 * @property {string} [series]
 * @property {string} [zone] a name such as America/New_York
 * @property {Partial<import('./columns.mjs').Columns>} [columns]
 */

/**
 * @typedef {object} Layout
 * @property {import('../file/encoding.mjs').Encoding} encoding
 * @property {string} separator
 * @property {string[]} header the names of the columns
 * @property {boolean} hasHeader false: the columns are told by what is in them
 * @property {import('./columns.mjs').Columns} columns
 * @property {string[]} series prices of several kinds side by side; none where there is one kind
 * @property {string} chosenSeries
 * @property {string} symbol that the header names, or ''
 * @property {number} fields how many a row has
 * @property {number} firstLine of the rows with prices
 * @property {import('../fields/numbers.mjs').DecimalMark} mark
 * @property {import('../fields/marks.mjs').MarkFinding} markFinding
 * @property {import('../fields/dates.mjs').DayOrder} [order] undefined where dates do not need it
 * @property {import('../fields/day-order.mjs').OrderFinding} orderFinding
 * @property {boolean} isUtc whether the name of the dates says UTC
 */

/**
 * @typedef {Pick<Layout, 'header' | 'hasHeader' | 'columns' | 'series' | 'chosenSeries' | 'symbol' | 'firstLine'>
 *   & { volumes: number[] }} Start
 */

// Some sites put a few lines of their own above the header.
const HEADER_WITHIN = 20;
// A column of volumes that are all 0 here is none.
const SOME_ROWS = 4000;

/**
 * @param {Blob} file
 * @param {Choices} [choices]
 * @param {number} [pieceBytes]
 * @returns {Promise<Layout>} throws an ImportError
 */
export async function readLayout(file, choices = {}, pieceBytes) {
  const encoding = await encodingOf(file);
  /** @type {Start | undefined} */
  let start;
  let hasText = false;
  let separator = ',';
  const order = new OrderEvidence();
  const marks = new MarkEvidence();
  for await (const batch of readCsv(file, pieceBytes, encoding)) {
    ({ separator } = batch);
    if (start === undefined) {
      const found = findStart(batch, choices);
      hasText ||= found.hasText;
      if (found.start === undefined) {
        if (batch.rows.length >= HEADER_WITHIN) break;
        continue;
      }
      start = found.start;
      chooseVolume(start, batch, choices);
    }
    addEvidence(batch, start, order, marks);
    if (order.isDecided && marks.isDecided) break;
  }
  if (start === undefined) {
    throw new ImportError(hasText
      ? 'The columns of the file are not clear: its first line should name them, for example date,open,high,low,close,volume.'
      : 'The file is empty.');
  }
  refuseThirtySeconds(marks);
  const orderFinding = order.finding(new Date().getUTCFullYear() + 1);
  const markFinding = marks.finding({
    separator, hasDottedDates: orderFinding.hasDots, hasAngles: start.header.some((name) => /^<.*>$/.test(name)),
  });
  const { volumes, ...rest } = start;
  return {
    ...rest, encoding, separator, fields: start.header.length, markFinding, orderFinding,
    mark: choices.mark ?? markFinding.mark,
    order: choices.order ?? orderFinding.order,
    isUtc: start.hasHeader && /\b(?:utc|gmt)\b/i.test(start.header[start.columns.date] ?? ''),
  };
}

/** @param {MarkEvidence} marks */
function refuseThirtySeconds({ thirtySeconds }) {
  if (thirtySeconds === undefined) return;
  throw new ImportError(`The prices are in thirty-seconds of a point, such as ${thirtySeconds}: write them as decimal numbers first. `
    + 'If they are thousands, leave the marks between the digits out.');
}

/**
 * @param {import('../file/csv-reader.mjs').Batch} batch
 * @param {Start} start
 * @param {OrderEvidence} order
 * @param {MarkEvidence} marks
 */
function addEvidence({ rows, lines }, { columns, firstLine }, order, marks) {
  const numbers = [columns.open, columns.high, columns.low, columns.close, columns.volume].filter((at) => at >= 0);
  for (let index = 0; index < rows.length; index++) {
    if (lines[index] < firstLine) continue;
    const fields = rows[index];
    order.add(fields[columns.date] ?? '', lines[index]);
    if (marks.isDecided && order.isDecided) return;
    for (const at of numbers) {
      const text = fields[at];
      if (text !== undefined && text !== '') marks.add(text);
    }
  }
}

/**
 * Takes the first column of a volume that has any: MetaTrader writes VOL even where it knows TICKVOL alone.
 * @param {Start} start
 * @param {import('../file/csv-reader.mjs').Batch} batch
 * @param {Choices} choices
 */
function chooseVolume({ columns, volumes, firstLine }, { rows, lines }, choices) {
  if (choices.columns?.volume !== undefined) return;
  const some = rows.filter((_, index) => lines[index] >= firstLine).slice(0, SOME_ROWS);
  const used = volumes.find((at) => some.some((fields) => /[1-9]/.test(fields[at] ?? '')));
  if (used !== undefined) columns.volume = used;
}

/**
 * Finds the header, or the first row of a file without one.
 * @param {import('../file/csv-reader.mjs').Batch} batch the first of the file
 * @param {Choices} choices
 * @returns {{ start?: Start, hasText: boolean }}
 */
function findStart({ rows, lines }, choices) {
  /** @type {{ line: number, message: string } | undefined} */
  let problem;
  let hasText = false;
  for (const [index, fields] of rows.slice(0, HEADER_WITHIN).entries()) {
    if (fields.every((text) => text === '')) continue;
    hasText = true;
    const tickers = tickersOf(rows, index);
    if (tickers !== undefined) {
      const header = readHeader(tickers.names, { chosen: choices.series, series: tickers.series });
      if (!('message' in header)) {
        const start = startOf(header, tickers.names, lines[index + 2] + 1, choices);
        const [first] = new Set(tickers.series.filter((name) => name !== ''));
        return { hasText, start: { ...start, symbol: start.chosenSeries || first } };
      }
    }
    if (isLikeHeader(fields)) {
      const header = readHeader(fields, { chosen: choices.series });
      if (!('message' in header)) return { hasText, start: startOf(header, fields, lines[index] + 1, choices) };
      problem ??= { line: lines[index], message: header.message };
    } else {
      const columns = problem === undefined ? guessColumns(fields, rows.slice(index + 1, index + 20)) : undefined;
      if (columns !== undefined) {
        const names = fields.map((_, at) => `column ${at + 1}`);
        const header = { columns, series: [], volumes: columns.volume < 0 ? [] : [columns.volume] };
        return { hasText, start: { ...startOf(header, names, lines[index], choices), hasHeader: false } };
      }
    }
  }
  if (problem === undefined) return { hasText };
  throw new ImportError(`The columns of the file are not clear: ${problem.message}.`, { errors: [problem] });
}

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
function startOf({ columns, series, volumes }, names, firstLine, choices) {
  const chosenSeries = choices.series !== undefined && series.includes(choices.series) ? choices.series : series[0] ?? '';
  return {
    header: names, hasHeader: true, columns: { ...columns, ...choices.columns }, series, chosenSeries, volumes, symbol: '', firstLine,
  };
}
