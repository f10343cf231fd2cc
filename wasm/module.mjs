// module.mjs - where a WebAssembly module comes from, and whether it can run here (SPEC 5.5).

/** What this package throws; `cause` is the error underneath where there is one. */
export class SmmaError extends Error {
  /**
   * @param {string} message
   * @param {unknown} [cause]
   */
  constructor(message, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SmmaError';
  }
}

/**
 * Where a module comes from: its address (in Node a path will do as well), its bytes, a response
 * that has them, or the compiled module itself.
 * @typedef {URL | string | ArrayBuffer | ArrayBufferView | Response | WebAssembly.Module} WasmSource
 */

// The smallest module with a SIMD128 instruction: a function that makes and drops a v128.
const SIMD_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, // magic number, version
  1, 4, 1, 96, 0, 0, // type: () -> ()
  3, 2, 1, 0, // one function of that type
  10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11, // i32.const 0, i8x16.splat, drop
]);

/** Throws where WebAssembly or its SIMD128 instructions are missing. */
export function requireSimd() {
  if (typeof WebAssembly !== 'object') {
    throw new SmmaError('sqlite-smma needs WebAssembly, which this environment does not have');
  }
  if (!WebAssembly.validate(SIMD_MODULE)) {
    throw new SmmaError('sqlite-smma needs WebAssembly with SIMD128, which this environment does not have');
  }
}

/**
 * Node's own fs/promises, undefined elsewhere. Its name is a variable, so that bundlers do not look
 * for it. (process.getBuiltinModule() would do as well, from Node 20.16 on.)
 * @returns {Promise<typeof import('node:fs/promises') | undefined>}
 */
async function nodeFiles() {
  if (globalThis.process?.versions?.node === undefined) return undefined;
  const name = 'node:fs/promises';
  return import(/* @vite-ignore */ /* webpackIgnore: true */ name);
}

/** @param {URL | string} address */
function isFile(address) {
  if (address instanceof URL) return address.protocol === 'file:';
  // A single letter before the colon is a Windows drive.
  return address.startsWith('file:') || !/^[a-z][a-z0-9+.-]+:/i.test(address);
}

/**
 * What may be a module, and the type a server has given it.
 * @typedef {{ bytes: ArrayBuffer | ArrayBufferView, type?: string | null }} Content
 */

/**
 * @param {URL | string} address
 * @returns {Promise<Content>}
 */
async function readAddress(address) {
  const files = isFile(address) ? await nodeFiles() : undefined;
  if (files !== undefined) {
    const isUrl = address instanceof URL || address.startsWith('file:');
    try {
      return { bytes: await files.readFile(isUrl ? new URL(address) : address) };
    } catch (error) {
      throw new SmmaError(`could not read ${address}`, error);
    }
  }
  let response;
  try {
    response = await fetch(address);
  } catch (error) {
    throw new SmmaError(`could not download ${address}`, error);
  }
  return readResponse(response, String(address));
}

/**
 * @param {Response} response
 * @param {string} address
 * @returns {Promise<Content>}
 */
async function readResponse(response, address) {
  if (!response.ok) {
    const status = `${response.status} ${response.statusText}`.trim();
    throw new SmmaError(`could not download ${address}: ${status}`);
  }
  try {
    return { bytes: await response.arrayBuffer(), type: response.headers.get('content-type') };
  } catch (error) {
    throw new SmmaError(`could not download ${address}`, error);
  }
}

/**
 * Compiles the module that source leads to.
 * @param {WasmSource} source
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compileSource(source) {
  if (source instanceof WebAssembly.Module) return source;
  /** @type {Content} */
  let content;
  let name = 'what was given as wasm';
  if (source instanceof URL || typeof source === 'string') {
    name = String(source);
    content = await readAddress(source);
  } else if (source instanceof ArrayBuffer) {
    content = { bytes: source };
  } else if (ArrayBuffer.isView(source)) {
    // Not every engine compiles a DataView.
    content = { bytes: new Uint8Array(source.buffer, source.byteOffset, source.byteLength) };
  } else if (typeof Response === 'function' && source instanceof Response) {
    name = source.url || 'the response';
    content = await readResponse(source, name);
  } else {
    throw new TypeError('wasm must be a URL, a string, bytes, a Response or a WebAssembly.Module');
  }
  try {
    // WebKit compiles what a policy forbids, and refuses to instantiate it.
    await WebAssembly.instantiate(SIMD_MODULE);
    return await WebAssembly.compile(/** @type {BufferSource} */ (content.bytes));
  } catch (error) {
    throw new SmmaError(`${name} is not a WebAssembly module that can run here${typeNote(content)}`, error);
  }
}

/**
 * Many servers answer with a page where there is no file: the type they give it tells what went wrong.
 * @param {Content} content
 */
function typeNote({ type }) {
  return type && !type.startsWith('application/wasm') ? ` (the server calls it ${type})` : '';
}
