// csv-numbers.mjs - the numbers of price files: decimal points and commas, thousands, currencies.

/** @typedef {'.' | ','} DecimalMark */

// What stands for a missing number.
const MISSING = new Set(['', '-', '--', '.', 'null', 'nan', 'na', 'n/a', '#n/a', 'none']);

const PLAIN = /^-?\d+(?:\.\d+)?$/;
const WITH_POINT = /^[-+]?(?:\d{1,3}(?:[,' ]\d{3})+|\d*)(?:\.\d*)?(?:e[-+]?\d+)?$/i;
const WITH_COMMA = /^[-+]?(?:\d{1,3}(?:[.' ]\d{3})+|\d*)(?:,\d*)?(?:e[-+]?\d+)?$/i;
const CURRENCY = /^([-+]?) ?(?:[$€£¥]|usd|eur|gbp) ?/i;
// 1.23M, as Investing.com writes a volume.
const MAGNITUDE = /([kmb])$/i;
/** @type {Record<string, number>} */
const FACTOR = { k: 3, m: 6, b: 9 };

/** @param {string} text */
export function isMissing(text) {
  const first = text.charCodeAt(0);
  // Most begin with a digit, and there are millions of them.
  return !(first >= 48 && first <= 57) && MISSING.has(text.toLowerCase());
}

/**
 * @param {string} text without spaces around it, not missing
 * @param {DecimalMark} mark
 * @returns {number} NaN when it is no number; Infinity when it is too large
 */
export function readNumber(text, mark) {
  if (mark === '.' && PLAIN.test(text)) return Number(text);
  const bare = text.replace(CURRENCY, '$1').replace(/[\u00a0\u202f]/g, ' ');
  if (!(mark === '.' ? WITH_POINT : WITH_COMMA).test(bare) || !/\d/.test(bare)) return NaN;
  const grouped = mark === '.' ? /[,' ]/g : /[.' ]/g;
  return Number(bare.replace(grouped, '').replace(',', '.'));
}

/**
 * As readNumber(), and with K, M or B behind it.
 * @param {string} text
 * @param {DecimalMark} mark
 */
export function readVolume(text, mark) {
  const magnitude = MAGNITUDE.exec(text);
  if (magnitude === null) return readNumber(text, mark);
  const number = readNumber(text.slice(0, -1).trim(), mark);
  // By text: 4.35M is 4350000, where 4.35 * 1e6 is a little less.
  return Number.isFinite(number) ? Number(`${number}e${FACTOR[magnitude[1].toLowerCase()]}`) : number;
}

/**
 * The decimal mark of a file, from some of its prices. In 1.234,5 the last mark is it. Of 1,234
 * alone nobody can tell: it is 1234 where commas separate the fields, and 1.234 where they do not.
 * @param {readonly string[]} prices
 * @param {string} separator of the file's fields
 * @returns {DecimalMark}
 */
export function decimalMarkOf(prices, separator) {
  let hasComma = false;
  for (const text of prices) {
    const comma = text.lastIndexOf(',');
    const point = text.lastIndexOf('.');
    if (comma >= 0 && point >= 0) return comma > point ? ',' : '.';
    const at = Math.max(comma, point);
    if (at < 0) continue;
    const isGroup = /^\D*\d{1,3}(?:[.,]\d{3})+\D*$/.test(text);
    // Two marks of one kind separate thousands: the other is the decimal mark.
    if (isGroup && text.indexOf(text[at]) !== at) return text[at] === ',' ? '.' : ',';
    if (!isGroup) return text[at] === ',' ? ',' : '.';
    hasComma ||= comma >= 0;
  }
  return hasComma && separator !== ',' ? ',' : '.';
}
