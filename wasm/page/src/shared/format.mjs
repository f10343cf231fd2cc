// format.mjs - numbers, dates and durations as the page writes them.

const LOCALE = 'en-GB'; // the language of the page

const counts = new Intl.NumberFormat(LOCALE);
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 4 });

/** @param {number} count */
export const formatCount = (count) => counts.format(count);

/**
 * "1 row", "5,105 rows".
 * @param {number} count
 * @param {string} noun in the singular
 */
export const countOf = (count, noun) => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

/** @param {number} volume */
export const formatVolume = (volume) => compact.format(volume);

/** @type {Map<number, Intl.NumberFormat>} */
const priceFormats = new Map();

/**
 * @param {number} price
 * @param {number} decimals
 */
export function formatPrice(price, decimals) {
  let format = priceFormats.get(decimals);
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    priceFormats.set(decimals, format);
  }
  return format.format(price);
}

const MOST_DECIMALS = 20; // Intl.NumberFormat takes no more

/**
 * How many decimals show prices like this one: six digits, and two decimals at least, as the files of
 * sql/ have it.
 * @param {number} price
 */
export function decimalsFor(price) {
  if (!Number.isFinite(price)) return 2;
  const exponent = Number(price.toExponential(5).split('e')[1]);
  return Math.min(MOST_DECIMALS, Math.max(2, 5 - exponent));
}

/** @param {number} milliseconds */
export function formatDuration(milliseconds) {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

/** @param {number} bytes */
export function formatBytes(bytes) {
  if (bytes < 1e6) return `${formatCount(Math.ceil(bytes / 1e3))} KB`;
  return `${formatPrice(bytes / 1e6, 1)} MB`;
}

const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' });

/**
 * "14:03" for a moment of today, "24 Nov 2026, 14:03" for another.
 * @param {number} moment milliseconds since 1970
 * @param {number} [now]
 */
export function formatMoment(moment, now = Date.now()) {
  const time = clock.format(moment);
  return day.format(moment) === day.format(now) ? time : `${day.format(moment)}, ${time}`;
}
