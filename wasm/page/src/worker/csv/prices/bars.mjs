// bars.mjs - the bars of a file as columns of numbers, and then in order, without those that are twice.

import { isMidnight, tsOf } from '../fields/dates.mjs';
import { dayFinding } from './day-bars.mjs';
import { canHaveOutliers, outliersIn } from './outliers.mjs';

const FIRST_ROOM = 1 << 10;
const NAMES = /** @type {const} */ (['shown', 'instant', 'open', 'high', 'low', 'close', 'volume', 'line']);
const PRICES = /** @type {const} */ (['open', 'high', 'low', 'close', 'volume']);
// Clocks are put back by no more.
const PUT_BACK = 3600;
const DAY = 86400;

/** @typedef {typeof NAMES[number]} Name */

/**
 * The bars of a symbol: places[start] up to places[end - 1] tell where they are in the columns.
 * @typedef {{ name: string, start: number, end: number, hasTimes: boolean }} Group
 */

/**
 * @typedef {object} Sorted
 * @property {Group[]} groups by symbol
 * @property {Uint32Array} places of the bars in the columns, in order of symbol and time
 * @property {Float64Array} times seconds since 1970, by place
 * @property {{ line: number, first: number, symbol: string, ts: string }[]} contradictions bars that are there twice
 * @property {number[]} repeated lines that say the same as another
 */

export class BarColumns {
  length = 0;
  /** @type {Record<Name, Float64Array>} */
  columns = /** @type {any} */ (Object.fromEntries(NAMES.map((name) => [name, new Float64Array(FIRST_ROOM)])));
  #symbolOf = new Int32Array(FIRST_ROOM);
  /** @type {string[]} */
  symbols = [];
  /** @type {Map<string, number>} */
  #places = new Map();
  #forward = 0;
  #backward = 0;
  // Small steps in each direction: from and to.
  /** @type {[number, number][]} */
  #smallForward = [];
  /** @type {[number, number][]} */
  #smallBackward = [];
  /** @type {Set<number>} */
  #dropped = new Set();

  /** Whether the file begins with its newest bar. */
  get isNewestFirst() {
    return this.#backward > this.#forward;
  }

  /**
   * @param {import('./row.mjs').Row} row
   * @param {number} instant
   * @param {number} line
   */
  add({ symbol, moment, open, high, low, close, volume }, instant, line) {
    const at = this.length;
    if (at === this.#symbolOf.length) this.#grow();
    const { columns } = this;
    const place = this.#placeOf(symbol);
    if (at > 0 && this.#symbolOf[at - 1] === place) this.#addStep(columns.shown[at - 1], moment.shown);
    this.#symbolOf[at] = place;
    columns.shown[at] = moment.shown;
    columns.instant[at] = instant;
    columns.open[at] = open;
    columns.high[at] = high;
    columns.low[at] = low;
    columns.close[at] = close;
    columns.volume[at] = volume;
    columns.line[at] = line;
    this.length += 1;
  }

  /** @param {string} symbol aapl and AAPL are one, by the name that comes first */
  #placeOf(symbol) {
    let place = this.#places.get(symbol);
    if (place !== undefined) return place;
    const folded = symbol.toLowerCase();
    place = this.#places.get(`\0${folded}`) ?? this.symbols.push(symbol) - 1;
    this.#places.set(symbol, place);
    this.#places.set(`\0${folded}`, place);
    return place;
  }

  /** @param {number} before @param {number} after */
  #addStep(before, after) {
    if (after > before) this.#forward += 1;
    else if (after < before) this.#backward += 1;
    if (Math.abs(after - before) > PUT_BACK || after === before) return;
    const list = after > before ? this.#smallForward : this.#smallBackward;
    // A file that goes one way has few steps the other way: these are kept.
    if (list.length < 100) list.push([Math.min(before, after), Math.max(before, after)]);
  }

  #grow() {
    const room = this.#symbolOf.length * 2;
    const symbolOf = new Int32Array(room);
    symbolOf.set(this.#symbolOf);
    this.#symbolOf = symbolOf;
    for (const name of NAMES) {
      const column = new Float64Array(room);
      column.set(this.columns[name]);
      this.columns[name] = column;
    }
  }

  /**
   * Drops bars of a year that no bar beside them is of.
   * @returns {{ line: number, year: number, others: number }[]} their lines and years, and the year beside them
   */
  dropOutliers() {
    const { shown, line } = this.columns;
    if (!canHaveOutliers(shown, this.length)) return [];
    const yearOf = (/** @type {number} */ at) => new Date(shown[at] * 1000).getUTCFullYear();
    const dropped = this.#placesBySymbol().flatMap((places) =>
      outliersIn(Float64Array.from(places, (at) => shown[at])).map(({ at, beside }) => ({ at: places[at], beside: places[beside] })));
    for (const { at } of dropped) this.#dropped.add(at);
    return dropped.map(({ at, beside }) => ({ line: line[at], year: yearOf(at), others: yearOf(beside) }));
  }

  /** @param {number} at */
  #isDropped(at) {
    return this.#dropped.size > 0 && this.#dropped.has(at);
  }

  /** @returns {Uint32Array[]} the places of each symbol's bars, in the order of the file */
  #placesBySymbol() {
    const counts = new Uint32Array(this.symbols.length);
    for (let at = 0; at < this.length; at++) counts[this.#symbolOf[at]] += 1;
    const places = Array.from(counts, (count) => new Uint32Array(count));
    counts.fill(0);
    for (let at = 0; at < this.length; at++) places[this.#symbolOf[at]][counts[this.#symbolOf[at]]++] = at;
    return places;
  }

  /** What bars of days that have a time are. */
  dayFinding() {
    return dayFinding(this.#shownBars());
  }

  * #shownBars() {
    const { shown } = this.columns;
    for (let at = 0; at < this.length; at++) if (!this.#isDropped(at)) yield { symbol: this.#symbolOf[at], shown: shown[at] };
  }

  /**
   * The bars in order. Where all bars of a symbol are at midnight as the file shows them, they are days.
   * @param {Set<number>} daily symbols whose bars are of days though they have times
   * @param {number} later seconds from the day of their times to their own
   * @returns {Sorted}
   */
  sorted(daily, later) {
    const { length, symbols } = this;
    const { shown, instant } = this.columns;
    const hasTimes = symbols.map(() => false);
    for (let at = 0; at < length; at++) if (!isMidnight(shown[at])) hasTimes[this.#symbolOf[at]] = !daily.has(this.#symbolOf[at]);
    const times = new Float64Array(length);
    for (let at = 0; at < length; at++) {
      const symbol = this.#symbolOf[at];
      if (daily.has(symbol)) times[at] = Math.floor(shown[at] / DAY) * DAY + later;
      else times[at] = hasTimes[symbol] ? instant[at] : shown[at];
    }
    const ranks = ranksOf(symbols);
    const all = this.#inOrder(times, ranks);
    const places = new Uint32Array(length);
    /** @type {Sorted} */
    const result = { groups: [], places, times, contradictions: [], repeated: [] };
    let end = 0;
    for (const at of all) {
      if (this.#isDropped(at)) continue;
      const symbol = this.#symbolOf[at];
      const name = symbols[symbol];
      const group = result.groups.at(-1);
      if (group?.name !== name) {
        result.groups.push({ name, start: end, end: end + 1, hasTimes: hasTimes[symbol] });
      } else {
        const before = places[end - 1];
        if (times[before] === times[at]) {
          if (this.#isSame(before, at)) result.repeated.push(this.columns.line[at]);
          else {
            result.contradictions.push({
              line: this.columns.line[at], first: this.columns.line[before], symbol: name, ts: tsOf(times[at], hasTimes[symbol]),
            });
          }
          continue;
        }
        group.end = end + 1;
      }
      places[end] = at;
      end += 1;
    }
    result.places = places.subarray(0, end);
    return result;
  }

  /**
   * @param {Float64Array} times
   * @param {Int32Array} ranks of the symbols
   */
  #inOrder(times, ranks) {
    const { length } = this;
    const symbolOf = this.#symbolOf;
    const order = Uint32Array.from({ length }, (_, at) => at);
    const compare = (/** @type {number} */ a, /** @type {number} */ b) =>
      ranks[symbolOf[a]] - ranks[symbolOf[b]] || times[a] - times[b] || a - b;
    if (isAscending(order, compare)) return order;
    // Newest first is the other order that is common.
    order.reverse();
    return isAscending(order, compare) ? order : order.sort(compare);
  }

  /** @param {number} a @param {number} b */
  #isSame(a, b) {
    return PRICES.every((name) => Object.is(this.columns[name][a], this.columns[name][b]));
  }

  /**
   * The span of times that stands twice because clocks were put back, when all that is twice lies in one.
   * @param {Sorted} sorted
   * @returns {{ from: number, to: number } | undefined}
   */
  repeatedHour({ contradictions, repeated }) {
    const backs = this.isNewestFirst ? this.#smallForward : this.#smallBackward;
    if (contradictions.length === 0 || backs.length === 0 || backs.length >= 100) return undefined;
    const lines = new Set([...contradictions.map(({ line }) => line), ...repeated]);
    let [from, to] = [Infinity, -Infinity];
    for (let at = 0; at < this.length; at++) {
      if (!lines.has(this.columns.line[at])) continue;
      const time = this.columns.shown[at];
      if (!backs.some(([low, high]) => low <= time && time <= high)) return undefined;
      [from, to] = [Math.min(from, time), Math.max(to, time)];
    }
    return { from, to };
  }
}

/**
 * @param {Uint32Array} order
 * @param {(a: number, b: number) => number} compare
 */
function isAscending(order, compare) {
  for (let index = 1; index < order.length; index++) if (compare(order[index - 1], order[index]) > 0) return false;
  return true;
}

/** The places of names in SQLite's order of text. @param {string[]} symbols */
function ranksOf(symbols) {
  const encoder = new TextEncoder();
  const bytes = symbols.map((symbol) => encoder.encode(symbol));
  const order = symbols.map((_, index) => index).sort((a, b) => compareBytes(bytes[a], bytes[b]));
  const ranks = new Int32Array(symbols.length);
  order.forEach((symbol, rank) => { ranks[symbol] = rank; });
  return ranks;
}

/** @param {Uint8Array} a @param {Uint8Array} b */
function compareBytes(a, b) {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    if (a[index] !== b[index]) return a[index] - b[index];
  }
  return a.length - b.length;
}
