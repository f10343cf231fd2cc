// page.mjs - the calls and the serial loops measured in a web page; browser_part.mjs opens it.

import { loadCore } from '../../../wasm/core.mjs';
import { callsOfRound, fastCall, safeCall, serialCompetitors } from './arrays.mjs';
import { meanOf, measure, warmUp } from './measure.mjs';
import { walk } from './prices.mjs';

/** @typedef {import('./measure.mjs').Times} Times */

/**
 * The safe call, the fast call, and the serial loops.
 * @param {number} n prices
 * @param {number} rounds
 * @param {number} warm
 * @returns {Promise<Times[]>}
 */
export async function measurePage(n, rounds, warm) {
  const core = await loadCore();
  const prices = walk(n);
  const competitors = [
    safeCall('safe call', core, prices),
    fastCall('fast call', core, prices),
    ...serialCompetitors(prices),
  ];
  await warmUp(competitors, warm);
  // The clocks of browsers go in steps of 5 to 20 µs, on purpose.
  return measure(competitors, rounds, callsOfRound(n), meanOf);
}
