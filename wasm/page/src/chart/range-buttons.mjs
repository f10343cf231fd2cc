// range-buttons.mjs - a button for each range of time that makes sense of what the chart shows.

import { make } from '../shared/dom.mjs';

/** @typedef {import('../shared/ranges.mjs').Range} Range */

/**
 * @param {HTMLElement} group
 * @param {(name: string) => void} onChoose
 */
export function setUpRangeButtons(group, onChoose) {
  const buttons = () => [...group.querySelectorAll('button')];
  group.addEventListener('click', ({ target }) => {
    const name = target instanceof Element ? target.closest('button')?.dataset.range : undefined;
    if (name !== undefined) onChoose(name);
  });
  return {
    /** @param {readonly Range[]} ranges */
    offer(ranges) {
      // Those that stay keep the focus.
      if (ranges.map(({ name }) => name).join() === buttons().map(({ dataset }) => dataset.range).join()) return;
      group.replaceChildren(...ranges.map(({ name, words }) => make('button', { type: 'button', class: 'segment', 'data-range': name, 'aria-pressed': 'false' },
        name, make('span', { class: 'visually-hidden' }, ` – ${words}`))));
    },

    /** @param {string | undefined} name of the range that is in sight */
    press(name) {
      for (const button of buttons()) button.setAttribute('aria-pressed', String(button.dataset.range === name));
    },
  };
}
