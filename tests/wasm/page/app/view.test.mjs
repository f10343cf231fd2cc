// view.test.mjs - the store of what is shown, and what of it is remembered.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { textOf, viewOf } from '../../../../wasm/page/src/app/kept-view.mjs';
import { FIRST_VIEW, choiceOf, createView, resetView, subjectOf } from '../../../../wasm/page/src/app/view.mjs';
import { Store } from '../../../../wasm/page/src/shared/store.mjs';

test('who follows a value hears of its changes, and of no others', () => {
  const store = new Store({ a: 1, b: 2, c: 3 });
  const heard = [];
  const end = store.subscribe(({ a, b }) => heard.push(`a or b ${a} ${b}`), ['a', 'b']);
  store.subscribe(({ c }) => heard.push(`any ${c}`));
  const before = store.get();
  store.set({ a: 1, b: 2 });
  assert.deepEqual(heard, []);
  store.set({ a: 5, b: 2 });
  store.set({ c: 4 });
  assert.deepEqual(heard.splice(0), ['a or b 5 2', 'any 3', 'any 4']);
  assert.deepEqual([before, store.get()], [{ a: 1, b: 2, c: 3 }, { a: 5, b: 2, c: 4 }]);
  end();
  store.set({ b: 9 });
  assert.deepEqual(heard, ['any 4']);
});

test('a change within a change: all hear of the last state', () => {
  const store = new Store({ a: 0, b: 0 });
  store.subscribe(({ a }) => store.set({ b: a * 2 }), ['a']);
  const heard = [];
  store.subscribe(({ a, b }) => heard.push([a, b]));
  store.set({ a: 4 });
  assert.deepEqual(heard.at(-1), [4, 8]);
});

test('what is drawn follows from the view; reset puts back how it is shown, and nothing else', () => {
  const view = createView({ symbol: 'A', periods: [7], rsi: true, rsiPeriod: 9, logarithmic: true, range: '5Y', dock: 300, isFolded: true, tab: 'sweep', sql: 'SELECT 1' });
  assert.deepEqual(choiceOf(view.get()), { periods: [7], alligator: false, rsi: 9, atr: undefined, adx: undefined });
  assert.equal(subjectOf(view.get()), 'A');
  view.set({ demo: 'A-LIVE' });
  assert.equal(subjectOf(view.get()), 'A-LIVE');
  resetView(view);
  assert.deepEqual(view.get(), { ...FIRST_VIEW, symbol: 'A', demo: 'A-LIVE', sql: 'SELECT 1' });
});

test('what is kept comes back; the demonstration is not kept', () => {
  const view = {
    ...FIRST_VIEW, symbol: "it's", demo: 'X-LIVE', periods: [1, 2147483647], alligator: true, rsi: true, rsiPeriod: 3, logarithmic: true, range: 'All', dock: 240, isFolded: true,
    tab: 'sweep', tablesOpen: false, file: 'sweep.sql', sql: '', ranIn: 12.5, history: [{ text: 'SELECT 1', at: 5, state: 'failed' }],
  };
  assert.deepEqual({ ...FIRST_VIEW, ...viewOf(textOf(view)) }, { ...view, demo: undefined });
  assert.deepEqual({ ...FIRST_VIEW, ...viewOf(textOf(FIRST_VIEW)) }, FIRST_VIEW);
});

test('what is odd is left out, field by field', () => {
  for (const text of [null, '', '{', '[]', 'null', '5', '"view"', '{}', '{"version":2,"symbol":"A"}', '{"symbol":"A"}']) assert.deepEqual(viewOf(text), {}, text);
  const odd = {
    symbol: '', demo: 'X', periods: [14, 0], alligator: 1, rsi: 'yes', rsiPeriod: 1.5, atr: null, atrPeriod: 2147483648, adx: {}, adxPeriod: -1,
    logarithmic: 'true', range: 5, dock: -3, isFolded: 'no', tab: 'live', tablesOpen: 0, file: 5, sql: ['SELECT'], ranIn: null, history: 'none', nonsense: true,
  };
  assert.deepEqual(viewOf(JSON.stringify({ version: 1, ...odd })), {});
  // One that is odd takes no other with it.
  assert.deepEqual(viewOf(JSON.stringify({ version: 1, ...odd, symbol: 'B', periods: [], range: '1D' })), { symbol: 'B', periods: [], range: '1D' });
  for (const periods of [Array(13).fill(5), '14', [14, '50'], [[]], [NaN]]) assert.deepEqual(viewOf(JSON.stringify({ version: 1, periods })), {}, String(periods));
  const good = { text: 'SELECT 1', at: 1, state: 'done' };
  const entries = [null, {}, { ...good, text: '' }, { ...good, at: 'now' }, { ...good, state: 'odd' }, good];
  assert.deepEqual(viewOf(JSON.stringify({ version: 1, history: entries })), { history: [good] });
  assert.equal(Object.getPrototypeOf(viewOf('{"version":1,"__proto__":{"symbol":"X"}}')).symbol, undefined);
});
