// cells.mjs - the values of a result as the table shows them.

/** @typedef {import('../../worker/calls/types.mjs').Value} Value */

// How many bytes of a BLOB are shown.
const BLOB_BYTES = 12;
// How many characters of a text are shown, with a sign for each line end.
const TEXT_LENGTH = 1000;

/**
 * The text of a value as the sqlite3 CLI prints it; all of it.
 * @param {Value} value
 * @param {boolean} isReal whether a whole number is a REAL: 2.0, not 2
 * @returns {string}
 */
export function cellText(value, isReal) {
  if (value === null) return '';
  if (typeof value === 'number') return isReal || !Number.isInteger(value) ? realText(value) : String(value);
  if (value instanceof Uint8Array) return `x'${hexOf(value)}'`;
  return String(value);
}

/**
 * What a cell shows, and the class it is styled by.
 * @param {Value} value
 * @param {boolean} isReal as for cellText()
 * @returns {{ text: string, kind: 'null' | 'number' | 'text' | 'blob' }}
 */
export function cellOf(value, isReal) {
  if (value === null) return { text: 'NULL', kind: 'null' };
  if (typeof value === 'string') return { text: oneLine(value), kind: 'text' };
  if (!(value instanceof Uint8Array)) return { text: cellText(value, isReal), kind: 'number' };
  const isShort = value.length <= BLOB_BYTES;
  const text = isShort ? cellText(value, false) : `x'${hexOf(value.subarray(0, BLOB_BYTES))}…' ${value.length} bytes`;
  return { text, kind: 'blob' };
}

/** @param {string} text */
const oneLine = (text) =>
  (text.length > TEXT_LENGTH ? `${text.slice(0, TEXT_LENGTH)}…` : text).replace(/\r\n|\r|\n/g, '↵');

/** @param {Uint8Array} bytes */
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * A REAL by the format %!.15g, which the sqlite3 CLI prints by: 15 digits, no zeros at the end but
 * the one after a bare point.
 * @param {number} value
 */
function realText(value) {
  if (!Number.isFinite(value)) return value < 0 ? '-Inf' : 'Inf';
  if (value === 0) return '0.0';
  const [mantissa, exponentText] = value.toExponential(14).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 15) return withPoint(value.toFixed(14 - exponent));
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${withPoint(mantissa)}e${exponent < 0 ? '-' : '+'}${size}`;
}

/** @param {string} digits */
const withPoint = (digits) =>
  digits.includes('.') ? digits.replace(/0+$/, '').replace(/\.$/, '.0') : `${digits}.0`;
