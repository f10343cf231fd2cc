// core.mjs - the averages and Wilder's indicators of typed arrays, by one instance of smma-core.wasm (SPEC 5.3).

import { Block } from './block.mjs';
import { KEY, LARGEST, MOST_DOUBLES, Memory, checkNumber, requireKey } from './memory.mjs';
import { apartFrom, copyPrices, lengthOf, notFinite } from './prices.mjs';
import { smmaOf, wilderOf } from './series.mjs';
import { SmmaStream, WilderStream } from './streams.mjs';

/** @typedef {import('./prices.mjs').Prices} Prices */
/** @typedef {import('./series.mjs').Bars} Bars */

/**
 * The averages of one series over many periods, one row a period.
 * @typedef {object} Batch
 * @property {Float64Array<ArrayBuffer>} values rows x cols, row by row: values[row * cols + i]
 * @property {Uint32Array<ArrayBuffer>} periods the period of each row
 * @property {number} rows
 * @property {number} cols the number of prices
 */

/**
 * Periods from start to stop, which is included when it is met. start > stop walks down, with the
 * same positive step; step 0 is start alone.
 * @typedef {{ period: readonly [start: number, stop: number, step: number] }} BatchConfig
 */

// core/wilder.h
const INDICATORS = { rsi: 1, atr: 2, plusDi: 3, minusDi: 4, adx: 5 };

/**
 * The averages of smma.h and the indicators of wilder.h for typed arrays. A failure is an error with the text of the C
 * status. Where a result is written to out, out is a Float64Array as long as the prices, may be the prices themselves,
 * and is what the call returns; after a failure what it holds is undefined.
 */
export class Core {
  #memory;
  #onDispose;

  /**
   * @param {symbol} key
   * @param {WebAssembly.Exports} exports
   * @param {() => void} [onDispose]
   */
  constructor(key, exports, onDispose) {
    requireKey(key);
    this.#memory = new Memory(exports);
    this.#onDispose = onDispose;
  }

  /**
   * The averages of prices. NaN before the period-th price.
   * @param {Prices} prices left as they are
   * @param {number} period
   * @param {Float64Array} [out] a new array if left out
   * @returns {Float64Array<ArrayBuffer>}
   */
  smma(prices, period, out) {
    return smmaOf(this.#memory, prices, period, out);
  }

  /**
   * Wilder's relative strength index of closes.
   * @param {Prices} closes
   * @param {number} period
   * @param {Float64Array} [out]
   */
  rsi(closes, period, out) {
    return wilderOf(this.#memory, INDICATORS.rsi, [closes], period, out);
  }

  /**
   * The average true range.
   * @param {Bars} bars
   * @param {number} period
   * @param {Float64Array} [out]
   */
  atr(bars, period, out) {
    return this.#ofBars(INDICATORS.atr, bars, period, out);
  }

  /**
   * The directional indicator +DI.
   * @param {Bars} bars
   * @param {number} period
   * @param {Float64Array} [out]
   */
  plusDi(bars, period, out) {
    return this.#ofBars(INDICATORS.plusDi, bars, period, out);
  }

  /**
   * The directional indicator -DI.
   * @param {Bars} bars
   * @param {number} period
   * @param {Float64Array} [out]
   */
  minusDi(bars, period, out) {
    return this.#ofBars(INDICATORS.minusDi, bars, period, out);
  }

  /**
   * The average directional index.
   * @param {Bars} bars
   * @param {number} period
   * @param {Float64Array} [out]
   */
  adx(bars, period, out) {
    return this.#ofBars(INDICATORS.adx, bars, period, out);
  }

  /**
   * A stream without prices.
   * @param {number} period
   */
  stream(period) {
    checkNumber(period, 'period');
    const memory = this.#memory;
    return new SmmaStream(KEY, memory, (address) => memory.exports.streamStart(address, period));
  }

  /**
   * The stream that was saved, by its save() or by smma_state() in SQL.
   * @param {Uint8Array} state
   */
  load(state) {
    if (!(state instanceof Uint8Array)) throw new TypeError('the state is not a Uint8Array');
    const memory = this.#memory;
    return new SmmaStream(KEY, memory, (stream) => memory.withRoom(Math.ceil(state.length / 8), (address) => {
      new Uint8Array(memory.buffer(), address, state.length).set(state);
      return memory.exports.streamLoad(stream, address, state.length);
    }));
  }

  /** A stream of the RSI: push(close). @param {number} period */
  rsiStream(period) {
    return new WilderStream(KEY, this.#memory, INDICATORS.rsi, false, period);
  }

  /** A stream of the ATR: push(high, low, close). @param {number} period */
  atrStream(period) {
    return new WilderStream(KEY, this.#memory, INDICATORS.atr, true, period);
  }

  /** A stream of +DI: push(high, low, close). @param {number} period */
  plusDiStream(period) {
    return new WilderStream(KEY, this.#memory, INDICATORS.plusDi, true, period);
  }

  /** A stream of -DI: push(high, low, close). @param {number} period */
  minusDiStream(period) {
    return new WilderStream(KEY, this.#memory, INDICATORS.minusDi, true, period);
  }

  /** A stream of the ADX: push(high, low, close). @param {number} period */
  adxStream(period) {
    return new WilderStream(KEY, this.#memory, INDICATORS.adx, true, period);
  }

  /**
   * A block for n prices in the module's memory, which smmaInto() works on without copying. What it
   * holds at first is undefined. Give it back with its free().
   * @param {number} n
   * @returns {Block}
   */
  alloc(n) {
    if (!Number.isInteger(n) || n < 0) throw new RangeError('the length is not an integer of at least 0');
    return new Block(KEY, this.#memory, this.#memory.alloc(n), n);
  }

  /**
   * The zero-copy call: writes the averages of prices to out, which may be prices itself. After a
   * failure what out holds is undefined.
   * @param {Block} prices
   * @param {Block} out of the same length
   * @param {number} period
   */
  smmaInto(prices, out, period) {
    if (!(prices instanceof Block) || !(out instanceof Block)) {
      throw new TypeError('smmaInto() takes blocks from alloc()');
    }
    checkNumber(period, 'period');
    const memory = this.#memory;
    const from = prices.addressIn(memory);
    const to = out.addressIn(memory);
    if (prices.length !== out.length) throw new RangeError('the blocks are not of the same length');
    memory.check(memory.exports.into(from, to, prices.length, period));
  }

  /**
   * The averages of the same prices over many periods; every row has the bits of smma().
   * @overload
   * @param {Prices} prices
   * @param {BatchConfig} config
   * @returns {Batch}
   */
  /**
   * @overload
   * @param {Prices} prices
   * @param {number} start
   * @param {number} stop
   * @param {number} step
   * @returns {Batch}
   */
  /**
   * @param {Prices} prices
   * @param {BatchConfig | number} first
   * @param {number} [second]
   * @param {number} [third]
   * @returns {Batch}
   */
  smmaBatch(prices, first, second, third) {
    const [start, stop, step] = typeof first === 'object' && first !== null
      ? rangeOf(first)
      : [first, second, third];
    checkNumber(start, 'first period');
    checkNumber(stop, 'last period');
    if (typeof step !== 'number') throw new TypeError('the step is not a number');
    if (!Number.isInteger(step) || step < 0 || step > LARGEST) {
      throw new RangeError(`the step is not an integer between 0 and ${LARGEST}`);
    }

    const memory = this.#memory;
    const { exports } = memory;
    const rows = exports.batchRows(start, stop, step) >>> 0;
    if (rows === 0) throw memory.error(exports.badRange());
    const n = lengthOf(memory, prices);
    const cells = rows * n;
    // The prices, the rows, and after them the periods, two in a double.
    const room = n + cells + Math.ceil(rows / 2);
    if (room > MOST_DOUBLES) throw memory.error(exports.sizeOverflow());
    const apart = apartFrom(memory, prices);
    return memory.withRoom(room, (address) => {
      const values = address + n * 8;
      const periods = values + cells * 8;
      copyPrices(memory, apart, 0, n, address);
      const status = exports.batchInto(address, n, start, stop, step, values, periods);
      if (status === exports.notFinite()) throw notFinite(memory, [apart]);
      memory.check(status);
      return {
        values: memory.view(values, cells).slice(),
        periods: new Uint32Array(memory.buffer(), periods, rows).slice(),
        rows,
        cols: n,
      };
    });
  }

  /**
   * Lets go of the module and its memory; the core, its blocks and its streams cannot be used after it. The core that
   * everyone shares is gone for everyone; the next loadCore() makes another.
   */
  dispose() {
    this.#memory.dispose();
    this.#onDispose?.();
  }

  /**
   * @param {number} indicator
   * @param {Bars} bars
   * @param {number} period
   * @param {Float64Array | undefined} out
   */
  #ofBars(indicator, bars, period, out) {
    if (typeof bars !== 'object' || bars === null) throw new TypeError('the bars are not { high, low, close }');
    return wilderOf(this.#memory, indicator, [bars.high, bars.low, bars.close], period, out);
  }
}

/** @param {BatchConfig} config */
function rangeOf({ period }) {
  if (!Array.isArray(period) || period.length !== 3) {
    throw new TypeError('the configuration is not { period: [start, stop, step] }');
  }
  return period;
}
