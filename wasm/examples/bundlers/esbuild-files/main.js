import { loadCore } from 'sqlite-smma/core';
import wasm from 'sqlite-smma/smma-core.wasm';

const show = (text) => document.querySelector('pre').append(`${text}\n`);

const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => show(data);
worker.postMessage('SELECT smma(close, 3) FROM prices');
worker.postMessage('SELECT smma(close, 0) FROM prices');

loadCore({ wasm: new URL(wasm, import.meta.url) })
  .then((core) => show(core.smma([10, 11, 13, 12.5, 14.1], 3).at(-1)));
