// outliers.mjs - rows of a year that no row beside them is of, as a slip of the keyboard makes them.

const DAY = 86400;
const FAR = 300 * DAY;
const YEARS = 5 * 366 * DAY;
// Files in order have few steps the other way: one for each slip.
const MOST_SLIPS = 0.01;
const MOST_BACK = 0.1;
const FEWEST_ROWS = 5;

/**
 * Whether times are far apart at all: most files of minutes are soon done with.
 * @param {Float64Array} times
 * @param {number} length of those that count
 */
export function canHaveOutliers(times, length) {
  let [least, most] = [Infinity, -Infinity];
  for (let at = 0; at < length; at++) {
    const time = times[at];
    if (time < least) least = time;
    if (time > most) most = time;
  }
  return most - least >= FAR;
}

/**
 * @param {ArrayLike<number>} times of one symbol in the order of the file, in seconds
 * @returns {{ at: number, beside: number }[]} places of rows far from those beside them, and of one of these;
 *   none where the file is in no order
 */
export function outliersIn(times) {
  const { length } = times;
  if (length < FEWEST_ROWS) return [];
  let forward = 0;
  let backward = 0;
  for (let at = 1; at < length; at++) {
    if (times[at] > times[at - 1]) forward += 1;
    else if (times[at] < times[at - 1]) backward += 1;
  }
  const most = Math.max(4, Math.floor(length * MOST_SLIPS));
  if (Math.min(forward, backward) > Math.min(most, 1 + length * MOST_BACK)) return [];
  const way = forward >= backward ? 1 : -1;
  /** @type {{ at: number, beside: number }[]} */
  const found = [];
  for (let at = 1; at < length - 1; at++) {
    const [before, after] = [times[at] - times[at - 1], times[at] - times[at + 1]];
    const least = Math.min(Math.abs(before), Math.abs(after));
    if (least >= FAR && Math.abs(times[at + 1] - times[at - 1]) < least / 4) found.push({ at, beside: at - 1 });
  }
  for (const [at, beside, end, direction] of [[0, 1, length - 1, way], [length - 1, length - 2, 0, -way]]) {
    // How far the end row is before the one beside it, in the order of the file.
    const lead = (times[beside] - times[at]) * direction;
    const span = Math.abs(times[end] - times[beside]);
    if (lead <= -FAR || (lead >= YEARS && lead >= 10 * span)) found.push({ at, beside });
  }
  return found.length > most ? [] : found;
}
