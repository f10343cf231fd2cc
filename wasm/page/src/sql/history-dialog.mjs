// history-dialog.mjs - the list of the texts that were run: a listbox with a filter above it.

import { confirm } from '../shared/confirm.mjs';
import { byId, make } from '../shared/dom.mjs';
import { countOf, formatMoment } from '../shared/format.mjs';
import { matching } from './history.mjs';
import { lineOf } from './query-text.mjs';

/** @typedef {import('./history.mjs').Entry} Entry */

const STATES = { done: '', failed: 'failed', stopped: 'stopped', unrun: 'not run' };
const LINE_LENGTH = 300;

/**
 * @param {import('../app/view.mjs').ViewStore} view
 * @param {(text: string) => void} onChoose
 */
export function setUpHistory(view, onChoose) {
  const dialog = byId('history-dialog', HTMLDialogElement);
  const filter = byId('history-filter', HTMLInputElement);
  const list = byId('history-list');
  const count = byId('history-count');
  /** @type {readonly Entry[]} */
  let shown = [];
  let at = 0;

  function draw() {
    const { history } = view.get();
    shown = matching(history, filter.value);
    list.replaceChildren(...shown.map(makeOption));
    count.textContent = history.length === 0 ? 'Nothing has been run yet.'
      : shown.length === 0 ? 'No text has these words.' : countOf(shown.length, 'text');
    byId('history-clear', HTMLButtonElement).disabled = history.length === 0;
    move(0);
  }

  /** @param {number} place */
  function move(place) {
    at = Math.max(0, Math.min(shown.length - 1, place));
    [...list.children].forEach((option, index) => option.setAttribute('aria-selected', String(index === at)));
    const option = list.children[at];
    if (option === undefined) return filter.removeAttribute('aria-activedescendant');
    filter.setAttribute('aria-activedescendant', option.id);
    return option.scrollIntoView({ block: 'nearest' });
  }

  /** @param {number} index */
  function choose(index) {
    const entry = shown[index];
    if (entry === undefined) return;
    dialog.close();
    onChoose(entry.text);
  }

  byId('show-history').addEventListener('click', () => {
    filter.value = '';
    dialog.showModal();
    draw();
    filter.focus();
  });
  filter.addEventListener('input', draw);
  filter.addEventListener('keydown', (event) => {
    /** @type {Record<string, number | undefined>} */
    const places = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 5, PageUp: at - 5 };
    const place = places[event.key];
    if (place !== undefined) move(place);
    else if (event.key === 'Enter') choose(at);
    else return;
    event.preventDefault();
  });
  list.addEventListener('click', ({ target }) => {
    const option = target instanceof Element ? target.closest('[role=option]') : null;
    if (option !== null) choose([...list.children].indexOf(option));
  });
  byId('history-close').addEventListener('click', () => dialog.close());
  byId('history-clear').addEventListener('click', async () => {
    const { history } = view.get();
    const isMeant = await confirm({
      title: 'Clear the history?',
      text: `${countOf(history.length, 'text')} will be forgotten. What stands in the editor stays.`,
      yes: 'Clear',
    });
    if (isMeant) view.set({ history: [] });
    draw();
    filter.focus();
  });
}

/**
 * @param {Entry} entry
 * @param {number} index
 */
function makeOption({ text, at, state }, index) {
  return make('li', { class: 'history-entry', role: 'option', id: `history-${index}`, 'aria-selected': 'false', title: text.slice(0, 2000) },
    make('span', { class: 'history-text' }, lineOf(text).slice(0, LINE_LENGTH)), ' ',
    make('span', { class: 'history-when' }, formatMoment(at)), ' ',
    make('span', { class: `history-state ${state}` }, STATES[state]));
}
