// overlays.mjs - the controls of the chart's lines: a period box for each average, the Alligator, and
// the indicators in panes with a period box each.

import { PANES } from '../app/view.mjs';
import { byId, make } from '../shared/dom.mjs';
import { MOST_AVERAGES, averageColour } from './indicators.mjs';
import { LONGEST_PERIOD, makePeriodBox, watchPeriod } from './period-box.mjs';

/** @typedef {import('../app/view.mjs').ViewStore} ViewStore */

// What "Add average" offers: the first that is not there yet.
const USUAL_PERIODS = [14, 50, 200, 20, 100, 9, 26, 5];

/** @param {ViewStore} view */
export function setUpOverlays(view) {
  setUpAverages(view);
  setUpAlligator(view);
  for (const name of PANES) setUpPane(view, name);
}

/** @param {ViewStore} view */
function setUpAverages(view) {
  const list = byId('average-chips');
  const addButton = byId('add-average', HTMLButtonElement);
  const boxes = () => [...list.querySelectorAll('input')];

  const draw = () => {
    const { periods } = view.get();
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
      remove.setAttribute('aria-label', `Remove SMMA ${next}`);
      view.set({ periods: view.get().periods.map((other, at) => (at === index ? next : other)) });
    }, () => view.get().periods[index]);
    remove.addEventListener('click', () => {
      forget();
      view.set({ periods: view.get().periods.filter((_, other) => other !== index) });
      // The focus stays near: on the chip that has moved up, or the button after the last one.
      (list.children[index]?.querySelector('button') ?? addButton).focus();
    });
    return chip;
  }

  addButton.addEventListener('click', () => {
    const { periods } = view.get();
    const longest = Math.max(0, ...periods);
    const next = USUAL_PERIODS.find((period) => !periods.includes(period)) ?? Math.min(LONGEST_PERIOD, longest + 1);
    view.set({ periods: [...periods, next] });
    const box = boxes()[periods.length];
    box?.focus();
    box?.select();
  });

  // A period that was typed into its box is there already, and the box keeps the focus.
  view.subscribe(({ periods }) => {
    if (periods.join() !== boxes().map(({ value }) => value).join()) draw();
  }, ['periods']);
  draw();
}

/** @param {ViewStore} view */
function setUpAlligator(view) {
  const control = byId('alligator-switch', HTMLInputElement);
  const draw = () => { control.checked = view.get().alligator; };
  control.addEventListener('change', () => view.set({ alligator: control.checked }));
  view.subscribe(draw, ['alligator']);
  draw();
}

/**
 * @param {ViewStore} view
 * @param {(typeof PANES)[number]} name
 */
function setUpPane(view, name) {
  const control = byId(`${name}-switch`, HTMLInputElement);
  const box = byId(`${name}-period`, HTMLInputElement);
  const period = /** @type {const} */ (`${name}Period`);
  const draw = () => {
    const state = view.get();
    control.checked = state[name];
    box.hidden = !state[name];
    if (box.valueAsNumber !== state[period]) box.value = String(state[period]);
  };
  draw();
  watchPeriod(box, (next) => view.set({ [period]: next }), () => view.get()[period]);
  control.addEventListener('change', () => view.set({ [name]: control.checked }));
  view.subscribe(draw, [name, period]);
}

/**
 * Gives the first average this period, unless there is an average of it already.
 * @param {ViewStore} view
 * @param {number} period
 */
export function showAverage(view, period) {
  const { periods } = view.get();
  if (!periods.includes(period)) view.set({ periods: [period, ...periods.slice(1)] });
}

/**
 * The averages on the chart, with their colours.
 * @param {import('../app/view.mjs').View} view
 */
export const averagesOf = ({ periods }) => periods.map((period, index) => ({ period, colour: averageColour(index) }));
