// measure.mjs - timing in turn, and medians: the method of tests/bench/bench.h.
//
// Machines drift, so whatever is compared is timed in turn, round after round, and a ratio is the
// median of the ratios within each round. It needs nothing of Node.

/**
 * One competitor. round() makes that many calls and gives the seconds of each, or one that stands
 * for them; what it does between the calls is not timed. last() is the last average of the latest call.
 * @typedef {object} Competitor
 * @property {string} name
 * @property {(calls: number) => number[] | Promise<number[]>} round
 * @property {() => number} last
 */

/**
 * The seconds a call took, round by round.
 * @typedef {{ name: string, calls: number, seconds: number[] }} Times
 */

/**
 * The round() of a function of this engine.
 * @param {() => void} prepare before every call, not timed
 * @param {() => void} run
 * @returns {Competitor['round']}
 */
export function timed(prepare, run) {
  return (calls) => {
    // Not timed: what ran before has filled the caches.
    prepare();
    run();
    const seconds = new Array(calls);
    for (let call = 0; call < calls; call++) {
      prepare();
      const start = performance.now();
      run();
      seconds[call] = (performance.now() - start) / 1000;
    }
    return seconds;
  };
}

/** @param {number} milliseconds */
export const pause = (milliseconds) =>
  new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/**
 * Calls every competitor for some time, so that the engine has compiled it with all it has, and then
 * leaves the compiler's threads the time to end.
 * @param {Competitor[]} competitors
 * @param {number} milliseconds for each
 */
export async function warmUp(competitors, milliseconds) {
  for (const competitor of competitors) {
    const end = performance.now() + milliseconds;
    do await competitor.round(1); while (performance.now() < end);
  }
  await pause(milliseconds);
}

/**
 * Times every competitor in turn. What stands for the calls of a round is their median, because
 * collections of garbage come and go too, or their mean, where the clock is too coarse for one call.
 * @param {Competitor[]} competitors
 * @param {number} rounds
 * @param {number} calls in a round
 * @param {(seconds: number[]) => number} [of]
 * @returns {Promise<Times[]>}
 */
export async function measure(competitors, rounds, calls, of = medianOf) {
  /** @type {Times[]} */
  const times = competitors.map(({ name }) => ({ name, calls, seconds: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const [i, competitor] of competitors.entries()) {
      times[i].seconds.push(of(await competitor.round(calls)));
    }
  }
  return times;
}

/** @param {number[]} values */
export function medianOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** @param {number[]} values */
export const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** @param {Times} times */
export const median = (times) => medianOf(times.seconds);

/**
 * a / b, round by round; the median of that.
 * @param {Times} a
 * @param {Times} b
 */
export const ratio = (a, b) => medianOf(a.seconds.map((seconds, i) => seconds / b.seconds[i]));

/**
 * The one of lowest median.
 * @param {Times[]} times
 */
export const fastest = (times) => times.reduce((best, other) => (median(other) < median(best) ? other : best));
