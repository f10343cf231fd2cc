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
 * that has them, or the compiled module itself; any of them may be of another window's or context's kind.
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
 * The address of a file of this package.
 * @param {() => URL} make with new URL(…, import.meta.url) in it, which bundlers look for
 * @returns {URL}
 */
export function ownAddress(make) {
  try {
    return make();
  } catch (error) {
    throw new SmmaError('sqlite-smma cannot tell where its .wasm files are, as a bundler has removed import.meta.url: '
      + "import 'sqlite-smma/inline', which has them inside, or give { wasm }", error);
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

/**
 * An address as a URL; undefined for a path of Node. In a page, in Electron's too, a relative one is relative to the page.
 * @param {URL | string} address
 * @returns {URL | undefined}
 */
function urlOf(address) {
  // A URL is not always one: what Next makes of new URL(…, import.meta.url) is a path of the site.
  const text = String(address);
  // A single letter before the colon is a Windows drive.
  if (/^[a-z][a-z0-9+.-]+:/i.test(text)) return parse(text);
  const { location } = globalThis;
  if (location === undefined) return undefined;
  return parse(text, location.protocol === 'blob:' ? location.origin : location.href);
}

/**
 * @param {string} address
 * @param {string} [base]
 */
function parse(address, base) {
  try {
    return new URL(address, base);
  } catch (error) {
    throw new SmmaError(`"${address}" is no address of a module${base === undefined ? '' : ` in the page ${base}`}: give an absolute one`, error);
  }
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
  const url = urlOf(address);
  const files = url === undefined || url.protocol === 'file:' ? await nodeFiles() : undefined;
  if (files !== undefined) {
    try {
      return { bytes: await files.readFile(url ?? String(address)) };
    } catch (error) {
      throw new SmmaError(`could not read ${address}`, error);
    }
  }
  return readResponse(await download(url ?? String(address)), String(address));
}

/**
 * @param {URL | string} address
 * @returns {Promise<Response>}
 */
async function download(address) {
  // A refusal by the page's policy says nothing but that it failed; an event beside it tells.
  const refusal = refusalOf(String(address));
  try {
    return await fetch(address);
  } catch (error) {
    const directive = await refusal.directive();
    if (directive === undefined) throw new SmmaError(`could not download ${address}`, error);
    const origin = new URL(address).origin;
    const source = origin === globalThis.location?.origin ? "'self'" : origin;
    throw new SmmaError(`could not download ${address}: the page's Content-Security-Policy forbids it; it needs ${directive} ${source}`, error);
  } finally {
    refusal.forget();
  }
}

// A browser's processes tell of a refusal one after the other: Firefox may fail the download first, and
// nothing says that no refusal will follow. So long a download that failed waits, which has no hurry.
const REFUSAL_WAIT = 1000;

/**
 * Listens for the page's policy refusing an address, from now on.
 * @param {string} address
 * @returns {{ directive: () => Promise<string | undefined>, forget: () => void }} what has been
 *   refused, or undefined if nothing comes within REFUSAL_WAIT milliseconds; and the end of it
 */
function refusalOf(address) {
  // Only where there are pages there are policies.
  if (globalThis.location === undefined || globalThis.addEventListener === undefined) {
    return { directive: async () => undefined, forget: () => {} };
  }
  /** @type {(event: Event) => void} */
  let listener = () => {};
  /** @type {Promise<string>} */
  const refused = new Promise((resolve) => {
    listener = (event) => {
      const { effectiveDirective, blockedURI } = /** @type {SecurityPolicyViolationEvent} */ (event);
      if (address.startsWith(blockedURI)) resolve(effectiveDirective);
    };
  });
  addEventListener('securitypolicyviolation', listener);
  return {
    directive: () => Promise.race([refused, new Promise((resolve) => setTimeout(resolve, REFUSAL_WAIT))]),
    forget: () => removeEventListener('securitypolicyviolation', listener),
  };
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
 * What a value is, also where it comes from another window or context and is no instance of this one's classes.
 * @param {unknown} value
 */
const kindOf = (value) => Object.prototype.toString.call(value).slice('[object '.length, -1);

/**
 * @param {any} source
 * @returns {Promise<{ name: string, content: Content }>}
 */
async function readSource(source) {
  const kind = kindOf(source);
  if (typeof source === 'string' || kind === 'URL') {
    return { name: String(source), content: await readAddress(source) };
  }
  if (kind === 'Response') {
    const name = source.url || 'the response';
    return { name, content: await readResponse(source, name) };
  }
  const name = 'what was given as wasm';
  if (ArrayBuffer.isView(source)) {
    // Not every engine compiles a DataView, and none compiles shared memory.
    const bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
    return { name, content: { bytes: kindOf(source.buffer) === 'SharedArrayBuffer' ? bytes.slice() : bytes } };
  }
  if (kind === 'ArrayBuffer') return { name, content: { bytes: source } };
  if (kind === 'SharedArrayBuffer') return { name, content: { bytes: new Uint8Array(source).slice() } };
  throw new TypeError('wasm must be a URL, a string, bytes, a Response or a WebAssembly.Module, or a promise of one');
}

/**
 * Compiles the module that source leads to.
 * @param {WasmSource | Promise<WasmSource>} source
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compileSource(source) {
  const given = await source;
  if (kindOf(given) === 'WebAssembly.Module') return /** @type {WebAssembly.Module} */ (given);
  const { name, content } = await readSource(given);
  try {
    // WebKit compiles what a policy forbids, and refuses to instantiate it.
    await WebAssembly.instantiate(SIMD_MODULE);
    return await WebAssembly.compile(/** @type {BufferSource} */ (content.bytes));
  } catch (error) {
    if (error instanceof Error && /content security policy|\bcsp\b|unsafe-eval/i.test(error.message)) {
      throw new SmmaError("the page's Content-Security-Policy forbids WebAssembly: its script-src needs 'wasm-unsafe-eval'", error);
    }
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
