// ranges.mjs - the ranges of time that the chart offers, each from its start to the last bar.

/**
 * @typedef {object} Range
 * @property {string} name on its button
 * @property {string} words
 * @property {number} [days]
 * @property {number} [months]
 * @property {boolean} [ofYear] from the first of January
 */

export const ALL = 'All';

/** @type {readonly Range[]} from the shortest to the longest, which is all of the bars */
export const RANGES = [
  { name: '1D', words: 'one day', days: 1 },
  { name: '5D', words: 'five days of trading', days: 5 },
  { name: '1M', words: 'one month', months: 1 },
  { name: '6M', words: 'six months', months: 6 },
  { name: 'YTD', words: 'since the first of January', ofYear: true },
  { name: '1Y', words: 'one year', months: 12 },
  { name: '5Y', words: 'five years', months: 60 },
  { name: '10Y', words: 'ten years', months: 120 },
  { name: ALL, words: 'all bars' },
];

const DAY = 86_400; // seconds
// A range is offered if it has at least so many bars.
const FEWEST_BARS = 10;
// Whether weekends have bars shows in the last ones.
const RECENT = 20_000;

/**
 * The first bar of each range.
 * @param {Float64Array | number[]} times seconds, ascending
 * @param {(time: number) => number} [shown] what the clocks of the symbol showed: days and years begin by them
 * @returns {Record<string, number>} by name
 */
export function startsOf(times, shown = (time) => time) {
  if (times.length === 0) return Object.fromEntries(RANGES.map(({ name }) => [name, 0]));
  const last = shown(times[times.length - 1]);
  const skipsWeekend = !recentOf(times).some((time) => isWeekend(shown(time)));
  return Object.fromEntries(RANGES.map((range) => {
    const start = startOf(range, last, skipsWeekend);
    return [range.name, start === -Infinity ? 0 : firstAfter(times, start + (start - shown(start)))];
  }));
}

/**
 * The ranges that make sense of a series: with bars enough, and not all of them.
 * @param {Record<string, number>} starts
 * @param {number} bars
 * @returns {Range[]} the one of all bars always
 */
export function rangesFor(starts, bars) {
  return RANGES.filter(({ name }) => name === ALL || (bars - starts[name] >= FEWEST_BARS && starts[name] > 0));
}

/**
 * The bars of a range are those after this time.
 * @param {Range} range
 * @param {number} last time of the last bar
 * @param {boolean} skipsWeekend
 */
function startOf({ days, months, ofYear }, last, skipsWeekend) {
  // Five days of trading are a week where weekends have no bars.
  if (days !== undefined) return last - DAY * (days === 5 && skipsWeekend ? 7 : days);
  const date = new Date(last * 1000);
  if (ofYear) return Date.UTC(date.getUTCFullYear(), 0, 1) / 1000 - 1;
  if (months === undefined) return -Infinity;
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() - months);
  // The 31st of a month that has none is its last day.
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.getTime() / 1000;
}

/** @param {Float64Array | number[]} times @param {number} time */
function firstAfter(times, time) {
  let [from, to] = [0, times.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (times[middle] > time) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** @param {Float64Array | number[]} times */
const recentOf = (times) => Array.from(times.slice(-RECENT));

/** @param {number} time */
const isWeekend = (time) => [0, 6].includes(new Date(time * 1000).getUTCDay());
