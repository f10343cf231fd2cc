// modules.test.mjs - the package in browsers, in every way it gets there, in the page and in a
// worker: the texts and the bits of the native extension (SPEC 2.1, 5.1, 5.3, 5.6).

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { bitsQuery, periodsFor } from '../bits.mjs';
import { hexOf, walk, wild } from '../series.mjs';
import { native, nativeAnswers, nativeAverages, queries, read, sampleTexts } from '../support.mjs';
import { describeInBrowsers, useBrowser } from './harness.mjs';
import { asker, makeSite, ways } from './site.mjs';

const N = 210; // longer than the longest frame
const SEED = Number(process.env.SMMA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
console.log(`SMMA_TEST_SEED=${SEED}`);

// Averages of arrays: [prices, ranges of periods, what the native core says of each].
const ARRAY = 1000;
const ranges = periodsFor(ARRAY).map((period) => [period, period + 6, 3]);
const hexes = (buffer) => Array.from(new Float64Array(new Uint8Array(buffer).buffer), hexOf).join();
const nativeArrays = () =>
  [walk(ARRAY, 0, SEED), walk(ARRAY, 0.01, SEED), walk(ARRAY, 0.3, SEED), wild(ARRAY, SEED)].map((prices) => ({
    prices: Array.from(prices, (price) => (Number.isNaN(price) ? null : price)),
    expected: ranges.map((range) => {
      const one = hexes(nativeAverages(prices, range[0]));
      const batch = hexes(nativeAverages(prices, ...range));
      return { safe: one, zeroCopy: one, batch, config: batch };
    }),
  }));

let site;
let answers;
let bits;
let arrays;
before(async () => {
  answers = nativeAnswers();
  arrays = nativeArrays();
  bits = native(bitsQuery(N, SEED)).stdout;
  site = await makeSite();
});
after(() => site?.remove());

describeInBrowsers('sqlite-smma', (kind) => {
  const browser = useBrowser(kind);

  for (const [way, start] of Object.entries(ways)) {
    describe(way, () => {
      let server;
      before(async () => {
        server = await start(site);
      });
      after(() => server?.close());

      for (const where of ['main', 'worker']) {
        const place = where === 'main' ? 'the page' : 'a worker';

        test(`${place}: the files of sql/ give the text the CLI gives, before and after memory grows`, async () => {
          const ask = asker(await browser.open(server.page), where);
          await ask('load');
          await ask('open');
          assert.equal(await ask('value', 'SELECT smma_version()'), native('SELECT smma_version();').stdout.trim());
          assert.match(await ask('value', 'SELECT smma_debug()'), /^Kernel: vector, 2 lanes$/m);
          await ask('fill', sampleTexts());
          for (const [i, name] of queries.entries()) {
            assert.equal(await ask('list', read(`sql/${name}`)), answers[i], name);
          }
          // Some of it is there already: sweep.sql has used it.
          assert.ok(await ask('grow', 400 * 2 ** 20) >= 300 * 2 ** 20);
          for (const [i, name] of queries.entries()) {
            assert.equal(await ask('list', read(`sql/${name}`)), answers[i], name);
          }
          await assert.rejects(ask('value', 'SELECT smma(1, 0)'), /2nd argument to smma\(\) is not an integer/);
        });

        // What follows depends on the engine, and not on how the package gets into the page.
        if (way.includes('server')) continue;

        test(`${place}: SQL has the bits of the native extension`, async () => {
          const ask = asker(await browser.open(server.page), where);
          await ask('load');
          await ask('open');
          const ours = await ask('bits', N, SEED);
          assert.ok(ours.length > 1e6);
          assert.ok(ours === bits, `the bits differ, seed ${SEED}`);
        });

        test(`${place}: typed arrays have the bits of the native core`, async () => {
          const ask = asker(await browser.open(server.page), where);
          for (const { prices, expected } of arrays) {
            const ours = await ask('arrays', prices, ranges);
            for (const [i, range] of ranges.entries()) {
              for (const call of ['safe', 'zeroCopy', 'batch', 'config']) {
                // Not equal(): the difference of two such texts takes minutes to print.
                assert.ok(ours[i][call] === expected[i][call], `${call}, ${range}, seed ${SEED}`);
              }
            }
          }
        });
      }
    });
  }
});

test('Vite has nothing to warn of', () => {
  assert.deepEqual(site.warnings, []);
});
