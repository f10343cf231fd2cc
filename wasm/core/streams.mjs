// streams.mjs - series that are still growing: an average or one of Wilder's indicators, price by price.

import { SmmaError } from '../module.mjs';
import { checkNumber, requireKey } from './memory.mjs';
import { numberOf } from './prices.mjs';

/** @typedef {import('./memory.mjs').Memory} Memory */

/**
 * The average of a series that is still growing. Its memory is given back when it is forgotten.
 */
export class SmmaStream {
  #memory;
  #address;

  /**
   * @param {symbol} key
   * @param {Memory} memory
   * @param {(address: number) => number} start fills it; its status
   */
  constructor(key, memory, start) {
    requireKey(key);
    this.#memory = memory;
    this.#address = startAt(this, memory, memory.exports.streamLength(), start);
  }

  /**
   * Adds a price. After an error the stream is as it was.
   * @param {number | null | undefined} price NaN, null and undefined are missing: the average stays
   * @returns {number} the average so far, NaN before there is one
   */
  push(price) {
    const value = this.#memory.exports.streamPush(this.#address, typeof price === 'number' ? price : numberOf(price));
    if (value === Infinity) throw refusal(this.#memory, [price]);
    return value;
  }

  /** The average so far, NaN before there is one. */
  get value() {
    return this.#memory.exports.streamValue(this.#address);
  }

  /**
   * The stream as bytes: those of SQL's smma_state(), which core.load() and smma_append() go on from (SPEC 3.7).
   * @returns {Uint8Array<ArrayBuffer>}
   */
  save() {
    const memory = this.#memory;
    const size = memory.exports.stateSize();
    return memory.withRoom(size / 8, (address) => {
      memory.exports.streamSave(this.#address, address);
      return new Uint8Array(memory.buffer(), address, size).slice();
    });
  }
}

/** One of Wilder's indicators of a series that is still growing (SPEC 4.10). */
export class WilderStream {
  #memory;
  #address;
  #takesBars;

  /**
   * @param {symbol} key
   * @param {Memory} memory
   * @param {number} indicator
   * @param {boolean} takesBars whether of high, low and close, or of the close alone
   * @param {number} period
   */
  constructor(key, memory, indicator, takesBars, period) {
    requireKey(key);
    checkNumber(period, 'period');
    this.#memory = memory;
    this.#takesBars = takesBars;
    this.#address = startAt(this, memory, memory.exports.wilderLength(),
      (address) => memory.exports.wilderStart(address, indicator, period));
  }

  /**
   * Adds a bar: push(close) for RSI, push(high, low, close) for the others. A bar of which one is missing (NaN, null
   * or undefined) counts for nothing. After an error the stream is as it was.
   * @param {...(number | null | undefined)} prices
   * @returns {number} the value so far, NaN before there is one
   */
  push(...prices) {
    const wanted = this.#takesBars ? 3 : 1;
    if (prices.length !== wanted) {
      throw new TypeError(this.#takesBars ? 'push() takes high, low and close' : 'push() takes the close');
    }
    const [high, low, close] = this.#takesBars ? prices.map(numberOf) : [NaN, NaN, numberOf(prices[0])];
    const value = this.#memory.exports.wilderPush(this.#address, high, low, close);
    if (value === Infinity) throw refusal(this.#memory, prices);
    return value;
  }

  /** The value so far, NaN before there is one. */
  get value() {
    return this.#memory.exports.wilderValue(this.#address);
  }
}

/**
 * @param {Memory} memory
 * @param {unknown[]} prices
 */
function refusal(memory, prices) {
  const text = memory.text(memory.exports.notFinite());
  const price = prices.find((value) => Math.abs(Number(value)) === Infinity);
  return new SmmaError(price === undefined ? text : `${text}: ${price}`);
}

/**
 * Memory that stays as long as its owner.
 * @param {object} owner
 * @param {Memory} memory
 * @param {number} length in doubles
 * @param {(address: number) => number} start
 */
function startAt(owner, memory, length, start) {
  const address = memory.alloc(length);
  const status = start(address);
  if (status !== 0) {
    memory.free(address);
    throw memory.error(status);
  }
  memory.leftovers.register(owner, address);
  return address;
}
