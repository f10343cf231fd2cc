// overlays.mjs - the controls of the chart's lines: a period box for each average, the Alligator, and
// the indicators in panes with a period box each.

import { byId, make } from '../shared/dom.mjs';
import { averageColour } from './indicators.mjs';
import { LONGEST_PERIOD, makePeriodBox, watchPeriod } from './period-box.mjs';

/** @typedef {import('./indicators.mjs').Choice} Choice */

const FIRST_PERIODS = [14, 50, 200];
// What "Add average" offers: the first that is not there yet.
const USUAL_PERIODS = [14, 50, 200, 20, 100, 9, 26, 5];
const MOST_AVERAGES = 12;
const PANES = /** @type {const} */ (['rsi', 'atr', 'adx']);

/**
 * @param {(choice: Choice) => void} onChange
 */
export function setUpOverlays(onChange) {
  const list = byId('average-chips');
  const addButton = byId('add-average', HTMLButtonElement);
  const alligator = byId('alligator-switch', HTMLInputElement);
  const panes = PANES.map((name) => setUpPane(name, () => changed()));
  let periods = [...FIRST_PERIODS];

  /** @returns {Choice} */
  const choice = () => ({
    periods: [...periods],
    alligator: alligator.checked,
    ...Object.fromEntries(panes.map(({ name, period }) => [name, period()])),
  });
  const changed = () => onChange(choice());

  const show = () => {
    list.replaceChildren(...periods.map((period, index) => makeChip(period, index)));
    addButton.disabled = periods.length >= MOST_AVERAGES;
  };

  /**
   * @param {number} period
   * @param {number} index
   */
  function makeChip(period, index) {
    const box = makePeriodBox(period, `SMMA period ${index + 1}`);
    const remove = make('button', { type: 'button', class: 'chip-remove', 'aria-label': `Remove SMMA ${period}` },
      make('span', { 'aria-hidden': 'true' }, '×'));
    const swatch = make('span', { class: 'chip-swatch' });
    const chip = make('li', { class: 'chip' }, make('label', {}, swatch, make('span', { class: 'chip-word' }, 'SMMA'), box), remove);
    chip.style.setProperty('--line-colour', `var(${averageColour(index)})`);

    const forget = watchPeriod(box, (next) => {
      periods[index] = next;
      remove.setAttribute('aria-label', `Remove SMMA ${next}`);
      changed();
    });
    remove.addEventListener('click', () => {
      forget();
      periods = periods.filter((_, other) => other !== index);
      show();
      // The focus stays near: on the chip that has moved up, or the button after the last one.
      (list.children[index]?.querySelector('button') ?? addButton).focus();
      changed();
    });
    return chip;
  }

  addButton.addEventListener('click', () => {
    const longest = Math.max(0, ...periods);
    periods.push(USUAL_PERIODS.find((period) => !periods.includes(period)) ?? Math.min(LONGEST_PERIOD, longest + 1));
    show();
    const box = list.lastElementChild?.querySelector('input');
    box?.focus();
    box?.select();
    changed();
  });
  alligator.addEventListener('change', changed);

  show();
  return {
    choice,

    /** The averages on the chart, with their colours. */
    shown: () => periods.map((period, index) => ({ period, colour: averageColour(index) })),

    /**
     * Gives the first average this period, unless there is an average of it already.
     * @param {number} period
     */
    showAverage(period) {
      if (periods.includes(period)) return;
      periods[0] = period;
      show();
      changed();
    },
  };
}

/**
 * @param {(typeof PANES)[number]} name
 * @param {() => void} onChange
 */
function setUpPane(name, onChange) {
  const control = byId(`${name}-switch`, HTMLInputElement);
  const box = byId(`${name}-period`, HTMLInputElement);
  let period = box.valueAsNumber;
  watchPeriod(box, (next) => {
    period = next;
    onChange();
  });
  control.addEventListener('change', () => {
    box.hidden = !control.checked;
    onChange();
  });
  return { name, period: () => (control.checked ? period : undefined) };
}
