import { loadCore } from 'sqlite-smma/core';

const show = (text) => document.querySelector('pre').append(`${text}\n`);

// SQL, in a worker.
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => show(data);
worker.postMessage('SELECT smma(close, 3) FROM prices');
worker.postMessage('SELECT smma(close, 0) FROM prices');

// Typed arrays, here.
loadCore().then((core) => show(core.smma([10, 11, 13, 12.5, 14.1], 3).at(-1)));
