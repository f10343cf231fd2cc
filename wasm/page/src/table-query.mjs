// table-query.mjs - the bars and the lines of the chart as a query, for the table.

import { ALLIGATOR } from './indicators.mjs';

const MEDIAN = '(high + low) / 2';
const WINDOW = 'WINDOW w AS (ORDER BY ts ROWS UNBOUNDED PRECEDING)';

/**
 * @param {string} symbol
 * @param {import('./indicators.mjs').Choice} choice
 */
export function tableQuery(symbol, choice) {
  const { periods, alligator, rsi, atr, adx } = choice;
  const title = `-- The bars of the chart and its lines, the newest first.${alligator ? ' The Alligator is drawn ahead: jaw 8 bars, teeth 5, lips 3.' : ''}`;
  const bars = ['ts', 'open', 'high', 'low', 'close', 'volume'];
  const averages = [
    ...[...new Set(periods)].map((period) => ({ as: `smma${period}`, of: `smma(close, ${period}) OVER w` })),
    ...(alligator ? ALLIGATOR.map(({ id, period }) => ({ as: id, of: `smma(${MEDIAN}, ${period}) OVER w` })) : []),
  ];
  const from = `  FROM prices\n WHERE symbol = '${symbol.replaceAll("'", "''")}'`;
  if (rsi === undefined && atr === undefined && adx === undefined) {
    return lines(title, list('SELECT ', [...bars, ...averages.map(aliased)]), from,
      ...(averages.length > 0 ? [WINDOW] : []), ' ORDER BY ts DESC;');
  }
  return lines(title, 'WITH ' + wilder(choice, { bars, averages, from }).join(',\n'), finalSelect(choice, [...bars, ...averages.map(({ as }) => as)]));
}

/** @typedef {{ as: string, of: string }} Column */

const aliased = (/** @type {Column} */ { as, of }) => `${of} AS ${as}`;

/**
 * The tables a query for Wilder's indicators goes through, as sql/rsi.sql, sql/atr.sql and
 * sql/adx.sql do.
 * @param {import('./indicators.mjs').Choice} choice
 * @param {{ bars: string[], averages: Column[], from: string }} plain
 */
function wilder({ rsi, atr, adx }, { bars, averages, from }) {
  const needsRange = atr !== undefined || adx !== undefined;
  const tables = [table('changes', list('SELECT ', [
    ...bars,
    ...(rsi === undefined ? [] : ['close - lag(close) OVER w AS change']),
    ...(needsRange ? ['max(high, lag(close) OVER w) - min(low, lag(close) OVER w) AS true_range'] : []),
    ...(adx === undefined ? [] : ['high - lag(high) OVER w AS up', 'lag(low) OVER w - low AS down']),
  ]), from, 'WINDOW w AS (ORDER BY ts)')];
  if (adx !== undefined) {
    tables.push(table('movements', list('SELECT ', [
      '*',
      'CASE WHEN up > down THEN max(up, 0) WHEN up <= down THEN 0 END AS plus_dm',
      'CASE WHEN down > up THEN max(down, 0) WHEN down <= up THEN 0 END AS minus_dm',
      'CASE WHEN up + down IS NOT NULL THEN true_range END AS counted_range',
    ]), '  FROM changes'));
  }
  tables.push(table('averages', list('SELECT ', [
    ...bars,
    ...averages.map(aliased),
    ...(rsi === undefined ? [] : [`smma(max(change, 0), ${rsi}) OVER w AS gain`, `smma(max(-change, 0), ${rsi}) OVER w AS loss`]),
    ...(atr === undefined ? [] : [`smma(true_range, ${atr}) OVER w AS atr`]),
    ...(adx === undefined ? [] : [
      'counted_range', `smma(plus_dm, ${adx}) OVER w AS plus`, `smma(minus_dm, ${adx}) OVER w AS minus`,
      `smma(counted_range, ${adx}) OVER w AS range`,
    ]),
  ]), `  FROM ${adx === undefined ? 'changes' : 'movements'}`, WINDOW));
  if (adx !== undefined) {
    tables.push(table('directions', list('SELECT ', [
      '*',
      'CASE WHEN counted_range IS NULL THEN NULL\n'
        + '            WHEN plus + minus = 0 THEN 0\n'
        + '            ELSE 100 * abs(plus - minus) / (plus + minus)\n'
        + '       END AS dx',
    ]), '  FROM averages'));
  }
  return tables;
}

/**
 * @param {import('./indicators.mjs').Choice} choice
 * @param {string[]} columns before Wilder's
 */
function finalSelect({ rsi, atr, adx }, columns) {
  return lines(list('SELECT ', [
    ...columns,
    ...(rsi === undefined ? [] : [`100 * gain / (gain + loss) AS rsi${rsi}`]),
    ...(atr === undefined ? [] : [`atr AS atr${atr}`]),
    ...(adx === undefined ? [] : [
      `smma(dx, ${adx}) OVER w AS adx${adx}`, '100 * plus / range AS plus_di', '100 * minus / range AS minus_di',
    ]),
  ]), `  FROM ${adx === undefined ? 'averages' : 'directions'}`, ...(adx === undefined ? [] : [WINDOW]), ' ORDER BY ts DESC;').trimEnd();
}

/** @param {...string} parts */
const lines = (...parts) => parts.join('\n') + '\n';

/** @param {string} verb @param {string[]} columns */
const list = (verb, columns) => verb + columns.join(',\n       ');

/** @param {string} name @param {...string} parts */
const table = (name, ...parts) => `${name} AS (\n${parts.join('\n').replace(/^/gm, '  ')}\n)`;
