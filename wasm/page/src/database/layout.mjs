// layout.mjs - how a price file is to be read: where its rows begin, its columns, the order of its
// dates and its decimal mark. Decided from the file's first rows, and as many more as the dates need.

import { guessColumns, isLikeHeader, readHeader } from './csv-columns.mjs';
import { decimalMarkOf } from './csv-numbers.mjs';
import { readCsv } from './csv-reader.mjs';
import { USUAL_ORDER, numericDayOrder } from './dates.mjs';
import { ImportError } from './errors.mjs';

/**
 * @typedef {object} Layout
 * @property {import('./csv-columns.mjs').Columns} columns
 * @property {number} fields how many a row has
 * @property {number} firstLine of the rows with prices
 * @property {import('./csv-numbers.mjs').DecimalMark} mark
 * @property {import('./dates.mjs').DayOrder} [dayOrder] undefined where dates do not need it
 * @property {string} dayOrderFrom why it is that, to end an error message with
 */

// Some sites put a few lines of their own above the header.
const HEADER_WITHIN = 20;
// This many prices show the decimal mark, if any do.
const SOME_PRICES = 4000;

/**
 * @param {Blob} file
 * @param {number} [pieceBytes]
 * @returns {Promise<Layout>} throws an ImportError
 */
export async function readLayout(file, pieceBytes) {
  /** @type {Layout | undefined} */
  let layout;
  let dateSeparator = '';
  let hasText = false;
  /** @type {string[]} */
  const prices = [];
  for await (const batch of readCsv(file, pieceBytes)) {
    if (layout === undefined) {
      const start = findStart(batch);
      hasText ||= start.hasText;
      if (start.layout === undefined) {
        if (batch.rows.length >= HEADER_WITHIN) break;
        continue;
      }
      layout = start.layout;
    }
    if (prices.length < SOME_PRICES) prices.push(...pricesOf(batch, layout));
    layout.mark = decimalMarkOf(prices, batch.separator);
    const decision = decideDayOrder(batch, layout, dateSeparator);
    if (decision === 'decided') return layout;
    dateSeparator = decision;
  }
  if (layout === undefined) {
    throw new ImportError(hasText
      ? 'The columns of the file are not clear: its first line should name them, for example date,open,high,low,close,volume.'
      : 'The file is empty.');
  }
  // No date of the file shows the order.
  if (dateSeparator !== '') {
    layout.dayOrder = USUAL_ORDER[dateSeparator];
    layout.dayOrderFrom = ` (dates with ${dateSeparator} are read ${layout.dayOrder} when all can be read both ways)`;
  }
  return layout;
}

/**
 * Finds the header, or the first row of a file without one.
 * @param {import('./csv-reader.mjs').Batch} batch the first of the file
 * @returns {{ layout?: Layout, hasText: boolean }}
 */
function findStart({ rows, lines }) {
  /** @type {{ line: number, message: string } | undefined} */
  let problem;
  let hasText = false;
  for (const [index, fields] of rows.slice(0, HEADER_WITHIN).entries()) {
    if (fields.every((text) => text === '')) continue;
    hasText = true;
    if (isLikeHeader(fields)) {
      const columns = readHeader(fields);
      if (!('message' in columns)) return { hasText, layout: layoutOf(columns, fields, lines[index] + 1) };
      problem ??= { line: lines[index], message: columns.message };
    } else {
      const columns = problem === undefined ? guessColumns(fields) : undefined;
      if (columns !== undefined) return { hasText, layout: layoutOf(columns, fields, lines[index]) };
    }
  }
  if (problem === undefined) return { hasText };
  throw new ImportError(`The columns of the file are not clear: ${problem.message}.`, { errors: [problem] });
}

/**
 * @param {import('./csv-columns.mjs').Columns} columns
 * @param {string[]} fields
 * @param {number} firstLine
 * @returns {Layout}
 */
const layoutOf = (columns, fields, firstLine) =>
  ({ columns, fields: fields.length, firstLine, mark: '.', dayOrder: undefined, dayOrderFrom: '' });

/**
 * @param {import('./csv-reader.mjs').Batch} batch
 * @param {Layout} layout
 * @returns {string[]} some of its prices
 */
function pricesOf({ rows, lines }, { columns, firstLine }) {
  const { open, high, low, close } = columns;
  const start = lines.findIndex((line) => line >= firstLine);
  if (start < 0) return [];
  return rows.slice(start, start + SOME_PRICES).flatMap((fields) => [open, high, low, close].map((at) => fields[at] ?? ''));
}

/**
 * Sets layout.dayOrder as soon as a date shows it.
 * @param {import('./csv-reader.mjs').Batch} batch
 * @param {Layout} layout
 * @param {string} before what the batch before has given
 * @returns {string} 'decided'; or the separator of dates that leave it open so far, '' for none yet
 */
function decideDayOrder({ rows, lines }, layout, before) {
  let separator = before;
  for (let index = 0; index < rows.length; index++) {
    const text = rows[index][layout.columns.date] ?? '';
    if (text === '' || lines[index] < layout.firstLine) continue;
    const found = numericDayOrder(text);
    // The form of the first date is that of all.
    if (found === undefined) {
      if (separator === '') return 'decided';
      continue;
    }
    separator = found.separator;
    if (found.order === undefined) continue;
    layout.dayOrder = found.order;
    layout.dayOrderFrom = ` (line ${lines[index]}, "${text}", is ${found.order})`;
    return 'decided';
  }
  return separator;
}
