// damaged-dialog.mjs - what can be done about a damaged database, as the visitor chooses.

import { byId } from '../shared/dom.mjs';
import { download } from '../shared/downloads.mjs';
import { countOf, formatCount } from '../shared/format.mjs';

/** @typedef {import('../worker/calls/client.mjs').Database} Database */
/** @typedef {import('../worker/restore/salvage.mjs').Salvaged} Salvaged */

const TYPE = 'application/vnd.sqlite3';

/**
 * @param {Database} database
 * @param {{ mayDiscard: (problem: string) => Promise<boolean>, onDone: () => Promise<void> }} handlers mayDiscard: asks whether
 *   what SQL has changed in memory may be left behind. onDone: another database is in use
 */
export function setUpDamaged(database, { mayDiscard, onDone }) {
  const dialog = byId('damaged-dialog', HTMLDialogElement);
  const buttons = ['damaged-save', 'damaged-afresh', 'damaged-download'].map((id) => byId(id, HTMLButtonElement));
  let isRunning = false;
  // What SQLite said of the damage that the dialog has been shown for.
  let shownFor = '';

  byId('rescue-button').addEventListener('click', open);
  for (const button of dialog.querySelectorAll('[data-close]')) button.addEventListener('click', close);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    close();
  });
  byId('damaged-save').addEventListener('click', () => void run('What could be saved', 'Reading what can be read…', async (discard) => savedText(await database.rescue.save({ discard }))));
  byId('damaged-afresh').addEventListener('click', () => void run('Started afresh', 'Starting afresh…', async (discard) => {
    await database.rescue.startAfresh({ discard });
    return 'The database is a new one, with the sample prices. The damaged one is set aside; the foot of the page has it.';
  }));
  byId('damaged-download').addEventListener('click', () => void attempt('Reading the file…', async () => {
    download('damaged-prices.db', await database.rescue.file(), TYPE);
  }));

  function open() {
    byId('damaged-title').textContent = 'The prices kept in this browser are damaged';
    byId('damaged-text').textContent = `SQLite says: ${database.status.damage}. Nothing of them has been changed, and nothing will be unless you say so.`;
    byId('damaged-problem').textContent = '';
    byId('damaged-running').textContent = '';
    dialog.dataset.state = 'asking';
    shownFor = database.status.damage;
    if (!dialog.open) dialog.showModal();
    byId('damaged-title').focus();
  }

  function close() {
    if (!isRunning) dialog.close();
  }

  /**
   * @param {string} title when it is done
   * @param {string} words while it runs
   * @param {(discard: boolean) => Promise<string>} action gives what has been done, in words
   */
  function run(title, words, action) {
    return attempt(words, async () => {
      const done = await action(false).catch(async (error) => {
        if (!/^SQL has changed/.test(error.message)) throw error;
        return await mayDiscard(error.message) ? action(true) : undefined;
      });
      if (done === undefined) return;
      byId('damaged-title').textContent = title;
      byId('damaged-summary').textContent = done;
      dialog.dataset.state = 'done';
      dialog.querySelector(/** @type {'button'} */ ('#damaged-done [data-close]'))?.focus();
      await onDone();
    });
  }

  /**
   * @param {string} words while it runs
   * @param {() => Promise<void>} action
   */
  async function attempt(words, action) {
    if (isRunning) return;
    isRunning = true;
    byId('damaged-running').textContent = words;
    byId('damaged-problem').textContent = '';
    for (const button of buttons) button.setAttribute('aria-disabled', 'true');
    try {
      await action();
    } catch (error) {
      byId('damaged-problem').textContent = error instanceof Error ? error.message : String(error);
    } finally {
      isRunning = false;
      byId('damaged-running').textContent = '';
      for (const button of buttons) button.removeAttribute('aria-disabled');
    }
  }

  return {
    /** Asks, where there is damage that has not been asked about. */
    show() {
      if (database.status.damage === '' || database.status.damage === shownFor || document.querySelector('dialog[open]') !== null) return;
      open();
    },
  };
}

/** @param {Salvaged} saved @returns {string} */
export function savedText({ bars, lost, symbols, mayBeOld, tables, left, isSchemaLost }) {
  const of = lost > 0 ? ` of about ${formatCount(bars + lost)}` : '';
  const parts = [bars === 0 ? 'No bar could be read.' : `${countOf(bars, 'bar')}${of} could be read, of ${countOf(symbols, 'symbol')}${lost > 0 ? '; the others are lost' : ', and none is missing as far as can be told'}.`];
  if (mayBeOld) parts.push('What tells deleted bars from others was lost too: bars of symbols that you had deleted may be back.');
  if (isSchemaLost) parts.push('Tables of your own, if there were any, could not be read.');
  for (const { name, rows, isWhole } of tables) parts.push(`Your table ${name}: ${countOf(rows, 'row')}${isWhole ? '' : ', and some are lost'}.`);
  if (left.length > 0) parts.push(`Could not be taken: ${left.join(', ')}.`);
  return parts.join('\n');
}
