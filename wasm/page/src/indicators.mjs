// indicators.mjs - the lines of the chart: what each is an average of, and where it is drawn.
//
// All figures come from smma() in the database; here stands only which ones are asked for.

/** @typedef {import('./chart.mjs').Line} Line */
/** @typedef {import('./database/client.mjs').Database} Database */

/**
 * What the visitor has chosen to see.
 * @typedef {{ periods: number[], alligator: boolean }} Choice
 */

const AVERAGE_COLOURS = 6; // --average-1 to --average-6

/** Bill Williams' Alligator, of the median price; see sql/alligator.sql. */
const ALLIGATOR = [
  { id: 'jaw', label: 'Jaw 13', period: 13, shift: 8, colour: '--alligator-jaw' },
  { id: 'teeth', label: 'Teeth 8', period: 8, shift: 5, colour: '--alligator-teeth' },
  { id: 'lips', label: 'Lips 5', period: 5, shift: 3, colour: '--alligator-lips' },
];

/** @param {number} index of an average in the order they stand */
export const averageColour = (index) => `--average-${(index % AVERAGE_COLOURS) + 1}`;

/**
 * @param {Database} database
 * @param {string} symbol
 * @param {Choice} choice
 * @returns {Promise<Line[]>}
 */
export async function linesOf(database, symbol, { periods, alligator }) {
  const [averages, mouth] = await Promise.all([
    periods.length === 0 ? [] : database.averages(symbol, 'close', periods),
    alligator ? database.averages(symbol, 'median', ALLIGATOR.map(({ period }) => period)) : [],
  ]);
  return [
    ...averages.map((values, index) => ({
      id: `average ${index}`,
      label: `SMMA ${periods[index]}`,
      colour: averageColour(index),
      values,
      shift: 0,
    })),
    ...mouth.map((values, index) => {
      const { id, label, shift, colour } = ALLIGATOR[index];
      return { id, label, shift, colour, values };
    }),
  ];
}

/**
 * The bars and the lines of the chart as a query, for the table.
 * @param {string} symbol
 * @param {Choice} choice
 */
export function tableQuery(symbol, { periods, alligator }) {
  const quoted = `'${symbol.replaceAll("'", "''")}'`;
  const median = '(high + low) / 2';
  const columns = [
    'ts', 'open', 'high', 'low', 'close', 'volume',
    ...[...new Set(periods)].map((period) => `smma(close, ${period}) OVER w AS smma${period}`),
    ...(alligator ? ALLIGATOR.map(({ id, period }) => `smma(${median}, ${period}) OVER w AS ${id}`) : []),
  ];
  return [
    `-- The bars of the chart and its lines, the newest first.${alligator ? ' The Alligator is drawn ahead: jaw 8 bars, teeth 5, lips 3.' : ''}`,
    'SELECT ' + columns.join(',\n       '),
    '  FROM prices',
    ` WHERE symbol = ${quoted}`,
    ...(columns.length > 6 ? ['WINDOW w AS (ORDER BY ts ROWS UNBOUNDED PRECEDING)'] : []),
    ' ORDER BY ts DESC;',
  ].join('\n') + '\n';
}
