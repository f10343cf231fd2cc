// user.mts - a user's TypeScript; an assignment that the types do not allow fails the test.

import { SmmaError, loadSmma, type LoadOptions } from 'sqlite-smma';
import { loadCore, type Batch, type Core, type Prices, type SmmaStream } from 'sqlite-smma/core';
import * as inline from 'sqlite-smma/inline';
import coreFile from 'sqlite-smma/smma-core.wasm';
import sideFile from 'sqlite-smma/smma.wasm';

declare const sqlite3: { capi: object; wasm: object };
const options: LoadOptions = { db: 1, wasm: fetch('/smma.wasm') };
await loadSmma(sqlite3, options);
await loadSmma(sqlite3, { wasm: sideFile });

const core: Core = await loadCore({ wasm: coreFile });
const prices: Prices = [1, null, 3];
const average: Float64Array = core.smma(prices, 14);
const bits: ArrayBuffer = average.buffer as ArrayBuffer;
const sweep: Batch = core.smmaBatch(average, 2, 51, 1);
const stream: SmmaStream = core.stream(14);
const saved: Uint8Array = stream.save();
core.load(saved).push(sweep.values[0]! + bits.byteLength);

await inline.loadSmma(sqlite3);
const same: Core = await inline.loadCore();
const error: Error = new SmmaError('text');
// @ts-expect-error a period is a number
same.smma(prices, '14');
// @ts-expect-error one period or three numbers
same.smmaBatch(prices, 2);
export { error };
