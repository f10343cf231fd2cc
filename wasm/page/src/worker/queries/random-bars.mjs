// random-bars.mjs - made-up bars that go on from a history: each moves as a bar of it did that is
// drawn at random, so their sizes, wicks and volumes are like those before.

import { secondsOf, timesAfter, tsOf } from '../../shared/bars.mjs';
import { decimalsFor } from '../../shared/format.mjs';

/** @typedef {import('../calls/types.mjs').Bars} Bars */

/**
 * A bar; NaN where its history has no such figure.
 * @typedef {{ ts: string, open: number, high: number, low: number, close: number, volume: number }} Bar
 */

export class RandomBars {
  #history;
  #random;
  #isPositive;
  #withTime;
  /** @type {number[]} */
  #times;
  #close;

  /**
   * @param {Bars} history at least one bar
   * @param {() => number} random from 0 up to, not including, 1
   */
  constructor(history, random) {
    const { ts, close } = history;
    if (ts.length === 0) throw new Error('made-up bars go on from at least one bar');
    this.#history = history;
    this.#random = random;
    this.#isPositive = close.every((price) => price > 0);
    this.#withTime = ts.some((text) => text.length > 10);
    this.#times = ts.map(secondsOf);
    this.#close = close[close.length - 1];
  }

  /** @returns {Bar} */
  next() {
    const { open, high, low, close, volume } = this.#history;
    const [time] = timesAfter(this.#times, 1);
    this.#times = [...this.#times.slice(1), time];
    const drawn = Math.min(close.length - 1, 1 + Math.floor(this.#random() * (close.length - 1)));
    const before = close[Math.max(0, drawn - 1)];
    const from = this.#close;
    const decimals = decimalsFor(from);
    // A price of 0 or less has no percentages.
    const moved = (/** @type {number} */ price) =>
      Number((this.#isPositive ? from * (price / before) : from + (price - before)).toFixed(decimals));
    this.#close = moved(close[drawn]);
    return {
      ts: tsOf(time, this.#withTime),
      open: moved(open[drawn]), high: moved(high[drawn]), low: moved(low[drawn]), close: this.#close,
      volume: volume[drawn],
    };
  }
}

/**
 * Numbers from 0 up to 1 that a seed repeats (mulberry32).
 * @param {number} seed
 */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
