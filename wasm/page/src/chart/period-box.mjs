// period-box.mjs - a box for a period: what is typed there is taken once it is meant and allowed.

import { make } from '../shared/dom.mjs';

export const LONGEST_PERIOD = 2147483647; // SPEC 3.4
// While digits are being typed, the number is not yet the one meant.
const TYPING_MS = 250;

/**
 * @param {number} period
 * @param {string} label
 */
export function makePeriodBox(period, label) {
  return make('input', {
    type: 'number', min: '1', max: String(LONGEST_PERIOD), step: '1', required: '', inputmode: 'numeric',
    value: String(period), 'aria-label': label,
  });
}

/**
 * @param {HTMLInputElement} box
 * @param {(period: number) => void} onPeriod hears of every other period
 * @param {() => number} shown the period there is
 * @returns {() => void} forgets what is being typed
 */
export function watchPeriod(box, onPeriod, shown) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;
  const take = () => {
    clearTimeout(typing);
    box.setAttribute('aria-invalid', String(!box.checkValidity()));
    if (!box.checkValidity() || box.valueAsNumber === shown()) return;
    onPeriod(box.valueAsNumber);
  };
  box.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(take, TYPING_MS);
  });
  box.addEventListener('change', () => {
    if (!box.checkValidity()) box.reportValidity();
    take();
  });
  return () => clearTimeout(typing);
}
