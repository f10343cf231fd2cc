// dylink.mjs - links a side module into the memory and the table of a sqlite-wasm that runs already.
//
// The conventions are those of WebAssembly's dynamic linking: the section "dylink.0" says how much
// memory and how many table slots the module wants, `env` and `GOT` are what it imports.

import { SmmaError } from '../module.mjs';

const STACK_SIZE = 65536;
const STACK_ALIGNMENT = 16;

/**
 * What a side module wants reserved before it can run.
 * @typedef {{ size: number, alignment: number, slots: number }} Needs
 */

/**
 * Reads the section "dylink.0". undefined when there is none: not a side module.
 * @param {WebAssembly.Module} module
 * @returns {Needs | undefined}
 */
export function readNeeds(module) {
  const sections = WebAssembly.Module.customSections(module, 'dylink.0');
  if (sections.length === 0) return undefined;
  const bytes = new Uint8Array(sections[0]);
  let at = 0;
  // LEB128, unsigned.
  const number = () => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw new SmmaError('the section dylink.0 of the module is cut short');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  };
  /** @type {Needs} */
  const needs = { size: 0, alignment: 1, slots: 0 };
  while (at < bytes.length) {
    const kind = number();
    const end = number() + at;
    if (kind === 1) {
      needs.size = number();
      needs.alignment = 2 ** number();
      needs.slots = number();
    }
    at = end;
  }
  return needs;
}

/**
 * What takes the place of a function that an older sqlite-wasm does not export.
 * @type {Map<string, () => number>}
 */
const SUBSTITUTES = new Map([
  // Exported since SQLite 3.48. It gives NULL for a parameter without a name.
  ['sqlite3_bind_parameter_name', () => 0],
]);

/** What a function was called before. */
const FORMER_NAMES = new Map([
  ['sqlite3__wasm_vtab_config', 'sqlite3_wasm_vtab_config'], // until SQLite 3.46
]);

/**
 * The function that the module gets under a name; undefined where there is none.
 * @param {Record<string, any>} provided the exports of sqlite-wasm
 * @param {string} name
 * @returns {Function | undefined}
 */
function provide(provided, name) {
  const found = [name, FORMER_NAMES.get(name)].map((known) => (known === undefined ? undefined : provided[known]));
  return found.find((candidate) => typeof candidate === 'function') ?? SUBSTITUTES.get(name);
}

/**
 * Where every import of the module comes from.
 * @typedef {{
 *   functions: string[],
 *   functionAddresses: string[],
 *   dataAddresses: string[],
 *   stack: boolean,
 * }} Wants
 */

/**
 * Sorts the imports, and throws when one cannot be provided (SPEC 5.5).
 * @param {WebAssembly.Module} module
 * @param {Record<string, any>} provided the exports of sqlite-wasm
 * @returns {Wants}
 */
function readWants(module, provided) {
  const own = new Set(WebAssembly.Module.exports(module).map((entry) => entry.name));
  /** @type {Wants} */
  const wants = { functions: [], functionAddresses: [], dataAddresses: [], stack: false };
  /** @type {string[]} */
  const missing = [];
  for (const { module: space, name, kind } of WebAssembly.Module.imports(module)) {
    const isProvided = typeof provided[name] === 'function';
    if (space === 'env' && kind === 'function') {
      (provide(provided, name) !== undefined ? wants.functions : missing).push(name);
    } else if (space === 'GOT.func') {
      (isProvided || own.has(name) ? wants.functionAddresses : missing).push(name);
    } else if (space === 'GOT.mem') {
      (own.has(name) ? wants.dataAddresses : missing).push(name);
    } else if (space === 'env' && name === '__stack_pointer') {
      wants.stack = true;
    } else if (!(space === 'env' && ENVIRONMENT.has(name))) {
      missing.push(`${space}.${name}`);
    }
  }
  if (missing.length > 0) {
    throw new SmmaError(`this sqlite-wasm does not export what sqlite-smma needs: ${missing.join(', ')}`);
  }
  return wants;
}

const ENVIRONMENT = new Set(['memory', '__indirect_function_table', '__memory_base', '__table_base']);

/** @param {number} value */
const mutable = (value) => new WebAssembly.Global({ value: 'i32', mutable: true }, value);
/** @param {number} value */
const constant = (value) => new WebAssembly.Global({ value: 'i32', mutable: false }, value);
/**
 * @param {number} address
 * @param {number} alignment
 */
const alignUp = (address, alignment) => Math.ceil(address / alignment) * alignment;

/**
 * What a module has been given, so that it can be taken back when linking fails. A table cannot
 * shrink: its slots are emptied.
 */
class Reserved {
  /** @param {any} wasm sqlite3.wasm */
  constructor(wasm) {
    this.wasm = wasm;
    /** @type {number[]} */
    this.blocks = [];
    this.firstSlot = 0;
    this.slots = 0;
    this.usedSlots = 0;
  }

  /**
   * Zeroed memory.
   * @param {number} size
   * @param {number} alignment
   */
  memory(size, alignment) {
    const block = this.wasm.alloc(size + alignment);
    this.blocks.push(block);
    this.wasm.heap8u().fill(0, block, block + size + alignment);
    return alignUp(block, alignment);
  }

  /** @param {number} count */
  tableSlots(count) {
    this.firstSlot = this.wasm.functionTable().grow(count);
    this.slots = count;
    return this.firstSlot;
  }

  /** @param {Function} f an exported function, which has its C signature */
  addressOf(f) {
    const slot = this.firstSlot + this.usedSlots++;
    this.wasm.functionTable().set(slot, f);
    return slot;
  }

  release() {
    const table = this.wasm.functionTable();
    for (let i = 0; i < this.slots; i++) table.set(this.firstSlot + i, null);
    for (const block of this.blocks) this.wasm.dealloc(block);
    this.slots = 0;
    this.blocks = [];
  }
}

/**
 * A module that runs in the memory of sqlite-wasm.
 * @typedef {{
 *   exports: Record<string, any>,
 *   addressOf: (f: Function) => number,
 *   release: () => void,
 * }} Linked
 */

/**
 * Links module into sqlite-wasm. On failure everything reserved is given back.
 * @param {any} wasm sqlite3.wasm
 * @param {WebAssembly.Module} module
 * @param {Needs} needs
 * @param {number} extraSlots how often addressOf() will be called
 * @returns {Promise<Linked>}
 */
export async function link(wasm, module, needs, extraSlots) {
  const wants = readWants(module, wasm.exports);
  const reserved = new Reserved(wasm);
  try {
    const exports = await instantiate(wasm, module, needs, wants, reserved, extraSlots);
    return { exports, addressOf: (f) => reserved.addressOf(f), release: () => reserved.release() };
  } catch (error) {
    reserved.release();
    throw new SmmaError('the module could not be linked into this sqlite-wasm', error);
  }
}

/**
 * @param {any} wasm
 * @param {WebAssembly.Module} module
 * @param {Needs} needs
 * @param {Wants} wants
 * @param {Reserved} reserved
 * @param {number} extraSlots
 */
async function instantiate(wasm, module, needs, wants, reserved, extraSlots) {
  const memoryBase = reserved.memory(needs.size, needs.alignment);
  const stack = wants.stack ? reserved.memory(STACK_SIZE, STACK_ALIGNMENT) : 0;
  // The module fills the first slots itself.
  const tableBase = reserved.tableSlots(needs.slots + wants.functionAddresses.length + extraSlots);
  reserved.usedSlots = needs.slots;

  /** @type {Record<string, any>} */
  const env = {
    memory: wasm.memory,
    __indirect_function_table: wasm.functionTable(),
    __memory_base: constant(memoryBase),
    __table_base: constant(tableBase),
    // The stack grows downwards.
    __stack_pointer: mutable(stack + STACK_SIZE),
  };
  for (const name of wants.functions) env[name] = provide(wasm.exports, name);
  /** @param {string[]} names */
  const globals = (names) => Object.fromEntries(names.map((name) => [name, mutable(0)]));
  const functionAddresses = globals(wants.functionAddresses);
  const dataAddresses = globals(wants.dataAddresses);

  const { exports } = /** @type {{ exports: Record<string, any> }} */ (
    await WebAssembly.instantiate(module, {
      env,
      'GOT.func': functionAddresses,
      'GOT.mem': dataAddresses,
    })
  );
  // The module's own symbols win over those of sqlite-wasm, as in a native library.
  for (const [name, global] of Object.entries(functionAddresses)) {
    global.value = reserved.addressOf(exports[name] ?? wasm.exports[name]);
  }
  for (const [name, global] of Object.entries(dataAddresses)) {
    global.value = memoryBase + exports[name].value;
  }
  exports.__wasm_apply_data_relocs?.();
  exports.__wasm_call_ctors?.();
  return exports;
}
