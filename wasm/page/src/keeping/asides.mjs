// asides.mjs - the damaged databases that were set aside: downloaded, or thrown away.

import { byId, make } from '../shared/dom.mjs';
import { download } from '../shared/downloads.mjs';
import { countOf, formatBytes } from '../shared/format.mjs';
import { confirm } from '../shared/confirm.mjs';

/** @typedef {import('../worker/calls/client.mjs').Database} Database */

/**
 * @param {Database} database
 * @param {(problem: string) => void} onProblem
 */
export function setUpAsides(database, onProblem) {
  const dialog = byId('asides-dialog', HTMLDialogElement);
  const button = byId('asides');

  button.addEventListener('click', () => {
    dialog.showModal();
    byId('asides-title').focus();
  });

  /** @param {() => Promise<void>} action */
  async function attempt(action) {
    try {
      await action();
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {import('../worker/kept/aside.mjs').Aside} aside */
  function item({ name, size, since }) {
    const get = make('button', { type: 'button', class: 'button', 'aria-label': `Download ${name}` }, 'Download');
    get.addEventListener('click', () => void attempt(async () => download(name, await database.rescue.asideFile(name), 'application/vnd.sqlite3')));
    const remove = make('button', { type: 'button', class: 'button danger', 'aria-label': `Throw away ${name}` }, 'Throw away');
    remove.addEventListener('click', () => void attempt(async () => {
      const isMeant = await confirm({ title: 'Throw it away?', text: `${name}, ${formatBytes(size)}, will be deleted from this browser.`, yes: 'Throw away' });
      if (!isMeant) return;
      await database.rescue.removeAside(name);
      await refresh();
    }));
    return make('li', {}, make('span', {}, `${new Date(since).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}, ${formatBytes(size)}`), get, remove);
  }

  async function refresh() {
    const asides = await database.rescue.asides();
    button.hidden = asides.length === 0;
    button.textContent = `${countOf(asides.length, 'damaged database')} set aside`;
    byId('aside-list').replaceChildren(...asides.map(item));
    if (asides.length === 0 && dialog.open) dialog.close();
  }

  return { refresh: () => attempt(refresh) };
}
