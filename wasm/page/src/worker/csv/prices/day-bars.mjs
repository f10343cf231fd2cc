// day-bars.mjs - bars that are of days though they have a time: each date once, at the same time of day.
//
// Sites stamp a day with the second at which its session begins, or with the evening before.

import { isMidnight, tsOf } from '../fields/dates.mjs';

const DAY = 86400;
const NOON = DAY / 2;

/**
 * The day of a bar is that of its time, or the next one, or it is a time.
 * @typedef {'same' | 'next' | 'times'} DayForm
 */

/**
 * @typedef {object} DayFinding
 * @property {Set<number>} symbols whose bars are of days, by their places
 * @property {DayForm} form the likeliest
 * @property {boolean} isOpen whether others are as likely
 * @property {string} example a time of day
 * @property {{ form: DayForm, why: string }[]} readings the likeliest first; none where no bar is of a day with a time
 */

// So many of a hundred are at the commonest time of day, or an hour from it: in summer or in winter.
const MOST = 0.9;
const HOUR = 3600;
// Fewer bars show nothing.
const FEWEST = 5;

/** The bars of one symbol while they are counted. */
class DayCount {
  bars = 0;
  isDaily = true;
  hasTimes = false;
  /** @type {Map<number, number>} */
  times = new Map();
  /** @type {Map<number, number>} times by day */
  days = new Map();

  /** @param {number} shown */
  add(shown) {
    const day = Math.floor(shown / DAY);
    const before = this.days.get(day);
    if (before === shown) return;
    if (before !== undefined) this.isDaily = false;
    this.days.set(day, shown);
    this.bars += 1;
    if (!isMidnight(shown)) this.hasTimes = true;
    const time = shown - day * DAY;
    this.times.set(time, (this.times.get(time) ?? 0) + 1);
    if (this.times.size > 50 && this.times.size > this.bars / 4) this.isDaily = false;
    if (!this.isDaily) this.days.clear();
  }

  get isOfDays() {
    if (!this.isDaily || !this.hasTimes || this.bars < FEWEST) return false;
    const time = commonest([this]);
    const near = [time - HOUR, time, time + HOUR].map((each) => this.times.get(each) ?? 0);
    return near[1] + Math.max(near[0], near[2]) >= this.bars * MOST;
  }
}

/**
 * @param {Iterable<{ symbol: number, shown: number }>} bars
 * @returns {DayFinding}
 */
export function dayFinding(bars) {
  /** @type {DayCount[]} */
  const counts = [];
  for (const { symbol, shown } of bars) {
    counts[symbol] ??= new DayCount();
    const count = counts[symbol];
    if (count.isDaily) count.add(shown);
  }
  const symbols = new Set(counts.flatMap((count, symbol) => count?.isOfDays ? [symbol] : []));
  if (symbols.size === 0) return { symbols, form: 'times', isOpen: false, example: '', readings: [] };
  const all = [...symbols].map((symbol) => counts[symbol]);
  const time = commonest(all);
  const days = all.map((count) => [...count.days.keys()].sort((a, b) => a - b));
  const readings = /** @type {const} */ ([['same', 0], ['next', 1]]).map(([form, later]) => ({
    form, odd: days.reduce((sum, each) => sum + oddOnes(each, later), 0), why: spanOf(days, later),
  }));
  const total = days.reduce((sum, each) => sum + each.length, 0);
  // Nobody stamps a day with the morning of the day before.
  const [same, next] = readings;
  const isEvening = time >= NOON;
  const first = isEvening && next.odd < same.odd ? next : same;
  const isDecided = !isEvening || Math.abs(next.odd - same.odd) > total * 0.05 + 0.5;
  const others = readings.filter((reading) => reading !== first && isEvening);
  return {
    symbols, form: first.form, isOpen: !isDecided, example: tsOf(time, true).slice(11, 16),
    readings: [first, ...others].map(({ form, why }) => ({ form, why })),
  };
}

/** @param {DayCount[]} counts */
function commonest(counts) {
  let [best, most] = [0, 0];
  for (const { times } of counts) for (const [time, count] of times) if (count > most) [best, most] = [time, count];
  return best;
}

/**
 * Days on which no bar of a file begins: weekends, or for weeks no Mondays, or for months no first days.
 * @param {number[]} days ascending
 * @param {number} later
 */
function oddOnes(days, later) {
  const steps = days.slice(1).map((day, index) => day - days[index]).sort((a, b) => a - b);
  const step = steps[Math.floor(steps.length / 2)];
  return days.filter((day) => {
    const date = new Date((day + later) * DAY * 1000);
    if (step >= 27) return date.getUTCDate() > 4;
    return step >= 5 ? date.getUTCDay() !== 1 : date.getUTCDay() % 6 === 0;
  }).length;
}

/**
 * @param {number[][]} all
 * @param {number} later
 */
function spanOf(all, later) {
  const [first, last] = [Math.min(...all.map((days) => days[0])), Math.max(...all.map((days) => days[days.length - 1]))];
  const weekends = all.flat().filter((day) => new Date((day + later) * DAY * 1000).getUTCDay() % 6 === 0).length;
  return `${tsOf((first + later) * DAY, false)} to ${tsOf((last + later) * DAY, false)}, ${weekends === 0 ? 'none' : weekends} at a weekend`;
}
