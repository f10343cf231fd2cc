// result-table.mjs - a result as a grid of which only the rows in sight are in the document.
//
// It follows the ARIA pattern of a grid: one cell is in the tab order, the arrow keys, Page Up and
// Down, Home and End (with Ctrl: of the table) move it.

import { make } from '../dom.mjs';
import { cellOf, cellText } from './cells.mjs';
import { formatCount } from '../format.mjs';
import { RowsInSight } from './rows-in-sight.mjs';

/** @typedef {import('./cells.mjs').Value} Value */

/**
 * reals: per column, whether its whole numbers are REALs.
 * @typedef {{ columns: string[], rows: Value[][], reals: boolean[] }} Table
 */

/** As many rows as a table takes: Firefox lays out no more than 17.8 million pixels. */
export const MOST_ROWS = 400_000;
// How many rows are looked at for the widths of the columns; and the bounds of these, in characters.
const SAMPLE = 500;
const NARROWEST = 4;
const WIDEST = 48;
const NUMBER = /^[+-]?\d[\d,]*(\.\d+)?%?$/;

export class ResultTable {
  #container;
  /** @type {Table} */
  #table = { columns: [], rows: [], reals: [] };
  /** @type {HTMLElement | undefined} */
  #scroller;
  /** @type {RowsInSight | undefined} */
  #sight;
  // The cell in the tab order. Row -1 is the header; column 0 holds the row numbers.
  #active = { row: 0, column: 1 };
  /** @type {boolean[]} */
  #isNumeric = [];

  /** @param {HTMLElement} container */
  constructor(container) {
    this.#container = container;
  }

  /** @param {string} message instead of a table */
  clear(message) {
    this.#release();
    this.#container.replaceChildren(make('p', { class: 'grid-empty' }, message));
  }

  /**
   * @param {Table} table
   * @param {string} label
   */
  show(table, label) {
    this.#release();
    this.#table = table;
    const { columns, rows } = table;
    this.#active = { row: rows.length > 0 ? 0 : -1, column: 1 };
    const { widths, isNumeric } = describe(table);
    this.#isNumeric = isNumeric;

    const rowHeight = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row'));
    const count = rows.length;
    const body = make('div', { class: 'grid-body', role: 'rowgroup' });
    body.style.height = `${count * rowHeight}px`;
    const scroller = make('div', {
      class: 'grid',
      role: 'grid',
      'aria-label': label,
      'aria-readonly': 'true',
      'aria-rowcount': String(rows.length + 1),
      'aria-colcount': String(columns.length + 1),
    }, this.#makeHead(), body);
    scroller.style.setProperty('--columns', tracks(widths, rows.length));
    scroller.addEventListener('keydown', (event) => this.#onKey(event));
    scroller.addEventListener('mousedown', (event) => this.#onPress(event));
    scroller.addEventListener('copy', (event) => this.#onCopy(event));

    this.#scroller = scroller;
    this.#container.replaceChildren(scroller);
    this.#sight = new RowsInSight({
      scroller,
      body,
      count,
      rowHeight,
      makeRow: (index) => this.#makeRow(index),
      // The cell in the tab order stays in the document.
      held: () => this.#active.row,
    });
    this.#sight.render();
  }

  #release() {
    this.#sight?.end();
    this.#sight = undefined;
    this.#scroller = undefined;
    this.#table = { columns: [], rows: [], reals: [] };
  }

  #makeHead() {
    const { columns, rows } = this.#table;
    const row = make('div', { class: 'grid-row', role: 'row', 'aria-rowindex': '1' },
      make('span', { class: 'grid-cell row-number', role: 'columnheader', 'aria-colindex': '1', 'aria-label': 'Row' }, '#'));
    columns.forEach((name, index) => {
      row.append(make('span', {
        class: this.#isNumeric[index] ? 'grid-cell right' : 'grid-cell',
        role: 'columnheader',
        'aria-colindex': String(index + 2),
        tabindex: '-1',
        title: name,
      }, name));
    });
    if (rows.length === 0) row.children[1]?.setAttribute('tabindex', '0');
    return make('div', { class: 'grid-head', role: 'rowgroup' }, row);
  }

  /** @param {number} index */
  #makeRow(index) {
    const row = make('div', { class: 'grid-row', role: 'row', 'aria-rowindex': String(index + 2) },
      make('span', { class: 'grid-cell row-number', role: 'rowheader', 'aria-colindex': '1' }, formatCount(index + 1)));
    this.#table.rows[index].forEach((value, column) => {
      const { text, kind } = cellOf(value, this.#table.reals[column]);
      const isActive = index === this.#active.row && column + 1 === this.#active.column;
      const cell = make('span', {
        class: `grid-cell ${kind}${this.#isNumeric[column] || kind === 'number' ? ' right' : ''}`,
        role: 'gridcell',
        'aria-colindex': String(column + 2),
        tabindex: isActive ? '0' : '-1',
      }, text);
      if (text.length > WIDEST) cell.title = text;
      row.append(cell);
    });
    return row;
  }

  /**
   * The element of a cell, once its row is in the document.
   * @param {{ row: number, column: number }} place
   */
  #cellAt({ row, column }) {
    const line = row < 0 ? this.#scroller?.querySelector('.grid-head .grid-row') : this.#sight?.row(row);
    return /** @type {HTMLElement | undefined} */ (line?.children[column]);
  }

  /**
   * @param {number} row
   * @param {number} column
   */
  #moveTo(row, column) {
    const last = this.#table.rows.length - 1;
    this.#cellAt(this.#active)?.setAttribute('tabindex', '-1');
    this.#active = {
      row: Math.max(-1, Math.min(last, row)),
      column: Math.max(1, Math.min(this.#table.columns.length, column)),
    };
    if (this.#active.row >= 0) this.#sight?.scrollTo(this.#active.row);
    const cell = this.#cellAt(this.#active);
    cell?.setAttribute('tabindex', '0');
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.altKey || (event.target instanceof HTMLElement && !event.target.matches('.grid-cell'))) return;
    const { row, column } = this.#active;
    const whole = event.ctrlKey || event.metaKey;
    const page = Math.max(1, (this.#sight?.page ?? 0) - 1);
    const end = this.#table.rows.length - 1;
    /** @type {Record<string, [number, number] | undefined>} */
    const places = {
      ArrowUp: [whole ? 0 : row - 1, column],
      ArrowDown: [whole ? end : row + 1, column],
      ArrowLeft: [row, whole ? 1 : column - 1],
      ArrowRight: [row, whole ? this.#table.columns.length : column + 1],
      PageUp: [row - page, column],
      PageDown: [row + page, column],
      Home: [whole ? 0 : row, 1],
      End: [whole ? end : row, this.#table.columns.length],
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    this.#moveTo(...place);
  }

  /** @param {MouseEvent} event */
  #onPress(event) {
    const cell = event.target instanceof HTMLElement ? event.target.closest('.grid-cell') : null;
    const column = Number(cell?.getAttribute('aria-colindex') ?? 0) - 1;
    if (cell === null || column < 1) return;
    const row = Number(cell.parentElement?.getAttribute('aria-rowindex')) - 2;
    this.#cellAt(this.#active)?.setAttribute('tabindex', '-1');
    this.#active = { row, column };
    cell.setAttribute('tabindex', '0');
  }

  /**
   * Copies the whole value of the cell in focus, unless text is selected.
   * @param {ClipboardEvent} event
   */
  #onCopy(event) {
    const { row, column } = this.#active;
    if (row < 0 || !document.getSelection()?.isCollapsed) return;
    event.clipboardData?.setData('text/plain', cellText(this.#table.rows[row][column - 1], this.#table.reals[column - 1]));
    event.preventDefault();
  }
}

/**
 * How wide the columns are, in characters, and which of them hold numbers, or texts that are numbers
 * as printf() makes them. Both are fixed from a sample, since they would change while scrolling.
 * @param {Table} table
 */
function describe({ columns, rows, reals }) {
  const widths = columns.map((name) => name.length);
  const isNumeric = columns.map(() => rows.length > 0);
  const step = Math.max(1, Math.floor(rows.length / SAMPLE));
  for (let index = 0; index < rows.length; index += step) {
    rows[index].forEach((value, column) => {
      const { text, kind } = cellOf(value, reals[column]);
      widths[column] = Math.max(widths[column], text.length);
      isNumeric[column] &&= kind === 'number' || kind === 'null' || NUMBER.test(text);
    });
  }
  return { widths, isNumeric };
}

/**
 * The tracks of the rows; the rest of the pane goes to an empty one at the end.
 * @param {number[]} widths
 * @param {number} rowCount
 */
function tracks(widths, rowCount) {
  const own = widths.map((width) => `calc(${Math.min(WIDEST, Math.max(NARROWEST, width)) + 1}ch + 20px)`);
  return [`calc(${formatCount(rowCount).length + 1}ch + 20px)`, ...own, 'minmax(0, 1fr)'].join(' ');
}
