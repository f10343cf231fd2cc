// buckets.mjs - bars taken together, as many at a time as the width at hand wants.
//
// A bucket is so many bars in a row, counted from the first of the series. So the buckets of a series
// stay what they are while the chart is moved, and a bar keeps its place when bars are taken together,
// which it would not with hours or days, whose numbers of bars differ.

/**
 * The bars of a symbol as columns of one length, oldest first. NaN stands for NULL.
 * @typedef {object} Columns
 * @property {Float64Array<ArrayBuffer>} times seconds since 1970
 * @property {Float64Array<ArrayBuffer>} open
 * @property {Float64Array<ArrayBuffer>} high
 * @property {Float64Array<ArrayBuffer>} low
 * @property {Float64Array<ArrayBuffer>} close
 * @property {Float64Array<ArrayBuffer>} volume
 */

/**
 * A part of a series: the bars from start up to, not including, end, so many in a bucket. start is a
 * multiple of per, and so is end unless it is the end of the series.
 * @typedef {{ start: number, end: number, per: number }} Part
 */

/**
 * What a chart draws: a point is a bar, or a bucket of bars.
 * @typedef {Columns & { ends: Float64Array<ArrayBuffer> }} Points ends: the times of the last bars of the buckets; times
 *   has those of the first
 */

/**
 * The bars of a part in buckets: the first open, the highest high, the lowest low, the last close, the
 * sum of the volumes. A bar that lacks one of open, high and low is one of its close alone.
 * @param {Columns} columns
 * @param {Part} part
 * @returns {Points}
 */
export function bucketsOf(columns, { start, end, per }) {
  const { times, open, high, low, close, volume } = columns;
  if (per === 1) {
    const own = times.slice(start, end);
    return {
      times: own, ends: own, open: open.slice(start, end), high: high.slice(start, end), low: low.slice(start, end),
      close: close.slice(start, end), volume: volume.slice(start, end),
    };
  }
  const count = Math.ceil((end - start) / per);
  const column = () => new Float64Array(count);
  const points = { times: column(), ends: column(), open: column(), high: column(), low: column(), close: column(), volume: column() };
  for (let point = 0; point < count; point++) {
    const from = start + point * per;
    const to = Math.min(end, from + per);
    points.times[point] = times[from];
    points.ends[point] = times[to - 1];
    points.close[point] = close[to - 1];
    takeTogether(columns, from, to, points, point);
  }
  return points;
}

/**
 * @param {Columns} columns
 * @param {number} from
 * @param {number} to
 * @param {Points} points whose open, high, low and volume are set
 * @param {number} point
 */
function takeTogether({ open, high, low, close, volume }, from, to, points, point) {
  let highest = -Infinity;
  let lowest = Infinity;
  let sum = NaN;
  let whole = 0;
  for (let bar = from; bar < to; bar++) {
    const isWhole = !Number.isNaN(open[bar] + high[bar] + low[bar]);
    whole += Number(isWhole);
    highest = Math.max(highest, isWhole ? high[bar] : close[bar]);
    lowest = Math.min(lowest, isWhole ? low[bar] : close[bar]);
    if (!Number.isNaN(volume[bar])) sum = Number.isNaN(sum) ? volume[bar] : sum + volume[bar];
  }
  const isFirstWhole = !Number.isNaN(open[from] + high[from] + low[from]);
  points.open[point] = whole === 0 ? NaN : isFirstWhole ? open[from] : close[from];
  points.high[point] = whole === 0 ? NaN : highest;
  points.low[point] = whole === 0 ? NaN : lowest;
  points.volume[point] = sum;
}

/**
 * A line at the points of a part: its value at the last bar of each. One that is drawn ahead goes on
 * past the last bar of the series.
 * @param {Float64Array} values one a bar of the series
 * @param {number} shift how many bars ahead it is drawn
 * @param {Part} part
 * @returns {Float64Array<ArrayBuffer>}
 */
export function sampled(values, shift, { start, end, per }) {
  const total = values.length;
  const isEnd = end >= total;
  const points = new Float64Array(Math.ceil(((isEnd ? total + shift : end) - start) / per));
  for (let point = 0; point < points.length; point++) {
    const from = start + point * per;
    // The last bucket of the series may not be full: it ends with the last bar. Past it there are the
    // places of shift more bars.
    const bar = Math.min(from + per, from < total ? total : total + shift) - 1;
    points[point] = values[bar - shift] ?? NaN;
  }
  return points;
}
