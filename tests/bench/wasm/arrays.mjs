// arrays.mjs - the calls of core.mjs and the serial loops as competitors. It needs nothing of Node.

import { timed } from './measure.mjs';
import { serialLoops } from './serial.mjs';

/** @typedef {import('./measure.mjs').Competitor} Competitor */
/** @typedef {import('../../../wasm/core.mjs').Core} Core */

export const PERIOD = 14;

/**
 * How often a competitor is called in a round.
 * @param {number} n prices
 */
export const callsOfRound = (n) => Math.min(63, Math.max(9, 2000000 / n));

/**
 * The serial loops, each in place.
 * @param {Float64Array} prices
 * @returns {Competitor[]}
 */
export function serialCompetitors(prices) {
  const array = new Float64Array(prices.length);
  const last = () => array[array.length - 1];
  return serialLoops.map(({ name, run }) => ({
    name,
    round: timed(() => array.set(prices), () => run(array, array, PERIOD)),
    last,
  }));
}

/**
 * The fastest of the serial loops as most people would write it: into a new array.
 * @param {Float64Array} prices
 * @returns {Competitor}
 */
export function serialNewArray(prices) {
  const { name, run } = serialLoops[serialLoops.length - 1];
  /** @type {Float64Array} */
  let out = new Float64Array(0);
  return {
    name: `${name}, new array`,
    round: timed(() => {}, () => {
      out = new Float64Array(prices.length);
      run(prices, out, PERIOD);
    }),
    last: () => out[out.length - 1],
  };
}

/**
 * The serial loops, each into an array of its own.
 * @param {Float64Array} prices
 * @returns {Competitor[]}
 */
export function serialOwnArray(prices) {
  const out = new Float64Array(prices.length);
  const last = () => out[out.length - 1];
  return serialLoops.map(({ name, run }) => ({ name: `${name}, own array`, round: timed(() => {}, () => run(prices, out, PERIOD)), last }));
}

/**
 * The safe call into an array of the caller's.
 * @param {string} name
 * @param {Core} core
 * @param {Float64Array} prices
 * @returns {Competitor}
 */
export function ownArrayCall(name, core, prices) {
  const out = new Float64Array(prices.length);
  return { name, round: timed(() => {}, () => { core.smma(prices, PERIOD, out); }), last: () => out[out.length - 1] };
}

/**
 * The safe call.
 * @param {string} name
 * @param {Core} core
 * @param {Float64Array} prices
 * @returns {Competitor}
 */
export function safeCall(name, core, prices) {
  /** @type {Float64Array} */
  let out = new Float64Array(0);
  return {
    name,
    round: timed(() => {}, () => { out = core.smma(prices, PERIOD); }),
    last: () => out[out.length - 1],
  };
}

/**
 * The zero-copy call in place, which destroys its prices.
 * @param {string} name
 * @param {Core} core
 * @param {Float64Array} prices
 * @returns {Competitor}
 */
export function fastCall(name, core, prices) {
  const block = core.alloc(prices.length);
  return {
    name,
    round: timed(() => block.array.set(prices), () => core.smmaInto(block, block, PERIOD)),
    last: () => block.array[block.length - 1],
  };
}
