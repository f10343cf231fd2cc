// block.mjs - a block of the module's memory, for calls that copy nothing.

import { SmmaError } from '../module.mjs';
import { requireKey } from './memory.mjs';

/** @typedef {import('./memory.mjs').Memory} Memory */

/** A block of the core's memory. It stays until it is freed, or its core is disposed of or forgotten. */
export class Block {
  #memory;
  #address;
  #length;
  /** @type {Float64Array<ArrayBuffer> | undefined} */
  #view;

  /**
   * @param {symbol} key
   * @param {Memory} memory
   * @param {number} address
   * @param {number} length
   */
  constructor(key, memory, address, length) {
    requireKey(key);
    this.#memory = memory;
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
   * @returns {Float64Array<ArrayBuffer>}
   */
  get array() {
    const address = this.addressIn(this.#memory);
    if (this.#view === undefined || this.#view.buffer !== this.#memory.buffer()) {
      this.#view = this.#memory.view(address, this.#length);
    }
    return this.#view;
  }

  /** Gives the memory back. A second time does no harm. */
  free() {
    if (this.#address === 0) return;
    this.#memory.free(this.#address);
    this.#address = 0;
    this.#view = undefined;
  }

  /**
   * @param {Memory} memory
   * @returns {number}
   * @internal
   */
  addressIn(memory) {
    if (memory !== this.#memory) throw new TypeError('the block is one of another core');
    if (this.#address === 0) throw new SmmaError('the block has been freed');
    return this.#address;
  }
}
