// prices.mjs - prices that are the same in every run.

/**
 * Random numbers in [0, 1): xorshift32.
 * @param {number} seed not 0
 */
function random(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/**
 * A random walk at about 100, as in tests/bench/bench_prices.c.
 * @param {number} n
 */
export function walk(n) {
  const next = random(1978);
  const prices = new Float64Array(n);
  let price = 100;
  for (let i = 0; i < n; i++) {
    price *= 1 + 0.01 * (next() - 0.5);
    price += 0.0005 * (100 - price);
    prices[i] = price;
  }
  return prices;
}
