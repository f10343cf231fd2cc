// questions.mjs - what a file leaves open or decides, as something to choose from.

import { tsOf } from '../fields/dates.mjs';
import { readNumber } from '../fields/numbers.mjs';

/** @typedef {import('./read-prices.mjs').Prices} Prices */

/**
 * What can be chosen. `isOpen`: the file does not decide, and nothing has been chosen yet; `value` is what
 * the preview shows.
 * @typedef {object} Question
 * @property {'order' | 'mark' | 'series' | 'zone'} id
 * @property {string} label
 * @property {string} text why it is asked, or ''
 * @property {string} value
 * @property {boolean} isOpen
 * @property {{ value: string, label: string, why: string }[]} options the likeliest first; none for a zone,
 *   which can be any
 */

/**
 * @param {Prices} prices
 * @returns {Question[]}
 */
export function questionsOf(prices) {
  return [orderQuestion(prices), markQuestion(prices), seriesQuestion(prices), zoneQuestion(prices)].filter((found) => found !== undefined);
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
function seriesQuestion({ layout: { series, chosenSeries }, choices }) {
  if (series.length === 0) return undefined;
  return {
    id: 'series', label: 'Prices of', value: chosenSeries, isOpen: choices.series === undefined,
    text: 'The file has several prices side by side.', options: series.map((name) => ({ value: name, label: name, why: '' })),
  };
}

/** @param {Prices} prices @returns {Question | undefined} */
function zoneQuestion({ sorted, repeatedHour, areInstants, zone, choices }) {
  if (!sorted.groups.some(({ hasTimes }) => hasTimes)) return undefined;
  const text = repeatedHour === undefined ? '' : repeatedHourText(repeatedHour);
  return {
    id: 'zone', label: 'Time zone', value: areInstants ? zone : '', text, isOpen: repeatedHour !== undefined && choices.zone === undefined,
    options: [],
  };
}

/** @param {{ from: number, to: number }} span */
export function repeatedHourText({ from, to }) {
  const [start, end] = [tsOf(from, true), tsOf(to, true)];
  const times = start === end ? start.slice(11, 16) : `${start.slice(11, 16)} to ${end.slice(11, 16)}`;
  return `On ${start.slice(0, 10)} the times ${times} stand twice, as when clocks are put back, and the file does not say which is which. `
    + 'Choose its time zone, and the first of each pair is summer time; or export it with UTC or offsets.';
}
