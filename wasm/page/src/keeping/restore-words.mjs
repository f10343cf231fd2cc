// restore-words.mjs - a database file in words: what is in it, and what speaks against it.

import { make } from '../shared/dom.mjs';
import { countOf, formatBytes, formatCount } from '../shared/format.mjs';
import { savedText } from './damaged-dialog.mjs';

/** @typedef {import('../worker/calls/restore-service.mjs').Inspection} Inspection */
/** @typedef {import('../worker/restore/inspect.mjs').Contents} Contents */
/** @typedef {import('../worker/restore/merge.mjs').Both} Both */
/** @typedef {import('../worker/restore/header.mjs').Problem} Problem */

const TABLES_NAMED = 5;

/** @param {string} name of the file @param {Problem} problem */
export function problemText(name, { code }) {
  switch (code) {
    case 'no-database':
      return `${name} is not an SQLite database, or it is encrypted: it does not begin as one. Decrypt it with the program that wrote it, or export the prices as CSV.`;
    case 'cut-short':
      return `${name} is cut short: the file has fewer bytes than it says itself. Copy or download it again.`;
    case 'newer':
      return `${name} was written in a format newer than the SQLite in this page reads. Update the page, or write the file anew with an older SQLite.`;
    case 'utf-16':
      return `${name} has its texts in UTF-16, which the SQLite in this page does not read. Make one in UTF-8: sqlite3 ${name} .dump | sqlite3 new.db`;
    case 'damaged':
      return `${name} is damaged, or encrypted.`;
    case 'other-prices':
      return `${name} has a table or view called prices that is not like the one of this page: it needs the columns symbol, ts, open, high, low, close and volume. Rename it in the file, then the rest can be restored.`;
    default:
      return `${name} cannot be read.`;
  }
}

/** @param {Problem} problem */
export function detailText({ code, detail }) {
  if (detail === '') return '';
  return code === 'other-prices' ? `Its columns: ${detail}.` : `SQLite says: ${detail}.`;
}

/** @param {Inspection} inspection */
export function summaryText({ name, there, saved }) {
  if (saved !== undefined) return `${savedText(saved)} The file itself is as it was.`;
  return there?.hasPrices ? `${name} is whole: every page of it has been checked.` : `${name} is whole, but has no table of prices.`;
}

/** @param {Inspection} inspection @returns {string[]} */
export function remarksOf({ hasLog, there, samples }) {
  const remarks = [];
  if (hasLog) remarks.push('It was used with a write-ahead log. What had not been moved from the file with -wal in its name into this one is not in it.');
  if (there !== undefined && !there.hasPrices) remarks.push('Restored, its tables can be asked in SQL. The page adds an empty table of prices beside them.');
  if (samples.length > 0) remarks.push(`${samples.join(', ')} in it ${samples.length === 1 ? 'is a sample' : 'are samples'} that ${samples.length === 1 ? 'comes' : 'come'} with the page.`);
  return remarks;
}

/** @param {Inspection} inspection @returns {HTMLTableRowElement[]} */
export function comparisonRows({ there, here }) {
  /** @type {[string, (contents: Contents) => string][]} */
  const lines = [
    ['Symbols', ({ symbols }) => formatCount(symbols)],
    ['Bars', ({ bars }) => formatCount(bars)],
    ['First', ({ first }) => first || '–'],
    ['Last', ({ last }) => last || '–'],
    ['Other tables', ({ tables }) => tablesText(tables)],
    ['Size', ({ size }) => formatBytes(size)],
  ];
  return lines.map(([title, textOf]) => make('tr', {}, make('th', { scope: 'row' }, title), make('td', {}, there === undefined ? '' : textOf(there)), make('td', {}, textOf(here))));
}

/** @param {string[]} tables */
function tablesText(tables) {
  if (tables.length === 0) return 'none';
  const more = tables.length - TABLES_NAMED;
  return `${tables.slice(0, TABLES_NAMED).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
}

/** @param {Inspection} inspection what is lost when the file takes the place of what is here */
export function lossText({ here, isOwnHere }) {
  if (!isOwnHere) return 'Only sample prices are here.';
  const tables = here.tables.length > 0 ? ` and ${countOf(here.tables.length, 'other table')}` : '';
  return `The ${countOf(here.symbols, 'symbol')}${tables} here will be gone.`;
}

/** @param {Both} both @returns {string} why the bars cannot be put together; '' where they can */
export function obstacleText({ symbol, obstacle, steps: [here, there] }) {
  switch (obstacle) {
    case 'sample': return `The bars of ${symbol} that are here are samples that come with the page.`;
    case 'times': return `${symbol} has bars with times of day here, and dates alone in the file.`;
    case 'dates': return `${symbol} has dates alone here, and times of day in the file.`;
    case 'zone': return `The times of ${symbol} are in UTC in one of the two, and of an unknown time zone in the other.`;
    case 'step': return `The bars of ${symbol} are ${here} apart here, and ${there} in the file.`;
    default: return '';
  }
}
