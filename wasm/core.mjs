// core.mjs - the averages of typed arrays, without any database (SPEC 5.3).

import { SmmaError, compileSource, requireSimd } from './module.mjs';

export { SmmaError };

/** @typedef {import('./module.mjs').WasmSource} WasmSource */

/**
 * Prices in reading order. NaN, null and undefined are missing prices (SPEC 1.2).
 * @typedef {Float64Array | ArrayLike<number | null | undefined>} Prices
 */

/**
 * The averages of one series over many periods, one row a period.
 * @typedef {object} Batch
 * @property {Float64Array} values rows x cols, row by row: values[row * cols + i]
 * @property {Uint32Array} periods the period of each row
 * @property {number} rows
 * @property {number} cols the number of prices
 */

/**
 * Periods from start to stop, which is included when it is met. start > stop walks down, with the
 * same positive step; step 0 is start alone.
 * @typedef {{ period: readonly [start: number, stop: number, step: number] }} BatchConfig
 */

/** @typedef {{ wasm?: WasmSource }} CoreOptions `wasm`: instead of the file beside this package */

const LARGEST = 0xffffffff; // size_t of the module
const MOST_DOUBLES = Math.floor(LARGEST / 8);

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;

/** The module of this package, compiled once; after a failure the next call tries again. */
function compileOwn() {
  if (compiled === undefined) {
    compiled = compileSource(new URL('./dist/smma-core.wasm', import.meta.url));
    compiled.catch(() => { compiled = undefined; });
  }
  return compiled;
}

/**
 * A core with memory of its own.
 * @param {CoreOptions} [options]
 * @returns {Promise<Core>}
 */
export async function loadCore(options = {}) {
  requireSimd();
  const module = await (options.wasm === undefined ? compileOwn() : compileSource(options.wasm));
  const isOurs = WebAssembly.Module.exports(module).some((entry) => entry.name === 'batchInto') &&
    WebAssembly.Module.imports(module).length === 0;
  if (!isOurs) throw new SmmaError('the module is not smma-core.wasm');
  const instance = await WebAssembly.instantiate(module);
  return new Core(KEY, instance.exports);
}

// Only loadCore() makes a Core, and only a Core makes a Block.
const KEY = Symbol('sqlite-smma');

/** @param {symbol} key */
function requireKey(key) {
  if (key !== KEY) throw new TypeError('use loadCore() and its alloc()');
}

/** @param {unknown} period @param {string} name */
function checkNumber(period, name) {
  if (typeof period !== 'number') throw new TypeError(`the ${name} is not a number`);
  // 0 is left to the C code, which refuses it with a text of its own.
  if (!Number.isInteger(period) || period < 0 || period > LARGEST) {
    throw new RangeError(`the ${name} is not an integer between 1 and ${LARGEST}`);
  }
}

/** A block of the core's memory. It stays until it is freed, or its core is forgotten. */
export class Block {
  #core;
  #address;
  #length;
  /** @type {Float64Array | undefined} */
  #view;

  /**
   * @param {symbol} key
   * @param {Memory} core
   * @param {number} address
   * @param {number} length
   */
  constructor(key, core, address, length) {
    requireKey(key);
    this.#core = core;
    this.#address = address;
    this.#length = length;
  }

  /** The number of prices. */
  get length() {
    return this.#length;
  }

  /**
   * The block as an array. Ask for it again after any other call of the core: its memory may have
   * grown, and an array from before is empty then.
   * @returns {Float64Array}
   */
  get array() {
    const address = this.addressIn(this.#core);
    if (this.#view === undefined || this.#view.buffer !== this.#core.buffer()) {
      this.#view = this.#core.view(address, this.#length);
    }
    return this.#view;
  }

  /** Gives the memory back. A second time does no harm. */
  free() {
    if (this.#address === 0) return;
    this.#core.free(this.#address);
    this.#address = 0;
    this.#view = undefined;
  }

  /**
   * @param {Memory} core
   * @returns {number}
   * @internal
   */
  addressIn(core) {
    if (core !== this.#core) throw new TypeError('the block is one of another core');
    if (this.#address === 0) throw new SmmaError('the block has been freed');
    return this.#address;
  }
}

/** The memory of one instance, and the errors of its calls. */
class Memory {
  /** @param {any} exports */
  constructor(exports) {
    this.exports = exports;
    /** @type {WeakSet<ArrayBufferLike>} The buffers that views were made of. */
    this.known = new WeakSet();
  }

  buffer() {
    return this.exports.memory.buffer;
  }

  /** @param {number} status */
  error(status) {
    const address = this.exports.statusString(status) >>> 0;
    const bytes = new Uint8Array(this.buffer(), address);
    return new SmmaError(new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0))));
  }

  /** @param {number} status */
  check(status) {
    if (status !== 0) throw this.error(status);
  }

  /**
   * The address of new memory for n doubles.
   * @param {number} n
   */
  alloc(n) {
    // Beyond the address space a size would wrap around on its way into the module.
    const address = n > MOST_DOUBLES ? 0 : this.exports.alloc(n) >>> 0;
    if (address === 0) throw this.error(this.exports.outOfMemory());
    return address;
  }

  /** @param {number} address */
  free(address) {
    this.exports.free(address);
  }

  /** @param {number} address @param {number} n */
  view(address, n) {
    const buffer = this.buffer();
    this.known.add(buffer);
    return new Float64Array(buffer, address, n);
  }

  /**
   * Calls use with the address of a copy of prices, followed by room for extra doubles.
   * @template T
   * @param {Prices} prices
   * @param {number} extra
   * @param {(address: number, n: number) => T} use
   * @returns {T}
   */
  withPrices(prices, extra, use) {
    const n = this.lengthOf(prices);
    const isInside = ArrayBuffer.isView(prices) && prices.buffer === this.buffer();
    const offset = isInside ? prices.byteOffset : 0;
    const address = this.alloc(n + extra);
    try {
      // A view of the module's own memory is empty once that has grown: take another.
      const Kind = /** @type {Float64ArrayConstructor} */ (prices.constructor);
      const source = isInside ? new Kind(this.buffer(), offset, n) : prices;
      copyPrices(source, new Float64Array(this.buffer(), address, n));
      return use(address, n);
    } finally {
      this.free(address);
    }
  }

  /** @param {Prices} prices */
  lengthOf(prices) {
    const n = typeof prices === 'object' ? prices?.length : undefined;
    if (typeof n !== 'number' || !Number.isInteger(n) || n < 0) {
      throw new TypeError('the prices are not an array');
    }
    if (ArrayBuffer.isView(prices) && prices.buffer !== this.buffer() && this.known.has(prices.buffer)) {
      throw new SmmaError('the prices are an array from before the memory has grown: ask its block again');
    }
    return n;
  }
}

/**
 * @param {Prices} prices
 * @param {Float64Array} target
 */
function copyPrices(prices, target) {
  if (ArrayBuffer.isView(prices) && !(prices instanceof BigInt64Array) && !(prices instanceof BigUint64Array)) {
    target.set(/** @type {Float64Array} */ (prices));
    return;
  }
  for (let i = 0; i < target.length; i++) {
    const price = prices[i] ?? NaN;
    if (typeof price !== 'number') throw new TypeError(`the price at ${i} is not a number`);
    target[i] = price;
  }
}

/** The averages of smma.h for typed arrays. A failure is an error with the text of the C status. */
export class Core {
  #memory;

  /**
   * @param {symbol} key
   * @param {WebAssembly.Exports} exports
   */
  constructor(key, exports) {
    requireKey(key);
    this.#memory = new Memory(exports);
  }

  /**
   * The safe call: the averages of prices in a new array. NaN before the period-th price.
   * @param {Prices} prices left as they are
   * @param {number} period
   * @returns {Float64Array}
   */
  smma(prices, period) {
    checkNumber(period, 'period');
    const memory = this.#memory;
    return memory.withPrices(prices, 0, (address, n) => {
      memory.check(memory.exports.into(address, address, n, period));
      return new Float64Array(memory.buffer(), address, n).slice();
    });
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
    const cells = rows * memory.lengthOf(prices);
    // The rows, and after them the periods, two in a double.
    const extra = cells + Math.ceil(rows / 2);
    if (extra > MOST_DOUBLES) throw memory.error(exports.sizeOverflow());
    return memory.withPrices(prices, extra, (address, n) => {
      const values = address + n * 8;
      const periods = values + cells * 8;
      memory.check(exports.batchInto(address, n, start, stop, step, values, periods));
      return {
        values: new Float64Array(memory.buffer(), values, cells).slice(),
        periods: new Uint32Array(memory.buffer(), periods, rows).slice(),
        rows,
        cols: n,
      };
    });
  }
}

/** @param {BatchConfig} config */
function rangeOf({ period }) {
  if (!Array.isArray(period) || period.length !== 3) {
    throw new TypeError('the configuration is not { period: [start, stop, step] }');
  }
  return period;
}
