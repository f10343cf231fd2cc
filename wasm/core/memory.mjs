// memory.mjs - the memory of one instance of smma-core.wasm, and the errors of its calls.

import { SmmaError } from '../module.mjs';

export const LARGEST = 0xffffffff; // size_t of the module
export const MOST_DOUBLES = Math.floor(LARGEST / 8);

// Only loadCore() makes a Core, and only a Core makes blocks and streams.
export const KEY = Symbol('sqlite-smma');

/** @param {symbol} key */
export function requireKey(key) {
  if (key !== KEY) throw new TypeError('use loadCore() and the methods of what it gives');
}

/** @param {unknown} number @param {string} name */
export function checkNumber(number, name) {
  if (typeof number !== 'number') throw new TypeError(`the ${name} is not a number`);
  // 0 is left to the C code, which refuses it with a text of its own.
  if (!Number.isInteger(number) || number < 0 || number > LARGEST) {
    throw new RangeError(`the ${name} is not an integer between 1 and ${LARGEST}`);
  }
}

export class Memory {
  #exports;

  /** @param {any} exports */
  constructor(exports) {
    this.#exports = exports;
    /** @type {WeakSet<ArrayBufferLike>} The buffers that views were made of. */
    this.known = new WeakSet();
    /** @type {FinalizationRegistry<number>} What streams that are forgotten leave behind. */
    this.leftovers = new FinalizationRegistry((address) => this.free(address));
  }

  get exports() {
    if (this.#exports === undefined) throw new SmmaError('the core has been disposed of');
    return this.#exports;
  }

  dispose() {
    this.#exports = undefined;
  }

  /** @returns {ArrayBuffer} */
  buffer() {
    return this.exports.memory.buffer;
  }

  /** @param {number} status */
  text(status) {
    const address = this.exports.statusString(status) >>> 0;
    const bytes = new Uint8Array(this.buffer(), address);
    return new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
  }

  /** @param {number} status */
  error(status) {
    return new SmmaError(this.text(status));
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

  /** @param {number} address what has been disposed of needs none of it */
  free(address) {
    this.#exports?.free(address);
  }

  /** @param {number} address @param {number} n */
  view(address, n) {
    const buffer = this.buffer();
    this.known.add(buffer);
    return new Float64Array(buffer, address, n);
  }

  /** @param {unknown} array whether it lies in this memory, as it is now */
  isInside(array) {
    return ArrayBuffer.isView(array) && array.buffer === this.buffer();
  }

  /**
   * Calls use with the address of room for n doubles, which is given back after it.
   * @template T
   * @param {number} n
   * @param {(address: number) => T} use
   * @returns {T}
   */
  withRoom(n, use) {
    const address = this.alloc(n);
    try {
      return use(address);
    } finally {
      this.free(address);
    }
  }
}
