// busy.test.mjs - the sign of a wait: after a while, and until the last of several has ended.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { whileBusy } from '../../../../wasm/page/src/shared/busy.mjs';

test('a short wait shows nothing, a long one does until all have ended', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const shown = [];
  const element = { setAttribute: (name, value) => shown.push(`${name} ${value}`), removeAttribute: (name) => shown.push(`no ${name}`) };
  assert.equal(await whileBusy(element, Promise.resolve(5)), 5);
  t.mock.timers.tick(1000);
  assert.ok(!shown.includes('aria-busy true'));

  shown.length = 0;
  const { promise: first, resolve } = withResolvers();
  const { promise: second, reject } = withResolvers();
  const waits = [whileBusy(element, first), whileBusy(element, second)];
  t.mock.timers.tick(149);
  assert.deepEqual(shown, []);
  t.mock.timers.tick(1);
  assert.deepEqual(shown, ['aria-busy true', 'aria-busy true']);
  resolve(1);
  assert.equal(await waits[0], 1);
  assert.equal(shown.length, 2);
  reject(new Error('no'));
  await assert.rejects(waits[1], /no/);
  assert.equal(shown.at(-1), 'no aria-busy');
});

function withResolvers() {
  const own = {};
  own.promise = new Promise((resolve, reject) => Object.assign(own, { resolve, reject }));
  return own;
}
