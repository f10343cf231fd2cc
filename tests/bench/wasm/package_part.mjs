// package_part.mjs - the table of packages from npm: their averages of a plain array, and of a Float64Array that is made
// one first, beside the safe call.

import { PERIOD } from './arrays.mjs';
import { measure, ratio, timed, warmUp } from './measure.mjs';
import { packageCompetitors } from './packages.mjs';
import { walk } from './prices.mjs';
import { grouped, milliseconds, times2 } from './report.mjs';

/** @typedef {import('./report.mjs').Report} Report */
/** @typedef {import('./measure.mjs').Competitor} Competitor */
/** @typedef {import('../../../wasm/core.mjs').Core} Core */

const N = 100_000;

/**
 * @param {string} name
 * @param {() => Float64Array} call
 * @returns {Competitor}
 */
function ours(name, call) {
  /** @type {Float64Array} */
  let out = new Float64Array();
  return { name, round: timed(() => {}, () => { out = call(); }), last: () => out[out.length - 1] };
}

/**
 * @param {Report} report
 * @param {{ core: Core, rounds: number, warm: number }} setting
 */
export async function benchPackages(report, { core, rounds, warm }) {
  const prices = walk(N);
  const closes = [...prices];
  const packages = packageCompetitors(prices);
  const own = [
    ours('sqlite-smma, of a plain array', () => core.smma(closes, PERIOD)),
    ours('sqlite-smma, of a Float64Array', () => core.smma(prices, PERIOD)),
  ];
  for (const { name, last, isSame, round } of packages) {
    await round(1);
    await own[0].round(1);
    if (isSame && Math.abs(last() - own[0].last()) > 1e-9 * Math.abs(last())) throw new Error(`${name} gives ${last()} and not ${own[0].last()}`);
  }
  const competitors = [...own, ...packages];
  await warmUp(competitors, warm);
  const [plain, typed, ...others] = await measure(competitors, rounds, 3);
  report.section(`Packages from npm: ${grouped(N)} prices in a plain array, a new array of averages`);
  report.table([
    ['package', 'time', 'against ours'],
    ...[plain, typed].map((times) => [times.name, milliseconds(times), '']),
    ...others.map((times) => [times.name, milliseconds(times), times2(ratio(times, plain))]),
  ]);
  for (const times of [plain, typed, ...others]) report.times(times, N);
  for (const times of others) {
    report.figure(`speed of a plain array / speed of ${times.name}`, ratio(times, plain), 'times', { atLeast: 2 });
    report.figure(`speed of a Float64Array / speed of ${times.name}`, ratio(times, typed), 'times');
  }
}
