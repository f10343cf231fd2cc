// day-order.mjs - which of the numbers of 04/05/2020 is the month, and of 26/11/24 the year.
//
// One date that is only possible in one order decides for all. Where no date does, the steps from date
// to date speak for one order or the other, and it is asked.

import { dayInOrder, numbersOf, tsOf } from './dates.mjs';

/** @typedef {import('./dates.mjs').DayOrder} DayOrder */

/**
 * What a file's dates are in one order.
 * @typedef {{ order: DayOrder, why: string, evenness: number }} Reading
 */

/**
 * @typedef {object} OrderFinding
 * @property {DayOrder} [order] the likeliest; undefined where dates need none
 * @property {boolean} isOpen whether others are possible
 * @property {Reading[]} readings those that are, the likeliest first
 * @property {string} from why it is that, to end a message with
 * @property {string} example a date as the file has it
 * @property {boolean} hasDots whether the dates are as 24.11.2026
 */

const DAY = 86400;
/** @type {DayOrder[]} */
const ORDERS = ['day first', 'month first', 'year first'];
// So many different dates show how even the steps between them are.
const SOME_DATES = 20000;

/** The dates of a file, looked through for the one that decides. */
export class OrderEvidence {
  /** @type {DayOrder[]} */
  #possible = [];
  #separator = '';
  #example = '';
  #from = '';
  /** @type {Map<string, [string, string, string]>} */
  #dates = new Map();
  #isNeeded = true;

  get isDecided() {
    return !this.#isNeeded || this.#possible.length === 1;
  }

  /**
   * @param {string} text of a date
   * @param {number} line
   */
  add(text, line) {
    if (text === '' || !this.#isNeeded) return;
    const found = numbersOf(text);
    if (found === undefined) {
      // The form of the first date is that of all.
      if (this.#example === '' && /\d/.test(text)) this.#isNeeded = false;
      return;
    }
    const { numbers, separator } = found;
    const fitting = ORDERS.filter((order) => dayInOrder(numbers, order) !== undefined);
    if (fitting.length === 0) return;
    if (this.#example === '') {
      this.#possible = fitting;
      this.#separator = separator;
      this.#example = text;
      if (fitting.length === 1) this.#from = ` (line ${line}, "${text}", is ${fitting[0]})`;
    } else {
      const left = this.#possible.filter((order) => fitting.includes(order));
      // Dates that contradict the others are told when they are read.
      if (left.length > 0 && left.length < this.#possible.length) {
        this.#possible = left;
        this.#from = ` (line ${line}, "${text}", is ${left[0]})`;
      }
    }
    if (this.#dates.size < SOME_DATES) this.#dates.set(numbers.join(), numbers);
  }

  /**
   * @param {number} lastYear that a price can be of
   * @returns {OrderFinding}
   */
  finding(lastYear) {
    const hasDots = this.#separator === '.';
    const base = { hasDots, example: this.#example, from: this.#from, readings: [] };
    if (this.#example === '') return { ...base, isOpen: false };
    let possible = this.#possible;
    let from = this.#from;
    if (possible.length > 1) {
      const timely = possible.filter((order) => this.#lastYear(order) <= lastYear);
      if (timely.length === 1) from = ` (in another order dates would be in ${Math.max(...possible.map((order) => this.#lastYear(order)))})`;
      if (timely.length > 0) possible = timely;
    }
    if (possible.length > 1 && hasDots) {
      possible = possible.filter((order) => order === 'day first');
      from = ' (dates with points have the day first)';
    }
    if (possible.length === 1) {
      const [order] = possible;
      return { ...base, order, from, isOpen: false, readings: [{ order, why: from.trim().replace(/^\(|\)$/g, ''), evenness: 1 }] };
    }
    const readings = possible.map((order) => this.#reading(order)).sort((a, b) => b.evenness - a.evenness);
    return { ...base, order: readings[0].order, isOpen: true, readings };
  }

  /** @param {DayOrder} order */
  #days(order) {
    const days = [...this.#dates.values()].map((numbers) => dayInOrder(numbers, order));
    return days.filter((day) => day !== undefined).sort((a, b) => a - b);
  }

  /** @param {DayOrder} order */
  #lastYear(order) {
    const last = this.#days(order).at(-1);
    return last === undefined ? 0 : new Date(last * 1000).getUTCFullYear();
  }

  /** @param {DayOrder} order @returns {Reading} */
  #reading(order) {
    return { order, ...describeDays(this.#days(order)) };
  }
}

/**
 * How even the steps of days are, in words and from 0 to 1.
 * @param {number[]} days ascending, different ones
 * @returns {{ why: string, evenness: number }}
 */
function describeDays(days) {
  const span = days.length === 0 ? 'no date' : `${tsOf(days[0], false)} to ${tsOf(days[days.length - 1], false)}`;
  if (days.length < 2) return { why: span, evenness: 0 };
  const dates = days.map((day) => new Date(day * 1000));
  const steps = days.slice(1).map((day, index) => (day - days[index]) / DAY);
  const share = (/** @type {number} */ count) => count / steps.length;
  const months = dates.map((date) => date.getUTCFullYear() * 12 + date.getUTCMonth());
  const isOneDay = dates.every((date) => date.getUTCDate() === dates[0].getUTCDate());
  const nextMonth = share(steps.filter((_, index) => months[index + 1] - months[index] === 1).length);
  const weekends = dates.filter((date) => date.getUTCDay() % 6 === 0).length;
  const onWeekends = weekends === 0 ? 'none at a weekend' : `${weekends} at a weekend`;
  // Bars of months may well begin at a weekend, those of days seldom.
  if (isOneDay && nextMonth > 0.8) {
    const day = dates[0].getUTCDate();
    return { why: `the ${day === 1 ? 'first' : `${day}th`} of every month, ${span}`, evenness: nextMonth - (day === 1 ? 0 : 0.2) };
  }
  const nextDay = share(steps.filter((step, index) => step === 1 || (step === 3 && dates[index].getUTCDay() === 5)).length);
  const evenness = nextDay * (1 - weekends / days.length / 2);
  const [least, most] = [Math.min(...steps), Math.max(...steps)];
  const stepText = least === most ? `steps of ${least} ${least === 1 ? 'day' : 'days'}` : `steps of ${least} to ${most} days`;
  return { why: `${stepText}, ${onWeekends}, ${span}`, evenness };
}
