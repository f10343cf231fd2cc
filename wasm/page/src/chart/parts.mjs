// parts.mjs - which part of a series the chart has, for what is in sight of it.
//
// A short series is there as a whole. Of a long one there is what is in sight and as much again and a
// half on both sides, in buckets of as many bars as the width has room for.

/** @typedef {import('../worker/queries/buckets.mjs').Part} Part */

/**
 * What is in sight, in bars counted from the first: bar 3 is from 3 to 4. It may go beyond both ends.
 * @typedef {{ from: number, to: number }} View
 */

// As many bars are drawn one by one wherever they are looked at.
const WHOLE = 10_000;
// The least distance of two points, in pixels. Buckets have powers of two of bars, so it is up to twice that.
const SPACING = 1.5;
// Buckets stay as they are while their distance is not more than this beyond those bounds.
const TOLERANCE = 1.2;
// To either side of what is in sight, in its widths, and in points at least.
const MARGIN = 1.5;
const LEAST_POINTS = 300;
// A new part is asked for when there is less than this left.
const LEAST_MARGIN = 0.3;

/** @param {number} total bars of a series */
export const isShort = (total) => total <= WHOLE;

/**
 * How many bars a point stands for.
 * @param {View} view
 * @param {number} width in pixels
 * @param {number} [now] how many it does
 */
function perFor({ from, to }, width, now) {
  const wanted = (to - from) * SPACING / Math.max(1, width);
  const isNear = now !== undefined && wanted <= now * TOLERANCE && (now === 1 || wanted * 2 * TOLERANCE > now);
  return isNear ? now : 2 ** Math.max(0, Math.ceil(Math.log2(wanted)));
}

/**
 * @param {View} view
 * @param {{ total: number, width: number, now?: Part }} series now: the part there is
 * @returns {Part}
 */
export function partFor(view, { total, width, now }) {
  if (isShort(total)) return { start: 0, end: total, per: 1 };
  const per = perFor(view, width, now?.per);
  const margin = Math.max((view.to - view.from) * MARGIN, LEAST_POINTS * per);
  // Where nothing of the series is in sight, there is the bar nearest to it.
  const first = clamp(Math.floor((view.from - margin) / per), 0, Math.floor((total - 1) / per));
  const last = clamp(Math.ceil((view.to + margin) / per), first + 1, Math.ceil(total / per));
  return { start: first * per, end: Math.min(total, last * per), per };
}

/**
 * Whether the part there is will do for what is in sight.
 * @param {Part} now
 * @param {View} view
 * @param {{ total: number, width: number }} series
 */
export function serves(now, view, { total, width }) {
  if (isShort(total)) return now.start === 0 && now.end === total;
  if (perFor(view, width, now.per) !== now.per) return false;
  const margin = (view.to - view.from) * LEAST_MARGIN;
  return (now.start === 0 || now.start <= view.from - margin) && (now.end === total || now.end >= view.to + margin);
}

/** @param {number} value @param {number} least @param {number} most */
const clamp = (value, least, most) => Math.max(least, Math.min(most, value));
