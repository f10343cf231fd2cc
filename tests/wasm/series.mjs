// series.mjs - random series and the bits of doubles, in Node and in browsers.

const word = new DataView(new ArrayBuffer(8));

// NaNs may differ in their payload, about which nothing is promised.
export function hexOf(value) {
  if (value === null || Number.isNaN(value)) return '';
  word.setFloat64(0, value);
  return word.getBigUint64(0).toString(16).toUpperCase().padStart(16, '0');
}

// Random numbers in [0, 1) that are the same in every run (mulberry32).
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

// A random walk in which a share of the prices is missing.
export function walk(n, gaps, seed) {
  const next = random(seed);
  let price = 100;
  return Float64Array.from({ length: n }, () => {
    price *= 1 + (next() - 0.5) / 20;
    return next() < gaps ? NaN : price;
  });
}

// Prices of both signs and of all magnitudes from 1e-200 to 1e200. Made of bits: the powers that
// engines compute differ in the last one.
export function wild(n, seed) {
  const next = random(seed);
  const below = (limit) => Math.floor(next() * limit);
  return Float64Array.from({ length: n }, () => {
    if (next() < 0.05) return NaN;
    const exponent = 1023 - 664 + below(2 * 664);
    word.setUint32(0, below(2) * 2 ** 31 + exponent * 2 ** 20 + below(2 ** 20));
    word.setUint32(4, below(2 ** 32));
    return word.getFloat64(0);
  });
}
