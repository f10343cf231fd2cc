// series.mjs - whole series, copied through the module's memory in pieces.
//
// The pieces are small enough to stay in the processor's cache: so copying costs little beside reading the prices
// and writing the averages, and the module's memory need not hold them.

import { checkNumber } from './memory.mjs';
import { apartFrom, copyPrices, lengthOf, notFinite } from './prices.mjs';

/** @typedef {import('./memory.mjs').Memory} Memory */
/** @typedef {import('./prices.mjs').Prices} Prices */

// A multiple of what the kernel takes at once; 64 KiB stay in the second-level cache (a half and double of it were slower).
const PIECE = 8192;

/**
 * Bars in reading order, in arrays of one length.
 * @typedef {{ high: Prices, low: Prices, close: Prices }} Bars
 */

/**
 * Calls step for one piece of the series after the other, with its prices in the memory.
 * @param {Memory} memory
 * @param {Prices[]} series of one length
 * @param {number} n
 * @param {Float64Array} out
 * @param {(addresses: number[], outAddress: number, length: number) => number} step averages a piece; a status
 */
function inPieces(memory, series, n, out, step) {
  const length = Math.min(n, PIECE);
  memory.withRoom(length * series.length, (address) => {
    const addresses = series.map((_, index) => address + 8 * length * index);
    for (let from = 0; from < n; from += length) {
      const piece = Math.min(length, n - from);
      series.forEach((prices, index) => copyPrices(memory, prices, from, piece, addresses[index]));
      const status = step(addresses, addresses[0], piece);
      if (status === memory.exports.notFinite()) throw notFinite(memory, series);
      memory.check(status);
      out.set(memory.view(addresses[0], piece), from);
    }
  });
}

/**
 * The array that results go to: the caller's, or a new one.
 * @param {Memory} memory
 * @param {unknown} out
 * @param {number} n
 * @returns {Float64Array}
 */
function targetOf(memory, out, n) {
  if (out === undefined) {
    try {
      return new Float64Array(n);
    } catch {
      throw memory.error(memory.exports.outOfMemory());
    }
  }
  if (!(out instanceof Float64Array)) throw new TypeError('out is not a Float64Array');
  if (lengthOf(memory, out, 'places of out') !== n) {
    throw new RangeError(`out is of length ${out.length}, and there are ${n} prices`);
  }
  return out;
}

/**
 * Whether writing results from the front would overwrite prices that have not been read.
 * @param {Prices} prices
 * @param {Float64Array} out
 */
function isOverwritten(prices, out) {
  if (!ArrayBuffer.isView(prices) || prices.buffer !== out.buffer) return false;
  const isSame = prices instanceof Float64Array && prices.byteOffset === out.byteOffset;
  return !isSame && prices.byteOffset < out.byteOffset + out.byteLength && out.byteOffset < prices.byteOffset + prices.byteLength;
}

/**
 * Has run write to an array that stays where it is, and gives the caller's its results.
 * @param {Memory} memory
 * @param {Prices[]} series
 * @param {unknown} out
 * @param {number} n
 * @param {(series: Prices[], target: Float64Array) => void} run
 * @returns {Float64Array<ArrayBuffer>}
 */
function into(memory, series, out, n, run) {
  const target = targetOf(memory, out, n);
  // An array of the module's own memory is empty once that grows; its place in the memory stays.
  const isInside = memory.isInside(target);
  const offset = target.byteOffset;
  const apart = series.map((prices) => {
    const own = apartFrom(memory, prices);
    return own === prices && isOverwritten(prices, target) ? /** @type {any} */ (prices).slice() : own;
  });
  if (!isInside) {
    run(apart, target);
    return /** @type {Float64Array<ArrayBuffer>} */ (target);
  }
  const results = new Float64Array(n);
  run(apart, results);
  const view = memory.view(offset, n);
  view.set(results);
  return view;
}

/**
 * @param {Memory} memory
 * @param {Prices} prices
 * @param {number} period
 * @param {unknown} out
 * @returns {Float64Array<ArrayBuffer>}
 */
export function smmaOf(memory, prices, period, out) {
  checkNumber(period, 'period');
  const { exports } = memory;
  const n = lengthOf(memory, prices);
  return into(memory, [prices], out, n, (series, target) => {
    memory.withRoom(exports.streamLength(), (stream) => {
      memory.check(exports.streamStart(stream, period));
      inPieces(memory, series, n, target, ([from], to, length) => exports.streamPushArray(stream, from, to, length));
    });
  });
}

/**
 * @param {Memory} memory
 * @param {number} indicator
 * @param {Prices[]} series close, or high, low and close
 * @param {number} period
 * @param {unknown} out
 * @returns {Float64Array<ArrayBuffer>}
 */
export function wilderOf(memory, indicator, series, period, out) {
  checkNumber(period, 'period');
  const { exports } = memory;
  const names = series.length === 1 ? ['prices'] : ['highs', 'lows', 'closes'];
  const lengths = series.map((prices, index) => lengthOf(memory, prices, names[index]));
  const n = lengths[0];
  if (lengths.some((length) => length !== n)) throw new RangeError(`the bars are of ${lengths.join(', ')} prices: high, low and close differ`);
  return into(memory, series, out, n, (apart, target) => {
    memory.withRoom(exports.wilderLength(), (stream) => {
      memory.check(exports.wilderStart(stream, indicator, period));
      inPieces(memory, apart, n, target, (addresses, to, length) =>
        exports.wilderPushArray(stream, addresses[0], addresses[1] ?? addresses[0], addresses[2] ?? addresses[0], to, length));
    });
  });
}
