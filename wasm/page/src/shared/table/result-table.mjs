// result-table.mjs - a result as a grid of which only the rows in sight are in the document.
//
// It follows the ARIA pattern of a grid: one cell is in the tab order, the arrow keys, Page Up and
// Down, Home and End (with Ctrl: of the table) move it.

import { Virtualizer, defaultRangeExtractor, elementScroll, observeElementOffset, observeElementRect } from '@tanstack/virtual-core';
import { make } from '../dom.mjs';
import { cellOf, cellText } from './cells.mjs';
import { formatCount } from '../format.mjs';

/** @typedef {import('./cells.mjs').Value} Value */

/**
 * reals: per column, whether its whole numbers are REALs.
 * @typedef {{ columns: string[], rows: Value[][], reals: boolean[] }} Table
 */

// Rows above and below those in sight.
const OVERSCAN = 12;
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
  /** @type {HTMLElement | undefined} */
  #body;
  /** @type {Virtualizer<HTMLDivElement, Element> | undefined} */
  #virtualizer;
  /** @type {() => void} */
  #unmount = () => {};
  /** @type {Map<number, HTMLElement>} the rows in the document, by index */
  #shown = new Map();
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
    this.#body = body;
    this.#container.replaceChildren(scroller);
    const virtualizer = new Virtualizer({
      count,
      getScrollElement: () => scroller,
      estimateSize: () => rowHeight,
      scrollPaddingStart: rowHeight,
      overscan: OVERSCAN,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      // The cell in the tab order stays in the document wherever the table is scrolled to.
      rangeExtractor: (range) => {
        const indexes = defaultRangeExtractor(range);
        const { row } = this.#active;
        return row < 0 || row >= range.count || indexes.includes(row) ? indexes : [...indexes, row];
      },
      onChange: () => this.#render(),
    });
    this.#virtualizer = virtualizer;
    // What the library's adapters for frameworks do after their first rendering.
    this.#unmount = virtualizer._didMount();
    virtualizer._willUpdate();
    this.#render();
  }

  #release() {
    this.#unmount();
    this.#unmount = () => {};
    this.#virtualizer = undefined;
    this.#scroller = undefined;
    this.#shown.clear();
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

  #render() {
    if (this.#virtualizer === undefined || this.#body === undefined) return;
    const items = this.#virtualizer.getVirtualItems();
    const wanted = new Set(items.map((item) => item.index));
    for (const [index, row] of this.#shown) {
      if (wanted.has(index)) continue;
      row.remove();
      this.#shown.delete(index);
    }
    for (const { index, start } of items) {
      if (this.#shown.has(index)) continue;
      const row = this.#makeRow(index);
      row.style.transform = `translateY(${start}px)`;
      this.#shown.set(index, row);
      this.#body.append(row);
    }
  }

  /**
   * The element of a cell, once its row is in the document.
   * @param {{ row: number, column: number }} place
   */
  #cellAt({ row, column }) {
    const line = row < 0 ? this.#scroller?.querySelector('.grid-head .grid-row') : this.#shown.get(row);
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
    if (this.#active.row >= 0) this.#virtualizer?.scrollToIndex(this.#active.row, { align: 'auto' });
    // The virtualizer hears of the new offset with the next event; the cell is wanted now.
    if (this.#active.row >= 0 && !this.#shown.has(this.#active.row)) this.#insertActive();
    const cell = this.#cellAt(this.#active);
    cell?.setAttribute('tabindex', '0');
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #insertActive() {
    const row = this.#makeRow(this.#active.row);
    const height = this.#virtualizer?.options.estimateSize(0) ?? 0;
    row.style.transform = `translateY(${this.#active.row * height}px)`;
    this.#shown.set(this.#active.row, row);
    this.#body?.append(row);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.altKey || (event.target instanceof HTMLElement && !event.target.matches('.grid-cell'))) return;
    const { row, column } = this.#active;
    const whole = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor((this.#scroller?.clientHeight ?? 0) / (this.#virtualizer?.options.estimateSize(0) ?? 1)) - 2);
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
