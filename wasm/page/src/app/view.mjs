// view.mjs - what is shown: the one place that holds it.

import { Store } from '../shared/store.mjs';
import { MOST_AVERAGES } from '../chart/indicators.mjs';
import { LONGEST_PERIOD } from '../chart/period-box.mjs';

/** @typedef {import('../chart/indicators.mjs').Choice} Choice */
/** @typedef {import('../sql/history.mjs').Entry} Entry */

/**
 * @typedef {object} View
 * @property {string | undefined} symbol the one that is chosen; undefined where there are no prices
 * @property {string | undefined} demo name of the live demonstration, while the chart shows it instead of the symbol
 * @property {readonly number[]} periods of the averages
 * @property {boolean} alligator
 * @property {boolean} rsi whether it is shown; its period stays when it is not
 * @property {number} rsiPeriod
 * @property {boolean} atr
 * @property {number} atrPeriod
 * @property {boolean} adx
 * @property {number} adxPeriod
 * @property {boolean} logarithmic
 * @property {string | undefined} range of the chart, by its name (shared/ranges.mjs); undefined where it was not chosen by
 *   its button
 * @property {number | undefined} dock height of the panel below the chart in pixels; undefined: what is usual
 * @property {boolean} isFolded whether that panel is
 * @property {'sql' | 'sweep'} tab below the chart
 * @property {boolean | undefined} tablesOpen whether the list of tables is unfolded; undefined: as the window has room
 * @property {string} file of sql/ that stands in the editor, or stood there last
 * @property {string | undefined} sql the visitor's own text, where that stands there instead
 * @property {number | undefined} ranIn milliseconds that the text in the editor took, when it last ran to its end
 * @property {readonly Entry[]} history of the texts that were run, the newest first
 */

/** @typedef {Store<View>} ViewStore */

/** @type {Readonly<View>} */
export const FIRST_VIEW = Object.freeze({
  symbol: undefined,
  demo: undefined,
  periods: [14, 50, 200],
  alligator: false,
  rsi: false,
  rsiPeriod: 14,
  atr: false,
  atrPeriod: 14,
  adx: false,
  adxPeriod: 14,
  logarithmic: false,
  range: undefined,
  dock: undefined,
  isFolded: false,
  tab: 'sql',
  tablesOpen: undefined,
  file: 'averages.sql',
  sql: undefined,
  ranIn: undefined,
  history: [],
});

export const PANES = /** @type {const} */ (['rsi', 'atr', 'adx']);

/** What the lines of the chart follow from. */
export const LINE_KEYS = /** @type {const} */ (['periods', 'alligator', 'rsi', 'rsiPeriod', 'atr', 'atrPeriod', 'adx', 'adxPeriod']);

/** What "Reset the view" puts back: how it is shown. The symbol and the SQL are what is shown. */
const RESET_KEYS = /** @type {const} */ ([...LINE_KEYS, 'logarithmic', 'range', 'tab', 'dock', 'isFolded', 'tablesOpen']);

/** @param {ViewStore} view */
export function resetView(view) {
  view.set(Object.fromEntries(RESET_KEYS.map((key) => [key, FIRST_VIEW[key]])));
}

/**
 * What the chart shows: the demonstration, or else the symbol.
 * @param {View} view
 */
export const subjectOf = ({ demo, symbol }) => demo ?? symbol;

/**
 * The lines that are to be drawn.
 * @param {View} view
 * @returns {Choice}
 */
export const choiceOf = ({ periods, alligator, rsi, rsiPeriod, atr, atrPeriod, adx, adxPeriod }) => ({
  periods: [...periods],
  alligator,
  rsi: rsi ? rsiPeriod : undefined,
  atr: atr ? atrPeriod : undefined,
  adx: adx ? adxPeriod : undefined,
});

/** @param {unknown} value */
export const isPeriod = (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= LONGEST_PERIOD;

/** @param {unknown} value @returns {value is number[]} */
export const arePeriods = (value) => Array.isArray(value) && value.length <= MOST_AVERAGES && value.every(isPeriod);

/** @param {Partial<View>} [patch] what differs from the first view */
export const createView = (patch = {}) => new Store(/** @type {View} */ ({ ...FIRST_VIEW, ...patch }));
