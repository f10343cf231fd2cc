// cells.mjs - the values of a result as the table shows them.

/** @typedef {import('./database/client.mjs').Value} Value */

// So many bytes of a BLOB are shown.
const BLOB_BYTES = 12;

/**
 * The text of a value as the sqlite3 CLI prints it; all of it.
 * @param {Value} value
 * @returns {string}
 */
export function cellText(value) {
  if (value === null) return '';
  if (typeof value === 'number') return realText(value);
  if (value instanceof Uint8Array) return `x'${hexOf(value)}'`;
  return String(value);
}

/**
 * What a cell shows, and the class it is styled by.
 * @param {Value} value
 * @returns {{ text: string, kind: 'null' | 'number' | 'text' | 'blob' }}
 */
export function cellOf(value) {
  if (value === null) return { text: 'NULL', kind: 'null' };
  if (typeof value === 'string') return { text: value, kind: 'text' };
  if (!(value instanceof Uint8Array)) return { text: cellText(value), kind: 'number' };
  const isShort = value.length <= BLOB_BYTES;
  const text = isShort ? cellText(value) : `x'${hexOf(value.subarray(0, BLOB_BYTES))}…' ${value.length} bytes`;
  return { text, kind: 'blob' };
}

/** @param {Uint8Array} bytes */
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @param {number} value */
const realText = (value) => String(value);
