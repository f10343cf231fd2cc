// prices.mjs - arrays of prices: what may be one, and how its prices get into the module's memory.

import { SmmaError } from '../module.mjs';

/** @typedef {import('./memory.mjs').Memory} Memory */

/**
 * Prices in reading order. NaN, null and undefined are missing prices (SPEC 1.2).
 * @typedef {Float64Array | ArrayLike<number | null | undefined>} Prices
 */

/**
 * @param {Memory} memory
 * @param {unknown} prices
 * @param {string} [name] of the argument, for errors
 * @returns {number} how many
 */
export function lengthOf(memory, prices, name = 'prices') {
  const array = /** @type {any} */ (prices);
  const n = typeof array === 'object' ? array?.length : undefined;
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 0) throw new TypeError(`the ${name} are not an array`);
  if (!ArrayBuffer.isView(array)) return n;
  if (array.buffer !== memory.buffer() && memory.known.has(array.buffer)) {
    throw new SmmaError(`the ${name} are an array from before the memory has grown: ask its block again`);
  }
  if (n === 0 && isDetached(array.buffer)) {
    throw new SmmaError(`the ${name} are an array whose buffer has been transferred elsewhere: it is empty`);
  }
  return n;
}

/** @param {ArrayBufferLike & { detached?: boolean }} buffer */
function isDetached(buffer) {
  if (typeof buffer.detached === 'boolean') return buffer.detached;
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}

/** @param {Prices} prices */
const isTyped = (prices) =>
  ArrayBuffer.isView(prices) && !(prices instanceof BigInt64Array) && !(prices instanceof BigUint64Array);

/**
 * @param {unknown} price
 * @returns {number} NaN for a missing one
 */
export function numberOf(price) {
  const number = price ?? NaN;
  if (typeof number !== 'number') throw new TypeError('the price is not a number');
  return number;
}

/**
 * Copies prices from..from + n - 1 to an address of the memory.
 * @param {Memory} memory
 * @param {Prices} prices
 * @param {number} from
 * @param {number} n
 * @param {number} address
 */
export function copyPrices(memory, prices, from, n, address) {
  let target = memory.view(address, n);
  if (isTyped(prices)) {
    const typed = /** @type {Float64Array} */ (prices);
    target.set(from === 0 && n === typed.length ? typed : typed.subarray(from, from + n));
    return;
  }
  const numbers = copyNumbers(prices, from, n, target);
  // A getter may have called the core, whose memory may have grown and left the view empty: then all over again.
  for (let i = target.length === n ? numbers : 0; i < n; i++) {
    const price = prices[from + i];
    if (target.length === 0) target = memory.view(address, n);
    if (typeof price === 'number') target[i] = price;
    else if (price === null || price === undefined) target[i] = NaN;
    else throw new TypeError(`the price at ${from + i} is not a number`);
  }
}

/**
 * Copies prices up to the first that is not a number. Most arrays have nothing else, and what this loop looks at is most of
 * what a call for a plain array takes.
 * @param {Prices} prices
 * @param {number} from
 * @param {number} n
 * @param {Float64Array} target
 * @returns {number} how many
 */
function copyNumbers(prices, from, n, target) {
  for (let i = 0; i < n; i++) {
    const price = prices[from + i];
    if (typeof price !== 'number') return i;
    target[i] = price;
  }
  return n;
}

/**
 * Prices that lie in the module's own memory, as an array that stays when that grows.
 * @template {Prices} P
 * @param {Memory} memory
 * @param {P} prices
 * @returns {P}
 */
export function apartFrom(memory, prices) {
  return memory.isInside(prices) ? /** @type {any} */ (prices).slice() : prices;
}

/**
 * What is wrong with prices that the C code has found not finite: which one it is, where it is infinite itself.
 * @param {Memory} memory
 * @param {Prices[]} series
 * @returns {SmmaError}
 */
export function notFinite(memory, series) {
  const text = memory.text(memory.exports.notFinite());
  let first = Infinity;
  for (const prices of series) {
    for (let i = 0; i < Math.min(prices.length, first); i++) {
      const price = prices[i];
      if (price === Infinity || price === -Infinity) first = i;
    }
  }
  if (first === Infinity) return new SmmaError(text);
  const price = series.map((prices) => prices[first]).find((value) => Math.abs(Number(value)) === Infinity);
  return new SmmaError(`${text}: the price at ${first} is ${price}`);
}
