// bars.mjs - the bars of one symbol and their places in time.

const DAY = 86_400; // seconds

/**
 * Seconds since 1970 of a ts as schema.sql writes it: 2020-04-17 or 2020-04-17 09:30:00.
 * @param {string} ts
 */
export function secondsOf(ts) {
  return Date.UTC(Number(ts.slice(0, 4)), Number(ts.slice(5, 7)) - 1, Number(ts.slice(8, 10)),
    Number(ts.slice(11, 13)), Number(ts.slice(14, 16)), Number(ts.slice(17, 19))) / 1000;
}

/**
 * A ts from seconds, with the time of day only where there is one.
 * @param {number} seconds
 * @param {boolean} withTime
 */
export function tsOf(seconds, withTime) {
  const text = new Date(seconds * 1000).toISOString();
  return withTime ? text.slice(0, 19).replace('T', ' ') : text.slice(0, 10);
}

/**
 * Where the next bars will stand if they go on as the last ones did: months after months, days
 * without the weekend if no bar has stood in one, else the usual distance of two bars.
 * @param {number[] | Float64Array} times seconds, ascending
 * @param {number} count
 * @returns {number[]}
 */
export function timesAfter(times, count) {
  const last = times[times.length - 1];
  const recent = Array.from(times.slice(-250));
  const gaps = recent.slice(1).map((time, index) => time - recent[index]).sort((a, b) => a - b);
  const gap = gaps.length === 0 ? DAY : gaps[gaps.length >> 1];
  /** @type {number[]} */
  const after = [];
  if (gap >= 28 * DAY && gap <= 31 * DAY) {
    const date = new Date(last * 1000);
    for (let month = 1; month <= count; month++) {
      after.push(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + month, 1) / 1000);
    }
    return after;
  }
  const skipsWeekend = gap <= DAY && !recent.some(isWeekend);
  for (let time = last + gap; after.length < count; time += gap) {
    if (!skipsWeekend || !isWeekend(time)) after.push(time);
  }
  return after;
}

/** @param {number} time */
function isWeekend(time) {
  const day = new Date(time * 1000).getUTCDay();
  return day === 0 || day === 6;
}

/**
 * An array with one more value at its end. It may be the same memory, which grows by half when it
 * is full: what is added one by one is seldom copied.
 * @param {Float64Array<ArrayBuffer>} values
 * @param {number} value
 * @returns {Float64Array<ArrayBuffer>}
 */
export function withValue({ buffer, byteOffset, length }, value) {
  let memory = new Float64Array(buffer, byteOffset);
  if (memory.length === length) {
    memory = new Float64Array(length + (length >> 1) + 16);
    memory.set(new Float64Array(buffer, byteOffset, length));
  }
  memory[length] = value;
  return memory.subarray(0, length + 1);
}

/**
 * Whether a bar has all four prices, or its close alone.
 * @param {{ open: Float64Array, high: Float64Array, low: Float64Array }} bars
 * @param {number} index
 */
export function isWhole({ open, high, low }, index) {
  return !(Number.isNaN(open[index]) || Number.isNaN(high[index]) || Number.isNaN(low[index]));
}
