// serial.mjs - the average as a plain loop in JavaScript, the forms of tests/bench/core/bench_serial.c.
//
// Written as one would for speed: typed arrays, everything that does not change taken out of the
// loop, one type of array for each function. They know nothing of missing prices.

/**
 * A loop from prices to out, which may be the same array.
 * @typedef {(prices: Float64Array, out: Float64Array, period: number) => void} SerialLoop
 */

/**
 * Writes the rows up to the period-th and returns the average there.
 * @param {Float64Array} prices
 * @param {Float64Array} out
 * @param {number} period
 */
function seed(prices, out, period) {
  let sum = 0;
  for (let i = 0; i < period; i++) {
    sum += prices[i];
    out[i] = NaN;
  }
  out[period - 1] = sum / period;
  return out[period - 1];
}

/** @type {SerialLoop} */
function divide(prices, out, period) {
  const n = prices.length;
  const others = period - 1;
  let s = seed(prices, out, period);
  for (let i = period; i < n; i++) {
    s = (s * others + prices[i]) / period;
    out[i] = s;
  }
}

/** @type {SerialLoop} */
function reciprocal(prices, out, period) {
  const n = prices.length;
  const others = period - 1;
  const factor = 1 / period;
  let s = seed(prices, out, period);
  for (let i = period; i < n; i++) {
    s = (s * others + prices[i]) * factor;
    out[i] = s;
  }
}

/** @type {SerialLoop} */
function move(prices, out, period) {
  const n = prices.length;
  const factor = 1 / period;
  let s = seed(prices, out, period);
  for (let i = period; i < n; i++) {
    s += (prices[i] - s) * factor;
    out[i] = s;
  }
}

/** @type {SerialLoop} */
function weights(prices, out, period) {
  const n = prices.length;
  const b = 1 / period;
  const a = 1 - b;
  let s = seed(prices, out, period);
  for (let i = period; i < n; i++) {
    s = a * s + b * prices[i];
    out[i] = s;
  }
}

/** @type {{ name: string, run: SerialLoop }[]} */
export const serialLoops = [
  { name: '(s*(p-1)+x)/p', run: divide },
  { name: '(s*(p-1)+x)*(1/p)', run: reciprocal },
  { name: 's+(x-s)*(1/p)', run: move },
  { name: 'a*s+b*x', run: weights },
];
