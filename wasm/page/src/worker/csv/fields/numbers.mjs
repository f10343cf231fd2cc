// numbers.mjs - the numbers of price files: decimal points and commas, thousands, currencies.

/** @typedef {'.' | ','} DecimalMark */

// What stands for a missing number.
const MISSING = new Set(['', '-', '--', '.', 'null', 'nan', 'na', 'n/a', '#n/a', 'none']);

const PLAIN = /^-?\d+(?:\.\d+)?$/;
// Groups of thousands begin with no 0. In India those above the last three digits have two: 7,88,40,518.
const WITH_POINT = /^[-+]?(?:[1-9]\d{0,2}(?:[,' ]\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3}|\d*)(?:\.\d*)?(?:e[-+]?\d+)?$/i;
const WITH_COMMA = /^[-+]?(?:[1-9]\d{0,2}(?:[.' ]\d{3})+|\d*)(?:,\d*)?(?:e[-+]?\d+)?$/i;
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
  const bare = bareOf(text);
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
 * A number without its currency, and with the usual space and apostrophe.
 * @param {string} text
 */
export const bareOf = (text) => text.replace(CURRENCY, '$1').replace(/[\u00a0\u202f]/g, ' ').replaceAll('’', "'");
