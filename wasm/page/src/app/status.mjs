// status.mjs - where the prices are kept, and short notices.

import { guardLeaving } from '../keeping/leaving.mjs';
import { setUpPersistence } from '../keeping/persistence.mjs';
import { storageText } from '../keeping/words.mjs';
import { byId } from '../shared/dom.mjs';

/** @typedef {import('../worker/calls/types.mjs').Status} Status */

const NOTICE_MS = 8000;

/** @type {Status | undefined} */
let shown;
// Whether there are prices of the visitor's own.
let isOwn = false;

export const persistence = setUpPersistence(() => {
  if (shown !== undefined) showStatus(shown);
});

/** @param {Status} status */
export function showStatus(status) {
  const { storage, canReopen, damage, unsaved, found, sqliteVersion, smmaVersion } = status;
  if (found && shown === undefined) notify('The prices had lost their name in this browser’s storage. They have been found again.');
  shown = status;
  show(storage === 'opfs' && damage === '' ? 'kept' : 'memory', storageText(status, persistence.isPersistent()));
  byId('reopen').hidden = !canReopen || storage === 'opfs';
  byId('rescue-button').hidden = damage === '';
  byId('versions').textContent = `SQLite ${sqliteVersion}, smma ${smmaVersion}`;
  guardLeaving(unsaved);
  showKeep();
}

/** @param {boolean} hasOwn whether there are prices of the visitor's own */
export function showOwn(hasOwn) {
  isOwn = hasOwn;
  showKeep();
}

function showKeep() {
  byId('keep-for-good').hidden = !isOwn || shown?.storage !== 'opfs' || shown.damage !== '' || persistence.isPersistent();
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
