// parts.test.mjs - which part of a series the chart has, wherever it is moved to.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isShort, partFor, serves } from '../../../../wasm/page/src/chart/parts.mjs';
import { choices } from '../worker/support.mjs';

test('a short series is there as a whole, whatever is in sight', () => {
  assert.ok(isShort(10_000) && !isShort(10_001));
  for (const view of [{ from: 0, to: 5 }, { from: -9e6, to: 9e6 }]) {
    const part = partFor(view, { total: 5105, width: 1000 });
    assert.deepEqual(part, { start: 0, end: 5105, per: 1 });
    assert.ok(serves(part, view, { total: 5105, width: 1000 }));
  }
  // It has grown by a bar.
  assert.ok(!serves({ start: 0, end: 5105, per: 1 }, { from: 0, to: 5 }, { total: 5106, width: 1000 }));
});

test('a part of a long one: what is in sight, some to both sides, and no more points than the width has room for', (t) => {
  const random = choices(t);
  const total = 1_000_000;
  const width = 1000;
  let now;
  let view = { from: total - 200, to: total + 5 };
  for (let step = 0; step < 5000; step++) {
    const part = partFor(view, { total, width, now });
    const { start, end, per } = part;
    const label = `${JSON.stringify(view)}: ${JSON.stringify(part)}`;
    assert.ok(serves(part, view, { total, width }), label);
    assert.ok(start >= 0 && start < end && end <= total && start % per === 0 && (end % per === 0 || end === total), label);
    assert.equal(Math.log2(per) % 1, 0);
    const length = view.to - view.from;
    assert.ok(start <= Math.max(0, view.from - length) && end >= Math.min(total, view.to + length), label);
    // Points are 1.5 to 3 pixels apart, or a little beyond while they stay what they are.
    const distance = width / (length / per);
    if (per > 1) assert.ok(distance >= 1.5 / 1.2 - 1e-9 && distance <= 3 * 1.2 + 1e-9, `${distance}: ${label}`);
    assert.ok((end - start) / per < 4 * width, label);
    // The part does for as long as it is said to.
    if (now !== undefined && serves(now, view, { total, width })) assert.equal(now.per, per);
    now = part;

    const middle = view.from + length * random.next();
    const factor = random.of([1, 1, 0.8, 1.25, 0.3, 4]);
    const next = Math.min(3 * total, Math.max(10, length * factor));
    const from = middle - next * random.next() + length * random.of([0, 0, 0.2, -0.5]);
    view = { from: Math.max(-next / 2, Math.min(total - next / 2, from)), to: 0 };
    view.to = view.from + next;
  }
});

test('a move within the margin wants nothing', () => {
  const series = { total: 1_000_000, width: 1000 };
  const view = { from: 500_000, to: 600_000 };
  const part = partFor(view, series);
  for (const moved of [-100_000, 0, 100_000]) {
    assert.ok(serves(part, { from: view.from + moved, to: view.to + moved }, series), `${moved}`);
  }
  assert.ok(!serves(part, { from: view.from + 150_000, to: view.to + 150_000 }, series));
  assert.ok(!serves(part, { from: 540_000, to: 545_000 }, series), 'from nearer there are more points to see');
});
