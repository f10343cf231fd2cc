// restore-dialog.mjs - a database file, chosen or dropped: looked into, and restored if that is wanted.

import { thereFieldset } from '../import/there-choice.mjs';
import { byId, make } from '../shared/dom.mjs';
import { countOf, formatBytes } from '../shared/format.mjs';
import { isDatabase } from '../worker/restore/header.mjs';
import { comparisonRows, detailText, lossText, obstacleText, problemText, remarksOf, summaryText } from './restore-words.mjs';

/** @typedef {import('../worker/calls/client.mjs').Database} Database */
/** @typedef {import('../worker/calls/restore-service.mjs').Inspection} Inspection */
/** @typedef {'merge' | 'replace' | 'leave'} ThereChoice */

const NAMES = /\.(db3?|sqlite3?|s3db)$/i;

/**
 * @param {Database} database
 * @param {(symbols: string[], words: string) => Promise<void>} onRestored hears what has been restored
 */
export function setUpRestore(database, onRestored) {
  const dialog = byId('restore-dialog', HTMLDialogElement);
  const form = byId('restore-form', HTMLFormElement);
  const progress = byId('restore-progress', HTMLProgressElement);
  /** @type {Inspection | undefined} */
  let inspection;
  /** @type {AbortController | undefined} */
  let running;
  /** @type {ThereChoice | undefined} */
  let thereChoice;
  let onClosed = () => {};

  for (const button of dialog.querySelectorAll('[data-close]')) button.addEventListener('click', close);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    if (running === undefined) close();
    else running.abort();
  });
  byId('restore-stop').addEventListener('click', () => running?.abort());
  byId('restore-download').addEventListener('click', () => byId('download-database').click());
  byId('restore-save').addEventListener('click', () => void look('Reading what can be read…', (signal) => database.restore.saveReadable({ signal })));
  form.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.name === 'restore-how') showBoth();
    else if (target.dataset.there !== undefined) thereChoice = /** @type {ThereChoice} */ (target.dataset.there);
    showMissing();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const [first] = missing();
    if (first === undefined) void restore();
    else form.querySelector(/** @type {'input'} */ (first.focus))?.focus();
  });

  function close() {
    dialog.close();
    inspection = undefined;
    void database.restore.leave().catch(() => {});
    onClosed();
  }

  /**
   * Shows what is in a file, unless it cannot be read.
   * @param {string} words while it runs
   * @param {(signal: AbortSignal) => Promise<Inspection>} action
   */
  async function look(words, action) {
    const found = await during(words, action);
    if (found === undefined) return;
    inspection = found;
    if (found.problem !== undefined) return refuse(problemText(found.name, found.problem), detailText(found.problem), found.canSave);
    thereChoice = undefined;
    byId('restore-summary').textContent = summaryText(found);
    byId('restore-rows').replaceChildren(...comparisonRows(found));
    byId('restore-remarks').replaceChildren(...remarksOf(found).map((text) => make('p', { class: 'note' }, text)));
    byId('restore-choices').replaceChildren(choicesOf(found));
    setState('asking');
    showBoth();
    showMissing();
    byId('restore-title').focus();
  }

  /** @param {string} problem @param {string} detail @param {boolean} canSave */
  function refuse(problem, detail, canSave) {
    byId('restore-problem').textContent = problem;
    byId('restore-detail').textContent = detail;
    byId('restore-save').hidden = !canSave;
    setState('refused');
    dialog.querySelector(/** @type {'button'} */ ('#restore-refused [data-close]'))?.focus();
  }

  /**
   * @template T
   * @param {string} words
   * @param {(signal: AbortSignal) => Promise<T>} action
   * @returns {Promise<T | undefined>} undefined when it was stopped or has failed, which is shown
   */
  async function during(words, action) {
    running = new AbortController();
    progress.removeAttribute('value');
    byId('restore-progress-text').textContent = words;
    setState('running');
    byId('restore-stop').focus();
    try {
      return await action(running.signal);
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error);
      if (name === 'AbortError') close();
      else refuse(`Nothing was restored. ${message}`, '', false);
      return undefined;
    } finally {
      running = undefined;
    }
  }

  async function restore() {
    const { name, there } = /** @type {Inspection} */ (inspection);
    if (how() === 'replace') {
      const done = await during('Putting it in the place of what is here…', () => database.restore.replaceAll());
      if (done === undefined) return;
      close();
      return onRestored(done.symbols, `${name} is restored: ${countOf(there?.symbols ?? 0, 'symbol')}, ${countOf(there?.bars ?? 0, 'bar')}.`);
    }
    const done = await during('Taking its symbols…', (signal) => database.restore.takeSymbols({ there: thereChoice }, { signal }));
    if (done === undefined) return;
    close();
    await onRestored(done.symbols, `${countOf(done.rows, 'bar')} of ${countOf(done.symbols.length, 'symbol')} taken from ${name}.`);
  }

  /** @returns {string | undefined} */
  const how = () => form.querySelector(/** @type {'input'} */ ('input[name=restore-how]:checked'))?.value;

  /** The symbols that are in both, where the file's are to be taken. */
  function showBoth() {
    const both = how() === 'take' ? inspection?.both ?? [] : [];
    const there = both.map((entry) => ({ ...entry, obstacle: obstacleText(entry) }));
    byId('restore-both').replaceChildren(...(there.length === 0 ? [] : [thereFieldset(there, false, thereChoice)]));
    byId('restore-start').textContent = how() === 'take' ? 'Take the symbols' : 'Restore';
  }

  /** What has to be chosen before, and where. */
  function missing() {
    if (how() === undefined) return [{ text: 'choose what becomes of what is here', focus: 'input[name=restore-how]' }];
    const isOpen = how() === 'take' && (inspection?.both ?? []).length > 0 && thereChoice === undefined;
    return isOpen ? [{ text: 'choose what becomes of the bars that are here', focus: '[data-there]' }] : [];
  }

  function showMissing() {
    const list = missing();
    byId('restore-start').setAttribute('aria-disabled', String(list.length > 0));
    byId('restore-missing').textContent = list.length > 0 ? `To go on, ${list[0].text}.` : '';
  }

  /** @param {'running' | 'asking' | 'refused'} state */
  function setState(state) {
    dialog.dataset.state = state;
  }

  return {
    /**
     * Takes the databases out of files, one after the other, and gives back the other files.
     * @param {File[]} files
     * @returns {Promise<File[]>}
     */
    async take(files) {
      if (document.querySelector('dialog[open]') !== null) return [];
      const kinds = await Promise.all(files.map(async (file) => NAMES.test(file.name) || await isDatabase(file).catch(() => false)));
      for (const file of files.filter((_, index) => kinds[index])) {
        const closed = new Promise((resolve) => { onClosed = () => resolve(undefined); });
        byId('restore-title').textContent = `Restore ${file.name}`;
        dialog.showModal();
        await look(`Reading ${formatBytes(file.size)}…`, (signal) => database.restore.inspect(file, {
          signal, onProgress: ({ bytes, total }) => { progress.value = bytes / total; },
        }));
        await closed;
      }
      return files.filter((_, index) => !kinds[index]);
    },
  };
}

/** @param {Inspection} inspection */
function choicesOf(inspection) {
  const { taken, both, isOwnHere } = inspection;
  const added = taken - both.length;
  /** @type {[string, string, string, boolean][]} */
  const options = [['replace', 'Put it in the place of everything here', lossText(inspection), !isOwnHere]];
  if (taken > 0) options.push(['take', 'Take its symbols into the prices here', `${countOf(added, 'new symbol')}, ${both.length} with bars here already.`, false]);
  return make('fieldset', { class: 'question' }, make('legend', {}, 'What is here now'), ...options.map(([value, label, why, isChosen]) => {
    const input = make('input', { type: 'radio', name: 'restore-how', id: `restore-${value}`, value });
    input.checked = isChosen;
    return make('label', { class: 'choice' }, input, make('span', {}, label, make('small', {}, why)));
  }));
}
