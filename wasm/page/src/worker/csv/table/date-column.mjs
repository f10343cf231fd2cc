// date-column.mjs - which of several columns of dates is taken, and dates that are day numbers of a spreadsheet.

import { isDayNumber, isMidnight, readDayNumber, readMoment, tsOf } from '../fields/dates.mjs';

/** @typedef {import('./start.mjs').Start} Start */
/** @typedef {import('../fields/dates.mjs').Epoch} Epoch */

/**
 * What day numbers of a spreadsheet mean. `isOpen`: the file does not decide.
 * @typedef {{ epoch?: Epoch, isOpen: boolean, example: string, readings: { epoch: Epoch, why: string }[] }} EpochFinding
 */

/**
 * A column of instants, as of Unix time, is taken before one of times on some clock.
 * @param {Start} start whose columns are changed
 * @param {readonly string[][]} rows
 * @returns {string} what is to be said about it, or ''
 */
export function chooseDate({ columns, dates, header }, rows) {
  const shown = rows.map((row) => readMoment(row[columns.date] ?? ''));
  const isClock = shown.some((moment) => moment !== undefined && moment.offset === undefined && moment.zone === undefined && !isMidnight(moment.shown));
  if (!isClock || columns.time >= 0) return '';
  for (const at of dates) {
    const instants = rows.map((row) => readMoment(row[at] ?? ''));
    if (!instants.every((moment) => moment?.offset !== undefined)) continue;
    const [clock, instant] = [header[columns.date], header[at]];
    columns.date = at;
    const differing = rows.findIndex((_, index) => {
      const [a, b] = [shown[index], instants[index]];
      return a !== undefined && b !== undefined && a.shown !== b.shown - (b.offset ?? 0);
    });
    if (differing < 0) return '';
    const [a, b] = [shown[differing], instants[differing]];
    return `${clock} and ${instant} do not say the same time: ${tsOf(a?.shown ?? 0, true)} and ${tsOf((b?.shown ?? 0) - (b?.offset ?? 0), true)} UTC. ${instant} is taken, as it names the instant.`;
  }
  return '';
}

/**
 * @param {readonly string[]} texts of the column of dates
 * @param {number} lastYear that a price can be of
 * @returns {EpochFinding}
 */
export function epochOf(texts, lastYear) {
  const numbers = texts.filter((text) => text !== '');
  if (numbers.length === 0 || !numbers.every(isDayNumber)) return { isOpen: false, example: '', readings: [] };
  const readings = /** @type {Epoch[]} */ (['1900', '1904']).map((epoch) => {
    const days = numbers.map((text) => new Date((readDayNumber(text, epoch)?.shown ?? 0) * 1000));
    const weekends = days.filter((day) => day.getUTCDay() % 6 === 0).length;
    const last = days.reduce((most, day) => day > most ? day : most);
    const isPossible = last.getUTCFullYear() <= lastYear;
    return { epoch, weekends, isPossible, why: `${tsOf(days[0].getTime() / 1000, false)} to ${tsOf(days[days.length - 1].getTime() / 1000, false)}, ${weekends === 0 ? 'none' : weekends} at a weekend` };
  });
  const possible = readings.filter(({ isPossible }) => isPossible);
  const onWeekdays = possible.filter(({ weekends }) => weekends === 0);
  const left = onWeekdays.length === 1 ? onWeekdays : possible.length > 0 ? possible : readings;
  return { epoch: left[0].epoch, isOpen: left.length > 1, example: numbers[0], readings: left.map(({ epoch, why }) => ({ epoch, why })) };
}
