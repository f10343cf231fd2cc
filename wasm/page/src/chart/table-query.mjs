// table-query.mjs - the bars and the lines of the chart as a query, for the table.

import { quoteText } from '../shared/sql-text.mjs';
import { ALLIGATOR } from './indicators.mjs';

const MEDIAN = '(high + low) / 2';
const WINDOW = 'WINDOW w AS (ORDER BY ts ROWS UNBOUNDED PRECEDING)';

/**
 * @param {string} symbol
 * @param {import('./indicators.mjs').Choice} choice
 */
export function tableQuery(symbol, choice) {
  const { periods, alligator } = choice;
  const title = `-- The bars of the chart and its lines, the newest first.${alligator ? ' The Alligator is drawn ahead: jaw 8 bars, teeth 5, lips 3.' : ''}`;
  const bars = ['ts', 'open', 'high', 'low', 'close', 'volume'];
  const averages = [
    ...[...new Set(periods)].map((period) => ({ as: `smma${period}`, of: `smma(close, ${period})` })),
    ...(alligator ? ALLIGATOR.map(({ id, period }) => ({ as: id, of: `smma(${MEDIAN}, ${period})` })) : []),
  ];
  const from = `  FROM prices\n WHERE symbol = ${quoteText(symbol)}`;
  const lines = [...averages, ...wilder(choice)];
  return [title, list('SELECT ', [...bars, ...lines.map(({ as, of }) => `${of} OVER w AS ${as}`)]), from,
    ...(lines.length > 0 ? [WINDOW] : []), ' ORDER BY ts DESC;', ''].join('\n');
}

/** @typedef {{ as: string, of: string }} Column */

/**
 * @param {import('./indicators.mjs').Choice} choice
 * @returns {Column[]}
 */
function wilder({ rsi, atr, adx }) {
  const bar = 'high, low, close';
  return [
    ...(rsi === undefined ? [] : [{ as: `rsi${rsi}`, of: `rsi(close, ${rsi})` }]),
    ...(atr === undefined ? [] : [{ as: `atr${atr}`, of: `atr(${bar}, ${atr})` }]),
    ...(adx === undefined ? [] : [
      { as: `adx${adx}`, of: `adx(${bar}, ${adx})` },
      { as: 'plus_di', of: `plus_di(${bar}, ${adx})` },
      { as: 'minus_di', of: `minus_di(${bar}, ${adx})` },
    ]),
  ];
}

/** @param {string} verb @param {string[]} columns */
const list = (verb, columns) => verb + columns.join(',\n       ');
