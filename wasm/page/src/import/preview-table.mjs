// preview-table.mjs - the first and last rows of a file, as they are in it and as they were read.

import { make } from '../shared/dom.mjs';
import { formatCount } from '../shared/format.mjs';

/** @typedef {import('../worker/calls/types.mjs').Preview} Preview */
/** @typedef {import('../worker/csv/table/columns.mjs').Columns} Columns */

const READ = ['Time', 'Open', 'High', 'Low', 'Close', 'Volume'];

/** @param {Preview} preview */
export function tableOf(preview) {
  const isOfSeveral = preview.symbolCount > 1;
  const read = preview.rows.map(({ line, symbol, values }) => ({ line, fields: isOfSeveral ? [symbol, ...values] : values }));
  const names = ['Line', ...(isOfSeveral ? ['Symbol'] : []), ...READ];
  return make('div', { class: 'dialog-part' },
    ...(read.length === 0 ? [] : [region('As it is read, the first and last bars', 'preview-read', names, read)]),
    region('As it is in the file', 'preview-raw', ['Line', ...preview.header.map((name, at) => titleOf(preview, name, at))], rawRows(preview)));
}

/** @type {Record<keyof Columns, string>} */
const ROLES = { date: 'Date', time: 'Time of day', open: 'Open', high: 'High', low: 'Low', close: 'Close', volume: 'Volume', symbol: 'Symbol' };
const UNUSED = 'Not used';

/**
 * The name of a column, and what it is taken for, to be changed.
 * @param {Preview} preview
 * @param {string} name
 * @param {number} at
 */
function titleOf({ columns }, name, at) {
  const title = name === '' ? `column ${at + 1}` : name;
  const select = make('select', { id: `column-${at}`, 'data-column': String(at), 'aria-label': `What column ${title} is` },
    make('option', { value: '' }, UNUSED), ...Object.entries(ROLES).map(([role, text]) => make('option', { value: role }, text)));
  select.value = roleAt(columns, at) ?? '';
  if (select.value === '') select.classList.add('unused');
  return make('span', { class: 'column-title' }, title, select);
}

/** @param {Columns} columns @param {number} at */
const roleAt = (columns, at) => /** @type {keyof Columns | undefined} */ (Object.entries(columns).find(([, place]) => place === at)?.[0]);

/**
 * Columns after one has been chosen to be something: what it was before is none, and what was that is not used.
 * @param {Columns} columns
 * @param {number} at
 * @param {string} role '' for none
 * @returns {Columns}
 */
export function columnsWith(columns, at, role) {
  const before = roleAt(columns, at);
  return { ...columns, ...(before === undefined ? {} : { [before]: -1 }), ...(role === '' ? {} : { [role]: at }) };
}

/** @param {Preview} preview @returns {{ line: number, fields: string[] }[]} */
function rawRows({ head, tail }) {
  const first = head.slice(0, 3);
  const last = first.at(-1)?.line ?? 0;
  return [...first, ...tail.slice(-3).filter(({ line }) => line > last)];
}

/**
 * @param {string} title
 * @param {string} id
 * @param {(string | Node)[]} names
 * @param {{ line: number, fields: string[] }[]} rows
 */
function region(title, id, names, rows) {
  /** @type {Node[]} */
  const body = [];
  rows.forEach(({ line, fields }, index) => {
    // The rows between the first and the last.
    if (index === 3 && rows.length > 3) body.push(make('tr', { class: 'gap' }, make('td', { colspan: String(names.length) }, '…')));
    body.push(make('tr', {}, make('td', {}, formatCount(line)), ...fields.map((text) => make('td', {}, text))));
  });
  return make('div', { class: 'preview-table', role: 'region', 'aria-label': title, tabindex: '0' },
    make('table', { id }, make('caption', {}, title), make('thead', {}, make('tr', {}, ...names.map((name) => make('th', { scope: 'col' }, name)))), make('tbody', {}, ...body)));
}
