// import-dialog.mjs - price files from the button or dropped on the page: each is read, shown, and stored
// when that is wanted.

import { byId, make } from '../shared/dom.mjs';
import { countOf, formatBytes, formatCount } from '../shared/format.mjs';
import { setUpDrop } from './drop.mjs';
import { setUpPreview } from './preview-form.mjs';

/** @typedef {import('../worker/calls/client.mjs').Database} Database */
/** @typedef {import('../worker/calls/errors.mjs').ImportError} ImportError */
/** @typedef {import('../worker/calls/types.mjs').ImportResult} ImportResult */
/** @typedef {{ file: File, entry: number }} Waiting */

// Progress is read out this often; the bar itself moves with every report.
const READ_OUT_MS = 1000;

/**
 * @param {Database} database
 * @param {(symbols?: string[]) => Promise<unknown>} onImported hears of symbols that have been stored, or that others are gone,
 *   and ends when the page shows it
 * @param {(files: File[]) => Promise<File[]>} takeOthers gets all files, and gives back those that may be price files
 */
export function setUpImport(database, onImported, takeOthers) {
  const dialog = byId('import-dialog', HTMLDialogElement);
  const chooser = byId('import-file', HTMLInputElement);
  const progress = byId('import-progress', HTMLProgressElement);
  const progressText = byId('import-progress-text');
  /** @type {AbortController | undefined} */
  let running;
  // The files to come, and how many there have been.
  /** @type {Waiting[]} */
  let waiting = [];
  let count = 0;
  /** @type {Waiting | undefined} */
  let current;
  /** @type {string[]} */
  let summaries = [];
  let readMs = 0;
  let samplesLeft = 0;

  byId('import-button').addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', () => {
    const chosen = [...chooser.files ?? []];
    chooser.value = '';
    if (chosen.length > 0) void take(chosen);
  });
  setUpDrop((files) => void take(files));

  /** @param {File[]} files */
  async function take(files) {
    const prices = await takeOthers(files);
    if (prices.length > 0) begin(prices);
  }

  const preview = setUpPreview(database, { onChoices: (choices) => void read(choices), onImport: (options) => void store(options) });

  for (const button of dialog.querySelectorAll('[data-close]')) button.addEventListener('click', next);
  // Escape closes the dialog, but not over something that runs: Stop ends that.
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    if (running === undefined) end();
    else running.abort();
  });
  byId('import-stop').addEventListener('click', () => running?.abort());

  /** @param {File[]} files */
  function begin(files) {
    if (dialog.open) return;
    waiting = files.map((file) => ({ file, entry: 0 }));
    count = files.length;
    summaries = [];
    setState('running');
    dialog.showModal();
    next();
  }

  // Not by the event of closing, which comes later: perhaps when the next files are being read.
  function end() {
    waiting = [];
    current = undefined;
    dialog.close();
    void database.leaveImport().catch(() => {});
  }

  /** The next file, or the end. */
  function next() {
    current = dialog.dataset.state === 'done' ? undefined : waiting.shift();
    if (current !== undefined) {
      preview.clear();
      return void read({}, true);
    }
    if (summaries.length > 1 && dialog.dataset.state !== 'done') return finish();
    return end();
  }

  /**
   * Reads the current file, and shows what it is.
   * @param {import('../worker/csv/table/layout.mjs').Choices} choices
   * @param {boolean} [isFirst] whether it has not been read before
   */
  async function read(choices, isFirst = false) {
    if (current === undefined) return;
    const { file, entry } = current;
    const place = count > 1 ? ` (${count - waiting.length} of ${count})` : '';
    byId('import-title').textContent = `Import ${file.name}${place}`;
    const shown = await during(file, isFirst, (signal) => database.previewImport(file, { choices, entry }, {
      signal, onProgress: ({ bytes, total, rows }) => report(file, bytes, total, rows),
    }));
    if (shown === undefined) return;
    if (isFirst && entry === 0 && shown.files > 1) {
      waiting.unshift(...Array.from({ length: shown.files - 1 }, (_, index) => ({ file, entry: index + 1 })));
      count += shown.files - 1;
    }
    byId('import-leave').textContent = waiting.length > 0 ? 'Leave this file' : 'Cancel';
    setState('preview');
    preview.show(shown, isFirst);
  }

  /** @param {import('./preview-form.mjs').StoreOptions} options */
  async function store(options) {
    if (current === undefined) return;
    const { file } = current;
    const read = readMs;
    const done = await during(file, true, (signal) => database.importPreviewed(options, { signal }));
    if (done === undefined) return;
    summaries.push(summaryOf(done, read + readMs));
    samplesLeft = done.samples ?? 0;
    void onImported(done.symbols);
    if (waiting.length > 0) next();
    else finish();
  }

  function finish() {
    byId('import-summary').textContent = summaries.join('\n');
    byId('import-remove-samples').hidden = samplesLeft === 0;
    setState('done');
  }

  byId('import-remove-samples').addEventListener('click', async () => {
    const gone = await database.removeSamples();
    // It is told when it can be seen.
    await onImported();
    byId('import-remove-samples').hidden = true;
    byId('import-summary').textContent += `\n${gone.join(', ')}: the samples are gone. Restore sample prices, below the page, brings them back.`;
    dialog.querySelector(/** @type {'button'} */ ('#import-done [data-close]'))?.focus();
  });

  /**
   * Does something with a file that can be stopped.
   * @template T
   * @param {File} file
   * @param {boolean} isShown whether the dialog shows that it runs
   * @param {(signal: AbortSignal) => Promise<T>} action
   * @returns {Promise<T | undefined>} undefined when it has been stopped or has failed, which is shown
   */
  async function during(file, isShown, action) {
    running = new AbortController();
    const { signal } = running;
    const start = performance.now();
    readOut = 0;
    if (isShown) {
      setState('running');
      report(file, 0, 0, 0);
    }
    try {
      return await action(signal);
    } catch (error) {
      fail(/** @type {ImportError} */ (error));
      return undefined;
    } finally {
      readMs = performance.now() - start;
      if (running?.signal === signal) running = undefined;
    }
  }

  /** @param {ImportError} error */
  function fail(error) {
    if (error.name === 'AbortError') return end();
    // Other errors than an ImportError have none of its details.
    const { errors = [], total = errors.length } = error;
    const more = total - errors.length;
    byId('import-problem').textContent = `Nothing was imported. ${error.message}`;
    byId('import-problem-rows').replaceChildren(
      ...errors.map(({ line, message }) => make('tr', {}, make('td', {}, formatCount(line)), make('td', {}, message))),
      ...(more > 0 ? [make('tr', {}, make('td', {}, '…'), make('td', {}, `and ${formatCount(more)} more`))] : []));
    byId('import-problem-list').hidden = errors.length === 0;
    byId('import-failed-close').textContent = waiting.length > 0 ? 'Next file' : 'Close';
    return setState('failed');
  }

  let readOut = 0;

  /**
   * @param {File} source
   * @param {number} bytes
   * @param {number} total
   * @param {number} rows
   */
  function report(source, bytes, total, rows) {
    if (total > 0) progress.value = bytes / total;
    else progress.removeAttribute('value');
    const now = performance.now();
    if (now - readOut < READ_OUT_MS && rows > 0) return;
    if (rows > 0) readOut = now;
    progressText.textContent = rows === 0 ? `Reading ${formatBytes(source.size)}…` : `${countOf(rows, 'row')}, ${formatBytes(bytes)} of ${formatBytes(total)}`;
  }

  /** @param {'running' | 'preview' | 'failed' | 'done'} state */
  function setState(state) {
    dialog.dataset.state = state;
    const focus = { running: '#import-stop', failed: '#import-failed [data-close]', done: '#import-done [data-close]' };
    if (state !== 'preview') dialog.querySelector(/** @type {'button'} */ (focus[state]))?.focus();
  }
}

/**
 * @param {ImportResult} done
 * @param {number} milliseconds
 */
function summaryOf(done, milliseconds) {
  const names = done.symbols.length <= 5 ? done.symbols.join(', ') : countOf(done.symbols.length, 'symbol');
  return `${countOf(done.rows, 'row')} of ${names} imported in ${(milliseconds / 1000).toFixed(2)} seconds.`
    + (done.replaced > 0 ? ` ${countOf(done.replaced, 'row')} that ${done.replaced === 1 ? 'was' : 'were'} there before replaced.` : '')
    + (done.skipped > 0 ? ` ${countOf(done.skipped, 'row')} left out that ${done.skipped === 1 ? 'is no bar' : 'are no bars'}.` : '')
    + ((done.faults ?? 0) > 0 ? ` ${countOf(done.faults ?? 0, 'row')} left out that cannot be taken.` : '');
}
