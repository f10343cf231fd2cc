import { loadCore } from 'sqlite-smma/core';

const core = await loadCore();
const prices = [10, 11, 13, 12.5, 14.1];

const average = core.smma(prices, 3); // a new Float64Array; NaN, null and undefined are missing prices
const own = new Float64Array(prices);
core.smma(own, 3, own); // into an array of yours, which may be the prices themselves
const sweep = core.smmaBatch(prices, 2, 51, 1); // periods 2, 3, … 51: { values, periods, rows, cols }

const bars = { high: [10.5, 11.4, 13.2], low: [9.7, 10.6, 11.8], close: [10, 11, 13] };
core.atr(bars, 2); // plusDi, minusDi and adx take bars too, rsi takes closes

const stream = core.stream(3); // price by price; rsiStream, atrStream, plusDiStream, minusDiStream, adxStream
for (const price of prices.slice(0, 4)) stream.push(price);
const bytes = stream.save(); // the bytes of SQL's smma_state(), which smma_append() goes on from
const last = core.load(bytes).push(14.1);

const block = core.alloc(5); // zero-copy: a block in the module's memory
block.array.set(prices); // ask for block.array each time, as memory may have grown
core.smmaInto(block, block, 3);
const result = block.array[4];
block.free();

for (const value of [average[4], own[4], sweep.values[9], last, result]) console.log(value);
try {
  core.smma(prices, 0);
} catch (error) {
  console.log(error.message); // of an SmmaError
}
