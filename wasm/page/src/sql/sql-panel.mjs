// sql-panel.mjs - the editor, its prepared queries, and the result with its count, time and download.

import { toCsv } from '../shared/table/csv-text.mjs';
import { byId, make } from '../shared/dom.mjs';
import { download } from '../shared/downloads.mjs';
import { createEditor } from './editor.mjs';
import { countOf, formatDuration } from '../shared/format.mjs';
import { QUERIES, changesData, setUpQueries } from './queries.mjs';
import { MOST_ROWS, ResultTable } from '../shared/table/result-table.mjs';

/** @typedef {import('../worker/calls/client.mjs').Database} Database */
/** @typedef {import('../worker/calls/types.mjs').Result} Result */

const FIRST_QUERY = 'averages.sql';

/**
 * @param {Database} database
 * @param {() => void} onDataChanged hears when a statement may have changed the prices
 */
export function setUpSqlPanel(database, onDataChanged) {
  const runButton = byId('run-query', HTMLButtonElement);
  const cancelButton = byId('cancel-query', HTMLButtonElement);
  const csvButton = byId('download-csv', HTMLButtonElement);
  const status = byId('result-status');
  const errorBox = byId('sql-error');
  const table = new ResultTable(byId('result'));
  const first = QUERIES.find(({ name }) => name === FIRST_QUERY) ?? QUERIES[0];
  let name = first.name;
  let isRunning = false;
  /** @type {Result | undefined} */
  let result;

  const markQuery = setUpQueries(byId('query-list'), (query) => {
    open(query.text);
    if (!changesData(query.text)) return void run();
    status.textContent = `${query.name} changes the database. Run starts it.`;
    return editor.focus();
  });
  const editor = createEditor({
    parent: byId('editor'),
    text: first.text,
    onRun: () => void run(),
    onLeave: () => runButton.focus(),
    onChange: () => changed(),
  });
  markQuery(name);

  /** The text is another: the last error is not about it, and it may not be a prepared query. */
  function changed() {
    showError(undefined);
    const text = editor.text();
    const query = QUERIES.find((prepared) => prepared.text === text);
    name = query?.name ?? 'query.sql';
    markQuery(query?.name);
  }

  /** @param {string} text */
  function open(text) {
    editor.setText(text);
    changed();
  }

  /** @param {boolean} running */
  function setRunning(running) {
    isRunning = running;
    runButton.setAttribute('aria-disabled', String(running));
    cancelButton.setAttribute('aria-disabled', String(!running));
    byId('result').setAttribute('aria-busy', String(running));
  }

  async function run() {
    if (isRunning) return;
    const text = editor.text();
    setRunning(true);
    showError(undefined);
    status.textContent = 'Running…';
    try {
      show(await database.run(text, { maxRows: MOST_ROWS }));
    } catch (error) {
      fail(/** @type {Error & { offset?: number }} */ (error), text);
    } finally {
      setRunning(false);
      if (changesData(text)) {
        onDataChanged();
        void refreshSchema();
      }
    }
  }

  /** @param {Result} next */
  function show(next) {
    result = next;
    const took = formatDuration(next.elapsed);
    csvButton.disabled = next.columns.length === 0;
    if (next.columns.length === 0) {
      status.textContent = `Done in ${took}, ${countOf(next.changes, 'row')} changed.`;
      return table.clear('The statement returns no rows.');
    }
    table.show(next, `Result, ${countOf(next.rows.length, 'row')}`);
    const count = next.truncated ? `The first ${countOf(next.rows.length, 'row')}` : countOf(next.rows.length, 'row');
    const more = next.inTransaction ? ' A transaction is open.' : '';
    status.textContent = `${count} in ${took}.${more}`;
    return undefined;
  }

  /**
   * @param {Error & { offset?: number }} error
   * @param {string} text that was run
   */
  function fail(error, text) {
    result = undefined;
    csvButton.disabled = true;
    if (error.name === 'AbortError') {
      status.textContent = 'Cancelled.';
      return table.clear('The query was cancelled.');
    }
    status.textContent = 'Failed.';
    table.clear('No result.');
    return showError(error, text);
  }

  /**
   * @param {(Error & { offset?: number }) | undefined} error
   * @param {string} [text] it is about
   */
  function showError(error, text = '') {
    if (error === undefined) {
      if (errorBox.hasChildNodes()) editor.mark(null);
      return errorBox.replaceChildren();
    }
    errorBox.replaceChildren(error.message);
    const { offset } = error;
    if (offset === undefined || offset < 0) return undefined;
    const before = text.slice(0, offset).split('\n');
    const place = `Line ${before.length}, column ${before[before.length - 1].length + 1}`;
    const button = make('button', { type: 'button' }, place);
    button.addEventListener('click', () => editor.goTo(offset));
    errorBox.append(' ', button);
    return editor.mark(offset);
  }

  async function refreshSchema() {
    const columns = await database.run(
      `SELECT m.name, x.name FROM sqlite_schema AS m, pragma_table_xinfo(m.name) AS x
        WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, x.cid`);
    const functions = await database.run(
      "SELECT DISTINCT name FROM pragma_function_list WHERE name GLOB '[a-z]*' AND name NOT GLOB '*_tokenizer' ORDER BY name");
    /** @type {Record<string, string[]>} */
    const tables = {};
    for (const [table, column] of columns.rows) tables[String(table)] = [...tables[String(table)] ?? [], String(column)];
    editor.setSchema({ tables, functions: functions.rows.map(([name]) => String(name)) });
  }

  runButton.addEventListener('click', () => void run());
  cancelButton.addEventListener('click', async () => {
    if (!isRunning) return;
    status.textContent = 'Cancelling…';
    try {
      await database.cancel();
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : String(error);
    }
  });
  csvButton.addEventListener('click', () => {
    if (result !== undefined) download(`${name.replace(/\.sql$/, '')}.csv`, toCsv(result.columns, result.rows, result.reals), 'text/csv;charset=utf-8');
  });

  return {
    /** What the first chart need not wait for: CodeMirror, completion, and a first result. */
    async load() {
      await Promise.all([editor.load(), refreshSchema(), run()]);
    },

    /**
     * Shows rows that come from elsewhere; what is in the editor stays.
     * @param {Result} rows
     * @param {string} title of them, and the name of the CSV file
     */
    showRows(rows, title) {
      if (isRunning) return;
      show(rows);
      name = title;
      status.textContent = `${title}: ${status.textContent}`;
      byId('sql-section').scrollIntoView({ block: 'nearest' });
    },

    /**
     * Puts a query into the editor and runs it.
     * @param {string} text
     */
    runText(text) {
      open(text);
      byId('sql-section').scrollIntoView({ block: 'nearest' });
      return run();
    },
  };
}
