// array_part.mjs - the tables of arrays: the safe and the fast call, what SIMD128 brings, the native
// library, and the serial loops.

import { PERIOD, callsOfRound, fastCall, ownArrayCall, safeCall, serialCompetitors, serialNewArray, serialOwnArray } from './arrays.mjs';
import { fastest, measure, ratio, warmUp } from './measure.mjs';
import { walk } from './prices.mjs';
import { reference, referenceNative, referenceWithoutSimd } from './reference.mjs';
import { grouped, milliseconds, times2 } from './report.mjs';

/** @typedef {import('./measure.mjs').Times} Times */
/** @typedef {import('./measure.mjs').Competitor} Competitor */
/** @typedef {import('./report.mjs').Report} Report */
/** @typedef {import('./native.mjs').Native} Native */
/** @typedef {import('../../../wasm/core.mjs').Core} Core */

const SIZES = [10000, 100000, 1000000];

// The targets are for these; a call on 10,000 prices is too short for one.
/** @param {number} n */
const hasTargets = (n) => n >= 100000;

/**
 * The times of one size.
 * @typedef {object} Size
 * @property {number} n
 * @property {{ safe: Times, fast: Times }} simd
 * @property {{ safe: Times, fast: Times }} plain
 * @property {{ safe: Times, fast: Times }} native
 * @property {Times[]} serial
 * @property {Times} own into an array of the caller's
 * @property {Times[]} serialOwn
 * @property {Times} newArray
 */

/** @typedef {{ core: Core, plainCore: Core, native: Native, rounds: number, warm: number }} Setting */

/**
 * The paths promise the same bits, so a competitor with another result is not what it says.
 * @param {Competitor[]} competitors
 */
function requireSame(competitors) {
  const [first] = competitors;
  for (const other of competitors) {
    if (Object.is(other.last(), first.last())) continue;
    throw new Error(`${other.name}: the last average is ${other.last()}, that of ${first.name} ${first.last()}`);
  }
}

/**
 * @param {Setting} setting
 * @param {number} n
 * @returns {Promise<Size>}
 */
async function measureSize({ core, plainCore, native, rounds, warm }, n) {
  const prices = walk(n);
  await native.setPrices(prices);
  const averages = [
    safeCall('SIMD128, safe call', core, prices),
    fastCall('SIMD128, fast call', core, prices),
    safeCall('without SIMD128, safe call', plainCore, prices),
    fastCall('without SIMD128, fast call', plainCore, prices),
    native.safeCall('native, safe call', PERIOD),
    native.fastCall('native, fast call', PERIOD),
    ownArrayCall('SIMD128, into own array', core, prices),
  ];
  const loops = serialCompetitors(prices);
  const competitors = [...averages, serialNewArray(prices), ...loops, ...serialOwnArray(prices)];
  await warmUp(competitors, warm);
  const times = await measure(competitors, rounds, callsOfRound(n));
  requireSame(averages);
  const [safe, fast, plainSafe, plainFast, nativeSafe, nativeFast, own, newArray, ...others] = times;
  const serial = others.slice(0, loops.length);
  return {
    n,
    simd: { safe, fast },
    plain: { safe: plainSafe, fast: plainFast },
    native: { safe: nativeSafe, fast: nativeFast },
    serial,
    own,
    serialOwn: others.slice(loops.length),
    newArray,
  };
}

/** @param {number | undefined} value */
const referenceMs = (value) => (value === undefined ? '' : `${value.toFixed(3)} ms`);

/** @param {Report} report @param {Size[]} sizes */
function printCalls(report, sizes) {
  report.section(`WebAssembly with SIMD128, period ${PERIOD}`);
  report.table([
    ['prices', 'safe call', 'fast call', 'fast/safe', 'report: safe', 'fast', 'fast/safe'],
    ...sizes.map(({ n, simd }) => {
      const other = reference.get(n);
      return [grouped(n), milliseconds(simd.safe), milliseconds(simd.fast), times2(ratio(simd.safe, simd.fast)),
        referenceMs(other?.safe), referenceMs(other?.fast), times2(other && other.safe / other.fast)];
    }),
  ]);
  for (const { n, simd } of sizes) {
    report.times(simd.safe, n);
    report.times(simd.fast, n);
    report.figure(`${grouped(n)} safe call: time / time of fast call`, ratio(simd.safe, simd.fast), 'times');
  }
  for (const [n, { safe, fast }] of reference) {
    report.value(`report, ${grouped(n)} safe call`, safe / 1000, 's');
    report.value(`report, ${grouped(n)} fast call`, fast / 1000, 's');
  }
}

/** @param {Report} report @param {Size[]} sizes */
function printSimd(report, sizes) {
  report.section('What SIMD128 brings');
  const { safe, fast } = referenceWithoutSimd;
  const largest = reference.get(1000000);
  report.table([
    ['prices', 'safe without', 'with', 'gain', 'fast without', 'with', 'gain'],
    ...sizes.map(({ n, simd, plain }) => [
      grouped(n),
      milliseconds(plain.safe), milliseconds(simd.safe), times2(ratio(plain.safe, simd.safe)),
      milliseconds(plain.fast), milliseconds(simd.fast), times2(ratio(plain.fast, simd.fast)),
    ]),
    ['report, 1,000,000',
      referenceMs(safe), referenceMs(largest?.safe), times2(largest && safe / largest.safe),
      referenceMs(fast), referenceMs(largest?.fast), times2(largest && fast / largest.fast)],
  ]);
  for (const { n, simd, plain } of sizes) {
    report.times(plain.safe, n);
    report.times(plain.fast, n);
    report.figure(`${grouped(n)} fast call: speed / speed without SIMD128`, ratio(plain.fast, simd.fast),
      'times', hasTargets(n) ? { atLeast: 1.3 } : undefined);
  }
}

/** @param {Report} report @param {Size[]} sizes */
function printNative(report, sizes) {
  report.section('Native beside WebAssembly');
  report.table([
    ['prices', 'native safe', 'wasm', 'wasm/native', 'native fast', 'wasm', 'wasm/native'],
    ...sizes.map(({ n, simd, native }) => [
      grouped(n),
      milliseconds(native.safe), milliseconds(simd.safe), times2(ratio(simd.safe, native.safe)),
      milliseconds(native.fast), milliseconds(simd.fast), times2(ratio(simd.fast, native.fast)),
    ]),
    ['report, 1,000,000 (native expected)', '', '', '', referenceMs(referenceNative.fast),
      referenceMs(reference.get(1000000)?.fast), times2(referenceNative.ratio)],
  ]);
  for (const { n, simd, native } of sizes) {
    report.times(native.safe, n);
    report.times(native.fast, n);
    report.figure(`${grouped(n)} fast call: time / native time`, ratio(simd.fast, native.fast),
      'times', hasTargets(n) ? { atMost: 1.6 } : undefined);
  }
}

/** @param {Report} report @param {Size[]} sizes */
function printSerial(report, sizes) {
  report.section('Serial loops in JavaScript, on a Float64Array');
  const [{ serial, newArray }] = sizes;
  /** @param {(size: Size) => Times} pick */
  const cells = (pick) => sizes.map((size) => milliseconds(pick(size)));
  report.table([
    ['prices', ...sizes.map(({ n }) => grouped(n))],
    ...serial.map(({ name }, i) => [`${name}, in place`, ...cells((size) => size.serial[i])]),
    ['fast call, in place', ...cells((size) => size.simd.fast)],
    ...sizes[0].serialOwn.map(({ name }, i) => [name, ...cells((size) => size.serialOwn[i])]),
    ['safe call, own array', ...cells((size) => size.own)],
    [newArray.name, ...cells((size) => size.newArray)],
    ['safe call, new array', ...cells((size) => size.simd.safe)],
  ]);
  for (const size of sizes) {
    for (const times of [...size.serial, ...size.serialOwn, size.own, size.newArray]) report.times(times, size.n);
    const bestOwn = fastest(size.serialOwn);
    report.figure(`${grouped(size.n)} into own array: speed / speed of ${bestOwn.name}`, ratio(bestOwn, size.own),
      'times', size.n === 1000000 ? { atLeast: 2 } : undefined);
    const best = fastest(size.serial);
    report.figure(`${grouped(size.n)} fast call: speed / speed of ${best.name}`, ratio(best, size.simd.fast),
      'times', hasTargets(size.n) ? { atLeast: 2.5 } : undefined);
  }
  for (const size of sizes) {
    const divide = size.serial[0];
    report.figure(`${grouped(size.n)} fast call: speed / speed of ${divide.name}`,
      ratio(divide, size.simd.fast), 'times');
  }
  for (const size of sizes) {
    report.figure(`${grouped(size.n)} safe call: speed / speed of ${size.newArray.name}`,
      ratio(size.newArray, size.simd.safe), 'times');
  }
}

/**
 * @param {Report} report
 * @param {Setting} setting
 */
export async function benchArrays(report, setting) {
  /** @type {Size[]} */
  const sizes = [];
  for (const n of SIZES) sizes.push(await measureSize(setting, n));
  printCalls(report, sizes);
  printSimd(report, sizes);
  printNative(report, sizes);
  printSerial(report, sizes);
}
