import type { WasmSource } from './module.mjs';

/** What the bundler or the runtime makes of the file, its address or the module: for { wasm }. */
declare const wasm: WasmSource;
export default wasm;
