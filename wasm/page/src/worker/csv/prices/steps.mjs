// steps.mjs - the step from bar to bar of a symbol.

const DAY = 86400;

/** @typedef {{ seconds: number, name: string }} Step */

/**
 * The commonest step, the shorter of two.
 * @param {ArrayLike<number>} times seconds, ascending
 * @returns {Step | undefined} undefined where there are no two bars
 */
export function stepOf(times) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (let index = 1; index < times.length; index++) {
    const step = times[index] - times[index - 1];
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  let best = 0;
  let most = 0;
  for (const [step, count] of counts) {
    if (count > most || (count === most && step < best)) [best, most] = [step, count];
  }
  return most === 0 ? undefined : named(best);
}

/** @param {number} seconds @returns {Step} months and days are told apart, whatever weekends and their lengths make of them */
function named(seconds) {
  const days = seconds / DAY;
  if (days >= 360 && days <= 372) return { seconds: 365 * DAY, name: '1 year' };
  if (days >= 88 && days <= 93) return { seconds: 91 * DAY, name: '3 months' };
  if (days >= 27 && days <= 33) return { seconds: 30 * DAY, name: '1 month' };
  if (days >= 5 && days <= 9) return { seconds: 7 * DAY, name: '1 week' };
  if (days >= 0.9 && days < 5) return { seconds: DAY, name: '1 day' };
  for (const [unit, name] of /** @type {[number, string][]} */ ([[DAY, 'day'], [3600, 'hour'], [60, 'minute'], [1, 'second']])) {
    if (seconds % unit === 0) return { seconds, name: `${seconds / unit} ${name}${seconds === unit ? '' : 's'}` };
  }
  return { seconds, name: `${seconds} seconds` };
}
