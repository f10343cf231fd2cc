// csv-text.mjs - a result as CSV text.

// What `sqlite3 -csv` quotes: control characters, the space, both quotes, the separator, and all
// that is not ASCII.
const NEEDS_QUOTES = /[^!#-&(-+\-.-~]/;

/**
 * A result as CSV (RFC 4180) the way `sqlite3 -header -csv` writes it: lines end in a newline, NULL
 * is an empty field, the empty string is "". A BLOB, whose bytes would not be text, is written as
 * the literal X'...'.
 * @param {readonly string[]} columns
 * @param {readonly (readonly unknown[])[]} rows
 * @param {readonly boolean[]} [reals] the columns whose numbers are REAL, as run() tells: 2.0, not 2
 * @returns {string}
 */
export function toCsv(columns, rows, reals = []) {
  const lines = [columns.map((name) => quoted(name)).join(',')];
  for (const row of rows) lines.push(row.map((value, index) => field(value, reals[index] === true)).join(','));
  return `${lines.join('\n')}\n`;
}

/**
 * @param {unknown} value
 * @param {boolean} isReal
 */
function field(value, isReal) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return isReal || !Number.isInteger(value) ? realText(value) : integerText(value);
  if (value instanceof Uint8Array) return quoted(blobText(value));
  return quoted(String(value));
}

/** @param {string} text */
const quoted = (text) =>
  text === '' || NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** @param {number} value */
const integerText = (value) => Number.isSafeInteger(value) ? String(value) : realText(value);

/** @param {Uint8Array} bytes */
const blobText = (bytes) =>
  `X'${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('').toUpperCase()}'`;

/**
 * A REAL as SQLite writes it, with the fewest digits that read back as the same number.
 * @param {number} value
 * @returns {string}
 */
export function realText(value) {
  if (value === Infinity) return 'Inf';
  if (value === -Infinity) return '-Inf';
  if (value === 0) return '0.0';
  const [digits, exponentText] = Math.abs(value).toExponential().split('e');
  const exponent = Number(exponentText);
  const sign = value < 0 ? '-' : '';
  const all = digits.replace('.', '');
  if (exponent < -4 || exponent > 16) {
    const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
    return `${sign}${all[0]}.${all.slice(1) || '0'}e${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${all}`;
  const whole = all.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${all.slice(exponent + 1) || '0'}`;
}
