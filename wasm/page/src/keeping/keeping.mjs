// keeping.mjs - the database as a whole: restored from a file, mended, kept for good.

import { notify, persistence } from '../app/status.mjs';
import { byId } from '../shared/dom.mjs';
import { setUpAsides } from './asides.mjs';
import { setUpDamaged } from './damaged-dialog.mjs';
import { setUpRestore } from './restore-dialog.mjs';

/** @typedef {import('../worker/calls/client.mjs').Database} Database */

/**
 * @param {Database} database
 * @param {{ refresh: (wanted?: string) => Promise<void>, confirmLoss: (problem: string) => Promise<boolean> }} page
 *   refresh: shows the database anew. confirmLoss: asks whether changes in memory may be left behind
 */
export function setUpKeeping(database, { refresh, confirmLoss }) {
  const asides = setUpAsides(database, notify);
  const damaged = setUpDamaged(database, {
    mayDiscard: confirmLoss,
    onDone: async () => {
      await refresh();
      await asides.refresh();
    },
  });
  const restore = setUpRestore(database, async (symbols, words) => {
    notify(words);
    if (symbols.length > 0) persistence.askOnce();
    await refresh(symbols[0]);
  });

  byId('keep-for-good').addEventListener('click', async () => {
    const isAgreed = await persistence.ask();
    notify(isAgreed ? 'The browser keeps the prices until you delete them.'
      : 'The browser has not agreed. Some agree when a page is bookmarked, installed or often visited: try again then. A downloaded database is a copy in any case.');
  });

  return {
    takeDatabases: restore.take,
    askAboutDamage: damaged.show,
    /** When the page is there. */
    async begin() {
      damaged.show();
      await asides.refresh();
    },
  };
}
