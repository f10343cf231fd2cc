// sql-panel.mjs - the editor and what runs from it: prepared queries, those of the history, those of the list of tables.

import { byId, make } from '../shared/dom.mjs';
import { countOf, formatDuration } from '../shared/format.mjs';
import { MOST_ROWS } from '../shared/table/result-table.mjs';
import { createEditor } from './editor/editor.mjs';
import { HistoryWalk, withEntry } from './history.mjs';
import { setUpHistory } from './history-dialog.mjs';
import { QUERIES, setUpQueries } from './queries.mjs';
import { changesData, forSymbol } from './query-text.mjs';
import { remainsOf, setUpResults } from './results.mjs';
import { quickness } from './quickness.mjs';
import { setUpSchemaTree } from './schema-tree.mjs';

/** @typedef {import('../worker/calls/client.mjs').Database} Database */
/** @typedef {import('../worker/calls/types.mjs').Result} Result */
/** @typedef {import('../worker/calls/types.mjs').ScriptResult} ScriptResult */
/** @typedef {import('../worker/calls/errors.mjs').PackedError} PackedError */

/**
 * What the panel needs of the page.
 * @typedef {object} Surroundings
 * @property {import('../app/view.mjs').ViewStore} view
 * @property {() => void} onDataChanged hears when a statement may have changed the prices
 * @property {() => number} bars how many the chosen symbol has
 */

/** @param {ScriptResult | undefined} ran @returns {ran is ScriptResult} */
const isDone = (ran) => ran !== undefined && ran.error === undefined;

/**
 * @param {Database} database
 * @param {Surroundings} surroundings
 */
export function setUpSqlPanel(database, { view, onDataChanged, bars }) {
  const runButton = byId('run-query', HTMLButtonElement);
  const cancelButton = byId('cancel-query', HTMLButtonElement);
  const errorBox = byId('sql-error');
  const results = setUpResults();
  const quick = quickness(view, bars);
  const walk = new HistoryWalk();
  let isRunning = false;
  // Whether what is shown is of another symbol than the text.
  let isDue = false;
  let isLoaded = false;

  const fileText = (/** @type {string} */ name) =>
    forSymbol((QUERIES.find((query) => query.name === name) ?? QUERIES[0]).text, view.get().symbol);
  const textToShow = () => view.get().sql ?? fileText(view.get().file);

  const markQuery = setUpQueries(byId('query-list'), (query) => {
    open(fileText(query.name));
    if (!changesData(query.text)) return void run();
    results.tell(`${query.name} changes the database. Run starts it.`);
    return editor.focus();
  });
  const editor = createEditor({
    parent: byId('editor'),
    text: textToShow(),
    onRun: () => void run(),
    onLeave: () => runButton.focus(),
    onChange: () => changed(),
    onHistory: (step) => {
      const text = walk.step(view.get().history, editor.text(), step);
      if (text !== undefined) editor.setText(text);
    },
  });
  const mark = () => markQuery(view.get().sql === undefined ? view.get().file : undefined);
  mark();

  setUpHistory(view, (text) => {
    open(text);
    editor.focus();
  });
  const schemaTree = setUpSchemaTree(view, {
    onInsert: (words) => editor.insert(words),
    onOpen: (text) => void runText(text),
  });

  view.subscribe(mark, ['file', 'sql']);
  view.subscribe(follow, ['symbol']);
  view.subscribe(() => void runDue(), ['tab']);

  /** The text is another: the last error is not about it, and it may not be a prepared query. */
  function changed() {
    showError(undefined);
    byId('sql-note').hidden = true;
    const text = editor.text();
    const file = QUERIES.find(({ name }) => fileText(name) === text)?.name;
    view.set(file === undefined ? { sql: text, ranIn: undefined } : { file, sql: undefined, ranIn: undefined });
  }

  /** Another text in the place of the one there is; the visitor's own goes into the history. @param {string} text */
  function open(text) {
    const { sql, history } = view.get();
    if (sql !== undefined) view.set({ history: withEntry(history, { text: sql, at: Date.now(), state: 'unrun' }) });
    editor.setText(text);
    changed();
  }

  /** Another symbol is chosen: the file that stands in the editor is about it now. */
  function follow() {
    if (view.get().sql !== undefined) return;
    const next = fileText(view.get().file);
    if (next === editor.text()) return;
    const expected = quick.expected();
    editor.follow(next);
    // changed() has taken it for a text that was never run.
    quick.expect(expected);
    isDue = isLoaded;
  }

  const runsByItself = () => quick.isQuick() && !changesData(editor.text());

  /** Runs the file that has followed the symbol, once it is seen. */
  async function runDue() {
    if (!isDue || isRunning || view.get().tab !== 'sql') return;
    isDue = false;
    const { file, sql, symbol } = view.get();
    if (sql !== undefined) return;
    if (runsByItself()) await run({ isAsked: false });
    else results.clear(`${file} is for ${symbol} now. Run starts it.`, 'It has not run yet.');
  }

  /** @param {boolean} running */
  function setRunning(running) {
    isRunning = running;
    runButton.setAttribute('aria-disabled', String(running));
    cancelButton.setAttribute('aria-disabled', String(!running));
    byId('result').setAttribute('aria-busy', String(running));
  }

  /**
   * @param {{ isAsked?: boolean }} [options] isAsked: by the visitor. What is not asked for reads only, and is no part
   *   of the history
   */
  async function run({ isAsked = true } = {}) {
    if (isRunning) return;
    const text = editor.text();
    isDue = false;
    setRunning(true);
    showError(undefined);
    results.tell('Running…');
    /** @type {ScriptResult | undefined} */
    let ran;
    try {
      ran = await database.runScript(text, { maxRows: MOST_ROWS, readOnly: !isAsked });
      show(ran, text);
    } catch (error) {
      // The worker was ended.
      const { name, message } = /** @type {Error} */ (error);
      fail({ name, message }, text);
    } finally {
      setRunning(false);
      if (editor.text() === text) quick.expect(isDone(ran) ? ran.elapsed : Infinity);
      if (isAsked) note(text, ran);
      if (changesData(text)) {
        onDataChanged();
        void refreshSchema();
      }
      void runDue();
    }
  }

  /**
   * @param {string} text
   * @param {ScriptResult | undefined} ran undefined where it was stopped with the worker
   */
  function note(text, ran) {
    const error = ran === undefined ? 'AbortError' : ran.error?.name;
    const state = error === undefined ? 'done' : error === 'AbortError' ? 'stopped' : 'failed';
    view.set({ history: withEntry(view.get().history, { text, at: Date.now(), state }) });
  }

  /** @param {ScriptResult} ran @param {string} text */
  function show(ran, text) {
    const { error, statements, elapsed } = ran;
    if (error !== undefined) return fail(error, text, ran);
    const isPlain = ran.results.length === 0;
    if (!isPlain) return results.show({ ...shownOf(ran, text), after: remainsOf(ran) });
    results.clear(`Done in ${formatDuration(elapsed)}, ${countOf(ran.changes, 'row')} changed.${ran.inTransaction ? ' A transaction is open.' : ''}`,
      statements === 0 ? 'There is no statement.' : statements === 1 ? 'The statement returns no rows.' : 'The statements return no rows.');
    return undefined;
  }

  /** @param {ScriptResult} ran @param {string} text @returns {import('./results.mjs').Shown} */
  const shownOf = (ran, text) => ({
    results: ran.results.map((result) => ({ ...result, text: text.slice(result.from, result.to) })),
    name: view.get().sql === undefined ? view.get().file.replace(/\.sql$/, '') : 'query',
  });

  /**
   * @param {PackedError} error
   * @param {string} text that was run
   * @param {ScriptResult} [ran] what was done before
   */
  function fail(error, text, ran) {
    const isCancelled = error.name === 'AbortError';
    const said = isCancelled ? 'Cancelled.' : 'Failed.';
    if (ran !== undefined && ran.results.length > 0) {
      results.show({ ...shownOf(ran, text), before: `${said} Before that:`, after: remainsOf(ran) });
    } else {
      const after = ran === undefined ? '' : remainsOf(ran);
      results.clear(after === '' ? said : `${said} Before that: ${after}`, isCancelled ? 'The query was cancelled.' : 'No result.');
    }
    if (!isCancelled) showError(error, text);
  }

  /**
   * @param {PackedError | undefined} error
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
    const schema = await database.schema();
    const tables = Object.fromEntries(schema.relations.map(({ name, columns }) => [name, columns.map((column) => column.name)]));
    editor.setSchema({ tables, functions: schema.functions });
    schemaTree.show(schema);
  }

  /**
   * Puts a query into the editor and runs it.
   * @param {string} text
   */
  function runText(text) {
    open(text);
    byId('sql-section').scrollIntoView({ block: 'nearest' });
    return run();
  }

  runButton.addEventListener('click', () => void run());
  cancelButton.addEventListener('click', async () => {
    if (!isRunning) return;
    results.tell('Cancelling…');
    try {
      await database.cancel();
    } catch (error) {
      results.tell(error instanceof Error ? error.message : String(error));
    }
  });

  return {
    /**
     * What the first chart need not wait for: CodeMirror, completion, and a first result.
     * @param {{ isOffered: boolean }} options isOffered: another text comes, which is offered
     */
    async load({ isOffered }) {
      isLoaded = true;
      const first = isOffered ? undefined : runsByItself() ? run({ isAsked: false }) : results.tell('Run starts the query.');
      await Promise.all([editor.load(), refreshSchema(), first]);
    },

    /**
     * Shows rows that come from elsewhere; what is in the editor stays.
     * @param {Result} rows
     * @param {string} title of them, and the name of the CSV file
     */
    showRows(rows, title) {
      if (isRunning) return;
      results.show({ results: [{ ...rows, isPlan: false }], name: title, before: `${title}:` });
      byId('sql-section').scrollIntoView({ block: 'nearest' });
    },

    runText,
    runDue,
    refreshSchema,

    text: () => editor.text(),

    /**
     * Puts a query there that somebody else has written. It is not run: whoever reads it may do that.
     * @param {string} text
     */
    offer(text) {
      open(text);
      const note = byId('sql-note');
      note.hidden = false;
      note.textContent = changesData(text)
        ? 'This query came with the address, and changes the database. Read it before you run it.'
        : 'This query came with the address. Read it before you run it.';
      results.clear('It has not run. Run starts it.', 'No result yet.');
      byId('sql-section').scrollIntoView({ block: 'nearest' });
      runButton.focus();
    },
  };
}
