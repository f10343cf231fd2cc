// layout.mjs - how a price file is to be read: where its rows begin, its columns, the order of its
// dates and its decimal mark. Decided from the file's first rows, and as many more as that needs.

import { ImportError } from '../../calls/errors.mjs';
import { OrderEvidence } from '../fields/day-order.mjs';
import { MarkEvidence } from '../fields/marks.mjs';
import { encodingOf } from '../file/encoding.mjs';
import { readCsv } from '../file/csv-reader.mjs';
import { chooseDate, epochOf } from './date-column.mjs';
import { findStart } from './start.mjs';

/** @typedef {import('./start.mjs').Start} Start */
/** @typedef {import('./start.mjs').Head} Head */

/**
 * What a person has chosen where a file can be read in several ways.
 * @typedef {object} Choices
 * @property {import('../fields/dates.mjs').DayOrder} [order]
 * @property {import('../fields/numbers.mjs').DecimalMark} [mark]
 * @property {string} [series]
 * @property {string} [zone] a name such as America/New_York
 * @property {import('../fields/dates.mjs').Epoch} [epoch] of day numbers
 * @property {import('../prices/day-bars.mjs').DayForm} [days] what bars of a day with a time are
 * @property {Partial<import('./columns.mjs').Columns>} [columns]
 */

/**
 * @typedef {object} LayoutOfFile
 * @property {import('../file/encoding.mjs').Encoding} encoding
 * @property {string} separator
 * @property {number} fields how many a row has
 * @property {import('../fields/numbers.mjs').DecimalMark} mark
 * @property {import('../fields/marks.mjs').MarkFinding} markFinding
 * @property {import('../fields/dates.mjs').DayOrder} [order] undefined where dates do not need it
 * @property {import('../fields/day-order.mjs').OrderFinding} orderFinding
 * @property {import('../fields/dates.mjs').Epoch} [epoch] undefined where dates are no day numbers
 * @property {import('./date-column.mjs').EpochFinding} epochFinding
 * @property {boolean} isUtc whether the name of the dates says UTC
 * @property {string[]} notes what is to be said about the columns
 */
/** @typedef {Start & LayoutOfFile} Layout */

// So many rows show where the table begins, and what its columns are.
const HEAD_ROWS = 100;
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
  /** @type {Head} */
  const head = { rows: [], lines: [] };
  let separator = ',';
  const evidence = new Evidence();
  for await (const batch of readCsv(file, pieceBytes, encoding)) {
    ({ separator } = batch);
    if (start !== undefined) {
      evidence.add(batch, start);
    } else {
      head.rows.push(...batch.rows);
      head.lines.push(...batch.lines);
      if (head.rows.length < HEAD_ROWS) continue;
      start = startIn(head, choices, evidence);
    }
    if (evidence.isDecided) break;
  }
  start ??= startIn(head, choices, evidence);
  return { ...start, ...evidence.finding(start, separator, choices), encoding, separator, fields: start.header.length };
}

/**
 * @param {Head} head
 * @param {Choices} choices
 * @param {Evidence} evidence that the rows of the head are added to
 */
function startIn(head, choices, evidence) {
  const start = findStart(head, choices);
  const rows = head.rows.filter((row, index) => head.lines[index] >= start.firstLine && row.length >= start.header.length).slice(0, SOME_ROWS);
  if (choices.columns?.volume === undefined) chooseVolume(start, rows);
  if (choices.columns?.date === undefined) evidence.note(chooseDate(start, rows));
  evidence.addDates(rows.map((row) => row[start.columns.date] ?? ''));
  evidence.add(head, start);
  return start;
}

/** What the rows of a file tell of how they are to be read. */
class Evidence {
  #order = new OrderEvidence();
  #marks = new MarkEvidence();
  /** @type {string[]} */
  #notes = [];
  #lastYear = new Date().getUTCFullYear() + 1;
  /** @type {import('./date-column.mjs').EpochFinding} */
  #epoch = { isOpen: false, example: '', readings: [] };

  get isDecided() {
    return this.#order.isDecided && this.#marks.isDecided;
  }

  /** @param {string} text */
  note(text) {
    if (text !== '') this.#notes.push(text);
  }

  /** @param {string[]} texts the first of the column of dates */
  addDates(texts) {
    this.#epoch = epochOf(texts, this.#lastYear);
  }

  /**
   * @param {Head} rows
   * @param {Start} start
   */
  add({ rows, lines }, { columns, firstLine }) {
    const numbers = [columns.open, columns.high, columns.low, columns.close, columns.volume].filter((at) => at >= 0);
    for (let index = 0; index < rows.length; index++) {
      if (lines[index] < firstLine) continue;
      const fields = rows[index];
      this.#order.add(fields[columns.date] ?? '', lines[index]);
      if (this.isDecided) return;
      for (const at of numbers) {
        const text = fields[at];
        if (text !== undefined && text !== '') this.#marks.add(text);
      }
    }
  }

  /**
   * @param {Start} start
   * @param {string} separator
   * @param {Choices} choices
   */
  finding({ header, hasHeader, columns, closes }, separator, choices) {
    refuseThirtySeconds(this.#marks);
    const orderFinding = this.#order.finding(this.#lastYear);
    const markFinding = this.#marks.finding({
      separator, hasDottedDates: orderFinding.hasDots, hasAngles: header.some((name) => /^<.*>$/.test(name)),
    });
    const others = closes.filter((at) => at !== columns.close && !Object.values(columns).includes(at)).map((at) => header[at]);
    if (others.length > 0) this.note(`Closes are those of ${header[columns.close]}; the file has ${others.join(' and ')} too.`);
    return {
      markFinding, orderFinding, epochFinding: this.#epoch, notes: this.#notes,
      mark: choices.mark ?? markFinding.mark,
      order: choices.order ?? orderFinding.order,
      epoch: choices.epoch ?? this.#epoch.epoch,
      isUtc: hasHeader && /\b(?:utc|gmt)\b/i.test(header[columns.date] ?? ''),
    };
  }
}

/** @param {MarkEvidence} marks */
function refuseThirtySeconds({ thirtySeconds }) {
  if (thirtySeconds === undefined) return;
  throw new ImportError(`The prices are in thirty-seconds of a point, such as ${thirtySeconds}: write them as decimal numbers first. `
    + 'If they are thousands, leave the marks between the digits out.');
}

/**
 * Takes the first column of a volume that has any: MetaTrader writes VOL even where it knows TICKVOL alone.
 * @param {Start} start
 * @param {string[][]} rows
 */
function chooseVolume({ columns, volumes }, rows) {
  const used = volumes.find((at) => rows.some((fields) => /[1-9]/.test(fields[at] ?? '')));
  if (used !== undefined) columns.volume = used;
}
