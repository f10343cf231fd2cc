// reference.mjs - the figures of the reference report: a Rust library as WebAssembly, on a machine that
// the report does not name. Milliseconds, with SIMD128 unless the name says otherwise.

/** @type {Map<number, { safe: number, fast: number }>} */
export const reference = new Map([
  [10000, { safe: 0.038, fast: 0.016 }],
  [100000, { safe: 0.318, fast: 0.156 }],
  [1000000, { safe: 2.979, fast: 1.560 }],
]);

/** 1,000,000 prices before it had SIMD128. */
export const referenceWithoutSimd = { safe: 4.605, fast: 3.305 };

/** Its fast call at 1,000,000 prices against the native time it expects: 0.78 ms, half. */
export const referenceNative = { fast: 0.78, ratio: 2 };
