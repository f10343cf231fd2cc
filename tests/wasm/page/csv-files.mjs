// csv-files.mjs - the CSV files that the tests import.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { random } from '../series.mjs';

export const HEADER = 'symbol,date,open,high,low,close,volume';

/**
 * Bars of minutes, without the header: a random walk in cents, so that sums are exact.
 * @param {number} count
 * @param {number} seed
 * @param {string} [symbol]
 */
export function barLines(count, seed, symbol = 'WALK') {
  const next = random(seed);
  const below = (limit) => Math.floor(next() * limit);
  const priced = (cents) => (cents / 100).toFixed(2);
  const start = Date.UTC(2024, 0, 1);
  let close = 10000;
  return Array.from({ length: count }, (_, index) => {
    const ts = new Date(start + 60000 * index).toISOString().slice(0, 19).replace('T', ' ');
    const open = close;
    close = Math.max(100, close + below(101) - 50);
    const high = Math.max(open, close) + below(30);
    const low = Math.min(open, close) - below(30);
    return [symbol, ts, priced(open), priced(high), priced(low), priced(close), below(1e6)].join(',');
  });
}

/** A folder of files, until remove(). */
export class Folder {
  path = fs.mkdtempSync(path.join(os.tmpdir(), 'smma-'));

  /** @param {string} name @param {string} text @returns {string} the path of the file */
  write(name, text) {
    const file = path.join(this.path, name);
    fs.writeFileSync(file, text);
    return file;
  }

  remove() {
    fs.rmSync(this.path, { recursive: true });
  }
}
