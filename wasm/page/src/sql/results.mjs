// results.mjs - the results of a text: one, or a tab for each; with count, time and download.

import { byId, make } from '../shared/dom.mjs';
import { download } from '../shared/downloads.mjs';
import { countOf, formatDuration } from '../shared/format.mjs';
import { toCsv } from '../shared/table/csv-text.mjs';
import { ResultTable } from '../shared/table/result-table.mjs';
import { followTabKeys } from '../shared/tabs.mjs';
import { treeOf } from './plan-tree.mjs';
import { lineOf } from './query-text.mjs';

/** @typedef {import('../worker/calls/types.mjs').StatementResult} StatementResult */
/** @typedef {import('../worker/calls/types.mjs').Done} Done */

/**
 * What is shown of a run.
 * @typedef {object} Shown
 * @property {readonly (Omit<StatementResult, 'from' | 'to'> & { text?: string })[]} results at least one; text: of the statement
 * @property {string} name of the CSV files
 * @property {string} [before] said before the figures
 * @property {string} [after] said behind them
 */

const TITLE_LENGTH = 200;

export function setUpResults() {
  const box = byId('result');
  const tabs = byId('result-tabs');
  const csvButton = byId('download-csv', HTMLButtonElement);
  const status = byId('result-status');
  const table = new ResultTable(box);
  /** @type {Shown | undefined} */
  let shown;
  let at = 0;

  /** @param {number} index of the result */
  function choose(index) {
    if (shown === undefined) return;
    at = index;
    const { results, before = '', after = '' } = shown;
    const result = results[index];
    const of = results.length === 1 ? 'Result' : `Result ${index + 1} of ${results.length}`;
    [...tabs.children].forEach((tab, other) => {
      tab.setAttribute('aria-selected', String(other === index));
      tab.setAttribute('tabindex', other === index ? '0' : '-1');
    });
    if (results.length > 1) box.setAttribute('aria-labelledby', tabs.children[index].id);
    const count = countOf(result.rows.length, 'row');
    table.show(result.isPlan ? treeOf(result) : result, `${of}, ${count}`);
    const figures = `${result.truncated ? `The first ${count}` : count} in ${formatDuration(result.elapsed)}.`;
    status.textContent = [before, results.length === 1 ? figures : `${of}: ${figures}`, after].filter(Boolean).join(' ');
  }

  function arrange() {
    const results = shown?.results ?? [];
    csvButton.disabled = results.length === 0;
    tabs.hidden = results.length < 2;
    tabs.replaceChildren(...(results.length < 2 ? [] : results.map(({ text = '' }, index) => makeTab(text, index, results.length))));
    if (results.length > 1) box.setAttribute('role', 'tabpanel');
    else for (const name of ['role', 'aria-labelledby']) box.removeAttribute(name);
  }

  tabs.addEventListener('click', ({ target }) => {
    const tab = target instanceof Element ? target.closest('[role=tab]') : null;
    if (tab !== null) choose([...tabs.children].indexOf(tab));
  });
  followTabKeys(tabs, choose);
  csvButton.addEventListener('click', () => {
    if (shown === undefined) return;
    const { columns, rows, reals } = shown.results[at];
    const name = shown.results.length === 1 ? shown.name : `${shown.name}-${at + 1}`;
    download(`${name}.csv`, toCsv(columns, rows, reals), 'text/csv;charset=utf-8');
  });

  return {
    /** @param {Shown} next the last result is the one in sight */
    show(next) {
      shown = next;
      arrange();
      choose(next.results.length - 1);
    },

    /**
     * @param {string} text of the status
     * @param {string} message instead of a table
     */
    clear(text, message) {
      shown = undefined;
      arrange();
      table.clear(message);
      status.textContent = text;
    },

    /** @param {string} text of the status; the table stays */
    tell(text) {
      status.textContent = text;
    },
  };
}

/**
 * @param {string} text of the statement
 * @param {number} index
 * @param {number} count
 */
const makeTab = (text, index, count) =>
  make('button', { type: 'button', class: 'tab result-tab', role: 'tab', id: `result-tab-${index}`, 'aria-controls': 'result', title: lineOf(text).slice(0, TITLE_LENGTH) },
    `Result ${index + 1}`, make('span', { class: 'visually-hidden' }, ` of ${count}`));

/**
 * What a run has changed and left, in words; '' where it is nothing.
 * @param {Done & { moreResults?: number }} done
 */
export function remainsOf({ changes, inTransaction, moreResults = 0 }) {
  return [
    changes > 0 ? `${countOf(changes, 'row')} changed.` : '',
    moreResults > 0 ? `${countOf(moreResults, 'further result')} not shown.` : '',
    inTransaction ? 'A transaction is open.' : '',
  ].filter(Boolean).join(' ');
}
