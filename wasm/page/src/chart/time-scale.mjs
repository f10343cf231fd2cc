// time-scale.mjs - the time scale of lightweight-charts, with marks where a clock has its midnights and full
// hours. The library knows UTC alone.

import { TickMarkType, defaultHorzScaleBehavior } from 'lightweight-charts';

/** @typedef {import('../shared/clock.mjs').Clock} Clock */
/** @typedef {import('lightweight-charts').UTCTimestamp} Seconds */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export class TimeScale extends defaultHorzScaleBehavior() {
  #clock;

  /** @param {() => Clock} clock of the bars that are drawn */
  constructor(clock) {
    super();
    this.#clock = clock;
  }

  /**
   * How much a point is worth a mark, as the library sees it at the times that the clock shows.
   * @param {Parameters<import('lightweight-charts').IHorzScaleBehavior<import('lightweight-charts').Time>['fillWeightsForPoints']>[0]} points
   * @param {number} start
   * @override
   */
  fillWeightsForPoints(points, start) {
    const clock = this.#clock();
    if (clock.zone === '') {
      super.fillWeightsForPoints(points, start);
      return;
    }
    const shown = points.map((point) => ({
      ...point, time: this.convertHorzItemToInternal(/** @type {Seconds} */ (clock.shown(Number(this.key(point.time))))),
    }));
    super.fillWeightsForPoints(shown, start);
    for (let index = start; index < points.length; index++) points[index].timeWeight = shown[index].timeWeight;
  }
}

/**
 * A mark as text.
 * @param {Clock} clock
 * @param {number} time
 * @param {TickMarkType} type
 */
export function markText(clock, time, type) {
  const shown = new Date(clock.shown(time) * 1000);
  if (type === TickMarkType.Year) return String(shown.getUTCFullYear());
  if (type === TickMarkType.Month) return MONTHS[shown.getUTCMonth()];
  // The month too: a second day may take the place of a first that has no room.
  if (type === TickMarkType.DayOfMonth) return `${shown.getUTCDate()} ${MONTHS[shown.getUTCMonth()]}`;
  return shown.toISOString().slice(11, type === TickMarkType.Time ? 16 : 19);
}
