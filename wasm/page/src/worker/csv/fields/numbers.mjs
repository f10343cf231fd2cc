// numbers.mjs - the numbers of price files: decimal points and commas, thousands, currencies, magnitudes.

/** @typedef {'.' | ','} DecimalMark */

// What stands for a missing number.
const MISSING = new Set(['', '-', '--', '---', '.', '..', '–', '—', 'null', 'nil', 'nan', 'na', 'n/a', 'n.a.', '#n/a', '#na', '#value!', '#div/0!',
  'none', 'undefined', '\\n', 'k.a.', 'n.v.']);

const PLAIN = /^-?\d+(?:\.\d+)?$/;
// Groups of thousands begin with no 0. In India those above the last three digits have two: 7,88,40,518.
const WITH_POINT = /^[-+]?(?:[1-9]\d{0,2}(?:[,' ]\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3}|\d*)(?:\.\d*)?(?:e[-+]?\d+)?$/i;
const WITH_COMMA = /^[-+]?(?:[1-9]\d{0,2}(?:[.' ]\d{3})+|\d*)(?:,\d*)?(?:e[-+]?\d+)?$/i;
// Signs, and letters as in HK$95, 95 zł, 345.6p; codes such as CHF are those that the platform knows.
const CURRENCY_BEFORE = /^([-+]?) ?(?:[a-z]{0,2}\p{Sc}|([a-z]{3})|rs\.?|kr\.?|fr\.?|zł) ?(?=[-+\d.,(])/iu;
const CURRENCY_BEHIND = /(?<=\d) ?(?:\p{Sc}|([a-z]{3})|zł|kč|kr\.?|ft|p|元|円|원|%)$/iu;
/** @type {Set<string> | undefined} */
let codes;
// 1.23M, as Investing.com writes a volume; the powers of ten.
/** @type {Record<string, number>} */
const POWERS = {
  k: 3, tsd: 3, mil: 3, m: 6, mn: 6, mln: 6, mio: 6, b: 9, bn: 9, mrd: 9, mld: 9, t: 12, 万: 4, 萬: 4, 만: 4, 億: 8, 亿: 8, 억: 8, cr: 7, lakh: 5, lac: 5,
};
const MAGNITUDE = new RegExp(` ?(${Object.keys(POWERS).sort((a, b) => b.length - a.length).join('|')})\\.?$`, 'i');

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

/** @param {string} text */
function endsInDigit(text) {
  const last = text.charCodeAt(text.length - 1);
  return last >= 48 && last <= 57;
}

/**
 * As readNumber(), and with K, M or B behind it.
 * @param {string} text
 * @param {DecimalMark} mark
 */
export function readVolume(text, mark) {
  const magnitude = endsInDigit(text) ? null : MAGNITUDE.exec(text);
  if (magnitude === null) return readNumber(text, mark);
  const number = readNumber(text.slice(0, magnitude.index), mark);
  // By text: 4.35M is 4350000, where 4.35 * 1e6 is a little less.
  return Number.isFinite(number) ? Number(`${number}e${POWERS[magnitude[1].toLowerCase()]}`) : number;
}

/** A volume without its magnitude. @param {string} text */
export const withoutMagnitude = (text) => text.replace(MAGNITUDE, '');

/** @param {string | undefined} letters */
function isCurrency(letters) {
  codes ??= new Set(typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('currency') : ['USD', 'EUR', 'GBP', 'JPY', 'CHF']);
  // Pence, and the coins and sums of exchanges.
  return letters === undefined || codes.has(letters.toUpperCase()) || /^(?:gbx|gbp|btc|eth|pts)$/i.test(letters);
}

/** @param {string} text */
const withoutCurrency = (text) => text.replace(CURRENCY_BEHIND, (all, letters) => isCurrency(letters) ? '' : all)
  .replace(CURRENCY_BEFORE, (all, sign, letters) => isCurrency(letters) ? sign : all);

/**
 * A number without its currency, and with the usual signs: (1.5), 1.5- and −1.5 are -1.5.
 * @param {string} text
 */
export function bareOf(text) {
  let bare = withoutCurrency(text.replace(/[\u00a0\u2007\u2009\u202f]/g, ' ').replaceAll('’', "'").replaceAll('\u2212', '-'));
  const negative = /^\(([^()]*)\)$|^(\d.*)-$/.exec(bare);
  if (negative !== null) bare = `-${withoutCurrency(negative[1] ?? negative[2])}`;
  return bare.trim();
}
