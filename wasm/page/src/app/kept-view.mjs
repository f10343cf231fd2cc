// kept-view.mjs - what the browser remembers of the view, from one visit to the next.

import { FIRST_VIEW, arePeriods, isPeriod } from './view.mjs';
import { HISTORY_LENGTH, isEntry } from '../sql/history.mjs';
import { RANGES } from '../shared/ranges.mjs';

/** @typedef {import('./view.mjs').View} View */

const KEY = 'view';
// Of what is written. Another one is not read: a change of meaning counts it up.
const VERSION = 1;
const SAVE_MS = 300;

const isBoolean = (/** @type {unknown} */ value) => typeof value === 'boolean';
const isText = (/** @type {unknown} */ value) => typeof value === 'string';
const isName = (/** @type {unknown} */ value) => isText(value) && value !== '';
const isDuration = (/** @type {unknown} */ value) => Number.isFinite(value) && Number(value) >= 0;
const isRange = (/** @type {unknown} */ value) => RANGES.some(({ name }) => name === value);
const isHeight = (/** @type {unknown} */ value) => Number.isInteger(value) && Number(value) > 0;
const isTab = (/** @type {unknown} */ value) => value === 'sql' || value === 'sweep';

/**
 * What is remembered, and what it must be to be believed.
 * @type {Readonly<Record<Exclude<keyof View, 'demo' | 'history'>, (value: unknown) => boolean>>}
 */
const FIELDS = {
  symbol: isName,
  periods: arePeriods,
  alligator: isBoolean,
  rsi: isBoolean,
  rsiPeriod: isPeriod,
  atr: isBoolean,
  atrPeriod: isPeriod,
  adx: isBoolean,
  adxPeriod: isPeriod,
  logarithmic: isBoolean,
  range: isRange,
  dock: isHeight,
  isFolded: isBoolean,
  tab: isTab,
  tablesOpen: isBoolean,
  file: isName,
  sql: isText,
  ranIn: isDuration,
};

/**
 * @param {View} view
 * @returns {string}
 */
export function textOf(view) {
  const fields = Object.keys(FIELDS).map((key) => [key, view[/** @type {keyof View} */ (key)]]);
  return JSON.stringify({ version: VERSION, ...Object.fromEntries(fields), history: view.history });
}

/**
 * What of a text is as textOf() writes it; all else is as if it were not there.
 * @param {string | null} text
 * @returns {Partial<View>}
 */
export function viewOf(text) {
  const kept = parsed(text);
  if (kept === undefined || kept.version !== VERSION) return {};
  const fields = Object.entries(FIELDS).filter(([key, isValid]) => Object.hasOwn(kept, key) && isValid(kept[key]));
  /** @type {Partial<View>} */
  const view = Object.fromEntries(fields.map(([key]) => [key, kept[key]]));
  if (Array.isArray(kept.history)) view.history = kept.history.filter(isEntry).slice(0, HISTORY_LENGTH);
  return view;
}

/**
 * @param {string | null} text
 * @returns {Record<string, unknown> | undefined}
 */
function parsed(text) {
  try {
    const value = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // nothing, or not ours
  }
}

/** @returns {Partial<View>} */
export function readKept() {
  try {
    return viewOf(localStorage.getItem(KEY));
  } catch {
    return {}; // denied
  }
}

/**
 * Remembers the view from now on. Of two tabs the last one that changes something is remembered, with the
 * history of both.
 * @param {import('./view.mjs').ViewStore} view
 */
export function keepView(view) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let isTaking = false;
  const save = () => {
    if (waiting === undefined) return;
    clearTimeout(waiting);
    waiting = undefined;
    try {
      localStorage.setItem(KEY, textOf(view.get()));
    } catch {
      // Denied or full: the view holds until the page is closed.
    }
  };
  view.subscribe(() => {
    if (!isTaking) waiting ??= setTimeout(save, SAVE_MS);
  }, [.../** @type {(keyof View)[]} */ (Object.keys(FIELDS)), 'history']);
  // A tab that is put away may never be called back.
  addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', save);
  addEventListener('storage', ({ key, newValue }) => {
    if (key !== KEY) return;
    isTaking = true;
    view.set({ history: viewOf(newValue).history ?? FIRST_VIEW.history });
    isTaking = false;
  });
}
