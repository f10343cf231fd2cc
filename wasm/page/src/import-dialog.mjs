// import-dialog.mjs - a CSV file from the button or dropped on the page, to the table of prices.

import { byId, make } from './dom.mjs';
import { countOf, formatBytes, formatCount } from './format.mjs';

/** @typedef {import('./database/client.mjs').Database} Database */
/** @typedef {import('./database/client.mjs').ImportError} ImportError */

// Progress is read out this often; the bar itself moves with every report.
const READ_OUT_MS = 1000;

/**
 * @param {Database} database
 * @param {(symbols: string[]) => void} onImported
 */
export function setUpImport(database, onImported) {
  const dialog = byId('import-dialog', HTMLDialogElement);
  const chooser = byId('import-file', HTMLInputElement);
  const form = byId('import-asking', HTMLFormElement);
  const nameBox = byId('import-symbol', HTMLInputElement);
  const progress = byId('import-progress', HTMLProgressElement);
  const progressText = byId('import-progress-text');
  /** @type {AbortController | undefined} */
  let running;
  /** @type {File | undefined} */
  let file;

  byId('import-button').addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', () => {
    const chosen = chooser.files?.[0];
    chooser.value = '';
    if (chosen !== undefined) void begin(chosen);
  });
  setUpDrop((dropped) => void begin(dropped));

  for (const button of dialog.querySelectorAll('[data-close]')) {
    button.addEventListener('click', () => dialog.close());
  }
  // Escape closes the dialog, but not over an import that runs: Stop ends that one.
  dialog.addEventListener('cancel', (event) => {
    if (running === undefined) return;
    event.preventDefault();
    running.abort();
  });
  byId('import-stop').addEventListener('click', () => running?.abort());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const symbol = nameBox.value.trim();
    if (file !== undefined && symbol !== '') void importFile(file, symbol);
  });

  /** @param {File} next */
  async function begin(next) {
    if (dialog.open) return;
    file = next;
    byId('import-title').textContent = `Import ${next.name}`;
    dialog.showModal();
    await importFile(next);
  }

  /**
   * @param {File} source
   * @param {string} [symbol] of all its rows, if the file names none
   */
  async function importFile(source, symbol) {
    running = new AbortController();
    setState('running');
    readOut = 0;
    report(source, 0, 0, 0);
    try {
      const done = await database.importCsv(source, {
        symbol,
        askSymbol: true,
        signal: running.signal,
        onProgress: ({ bytes, total, rows }) => report(source, bytes, total, rows),
      });
      const names = done.symbols.length <= 5 ? done.symbols.join(', ') : countOf(done.symbols.length, 'symbol');
      byId('import-summary').textContent =
        `${countOf(done.rows, 'row')} of ${names} imported in ${(done.elapsed / 1000).toFixed(2)} seconds.`
        + (done.replaced > 0 ? ` ${countOf(done.replaced, 'row')} that ${done.replaced === 1 ? 'was' : 'were'} there before replaced.` : '')
        + (done.skipped > 0 ? ` ${countOf(done.skipped, 'row')} without any price left out.` : '');
      setState('done');
      onImported(done.symbols);
    } catch (error) {
      fail(/** @type {ImportError} */ (error), source);
    } finally {
      running = undefined;
    }
  }

  /**
   * @param {ImportError} error
   * @param {File} source
   */
  function fail(error, source) {
    if (error.name === 'AbortError') return dialog.close();
    if (error.code === 'no-symbol') {
      nameBox.value = error.suggested ?? '';
      setState('asking');
      return nameBox.select();
    }
    // Other errors than an ImportError have none of its details.
    const { errors = [], total = errors.length } = error;
    const more = total - errors.length;
    byId('import-problem').textContent = `Nothing was imported. ${error.message}`;
    byId('import-problem-rows').replaceChildren(
      ...errors.map(({ line, message }) => make('tr', {}, make('td', {}, formatCount(line)), make('td', {}, message))),
      ...(more > 0 ? [make('tr', {}, make('td', {}, '…'), make('td', {}, `and ${formatCount(more)} more`))] : []));
    byId('import-problem-list').hidden = errors.length === 0;
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
    progressText.textContent = rows === 0 ? `Reading ${formatBytes(source.size)}…`
      : `${countOf(rows, 'row')}, ${formatBytes(bytes)} of ${formatBytes(source.size)}`;
  }

  /** @param {'asking' | 'running' | 'failed' | 'done'} state */
  function setState(state) {
    dialog.dataset.state = state;
    const focus = { asking: '#import-symbol', running: '#import-stop', failed: '#import-failed [data-close]', done: '#import-done [data-close]' };
    dialog.querySelector(/** @type {'input'} */ (focus[state]))?.focus();
  }
}

/** @param {(file: File) => void} onFile */
function setUpDrop(onFile) {
  const target = byId('drop-target');
  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
  // dragenter and dragleave come for every element the pointer crosses.
  let depth = 0;
  const show = (/** @type {number} */ next) => {
    depth = Math.max(0, next);
    target.classList.toggle('shown', depth > 0);
  };
  addEventListener('dragenter', (event) => { if (hasFiles(event)) show(depth + 1); });
  addEventListener('dragleave', (event) => { if (hasFiles(event)) show(depth - 1); });
  addEventListener('dragover', (event) => { if (hasFiles(event)) event.preventDefault(); });
  addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show(0);
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) onFile(file);
  });
}
