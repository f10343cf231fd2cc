// pages.mjs - the pages of an SQLite file, read without SQLite: what is left of a damaged one.
//
// The format is https://sqlite.org/fileformat2.html. Every number in a damaged file may be wrong, so nothing
// here is trusted: what does not fit is left out.

import { HEADER_BYTES, pageSizeIn } from './header.mjs';

/** @typedef {string | number | bigint | null | Uint8Array} Field */

const INNER_INDEX = 2;
const INNER_TABLE = 5;
const LEAF_INDEX = 10;
const LEAF_TABLE = 13;
const KINDS = [INNER_INDEX, INNER_TABLE, LEAF_INDEX, LEAF_TABLE];
const PAGE_SIZES = [8192, 4096, 1024, 16384, 2048, 32768, 65536, 512];
// The beginning of the file, which is looked at to find the size of pages.
const BYTES_TRIED = 1 << 20;

/**
 * @typedef {object} Cell
 * @property {number} child page left of it, or 0
 * @property {Field[]} fields of its record; none where it has no record or a damaged one
 * @property {number[]} overflow pages that hold the rest of it
 */

export class Pages {
  #bytes;
  #view;
  #usable;
  #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  /** @param {Uint8Array} bytes of the whole file */
  constructor(bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const told = new TextDecoder('latin1').decode(bytes.subarray(0, 15)) === 'SQLite format 3' ? pageSizeIn(bytes) : 0;
    /** Whether the header is there. */
    this.hasHeader = told !== 0;
    this.size = told || this.#likelySize();
    this.#usable = this.size - (this.hasHeader ? bytes[20] : 0);
  }

  /** How many there are; a last one that is cut short counts. */
  get count() {
    return Math.ceil(this.#bytes.length / this.size);
  }

  /** How many the header says there are, or 0. */
  get countInHeader() {
    return this.hasHeader ? this.#view.getUint32(28) : 0;
  }

  /** @param {number} page from 1 @returns {number | undefined} what kind of a tree's page it is */
  kind(page) {
    const at = this.#start(page);
    const kind = page >= 1 && at < this.#bytes.length ? this.#bytes[at] : 0;
    return KINDS.includes(kind) ? kind : undefined;
  }

  /** @param {number} page */
  isIndex(page) {
    const kind = this.kind(page);
    return kind === INNER_INDEX || kind === LEAF_INDEX;
  }

  /** @param {number} page */
  isLeaf(page) {
    const kind = this.kind(page);
    return kind === LEAF_INDEX || kind === LEAF_TABLE;
  }

  /** The page right of the last cell of an inner page, or 0. @param {number} page */
  lastChild(page) {
    return this.kind(page) === undefined || this.isLeaf(page) ? 0 : this.#word(this.#start(page) + 8);
  }

  /**
   * The cells of a tree's page that can be read.
   * @param {number} page
   * @returns {Cell[]}
   */
  cells(page) {
    const kind = this.kind(page);
    if (kind === undefined) return [];
    const start = this.#start(page);
    const base = (page - 1) * this.size;
    const pointers = start + (kind === INNER_INDEX || kind === INNER_TABLE ? 12 : 8);
    const count = this.#short(start + 3);
    /** @type {Cell[]} */
    const cells = [];
    for (let index = 0; index < count && pointers + 2 * index + 2 <= base + this.size; index++) {
      const at = this.#short(pointers + 2 * index);
      if (at < 8 || at >= this.size) continue;
      const cell = this.#cell(kind, base + at);
      if (cell !== undefined) cells.push(cell);
    }
    return cells;
  }

  /** The pages that hold nothing, as far as their list can be read. @returns {Set<number>} */
  free() {
    /** @type {Set<number>} */
    const free = new Set();
    if (!this.hasHeader) return free;
    for (let trunk = this.#view.getUint32(32); trunk > 0 && trunk <= this.count && !free.has(trunk);) {
      free.add(trunk);
      const at = (trunk - 1) * this.size;
      const leaves = Math.min(this.#word(at + 4), this.#usable / 4 - 2);
      for (let index = 0; index < leaves; index++) free.add(this.#word(at + 8 + 4 * index));
      trunk = this.#word(at);
    }
    return free;
  }

  /** @param {number} page whether it is sound, and has no cells, as that of an empty table */
  isEmpty(page) {
    const at = this.#start(page);
    return this.isLeaf(page) && this.#short(at + 3) === 0 && [0, this.size, this.#usable].includes(this.#short(at + 5));
  }

  /** @param {number} page whether there is nothing but zeros on it */
  isBlank(page) {
    return this.#bytes.subarray((page - 1) * this.size, page * this.size).every((byte) => byte === 0);
  }

  /** @param {number} page */
  #start(page) {
    return page === 1 ? HEADER_BYTES : (page - 1) * this.size;
  }

  /** @param {number} at */
  #word(at) {
    return at + 4 <= this.#bytes.length ? this.#view.getUint32(at) : 0;
  }

  /** @param {number} at */
  #short(at) {
    return at + 2 <= this.#bytes.length ? this.#view.getUint16(at) : 0;
  }

  /**
   * @param {number} kind of its page
   * @param {number} at
   * @returns {Cell | undefined}
   */
  #cell(kind, at) {
    const child = kind === INNER_INDEX || kind === INNER_TABLE ? this.#word(at) : 0;
    if (kind === INNER_TABLE) return { child, fields: [], overflow: [] };
    try {
      let next = at + (kind === INNER_INDEX ? 4 : 0);
      const [length, afterLength] = varint(this.#bytes, next);
      next = kind === LEAF_TABLE ? varint(this.#bytes, afterLength)[1] : afterLength;
      const { payload, overflow } = this.#payload(next, length, kind === LEAF_TABLE);
      return { child, overflow, fields: this.#record(payload) };
    } catch {
      return child === 0 ? undefined : { child, fields: [], overflow: [] };
    }
  }

  /**
   * @param {number} at
   * @param {number} length
   * @param {boolean} isTable
   */
  #payload(at, length, isTable) {
    if (length > this.#bytes.length) throw new RangeError('longer than the file');
    const usable = this.#usable;
    const most = isTable ? usable - 35 : Math.floor((usable - 12) * 64 / 255) - 23;
    if (length <= most) return { payload: slice(this.#bytes, at, length), overflow: [] };
    const least = Math.floor((usable - 12) * 32 / 255) - 23;
    const wanted = least + (length - least) % (usable - 4);
    const local = wanted <= most ? wanted : least;
    const payload = new Uint8Array(length);
    payload.set(slice(this.#bytes, at, local));
    /** @type {number[]} */
    const overflow = [];
    let page = this.#word(at + local);
    for (let done = local; done < length;) {
      if (page < 2 || page > this.count || overflow.includes(page)) throw new RangeError('no such page');
      overflow.push(page);
      const from = (page - 1) * this.size;
      const part = slice(this.#bytes, from + 4, Math.min(usable - 4, length - done));
      payload.set(part, done);
      done += part.length;
      page = this.#word(from);
    }
    return { payload, overflow };
  }

  /** @param {Uint8Array} payload @returns {Field[]} */
  #record(payload) {
    const [end, first] = varint(payload, 0);
    /** @type {Field[]} */
    const fields = [];
    let at = end;
    for (let next = first; next < end;) {
      const [type, after] = varint(payload, next);
      next = after;
      const length = type < 12 ? [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] : (type - 12 - type % 2) / 2;
      fields.push(this.#field(type, slice(payload, at, length)));
      at += length;
    }
    return fields;
  }

  /** @param {number} type @param {Uint8Array} bytes @returns {Field} */
  #field(type, bytes) {
    if (type === 0) return null;
    if (type === 8 || type === 9) return type - 8;
    if (type === 7) return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0);
    if (type < 7) {
      const number = bytes.reduce((sum, byte) => sum << 8n | BigInt(byte), 0n);
      return Number(BigInt.asIntN(8 * bytes.length, number));
    }
    if (type < 12) throw new RangeError('no such type');
    return type % 2 === 0 ? bytes : this.#decoder.decode(bytes);
  }

  /** The size at which the most cells can be read: a smaller one misses the end of pages, a larger one whole pages. */
  #likelySize() {
    let best = { size: PAGE_SIZES[0], cells: 0 };
    for (const size of PAGE_SIZES) {
      this.size = size;
      this.#usable = size;
      let cells = 0;
      for (let page = 2; page * size <= Math.min(this.#bytes.length, BYTES_TRIED); page++) {
        cells += this.cells(page).filter(({ fields }) => fields.length > 0).length;
      }
      if (cells > best.cells) best = { size, cells };
    }
    return best.size;
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} length
 */
function slice(bytes, at, length) {
  if (at < 0 || at + length > bytes.length) throw new RangeError('beyond the end');
  return bytes.subarray(at, at + length);
}

/**
 * A number of SQLite's variable length.
 * @param {Uint8Array} bytes
 * @param {number} at
 * @returns {[number, number]} the number, and where the next thing begins
 */
function varint(bytes, at) {
  let number = 0;
  for (let index = 0; index < 9; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) throw new RangeError('beyond the end');
    if (index === 8) return [number * 256 + byte, at + 9];
    number = number * 128 + (byte & 127);
    if (byte < 128) return [number, at + index + 1];
  }
  return [number, at + 9];
}
