// sweep-summary.mjs - what a sweep says, in words and as a table.

import { countOf, decimalsFor, formatCount, formatPrice } from '../shared/format.mjs';

/** @typedef {import('../worker/calls/types.mjs').Sweep} Sweep */

/**
 * Where the most was earned; of several, the shortest period. No rounding error decides: sql/sweep.sql
 * looks at as many digits.
 * @param {Sweep} sweep
 * @returns {number} index of the period
 */
export function bestOf({ points, close }) {
  const earned = Array.from(points, (value) => Number(value.toFixed(decimalsFor(close) + 4)));
  return earned.indexOf(Math.max(...earned));
}

/** @param {Sweep} sweep @param {number} index */
const percentHeld = ({ held, judged }, index) => 100 * held[index] / judged;

/**
 * Points with the decimals of the price they were earned with.
 * @param {number} points
 * @param {Sweep} sweep
 */
export const pointsText = (points, { close }) => formatPrice(points, decimalsFor(close)).replace('-', '−');

/**
 * @param {string} symbol
 * @param {Sweep} sweep
 */
export function summaryOf(symbol, sweep) {
  const { periods, points, hold, bars, judged } = sweep;
  const longest = periods[periods.length - 1];
  if (judged <= 0) {
    return `${symbol} has ${countOf(bars, 'bar')}, too few for a period of ${formatCount(longest)}.`;
  }
  const best = bestOf(sweep);
  const better = points.filter((earned) => earned > hold).length;
  const than = better === 0 ? 'none of the periods earned more' : `${formatCount(better)} of ${countOf(periods.length, 'period')} earned more`;
  return `${symbol}: best period ${formatCount(periods[best])} with ${pointsText(points[best], sweep)} points. `
    + `Bought and held ${pointsText(hold, sweep)}: ${than}. Judged over the last ${countOf(judged + 1, 'bar')}.`;
}

/**
 * @param {Sweep} sweep
 * @param {number} index of the period
 */
export function readingOf(sweep, index) {
  const { periods, points, trades } = sweep;
  return `Period ${formatCount(periods[index])}: ${pointsText(points[index], sweep)} points, ${countOf(trades[index], 'trade')}, `
    + `held ${percentHeld(sweep, index).toFixed(1)} % of the bars`;
}

/**
 * The columns of sql/sweep.sql, for all periods in their order.
 * @param {Sweep} sweep
 */
export function tableOf(sweep) {
  const { periods, points, trades, hold, close } = sweep;
  const decimals = decimalsFor(close);
  const columns = ['period', 'points', 'trades', 'percent_of_bars', 'hold'];
  return {
    columns,
    rows: Array.from(periods, (period, index) =>
      [period, points[index].toFixed(decimals), trades[index], percentHeld(sweep, index).toFixed(1), hold.toFixed(decimals)]),
    reals: columns.map(() => false),
  };
}

/**
 * Round numbers for an axis, at most so many.
 * @param {number} low
 * @param {number} high
 * @param {number} most
 * @returns {number[]} ascending, within the two
 */
export function ticksOf(low, high, most) {
  const rough = Math.max((high - low) / most, Number.MIN_VALUE);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const ticks = [];
  for (let count = Math.ceil(low / step); count * step <= high; count++) ticks.push(count * step || 0);
  return ticks;
}
