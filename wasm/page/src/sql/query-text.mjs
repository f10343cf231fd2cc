// query-text.mjs - what the text of a query says of itself.

import { quoteText } from '../shared/sql-text.mjs';

/**
 * The first sentence of the comment a file opens with.
 * @param {string} text
 */
export function titleOf(text) {
  const line = /^--\s*(.*)/.exec(text)?.[1] ?? '';
  return /^.*?[.?!](?=\s|$)/.exec(line)?.[0] ?? line;
}

/**
 * Whether a text does anything but read: one that does is not run before its reader says so.
 * @param {string} text
 */
export function changesData(text) {
  const code = text.replace(/--.*|\/\*[^]*?\*\//g, '').trim();
  return !/^(with|select|values|explain)\b/i.test(code)
    || /\b((insert|replace)\s+(or|into)|update\s+\S+\s+set|delete\s+from|(drop|create|alter)\s+\w+)\b/i.test(code);
}

// A file of sql/ that is about one symbol names it once, by this literal: sql/README.md.
const SYMBOL = quoteText('MARKET');

/**
 * A file of sql/ for another symbol.
 * @param {string} text of the file
 * @param {string | undefined} symbol
 */
export const forSymbol = (text, symbol) => (symbol === undefined ? text : text.replace(SYMBOL, () => quoteText(symbol)));

/**
 * A text in one line, without the comments it opens with.
 * @param {string} text
 */
export function lineOf(text) {
  const code = text.replace(/^(?:\s|--.*(?:\n|$)|\/\*[^]*?\*\/)+/, '');
  return (code === '' ? text : code).replace(/\s+/g, ' ').trim();
}
