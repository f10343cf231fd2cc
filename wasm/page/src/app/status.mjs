// status.mjs - where the prices are kept, and short notices.

import { byId } from '../shared/dom.mjs';

/** @typedef {import('../worker/calls/types.mjs').Status} Status */

const NOTICE_MS = 8000;

/** @param {Status} status */
export function showStatus({ storage, notice, canReopen, sqliteVersion, smmaVersion }) {
  if (storage === 'opfs') show('kept', notice || 'Kept in this browser. Nothing is sent anywhere.');
  else show('memory', notice);
  byId('reopen').hidden = !canReopen || storage === 'opfs';
  byId('versions').textContent = `SQLite ${sqliteVersion}, smma ${smmaVersion}`;
}

/** @param {string} reason */
export function showFailure(reason) {
  show('failed', `The database could not be opened: ${reason}`);
}

/**
 * @param {string} kind
 * @param {string} text
 */
function show(kind, text) {
  byId('storage').dataset.kind = kind;
  byId('storage-text').textContent = text;
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let hide;

/** @param {string} text shown for some seconds, and read out */
export function notify(text) {
  const notice = byId('notice');
  notice.textContent = text;
  clearTimeout(hide);
  hide = setTimeout(() => { notice.textContent = ''; }, NOTICE_MS);
}
