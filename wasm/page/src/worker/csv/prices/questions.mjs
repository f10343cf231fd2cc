// questions.mjs - what a file leaves open or decides, as something to choose from.

import { readHeader } from '../table/columns.mjs';
import { tsOf } from '../fields/dates.mjs';
import { readNumber } from '../fields/numbers.mjs';
import { meaningsOf } from '../fields/zones.mjs';

/** @typedef {import('./read-prices.mjs').Prices} Prices */

/**
 * What can be chosen. `isOpen`: the file does not decide, and nothing has been chosen yet; `value` is what
 * the preview shows.
 * @typedef {object} Question
 * @property {'columns' | 'order' | 'epoch' | 'mark' | 'series' | 'days' | 'zone'} id
 * @property {string} label
 * @property {string} text why it is asked, or ''
 * @property {string} value
 * @property {boolean} isOpen
 * @property {{ value: string, label: string, why: string }[]} options the likeliest first; none for columns, which
 *   are chosen in the table, and of a zone, which can be any, those that the file speaks of
 */

/**
 * @param {Prices} prices
 * @returns {Question[]}
 */
export function questionsOf(prices) {
  if (prices.layout.problem !== '') return [columnsQuestion(prices)];
  return [orderQuestion, epochQuestion, markQuestion, seriesQuestion, dayQuestion, zoneQuestion].map((question) => question(prices))
    .filter((found) => found !== undefined);
}

/** @param {Prices} prices @returns {Question} */
function columnsQuestion({ layout: { problem, columns } }) {
  const needed = [...(columns.date < 0 ? ['the date'] : []), ...(columns.close < 0 ? ['the close'] : [])].join(' and which is ');
  return {
    id: 'columns', label: 'Columns', value: '', isOpen: true, options: [],
    text: `It is not clear which column is which: ${problem}. Choose in the table below which column is ${needed === '' ? 'which' : needed}.`,
  };
}

/** @param {Prices} prices @returns {Question | undefined} */
function epochQuestion({ layout: { epoch, epochFinding }, choices }) {
  if (epoch === undefined) return undefined;
  const names = { 1900: 'From 1900, as most spreadsheets count', 1904: 'From 1904, as those of old Macs' };
  const others = /** @type {const} */ (['1900', '1904']).filter((each) => !epochFinding.readings.some((reading) => reading.epoch === each));
  return {
    id: 'epoch', label: 'Day numbers', value: epoch, isOpen: epochFinding.isOpen && choices.epoch === undefined,
    text: `The dates are day numbers of a spreadsheet, such as ${epochFinding.example}.`,
    options: [...epochFinding.readings, ...others.map((each) => ({ epoch: each, why: '' }))].map((each) => ({ value: each.epoch, label: names[each.epoch], why: each.why })),
  };
}

/** @param {Prices} prices @returns {Question | undefined} */
function dayQuestion({ dayFinding: { readings, form, isOpen, example }, areInstants, choices }) {
  if (readings.length === 0) return undefined;
  const labels = { same: 'The day of its time', next: 'The day after', times: 'No day, but a time' };
  const options = [...readings, { form: /** @type {const} */ ('times'), why: 'bars with times of day' }];
  return {
    id: 'days', label: 'Day of a bar', value: choices.days ?? form, isOpen: isOpen && choices.days === undefined,
    text: `Every bar is at ${example}${areInstants ? ' UTC' : ''} or about it, one a day at most: it stands for a day.`,
    options: options.map((each) => ({ value: each.form, label: labels[each.form], why: each.why })),
  };
}

const ORDER_NAMES = { 'day first': 'Day, month, year', 'month first': 'Month, day, year', 'year first': 'Year, month, day' };

/** @param {Prices} prices @returns {Question | undefined} */
function orderQuestion({ layout: { order, orderFinding }, choices }) {
  if (order === undefined) return undefined;
  const readings = new Map(orderFinding.readings.map((reading) => [reading.order, reading.why]));
  const orders = /** @type {(keyof typeof ORDER_NAMES)[]} */ ([...readings.keys(), ...Object.keys(ORDER_NAMES).filter((name) => !readings.has(/** @type {any} */ (name)))]);
  const isTwoDigit = /\D\d{2}(?:\D|$)/.test(orderFinding.example.slice(-3));
  const fitting = orders.filter((name) => readings.has(name) || (name !== 'year first' || isTwoDigit));
  return {
    id: 'order', label: 'Order of the date', value: order, isOpen: orderFinding.isOpen && choices.order === undefined,
    text: orderFinding.isOpen ? `Every date can be read in more than one way, such as ${orderFinding.example}.` : '',
    options: fitting.map((name) => ({ value: name, label: ORDER_NAMES[name], why: readings.get(name) ?? '' })),
  };
}

/** @param {Prices} prices @returns {Question} */
function markQuestion({ layout: { mark, markFinding }, choices }) {
  const { example, isOpen, why } = markFinding;
  const names = { '.': 'Point', ',': 'Comma' };
  const marks = /** @type {('.' | ',')[]} */ (markFinding.mark === '.' ? ['.', ','] : [',', '.']);
  const asRead = (/** @type {'.' | ','} */ each) => example === undefined ? '' : `, ${example} is ${readNumber(example, each)}`;
  return {
    id: 'mark', label: 'Decimal mark', value: mark, isOpen: isOpen && choices.mark === undefined,
    text: isOpen ? `Every number can be read in two ways, such as ${example}.` : '',
    options: marks.map((each) => ({ value: each, label: `${names[each]}${asRead(each)}`, why: why[each].join(', ') })),
  };
}

/** @param {Prices} prices @returns {Question | undefined} */
function seriesQuestion({ layout: { header, series, chosenSeries }, head, choices }) {
  if (series.length === 0) return undefined;
  const rows = head.map(({ fields }) => fields);
  return {
    id: 'series', label: 'Price series', value: chosenSeries, isOpen: choices.series === undefined,
    text: 'The file has several prices side by side.',
    options: series.map((name) => ({ value: name, label: name, why: closeOf(header, rows, name) })),
  };
}

/**
 * The first close of a series, to know it by; '' where the series have a line of their own.
 * @param {string[]} header
 * @param {string[][]} rows
 * @param {string} chosen
 */
function closeOf(header, rows, chosen) {
  const { series, columns } = readHeader(header, { chosen, rows });
  const text = rows[0]?.[columns.close] ?? '';
  return series.includes(chosen) && text !== '' ? `close of ${text} in the first row` : '';
}

/** @param {Prices} prices @returns {Question | undefined} */
function zoneQuestion({ sorted, repeatedHour, areInstants, zone, abbreviation, choices }) {
  if (!sorted.groups.some(({ hasTimes }) => hasTimes)) return undefined;
  const isOpen = (repeatedHour !== undefined || abbreviation !== '') && choices.zone === undefined;
  const meanings = meaningsOf(abbreviation);
  const text = repeatedHour !== undefined ? repeatedHourText(repeatedHour)
    : abbreviation === '' ? '' : `The times are in ${abbreviation}, which is the name of several time zones.`;
  return {
    id: 'zone', label: 'Time zone', value: areInstants ? zone : '', text, isOpen,
    options: meanings.map((meaning) => ({ value: meaning.zone, label: meaning.zone, why: `UTC${offsetText(meaning.offset)}` })),
  };
}

/** @param {number} seconds */
const offsetText = (seconds) =>
  `${seconds < 0 ? '−' : '+'}${Math.floor(Math.abs(seconds) / 3600)}${seconds % 3600 === 0 ? '' : `:${String((Math.abs(seconds) % 3600) / 60).padStart(2, '0')}`}`;

/** @param {{ from: number, to: number }} span */
function repeatedHourText({ from, to }) {
  const [start, end] = [tsOf(from, true), tsOf(to, true)];
  const times = start === end ? start.slice(11, 16) : `${start.slice(11, 16)} to ${end.slice(11, 16)}`;
  return `On ${start.slice(0, 10)} the times ${times} stand twice, as when clocks are put back, and the file does not say which is which. `
    + 'Choose its time zone, and the first of each pair is summer time; or export it with UTC or offsets.';
}
