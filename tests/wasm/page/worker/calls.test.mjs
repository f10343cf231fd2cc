// calls.test.mjs - the table of calls: what the page sends, and what the worker takes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LiveService } from '../../../../wasm/page/src/worker/calls/live-service.mjs';
import { RescueService } from '../../../../wasm/page/src/worker/calls/rescue-service.mjs';
import { RestoreService } from '../../../../wasm/page/src/worker/calls/restore-service.mjs';
import { Service } from '../../../../wasm/page/src/worker/calls/service.mjs';
import { CALLS, callsOf, kindOf } from '../../../../wasm/page/src/worker/calls/table.mjs';

test('each call is a method of the worker', () => {
  for (const [group, Target] of [
    ['lifetime', Service], ['database', Service], ['live', LiveService], ['restore', RestoreService], ['rescue', RescueService],
  ]) {
    for (const name of Object.keys(CALLS[group])) assert.equal(typeof Target.prototype[name], 'function', `${group}.${name}`);
  }
});

test('what is not in the table is no call', () => {
  assert.deepEqual(kindOf('database', 'symbols'), {});
  for (const [group, name] of [['database', 'constructor'], ['live', 'close'], ['database', 'open'], ['toString', 'length'], ['none', 'symbols']]) {
    assert.equal(kindOf(group, name), undefined, `${group}.${name}`);
  }
});

test('a call that stops: its arguments, and apart from them what stops it', async () => {
  const sent = [];
  const calls = callsOf('database', async (...all) => { sent.push(all); });
  const signal = AbortSignal.abort();
  const onProgress = () => {};
  await calls.sweep('MARKET', { from: 2, to: 9, step: 1 }, { signal, onProgress });
  await calls.importPreviewed();
  await calls.run('SELECT 1');
  assert.deepEqual(sent, [
    ['sweep', ['MARKET', { from: 2, to: 9, step: 1 }], { signal, onProgress }],
    ['importPreviewed', [undefined], {}],
    ['run', ['SELECT 1'], {}],
  ]);
});
