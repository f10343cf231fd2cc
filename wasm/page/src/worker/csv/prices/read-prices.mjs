// read-prices.mjs - a price file as bars in order, with what was left out, what cannot be taken, and
// what the file does not decide. Nothing is stored here.

import { CancelledError, ImportError } from '../../calls/errors.mjs';
import { readCsv } from '../file/csv-reader.mjs';
import { isDate } from '../table/columns.mjs';
import { tsOf } from '../fields/dates.mjs';
import { meaningsOf, zoneNamed } from '../fields/zones.mjs';
import { readLayout } from '../table/layout.mjs';
import { BarColumns } from './bars.mjs';
import { RowError, readRow } from './row.mjs';

/** @typedef {import('../table/layout.mjs').Layout} Layout */
/** @typedef {import('../table/layout.mjs').Choices} Choices */

/**
 * A row that is no bar: its line, its text, and why.
 * @typedef {{ line: number, text: string, message: string }} Remark
 */

/**
 * @typedef {object} Prices
 * @property {Layout} layout
 * @property {Choices} choices
 * @property {BarColumns} bars
 * @property {import('./bars.mjs').Sorted} sorted
 * @property {boolean} areInstants whether times are in UTC; false: as some clock showed them, nobody knows which
 * @property {string} zone to show them in, beside instants; '' elsewhere
 * @property {Remark[]} faults the first rows that cannot be taken
 * @property {number} faultCount
 * @property {Remark[]} skipped the first rows that are no bars
 * @property {Map<string, number>} skipCounts by reason
 * @property {{ line: number, fields: string[] }[]} head the first rows as they were read
 * @property {{ line: number, fields: string[] }[]} tail the last
 * @property {import('./day-bars.mjs').DayFinding} dayFinding
 * @property {string} abbreviation of a time zone that can mean several, or ''
 * @property {{ from: number, to: number } | undefined} repeatedHour times that stand twice, as when clocks are put back
 */

/**
 * @typedef {object} ReadOptions
 * @property {Choices} [choices]
 * @property {(progress: import('../../calls/types.mjs').ImportProgress) => void} [onProgress]
 * @property {() => boolean} [isStopped] asked now and then
 * @property {number} [pieceBytes] how much of the file is read at a time
 * @property {number} [remarksKept] how many faults and how many skipped rows are kept with their texts
 */

const REMARKS_KEPT = 200;
const ROWS_SHOWN = 5;
const TEXT_LETTERS = 200;
const DAY = 86400;
// Years beyond this one in which a bar may be: clocks are wrong at times.
const YEARS_AHEAD = 5;

/**
 * @param {Blob} file not packed
 * @param {ReadOptions} [options]
 * @returns {Promise<Prices>} throws an ImportError where the file is no price file
 */
export async function readPrices(file, { choices = {}, onProgress, isStopped, pieceBytes, remarksKept = REMARKS_KEPT } = {}) {
  const layout = await readLayout(file, choices, pieceBytes);
  const reading = new Reading(layout, choices, remarksKept);
  for await (const { rows, lines, problems, bytes } of readCsv(file, pieceBytes, layout.encoding)) {
    if (isStopped?.()) throw new CancelledError();
    for (let index = 0; index < rows.length; index++) {
      if (lines[index] < layout.firstLine) continue;
      const problem = problems.get(index);
      if (layout.problem !== '') reading.show(rows[index], lines[index]);
      else if (problem !== undefined) reading.addFault(lines[index], rows[index], problem);
      else reading.addRow(rows[index], lines[index]);
    }
    onProgress?.({ bytes, total: file.size, rows: reading.bars.length });
  }
  const prices = reading.finish();
  await addTexts(file, prices, pieceBytes);
  return prices;
}

/**
 * Of a bar that is there twice only the line is known in the end: its text is looked up.
 * @param {Blob} file
 * @param {Prices} prices
 * @param {number} [pieceBytes]
 */
async function addTexts(file, { faults, skipped, layout }, pieceBytes) {
  const wanted = new Map([...faults, ...skipped].filter(({ text }) => text === '').map((remark) => [remark.line, remark]));
  if (wanted.size === 0) return;
  for await (const { rows, lines } of readCsv(file, pieceBytes, layout.encoding)) {
    for (let index = 0; index < rows.length; index++) {
      const remark = wanted.get(lines[index]);
      if (remark === undefined) continue;
      remark.text = textOf(rows[index], layout);
      wanted.delete(lines[index]);
      if (wanted.size === 0) return;
    }
  }
}

/**
 * @param {string[]} fields
 * @param {Layout} layout
 */
function textOf(fields, { separator }) {
  const text = fields.join(separator === '\t' ? '   ' : separator);
  return text.length > TEXT_LETTERS ? `${text.slice(0, TEXT_LETTERS)}…` : text;
}

class Reading {
  bars = new BarColumns();
  /** @type {Remark[]} */
  #faults = [];
  #faultCount = 0;
  /** @type {Remark[]} */
  #skipped = [];
  /** @type {Map<string, number>} */
  #skipCounts = new Map();
  // What may be the words below the last row.
  /** @type {{ line: number, fields: string[] }[]} */
  #notes = [];
  /** @type {{ line: number, fields: string[] }[]} */
  #head = [];
  /** @type {{ line: number, fields: string[] }[]} */
  #tail = [];
  /** @type {boolean | undefined} */
  #areInstants;
  #zone;
  #zoneName = '';
  // Bars at times that clocks have shown twice, by symbol and time: their places, and the second instant.
  /** @type {Map<string, { places: number[], second: number }>} */
  #twice = new Map();
  #end = Date.UTC(new Date().getUTCFullYear() + 1 + YEARS_AHEAD, 0) / 1000;

  #abbreviation = '';
  #untraded = 0;
  #remarksKept;

  /**
   * @param {Layout} layout
   * @param {Choices} choices
   * @param {number} remarksKept
   */
  constructor(layout, choices, remarksKept) {
    this.#remarksKept = remarksKept;
    this.layout = layout;
    this.choices = choices;
    this.#zone = choices.zone === undefined || choices.zone === '' ? undefined : zoneNamed(choices.zone);
  }

  /**
   * @param {string[]} fields
   * @param {number} line
   */
  addRow(fields, line) {
    if (fields.length === 1 && fields[0] === '') return;
    try {
      const row = readRow(fields, this.layout, this.#end);
      if (row === 'a note') {
        this.#notes.push({ line, fields });
        return;
      }
      if (typeof row === 'string') {
        this.#skip(line, fields, row);
        return;
      }
      row.symbol ||= this.layout.symbol;
      if (row.isUntraded) this.#untraded += 1;
      this.bars.add(row, this.#instantOf(row), line);
      this.#noteRow(fields, line);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      this.addFault(line, fields, error.message);
    }
  }

  /**
   * @param {number} line
   * @param {string[]} fields
   * @param {string} message
   */
  addFault(line, fields, message) {
    this.#faultCount += 1;
    if (this.#faults.length < this.#remarksKept) this.#faults.push({ line, text: textOf(fields, this.layout), message });
  }

  /** @returns {Prices} */
  finish() {
    // Words between the rows may stand for some that are lost; units above the first and notes below the last do not.
    const first = this.#head[0]?.line ?? 0;
    const last = this.#tail.at(-1)?.line ?? 0;
    for (const { line, fields } of this.#notes) {
      if (line > last || line < first) this.#skip(line, fields, 'a note');
      else this.addFault(line, fields, noteProblem(fields, this.layout));
    }
    this.#resolveTwice();
    if (this.#untraded > 0) {
      this.layout.notes.push(`In ${this.#untraded} ${this.#untraded === 1 ? 'row' : 'rows'} open, high and low are 0, as where there was no trade: the close alone is taken.`);
    }
    for (const { line, year, others } of this.bars.dropOutliers()) this.addFault(line, [], `the year is ${year}, and ${others} beside it`);
    const dayFinding = this.bars.dayFinding();
    const form = this.choices.days ?? dayFinding.form;
    const sorted = this.bars.sorted(form === 'times' ? new Set() : dayFinding.symbols, form === 'next' ? DAY : 0);
    const repeatedHour = this.#areInstants === false ? this.bars.repeatedHour(sorted) : undefined;
    for (const line of sorted.repeated) this.#skip(line, [], 'the same row again');
    if (repeatedHour === undefined) {
      for (const { line, first, symbol, ts } of sorted.contradictions) {
        this.addFault(line, [], `the same bar as line ${first}: ${symbol === '' ? '' : `${symbol}, `}${ts}`);
      }
    }
    this.#faults.sort((a, b) => a.line - b.line);
    this.#skipped.sort((a, b) => a.line - b.line);
    return {
      layout: this.layout, choices: this.choices, bars: this.bars, sorted,
      areInstants: this.#areInstants === true, zone: this.#areInstants === true ? this.#shownZone() : '',
      faults: this.#faults, faultCount: this.#faultCount, skipped: this.#skipped, skipCounts: this.#skipCounts,
      head: this.#head, tail: this.#tail, repeatedHour, dayFinding, abbreviation: this.#abbreviation,
    };
  }

  #shownZone() {
    return this.#zone?.name ?? (this.#zoneName || 'UTC');
  }

  /**
   * @param {import('./row.mjs').Row} row
   * @returns {number} seconds since 1970: in UTC where that can be known
   */
  #instantOf({ symbol, moment: { shown, zone, ...moment } }) {
    const place = zone === undefined ? undefined : zoneNamed(zone);
    if (place !== undefined) this.#zoneName = place.name;
    const offset = moment.abbreviation === undefined ? moment.offset : this.#offsetOf(moment.abbreviation);
    const known = offset ?? (this.layout.isUtc && place === undefined ? 0 : undefined);
    const clock = place ?? (known === undefined ? this.#zone : undefined);
    const isInstant = known !== undefined || clock !== undefined;
    this.#areInstants ??= isInstant;
    if (this.#areInstants !== isInstant) {
      throw new RowError(isInstant ? 'the time has an offset or a zone, and those above have none' : 'the time has no offset or zone, as those above have');
    }
    if (known !== undefined) return shown - known;
    return clock === undefined ? shown : this.#instantIn(clock, symbol, shown);
  }

  /**
   * @param {string} abbreviation that several zones have
   * @returns {number | undefined} undefined where another zone has been chosen
   */
  #offsetOf(abbreviation) {
    this.#abbreviation = abbreviation;
    const meanings = meaningsOf(abbreviation);
    const meant = this.#zone === undefined ? meanings[0] : meanings.find(({ zone }) => zoneNamed(zone)?.name === this.#zone?.name);
    if (meant !== undefined) this.#zoneName = meant.zone;
    return meant?.offset;
  }

  /**
   * @param {import('../fields/zones.mjs').Zone} clock
   * @param {string} symbol
   * @param {number} shown
   */
  #instantIn(clock, symbol, shown) {
    const instants = clock.instantsOf(shown);
    if (instants.length === 0) throw new RowError(`${tsOf(shown, true)} was no time in ${clock.name}: clocks were put forward over it`);
    if (instants.length === 1) return instants[0];
    const key = `${symbol}\0${shown}`;
    const met = this.#twice.get(key) ?? { places: [], second: instants[1] };
    met.places.push(this.bars.length);
    this.#twice.set(key, met);
    return instants[0];
  }

  // Of two bars at a time that clocks have shown twice, the later has the later instant: not summer time.
  #resolveTwice() {
    for (const { places, second } of this.#twice.values()) {
      if (places.length < 2) continue;
      const later = this.bars.isNewestFirst ? places[0] : places[1];
      this.bars.columns.instant[later] = second;
    }
  }

  /** A row of a file whose columns are not clear. @param {string[]} fields @param {number} line */
  show(fields, line) {
    if (fields.length > 1) this.#noteRow(fields, line);
  }

  /** @param {string[]} fields @param {number} line */
  #noteRow(fields, line) {
    if (this.#head.length < ROWS_SHOWN) this.#head.push({ line, fields });
    this.#tail.push({ line, fields });
    if (this.#tail.length > ROWS_SHOWN) this.#tail.shift();
  }

  /**
   * @param {number} line
   * @param {string[]} fields
   * @param {string} reason
   */
  #skip(line, fields, reason) {
    this.#skipCounts.set(reason, (this.#skipCounts.get(reason) ?? 0) + 1);
    if (this.#skipped.length < this.#remarksKept) this.#skipped.push({ line, text: textOf(fields, this.layout), message: reason });
  }
}

/**
 * @param {string[]} fields
 * @param {Layout} layout
 */
function noteProblem(fields, { fields: expected, columns }) {
  if (fields.length === expected && !isDate(fields[columns.date])) return `"${fields[columns.date]}" is not a date`;
  return `${fields.length} ${fields.length === 1 ? 'field' : 'fields'} instead of ${expected}`;
}

/**
 * What keeps a file from being taken as it is, in whole sentences; '' where nothing does.
 * @param {Prices} prices
 */
function emptiness({ layout, sorted, skipCounts, faultCount }) {
  if (sorted.places.length > 0 || faultCount > 0 || layout.problem !== '') return '';
  return skipCounts.size > 0 ? 'No row of the file has a price.' : 'The file has a header and no rows.';
}

/** @param {Prices} prices throws an ImportError where no bar came out at all */
export function refuseEmpty(prices) {
  const message = emptiness(prices);
  if (message !== '') throw new ImportError(message);
}
