// indicators.mjs - the lines of the chart: what each shows, and where it is drawn.
//
// All figures come from the database; this file only says which ones are asked for.

/** @typedef {import('./lines.mjs').Line} Line */
/** @typedef {import('./lines.mjs').Pane} Pane */
/** @typedef {import('../worker/calls/types.mjs').Indicator} Indicator */

/**
 * What the visitor has chosen to see: the periods of averages, the Alligator, and the periods of
 * the indicators in panes, undefined for those that are not shown.
 * @typedef {{ periods: number[], alligator: boolean, rsi?: number, atr?: number, adx?: number }} Choice
 */

/**
 * A line, and the indicator that its values come from.
 * @typedef {{ indicator: Indicator, line: Omit<Line, 'values' | 'latest'> }} Plan
 */

export const MOST_AVERAGES = 12;
const AVERAGE_COLOURS = 6; // --average-1 to --average-6

/** Bill Williams' Alligator, of the median price; see sql/alligator.sql. */
export const ALLIGATOR = [
  { id: 'jaw', label: 'Jaw 13', period: 13, shift: 8, colour: '--alligator-jaw' },
  { id: 'teeth', label: 'Teeth 8', period: 8, shift: 5, colour: '--alligator-teeth' },
  { id: 'lips', label: 'Lips 5', period: 5, shift: 3, colour: '--alligator-lips' },
];

// Beyond 30 and 70 the price counts as oversold and overbought; see sql/rsi.sql.
const RSI_LEVELS = [30, 70];
// Below 25 there is no trend to speak of; see sql/adx.sql.
const ADX_LEVELS = [25];

/** @param {number} index of an average in the order they stand */
export const averageColour = (index) => `--average-${(index % AVERAGE_COLOURS) + 1}`;

/**
 * @param {Choice} choice
 * @returns {Plan[]}
 */
export function plansOf({ periods, alligator, rsi, atr, adx }) {
  /** @type {Plan[]} */
  const plans = periods.map((period, index) => ({
    indicator: { kind: 'close', period },
    line: { id: `average ${index}`, label: `SMMA ${period}`, colour: averageColour(index), shift: 0 },
  }));
  if (alligator) {
    for (const { id, label, period, shift, colour } of ALLIGATOR) {
      plans.push({ indicator: { kind: 'median', period }, line: { id, label, colour, shift, group: 'Alligator' } });
    }
  }
  if (rsi !== undefined) {
    const pane = { id: 'rsi', label: `RSI ${rsi}`, guides: RSI_LEVELS, decimals: 2 };
    plans.push({ indicator: { kind: 'rsi', period: rsi }, line: { id: 'rsi', label: `RSI ${rsi}`, colour: '--rsi', shift: 0, pane } });
  }
  if (atr !== undefined) {
    const pane = { id: 'atr', label: `ATR ${atr}` };
    plans.push({ indicator: { kind: 'atr', period: atr }, line: { id: 'atr', label: `ATR ${atr}`, colour: '--atr', shift: 0, pane } });
  }
  if (adx !== undefined) {
    const group = `ADX ${adx}`;
    const pane = { id: 'adx', label: `ADX ${adx}, +DI, −DI`, guides: ADX_LEVELS, decimals: 2 };
    plans.push(
      { indicator: { kind: 'adx', period: adx }, line: { id: 'adx', label: group, colour: '--adx', shift: 0, pane, group } },
      { indicator: { kind: 'plusDi', period: adx }, line: { id: 'plus-di', label: '+DI', colour: '--price-up', shift: 0, pane, group } },
      { indicator: { kind: 'minusDi', period: adx }, line: { id: 'minus-di', label: '−DI', colour: '--price-down', shift: 0, pane, group } },
    );
  }
  return plans;
}

/**
 * The lines of plans, without values.
 * @param {Plan[]} plans
 * @param {boolean} hasRanges whether a bar has high and low
 * @returns {Line[]}
 */
export function linesOf(plans, hasRanges) {
  return plans.map(({ indicator: { kind }, line }) => {
    const isOfCloses = kind === 'close' || kind === 'rsi';
    return { ...line, values: NONE, latest: NaN, lacks: isOfCloses || hasRanges ? undefined : 'needs highs and lows' };
  });
}

const NONE = new Float64Array();
