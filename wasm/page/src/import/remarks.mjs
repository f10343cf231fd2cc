// remarks.mjs - the rows of a file that cannot be taken, and those that are no bars.

import { byId, make } from '../shared/dom.mjs';
import { download } from '../shared/downloads.mjs';
import { countOf, formatCount } from '../shared/format.mjs';
import { toCsv } from '../shared/table/csv-text.mjs';

/** @typedef {import('../worker/calls/types.mjs').Preview} Preview */
/** @typedef {import('../worker/csv/prices/read-prices.mjs').Remark} Remark */

/**
 * @param {Preview} preview
 * @param {boolean} isTaken whether the good rows are to be taken
 * @param {() => Promise<Remark[]>} readAll
 */
export function faultsOf({ name, faults, faultCount, bars }, isTaken, readAll) {
  if (faultCount === 0) return [];
  const rows = faults.map(({ line, text, message }) => make('tr', {}, make('td', {}, formatCount(line)), make('td', {}, message), make('td', {}, text)));
  const table = make('table', {}, make('thead', {}, make('tr', {}, ...['Line', 'Problem', 'Text'].map((title) => make('th', { scope: 'col' }, title)))),
    make('tbody', { id: 'preview-fault-rows' }, ...rows));
  const first = faultCount > faults.length ? ` The first ${formatCount(faults.length)} of them:` : '';
  const save = make('button', { type: 'button', class: 'button quiet', id: 'save-faults' }, faultCount > faults.length ? 'Save the whole list as CSV' : 'Save the list as CSV');
  save.addEventListener('click', () => void saveFaults(name, save, readAll));
  return [make('div', { class: 'faults-head' }, make('p', { class: 'problem' }, `${countOf(faultCount, 'row')} cannot be taken.${first}`), save),
    make('div', { class: 'problem-list', role: 'region', 'aria-label': 'Rows that cannot be taken', tabindex: '0' }, table),
    ...(bars === 0 ? [] : [goodRowsBox(bars, isTaken)])];
}

/** @param {number} bars @param {boolean} isTaken */
function goodRowsBox(bars, isTaken) {
  const box = make('input', { type: 'checkbox', id: 'good-rows' });
  box.checked = isTaken;
  return make('label', { class: 'choice' }, box,
    make('span', {}, bars === 1 ? 'Import the one good row without them' : `Import the ${formatCount(bars)} good rows without them`));
}

/**
 * @param {string} name of the file
 * @param {HTMLButtonElement} button
 * @param {() => Promise<Remark[]>} readAll
 */
async function saveFaults(name, button, readAll) {
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  try {
    const all = await readAll();
    const text = toCsv(['line', 'problem', 'text'], all.map(({ line, message, text: row }) => [line, message, row]));
    download(`${name.replace(/\.[^.]*$/, '')}-problems.csv`, text, 'text/csv');
  } catch (error) {
    byId('preview-missing').textContent = `The list cannot be made: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

/** @param {Preview} preview */
export function skippedText({ skipCounts, skipped }) {
  if (skipCounts.length === 0) return '';
  const linesOf = (/** @type {string} */ reason) => {
    const lines = skipped.filter(({ message }) => message === reason).map(({ line }) => formatCount(line));
    return `${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, 5).join(', ')}${lines.length > 5 ? '…' : ''}`;
  };
  return `Left out as no bars: ${skipCounts.map(([reason, count]) => `${formatCount(count)} × ${reason} (${linesOf(reason)})`).join('; ')}.`;
}
