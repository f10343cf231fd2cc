// link.mjs - a query and a view as the fragment of an address, which a browser sends to nobody.

import { FIRST_VIEW, LINE_KEYS, PANES, arePeriods, isPeriod } from './view.mjs';

/** @typedef {import('./view.mjs').View} View */

/**
 * What an address tells: a query, and what differs from the view there is; faults: what of it cannot be read.
 * @typedef {{ sql?: string, view: Partial<View>, faults: string[] }} Link
 */

// A few bytes can unpack to gigabytes; no query is that long.
const LONGEST_SQL = 1_000_000;

/**
 * The fragment for a query and what the chart shows, without its #.
 * @param {string} sql
 * @param {View} view
 * @returns {Promise<string>}
 */
export async function fragmentOf(sql, view) {
  const { symbol, periods, alligator, logarithmic } = view;
  const parameters = new URLSearchParams();
  if (symbol !== undefined) parameters.set('symbol', symbol);
  parameters.set('averages', periods.join());
  if (alligator) parameters.set('alligator', '1');
  for (const name of PANES) if (view[name]) parameters.set(name, String(view[`${name}Period`]));
  if (logarithmic) parameters.set('log', '1');
  const packed = typeof CompressionStream === 'function' ? await pack(sql) : undefined;
  if (packed !== undefined) parameters.set('sql', packed);
  else parameters.set('text', sql);
  return parameters.toString().replaceAll('%2C', ',');
}

/**
 * @param {string} fragment with or without its #
 * @returns {Promise<Link | undefined>} undefined where it is none of ours, as that of a link within the page
 */
export async function linkOf(fragment) {
  const text = fragment.replace(/^#/, '');
  if (!text.includes('=')) return undefined;
  const parameters = new URLSearchParams(text);
  /** @type {Link} */
  const link = { view: {}, faults: [] };
  // The lines of a link that says which averages are all it names; a shorter one leaves them as they are.
  if (parameters.has('averages')) link.view = Object.fromEntries([...LINE_KEYS, 'logarithmic'].map((key) => [key, FIRST_VIEW[/** @type {keyof View} */ (key)]]));
  for (const [name, value] of parameters) {
    const isRead = await take(link, name, value);
    if (!isRead) link.faults.push(name);
  }
  return link;
}

/**
 * @param {Link} link
 * @param {string} name
 * @param {string} value
 * @returns {Promise<boolean>} false where it cannot be read
 */
async function take(link, name, value) {
  if (name === 'sql' || name === 'text') {
    const sql = name === 'text' ? value : await unpack(value);
    if (sql === undefined || sql.length > LONGEST_SQL) return false;
    link.sql = sql;
    return true;
  }
  const patch = patchOf(name, value);
  Object.assign(link.view, patch);
  return patch !== undefined;
}

/**
 * @param {string} name
 * @param {string} value
 * @returns {Partial<View> | undefined}
 */
function patchOf(name, value) {
  const pane = PANES.find((other) => other === name);
  if (pane !== undefined) return isPeriod(Number(value)) ? { [pane]: true, [`${pane}Period`]: Number(value) } : undefined;
  if (name === 'symbol') return value === '' ? undefined : { symbol: value };
  if (name === 'averages') {
    const periods = value === '' ? [] : value.split(',').map(Number);
    return arePeriods(periods) ? { periods } : undefined;
  }
  if (name === 'alligator' && (value === '1' || value === '0')) return { alligator: value === '1' };
  if (name === 'log' && (value === '1' || value === '0')) return { logarithmic: value === '1' };
  return undefined;
}

/** @param {string} text */
async function pack(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return base64Of(new Uint8Array(await new Response(stream).arrayBuffer()));
}

/**
 * @param {string} packed
 * @returns {Promise<string | undefined>} undefined for what is no packed text
 */
async function unpack(packed) {
  try {
    const stream = new Blob([bytesOf(packed)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new TextDecoder('utf-8', { fatal: true }).decode(await readAll(stream));
  } catch {
    return undefined;
  }
}

/** @param {ReadableStream<Uint8Array>} stream */
async function readAll(stream) {
  const reader = stream.getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > 4 * LONGEST_SQL) {
      await reader.cancel();
      throw new RangeError('too long');
    }
    parts.push(new Uint8Array(next.value));
  }
  return new Blob(parts).arrayBuffer();
}

/** @param {Uint8Array} bytes */
const base64Of = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  .replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** @param {string} text */
const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
