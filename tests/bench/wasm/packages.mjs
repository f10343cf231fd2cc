// packages.mjs - the averages that people would take from npm instead, called as their readmes say, with a plain array
// of closes. tulind is left out: it is C++ for Node alone, and does not build for present versions of it.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import { PERIOD } from './arrays.mjs';
import { timed } from './measure.mjs';

/** @typedef {import('./measure.mjs').Competitor} Competitor */
/** @typedef {ArrayLike<number | null>} Averages */

const require = createRequire(new URL('../../../wasm/package.json', import.meta.url));

/** @param {string} name @returns {Promise<any>} */
const load = (name) => import(String(pathToFileURL(require.resolve(name))));

/** @param {string} name */
const versionOf = (name) => JSON.parse(require('node:fs').readFileSync(
  `${require.resolve(name).split(`/node_modules/${name}/`)[0]}/node_modules/${name}/package.json`, 'utf8')).version;

const { default: technical } = await load('technicalindicators');
const { WSMA } = await load('trading-signals');
const { rma } = await load('indicatorts');
const { default: ta } = await load('ta.js');

/**
 * ta.js gives another average by this name, and is here for its speed.
 * @type {readonly { name: string, call: string, average: (closes: number[]) => Averages, isSame: boolean }[]}
 */
const packages = [
  { name: 'technicalindicators', call: 'WEMA.calculate()', average: (values) => technical.WEMA.calculate({ period: PERIOD, values }), isSame: true },
  { name: 'trading-signals', call: 'new WSMA().updates()', average: (closes) => new WSMA(PERIOD).updates(closes), isSame: true },
  { name: 'indicatorts', call: 'rma()', average: (closes) => rma(closes, { period: PERIOD }), isSame: true },
  { name: 'ta.js', call: 'smma()', average: (closes) => ta.smma(closes, PERIOD), isSame: false },
];

/**
 * @param {Float64Array} prices
 * @returns {(Competitor & { isSame: boolean })[]}
 */
export function packageCompetitors(prices) {
  const closes = [...prices];
  return packages.map(({ name, call, average, isSame }) => {
    /** @type {Averages} */
    let averages = [];
    return {
      name: `${name} ${versionOf(name)}, ${call}`,
      isSame,
      round: timed(() => {}, () => { averages = average(closes); }),
      last: () => Number(averages[averages.length - 1]),
    };
  });
}
