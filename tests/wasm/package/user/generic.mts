// generic.mts - what TypeScript 5.7 and newer know: that results lie in memory of their own, which can be transferred.

import { loadCore } from 'sqlite-smma/core';

const core = await loadCore();
const average: Float64Array<ArrayBuffer> = core.smma([1, 2], 2);
const periods: Uint32Array<ArrayBuffer> = core.smmaBatch([1, 2], 1, 2, 1).periods;
const saved: Uint8Array<ArrayBuffer> = core.stream(2).save();
export const blob = new Blob([average, periods, saved]);
postMessage(average, { transfer: [average.buffer] });
