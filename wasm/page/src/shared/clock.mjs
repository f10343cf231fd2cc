// clock.mjs - the times of a symbol's bars as text: as they are stored, or of instants in UTC what clocks
// in the symbol's zone showed.

import { tsOf } from './bars.mjs';
import { zoneNamed } from '../worker/csv/fields/zones.mjs';

const MINUTE = 60; // seconds
const HOUR = 3600;

export class Clock {
  #zone;
  #withTime;

  /**
   * @param {string} [zone] such as America/New_York; '' shows times as they are
   * @param {boolean} [withTime] whether bars have a time of day
   */
  constructor(zone = '', withTime = false) {
    // A zone that this browser does not know is none.
    this.#zone = zone === '' ? undefined : zoneNamed(zone);
    this.#withTime = withTime;
  }

  /** Where the clock is, '' if that is not known. */
  get zone() {
    return this.#zone?.name ?? '';
  }

  /**
   * What the clock showed, in seconds as if it were in UTC.
   * @param {number} time
   */
  shown(time) {
    return this.#zone === undefined ? time : time + this.#zone.offsetAt(time);
  }

  /**
   * With the offset from UTC where clocks showed the time twice, as they do when they are put back.
   * @param {number} time
   */
  text(time) {
    const shown = this.shown(time);
    const isTwice = this.#zone !== undefined && this.#zone.instantsOf(shown).length > 1;
    return isTwice ? `${tsOf(shown, true)} ${offsetText(shown - time)}` : tsOf(shown, this.#withTime);
  }

  /**
   * From one time to another; of a day the date is said once.
   * @param {number} from
   * @param {number} to
   */
  span(from, to) {
    const [first, last] = [this.text(from), this.text(to)];
    if (first === last) return first;
    const isOneDay = first.length > 10 && first.slice(0, 10) === last.slice(0, 10);
    return `${first} to ${isOneDay ? last.slice(11) : last}`;
  }
}

/** @param {number} offset in seconds */
function offsetText(offset) {
  const minutes = Math.abs(offset) / MINUTE;
  const two = (/** @type {number} */ number) => String(Math.floor(number)).padStart(2, '0');
  return `${offset < 0 ? '−' : '+'}${two(Math.abs(offset) / HOUR)}:${two(minutes % 60)}`;
}
