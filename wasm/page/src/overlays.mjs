// overlays.mjs - the controls of the chart's lines: a period box for each average, and the Alligator.

import { byId, make } from './dom.mjs';
import { averageColour } from './indicators.mjs';

/** @typedef {import('./indicators.mjs').Choice} Choice */

const FIRST_PERIODS = [14, 50, 200];
// What "Add average" offers: the first that is not there yet.
const USUAL_PERIODS = [14, 50, 200, 20, 100, 9, 26, 5];
const LONGEST_PERIOD = 2147483647; // SPEC 3.4
const MOST_AVERAGES = 12;
// A figure that is being typed is not yet the one meant.
const TYPING_MS = 250;

/**
 * @param {(choice: Choice) => void} onChange
 * @returns {{ choice: () => Choice }}
 */
export function setUpOverlays(onChange) {
  const list = byId('average-chips');
  const addButton = byId('add-average', HTMLButtonElement);
  const alligator = byId('alligator-switch', HTMLInputElement);
  let periods = [...FIRST_PERIODS];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;

  const choice = () => ({ periods: [...periods], alligator: alligator.checked });
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
    const box = make('input', {
      type: 'number', min: '1', max: String(LONGEST_PERIOD), step: '1', required: '', inputmode: 'numeric',
      value: String(period), 'aria-label': `SMMA period ${index + 1}`,
    });
    const remove = make('button', { type: 'button', class: 'chip-remove', 'aria-label': `Remove SMMA ${period}` },
      make('span', { 'aria-hidden': 'true' }, '×'));
    const swatch = make('span', { class: 'chip-swatch' });
    const chip = make('li', { class: 'chip' }, make('label', {}, swatch, make('span', { class: 'chip-word' }, 'SMMA'), box), remove);
    chip.style.setProperty('--line-colour', `var(${averageColour(index)})`);

    const take = () => {
      clearTimeout(typing);
      box.setAttribute('aria-invalid', String(!box.checkValidity()));
      if (!box.checkValidity() || box.valueAsNumber === periods[index]) return;
      periods[index] = box.valueAsNumber;
      remove.setAttribute('aria-label', `Remove SMMA ${periods[index]}`);
      changed();
    };
    box.addEventListener('input', () => {
      clearTimeout(typing);
      typing = setTimeout(take, TYPING_MS);
    });
    box.addEventListener('change', () => {
      if (!box.checkValidity()) box.reportValidity();
      take();
    });
    remove.addEventListener('click', () => {
      clearTimeout(typing);
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
  return { choice };
}
