// disk-errors.mjs - why a file could not be written. SQLite itself hears of no more than that it could not.

import { FullError } from '../calls/errors.mjs';
import { POOL } from './slots.mjs';

/** @type {unknown} */
let last;

/**
 * Takes what sqlite-wasm would print as an error.
 * @param {...unknown} args
 */
export function takeError(...args) {
  // Of the pool: it is told to the one who wanted something written.
  if (args[0] === `${POOL.name}:`) last = args[1];
  else console.error(...args);
}

export function forgetErrors() {
  last = undefined;
}

const SQLITE_IOERR = 10;
const SQLITE_FULL = 13;

/**
 * Whether an error means that there is no space left.
 * @param {unknown} error
 */
export function isFull(error) {
  if (isOfSpace(error)) return true;
  if (!(error instanceof Error)) return false;
  const code = 'resultCode' in error ? Number(error.resultCode) & 0xff : undefined;
  if (code === SQLITE_FULL || /database or disk is full/.test(error.message)) return true;
  return (code === SQLITE_IOERR || /disk I\/O error/.test(error.message)) && isOfSpace(last);
}

/**
 * An error, or what it means where there is no space left: with how much the page has.
 * @param {unknown} error
 */
export async function withSpace(error) {
  return isFull(error) ? new FullError(await navigator.storage?.estimate?.()) : error;
}

/** @param {unknown} error of the file system, or of the pool when a write has been cut short */
const isOfSpace = (error) => error instanceof Error
  && (error.name === 'QuotaExceededError' || /^(Expected to write|Unknown write\(\) failure)/.test(error.message));
