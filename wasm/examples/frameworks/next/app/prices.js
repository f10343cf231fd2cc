'use client';

import { useEffect, useState } from 'react';
import { loadCore } from 'sqlite-smma/core';

export function Prices() {
  const [lines, setLines] = useState([]);
  useEffect(() => {
    const show = (line) => setLines((before) => [...before, line]);
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => show(data);
    worker.postMessage('SELECT smma(close, 3) FROM prices');
    worker.postMessage('SELECT smma(close, 0) FROM prices');
    loadCore().then((core) => show(core.smma([10, 11, 13, 12.5, 14.1], 3).at(-1)));
    return () => worker.terminate();
  }, []);
  return <pre>{lines.map((line) => `${line}\n`)}</pre>;
}
